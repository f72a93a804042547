"""Korean particles, chosen by the sound of what stands before them.

A translation writes both forms behind a place, ``{name}을(를)``; once the place is filled, `settle` keeps the one that
fits: ‘나선을’, ‘원을’, ‘30을’, ‘5를’, ‘10으로’, ‘1로’, ‘Adam을’, ‘ReLU를’.
"""

from __future__ import annotations

import re
import unicodedata

PAIRS = {
    "을(를)": ("을", "를"),
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)라": ("이라", "라"),
    "(이)나": ("이나", "나"),
    "(이)며": ("이며", "며"),
    "(이)고": ("이고", "고"),
    "(이)라서": ("이라서", "라서"),
    "(이)어서": ("이어서", "여서"),
    "(이)었": ("이었", "였"),
    "(이)에": ("이에", "예"),
}
"""Both forms as a translation writes them -> after a final consonant, after a vowel."""
_BOTH = re.compile("|".join(re.escape(both) for both in sorted(PAIRS, key=len, reverse=True)))
_DIGITS = {"0": "영", "1": "일", "2": "이", "3": "삼", "4": "사", "5": "오", "6": "육", "7": "칠", "8": "팔", "9": "구"}
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "이비시디이프지치이이이엘엠엔오피큐알스티유이유스이트", strict=True))
"""The last syllable of each letter's Korean name."""
_SIGNS = {"%": "트", "°": "도", "²": "곱", "×": "기", "+": "스", "−": "스", "-": "스", "…": "고"}
_WORDS = {
    "adam": "담", "adamw": "유", "amsgrad": "드", "conda": "다", "cuda": "다", "gelu": "루", "git": "깃",
    "jupyter": "터",
    "kernel": "널", "leaky_relu": "루", "linear": "어", "linux": "스", "macos": "스", "mnist": "트", "momentum": "텀",
    "mps": "스", "none": "음", "nvidia": "아", "pip": "핍", "python": "썬", "pytorch": "치", "relu": "루",
    "rmsprop": "롭",
    "rocm": "엠", "silu": "루", "sigmoid": "드", "softplus": "스", "tanh": "트", "tiny": "니", "torch": "치",
    "torchvision": "전", "vgg": "지", "windows": "즈", "wsl": "엘", "xpu": "유",
}  # fmt: skip
"""The last syllable of names that are said as words, or otherwise than they are written."""
_CLOSING = "\"'”’)]}»>〉》」』`"


def settle(text: str) -> str:
    """Return `text` with each ``을(를)`` and its like replaced by the form that fits what stands before it."""
    return _BOTH.sub(lambda found: _fitting(text[: found.start()], found.group()), text)


def _fitting(before: str, both: str) -> str:
    after_consonant, after_vowel = PAIRS[both]
    final = _final(_last_word(before))
    if final == "ㄹ" and both == "(으)로":
        return after_vowel  # 칠로, 서울로
    return after_consonant if final else after_vowel


def _last_word(before: str) -> str:
    """Return the word that is said last: without closing quotes and what stands in brackets behind it."""
    stripped = unicodedata.normalize("NFC", before).rstrip()  # a Mac takes the syllables of names apart
    while stripped and stripped[-1] in _CLOSING:
        opened = stripped.rfind("(") if stripped[-1] == ")" else -1
        # "나선(3개)을" is read 나선을; a text that is all in brackets keeps its words.
        stripped = (stripped[:opened] if opened > 0 else stripped[:-1]).rstrip()
    found = re.search(r"[A-Za-z_]+$|.$", stripped)
    return found.group() if found else ""


def _final(word: str) -> str:
    """Return the final consonant that a word ends in: "ㄹ", "other", or "" after a vowel."""
    if not word:
        return ""
    last = word[-1]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "ㄹ" if final == 8 else "other" if final else ""
    if syllable := _DIGITS.get(last) or _SIGNS.get(last) or _WORDS.get(word.lower()):
        return _final(syllable)
    if word.isupper() and last in _LETTERS:
        return _final(_LETTERS[last])
    return _final_in_english(word.lower())


def _final_in_english(word: str) -> str:
    """Return what an English word most likely ends in when it is said in Korean."""
    if word.endswith(("l", "le")):
        return "ㄹ"
    if re.search(r"([mn]|[mn]e|ng|[aeiou](ck|c|p|k|b|g|t))$", word) and not re.search(r"(ate|ute|ite|ote)$", word):
        return "other"
    return ""
