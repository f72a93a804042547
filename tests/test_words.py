"""Everything on screen has its Korean."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from unicodedata import normalize

import pytest

from core.language.particles import PAIRS, settle
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


def test_nothing_is_translated_that_nobody_says() -> None:
    said = {s.text for s in words.spoken()}
    assert not sorted(english for english in words.translations() if english not in said)


def test_a_sentence_is_heard_though_a_class_of_the_same_name_says_none() -> None:
    trees = {
        Path(name): ast.parse(text)
        for name, text in (("a", "class Busy(Problem): ..."), ("b", "class Busy(Widget): ..."))
    }
    assert "Busy" in words.problem_classes(trees)


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


# ------------------------------------------------------------------------------------------------------ the glossary
def korean() -> list[tuple[str, str]]:
    return [(path.name.split(".")[0], k) for by_file in words.translations().values() for path, k in by_file.items()]


def test_every_korean_sentence_uses_the_words_of_the_glossary() -> None:
    never = [word for entry in words.glossary() for word in entry.never]
    assert len(never) > 60, "the glossary is read wrongly"
    assert not [
        f"{room}: {word.text!r} in {text!r}" for room, text in korean() for word in never if word.in_(text, room)
    ]


def test_a_forbidden_word_is_found_but_not_inside_another() -> None:
    by_english = {entry.english: entry for entry in words.glossary()}
    (edit,) = by_english["an edit"].never
    assert edit.in_("이 편집을 할 수 없습니다.", "train")
    assert not edit.in_("편집기를 닫으세요.", "train")
    network = by_english["network (the net)"].never
    assert any(word.in_("네트워크", "train") for word in network)
    assert not any(word.in_("네트워크", "core_env") for word in network)


def test_english_says_what_a_person_would_say() -> None:
    never = words.english_never()
    assert never
    assert not sorted(f"{word!r} in {s.text!r}" for s in words.spoken() for word in never if s.text and word in s.text)


def test_the_words_of_the_glossary_are_those_on_screen() -> None:
    on_screen = "\n".join(text for _, text in korean())
    rows = [
        entry for entry in words.glossary() if not any(word in entry.english for word in ("tensor", "gradient desc"))
    ]
    unused = [entry.korean for entry in rows if not any(word in on_screen for word in entry.korean)]
    assert not unused, f"nobody reads these words on any page: {unused}"


def test_numbers_and_units_are_closed_up() -> None:
    apart = re.compile(r"[}0-9] (%|스텝|에포크|개|번|초당|초$|분$|유닛 수)(?![가-힣A-Za-z])")
    assert not [text for _, text in korean() if apart.search(text)]


def test_a_particle_behind_a_place_is_chosen_and_elsewhere_written() -> None:
    single = re.compile(r"\}[’”]?(이라는|라는|으로|로|을|를|은|는|이|가|과|와)(?=[ .,)]|$)")
    assert not [text for _, text in korean() if single.search(text)], "write both forms behind a place"
    both = re.compile("|".join(rf"(?<![}}’”)]){re.escape(pair)}" for pair in PAIRS))
    assert not [text for _, text in korean() if both.search(text)], "write the one that fits behind a word"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("나선을(를)", "나선을"),
        ("초승달을(를)", "초승달을"),
        ("원이(가)", "원이"),
        ("두 무리이(가)", "두 무리가"),
        ("5은(는)", "5는"),
        ("10(으)로", "10으로"),
        ("1(으)로", "1로"),
        ("0.001(으)로", "0.001로"),
        ("6(으)로", "6으로"),
        ("95%이(가)", "95%가"),
        ("Adam을(를)", "Adam을"),
        ("relu을(를)", "relu를"),
        ("tanh은(는)", "tanh는"),
        ("MNIST을(를)", "MNIST를"),
        ("GPU이(가)", "GPU가"),
        ("RTX 4060이(가)", "RTX 4060이"),
        ("‘나선’(이)라는", "‘나선’이라는"),
        ("torch_book(이)라는", "torch_book이라는"),
        ("은닉층 2(유닛 8개)을(를)", "은닉층 2(유닛 8개)를"),
        ("/home/김철수/env을(를)", "/home/김철수/env를"),
        ("학습률 7(으)로", "학습률 7로"),
        ("Python과(와) conda과(와)", "Python과 conda와"),
        ("23 GB이(가)", "23 GB가"),
        *(
            (normalize("NFD", name) + both, normalize("NFD", name) + one)
            for name, both, one in (("사진", "을(를)", "을"), ("자료", "을(를)", "를"), ("서울", "(으)로", "로"))
        ),
        ("", ""),
        ("을(를)", "를"),
        ("✿을(를)", "✿를"),
    ],
)
def test_a_particle_fits_the_sound_before_it(said: str, read: str) -> None:
    assert settle(said) == read
