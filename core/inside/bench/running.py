"""The bench: names, and lines of Python that make and change them.

    bench = Bench()
    event = bench.do(RunLine("x = torch.arange(12).reshape(3, 4)"), None)

A line runs in this process, with nothing of a training in its reach: what is brought from one is a copy. Whatever it
does, the answer is one event in bounded size; a line that ends the process is told by the process's end.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import os
import time
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 (everybody calls it F)
from torch import Tensor, nn

from core.inside.bench import guides, snapshots
from core.inside.bench.captured import clean, shortened, tried
from core.inside.bench.explaining import explained
from core.inside.bench.guides import GUIDES, Standing
from core.inside.bench.limits import Interrupts, Memory, Ways, captured, same_builtins
from core.inside.bench.options import options
from core.inside.bench.reading import Reader, is_tensor
from core.messages.inside.bench import (
    BenchCommand,
    BenchEvent,
    BenchName,
    BenchShown,
    BenchState,
    BringTraining,
    ChooseGuide,
    ClearBench,
    CompleteLine,
    LimitMemory,
    LineDone,
    LineError,
    LineOptions,
    OpenTensor,
    RunLine,
    UndoLine,
)
from core.messages.inside.names import as_python_reads, why_not
from core.sentence import Problem, Sentence, say
from core.train.training.training import Training

LONGEST = 20_000
"""Letters of a line."""


class NotOnTheBench(Problem):
    """A tensor that was asked for here, where no step is taken apart."""


def no_tensor(of: str, training: Training) -> Tensor:
    """Raise `NotOnTheBench`: a bench by itself has no step to take a tensor from."""
    raise NotOnTheBench("There is no step here to take {of} from.", of=of)


class Bench:
    """The names, and what lines may do. `tensor_of` gives a tensor of a training's next step by its name there."""

    def __init__(
        self, *, memory: Memory | None = None, tensor_of: Callable[[str, Training], Tensor] = no_tensor
    ) -> None:
        self.memory, self.tensor_of = memory or Memory(), tensor_of
        self.interrupts = Interrupts()
        self.guide, self.step = "", 0
        self.finished: list[str] = []
        self._begin()

    def _begin(self) -> None:
        """Forget all names."""
        self.ways = Ways()
        self.spaces: dict[str, Any] = {
            "__name__": "__bench__", "__builtins__": builtins, "torch": torch, "nn": nn, "F": F,
        }  # fmt: skip
        numpy = tried(lambda: importlib.import_module("numpy"), None)  # an environment may have none, or a broken one
        if numpy is not None:
            self.spaces["np"] = numpy
        self.given = frozenset(self.spaces)
        self.training: dict[str, int] = {}
        self.before: list[snapshots.Snapshot | None] = []
        self.at_first: dict[str, int] = {}

    def do(self, command: BenchCommand, training: Training | None) -> BenchEvent:
        """Answer one command."""
        match command:
            case RunLine(text):
                return self.run(text)
            case CompleteLine(text):
                place, words = options(text, self.spaces)
                return LineOptions(text, place, words)
            case UndoLine():
                with self.memory.held():
                    return BenchShown(self._undo(), self.state())
            case ClearBench():
                with self.memory.held():  # what is given back counts as well
                    self._begin()
                self._choose(self.guide)
                return BenchShown(say("The bench is empty."), self.state())
            case BringTraining():
                return BenchShown(self._bring(training), self.state())
            case OpenTensor(name, of):
                return BenchShown(self._open(as_python_reads(name), of, training), self.state())
            case ChooseGuide(guide):
                self._choose(guide)
                return BenchShown(say(""), self.state())
            case LimitMemory(size):
                self.memory.limit_bytes = max(0, size)
                return BenchShown(say("Lines may take {size:,} MB.", size=size >> 20), self.state())

    # --------------------------------------------------------------------------------------------------- one line
    def run(self, text: str) -> LineDone:
        """Run a line and return what came of it."""
        text = clean(text[:LONGEST])
        self._keep()
        us, begun = os.getpid(), time.perf_counter()
        value = ""
        failed: BaseException | None = None
        with captured() as out:
            try:
                with self.memory.held(), self.ways.used():
                    value, begun, seconds = self._guarded(text)
            except BaseException as caught:  # noqa: BLE001 (whatever a person's line does, it is told)
                if os.getpid() != us:
                    os._exit(0)  # a child that the line has forked
                seconds = time.perf_counter() - begun
                failed = caught
            if os.getpid() != us:
                os._exit(0)
        error = None
        if failed is not None:
            error = explained(failed, text, self.spaces, over=self.memory.over)
            failed.__traceback__ = failed.__context__ = None  # their frames hold what the line was computing
        self._follow(error)
        names, stretched = self._speaks_of(text)
        return LineDone(text, out.text(), value, error, seconds, names, stretched, self.state())

    def _guarded(self, text: str) -> tuple[str, float, float]:
        """Run a line where it can be interrupted; return (its value as text, when it began, how long it took)."""
        tree = ast.parse(text, "<line>")
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        before = compile(tree, "<line>", "exec")
        ending = compile(ast.Expression(last.value), "<line>", "eval") if isinstance(last, ast.Expr) else None
        begun = time.perf_counter()
        with same_builtins(), self.interrupts.let_in():
            exec(before, self.spaces)  # noqa: S102 (it is what the bench is for)
            value = eval(ending, self.spaces) if ending is not None else None
            seconds = time.perf_counter() - begun
            written = ""
            if value is not None:
                self.spaces["_"] = value
                written = shortened(repr(value))
            return written, begun, seconds

    def _keep(self) -> None:
        """Keep the moment before a line."""
        try:
            moment = snapshots.taken(self.spaces, self.training)
        except (RuntimeError, MemoryError):
            moment = None
        self.before = [*self.before, moment][-snapshots.KEPT :] if moment is not None else [None]

    def _follow(self, error: LineError | None) -> None:
        """See whether a step of the guided piece is done now."""
        steps = GUIDES.get(self.guide, ())
        fresh = {name: value for name, value in self.spaces.items() if self.at_first.get(name) != id(value)}
        if guides.done(self.guide, self.step, Standing(fresh, error.kind if error is not None else "")):
            self.step += 1
            if self.step == len(steps) and self.guide not in self.finished:
                self.finished.append(self.guide)

    def _speaks_of(self, text: str) -> tuple[tuple[str, ...], tuple[BenchName, ...]]:
        """Return the names of tensors that a line speaks of, what it makes last, and the two sides of its first
        operation as broadcasting reads them."""
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return (), ()
        found = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        found.sort(key=lambda node: isinstance(node.ctx, ast.Store))
        names = [node.id for node in found if is_tensor(self.spaces.get(node.id))]
        ordered = tuple(dict.fromkeys(reversed(names)))[::-1]
        for node in ast.walk(tree):
            if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Name) and isinstance(node.right, ast.Name):
                return ordered, self._stretched(node.op, node.left.id, node.right.id)
        return ordered, ()

    def _stretched(self, kind: ast.operator, left: str, right: str) -> tuple[BenchName, ...]:
        one, other = self.spaces.get(left), self.spaces.get(right)
        if isinstance(kind, ast.MatMult) or not is_tensor(one) or not is_tensor(other) or one.shape == other.shape:
            return ()
        both = one.detach(), other.detach()
        wide = tried(lambda: tuple(torch.broadcast_tensors(*both)), ())  # type: ignore[no-untyped-call]
        if not wide:  # shapes that do not fit; the line has told that
            return ()
        return tuple(Reader().one(name, tensor) for name, tensor in zip((left, right), wide, strict=True))

    # ------------------------------------------------------------------------------------------------ other commands
    def _undo(self) -> Sentence:
        if not self.before or self.before[-1] is None:
            return say("There is no line to undo.")
        moment = self.before.pop()
        assert moment is not None
        snapshots.restore(moment, self.spaces)
        self.training = moment.training
        return say("The last line is undone.")

    def _bring(self, training: Training | None) -> Sentence:
        if training is None:
            return say("There is no training to bring anything from yet.")
        self._keep()
        inputs, targets = training.next_batch()
        brought = {"x": inputs.clone(), "y": targets.clone()}
        numbers: dict[str, int] = {}
        for name, tensor in training.model.parameters.items():
            layer, _, kind = name.partition(".")
            number = numbers.setdefault(layer, len(numbers) + 1)
            brought[f"{'b' if kind == 'bias' else 'W'}{number}"] = tensor.detach().clone()
        for name, tensor in brought.items():
            self.spaces[name], self.training[name] = tensor, id(tensor)
        return say("The next batch and the weights of step {step:,} are here as copies: {names}.",
                   step=training.step, names=shortened(", ".join(brought), 200))  # fmt: skip

    def _open(self, name: str, of: str, training: Training | None) -> Sentence:
        if (refused := why_not(name, self.spaces)) is not None:
            return refused
        if training is None:
            return say("There is no training to bring anything from yet.")
        tensor = self.tensor_of(of, training)
        size, left = tensor.numel() * tensor.element_size(), self.memory.left
        if size > left:
            return say(
                "{of} takes {size:,} MB, and lines may take {left:,} MB more. Allow more memory beside the line, or "
                "press Start again.", of=of, size=-(-size >> 20), left=left >> 20,
            )  # fmt: skip
        self._keep()
        with self.memory.held():
            copy = tensor.detach().clone()
        self.spaces[name], self.training[name] = copy, id(copy)
        return say("{name} is here: a copy of {of} in step {step:,}. What you change in it changes nothing in the "
                   "training.", name=name, of=of, step=training.step + 1)  # fmt: skip

    def _choose(self, guide: str) -> None:
        self.guide, self.step = guide if guide in GUIDES else "", 0
        self.at_first = {name: id(value) for name, value in self.spaces.items()}

    def state(self) -> BenchState:
        """Return all that is on the bench."""
        names, more, storages = Reader().read(self.spaces, self.given, self.training)
        undo = bool(self.before) and self.before[-1] is not None
        return BenchState(names, more, storages, undo, self.guide, self.step, tuple(self.finished))
