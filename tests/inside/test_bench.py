"""The bench: lines run, names are told, errors are explained, lines are undone; whatever is typed, one answer comes."""

from __future__ import annotations

import itertools
import math
import random
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.inside.bench.captured import FIRST, LAST, Captured
from core.inside.bench.guides import GUIDES
from core.inside.bench.limits import LEAST_BYTES, Memory
from core.inside.bench.running import Bench
from core.inside.stepping.answers import Stepping
from core.inside.stepping.apart import Apart
from core.inside.written.step import Step
from core.messages.inside.bench import (
    BenchName,
    BenchShown,
    BenchTensor,
    BringTraining,
    ChooseGuide,
    ClearBench,
    CompleteLine,
    LineDone,
    LineOptions,
    OpenTensor,
    RunLine,
    UndoLine,
)
from core.messages.inside.names import MOMENTS, proposed, why_not
from core.messages.train_commands import OPTIMIZERS, DataSpec, OptimizerName, Settings
from core.net.plan import Dense, Dropout, LayerKey, Net, Residual, mlp
from core.sentence import Problem
from core.train.training import datasets
from core.train.training.training import Training, begin
from core.workers import wire
from tests.conftest import QT, ROOT

if QT:
    from gui.inside.bench.guide import PIECES
else:
    PIECES = ()  # the words of the guided pieces are the window's


@pytest.fixture
def bench() -> Bench:
    torch.set_num_threads(1)
    return Bench()


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    import signal

    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def run(bench: Bench, text: str) -> LineDone:
    """Run a line; what comes travels and comes out as it was."""
    event = bench.do(RunLine(text), None)
    assert isinstance(event, LineDone)
    line = wire.encode(event, answers=1)
    assert len(line) < 1 << 20, "an answer is bounded"
    assert repr(wire.decode(line)[0]) == repr(event)
    return event


def named(event: LineDone | BenchShown, name: str) -> BenchName:
    return next(entry for entry in event.state.names if entry.name == name)


def tensor(event: LineDone | BenchShown, name: str) -> BenchTensor:
    found = named(event, name).tensor
    assert found is not None
    return found


# ------------------------------------------------------------------------------------------------- what there is told
def test_a_tensor_is_told_as_pytorch_has_it(bench: Bench) -> None:
    done = run(bench, "x = torch.arange(12.).reshape(3, 4)[:, 1:]")
    told, real = tensor(done, "x"), bench.spaces["x"]
    assert (told.shape, told.strides, told.offset) == (tuple(real.shape), real.stride(), 1)
    assert (told.dtype, told.contiguous, told.bytes, told.is_leaf) == ("float32", False, 36, True)
    assert told.texts == ("1", "2", "3", "5", "6", "7", "9", "10", "11")
    memory = done.state.storages[told.storage]
    assert (memory.items, memory.bytes, memory.texts[:3]) == (12, 48, ("0", "1", "2"))


def test_views_are_told_to_share_their_memory_and_copies_not(bench: Bench) -> None:
    run(bench, "x = torch.arange(12).reshape(3, 4)")
    run(bench, "y = x.t(); z = y.contiguous()")
    done = run(bench, "y[0, 1] = 100")
    assert tensor(done, "x").storage == tensor(done, "y").storage != tensor(done, "z").storage
    assert done.state.storages[tensor(done, "x").storage].names == ("x", "y")
    assert tensor(done, "x").texts[4] == "100", "written through the view"
    assert "100" not in tensor(done, "z").texts


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (40, 40), (5, 4, 30, 30), (2, 1, 2, 1, 2)])
def test_each_shape_has_as_many_cells_as_it_says(bench: Bench, shape: tuple[int, ...]) -> None:
    told = tensor(run(bench, f"x = torch.arange({math.prod(shape)}).reshape({shape})"), "x")
    if len(shape) > 4:
        assert not told.texts
        return
    assert math.prod(map(len, told.shown)) == len(told.texts)
    strides, real = told.strides, bench.spaces["x"]
    for text, index in zip(told.texts, itertools.product(*told.shown), strict=True):
        assert text == str(real[index].item()) == str(sum(i * s for i, s in zip(index, strides, strict=True)))


def test_what_has_no_cells_is_told_by_its_type(bench: Bench) -> None:
    done = run(bench, "m = torch.ones(2, device='meta'); s = torch.eye(2).to_sparse(); c = torch.ones(2) * 1j")
    assert tensor(done, "m").storage == tensor(done, "s").storage == -1
    assert tensor(done, "c").texts == ("0+1j", "0+1j")


def test_a_tensor_that_reads_beyond_its_memory_is_not_read(bench: Bench) -> None:
    done = run(bench, "x = torch.ones(10**6); y = x[5:]; x.untyped_storage().resize_(8)")
    assert done.error is None
    assert tensor(done, "x").texts == tensor(done, "y").texts == ()
    assert done.state.storages[0].items == 2


def test_gradients_stand_among_the_names(bench: Bench) -> None:
    run(bench, "w = torch.tensor([1., 2.], requires_grad=True); loss = (w ** 2).sum()")
    done = run(bench, "loss.backward()")
    assert tensor(done, "w.grad").texts == ("2", "4")
    assert tensor(done, "loss").grad_fn == "SumBackward0"
    assert tensor(done, "w").requires_grad


def test_broadcasting_is_told_as_views_with_a_stride_of_zero(bench: Bench) -> None:
    run(bench, "a = torch.ones(3, 1); b = torch.arange(4)")
    done = run(bench, "c = a + b")
    assert [entry.tensor.strides for entry in done.stretched if entry.tensor is not None] == [(1, 0), (0, 1)]
    assert run(bench, "a @ b[:1]").stretched == ()


# ------------------------------------------------------------------------------------------------------------ errors
ERRORS = [
    ("torch.ones(2, 3).t().view(6)", "view"),
    ("torch.ones(5).view(2, 3)", "view"),
    ("torch.ones(2, 3) @ torch.ones(2, 3)", "matmul"),
    ("torch.ones(3) + torch.ones(4)", "broadcast"),
    ("torch.ones(2, 2) @ torch.ones(2, 2).double()", "dtype"),
    ("torch.tensor([1], requires_grad=True)", "dtype"),
    ("torch.ones(2) + torch.ones(2, device='meta').sum(0, keepdim=True).expand(2)", "device"),
    ("w = torch.ones(1, requires_grad=True); w += 1", "leaf"),
    ("w = torch.ones(1, requires_grad=True); s = (w * w).sum(); s.backward(); s.backward()", "twice"),
    ("(torch.ones(3, requires_grad=True) * 2).backward()", "not_scalar"),
    ("torch.ones(1).backward()", "no_grad"),
    ("w = torch.ones(2, requires_grad=True); y = w.exp(); y += 1; y.sum().backward()", "changed"),
    ("torch.ones(3)[5]", "index"),
    ("F.cross_entropy(torch.ones(2, 3), torch.tensor([5, 7]))", "loss_target"),
    ("toch", "name"),
    ("(1", "syntax"),
    ("torch.ones(3).foo", "attribute"),
    ("torch.zeros(10**12)", "memory"),
    ("input('?')", "input"),
    ("exit()", "exit"),
    ("f = lambda: f(); f()", "recursion"),
    ("raise KeyboardInterrupt", "stopped"),
    ("1 / 0", "other"),
    ("class E(Exception):\n  def __str__(self): raise self\nraise E", "other"),
]


@pytest.mark.parametrize(("text", "kind"), ERRORS)
def test_each_frequent_error_is_known_by_what_pytorch_says(bench: Bench, text: str, kind: str) -> None:
    error = run(bench, text).error
    assert error is not None
    assert error.kind == kind, error.said


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_cuda_without_a_gpu_is_told_with_what_runs_everywhere(bench: Bench) -> None:
    error = run(bench, "torch.ones(2).cuda()").error
    assert error is not None
    assert error.kind == "no_cuda"
    assert "x.to(device)" in str(error.sentence)


OLDER = [
    (AssertionError("Torch not compiled with CUDA enabled"), "no_cuda"),
    (RuntimeError("Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!"),
     "device"),
    (RuntimeError("expected scalar type Float but found Double"), "dtype"),
    (RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB"), "memory"),
]  # fmt: skip


@pytest.mark.parametrize(("error", "kind"), OLDER)
def test_what_older_releases_and_gpus_say_is_known_too(bench: Bench, error: Exception, kind: str) -> None:
    bench.spaces["error"] = error
    told = run(bench, "raise error").error
    assert told is not None
    assert told.kind == kind


def test_the_sentence_for_view_holds_the_line_that_works(bench: Bench) -> None:
    run(bench, "y = torch.arange(12).reshape(3, 4).t()")
    error = run(bench, "y.view(12)").error
    assert error is not None
    assert "y.reshape(12) or y.contiguous().view(12)" in str(error.sentence)
    assert run(bench, "y.reshape(12)").error is None


# ----------------------------------------------------------------------------------------------- undo and start again
UNDONE = [
    "x[0] = 9", "x.resize_(2)", "x = 3", "del x", "x.t_()", "v.add_(5)", "x.requires_grad_()", "items.append(1)",
    "loss.backward()", "x.mul_(w)", "x.set_(torch.ones(3))", "new = 1",
]  # fmt: skip


@pytest.mark.parametrize("text", UNDONE)
def test_an_undone_line_leaves_everything_as_it_was(bench: Bench, text: str) -> None:
    run(bench, "x = torch.arange(6.).reshape(2, 3); v = x.t(); items = [x]; w = torch.ones(1, requires_grad=True)")
    before = run(bench, "loss = (w * 3).sum()")
    done = run(bench, text)
    assert done.error is None
    assert done.state.names != before.state.names, "the line has changed something"
    event = bench.do(UndoLine(), None)
    assert isinstance(event, BenchShown)
    assert event.state.names == before.state.names
    assert event.state.storages == before.state.storages


def test_names_that_hold_too_much_cannot_be_undone_and_that_is_said(bench: Bench) -> None:
    assert run(bench, "big = torch.zeros(20_000_000)").state.undo
    assert not run(bench, "big[0] = 1").state.undo
    event = bench.do(UndoLine(), None)
    assert isinstance(event, BenchShown)
    assert "no line to undo" in str(event.did)


def test_an_environment_without_numpy_and_psutil_has_a_bench_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.setitem(sys.modules, "psutil", None)
    monkeypatch.setattr("core.inside.bench.limits.sys.platform", "darwin")
    made = Bench()
    monkeypatch.undo()
    assert "np" not in made.spaces
    assert tensor(run(made, "x = torch.ones(2)"), "x").texts == ("1", "1")


def test_start_again_forgets_all_names_and_settings(bench: Bench) -> None:
    run(bench, "x = 1; torch.set_default_dtype(torch.float64)")
    event = bench.do(ClearBench(), None)
    assert isinstance(event, BenchShown)
    assert event.state.names == ()
    assert tensor(run(bench, "y = torch.ones(2)"), "y").dtype == "float32"


# ------------------------------------------------------------------------------------------- what others keep for them
def test_what_a_line_sets_is_kept_for_the_bench_alone(bench: Bench) -> None:
    state = torch.get_rng_state()
    run(bench, "torch.manual_seed(1); torch.set_default_dtype(torch.float64); torch.set_grad_enabled(False)")
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.get_default_dtype() == torch.float32
    assert torch.is_grad_enabled()
    assert tensor(run(bench, "y = torch.rand(2)"), "y").dtype == "float64", "the bench goes on with its own"


def test_a_line_gets_no_hold_of_stdout_and_builtins(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    done = run(bench, "import builtins, sys; builtins.sum = None; sys.stdout.write('내 것'); sys.stderr.write('!')")
    assert done.printed == "내 것!"
    assert sum([1, 2]) == 3
    assert capsys.readouterr().out == ""


# ---------------------------------------------------------------------------------------------------- what is bounded
def test_a_million_lines_are_kept_by_their_beginning_and_end() -> None:
    out = Captured()
    for number in range(1_000_000):
        out.write(f"{number}\n")
    lines = out.text().split("\n")
    assert lines[:2] == ["0", "1"]
    assert lines[-1] == "999999"
    assert lines[FIRST] == f"… {1_000_000 - FIRST - LAST:,} …"
    assert len(lines) == FIRST + LAST + 1


def test_one_line_without_an_end_is_cut() -> None:
    out = Captured()
    for _ in range(1000):
        out.write("x" * 10_000)
    assert len(out.text()) < 1000


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread watches; that is the next test")
@pytest.mark.parametrize("text", ["l = [0] * 10**9", "x = torch.zeros(10**9)", "s = 'x' * 10**10"])
def test_memory_is_bounded_by_the_system(text: str) -> None:
    bench = Bench(memory=Memory(256 << 20, by_system=True))
    error = run(bench, text).error
    assert error is not None
    assert error.kind == "memory"
    assert run(bench, "1 + 1").value == "2"


def test_memory_is_bounded_by_all_lines_together() -> None:
    bench = Bench(memory=Memory(256 << 20, by_system=True if sys.platform == "linux" else None))
    errors = [run(bench, f"x{n} = torch.ones({LEAST_BYTES})").error for n in range(12)]
    assert errors[0] is None
    assert errors[-1] is not None
    run(bench, "del " + ", ".join(f"x{n}" for n in range(12) if errors[n] is None))


def test_where_the_system_does_not_bound_memory_a_thread_interrupts() -> None:
    bench = Bench(memory=Memory(64 << 20, by_system=False))
    error = run(bench, "l = []\nwhile True: l.append(bytearray(1 << 16))").error
    assert error is not None
    assert error.kind == "memory"
    run(bench, "del l")


# ------------------------------------------------------------------------------------------------- completion, training
@pytest.mark.parametrize(
    ("text", "word"), [("x.resh", "reshape"), ("y = tor", "torch"), ("torch.nn.Lin", "Linear"),
                       ("F.cross_en", "cross_entropy"), ("print(nam", "name"), ("x.shape.nu", "numel")]
)  # fmt: skip
def test_a_line_is_completed(bench: Bench, text: str, word: str) -> None:
    run(bench, "x = torch.ones(2); name = 3")
    event = bench.do(CompleteLine(text), None)
    assert isinstance(event, LineOptions)
    assert word in event.words
    assert all(option.startswith(text[event.place :]) for option in event.words)


def test_completion_runs_no_code_of_the_person(bench: Bench) -> None:
    run(bench, "class A:\n  def __getattr__(self, name): raise SystemExit\n  def __dir__(self): raise SystemExit")
    run(bench, "a = A()")
    event = bench.do(CompleteLine("a.b.c"), None)
    assert isinstance(event, LineOptions)
    assert event.words == ()


@pytest.fixture(scope="module")
def training() -> Training:
    return begin(datasets.load(DataSpec("xor", samples=40)), settings=Settings(batch_size=8), seed=0)


def test_the_training_is_brought_as_copies_that_cannot_touch_it(bench: Bench, training: Training) -> None:
    before = {name: value.clone() for name, value in training.model.parameters.items()}
    event = bench.do(BringTraining(), training)
    assert isinstance(event, BenchShown)
    names = {entry.name for entry in event.state.names if entry.from_training}
    assert {"x", "y", "W1", "b1"} <= names
    for name in sorted(names - {"y"}):
        assert run(bench, f"{name}.zero_()").error is None
    assert all(torch.equal(value, before[name]) for name, value in training.model.parameters.items())
    assert not named(run(bench, "x = 3"), "x").from_training


@pytest.fixture
def beside(training: Training) -> Bench:
    """A bench beside the step that is taken apart, as in the inside worker."""
    torch.set_num_threads(1)
    return Bench(tensor_of=Stepping().tensor)


def opened(bench: Bench, training: Training, name: str, of: str) -> BenchShown:
    event = bench.do(OpenTensor(name, of), training)
    assert isinstance(event, BenchShown)
    return event


def test_a_tensor_of_the_step_is_opened_as_a_copy(beside: Bench, training: Training) -> None:
    event = opened(beside, training, "기울기", "∂W1")
    assert str(event.did).startswith("기울기 is here: a copy of ∂W1 in step 1.")
    assert "changes nothing in the training" in str(event.did)
    assert named(event, "기울기").from_training
    step = Step(training)
    for line in step.lines[:4]:
        line.run()
    weight = next(iter(step.network.named().values()))
    assert run(beside, "기울기.double().norm().item()").value == repr(weight.grad.double().norm().item())  # type: ignore[union-attr]
    before = training.model.flat.clone()
    opened(beside, training, "w", "W1")
    assert run(beside, "w.zero_(); 기울기.fill_(float('nan'))").error is None
    assert torch.equal(training.model.flat, before)
    assert float(beside.tensor_of("W1", training).abs().sum()) > 0, "nor is the step changed that is looked at"
    assert not torch.isnan(beside.tensor_of("∂W1", training)).any()


def test_numbers_that_are_none_and_single_numbers_are_opened(beside: Bench, training: Training) -> None:
    there = training.at(training.state())
    there.model.flat[0], there.model.flat[1] = math.nan, math.inf
    event = opened(beside, there, "w", "W1")
    assert tensor(event, "w").texts[:2] == ("nan", "inf")
    assert tensor(opened(beside, there, "loss", "loss"), "loss").shape == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("class", "a word of Python’s own"), ("2w", "begins with a letter"), ("", "begins with a letter"),
        ("w.grad", "begins with a letter"), ("__builtins__", "begins with a letter"), ("a" * 61, "up to 60"),
        ("torch", "There is a torch on the bench already"), ("taken", "There is a taken on the bench already"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_is_refused_with_what_to_do(
    beside: Bench, training: Training, name: str, words: str
) -> None:
    run(beside, "taken = 5")
    event = opened(beside, training, name, "W1")
    assert words in str(event.did)
    assert "Choose another name." in str(event.did)
    assert run(beside, "taken").value == "5"
    assert not any(entry.from_training for entry in event.state.names)


def test_a_name_typed_letter_by_letter_is_the_one_that_python_reads(beside: Bench, training: Training) -> None:
    opened(beside, training, unicodedata.normalize("NFD", "가중치"), "W1")
    assert run(beside, "가중치.dim()").value == "2"


@pytest.mark.parametrize(
    ("of", "words"), [("exp_avg[W1]", "remembers nothing of this layer yet"), ("W9", "no tensor of that name")]
)
def test_a_tensor_that_is_not_there_is_a_sentence(beside: Bench, training: Training, of: str, words: str) -> None:
    with pytest.raises(Problem, match=words):
        beside.do(OpenTensor("w", of), training)
    with pytest.raises(Problem, match="no step here"):
        Bench().do(OpenTensor("w", of), training)


IN_A_PROCESS_OF_ITS_OWN = """
import torch
from core.inside.bench.limits import Memory
from core.inside.bench.running import Bench
from core.messages.inside.bench import ClearBench, OpenTensor
from core.messages.train_commands import DataSpec
from core.train.training import datasets
from core.train.training.training import begin

torch.set_num_threads(1)
training, large = begin(datasets.load(DataSpec("xor", samples=40)), seed=0), torch.zeros(12 << 20)
bench = Bench(memory=Memory(100 << 20), tensor_of=lambda of, training: large)
for name in "abc":
    event = bench.do(OpenTensor(name, "W1"), training)
print(event.did)
print([entry.name for entry in event.state.names])
bench.do(ClearBench(), training)
print([entry.name for entry in bench.do(OpenTensor("c", "W1"), training).state.names])
"""
"""What other tests leave behind here and is freed meanwhile would be taken for room that came back."""


def test_a_tensor_larger_than_lines_may_take_is_refused_and_room_comes_back() -> None:
    command = [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    refused, names, after = done.stdout.splitlines()
    assert "W1 takes 48 MB, and lines may take" in refused
    assert (names, after) == ("['a', 'b']", "['c']")


NAMED = {
    "W1": "hidden_1_weight", "b3": "output_bias", "∂W2": "grad_hidden_2_weight", "∂h1": "grad_hidden_1_out",
    "z2": "hidden_2_before", "ΔW2": "change_hidden_2_weight", "new b1": "new_hidden_1_bias", "out": "output",
    "exp_avg[W2]": "hidden_2_weight_exp_avg", "new exp_avg_sq[b1]": "new_hidden_1_bias_exp_avg_sq", "x": "x",
    "clipped ∂W1": "clipped_grad_hidden_1_weight", "loss": "loss", "∂out": "grad_output", "?": "tensor",
}  # fmt: skip


@pytest.mark.parametrize("of", NAMED)
def test_the_proposed_name_says_what_it_is(of: str) -> None:
    net = mlp(4, [8, 8], 2)
    name = proposed(of, net, ())
    assert name == NAMED[of]
    assert proposed(of, net, (name, f"{name}_2")) == f"{name}_3"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_tensor_of_a_step_has_a_name_of_its_own(optimizer: OptimizerName) -> None:
    settings = Settings(batch_size=8, optimizer=optimizer, clip=1.0)
    data = datasets.load(DataSpec("xor", samples=40))
    one, two, three, four, five = map(LayerKey, range(1, 6))
    block = Residual(three, (Dense(four, 4), Dense(LayerKey(6), 4, "linear")))
    net = Net((2,), (Dense(one, 4, norm="batch"), Dropout(two, 0.1), block, Dense(five, 2, "linear")), 7)
    there = begin(data, net=net, settings=settings, seed=0)
    there.take(2)
    apart = Apart(there)
    names = [proposed(of, there.net, ()) for of in apart.store.known]
    assert len(set(names)) == len(names)
    assert not [name for name in names if why_not(name, ())]
    assert "tensor" not in names
    told = {of.partition("[")[0] for of in apart.store.known if of.endswith("]")}
    assert told == {moment for slot in MOMENTS[optimizer] for moment in (slot, f"new {slot}")}


# --------------------------------------------------------------------------------------------------- the guided pieces
def test_the_pieces_a_person_reads_are_those_that_are_checked() -> None:
    if not QT:
        pytest.skip("an environment to train in has no window")
    assert [piece.name for piece in PIECES] == list(GUIDES)
    assert [len(piece.steps) for piece in PIECES] == [len(steps) for steps in GUIDES.values()]
    assert all(3 <= len(piece.steps) <= 6 for piece in PIECES)


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
def test_each_piece_is_solved_by_its_lines_and_not_before(bench: Bench, piece: Any) -> None:
    for other in PIECES:  # whatever was done in other pieces solves nothing here
        if other is not piece:
            for step in other.steps:
                run(bench, step.example)
    bench.do(ChooseGuide(piece.name), None)
    for done, step in enumerate(piece.steps):
        assert run(bench, "1 + 1").state.done == done, "nothing is done by a line that does nothing"
        assert run(bench, step.example).state.done == done + 1, step.example
    assert run(bench, "1 + 1").state.finished == (piece.name,)


def test_another_way_to_write_it_counts_as_well(bench: Bench) -> None:
    bench.do(ChooseGuide("stride"), None)
    run(bench, "인수 = torch.zeros(2, 5)")
    assert run(bench, "뒤집은 = 인수.permute(1, 0)").state.done == 2


# -------------------------------------------------------------------------------------------------------- 200 lines
HOSTILE = [
    "print('\\x00\\ud800')", "'\\ud83d'", "𝒙 = 3", "한글 = torch.ones(2)", "x" * 9000, "(" * 3000, "[" * 90 + "]" * 90,
    "def f(): return f()", "class T(torch.Tensor): pass", "t = torch.ones(2).as_subclass(T)", "import os, sys",
    "sys.exit(3)", "quit()", "input()", "sys.stdin.read()", "raise BaseException('x' * 10**6)", "{}[3]",
    "globals().clear()", "torch = None", "import torch", "sys.stdout = None", "sys.stdout.close()", "print(1)",
    "class E(Exception):\n  def __str__(self): raise self", "raise E", "class R:\n  def __repr__(self): return 3",
    "R()", "r = R()", "class K:\n  __class__ = property(lambda self: 1 / 0)", "k = K()", "globals()[3] = 4",
    "globals()['a' * 10**6] = 1", "10 ** 10 ** 4", "n = 10 ** 6000", "list(range(10**5))", "d = {}; d['d'] = d", "d",
    "torch.zeros(10**13)", "[0] * 10**11", "torch.empty(0).set_(torch.ones(3).untyped_storage(), 0, (5,), (9,))",
    "torch.full((3,), float('nan'))", "torch.ones(3, dtype=torch.bfloat16)", "torch.tensor(1 << 62)", "await x",
    "torch.quantize_per_tensor(torch.ones(3), 1., 0, torch.qint8)", "return 3", "yield", "lambda: 0", "\\",
    "\t", "#", ";",
    "q = torch.ones(2, 2, 2, 2, 2)", "sys.setrecursionlimit(30)", "torch.set_num_threads(2)", "os.chdir('/')",
    "__builtins__ = {}",
    "torch.ones(3).untyped_storage().resize_(0)", "e = torch.ones(3); e.untyped_storage().resize_(0)",
    "del __builtins__", "print('x' * 10**7)", "for i in range(10**5): print(i)", "sys.modules.pop('math', None)",
    "import builtins; builtins.len = builtins.max = builtins.isinstance = builtins.str = None; 1 / 0",
]  # fmt: skip
WORDS = ["x", "y", "torch", ".", "(", ")", "[0]", "=", "+", "@", "1", "2.5", "ones", "zeros", "(3,)", " ", ".t()", ":",
         "if", "view", "backward()", ",", "'", "가", "\U0001f525", "\n", "*", "requires_grad=True", "lambda",
         "del "]  # fmt: skip


def test_two_hundred_lines_each_give_one_answer_in_bounded_time() -> None:
    choose = random.Random(7)
    lines = [*HOSTILE, *("".join(choose.choices(WORDS, k=choose.randrange(1, 12))) for _ in range(200 - len(HOSTILE)))]
    choose.shuffle(lines)
    assert len(lines) >= 200
    bench = Bench(memory=Memory(512 << 20))
    for text in lines:
        begun = time.monotonic()
        done = run(bench, text)
        assert time.monotonic() - begun < 20, text[:80]
        assert done.error is None or str(done.error.sentence), text[:80]
    bench.do(ClearBench(), None)
    assert run(bench, "1 + 1").value == "2"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_one_answer(text: str) -> None:
    assert isinstance(run(SHARED(), text), LineDone)


def _shared() -> Callable[[], Bench]:
    made: list[Bench] = []

    def get() -> Bench:
        if not made:
            made.append(Bench())
        return made[0]

    return get


SHARED = _shared()
