"""Sentences in the language that a file is written in: `core` says English, and the window's own words are looked up.

A packaged app has the compiled words alone (.qm), a checkout the .ts files that they are compiled from. Source of the
format: Qt's qtranslator.cpp (magic, sections of a tag and a length, hashes of the English text, tagged messages).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from core.files import read_bytes
from core.language.particles import settle
from core.out.shipped import shipped
from core.sentence import Sentence, filled

WORDS_BYTES = 16 << 20
MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
HASHES, MESSAGES = 0x42, 0x69
END, TRANSLATION, SOURCE_TEXT = 1, 3, 6
LENGTH = 4


class Voice:
    """Says sentences in one language; what it has no words for, in English."""

    def __init__(self, language: str, words: Mapping[str, str] | None = None) -> None:
        self.language = "ko" if language == "ko" else "en"
        self._words: Mapping[str, str] = words if words is not None else _words(self.language)

    def read(self, sentence: Sentence) -> str:
        """Return a sentence with its places filled."""
        return settle(filled(self._words.get(sentence.text) or sentence.text, sentence.values))


class Compiled(Mapping[str, str]):
    """The words of a .qm file by their English; raises ValueError where it is none."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(MAGIC):
            raise ValueError("no compiled words")
        self._sections = _sections(content)
        hashes = self._sections.get(HASHES, b"")
        self._places: dict[int, list[int]] = {}
        for found, place in struct.iter_unpack(">II", hashes[: len(hashes) // 8 * 8]):
            self._places.setdefault(found, []).append(place)

    def __getitem__(self, text: str) -> str:
        for place in self._places.get(_hash(text.encode("utf-8", "replace")), ()):
            source, translation = self._message(place)
            if translation and source in ("", text):
                return translation
        raise KeyError(text)

    def __iter__(self):  # type: ignore[no-untyped-def]
        raise TypeError("only looked up")

    def __len__(self) -> int:
        return len(self._places)

    def _message(self, place: int) -> tuple[str, str]:
        """Return (English, "" where it is left out; translation) of the message that begins at a place."""
        content, source, translation = self._sections.get(MESSAGES, b""), "", ""
        while place < len(content) and (tag := content[place]) != END:
            (length,) = struct.unpack_from(">I", content, place + 1)
            piece = content[place + 1 + LENGTH : place + 1 + LENGTH + length]
            place += 1 + LENGTH + length
            if tag == TRANSLATION:
                translation = piece.decode("utf-16-be", "replace")
            elif tag == SOURCE_TEXT:
                source = piece.decode("utf-8", "replace")
        return source, translation


def _sections(content: bytes) -> dict[int, bytes]:
    found, place = {}, len(MAGIC)
    while place + 1 + LENGTH <= len(content):
        tag, length = struct.unpack_from(">BI", content, place)
        place += 1 + LENGTH
        found[tag] = content[place : place + length]
        place += length
    return found


def _hash(text: bytes) -> int:
    """Return the hash of an English text (the one of ELF files)."""
    made = 0
    for byte in text:
        made = (made << 4) + byte
        high = made & 0xF0000000
        if high:
            made ^= high >> 24
        made &= ~high
    return made or 1


@lru_cache(maxsize=2)
def _words(language: str) -> Mapping[str, str]:
    if language == "en":
        return {}
    folder = shipped("i18n")
    found: dict[str, str] = {}
    for path in sorted(folder.glob(f"*.{language}.ts")):
        found |= _of_source(path)
    if found:
        return found
    try:
        return Compiled(read_bytes(folder / f"torchgarden_{language}.qm", limit_bytes=WORDS_BYTES))
    except (OSError, ValueError, struct.error):
        return {}


def _of_source(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        root = ElementTree.fromstring(read_bytes(path, limit_bytes=WORDS_BYTES))
    except (OSError, ValueError, LookupError, RecursionError, ElementTree.ParseError):
        return {}
    for message in root.iter("message"):
        source, translation = message.findtext("source"), message.find("translation")
        if source and translation is not None and translation.text and translation.get("type") != "obsolete":
            found[source] = translation.text
    return found
