"""The ONNX file: a checker finds nothing wrong with it, and a runtime answers what the network here answers."""

from __future__ import annotations

import json
import runpy
import warnings
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from torch import Tensor

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import (
    ACTIVATIONS,
    INPUT,
    Conv,
    CopyLayer,
    Dense,
    Edit,
    EditError,
    Flatten,
    InsertLayer,
    Narrow,
    Net,
    RemoveLayer,
    RemoveUnit,
    SetActivation,
    Widen,
    mlp,
)
from core.net.presets import PRESETS, preset
from core.out import forms
from core.out.onnx import written
from core.out.protobuf import varint
from core.out.script import written as script
from core.out.spoken import Voice
from core.out.taken import OutError, Taken
from core.train.surgery import apply as surgery
from core.train.training.training import Training
from tests.out.made import put as own
from tests.out.made import spec_of
from tests.out.runs_to_take import PICTURES, PLAIN, TABLE, further, put, taken_of, trained
from tests.sweeps import sweep
from tests.train import nets
from tests.train.test_random_edits import FOLLOWING, PLANS, aimed, steps

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    onnx = pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")

MOST = 1e-5
DIGITS = DataSpec("digits")


def session(content: bytes) -> Any:
    """Check a file and return what runs it."""
    made = onnx.load_model_from_string(content)
    onnx.checker.check_model(made, full_check=True)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return runtime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def differs(taken: Taken, *, alive: bool = True) -> float:
    """Return the largest difference between the file's answers and the network's, for one sample and for seven."""
    ran, training = session(written.model(taken, Voice("en"))), taken.training
    most = 0.0
    for count in (1, 7):
        inputs = training.dataset.validation_inputs[:count]
        outputs = training.model_outputs(inputs)
        given = ran.run(None, {"input": inputs.numpy()})
        assert all(one.shape == tuple(outputs.shape) for one in given)
        wanted: list[Tensor] = [outputs]
        if training.dataset.task == "classify":
            wanted.append(outputs.softmax(1))
        for one, other in zip(given, wanted, strict=True):
            assert bool(torch.isfinite(other).all())
            most = max(most, float((torch.from_numpy(one) - other).abs().max() / max(1.0, float(other.abs().max()))))
        assert count == 1 or not alive or float(outputs.std(0).max()) > 1e-3, "a network that is alive"
    return most


EDITS: tuple[Edit, ...] = (
    Widen(1, 3), InsertLayer(1), InsertLayer(INPUT), InsertLayer(1, kind="batch_norm"), InsertLayer(1, kind="dropout"),
    InsertLayer(1, kind="residual"), InsertLayer(1, activation="sigmoid"), RemoveLayer(1, "fade"), CopyLayer(1),
    RemoveUnit(1, 0), Narrow(1, 2, way="ready"), SetActivation(1, "gelu"), InsertLayer(1, kind="pool"),
    InsertLayer(1, kind="conv"),
)  # fmt: skip


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_after_every_edit_answers_the_same(name: str) -> None:
    base = trained(DIGITS, preset(name, (1, 8, 8), 10), steps=3)
    done = 0
    assert differs(taken_of(base)) <= MOST
    for edit in EDITS:
        training = base.at(base.state())
        try:
            training.edit(edit)
        except EditError:
            continue
        further(training, 2)
        assert differs(taken_of(training)) <= MOST, edit
        done += 1
    assert done >= (1 if name == "perceptron" else 9)


@pytest.mark.parametrize("norm", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_with_and_without_a_norm_and_on_its_way(activation: Any, norm: bool) -> None:
    training = trained(DataSpec("circles", samples=120), nets_of(activation, norm), steps=6)
    assert differs(taken_of(training)) <= MOST
    training.edit(InsertLayer(1, activation=activation))
    further(training, 3)
    if activation != "linear":
        ((_, fade),) = training.model.fades.items()
        assert 0 < fade.straight() < 1
    assert differs(taken_of(training)) <= MOST


def nets_of(activation: Any, norm: bool) -> Net:
    made = nets.dense(norm=norm, activation=activation, hidden=(7, 6))
    layers = (*made.layers[:-1], type(made.layers[-1])(3, 2, "linear"))
    return Net((2,), layers, made.next_key)


@pytest.mark.parametrize("name", sorted(nets.NETS))
def test_every_kind_of_layer(name: str) -> None:
    training = on_net(nets.NETS[name]())
    assert differs(taken_of(training)) <= MOST


@pytest.mark.parametrize("kind", ["max", "average"])
@pytest.mark.parametrize("norm", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_of_a_convolution(activation: Any, norm: bool, kind: str) -> None:
    assert differs(taken_of(on_net(nets.conv(norm=norm, activation=activation, kind=kind)))) <= MOST


@pytest.mark.slow
@hypothesis_settings(max_examples=sweep(usual=15, nightly=300), deadline=None, derandomize=True, database=None,
                     suppress_health_check=list(HealthCheck), phases=(Phase.generate,))  # fmt: skip
@given(PLANS)
def test_random_edits_in_random_order(plan: Any) -> None:
    name, (optimizer, terms), seed, _, wanted = plan
    training = on_net(FOLLOWING[name]())
    hyper = Settings(optimizer=optimizer, learning_rate=1e-3, ramp_steps=4, **terms)
    inputs, targets = nets.data(training.model.net, 96, seed=seed)
    for place, asked in enumerate(wanted[:6]):
        edit = aimed(asked, training.model.net)
        try:
            applied = surgery.apply(
                training.model, edit, seed=place, inputs=inputs, targets=targets, task="classify"
            )  # fmt: skip
        except EditError:
            continue
        training.model = applied.model
        steps(training.model, hyper, inputs, targets, 1)
        assert differs(taken_of(training), alive=False) <= MOST, edit


def on_net(net: Net) -> Training:
    """Return a training whose network, data and all, is another one: random samples of its shape, four classes."""
    training = trained(DataSpec("gaussians", samples=60), steps=1)
    model = nets.trained(net, seed=1)
    inputs, targets = nets.data(net, 16, seed=2)
    data = training.dataset
    shaped = type(data.known)(**{**vars(data.known), "input": net.input, "classes": tuple("abcd")})
    training.dataset = type(data)(**{**vars(data), "known": shaped, "validation_inputs": inputs.float(),
                                     "validation_targets": targets})  # fmt: skip
    training.model = model
    return training


def test_a_number_comes_in_the_unit_of_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHGARDEN_HOME", str(tmp_path))
    spec, about = put(TABLE)
    taken = taken_of(trained(spec), about=about)
    ran, inputs = session(written.model(taken, Voice("ko"))), taken.training.dataset.validation_inputs
    (values,) = ran.run(["value"], {"input": inputs.numpy()})
    wanted = taken.training.model_outputs(inputs) * 12.25 + 31.5
    assert float((torch.from_numpy(values) - wanted).abs().max()) <= 1e-4
    told = ran.get_modelmeta().custom_metadata_map
    assert json.loads(told["torchgarden.preparation"])["target"] == "나이"
    assert json.loads(told["torchgarden.inputs"]) == ["키", "몸무게 <kg>", "색=빨강", "색=파랑", "색="]


def test_pictures_and_arrays_of_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHGARDEN_HOME", str(tmp_path))
    for preparation, classes in ((PICTURES, ("고양이", "<script>")), (PLAIN, ())):
        spec, about = put(preparation, classes=classes)
        taken = taken_of(trained(spec, steps=2), about=about)
        assert differs(taken) <= MOST
        told = session(written.model(taken, Voice("en"))).get_modelmeta().custom_metadata_map
        assert json.loads(told["torchgarden.classes"]) == list(classes)
        assert ("1 − value / 255" in told["torchgarden.preprocessing"]) == bool(classes)


@pytest.mark.parametrize(
    ("sample", "seen"), [((192,), (3, 8, 8)), ((3, 8, 8), (12, 4, 4)), ((3, 8, 8), (192,)), ((192,), (192,))]
)
def test_a_network_may_see_samples_in_another_shape(
    sample: tuple[int, ...], seen: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHGARDEN_HOME", str(tmp_path))
    inputs = torch.randn(40, *sample, generator=torch.Generator().manual_seed(0))
    layers = (Conv(1, 2), Flatten(2), Dense(3, 2, "linear")) if len(seen) > 1 else mlp(192, (4,), 2).layers
    taken = taken_of(trained(spec_of(own(inputs, torch.arange(40) % 2, classes=("a", "b"))), Net(seen, layers, 4)))
    assert differs(taken) <= MOST
    script.write(taken, tmp_path / "s.py", data=True, language="en")
    made = runpy.run_path(str(tmp_path / "s.py"))
    assert made["validate"](made["trained_network"]()) == pytest.approx(taken.training.validate(), abs=1e-6)


def test_what_the_input_is_called_and_how_large(tmp_path: Path) -> None:
    taken = taken_of(trained(DIGITS, steps=1))
    path = tmp_path / "그물.onnx"
    told = forms.writer("onnx")(taken, path, data=True, language="en")
    assert "logits, probabilities" in str(told[0])
    ran = session(path.read_bytes())
    (given,) = ran.get_inputs()
    assert (given.name, given.shape) == ("input", ["n", 1, 8, 8])
    assert [one.name for one in ran.get_outputs()] == ["logits", "probabilities"]
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_network_too_large_for_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MOST_BYTES", 1000)
    with pytest.raises(OutError, match="2 GB"):
        forms.writer("onnx")(taken_of(trained(DIGITS, steps=1)), tmp_path / "x.onnx", data=True, language="en")
    assert not list(tmp_path.iterdir())


def test_whole_numbers_are_written_in_groups_of_seven_bits() -> None:
    assert [varint(value) for value in (0, 127, 128, 300)] == [b"\0", b"\x7f", b"\x80\1", b"\xac\2"]
    assert varint(-1) == b"\xff" * 9 + b"\1"
