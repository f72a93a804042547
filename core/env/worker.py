"""The install worker: everything the app asks of environments, one command after another.

    python -m core.env.worker [--home DIR]

Cancelling is ending this process and its group: whatever it was doing, the next start puts it right. It ends by
`os._exit` (`child.run` does), because rattler's threads crash an interpreter that finishes in the ordinary way.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import assert_never

from core.env.check.check import check
from core.env.context import default_context, open_context, sources_of
from core.env.envs import listing, lockfile
from core.env.envs import remove as removal
from core.env.envs.export import export
from core.env.envs.kernels import add_kernel, kernels_of
from core.env.install import attempts
from core.env.kept.answers import looked
from core.env.look import machine
from core.env.look.patience import ENTRY_S, within
from core.env.network.look import look_at
from core.env.network.verdict import is_bad
from core.env.open.jupyter import start_jupyter, stop_jupyter
from core.env.open.launch import open_editor, open_terminal
from core.env.open.notebook import write_in_first
from core.env.plan.ask import PlanLog, make_plan
from core.env.problems import Offline, ServerError, Stalled, Untrusted, advice_now, file_problem
from core.folders import Folders, find_folders
from core.messages.computer import Machine
from core.messages.install_commands import (
    AddKernel,
    Check,
    Clone,
    Continue,
    CreateFromLock,
    DescribeEnv,
    Discard,
    Export,
    FindUnfinished,
    Install,
    InstallCommand,
    ListEnvs,
    Look,
    LookAtKept,
    LookAtNetwork,
    LookAtPython,
    LookForNewer,
    MakePlan,
    Measure,
    OpenEditor,
    OpenTerminal,
    PreviewRemove,
    Remove,
    Repair,
    StartJupyter,
    StopJupyter,
    WriteNotebook,
)
from core.messages.install_events import (
    Checked,
    EnvSeen,
    InstallerReady,
    JupyterStopped,
    LogLine,
    MachineSeen,
    NetworkSeen,
    NotebookWritten,
    Planned,
)
from core.messages.install_reports import Env
from core.messages.train_events import Rejected
from core.sentence import Problem, Sentence, say
from core.workers import child
from core.workers.child import Closed, Pipe
from core.workers.handover import quietly, step_back_as_a_session

HANDING_OVER = (StartJupyter, OpenTerminal, OpenEditor)
"""Done by the main thread, which has not stepped back: what it starts goes on without us, at the normal priority."""

MAKES = (Install, Continue, Repair, CreateFromLock, Clone)
"""Commands that make an environment, or mend one: what they do is handed the machine as it was looked at."""

OF_THE_NETWORK = (Offline, Stalled, Untrusted, ServerError)
"""Problems after which the network is looked at: the server's own words rarely say what is wrong."""

FETCHES_NOTHING = (
    Look, ListEnvs, DescribeEnv, LookAtPython, LookAtKept, Measure, Check, PreviewRemove, Remove, StartJupyter,
    StopJupyter,
)  # fmt: skip
"""Commands that are carried out even where the list of sources cannot be read."""


class Installer:
    """Answers commands, each by exactly one event. Looks at the computer once, and again when told to."""

    def __init__(self, pipe: Pipe, folders: Folders) -> None:
        self._pipe = pipe
        self._folders = folders
        self._machine: Machine | None = None
        self._trouble: Problem | None = None
        self._plan_log: PlanLog | None = None
        try:
            self._context = open_context(folders)
        except Problem as problem:  # told in answer to every command that may need it, until the file is mended
            self._trouble = problem
            self._context = default_context(folders)

    def serve(self) -> None:
        """Put right what was left, then answer until the app closes its end."""
        put_right = [str(finding.sentence) for finding in self._context.findings]
        quietly(lambda: attempts.recover(self._context, put_right.append))
        self._pipe.send(InstallerReady(os.getpid()))
        for text in put_right:
            self._pipe.send(LogLine(text))
        while True:
            arrived = self._pipe.receive()
            if arrived is None:
                continue
            number, command = arrived
            answer = functools.partial(self._pipe.send, answers=number)
            with contextlib.suppress(Closed):  # what was asked before the app went is done; `receive` ends it
                self._answer(command, answer)

    def _answer(self, command: InstallCommand, answer: Callable[[object], None]) -> None:
        """Carry out one command, on a thread that has stepped back unless it hands a program over."""
        self._plan_log = PlanLog(self._folders.logs) if isinstance(command, MakePlan) else None
        try:
            if self._trouble and not isinstance(command, FETCHES_NOTHING):
                raise self._trouble
            if isinstance(command, HANDING_OVER):
                self._do(command, answer)
            else:
                quietly(functools.partial(self._do, command, answer))
        except Problem as problem:
            answer(self._rejected(problem))

    def _rejected(self, problem: Problem) -> Rejected:
        """Return what a person is told of a command that was not carried out; a plan has a log of it."""
        advice = (*self._why(problem), *advice_now(problem))
        if self._plan_log is None:
            return Rejected(problem.sentence, advice)
        self._plan_log.refuse(problem, advice)
        return Rejected(problem.sentence, advice, self._plan_log.path)

    def _why(self, problem: Problem) -> tuple[Sentence, ...]:
        """Return what a look at the network says when a server did not do as it should; what helps is beside it."""
        if not isinstance(problem, OF_THE_NETWORK):
            return ()
        self._told(say("Looking for what is wrong with the network."))
        first = self._look_at_network().findings[0]
        said = (first.sentence, first.advice) if is_bad(first) else ()
        return tuple(part for part in said if part is not None)

    def _told(self, sentence: Sentence) -> None:
        """Tell what is being asked or waited for."""
        self._pipe.send(LogLine(str(sentence), waits=sentence))

    def _look_at_network(self) -> NetworkSeen:
        sources = sources_of(self._context.origin, platform=self._known_machine().platform)
        return NetworkSeen(look_at(sources))

    def _known_machine(self) -> Machine:
        if self._machine is None:
            found = machine.look(folders=self._folders)
            self._machine = replace(found, findings=(*found.findings, *self._context.findings))
        return self._machine

    def _look_again(self) -> Machine:
        self._machine = None
        return self._known_machine()

    def _do(self, command: InstallCommand, answer: Callable[[object], None]) -> None:
        """Carry out one command and answer it; raises `Problem` when nothing changed."""
        if isinstance(command, MAKES):
            self._context = replace(self._context, machine=self._known_machine())
        context, tell = self._context, self._pipe.send
        match command:
            case Look():
                answer(MachineSeen(self._look_again()))
            case MakePlan():
                log = self._plan_log or PlanLog(self._folders.logs)
                made = make_plan(command.recipe, self._known_machine(), context, told=self._told, log=log)
                answer(Planned(made))
            case Install():
                attempts.install(command.plan, context, tell, answer, self._why)
            case FindUnfinished():
                answer(attempts.find_unfinished(context))
            case Continue():
                attempts.go_on(command.folder, context, tell, answer, self._why)
            case Discard():
                answer(attempts.discard(command.folder, context, tell))
            case CreateFromLock():
                self._again(lockfile.read(Path(command.path)), command.name, answer)
            case Clone():
                self._again(lockfile.of_environment(Path(command.prefix)), command.name, answer)
            case Repair():
                attempts.repair(command.prefix, context, tell, answer, self._why)
            case ListEnvs():
                if folder := self._known_machine().envs_folder:
                    attempts.bring_back_lost(context, Path(folder), lambda text: tell(LogLine(text)))
                answer(self._about_environments(command))
                _sweep(self._known_machine())  # after the answer: a large folder takes long to delete
            case _:
                answer(self._about_environments(command))

    def _about_environments(
        self,
        command: ListEnvs
        | DescribeEnv
        | LookAtPython
        | LookForNewer
        | LookAtKept
        | Measure
        | Check
        | LookAtNetwork
        | PreviewRemove
        | Remove
        | Export
        | AddKernel
        | StartJupyter
        | StopJupyter
        | WriteNotebook
        | OpenTerminal
        | OpenEditor,
    ) -> object:
        """The answer to a command about environments that are there."""
        known = self._known_machine()
        match command:
            case ListEnvs():
                return listing.list_all(known)
            case DescribeEnv():
                return EnvSeen(_described(command.prefix, known))
            case Measure():
                return listing.measure(command.prefix)
            case LookAtNetwork():
                return self._look_at_network()
            case LookAtPython() | LookForNewer() | LookAtKept():
                return looked(command, self._context, self._folders, known)
            case Check():
                return Checked(check(command.prefix, machine=known))
            case PreviewRemove():
                return removal.preview_remove(command.prefix, known)
            case Remove():
                return removal.remove(command.prefix, known, own=command.own)
            case Export():
                return export(command.prefix, command.format, command.path)
            case AddKernel():
                return add_kernel(command.prefix, Path(command.prefix).name)
            case _:
                return self._open(command, known)

    def _open(
        self, command: StartJupyter | StopJupyter | WriteNotebook | OpenTerminal | OpenEditor, known: Machine
    ) -> object:
        """The answer to a command that opens or ends a program with an environment."""
        match command:
            case StartJupyter():
                kernel = next((one.name for one in kernels_of(command.prefix)), "")
                log = self._folders.logs / "jupyter.txt"
                return start_jupyter(
                    command.prefix, folder=command.folder, log=log, notebook=command.notebook, kernel=kernel
                )
            case StopJupyter():
                return JupyterStopped(command.url, stop_jupyter(command.url))
            case WriteNotebook():
                env = _described(command.prefix, known)
                return NotebookWritten(command.prefix, str(write_in_first(command, env)))
            case OpenTerminal():
                name = Path(command.prefix).name
                return open_terminal(command.prefix, name, system=known.system, folder=command.folder)
            case OpenEditor():
                return open_editor(command.prefix, command.folder, system=known.system)
            case _:
                assert_never(command)

    def _again(self, lock: lockfile.Lock, name: str, answer: Callable[[object], None]) -> None:
        folder = self._known_machine().envs_folder
        attempts.create_from_lock(
            lock,
            name=name,
            folder=folder,
            context=self._context,
            tell=self._pipe.send,
            answer=answer,
            why=self._why,
        )


def _sweep(machine: Machine) -> None:
    """Delete what interrupted removals left."""
    folders = {machine.envs_folder, *(folder for conda in machine.condas for folder in conda.envs_dirs)}
    for folder in folders - {""}:
        with contextlib.suppress(OSError):  # a disk that does not answer would hold every command after this one
            within(ENTRY_S, functools.partial(os.stat, folder))
            removal.sweep(folder)


def _described(prefix: str, machine: Machine) -> Env:
    """What the files of one environment tell; raises `Problem` where they may not be read."""
    try:
        return listing.describe(prefix, machine)
    except OSError as error:
        raise file_problem(error, Path(prefix)) from error


def main(argv: Sequence[str] | None = None) -> None:
    """Be the install worker, on standard input and output. Never returns."""
    parser = argparse.ArgumentParser(prog="torchgarden --installer")
    parser.add_argument("--home", type=Path, help="keep everything under this folder")
    arguments = parser.parse_args(argv)
    folders = find_folders(home=arguments.home)
    step_back_as_a_session()
    child.run(lambda pipe: Installer(pipe, folders).serve())


if __name__ == "__main__":
    main(sys.argv[1:])
