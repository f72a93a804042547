"""Numbers that are predicted of arrays and pictures: learned as well as those of tables, answered in their own unit."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import files
from core.data import library
from core.data.arrays import answers as arrays
from core.data.asked import Alone
from core.messages.own.arrays import ArrayOptions
from core.messages.own.looking import LookInto, Prepare, RunCode
from core.messages.own.out import Predict, Predicted
from core.messages.own.prepared import OwnData, PicturePreparation, target_scaling
from core.out import forms
from core.out.described import HEAD
from core.out.onnx import written as onnx_file
from core.out.page.tryout import tryout
from core.out.script import written as script
from core.out.spoken import Voice
from core.out.taken import Taken
from core.train.training import datasets
from core.train.training.training import Training, begin
from tests.out.chromium import BROWSER, chromium
from tests.out.made import OutLine, spec_of
from tests.out.runs_to_take import further
from tests.out.scripts import saved

CODE = """
import numpy as np

def data():
    there = np.load({path!r})
    return there["x"], there["y"]
"""


def easy(kind: str, *, samples: int = 300) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Samples, and what follows from them: 300,000 on average, with a spread of 80,000."""
    drawn = np.random.default_rng(0)
    if kind == "pictures":
        x = drawn.integers(0, 256, (samples, 6, 6), np.uint8)
        said = x.reshape(samples, -1)[:, :18].sum(1) - x.reshape(samples, -1)[:, 18:].sum(1).astype(float)
    else:
        x = drawn.normal(5, 3, (samples, 4))
        said = x @ (1.0, -2.0, 0.5, 1.5)
    return x, 300_000 + 80_000 * (said - said.mean()) / said.std()


def prepared(folder: Path, kind: str) -> OwnData:
    x, y = easy(kind)
    path = folder / "값.npz"
    np.savez(path, x=x, y=y)
    if kind != "python":
        return arrays.prepare(Prepare(str(path), ArrayOptions()), Alone()).data
    code = folder / "값.py"
    code.write_text(CODE.format(path=str(path)), "utf-8")
    sha256 = files.sha256_of(code)
    arrays.run_code(RunCode(str(code), sha256), Alone())
    return arrays.prepare(Prepare(str(code), ArrayOptions(), sha256=sha256), Alone()).data


def trained(data: OwnData, steps: int) -> Training:
    """Train with what is usual for the data."""
    torch.set_num_threads(1)
    training = begin(datasets.load(spec_of(data)), seed=1)
    further(training, steps)
    return training


def run_on(data: OwnData, home: Path, steps: int = 20) -> Taken:
    return saved(trained(data, steps), home / "runs" / "run")


def in_own_unit(taken: Taken, inputs: torch.Tensor) -> list[float]:
    """What the network says, undone by hand."""
    assert taken.about is not None
    mean, scale = target_scaling(taken.about.preparation)
    values: list[float] = (taken.training.model_outputs(inputs).double() * scale + mean).flatten().tolist()
    return values


@pytest.mark.parametrize("kind", ["arrays", "python", "pictures"])
def test_numbers_far_from_one_are_learned_with_the_usual_settings(kind: str, tmp_path: Path) -> None:
    data = prepared(tmp_path, kind)
    assert data.about.task == "regress"
    assert data.about.told == (), "nothing is odd about large numbers"
    loss, score = trained(data, 1500).validate()
    assert score > 0.9
    assert loss < 0.1, "of numbers that spread by 1"


@pytest.mark.parametrize("kind", ["arrays", "pictures"])
def test_every_way_out_answers_in_the_persons_unit(kind: str, tmp_path: Path, home: Path) -> None:
    taken = run_on(prepared(tmp_path, kind), home, 600)
    _, y = easy(kind)
    found = OutLine().ask(Predict(str(taken.folder), (str(tmp_path / "값.npz"),)))
    assert isinstance(found, Predicted)
    said = np.array([answer.value for answer in found.answers])
    assert 1 - ((said - y) ** 2).mean() / y.var() > 0.7, "near what is true, in its unit"
    # ------------------------------------------------------------------------------------------------ script
    script.write(taken, tmp_path / "s.py", data=True, language="en")
    made = runpy.run_path(str(tmp_path / "s.py"))
    assert made["predict"](made["trained_network"](), tmp_path / "값.npz") == pytest.approx(said.tolist(), rel=1e-5)
    assert made["validate"](made["trained_network"]()) == pytest.approx(taken.training.validate(), abs=1e-5)
    # ------------------------------------------------------------------------------------------------ ONNX
    runtime, onnx = pytest.importorskip("onnxruntime"), pytest.importorskip("onnx")
    content = onnx_file.model(taken, Voice("en"))
    inputs = taken.training.dataset.validation_inputs
    (values,) = runtime.InferenceSession(content, providers=["CPUExecutionProvider"]).run(
        None, {"input": inputs.numpy()}
    )
    assert values.flatten().tolist() == pytest.approx(in_own_unit(taken, inputs), rel=1e-5)
    told = {one.key: one.value for one in onnx.load_model_from_string(content).metadata_props}
    preparation = json.loads(told[HEAD + "preparation"])
    assert (preparation["target_mean"], preparation["target_scale"]) == pytest.approx((300_000, 80_000), rel=0.05)
    # ------------------------------------------------------------------------------------------------ page
    page = tryout(taken, Voice("en"), samples=True)
    assert (page["mean"], page["scale"]) == (preparation["target_mean"], preparation["target_scale"])


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="Chromium is not here: apt-get install chromium")
def test_the_page_shows_the_persons_unit(tmp_path: Path, home: Path) -> None:
    taken = run_on(prepared(tmp_path, "arrays"), home, 600)
    forms.writer("html")(taken, tmp_path / "p.html", data=True, language="en")
    with chromium(tmp_path / "chromium") as browser:
        browser.open(tmp_path / "p.html")
        browser.ask("new Promise(ready => requestAnimationFrame(() => requestAnimationFrame(ready)))")
        shown = browser.ask("document.querySelector('.value').textContent").replace("−", "-").replace(",", "")
    (wanted,) = in_own_unit(taken, taken.training.dataset.validation_inputs[:1])
    assert float(shown) == pytest.approx(wanted, rel=1e-3)


def test_the_window_is_told_the_unit(tmp_path: Path) -> None:
    """The sheet of samples, the values of the answers' card and the residuals all read it from there."""
    told = datasets.describe(datasets.load(spec_of(prepared(tmp_path, "arrays"))))
    assert (told.mean, told.scale) == pytest.approx((300_000, 80_000), rel=0.05)


def test_data_that_was_prepared_before_means_what_it_meant(tmp_path: Path, home: Path) -> None:
    """Its about.json says nothing of a target's scale."""
    data = prepared(tmp_path, "arrays")
    folder = library.folder_of(data.digest)
    about = json.loads((folder / library.ABOUT_FILE).read_text("utf-8"))
    for name in ("target_mean", "target_scale"):
        del about["preparation"][name]
    (folder / library.ABOUT_FILE).write_text(json.dumps(about), "utf-8")
    digest = library.digest_of(folder)
    folder.rename(folder.parent / digest)
    old = OwnData(digest, library.read_about(digest), data.bytes)
    assert target_scaling(old.about.preparation) == (0.0, 1.0)
    taken = run_on(old, home)
    row = tuple((str(at), str(value)) for at, value in enumerate(easy("arrays")[0][0]))
    (answer,) = OutLine().ask(Predict(str(taken.folder), row=row)).answers
    assert abs(answer.value) < 1000, "the output as it is"


@pytest.mark.parametrize("scale", [0.0, -1.0, float("inf")])
@pytest.mark.parametrize("kind", ["arrays", "pictures"])
def test_an_impossible_scale_of_a_target_is_refused(scale: float, kind: str, tmp_path: Path) -> None:
    data = prepared(tmp_path, kind)
    folder = library.folder_of(data.digest)
    about = json.loads((folder / library.ABOUT_FILE).read_text("utf-8"))
    about["preparation"]["target_scale"] = scale
    (folder / library.ABOUT_FILE).write_text(json.dumps(about), "utf-8")
    with pytest.raises(library.LibraryError, match="damaged"):
        library.read_about(data.digest)


# -------------------------------------------------------------------------------------------------- what is prepared
def fitted(folder: Path, y: np.ndarray[Any, Any], **more: Any) -> tuple[OwnData, torch.Tensor]:
    path = folder / "a.npz"
    x = np.random.default_rng(1).normal(size=(len(y), 3))
    np.savez(path, **{"x": x, "y": y, **more})
    data = arrays.prepare(Prepare(str(path), ArrayOptions(task="regress")), Alone()).data
    loaded = datasets.load(spec_of(data))
    return data, torch.cat([loaded.training_targets, loaded.validation_targets])


def test_the_scale_is_that_of_what_is_trained_on(tmp_path: Path) -> None:
    y, held = np.arange(20.0), np.full(5, 1000.0)
    x = np.random.default_rng(1).normal(size=(25, 3))
    path = tmp_path / "a.npz"
    np.savez(path, x_train=x[:20], y_train=y, x_test=x[20:], y_test=held)
    data = arrays.prepare(Prepare(str(path), ArrayOptions(task="regress")), Alone()).data
    assert target_scaling(data.about.preparation) == pytest.approx((y.mean(), y.std()))


@pytest.mark.parametrize("by", [1e-300, 1e-30, 1e-6, 1.0, 1e6, 1e36])
def test_targets_of_any_size_spread_by_one(by: float, tmp_path: Path) -> None:
    y = (np.arange(20) - 4.0) * by
    data, targets = fitted(tmp_path, y)
    mean, scale = target_scaling(data.about.preparation)
    trained_on = targets[: data.about.training]
    assert float(trained_on.std(correction=0)) == pytest.approx(1, abs=1e-5)
    again = sorted((targets.double() * scale + mean).flatten().tolist())
    assert again == pytest.approx(sorted(y), rel=1e-6, abs=by / 1e5)


@pytest.mark.parametrize("value", [0.0, 7.0, 0.1, -3e30])
def test_targets_that_are_all_the_same_are_learned_and_told_of(value: float, tmp_path: Path, home: Path) -> None:
    data, targets = fitted(tmp_path, np.full(40, value))
    assert [odd.kind for odd in data.about.told] == ["same"]
    assert "nothing to tell apart" in str(data.about.told[0].sentence)
    assert target_scaling(data.about.preparation) == (pytest.approx(value, rel=1e-12), 1.0)
    assert float(targets.abs().max()) <= 1e-12 * abs(value)
    taken = run_on(data, home, 400)
    found = OutLine().ask(Predict(str(taken.folder), (str(tmp_path / "a.npz"),)))
    assert [answer.value for answer in found.answers] == pytest.approx([value] * 40, rel=1e-6, abs=0.5)


def test_targets_that_no_scale_brings_together_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    x = np.random.default_rng(1).normal(size=(25, 3))
    np.savez(path, x_train=x[:20], y_train=np.arange(20) * 1e-30, x_test=x[20:], y_test=np.full(5, 1e30))
    with pytest.raises(library.LibraryError, match="so different in size"):
        arrays.look(LookInto(str(path), ArrayOptions(task="regress")), Alone())


def test_classes_have_no_scale(tmp_path: Path) -> None:
    x = np.random.default_rng(0).integers(0, 256, (30, 6, 6), np.uint8)
    np.savez(tmp_path / "a.npz", x=x, y=np.arange(30) % 2)
    data = arrays.prepare(Prepare(str(tmp_path / "a.npz"), ArrayOptions()), Alone()).data
    assert isinstance(data.about.preparation, PicturePreparation)
    assert target_scaling(data.about.preparation) == (0.0, 1.0)
