"""`torchgarden train --stop-when CONDITION`: it ends at the step at which one is so, says so, and has its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.headless.__main__ import main
from core.headless.conversation import BAD, DONE, REFUSED, STOPPED, WRONG
from core.messages.stops import EXAMPLES
from tests.core.test_headless import SMALL, kinds, run


def test_it_ends_at_the_step_and_tells_the_one_before(capsys: pytest.CaptureFixture[str]) -> None:
    code, events = run(capsys, "--steps", "400", "--stop-when", "step 77", "--stop-when", "loss < 1e-9")
    assert code == STOPPED
    (event,) = kinds(events, "StopHit")
    hit = event["hit"]
    assert (hit["step"], hit["stands"], hit["before"]["step"]) == (77, 77, 76)
    assert [met["condition"]["of"] for met in hit["met"]] == ["step"]
    assert hit["labels"][0]["said"] == "Stop: step 77"
    assert kinds(events, "State")[-1]["step"] == 77
    assert kinds(events, "Tick")[-1]["step"] == 77


def test_without_a_hit_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    code, events = run(capsys, "--steps", "60", "--stop-when", "loss > 1e9", "--stop-when", "dead 1 > 99%")
    assert code == DONE
    assert not kinds(events, "StopHit")
    (told,) = kinds(events, "StopsSet")
    assert [stop["condition"]["of"] for stop in told["stops"]] == ["loss", "dead"]


def test_edits_up_to_the_stop_are_done_and_an_edit_can_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    edits = ["--edit", "20: widen 1 by 4", "--edit", "50: widen 2 by 4"]
    code, events = run(capsys, "--steps", "90", *edits, "--stop-when", "step 40")
    assert code == STOPPED
    assert len(kinds(events, "Edited")) == 1
    code, events = run(capsys, "--steps", "90", *edits, "--stop-when", "edit")
    assert code == STOPPED
    (event,) = kinds(events, "StopHit")
    assert event["hit"]["stands"] == 20
    assert event["hit"]["before"]["layers"][0]["width"] == 8
    assert event["hit"]["after"]["layers"][0]["width"] == 12
    assert kinds(events, "Tick")[-1]["step"] == 20


def test_an_explosion_keeps_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    wild = ("--data", "bumps", "--net", "8", "--learning-rate", "100", "--optimizer", "sgd")
    code, events = run(capsys, *wild, "--steps", "500", "--stop-when", "loss is nan")
    assert code == BAD
    (gone,), (event,) = kinds(events, "Diverged"), kinds(events, "StopHit")
    assert event["hit"]["step"] == gone["step"] == event["hit"]["stands"] + 1


def test_conditions_are_kept_in_the_run_and_hold_when_it_goes_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = str(tmp_path / "나의 훈련")
    code, _ = run(capsys, "--steps", "500", "--save", folder, "--stop-when", "step 30", "--stop-when", "step 50")
    assert code == STOPPED
    code = main(["train", "--json", "--open", folder, "--steps", "500"])
    out = capsys.readouterr().out
    assert code == STOPPED
    assert '"stands":50' in out
    code = main(["train", "--json", "--open", folder, "--steps", "5", "--stop-when", "step 9000"])
    capsys.readouterr()
    assert code == DONE


@pytest.mark.parametrize("words", ["dead 2 > 25", "los < 1", "", "step 0", "ratio outside 3..1"])
def test_what_is_no_condition_is_one_sentence(capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert main([*SMALL, "--stop-when", words]) == WRONG
    said = capsys.readouterr().err.strip()
    assert said.count("\n") == 0
    assert any(example in said for example in EXAMPLES.values())


def test_a_layer_that_is_not_there_is_refused_and_training_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    code, events = run(capsys, "--steps", "10", "--stop-when", "dead 9 > 25%")
    assert code == REFUSED
    assert kinds(events, "State")[-1]["step"] == 10


def test_lines_for_a_person_say_what_was_different(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--steps", "200", "--edit", "20: remove 2", "--stop-when", "step 33", "--stop-when", "dead 2 > 80%"]
    assert main([*SMALL, *arguments]) == STOPPED
    lines = capsys.readouterr().out.splitlines()
    assert "it stops when: step 33, dead 2 > 80%" in lines
    assert "“dead 2 > 80%” is about a layer that is not there any more" in lines
    at = lines.index("stopped by itself at step 33: step 33 (33)")
    assert lines[at + 1].startswith("  step 32 -> 33: loss 0.")
    assert "gradient norm" in lines[at + 1]
    assert lines[at + 2].startswith("  layer 1: update ratio 0.")
    assert "of 8" in lines[at + 2]
    assert not any("nan" in line for line in lines[at:])


def test_help_has_every_condition_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--help"]) == DONE
    said = capsys.readouterr().out
    for of in EXAMPLES:
        assert f"\n    {of} " in said
    assert "5 it stopped by itself" in said
