"""``torchgarden inside layers`` on a run that was really trained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.headless.__main__ import main
from core.headless.conversation import DONE, REFUSED, WRONG


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("훈련") / "한 번"
    words = ["train", "--data", "xor", "--samples", "200", "--net", "8,8", "--steps", "5", "--threads", "1"]
    assert main([*words, "--save", str(folder)]) == DONE
    return folder


def test_the_three_layers_of_a_run_are_printed(run: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (run / "weights.safetensors").read_bytes()
    assert main(["inside", "layers", "--run", str(run), "--home", str(home)]) == DONE
    told = capsys.readouterr().out
    assert "step 5 · batch" in told
    assert "loss.backward()" in told
    assert "aten::addmm → " in told
    assert "AddmmBackward0 aten::addmm" in told
    assert "objects of the build before: 0 of ops" in told
    assert "the same step as the trainer takes it" in told
    assert (run / "weights.safetensors").read_bytes() == before


def test_as_json_each_line_is_an_event(run: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inside", "layers", "--run", str(run), "--json", "--home", str(home)]) == DONE
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    events = [event for event in told if event["is"] != "Silence"]  # said on a machine that is busy with others
    assert [event["is"] for event in events] == ["InsideReady", "TakenUp", "Traced", "GraphBuilt", "Played"]
    assert events[2]["bars"]
    assert events[3]["nodes"]
    assert events[4]["ops"]
    assert all(event["schema"] == 1 for event in events)


def test_what_is_no_run_is_a_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], run: Path
) -> None:
    assert main(["inside", "layers", "--run", str(tmp_path), "--home", str(home)]) == WRONG
    assert "There is no training in" in capsys.readouterr().err
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in ("run.json", "weights.safetensors"):
        (broken / file).write_bytes((run / file).read_bytes()[:300])
    assert main(["inside", "layers", "--run", str(broken), "--home", str(home)]) in (WRONG, REFUSED)
    assert main(["inside", "nothing"]) == WRONG
    assert main(["inside"]) == WRONG
