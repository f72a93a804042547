"""One step in three layers: links, kernels and sums are right, for every network the app makes."""

from __future__ import annotations

import itertools
import math
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from core.inside.layers import timed as timing
from core.inside.layers.counted import counted, kernel_of
from core.inside.layers.graph import nodes_of
from core.inside.layers.joined import flop_of, traced
from core.inside.layers.timed import LINE, Timed, Watched, middle, profiled, timed, watched_step
from core.inside.written.step import Step
from core.messages.inside.layers import Traced
from core.messages.train_commands import OPTIMIZERS, DataSpec, OptimizerName, Settings
from core.net.plan import Edit, InsertLayer, LayerKey, Net, Widen, mlp
from core.net.presets import PRESETS, preset
from core.train.training import datasets
from core.train.training.training import begin

MKL = torch.backends.mkl.is_available()


def step_of(net: Net | None = None, *, optimizer: OptimizerName = "adam", edits: tuple[Edit, ...] = ()) -> Step:
    settings = Settings(batch_size=32, optimizer=optimizer)
    training = begin(datasets.load(DataSpec("digits")), net=net, settings=settings, seed=0)
    training.take(2)
    for edit in edits:
        training.edit(edit)
        training.take(1)
    return Step(training)


def check(told: Traced) -> None:
    """What must be so of every step."""
    whole = told.api_s + told.engine_s + told.kernel_s
    assert whole == pytest.approx(told.seconds, rel=0.02)
    layers = sum(one.forward_s + one.backward_s for one in told.layers)
    assert layers == pytest.approx(told.seconds, rel=0.02)
    nodes = [bar for bar in told.bars if bar.name.endswith("Backward0") and not bar.name.startswith("autograd")]
    assert nodes
    for bar in nodes:
        other = told.bars[bar.partner]
        assert bar.partner >= 0, bar.name
        assert told.lines[other.line].text.startswith(("output", "loss")), f"{bar.name} ↔ {other.name}"
        assert alike(bar.name, other.name), f"{bar.name} ↔ {other.name}"


def alike(node: str, op: str) -> bool:
    """Whether a node is the backward of an op, by their names."""
    plain = node.removesuffix("Backward0").lower()
    name = op.removeprefix("aten::").replace("_", "")
    return name.startswith(plain[:4]) or plain.startswith(name[:4]) or (plain, name) in ALIASES


ALIASES = {("unsafeview", "view"), ("usafeview", "reshape"), ("reshapealias", "flatten")}


@pytest.mark.parametrize("optimizer", ["adam", "momentum"])
def test_sums_and_links_are_right(optimizer: OptimizerName) -> None:
    check(traced(step_of(optimizer=optimizer)))


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", [name for name in PRESETS if name != "custom"])
def test_every_network_and_optimizer_has_its_three_layers(name: str, optimizer: OptimizerName) -> None:
    check(traced(step_of(preset(name, (1, 8, 8), 10), optimizer=optimizer)))


def test_an_edited_network_has_its_three_layers() -> None:
    first = LayerKey(1)
    edits = (Widen(first, 8), InsertLayer(first), InsertLayer(first, kind="batch_norm"),
             InsertLayer(first, kind="residual"), InsertLayer(first, kind="dropout"))  # fmt: skip
    told = traced(step_of(edits=edits))
    check(told)
    assert told.lines[-1].text == "own_age_and_rate(new_weights)"


def test_the_links_are_those_of_the_nodes_themselves() -> None:
    step = step_of()
    nodes = nodes_of(step)
    told = traced(step)
    seen = sorted(
        (bar.start_s, bar.name) for bar in told.bars if bar.name.endswith("Backward0") and ":" not in bar.name
    )
    assert [name for _, name in seen] == [name for _, (name, _) in sorted(nodes.items(), reverse=True)]


@pytest.mark.skipif(not MKL, reason="this torch computes products in another way")
def test_each_product_has_its_own_kernel() -> None:
    """A net in which no two products have the same sizes."""
    told = traced(step_of(mlp(64, [48, 24], 10)))
    found = {}
    for bar in told.bars:
        if bar.name == "aten::addmm":
            (kernel,) = told.facts[bar.facts].kernels
            found[int(bar.layer)] = kernel
    assert {key: kernel.name for key, kernel in found.items()} == {
        1: "MKL SGEMM(T,N,48,32,64)", 2: "MKL SGEMM(T,N,24,32,48)", 3: "MKL SGEMM(T,N,10,32,24)",
    }  # fmt: skip
    assert all(kernel.seconds > 0 and not kernel.derived for kernel in found.values())


def test_what_prints_nothing_is_atens_own_loop_and_marked_as_derived() -> None:
    told = traced(step_of())
    relu = next(bar for bar in told.bars if bar.name == "aten::relu")
    (kernel,) = told.facts[relu.facts].kernels
    assert kernel.derived
    assert kernel.name.startswith("ATen")
    views = [bar for bar in told.bars if bar.name == "aten::t" and bar.facts >= 0]
    assert not any(told.facts[bar.facts].kernels for bar in views)


def test_the_dispatch_keys_are_those_of_this_device_and_of_what_calls_the_op() -> None:
    told = traced(step_of())
    keys = {
        bar.name: told.facts[bar.facts].keys for bar in reversed(told.bars) if bar.lane == "engine" and bar.facts >= 0
    }
    assert keys["aten::addmm"] == ("AutogradCPU", "CPU")
    assert keys["aten::linear"] == ("CompositeImplicitAutograd",)
    assert keys["aten::t"] == ("AutogradCPU", "CompositeExplicitAutograd")
    assert keys["aten::clamp_min"] == ("CPU",), "called by relu's own code"
    assert keys["aten::lerp_"] == ("AutogradCPU", "CPU"), "an overload has the keys of its own"
    assert not any("CUDA" in key for found in keys.values() for key in found)


def test_what_is_saved_for_backward_is_told() -> None:
    told = traced(step_of())
    ops = [bar for bar in told.bars if bar.name == "aten::addmm"]
    saved = {name: shape for name, shape, _ in told.facts[ops[1].facts].saved}
    assert saved["mat1"] == (32, 32)


def test_counting_leaves_the_standard_output_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    step = step_of()
    counted(step)
    print("still here")
    out = capfd.readouterr().out
    assert "still here" in out
    assert "VERBOSE" not in out


def test_looking_leaves_the_training_as_it_was() -> None:
    step = step_of()
    before = step.training.model.flat.clone()
    traced(step)
    assert torch.equal(step.training.model.flat, before)
    assert all(torch.equal(tensor, step.start[name]) for name, tensor in step.network.named().items())


@pytest.mark.parametrize(
    ("line", "name", "seconds"),
    [
        ("MKL_VERBOSE SGEMM(T,N,32,64,64,0x7f,0x1,64) 42.70us CNR:OFF Dyn:1", "MKL SGEMM(T,N,32,64,64)", 42.7e-6),
        ("MKL_VERBOSE DGEMM(N,N,4,5,6,0x1) 1.5ms", "MKL DGEMM(N,N,4,5,6)", 1.5e-3),
        (
            "onednn_verbose,v1,primitive,exec,cpu,convolution,jit:avx512_core,forward_training,src:f32,,alg:direct,"
            "mb64_ic1oc6,0.25",
            "oneDNN convolution jit:avx512_core mb64_ic1oc6", 0.25e-3,
        ),
        ("MKL_VERBOSE oneMKL 2024.0 Product build", None, 0),
        ("onednn_verbose,v1,primitive,create:cache_miss,cpu,convolution", None, 0),
        ("onednn_verbose,v1,primitive,exec", None, 0),
        ("something else", None, 0),
    ],
)  # fmt: skip
def test_lines_of_mkl_and_onednn(line: str, name: str | None, seconds: float) -> None:
    kernel = kernel_of(line)
    assert (kernel.name if kernel else None) == name
    if kernel is not None:
        assert kernel.seconds == pytest.approx(seconds)


def test_a_cards_kernels_are_the_profilers_own() -> None:
    def event(name: str, start: int, end: int, *inside: Any, **more: Any) -> Any:
        told = SimpleNamespace(sequence_number=more.get("sequence", -1), inputs=[SimpleNamespace(sizes=[2, 3]), 1.0])
        return SimpleNamespace(
            name=name, start_time_ns=start, end_time_ns=end, correlation_id=start, typed=("TorchOp", told),
            children=list(inside),
        )  # fmt: skip

    gemm = SimpleNamespace(name="ampere_sgemm_32x32", duration=12.0)
    tree = [event("before", 1, 2), event(f"{LINE}0", 10_000, 40_000, event("aten::mm", 12_000, 20_000, sequence=7))]
    flat = [SimpleNamespace(id=12_000, kernels=[gemm]), SimpleNamespace(id=10_000, kernels=[])]
    results = SimpleNamespace(experimental_event_tree=lambda: tree)
    told = timed(SimpleNamespace(
        profiler=SimpleNamespace(kineto_results=results), events=lambda: flat, activities={"CPU", "CUDA"}
    ))  # fmt: skip
    assert [span.name for span in told.spans] == [f"{LINE}0", "aten::mm"]
    assert told.spans[1].kernels == (("ampere_sgemm_32x32", pytest.approx(12e-6)),)
    assert (told.spans[1].sequence, told.spans[1].shapes) == (7, ((2, 3),))
    assert told.spans[1].parent is told.spans[0]
    assert told.spans[0].own_s == pytest.approx(22e-6)


def test_the_arithmetic_follows_from_the_shapes() -> None:
    rows = {row.name: row for row in counted(step_of(preset("lenet5", (1, 8, 8), 10)))}
    conv = rows["aten::convolution"]
    n, channels, height, width = conv.outputs[0]
    assert flop_of(conv) == 2 * n * channels * height * width * conv.inputs[1][1] * conv.inputs[1][2] ** 2
    assert flop_of(rows["aten::relu"]) == 0


def test_a_profiled_step_is_whole() -> None:
    told = profiled(step_of())
    lines = [span for span in told.spans if span.name.startswith(LINE)]
    assert len(lines) == 5
    assert sum(span.end_s - span.start_s for span in lines) == pytest.approx(told.seconds, rel=0.2)


def test_a_step_that_another_program_disturbed_is_not_the_one_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = iter([(9.0, False), (1.0, True), (8.0, False), (3.0, True), (2.0, True), (7.0, False), (5.0, True),
                    (4.0, True)])  # fmt: skip
    step, never = step_of(), itertools.count(1)
    monkeypatch.setattr(timing, "CALM_S", math.inf)
    monkeypatch.setattr(timing, "timed", lambda seconds: Timed([], seconds))
    monkeypatch.setattr(timing, "watched_step", lambda step: Watched((told := next(lengths))[0], *told))
    assert middle(step) == Timed([], 3.0, calm=True)
    monkeypatch.setattr(timing, "watched_step", lambda step: Watched(told := float(next(never)), told, calm=False))
    assert middle(step) == Timed([], 7.0, calm=False), "the middle of twelve, none of them calm"
    monkeypatch.setattr(timing, "CALM_S", 0.0)
    assert middle(step) == Timed([], 15.0, calm=False), "the middle of five: somebody waits for the picture"


def test_a_step_that_waits_is_not_calm(monkeypatch: pytest.MonkeyPatch) -> None:
    step = step_of()
    computed = iter([0.0, 0.0])
    monkeypatch.setattr(timing.time, "thread_time", lambda: next(computed))
    assert not watched_step(step).calm
