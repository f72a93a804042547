"""A network that was made elsewhere becomes a training: it gives what it gave, trains, grows, and goes back."""

from __future__ import annotations

import json
import os
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from core.messages.beside.branches import LookBack
from core.messages.own.out import BringIn, BroughtIn, TakeOut
from core.messages.train_commands import DataSpec, OpenRun, Reset, Save, Settings, Step
from core.messages.train_events import Loaded, Rejected
from core.net.plan import Conv, Dense, Flatten, LayerKey, Net, Pool, Residual, Widen, mlp, numbered
from core.out.taken import take
from core.runs import list_runs
from core.train.training import datasets
from core.train.training.training import begin
from core.workers import wire
from tests.hostile import SHAPES, bounded, check_outside
from tests.hostile import put as put_shape
from tests.out.made import OutLine, pictures
from tests.train.line import Line


def bring(path: Path, runs: Path, data: str = "digits", **more: Any) -> Any:
    with bounded():
        return OutLine().ask(BringIn(str(path), str(runs), data, **more))


def brought(path: Path, runs: Path, data: str = "digits", **more: Any) -> tuple[Path, str]:
    answer = bring(path, runs, data, **more)
    assert isinstance(answer, BroughtIn), answer
    return Path(answer.run), "\n".join(map(str, answer.told))


def refused(path: Path, runs: Path, data: str = "digits") -> str:
    answer = bring(path, runs, data)
    assert isinstance(answer, Rejected), answer
    assert not runs.exists() or list(runs.iterdir()) == []
    return " ".join(map(str, (answer.sentence, *answer.advice)))


def same(run: Path, module: nn.Module, *, atol: float = 1e-5) -> None:
    """The run gives what the module gives."""
    taken = take(run)
    inputs = taken.training.dataset.validation_inputs[:20]
    module.eval()
    flat = taken.training.net.input if len(taken.training.net.input) == 3 else (-1,)
    with torch.no_grad():
        expected = module(inputs.reshape(len(inputs), *flat))
    assert float(expected.std()) > 1e-3
    assert torch.allclose(taken.training.model_outputs(inputs), expected, atol=atol)


def lively(module: nn.Module) -> nn.Module:
    """Return a module whose batch norms have seen something."""
    torch.manual_seed(0)
    for one in module.modules():
        if isinstance(one, nn.BatchNorm1d | nn.BatchNorm2d):
            one.running_mean = torch.randn(one.num_features) * 0.2
            one.running_var = torch.rand(one.num_features) + 0.5
            nn.init.uniform_(one.weight, 0.5, 1.5)
            nn.init.normal_(one.bias)
    return module


def dense() -> nn.Sequential:
    return nn.Sequential(nn.Linear(64, 12), nn.ReLU(), nn.Linear(12, 7), nn.ReLU(), nn.Linear(7, 10))


# ------------------------------------------------------------------------------------------------- made elsewhere
@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_a_sequential_gives_here_what_it_gave_there(tmp_path: Path, suffix: str) -> None:
    module, path = dense(), tmp_path / f"나의 신경망{suffix}"
    if suffix == ".pt":
        torch.save(module.state_dict(), path)
    else:
        safetensors.torch.save_file(module.state_dict(), path)
    run, told = brought(path, tmp_path / "runs")
    assert run.name == "나의 신경망"
    same(run, module)
    assert "0 64 → 12" in told
    assert "relu" in told
    (listed,) = list_runs(tmp_path / "runs")
    assert listed.record is not None
    assert (listed.record.step, listed.problem) == (0, None)
    assert listed.record.validation_loss > 0


def test_it_trains_grows_and_comes_back_to_what_it_began_with(tmp_path: Path) -> None:
    torch.save(dense().state_dict(), tmp_path / "w.pt")
    run, _ = brought(tmp_path / "w.pt", tmp_path / "runs")
    first = take(run).training.model.flat.clone()
    line = Line()
    assert isinstance(line.ask(OpenRun(str(run))), Loaded)
    before = line.session.training.validate()[0]
    line.ask(Step(40))
    line.ask(Widen(LayerKey(1), 3))
    line.ask(Step(10))
    assert line.session.training.validate()[0] < before
    line.ask(Save())
    line.session.saver.finish()
    line.trainer._hold.keep_only(None)
    line = Line()  # after a restart nothing but the file knows how it began
    line.ask(OpenRun(str(run)))
    line.ask(LookBack(0))
    assert torch.equal(line.session.training.model.flat, first)
    line.trainer._hold.keep_only(None)
    line = Line()
    line.ask(OpenRun(str(run)))
    assert isinstance(line.ask(Reset()), Loaded)
    assert torch.equal(line.session.training.model.flat, first)
    assert isinstance(line.ask(Reset(seed=5)), Loaded)
    assert not torch.equal(line.session.training.model.flat, first)


def test_it_is_the_same_training_elsewhere_too(tmp_path: Path) -> None:
    torch.save(dense().state_dict(), tmp_path / "w.pt")
    run, _ = brought(tmp_path / "w.pt", tmp_path / "runs")
    OutLine().ask(TakeOut(str(run), "garden", str(tmp_path / "w.garden")))
    came, _ = brought(tmp_path / "w.garden", tmp_path / "other", "")
    first, second = take(run).training, take(came).training
    assert first.first is not None
    assert second.first is not None
    assert torch.equal(first.first.flat, second.first.flat)


class Named(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc10, self.fc2, self.fc1 = nn.Linear(9, 10), nn.Linear(11, 9), nn.Linear(64, 11, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = self.fc10(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))
        return made


def test_names_of_ones_own_are_put_in_order_and_the_activation_may_be_told(tmp_path: Path) -> None:
    module = Named()
    torch.save({"model_state_dict": module.state_dict(), "epoch": 3}, tmp_path / "w.pth")
    run, told = brought(tmp_path / "w.pth", tmp_path / "runs", activation="tanh")
    same(run, module)
    assert "epoch" in told
    assert "tanh" in told


def test_layers_with_nothing_between_them_are_linear(tmp_path: Path) -> None:
    module = nn.Sequential(nn.Linear(64, 8), nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 10))
    torch.save(module.state_dict(), tmp_path / "w.pt")
    same(brought(tmp_path / "w.pt", tmp_path / "runs")[0], module)


CONVOLUTIONS: dict[str, nn.Module] = {
    "pooled": nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(24, 10),
    ),
    "batch norm": lively(nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(256, 9),
        nn.BatchNorm1d(9), nn.ReLU(), nn.Linear(9, 10),
    )),
    "no border": nn.Sequential(nn.Conv2d(1, 3, 5), nn.ReLU(), nn.Flatten(), nn.Linear(48, 10)),
    "large steps": nn.Sequential(
        nn.Conv2d(1, 3, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(3, 5, 3, stride=2, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(20, 10),
    ),
    "mixed": nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(),
        nn.Linear(16, 10),
    ),
    "depthwise": nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 4, 3, padding=1, groups=4), nn.ReLU(), nn.Flatten(),
        nn.Linear(256, 10),
    ),
    "mean of each channel": nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 10),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in CONVOLUTIONS if kind != "mean of each channel"])
def test_convolutions_give_here_what_they_gave_there(tmp_path: Path, kind: str) -> None:
    module = CONVOLUTIONS[kind]
    torch.save(module.state_dict(), tmp_path / "w.pt")
    run, told = brought(tmp_path / "w.pt", tmp_path / "runs")
    same(run, module)
    assert "pooling" in told


def test_a_mean_of_each_channel_is_found_where_a_flatten_does_not_fit(tmp_path: Path) -> None:
    torch.save(CONVOLUTIONS["mean of each channel"].state_dict(), tmp_path / "w.pt")
    run, _ = brought(tmp_path / "w.pt", tmp_path / "runs")
    assert [type(one).__name__ for one in take(run).training.net.layers][-2:] == ["GlobalPool", "Dense"]


def test_ones_own_data_is_named_by_its_title(tmp_path: Path, home: Path) -> None:
    data = pictures()
    torch.save(nn.Sequential(nn.Linear(64, 5), nn.ReLU(), nn.Linear(5, 2)).state_dict(), tmp_path / "w.pt")
    for at, name in enumerate((data.about.title, data.digest)):
        run, _ = brought(tmp_path / "w.pt", tmp_path / f"runs {at}", name)
        assert take(run).record.data == DataSpec("own", own=data.digest, title=data.about.title)


# ------------------------------------------------------------------------------------------------------- from this app
NETS = {
    "dense": mlp(64, (6, 5), 10, activation="tanh"),
    "deep": mlp(64, (3,) * 12, 10),
    "convolution": Net((1, 8, 8), (
        Conv(LayerKey(1), 3, norm="batch"), Pool(LayerKey(2)), Residual(LayerKey(3), (Conv(LayerKey(4), 3),), "relu"),
        Flatten(LayerKey(5)), Dense(LayerKey(6), 10, "linear"),
    ), 7),
}  # fmt: skip


def written(path: Path, net: Net, *, metadata: bool) -> Any:
    """Write weights as the app does, or with the plan beside them."""
    training = begin(datasets.load(DataSpec("digits")), net=net, settings=Settings(), seed=3)
    places = [layer for layer in numbered(net) if isinstance(layer, Dense | Conv)]
    made: dict[str, Tensor] = {}
    for place, layer in enumerate(places, 1):
        module = "output" if layer is places[-1] else f"hidden_{place}"
        module = "residual_1.body.hidden_2" if net is NETS["convolution"] and place == 2 else module
        made |= {f"{module}.{kind}": training.model.parameters[f"{layer.key}.{kind}"] for kind in ("weight", "bias")}
        if layer.norm == "batch":
            made[f"{module}_norm.weight"] = training.model.parameters[f"{layer.key}.norm_weight"]
            made[f"{module}_norm.bias"] = training.model.parameters[f"{layer.key}.norm_bias"]
            made |= {
                f"{module}_norm.{kind}": training.model.buffers[f"{layer.key}.{kind}"].float()
                for kind in ("running_mean", "running_var")
            }
            made[f"{module}_norm.num_batches_tracked"] = torch.tensor(3)
    made = {name: one.clone().contiguous() for name, one in made.items()}
    plan = json.dumps(wire.to_plain(net))
    told = {"torchgarden.plan": plan, "torchgarden.title": "digits", "torchgarden.tensors": "{}", "format": "pt"}
    told.pop("torchgarden.tensors")
    safetensors.torch.save_file(made, path, metadata=told if metadata else None)
    if not metadata:
        path.with_suffix(".json").write_text(plan, "utf-8")
    return training


@pytest.mark.parametrize("kind", NETS)
def test_weights_with_their_plan_are_the_network_that_they_were(tmp_path: Path, kind: str) -> None:
    for metadata in (True, False):
        path = tmp_path / f"가중치 {metadata}.safetensors"
        training = written(path, NETS[kind], metadata=metadata)
        run, told = brought(path, tmp_path / "runs", "" if metadata else "digits")
        made = take(run).training
        assert made.net == NETS[kind]
        assert told == ""
        inputs = made.dataset.validation_inputs[:10]
        assert torch.equal(made.model_outputs(inputs), training.model_outputs(inputs))
    run, _ = brought(path.with_suffix(".json"), tmp_path / "runs")
    assert take(run).training.net == NETS[kind]


@pytest.mark.parametrize(
    "plan",
    ["", "[]", "{", '{"is": "Widen", "layer": 1, "by": 2}', '{"is": "Net", "input": [64], "layers": [], "next_key": 1}',
     '{"is": "Net", "input": [999999999, 999999, 9], "layers": [], "next_key": 1}', "[" * 5000],
)  # fmt: skip
def test_a_plan_that_is_none_is_refused(tmp_path: Path, plan: str) -> None:
    written(tmp_path / "w.safetensors", NETS["dense"], metadata=False)
    held = safetensors.torch.load_file(tmp_path / "w.safetensors")
    safetensors.torch.save_file(held, tmp_path / "w.safetensors", metadata={"torchgarden.plan": plan})
    refused(tmp_path / "w.safetensors", tmp_path / "runs")


def test_a_plan_without_its_tensors_says_which_is_missing(tmp_path: Path) -> None:
    written(tmp_path / "w.safetensors", NETS["dense"], metadata=True)
    held = safetensors.torch.load_file(tmp_path / "w.safetensors")
    plan = {"torchgarden.plan": json.dumps(wire.to_plain(NETS["dense"]))}
    for change in ({"hidden_2.weight": None}, {"hidden_2.weight": torch.zeros(3, 3)}):
        left = {name: one for name, one in {**held, **change}.items() if one is not None}
        safetensors.torch.save_file(left, tmp_path / "w.safetensors", metadata=plan)
        assert "hidden_2.weight" in refused(tmp_path / "w.safetensors", tmp_path / "runs")
    safetensors.torch.save_file({**held, "more": torch.zeros(2)}, tmp_path / "w.safetensors", metadata=plan)
    assert "more" in brought(tmp_path / "w.safetensors", tmp_path / "runs")[1]


# ------------------------------------------------------------------------------------------------- what is not taken
def test_sizes_that_do_not_fit_the_data_are_said_with_both_numbers(tmp_path: Path) -> None:
    for inputs, outputs in ((784, 10), (64, 3)):
        torch.save(
            nn.Sequential(nn.Linear(inputs, 5), nn.ReLU(), nn.Linear(5, outputs)).state_dict(), tmp_path / "w.pt"
        )
        said = refused(tmp_path / "w.pt", tmp_path / "runs")
        assert str(inputs) in said
        assert f"gives {outputs}" in said
        assert "64" in said
        assert "10" in said


def test_what_is_not_known_is_named_layer_by_layer(tmp_path: Path) -> None:
    module = nn.ModuleDict({
        "first": nn.Linear(64, 6), "norm": nn.LayerNorm(6), "look": nn.MultiheadAttention(6, 2),
        "steps": nn.LSTM(6, 6), "last": nn.Linear(6, 10),
    })  # fmt: skip
    torch.save(module.state_dict(), tmp_path / "w.pt")
    run, told = brought(tmp_path / "w.pt", tmp_path / "runs")
    assert [one.width for one in take(run).training.net.layers if isinstance(one, Dense)] in ([6, 10], [6, 6, 10])
    for name in ("norm", "look", "steps"):
        assert f"{name}:" in told
    torch.save(nn.LSTM(64, 10).state_dict(), tmp_path / "w.pt")
    assert "weight_ih_l0 40×64" in refused(tmp_path / "w.pt", tmp_path / "more runs")


def test_a_batch_norm_behind_an_activation_is_said_to_be_another(tmp_path: Path) -> None:
    module = lively(nn.Sequential(nn.Linear(64, 6), nn.ReLU(), nn.BatchNorm1d(6), nn.Linear(6, 10)))
    torch.save(module.state_dict(), tmp_path / "w.pt")
    assert "behind an activation" in brought(tmp_path / "w.pt", tmp_path / "runs")[1]


def test_data_must_be_named_and_be_there(tmp_path: Path) -> None:
    torch.save(dense().state_dict(), tmp_path / "w.pt")
    assert "Choose the data" in refused(tmp_path / "w.pt", tmp_path / "runs", "")
    assert "없는 데이터" in refused(tmp_path / "w.pt", tmp_path / "runs", "없는 데이터")
    assert refused(tmp_path / "w.pt", tmp_path / "runs", "0" * 64)


# ------------------------------------------------------------------------------------------------------------- hostile
class Evil:
    def __reduce__(self) -> Any:
        return os.system, ("touch /tmp/garden-evil",)


def repickled(path: Path, thing: object) -> None:
    """Replace what is pickled in a .pt by something else."""
    with zipfile.ZipFile(path) as old:
        members = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, pickle.dumps(thing, 2) if name.endswith("data.pkl") else content)


@pytest.mark.parametrize(
    "thing",
    [Evil(), {"0.weight": Evil()}, [1, 2], {}, {"a": 1}, {1: 2}, "text", {"state_dict": {"a": "b"}}, {"a": {}},
     {"0.weight": print}, {"x" * 10_000: 1}],
    ids=lambda thing: type(thing).__name__,
)  # fmt: skip
def test_nothing_in_a_pt_is_run(tmp_path: Path, thing: object) -> None:
    torch.save(dense().state_dict(), tmp_path / "w.pt")
    repickled(tmp_path / "w.pt", thing)
    said = refused(tmp_path / "w.pt", tmp_path / "runs")
    assert "state_dict" in said
    assert not Path("/tmp/garden-evil").exists()


def test_a_whole_module_a_script_and_an_old_pickle_say_what_to_save_instead(tmp_path: Path) -> None:
    torch.save(dense(), tmp_path / "w.pt")
    assert "torch.save(model.state_dict()" in refused(tmp_path / "w.pt", tmp_path / "runs")
    torch.save(dense().state_dict(), tmp_path / "w.pt", _use_new_zipfile_serialization=False)
    assert "old PyTorch" in refused(tmp_path / "w.pt", tmp_path / "runs")
    with zipfile.ZipFile(tmp_path / "w.pt", "w") as made:
        for name in ("w/data.pkl", "w/constants.pkl", "w/code/__torch__.py", "w/version"):
            made.writestr(name, b"2")
    assert "TorchScript" in refused(tmp_path / "w.pt", tmp_path / "runs")


def test_views_that_are_larger_than_what_they_look_at_are_refused(tmp_path: Path) -> None:
    wide = torch.ones(1).expand(100_000, 100_000)
    torch.save({"0.weight": wide, "0.bias": torch.ones(1).expand(100_000)}, tmp_path / "w.pt")
    assert (tmp_path / "w.pt").stat().st_size < 10_000
    assert "too large" in refused(tmp_path / "w.pt", tmp_path / "runs")


@pytest.mark.parametrize(
    "tensor",
    [torch.zeros(12, 64, dtype=torch.int64), torch.full((12, 64), float("nan")), torch.zeros(12, 64).to_sparse(),
     torch.zeros(12, 64, device="meta"), torch.zeros(12, 64, dtype=torch.complex64), torch.zeros(0, 64)],
    ids=["whole", "nan", "sparse", "meta", "complex", "empty"],
)  # fmt: skip
def test_tensors_that_hold_no_plain_numbers_are_refused(tmp_path: Path, tensor: Tensor) -> None:
    torch.save(OrderedDict(dense().state_dict()) | {"0.weight": tensor}, tmp_path / "w.pt")
    refused(tmp_path / "w.pt", tmp_path / "runs")


def test_half_numbers_are_taken_as_whole_ones(tmp_path: Path) -> None:
    module = dense()
    torch.save({name: one.bfloat16() for name, one in module.state_dict().items()}, tmp_path / "w.pt")
    same(brought(tmp_path / "w.pt", tmp_path / "runs")[0], module, atol=0.05)


@pytest.mark.parametrize("suffix", [".pt", ".safetensors", ".json"])
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "a link to a diary"])
def test_whatever_lies_there_is_refused_within_bounds(tmp_path: Path, shape: str, suffix: str) -> None:
    path = tmp_path / "files" / f"w{suffix}"
    put_shape(path, shape)
    assert isinstance(bring(path, tmp_path / "files" / "runs"), Rejected)
    check_outside(path)


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_more_or_less_does_harm(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / data.draw(st.sampled_from(["w.pt", "w.safetensors"]))
    torch.manual_seed(0)
    module = nn.Sequential(nn.Linear(64, 3), nn.ReLU(), nn.Linear(3, 10))
    if path.suffix == ".pt":
        torch.save(module.state_dict(), path)
    else:
        safetensors.torch.save_file(module.state_dict(), path)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, max(0, len(content) - 1)))
        if data.draw(st.booleans()) and content:
            content[place] = data.draw(st.integers(0, 255))
        else:
            del content[place : place + data.draw(st.integers(1, 60))]
    path.write_bytes(content)
    assert isinstance(bring(path, tmp_path / "runs"), BroughtIn | Rejected)
