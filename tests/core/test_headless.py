"""Training without a window: the same trainer with the same commands, from a shell."""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from core import runs
from core.headless import train_arguments
from core.headless.__main__ import main
from core.headless.conversation import FAILED, INTERRUPTED, REFUSED, WRONG, json_printer
from core.headless.train import DIVERGED
from core.messages.catalogue import CATALOGUE
from core.messages.grammar import resolve
from core.messages.train_commands import Settings
from core.messages.train_events import Portrait
from core.net.plan import InsertLayer, Widen
from core.workers.session_tape import Replay

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["train", "--data", "xor", "--samples", "200", "--net", "8,8", "--batch-size", "32", "--threads", "1"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """Run it in this process (the trainer is a child as always); return the exit code and the JSON lines, without those
    that say that nothing was said: on a machine that is busy with others torch loads for long."""
    code = main([*SMALL, "--json", *arguments])
    told = [json.loads(line, parse_constant=pytest.fail) for line in capsys.readouterr().out.splitlines()]
    return code, [event for event in told if event["is"] != "Silence"]


def kinds(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["is"] == kind]


def test_edits_happen_at_their_steps(capsys: pytest.CaptureFixture[str]) -> None:
    edits = ["--edit", "80: insert after 1 width 8", "--edit", "40: widen 1 by 4", "--edit", "100: undo"]
    code, events = run(capsys, "--steps", "120", *edits)
    assert code == 0
    assert events[0]["is"] == "Ready"
    edited = kinds(events, "Edited")
    told = [(event["now"]["state"]["step"], event["cause"]) for event in edited]
    assert told == [(40, "edit"), (80, "edit"), (80, "undo")]
    assert edited[0]["now"]["net"]["layers"][0]["width"] == 12
    assert edited[2]["now"]["net"] == edited[0]["now"]["net"]
    assert kinds(events, "State")[-1]["step"] == 120
    assert kinds(events, "Tick")[-1]["step"] == 120


def test_the_first_lesson_a_perceptron_learns_xor_with_one_plain_hidden_layer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, events = run(
        capsys, "--net", "perceptron", "--samples", "1000", "--learning-rate", "0.01", "--steps", "1500",
        "--edit", "200: insert after 0", "--edit", "300: remove 2 refit",
    )  # fmt: skip
    assert code == REFUSED, "the second layer is the output"
    (edited,) = kinds(events, "Edited")
    assert [(layer["is"], layer["width"], layer["activation"]) for layer in edited["now"]["net"]["layers"]] == [
        ("Dense", 8, "tanh"), ("Dense", 2, "linear"),
    ]  # fmt: skip
    (unfolding,) = edited["now"]["state"]["fading"]
    assert (unfolding["until"], unfolding["unfolds"], unfolding["ready"]) == (500, True, False)
    assert abs(edited["mark"]["loss_after"] - edited["mark"]["loss_before"]) < 1e-6
    assert kinds(events, "State")[-1]["fading"] == []
    ticks = kinds(events, "Tick")
    assert [tick["validation_score"] for tick in ticks if tick["step"] <= 200][-1] < 0.75
    assert ticks[-1]["score"] > 0.93


def test_a_position_is_of_the_network_at_its_step(capsys: pytest.CaptureFixture[str]) -> None:
    edits = ["10: insert after 1 width 8", "20: widen 2 by 1", "25: remove 1 fade", "330: widen 2 by 4", "331: undo",
             "332: widen 3 by 1"]  # fmt: skip
    code, events = run(capsys, "--steps", "340", *(word for edit in edits for word in ("--edit", edit)))
    nets = [event["now"]["net"]["layers"] for event in kinds(events, "Edited")]
    shown = [[(layer["key"], layer["width"]) for layer in layers] for layers in nets]
    assert shown == [
        [(1, 8), (4, 8), (2, 8), (3, 2)], [(1, 8), (4, 9), (2, 8), (3, 2)], [(1, 8), (4, 9), (2, 8), (3, 2)],
        [(4, 9), (2, 8), (3, 2)], [(4, 9), (2, 12), (3, 2)], [(4, 9), (2, 8), (3, 2)],
    ]  # fmt: skip
    assert code == REFUSED, "the third layer is the output by then"


@pytest.mark.slow
def test_the_same_seed_is_the_same_losses(capsys: pytest.CaptureFixture[str]) -> None:
    def losses(seed: str) -> list[tuple[int, float]]:
        _, events = run(
            capsys, "--steps", "60", "--seed", seed, "--edit", "30: widen 1 by 4", "--edit", "45: narrow 2 by 2"
        )
        return [(event["now"]["state"]["step"], event["mark"]["loss_after"]) for event in kinds(events, "Edited")]

    assert losses("3") == losses("3")
    assert losses("3") != losses("4")


@pytest.mark.slow
def test_a_run_is_saved_and_continued(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    code, _ = run(capsys, "--steps", "50", "--save", "나의 훈련", "--learning-rate", "0.005")
    assert code == 0
    (saved,) = runs.list_runs(home / "runs")
    assert (saved.name, saved.record.step, saved.record.settings.learning_rate) == ("나의 훈련", 50, 0.005)
    code = main(["train", "--json", "--open", "나의 훈련", "--steps", "25", "--edit", "60: widen 1 by 1"])
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert kinds(events, "Loaded")[0]["now"]["state"]["step"] == 50
    assert kinds(events, "Edited")[0]["now"]["state"]["step"] == 60
    assert runs.list_runs(home / "runs")[0].record.step == 75
    assert len(runs.list_runs(home / "runs")) == 1


@pytest.mark.slow
def test_a_training_is_never_saved_in_the_place_of_another(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "runs of mine" / "one"
    assert run(capsys, "--steps", "5", "--save", str(folder))[0] == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["train", "--steps", "5", "--seed", "9", "--save", str(folder)]) == WRONG
    assert "There is a training in" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert run(capsys, "--steps", "7", "--save", str(folder.with_name("two")))[0] == 0
    assert runs.read_record(folder.with_name("two")).step == 7


@pytest.mark.slow
def test_exit_codes_mean_something(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, events = run(capsys, "--steps", "20", "--edit", "10: widen 3 by 4", "--edit", "15: widen 1 by 1")
    assert code == REFUSED
    assert len(kinds(events, "Edited")) == 1  # an impossible edit stops nothing
    assert kinds(events, "State")[-1]["step"] == 20
    code, _ = run(capsys, "--steps", "20", "--edit", "30: undo")
    assert code == REFUSED
    code = main(["train", "--data", "bumps", "--learning-rate", "90", "--optimizer", "sgd", "--steps", "500"])
    assert code == DIVERGED
    assert "learning rate" in capsys.readouterr().out
    assert main(["train", "--open", "not there", "--json"]) == REFUSED
    assert main(["train", "--python", str(tmp_path / "no-python")]) == FAILED
    assert "not found" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--edit", "widen 1 by 2"],
        ["--edit", "10: grow 1"],
        ["--net", "8,x"],
        ["--net", "unheard-of"],
        ["--data", "lenet"],
        ["--steps", "-3"],
        ["--open", "a", "--save", "b"],
        ["--save", "a:b"],
        ["--steps"],
        ["--learning-rat", "1"],
    ],
)
def test_wrong_arguments_are_told_in_words(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["train", *arguments]) == WRONG
    told = capsys.readouterr()
    assert told.err.strip()
    assert "Traceback" not in told.err


def test_help_explains_every_edit_and_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--help"]) == 0
    told = capsys.readouterr().out
    for word in (
        "widen LAYER by N",
        "insert after",
        "remove unit",
        "freeze",
        "copy LAYER",
        "prune",
        "undo",
        "set SETTING",
    ):
        assert word in told
    for name in Settings.__dataclass_fields__:
        assert name == "pace" or f"--{name.replace('_', '-')}" in told
    assert main(["--help"]) == 0
    assert "torchgarden env" in capsys.readouterr().out
    assert main([]) == WRONG


def test_lines_for_a_person_are_few_and_tell_the_edits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--steps", "200", "--edit", "100: widen 1 by 4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) < 20
    assert any("loss" in line and "val.loss" in line for line in lines)
    assert any(line.startswith("step 100:") for line in lines)
    assert lines[-1].split()[0] == "200"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--data", "digits", "--steps", "700"),
        ("--data", "digits", "--steps", "41", "--edit", "40: widen 1 by 4"),
        ("--data", "digits", "--steps", "330", "--edit", "30: remove 1 fade"),
        ("--data", "mnist-5k", "--net", "resnet", "--steps", "12"),
        ("--data", "digits", "--net", "lenet5", "--steps", "3"),
    ],
    ids=["digits", "one step after an edit", "a fade ends there", "small residual net", "three steps of a slow net"],
)
def test_the_last_row_has_a_validation(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert main(["train", "--threads", "1", "--json", *arguments]) == 0
    told = [json.loads(line, parse_constant=pytest.fail) for line in capsys.readouterr().out.splitlines()]
    ticks, steps = kinds(told, "Tick"), int(arguments[arguments.index("--steps") + 1])
    assert ticks[-1]["step"] == steps
    assert isinstance(ticks[-1]["validation_loss"], float)
    assert isinstance(ticks[-1]["validation_score"], float)


def test_epochs_instead_of_steps(capsys: pytest.CaptureFixture[str]) -> None:
    code, events = run(capsys, "--epochs", "3")
    assert code == 0
    assert kinds(events, "State")[-1]["epoch"] == 3.0


def test_the_conversation_can_be_recorded(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, events = run(capsys, "--steps", "30", "--record", str(tmp_path / "talk.jsonl"))
    assert code == 0
    replayed = Replay(tmp_path / "talk.jsonl", speed=0).events(10_000)
    assert [type(event).__name__ for event, _ in replayed] == [event["is"] for event in events]
    pictures = [event for event, _ in replayed if isinstance(event, Portrait)]
    assert pictures[-1].step == 30, "else the window would show empty squares"
    assert [column.width for column in pictures[-1].columns] == [2, 8, 8, 2]


def test_arguments_become_the_command_they_say() -> None:
    arguments = train_arguments.read(
        ["--data", "digits", "--net", "32,16", "--activation", "tanh", "--optimizer", "sgd", "--seed", "7",
         "--edit", "5: widen 1 by 2", "--edit", "9: insert after 2 width 8 gelu"]
    )  # fmt: skip
    load = train_arguments.load_of(arguments, run="")
    assert load.net is not None
    assert [(layer.width, layer.activation) for layer in load.net.layers] == [
        (32, "tanh"),
        (16, "tanh"),
        (10, "linear"),
    ]  # type: ignore[union-attr]
    assert (load.seed, load.settings.optimizer, load.settings.batch_size) == (7, "sgd", 64)
    meant = [(step, resolve(words, load.net)) for step, words in arguments.edits]
    assert meant == [(5, Widen(1, 2)), (9, InsertLayer(2, 8, "gelu"))]
    assert train_arguments.net_of("none", CATALOGUE["digits"], "relu").layers[0].width == 10  # type: ignore[union-attr]
    assert train_arguments.net_of("lenet5", CATALOGUE["mnist-5k"], "relu").input == (1, 28, 28)  # type: ignore[union-attr]
    assert train_arguments.net_of("", CATALOGUE["digits"], "relu") is None


def test_nan_is_null_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    out: list[str] = []
    from core.messages.train_events import Tick

    json_printer(out.append)(Tick(1, 0.0, math.nan, math.inf, 0.0, 0.0, 0.0, 0.0, 0.0), 3)
    told = json.loads(out[0])
    assert (told["loss"], told["validation_loss"], told["answers"]) == (None, None, 3)


def test_it_runs_as_a_module_of_its_own() -> None:
    command = [sys.executable, "-m", "core.headless", *SMALL, "--steps", "10"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "samples/s" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is a signal elsewhere")
def test_ctrl_c_ends_the_trainer_too() -> None:
    command = [sys.executable, "-m", "core.headless", *SMALL, "--steps", "100000000", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as door:
        assert door.stdout
        while json.loads(door.stdout.readline())["is"] != "Tick":
            pass
        (trainer,) = psutil.Process(door.pid).children()
        door.send_signal(signal.SIGINT)
        _, told = door.communicate(timeout=60)
    assert (door.returncode, told) == (INTERRUPTED, "")
    assert not trainer.is_running()


@pytest.mark.parametrize("arguments", [["train", "--steps", "1"], ["train", "--json"]])
def test_an_app_without_torch_asks_for_a_python_instead_of_blaming_a_package(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("core.headless.own_torch.brings_torch", lambda: False)
    assert main(arguments) == WRONG
    said = capsys.readouterr().err
    assert "--python FILE" in said
    assert "core.train" not in said
