"""Look inside a saved training without a window: ``torchgarden inside layers --run RUN [--json]``.

It starts the same inside worker as the window. `layers` takes the training's next step in three layers, builds its
autograd graph, and takes the same step as the trainer does. The run is read and never written.

Exit codes: 0 done · 1 the worker failed · 2 the arguments make no sense · 3 the run could not be taken up · 130
interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from core import runs
from core.folders import find_folders
from core.headless.conversation import (
    DONE,
    FAILED,
    INTERRUPTED,
    REFUSED,
    WRONG,
    Conversation,
    GoneError,
    json_printer,
)
from core.headless.own_torch import needs_python
from core.messages.inside.graph import BuildGraph, GraphBuilt
from core.messages.inside.layers import Trace, Traced
from core.messages.inside.opening import InsideReady, TakenUp, TakeUp
from core.messages.inside.played import Played, PlayStep
from core.messages.train_events import Failed, Rejected
from core.sentence import Problem
from core.workers.worker import WorkerLike, start_inside

Start = Callable[..., WorkerLike]


def main(argv: Sequence[str], *, out: Callable[[str], None] = print, start: Start = start_inside) -> int:
    """Look inside as the arguments after ``torchgarden inside`` say; return the exit code."""
    try:
        arguments = _parser().parse_args(argv)
        folders = find_folders(home=arguments.home)
        run = _run(arguments.run, folders.runs)
        needs_python(arguments.python)
    except SystemExit as leaving:  # argparse has printed why
        return int(leaving.code or 0)
    except (Problem, OSError) as problem:
        print(f"torchgarden: {problem}", file=sys.stderr)
        return WRONG
    show = json_printer(out) if arguments.json else _Lines(out).show
    talk = Conversation(start(arguments.python, log=folders.logs / "inside-headless.log"), show)
    try:
        talk.until(lambda event, answers: isinstance(event, InsideReady))
        for command in (TakeUp(str(run)), Trace(), BuildGraph(), PlayStep()):
            if isinstance(talk.ask(command), Rejected):
                return REFUSED
    except GoneError:
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        talk.kill()  # nothing is saved there
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="torchgarden inside", description="Look inside a saved training without a window."
    )
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    layers = what.add_parser("layers", help="the next step in three layers: Python, engine, kernels")
    layers.add_argument("--run", required=True, metavar="RUN", help="a saved training: its name or folder")
    layers.add_argument(
        "--python", type=Path, default=None, metavar="FILE", help="look with the PyTorch of this Python"
    )
    layers.add_argument("--home", type=Path, default=None, metavar="DIR", help="keep settings, runs and logs here")
    layers.add_argument("--json", action="store_true", help="print every event as one JSON object")
    return parser


def _run(text: str, folder: Path) -> Path:
    """Return the folder of the run that an argument names; raise `RunError` if there is none."""
    for path in (Path(text), folder / text):
        if runs.is_run(path):
            return path.absolute()
    raise runs.RunError("There is no training in {folder}.", folder=text)


class _Lines:
    """Prints events as lines for a person."""

    def __init__(self, out: Callable[[str], None]) -> None:
        self.out = out

    def show(self, event: Any, answers: int | None) -> None:
        """Print one event."""
        if isinstance(event, TakenUp):
            self.out(f"step {event.step:,} · batch {event.samples} · {event.device} · {event.threads} thread(s)")
            self.out(f"as a person writes it, the next step differs by {event.differs:.3g} "
                     f"(the largest change of a weight: {event.largest:.3g})")  # fmt: skip
        elif isinstance(event, Traced):
            self._traced(event)
        elif isinstance(event, GraphBuilt):
            self._graph(event)
        elif isinstance(event, Played):
            self._played(event)
        elif isinstance(event, Rejected):
            self.out(" ".join(map(str, (event.sentence, *event.advice))))
        elif isinstance(event, Failed):
            self.out(str(event.reason))

    def _traced(self, traced: Traced) -> None:
        for line in traced.lines:
            self.out(f"{us(line.seconds)}  {line.text}")
        self.out(f"{us(traced.seconds)}  profiled, of {traced.steps} the middle one; without the profiler "
                 f"{us(traced.plain_s).strip()}")  # fmt: skip
        for name, seconds in (("API", traced.api_s), ("engine", traced.engine_s), ("kernels", traced.kernel_s)):
            self.out(f"{us(seconds)}  {name} {seconds / traced.seconds:.0%}")
        for bar in traced.bars:
            if bar.lane == "kernel":
                self.out(f"{us(bar.end_s - bar.start_s)}    {traced.bars[bar.parent].name} → {bar.name}")

    def _graph(self, graph: GraphBuilt) -> None:
        for build in graph.builds:
            self.out(
                f"autograd graph: {build.nodes} nodes, numbers {build.first} to {build.last}; objects of the build "
                f"before: {build.met_again} of ops, {build.leaves_met_again} of parameters"
            )
        marks = {"same": " ", "resized": "~", "new": "+", "gone": "-"}
        for node in (*graph.nodes, *graph.gone):
            keeps = " ".join(f"{one.name}{one.shape}" for one in node.saved)
            self.out(f"{marks[node.change]} {node.name} {node.op or node.parameter} {keeps}".rstrip())

    def _played(self, played: Played) -> None:
        self.out(f"{us(played.seconds)}  the same step as the trainer takes it ({played.rung}), under the profiler; "
                 f"without it {us(played.plain_s).strip()}; differs by {played.differs:.3g}")  # fmt: skip
        for one in played.parts:
            self.out(f"{us(one.seconds)} → {us(one.played_s)}  {one.part}: {one.calls} → {one.played_calls} calls")


def us(seconds: float) -> str:
    """Return microseconds in a column."""
    return f"{seconds * 1e6:9.1f} µs"
