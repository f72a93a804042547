"""Take a training home, predict with it, bring one in, without a window: ``torchgarden export``, ``predict``,
``import``.

They start the same out worker as the window. A run is read as it was saved, and never written to.

Exit codes: 0 done · 1 the worker failed · 2 the arguments make no sense · 3 it could not be done, or some of it not ·
130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from core import runs
from core.disk_reason import reason
from core.folders import Folders, find_folders
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
from core.headless.out import arguments as words
from core.headless.out import table
from core.headless.output import Out, beside, on_one_line
from core.headless.own_torch import needs_python
from core.messages.own.out import Answer, BringIn, BroughtIn, OutReady, Predict, Predicted, TakenOut, TakeOut
from core.messages.train_events import Failed, Rejected, Silence
from core.runs import RunError, read_run
from core.sentence import Problem, say
from core.sizes import size_text
from core.workers import half_made
from core.workers.worker import WorkerLike, start_out

Start = Callable[..., WorkerLike]
DOORS: dict[str, tuple[Callable[[], argparse.ArgumentParser], Callable[[argparse.Namespace, Path], Any]]] = {
    "export": (words.export, words.take_out),
    "predict": (words.predict, words.ask),
    "import": (words.bring_in, words.brought),
}


def main(door: str, argv: Sequence[str], *, out: Out = print, start: Start = start_out) -> int:
    """Do what the arguments after ``torchgarden export``, ``predict`` or ``import`` say; return the exit code."""
    parser, command_of = DOORS[door]
    try:
        arguments = parser().parse_args(argv)
        if arguments.home is not None:  # the worker looks there too: a person's own data is in it
            os.environ["TORCHGARDEN_HOME"] = str(arguments.home.absolute())
        folders = find_folders()
        command = command_of(arguments, folders.runs)
        needs_python(arguments.python)
    except SystemExit as leaving:  # argparse has printed why
        return int(leaving.code or 0)
    except (Problem, OSError) as problem:
        print(f"torchgarden: {problem}", file=sys.stderr)
        return WRONG
    return _Door(arguments, folders, out).done(command, start)


class _Door:
    """One command, from its arguments to its exit code."""

    def __init__(self, arguments: argparse.Namespace, folders: Folders, out: Out) -> None:
        self._arguments, self._folders = arguments, folders
        self._out: Out = lambda text: out(on_one_line(text))
        self._beside: Out = lambda text: beside(out)(on_one_line(text))
        as_json = json_printer(out)
        self._show = (lambda event, _: as_json(event, None)) if arguments.json else self._line

    def done(self, command: TakeOut | Predict | BringIn, start: Start) -> int:
        """Ask the out worker, end it; return the exit code."""
        talk = Conversation(start(self._arguments.python, log=self._folders.logs / "out-headless.log"), self._show)
        pid, answer = 0, None
        try:
            pid = talk.until(lambda event, answers: isinstance(event, OutReady)).pid
            answer = talk.ask(command)
            return self._after(answer)
        except GoneError:
            return FAILED
        except KeyboardInterrupt:
            return INTERRUPTED
        finally:
            talk.kill()
            if pid and answer is None:
                target = Path(command.path) if isinstance(command, TakeOut) else None
                runs = Path(command.runs) if isinstance(command, BringIn) else self._folders.runs
                half_made.clear(pid, self._folders, runs=runs, target=target)

    def _after(self, answer: Any) -> int:
        """Do what is left to do here; return the exit code."""
        if isinstance(answer, Rejected):
            return REFUSED
        if isinstance(answer, BroughtIn):
            return self._named(Path(answer.run))
        if isinstance(answer, Predicted):
            if self._arguments.csv and not self._saved(answer.answers):
                return REFUSED
            return REFUSED if any(one.why is not None for one in answer.answers) else DONE
        return DONE

    def _named(self, run: Path) -> int:
        """Give a run that was brought in the name that was asked for."""
        if self._arguments.name and self._arguments.name != run.name:
            try:
                run = runs.rename(read_run(run), self._arguments.name).folder
            except RunError as error:
                self._beside(" ".join(map(str, (error.sentence, *error.advice))))
                self._say_name(run)
                return REFUSED
        self._say_name(run)
        return DONE

    def _say_name(self, run: Path) -> None:
        if not self._arguments.json:
            self._out(str(run))

    def _saved(self, answers: Sequence[Answer]) -> bool:
        path = Path(self._arguments.csv)
        try:
            table.write(path, answers)
        except (OSError, ValueError) as error:
            said = [say("{path} was not written.", path=str(path))]
            said += [reason(error)] if isinstance(error, OSError) else []
            self._beside(" ".join(map(str, said)))
            return False
        return True

    # --------------------------------------------------------------------------------------------------- for a person
    def _line(self, event: Any, _answers: int | None) -> None:
        """Print one event."""
        if isinstance(event, TakenOut):
            for path, size in event.files:
                self._out(f"{path}  {size_text(size)}")
        elif isinstance(event, Predicted):
            self._predicted(event)
        elif isinstance(event, Rejected):
            self._beside(" ".join(map(str, (event.sentence, *event.advice))))
        elif isinstance(event, Failed):
            self._beside(str(event.reason))
        elif isinstance(event, Silence) and event.seconds:
            self._beside(str(event.sentence))
        for sentence in getattr(event, "told", ()):
            self._beside(str(sentence))

    def _predicted(self, event: Predicted) -> None:
        for answer in event.answers:
            if answer.why is not None:
                self._beside(f"{answer.name}  {answer.why}")
            elif answer.others:
                rest = "  ".join(f"{label} {share:.1%}" for label, share in answer.others[1:4])
                self._out(f"{answer.name}  {answer.label} {answer.value:.1%}  ({rest})".strip())
            else:
                self._out(f"{answer.name}  {answer.value:.6g}".strip())
        if event.left_out:
            self._beside(f"{event.left_out:,} more were left out: --most")
