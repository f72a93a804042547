"""Train without a window: ``torchgarden train ...``.

This starts the same train worker as the window, sends it the same commands and prints what it says: lines for a person,
or (``--json``) every event as one JSON object. So a lesson or a benchmark can do whatever the window can.

Exit codes: 0 done · 1 the worker failed · 2 the arguments make no sense · 3 something was asked that could not be done
(training went on) · 4 the loss exploded · 5 it stopped by itself: a condition of `--stop-when` is so · 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from core import runs
from core.folders import find_folders
from core.headless import train_arguments, train_words
from core.headless.conversation import (
    BAD,
    DONE,
    FAILED,
    INTERRUPTED,
    REFUSED,
    STOPPED,
    WRONG,
    ArgumentError,
    Conversation,
    GoneError,
    json_printer,
)
from core.headless.output import beside
from core.headless.own_torch import needs_python
from core.messages import stops
from core.messages.beside.twin import AskTwin, SetTwin, TwinNow
from core.messages.catalogue import CATALOGUE
from core.messages.grammar import Written, resolve
from core.messages.own.looking import DataReady, ListOwn, LookInto, OwnListed, Prepare, Prepared
from core.messages.own.prepared import OwnData
from core.messages.own.table import UNSURE
from core.messages.stops import Stop
from core.messages.train_commands import Load, OpenRun, Save, SetStops, Step, UseDevice, Watch
from core.messages.train_events import Diverged, Edited, Loaded, Portrait, Ready, Rejected, StopHit, StopsSet
from core.messages.train_reports import Data
from core.net.plan import EditError, Net
from core.run_folders import new_folder
from core.runs import RECORD_FILE, WEIGHTS_FILE
from core.sentence import Problem, Sentence, say
from core.workers.session_tape import Recorder
from core.workers.worker import WorkerLike, start_data, start_trainer

DIVERGED = BAD
RECORDED_HERTZ = 4.0
"""How often a recording is told how the network looks, if nothing else is asked: else it would show empty squares."""


def main(argv: Sequence[str], *, out: Callable[[str], None] = print) -> int:
    """Train as the arguments after ``torchgarden train`` say; return the exit code."""
    try:
        return Door(train_arguments.read(argv), out=out).run()
    except SystemExit as leaving:  # argparse has printed why
        return int(leaving.code or 0)
    except (Problem, OSError) as problem:
        print(f"torchgarden: {problem}", file=sys.stderr)
        return WRONG


class Door:
    """One training, from its arguments to its exit code."""

    def __init__(self, arguments: argparse.Namespace, *, out: Callable[[str], None]) -> None:
        needs_python(arguments.python)
        self._arguments = arguments
        if arguments.home is not None:  # the workers have their library there, too
            os.environ["TORCHGARDEN_HOME"] = str(arguments.home.absolute())
        self._folders = find_folders(home=arguments.home)
        self._print = json_printer(out) if arguments.json else train_words.Lines(out).show
        self._print_own = self._print if arguments.json else train_words.OwnLines(beside(out)).show
        self._code = DONE
        self._step, self._refused = 0, False
        self._net: Net | None = None
        self._stops: tuple[Stop, ...] = ()
        self._hertz = arguments.portraits or (RECORDED_HERTZ if arguments.record is not None else 0.0)
        self._own: OwnData | None = None

    def run(self) -> int:
        """Make the data ready, start the worker, train, end the worker; return the exit code."""
        arguments = self._arguments
        if arguments.open or (arguments.data in CATALOGUE and not train_arguments.names_own(arguments)):
            return self._train()
        try:
            self._own = self._found()
        except GoneError:
            return FAILED
        except KeyboardInterrupt:
            return INTERRUPTED
        return WRONG if self._own is None else self._train()

    def _found(self) -> OwnData | None:
        """Return data from the library, or make it ready; None where that cannot be, and why has been told."""
        worker = start_data(self._arguments.python, log=self._folders.logs / "data-headless.log")
        talk = Conversation(worker, self._print_own)
        try:
            talk.until(lambda event, answers: isinstance(event, DataReady))
            if train_arguments.names_own(self._arguments):
                return self._prepared(talk)
            listed = talk.ask_quietly(ListOwn())
            return train_arguments.called(self._arguments.data, listed.own if isinstance(listed, OwnListed) else ())
        finally:
            talk.close()

    def _prepared(self, talk: Conversation) -> OwnData | None:
        arguments = self._arguments
        path = os.path.abspath(arguments.images or arguments.table or arguments.arrays)
        choices = train_arguments.choices_of(arguments)
        if arguments.leave_out:
            seen = talk.ask_quietly(LookInto(path, choices))
            choices = train_arguments.without(arguments.leave_out, seen, choices)
        answer = talk.ask(Prepare(path, choices))
        if isinstance(answer, Rejected) and answer.sentence.text == UNSURE.text:
            self._print_own(Rejected(say("Say which: --task classify or --task regress.")), None)
        return answer.data if isinstance(answer, Prepared) else None

    def _train(self) -> int:
        self._opening = OpenRun(str(self._run(self._arguments.open))) if self._arguments.open else self._load()
        self._talk = Conversation(self._start(), self._show)
        try:
            self._script()
            self._last_picture()
        except GoneError:
            self._code = FAILED
        except KeyboardInterrupt:
            self._code = INTERRUPTED
        finally:
            self._talk.close()
        return self._code

    def _start(self) -> WorkerLike:
        """Start the train worker, with a recorder if `--record` asks for one."""
        arguments = self._arguments
        log = self._folders.logs / "trainer-headless.log"
        threads = ["--threads", str(arguments.threads)] if arguments.threads else []
        worker = start_trainer(arguments.python, log=log, arguments=threads)
        return worker if arguments.record is None else Recorder(worker, arguments.record)

    def _show(self, event: Any, answers: int | None) -> None:
        self._print(event, answers)
        if isinstance(event, (Loaded, Edited, Diverged)):
            self._net = event.now.net
        if isinstance(event, (Loaded, StopsSet, StopHit)):
            self._stops = event.stops
        if isinstance(event, Diverged):
            self._code = DIVERGED
        if isinstance(event, StopHit):
            self._net = event.now.net
            self._step = event.hit.stands
            self._code = self._code if self._code == DIVERGED else STOPPED

    def _script(self) -> None:
        """Ask for everything, in order."""
        arguments = self._arguments
        self._talk.until(lambda event, answers: isinstance(event, Ready))
        if arguments.device:
            self._must(UseDevice(arguments.device))
        if self._hertz:
            self._must(Watch(self._hertz))
        loaded = self._must(self._opening)
        if not isinstance(loaded, Loaded):
            return
        self._set_stops(loaded)
        if arguments.twin:
            self._must(SetTwin(True, arguments.twin))
        self._step = begun = loaded.now.state.step
        end = begun + self._steps(loaded.data, loaded.now.settings.batch_size)
        for step, edit in sorted(arguments.edits, key=lambda entry: entry[0]):
            if not begun <= step <= end:
                self._leave_out(step, begun, end)
            elif self._walk_to(step):
                self._edit(edit)
            else:
                break
        there = self._walk_to(end)
        if arguments.twin:
            self._compare()
        if (there or self._code == STOPPED) and (arguments.save or arguments.open):
            self._must(Save())

    def _compare(self) -> None:
        """Let the twin catch up, and tell how both have done."""
        now = self._must(AskTwin())
        if isinstance(now, TwinNow) and now.status == "going" and now.behind:
            self._talk.until(
                lambda event, answers: isinstance(event, TwinNow) and not (event.behind and event.status == "going")
            )
            self._must(AskTwin())

    def _set_stops(self, loaded: Loaded) -> None:
        """Ask for the conditions; those that a run was saved with stay where none is asked for."""
        made = []
        for condition, position in self._arguments.stops:
            try:
                made.append(Stop(stops.resolve(condition, position, loaded.now.net)))
            except Problem as problem:
                self._refuse(problem.sentence)
        if made:
            self._must(SetStops(tuple(made)))

    def _last_picture(self) -> None:
        """Let a recording end with how the network looks at its last step."""
        if self._arguments.record is not None and self._net is not None:
            self._must(Watch(self._hertz))  # the next one is due at once
            self._talk.until(lambda event, answers: isinstance(event, Portrait))

    def _load(self) -> Load:
        """Return the command that begins a new training."""
        folder = ""
        if self._arguments.save:
            folder = str(self._new_run(self._arguments.save))
        return train_arguments.load_of(self._arguments, run=folder, own=self._own)

    def _run(self, name: str) -> Path:
        """Return the folder of a run, by its name in the runs folder or by its path."""
        path = Path(name)
        return path.absolute() if len(path.parts) > 1 or path.is_dir() else self._folders.runs / runs.check_name(name)

    def _new_run(self, name: str) -> Path:
        """Return the folder of a new run, by its name in the runs folder or by its path."""
        path = Path(name)
        if len(path.parts) == 1:
            return new_folder(self._folders.runs, name)
        if any((path / file).exists() for file in (WEIGHTS_FILE, RECORD_FILE)):
            raise ArgumentError(
                "There is a training in {folder} already. Save into another folder, or continue it with --open.",
                folder=name,
            )
        return path.absolute()

    def _steps(self, data: Data, batch_size: int) -> int:
        """Return how many steps to take."""
        if self._arguments.epochs is None:
            return int(self._arguments.steps)
        per_epoch = -(-data.training_samples // min(batch_size, data.training_samples))
        return int(self._arguments.epochs) * per_epoch

    def _walk_to(self, step: int) -> bool:
        """Train to `step`; return whether it was reached."""
        if step > self._step and not self._ended:
            answer = self._talk.ask(Step(step - self._step))
            if isinstance(answer, Rejected) or self._code == DIVERGED:
                self._refused = True
            elif not self._ended:
                self._step = step
        return not self._ended

    @property
    def _ended(self) -> bool:
        """Whether no step is taken any more."""
        return self._refused or self._code == STOPPED

    def _edit(self, edit: Written) -> None:
        """Ask for an edit of the network as it is now; training goes on where it is refused."""
        assert self._net is not None
        try:
            asked = resolve(edit, self._net)
        except EditError as error:
            self._refuse(error.sentence)
            return
        answer = self._must(asked)
        if isinstance(answer, Edited):
            self._step = answer.now.state.step  # undo goes back
            if answer.cause == "edit" and any(stop.on and stop.condition.of == "edit" for stop in self._stops):
                self._talk.until(lambda event, answers: isinstance(event, StopHit))

    def _leave_out(self, step: int, begun: int, end: int) -> None:
        """Refuse an edit at a step that the training does not reach."""
        self._refuse(
            say("Step {step} is not between {begun} and {end}: its edit is left out.", step=step, begun=begun, end=end)
        )

    def _refuse(self, sentence: Sentence) -> None:
        """Say why something is not done."""
        self._show(Rejected(sentence), None)
        self._code = REFUSED

    def _must(self, command: object) -> Any:
        """Ask; a refusal decides the exit code."""
        answer = self._talk.ask(command)
        if isinstance(answer, Rejected):
            self._code = REFUSED
        return answer
