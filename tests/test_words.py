"""Everything on screen has its Korean."""

from __future__ import annotations

import pytest

from tests import words

# Functions through which a text that is already data (a Sentence, an action's name) reaches the screen.
DYNAMIC = {"gui/kit/words.py", "core/sentence.py"}


def test_every_sentence_is_a_literal() -> None:
    spoken = list(words.spoken())
    assert len(spoken) > 100, "the collector finds next to nothing: it is broken"
    assert not [s for s in spoken if s.text is None and s.file not in DYNAMIC]


def test_every_sentence_has_its_korean() -> None:
    known = words.translations()
    assert not sorted({s.text for s in words.spoken() if s.text and not any(known.get(s.text, {}).values())})


def test_korean_has_the_same_places_and_is_one_per_english() -> None:
    for english, by_file in words.translations().items():
        korean = set(by_file.values()) - {""}
        assert len(by_file) == 1, f"{english!r} is translated in {sorted(path.name for path in by_file)}"
        for text in korean:
            assert words.places(text) == words.places(english), f"{english!r} -> {text!r}"


def test_korean_is_korean() -> None:
    letters = {e: k for e, by_file in words.translations().items() for k in by_file.values() if k}
    same = [e for e, k in letters.items() if e == k and any(c.isalpha() for c in words.strip_places(e)) and " " in e]
    assert not same, f"left in English: {same}"


@pytest.mark.parametrize(("text", "places"), [("a {b} c {d_e}", {"b", "d_e"}), ("{{x}}", set()), ("{n:,}", {"n"})])
def test_places_are_read(text: str, places: set[str]) -> None:
    assert words.places(text) == places
