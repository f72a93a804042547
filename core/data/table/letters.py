"""The letters of a file: which encoding its bytes are in.

In this order: what its first bytes say, strict UTF-8, cp949 (what Excel in Korean writes); else a person is asked, with
some rows in each. cp949 takes nearly everything, so what comes of it must look like Korean. The opposite mistake is
seen too: a file in UTF-8 that some program took for cp949 and saved like that.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from core.data.library import LibraryError
from core.messages.own.table import Encoding

ASKED: tuple[Encoding, ...] = ("cp949", "cp1252", "utf-8", "utf-16")
"""What a person may choose from, where it cannot be guessed."""
LOOKED_AT = 200_000
"""Letters that are looked at to see how they look."""
KOREAN = 0.7
KOREAN_BACK = 0.12
"""Syllables among what comes of turning letters back; of a text that is right next to none do."""
REPLACED = "\ufffd"


@dataclass(frozen=True)
class Letters:
    """A text, the encoding it was read in ("": a guess that a person has to confirm), how many places could not be
    read, and what its UTF-8 was taken for by somebody before us ("": nothing)."""

    text: str
    encoding: Encoding
    lost: int = 0
    taken_for: str = ""


def read(content: bytes, encoding: Encoding = "") -> Letters:
    """Return the text of a file's bytes, in an encoding or in the one that is guessed. Raises `LibraryError` where it
    is no text."""
    if encoding:
        return _as(content, encoding)
    if content.startswith(codecs.BOM_UTF8):
        return _as(content, "utf-8-sig")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as(content, "utf-16")
    head = content[:4096]
    if head.count(0) > len(head) // 4:
        return _as(content, "utf-16")
    if head.count(0) > 8:
        raise LibraryError("This is not a table: the file holds no text.")
    return _guessed(content)


def _guessed(content: bytes) -> Letters:
    try:
        return _told(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3:  # the file was cut off within its last letter
            return _told(content[: error.start].decode("utf-8"), "utf-8", lost=1)
    try:
        text = content.decode("cp949")
    except UnicodeDecodeError:
        text = ""
    if text and is_korean(text):
        return _told(text, "cp949")
    return Letters(min((_as(content, one) for one in ASKED[:3]), key=lambda one: one.lost).text, "")


def _as(content: bytes, encoding: Encoding) -> Letters:
    """Return the text in one encoding; what cannot be read is shown as such."""
    codec: str = encoding
    if encoding == "utf-8":
        codec = "utf-8-sig"  # the mark, where there is one, is no letter
    elif encoding == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16-be" if content[:2000:2].count(0) > content[1:2000:2].count(0) else "utf-16-le"
    text = content.decode(codec, "replace")
    return _told(text, encoding, lost=text.count(REPLACED))


def _told(text: str, encoding: Encoding, lost: int = 0) -> Letters:
    return Letters(text, encoding, lost, "" if text.isascii() else taken_for(text))


def is_korean(text: str) -> bool:
    """Return whether the letters of a text that are not English are Korean for the most part."""
    letters = [letter for letter in text[:LOOKED_AT] if letter > "\x7f"]
    korean = sum("가" <= letter <= "힣" or "㄰" <= letter <= "㆏" or "\u3000" <= letter <= "〿" for letter in letters)
    signs = sum(
        letter in "·°℃℉㎡㎢㎏㎝㎜㎞％￦，．（）：～－＋＿＃￥＆①②③④⑤⑥⑦⑧⑨⑩※→←↑↓○●◎□■△▲▽▼☆★×÷±≤≥" for letter in letters
    )
    return korean + signs >= KOREAN * len(letters) and (korean > 0 or signs == len(letters))


def taken_for(text: str) -> str:
    """Return the encoding that letters of UTF-8 were taken for, as in "媛�" for "가"; "" where they are right."""
    lines = [line for line in text[:LOOKED_AT].splitlines() if not line.isascii()]
    whole = [back for line in lines if (back := _whole(line, "cp1252")) is not None and not back.isascii()]
    if lines and len(whole) >= 0.8 * len(lines):
        return "cp1252"
    meant = _meant("\n".join(lines))
    korean = sum("가" <= letter <= "힣" for letter in meant)
    return "cp949" if korean >= 2 and korean >= KOREAN_BACK * meant.count(REPLACED) else ""


def turned_back(text: str, codec: str) -> str:
    """Return a text whose UTF-8 was taken for `codec`, as it was meant. Letters that were lost on the way are shown as
    such; lines that are as they should be stay."""
    lines = text.splitlines(keepends=True)
    if codec == "cp949":
        return "".join(line if line.isascii() else _meant(line) for line in lines)
    return "".join(line if line.isascii() or (back := _whole(line, codec)) is None else back for line in lines)


def _whole(line: str, codec: str) -> str | None:
    """Return a line of which nothing was lost, as it was meant; None for any other."""
    try:
        return line.encode(codec).decode("utf-8")
    except UnicodeError:
        return None


def _meant(text: str) -> str:
    """Return UTF-8 that was taken for cp949 as it was meant: half of its letters may be gone."""
    return text.replace(REPLACED, "?").encode("cp949", "replace").decode("utf-8", "replace")
