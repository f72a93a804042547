"""A script makes the network again without this app: the same score, and trained again, the same way it grew."""

from __future__ import annotations

import ast
import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import (
    OPTIMIZERS,
    SCHEDULES,
    DataSpec,
    EditPoint,
    OptimizerName,
    PointEdit,
    Schedule,
)
from core.net.plan import (
    INPUT,
    CopyLayer,
    Freeze,
    InsertLayer,
    LayerKey,
    Narrow,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    mlp,
)
from core.net.presets import PRESETS, preset
from core.out import forms
from core.out.script import written
from core.out.script.story import story_of
from core.out.taken import take
from core.train.training.replay import run_to
from core.train.training.training import Training
from tests.out.scripts import Done, measured, measured_here, run, saved, trained

SAME = 1e-6
"""Of the loss with the trained weights."""
AGAIN = 2e-5
"""Of the loss after training again for some dozen steps: rounding differs, and every step carries it on."""

ONE, TWO = LayerKey(1), LayerKey(2)


def told(training: Training, folder: Path, *, elsewhere: bool = False, language: str = "en") -> str:
    """Write the script of a training, run it, and hold it to the app's score; return its text."""
    taken = saved(training, folder / "run")
    path = folder / "script.py"
    written.write(taken, path, data=True, language=language)
    loss, score = taken.training.validate()
    forms.writer("pt")(taken, folder / "weights.pt", data=True, language=language)
    found = measured(path, train=True) if elsewhere else measured_here(path, folder / "weights.pt")
    assert found["trained"] == pytest.approx([loss, score], abs=SAME)
    assert elsewhere or found["loaded"] == found["trained"], "by the same names, the same weights"
    assert found["same"]
    assert found["again"][0] == pytest.approx(loss, abs=AGAIN * max(1.0, loss))
    assert not (elsewhere and found["others"])
    text = path.read_text("utf-8")
    assert modules_of(text) <= {"math", "sys", "collections", "pathlib", "torch", "csv", "PIL", "numpy"}
    return text


def modules_of(text: str) -> set[str]:
    """Return what a script imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).split(".")[0])
    return found


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset(name: str, tmp_path: Path) -> None:
    net = preset(name, (1, 8, 8), 10)
    done: list[Done] = [] if name == "perceptron" else [(6, Widen(net.layers[0].key, 4)), (9, InsertLayer(ONE))]
    told(trained("digits", *done, net=net, steps=14, optimizer="momentum"), tmp_path)


EDITS: dict[str, list[Done]] = {
    "nothing": [],
    "widened": [(20, Widen(ONE, 4))],
    "split": [(20, Widen(ONE, 4, "split"))],
    "shared": [(20, Widen(ONE, 4, "share"))],
    "aimed": [(20, Widen(ONE, 3, "tiny"))],
    "before the first step": [(0, Widen(ONE, 4)), (0, InsertLayer(ONE))],
    "narrowed": [(20, Narrow(ONE, 4))],
    "a unit less": [(20, RemoveUnit(TWO, 3))],
    "pruned": [(10, CopyLayer(TWO)), (11, SetActivation(ONE, "relu")), (12, SetBias(ONE, 2, -50.0)), (20, Prune(ONE))],
    "inserted": [(20, InsertLayer(ONE))],
    "inserted in front": [(20, InsertLayer(INPUT))],
    "inserted, narrower": [(20, InsertLayer(TWO, width=6))],
    "inserted, wider": [(20, InsertLayer(TWO, width=24))],
    "a sigmoid inserted": [(20, InsertLayer(ONE, activation="sigmoid"))],
    "residual": [(20, InsertLayer(ONE, kind="residual"))],
    "copied": [(20, CopyLayer(TWO))],
    "batch norm": [(20, InsertLayer(ONE, kind="batch_norm")), (40, Widen(ONE, 2))],
    "batch norm folded": [(20, InsertLayer(ONE, kind="batch_norm")), (40, RemoveLayer(ONE, "batch_norm"))],
    "dropout": [(20, InsertLayer(ONE, kind="dropout"))],
    "removed": [(20, RemoveLayer(TWO))],
    "fading": [(20, RemoveLayer(TWO, "fade"))],
    "another activation": [(20, SetActivation(ONE, "silu"))],
    "frozen": [(20, Freeze(ONE)), (40, Freeze(ONE, frozen=False))],
    "a frozen batch norm": [(20, InsertLayer(ONE, kind="batch_norm")), (30, Freeze(ONE))],
    "a frozen unit": [(20, Freeze(ONE, 2)), (30, Widen(ONE, 2)), (40, Freeze(ONE, 2, frozen=False))],
    "a unit again": [(20, ResetUnit(ONE, 1))],
    "set by hand": [(20, SetWeight(ONE, 1, 0, 0.5)), (30, SetBias(TWO, 2, -0.25))],
    "settings": [
        (10, ("learning_rate", 0.02)), (20, ("batch_size", 50)), (30, ("clip", 0.5)), (40, ("weight_decay", 0.01)),
        (45, ("l1", 1e-4)), (50, ("schedule", "cosine")),
    ],
    "several": [
        (10, Widen(ONE, 4)), (15, InsertLayer(ONE)), (20, Freeze(TWO, 0)), (25, Narrow(ONE, 2)),
        (30, ("optimizer", "amsgrad")), (35, Widen(TWO, 2, "split")), (40, InsertLayer(TWO, kind="residual")),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_every_edit(name: str, tmp_path: Path) -> None:
    told(trained("spiral", *EDITS[name]), tmp_path)


def test_the_only_bias_of_an_output_is_new_where_it_is_set_by_hand(tmp_path: Path) -> None:
    told(trained("plane", (16, SetBias(TWO, 0, 0.3))), tmp_path)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("data", ["spiral", "plane"])
def test_every_optimizer_with_growth(data: str, optimizer: OptimizerName, tmp_path: Path) -> None:
    done: list[Done] = [
        (10, Widen(ONE, 2)), (20, Freeze(ONE, 1)), (25, InsertLayer(ONE)), (35, Freeze(ONE, 1, frozen=False)),
        (40, Widen(ONE, 1, "split")),
    ]  # fmt: skip
    made = trained(data, *done, optimizer=optimizer, weight_decay=0.01, l1=1e-5, clip=0.5, learning_rate=3e-3)
    assert optimizer_class(told(made, tmp_path)) == NAMES[optimizer]


NAMES = {
    "sgd": "SGD", "momentum": "SGD", "nesterov": "SGD", "adam": "Adam", "amsgrad": "Adam", "adamw": "AdamW",
    "rmsprop": "RMSprop",
}  # fmt: skip


def optimizer_class(text: str) -> str:
    return text.partition("torch.optim.")[2].partition("(")[0]


@pytest.mark.parametrize("before", OPTIMIZERS)
@pytest.mark.parametrize("after", ["sgd", "nesterov", "adam", "amsgrad", "adamw", "rmsprop"])
def test_another_optimizer_in_the_middle(before: OptimizerName, after: OptimizerName, tmp_path: Path) -> None:
    """What both remember goes on, the rest begins from nothing, for weights of every age."""
    done: list[Done] = [(8, Widen(ONE, 3)), (14, ("optimizer", after)), (20, Widen(ONE, 2)), (24, Narrow(ONE, 1))]
    told(trained("spiral", *done, optimizer=before, learning_rate=3e-3, steps=30), tmp_path)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule(schedule: Schedule, tmp_path: Path) -> None:
    text = told(trained("moons", (9, Widen(ONE, 2)), schedule=schedule, schedule_steps=30, steps=40), tmp_path)
    assert ("def rate" in text) == (schedule != "constant")


def test_what_was_new_grows_up(tmp_path: Path) -> None:
    """After 2,000 steps all weights have one age; the script comes there at the same step."""
    text = told(trained("xor", (5, Widen(ONE, 2)), (30, Widen(ONE, 1)), steps=2060, learning_rate=1e-3), tmp_path)
    assert "training.grown_up()" in text


def test_a_layer_that_has_faded_is_gone(tmp_path: Path) -> None:
    text = told(trained("moons", (10, InsertLayer(ONE)), (15, RemoveLayer(ONE, "fade")), steps=330), tmp_path)
    assert "the network becomes what was asked for" in text


def test_a_smaller_copy_takes_over(tmp_path: Path) -> None:
    made = trained("gaussians", (150, Narrow(ONE, 1, way="ready")), net=mlp(2, (12,), 2), steps=200)
    assert made.net.layers[0].width == 11, "it has not taken over: the test shows nothing"  # type: ignore[union-attr]
    told(made, tmp_path)


@pytest.mark.parametrize("name", [name for name, known in CATALOGUE.items() if known.generated])
@pytest.mark.parametrize("samples", [41, 200])
def test_points_are_the_apps_own(name: str, samples: int, tmp_path: Path) -> None:
    spec = replace(CATALOGUE[name].usual, name=name, noise=0.3, samples=samples, seed=5, held_out=30)
    taken = saved(trained(spec, steps=3), tmp_path / "run")
    written.write(taken, tmp_path / "script.py", data=True, language="ko")
    made, dataset = runpy.run_path(str(tmp_path / "script.py")), taken.training.dataset
    assert torch.equal(made["x_train"], dataset.training_inputs)
    assert torch.equal(made["y_train"], dataset.training_targets)
    assert torch.equal(made["x_valid"], dataset.validation_inputs)
    assert torch.equal(made["y_valid"], dataset.validation_targets)
    assert not (tmp_path / "script_files" / "data.pt").exists()


def test_points_that_were_edited_and_other_inputs(tmp_path: Path) -> None:
    first = (PointEdit(0.5, 0.5, 1.0), PointEdit(place=3, gone=True))
    spec = DataSpec("moons", samples=90, inputs=("x1", "x2^2", "sin x2"), edits=first)
    made = trained(spec, steps=7)
    edits = [PointEdit(-1.0, 0.25, 0.0), PointEdit(place=5, gone=True), PointEdit(1.5, -0.5, place=2)]
    for place, edit in enumerate(edits):
        made.adopt(made.edited_point(EditPoint(edit)))
        run_to(made, 10 + 4 * place)
    told(made, tmp_path)


def test_in_a_python_of_its_own_and_in_korean_folders(tmp_path: Path) -> None:
    folder = tmp_path / "내 신경망 모음"
    folder.mkdir()
    told(trained("digits", (10, Widen(ONE, 4)), steps=20), folder, elsewhere=True, language="ko")
    script = folder / "script.py"
    assert "정확도" in run(str(script))
    assert run(str(script)).split()[1] == run(str(script), "--train").split()[1]


# ------------------------------------------------------------------------------------- where the story is not known
def test_a_run_that_began_elsewhere_goes_on_from_its_weights(tmp_path: Path) -> None:
    made = trained("moons", steps=0)
    made.model.flat.copy_(torch.randn(made.model.flat.shape, generator=torch.Generator().manual_seed(8)))
    run_to(made, 20)
    taken = saved(made, tmp_path / "run")
    told = written.write(taken, tmp_path / "s.py", data=True, language="en")
    assert any("is not told" in sentence.text for sentence in told)
    found = measured_here(tmp_path / "s.py")
    assert found["trained"] == pytest.approx(taken.training.validate(), abs=SAME)
    assert found["again"][0] < found["trained"][0]


def test_a_story_that_takes_too_long_is_not_told(tmp_path: Path) -> None:
    taken = saved(trained("spiral", (20, Widen(ONE, 2)), steps=40), tmp_path / "run")
    assert not story_of(taken, longest_s=-1.0).known
    assert story_of(taken).known


def test_telling_a_story_changes_nothing(tmp_path: Path) -> None:
    taken = saved(trained("spiral", (20, Widen(ONE, 2)), (30, Narrow(ONE, 1)), steps=40), tmp_path / "run")
    before = taken.training.model.flat.clone(), sorted(path.name for path in taken.folder.iterdir())
    written.write(taken, tmp_path / "s.py", data=True, language="en")
    assert torch.equal(taken.training.model.flat, before[0])
    assert sorted(path.name for path in taken.folder.iterdir()) == before[1]
    assert torch.equal(taken.training.model.flat, take(taken.folder).training.model.flat)


def test_a_run_in_the_middle_of_a_change(tmp_path: Path) -> None:
    """What unfolds, fades or is frozen when the run is saved stands in its network so."""
    done: list[Done] = [(10, InsertLayer(ONE)), (20, Freeze(TWO)), (30, RemoveLayer(ONE, "fade"))]
    text = told(trained("spiral", *done, steps=45), tmp_path)
    assert "done=35" in text
    assert "done=15" in text


def test_layers_are_called_as_the_app_shows_them(tmp_path: Path) -> None:
    text = told(trained("spiral", (10, InsertLayer(ONE)), steps=12), tmp_path)
    assert "hidden_3=net.hidden_2," in text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_comments_are_in_the_persons_language(language: str, tmp_path: Path) -> None:
    text = told(trained("spiral", *EDITS["several"]), tmp_path, language=language)
    comments = [line for line in text.split("\n") if line.strip().startswith("#") and "----" not in line]
    hangul = [line for line in comments if re.search("[가-힣]", line)]
    assert len(hangul) == (len(comments) if language == "ko" else 0)
    assert "||" not in text
    assert "@" not in text.replace("@torch.no_grad()", "")
