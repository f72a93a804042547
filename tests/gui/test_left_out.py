"""What was not measured on *CPU and GPU* is named in the window's language."""

from __future__ import annotations

import re

from core.inside.compare.pieces import all_pieces
from gui.inside.compare.words import left_out_text
from gui.kit.words import install_language, remove_translators
from gui.window.appearance import the_app

NAMES = re.compile(r"cuda|cpu|mps|avx512|avx2|default|[bt]?f(?:loat)?\d+")


def test_every_piece_that_may_be_left_out_has_its_words_in_korean(qapp: object) -> None:
    translators = install_language(the_app(), "ko")
    try:
        pieces = [name for name, _ in all_pieces(None, ("cpu", "cuda:0"))]
        assert len(pieces) > 20
        for name in (*pieces, "network cuda:0"):
            told = left_out_text(name)
            assert not re.search("[A-Za-z]{3}", NAMES.sub("", told)), f"{name}: {told}"
    finally:
        remove_translators(the_app(), translators)
