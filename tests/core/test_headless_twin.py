"""A twin without a window: `torchgarden train --twin`."""

from __future__ import annotations

import re

import pytest

from core.headless.__main__ import main

SMALL = ["train", "--data", "xor", "--samples", "200", "--net", "8,8", "--batch-size", "32", "--threads", "1"]


@pytest.mark.parametrize(("measure", "steps"), [("steps", (120, 120)), ("work", (120, 160))])
def test_both_are_told_at_the_end(capsys: pytest.CaptureFixture[str], measure: str, steps: tuple[int, int]) -> None:
    assert main([*SMALL, "--steps", "120", "--edit", "40: widen 1 by 4", "--twin", measure]) == 0
    said = capsys.readouterr().out
    found = re.search(r"since “.*” \(step 40\), at step (\d+), without it at step (\d+):", said)
    assert found is not None, said
    assert int(found[1]) == steps[0]
    assert steps[1] * 0.9 <= int(found[2]) <= steps[1]
    numbers = re.search(r"validation loss: with ([+-]\d+\.\d+), without ([+-]\d+\.\d+)", said)
    assert numbers is not None
    assert numbers[1] != numbers[2]
    assert said.count("validation score: with") == 1


def test_without_an_edit_there_is_nothing_to_tell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--steps", "30", "--twin"]) == 0
    assert "without" not in capsys.readouterr().out
