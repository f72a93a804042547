"""TorchGarden without a window: ``torchgarden train ...`` and ``torchgarden env ...``.

The same train worker is started as for the window, with the same commands, and what it says is printed: one line for a
person, or (``--json``) every event as one JSON object. So a lesson, a benchmark or a sceptic can script whatever the
window can do.

Exit codes: 0 done · 1 the worker failed · 2 the arguments make no sense · 3 something was asked that could not be done
(training went on) · 4 the loss exploded · 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from core import runs
from core.folders import find_folders
from core.headless import train_arguments, train_words
from core.messages.grammar import Written, resolve
from core.messages.train_commands import Load, OpenRun, Save, Step, UseDevice, Watch
from core.messages.train_events import Diverged, Edited, Failed, Loaded, Ready, Rejected
from core.messages.train_reports import Data
from core.net.plan import EditError, Net
from core.sentence import Problem, say
from core.workers.session_tape import Recorder
from core.workers.worker import Worker, start_trainer

DONE, FAILED, WRONG, REJECTED, DIVERGED, INTERRUPTED = 0, 1, 2, 3, 4, 130
FRAME_S = 0.05


class GoneError(Problem):
    """The worker is gone."""


def main(argv: Sequence[str]) -> int:
    """Run ``train ...`` or ``env ...``; return the exit code."""
    started_in = os.environ.pop("TORCHGARDEN_STARTED_IN", "")
    if started_in:  # run.py runs us in its own folder; the paths among the arguments mean the person's
        os.chdir(started_in)
    if argv and argv[0] == "env":
        return int(importlib.import_module("core.headless.env").main(list(argv[1:])))
    if not argv or argv[0] != "train":
        print(train_arguments.USAGE, file=sys.stdout if argv and argv[0] in ("-h", "--help") else sys.stderr)
        return DONE if argv and argv[0] in ("-h", "--help") else WRONG
    try:
        arguments = train_arguments.read(argv[1:])
        return Conversation(arguments).run()
    except SystemExit as leaving:  # argparse has printed why
        return int(leaving.code or 0)
    except (Problem, OSError) as problem:
        print(f"torchgarden: {problem}", file=sys.stderr)
        return WRONG


class Conversation:
    """One scripted talk with a train worker: send a command, print what is said until it is answered, go on."""

    def __init__(self, arguments: argparse.Namespace, *, out: Callable[[str], None] = print) -> None:
        self._arguments = arguments
        self._folders = find_folders(home=arguments.home)
        self._show = train_words.json_printer(out) if arguments.json else train_words.Lines(out).show
        self._code = DONE
        self._step = 0
        self._net: Net | None = None
        self._opening = OpenRun(str(self._run(arguments.open))) if arguments.open else self._load()

    def run(self) -> int:
        """Start the worker, hold the conversation, end the worker; return the exit code."""
        arguments = self._arguments
        log = self._folders.logs / "trainer-headless.log"
        threads = ["--threads", str(arguments.threads)] if arguments.threads else []
        worker: Worker | Recorder = start_trainer(arguments.python, log=log, arguments=threads)
        if arguments.record is not None:
            worker = Recorder(worker, arguments.record)
        self._worker = worker
        try:
            self._script()
        except GoneError:
            self._code = FAILED
        except KeyboardInterrupt:
            self._code = INTERRUPTED
        finally:
            worker.close()
        return self._code

    def _script(self) -> None:
        """Everything there is to ask, in order."""
        arguments = self._arguments
        self._until(lambda event, answers: isinstance(event, Ready))
        if arguments.device:
            self._must(UseDevice(arguments.device))
        if arguments.portraits:
            self._must(Watch(arguments.portraits))
        loaded = self._must(self._opening)
        if not isinstance(loaded, Loaded):
            return
        self._step = begun = loaded.state.step
        end = begun + self._steps(loaded.data, loaded.settings.batch_size)
        for step, edit in sorted(arguments.edits, key=lambda entry: entry[0]):
            if not begun <= step <= end:
                words = say(
                    "Step {step} is not between {begun} and {end}: its edit is left out.",
                    step=step,
                    begun=begun,
                    end=end,
                )
                self._show(Rejected(words), None)
                self._code = REJECTED
                continue
            if not self._walk_to(step):
                return
            self._edit(edit)
        if self._walk_to(end) and (arguments.save or arguments.open):
            self._must(Save())

    def _load(self) -> Load:
        """The command that begins a new training."""
        folder = ""
        if self._arguments.save:
            folder = str(self._new_run(self._arguments.save))
        return train_arguments.load_of(self._arguments, run=folder)

    def _run(self, name: str) -> Path:
        """A run by its name in the runs folder, or by its path."""
        path = Path(name)
        return path.absolute() if len(path.parts) > 1 or path.is_dir() else self._folders.runs / runs.check_name(name)

    def _new_run(self, name: str) -> Path:
        path = Path(name)
        return path.absolute() if len(path.parts) > 1 else runs.new_folder(self._folders.runs, name)

    def _steps(self, data: Data, batch_size: int) -> int:
        """How many steps to take."""
        if self._arguments.epochs is None:
            return int(self._arguments.steps)
        per_epoch = -(-data.training_samples // min(batch_size, data.training_samples))
        return int(self._arguments.epochs) * per_epoch

    def _walk_to(self, step: int) -> bool:
        """Train to `step`; return whether it was reached."""
        if step > self._step:
            answer = self._ask(Step(step - self._step))
            if isinstance(answer, Rejected) or self._code == DIVERGED:
                return False
            self._step = step
        return True

    def _edit(self, edit: Written) -> None:
        assert self._net is not None
        try:
            asked = resolve(edit, self._net)
        except EditError as error:
            self._show(Rejected(error.sentence), None)
            self._code = REJECTED
            return
        answer = self._ask(asked)
        if isinstance(answer, Rejected):
            self._code = REJECTED
        elif hasattr(answer, "step"):
            self._step = answer.step  # undo goes back

    def _must(self, command: object) -> Any:
        """Ask what all the rest depends on."""
        answer = self._ask(command)
        if isinstance(answer, Rejected):
            self._code = REJECTED
        return answer

    def _ask(self, command: object) -> Any:
        """Send a command, print everything up to its answer, return the answer."""
        number = self._worker.send(command)
        return self._until(lambda event, answers: answers == number)

    def _until(self, wanted: Callable[[Any, int | None], bool]) -> Any:
        """Print events until one is wanted; return that one."""
        while True:
            for event, answers in self._worker.events(1):
                self._show(event, answers)
                if isinstance(event, (Loaded, Edited)):
                    self._net = event.net
                if isinstance(event, Diverged):
                    self._code = DIVERGED
                if wanted(event, answers):
                    return event
                if isinstance(event, Failed):
                    raise GoneError("The worker is gone.")
            self._worker.wait(FRAME_S)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
