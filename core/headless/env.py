"""Environments without a window: ``torchgarden env machine|plan|create|list|check|export|remove|jupyter``.

The same functions as the window's: what solves or installs goes through the install worker with the window's commands;
what only reads, checks, removes or starts Jupyter is done here, by the same calls the worker makes. `torchgarden env
--help` lists the exit codes.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from core.env.check import check
from core.env.choose import builds
from core.env.envs import listing, remove
from core.env.look import machine
from core.env.open import jupyter
from core.env.plan import by_hand
from core.env.plan.recipe import check_recipe
from core.env.problems import advice_now, file_problem
from core.files import write
from core.folders import Folders, find_folders
from core.headless import env_arguments, env_words, train_words
from core.messages.computer import Machine
from core.messages.install_commands import Continue, CreateFromLock, Discard, Export, FindUnfinished, Install, MakePlan
from core.messages.install_events import Checked, EnvsSeen, Installed, MachineSeen, Planned, Stopped
from core.messages.recipe import EXTRAS, Extra, Plan, Recipe, RecipeError, Wish
from core.messages.train_events import Failed, Rejected
from core.sentence import Problem
from core.workers.worker import Worker, start_installer

DONE, FAILED, WRONG, REFUSED, BAD, INTERRUPTED = 0, 1, 2, 3, 4, 130
EVENTS_AT_ONCE = 100
WAIT_S = 0.2
SUFFIXES = {"lock": ".lock", "environment_yml": ".yml", "requirements": ".txt"}
Start = Callable[..., Worker]


class NoEnvError(Problem):
    """There is no environment of that name."""


def main(argv: Sequence[str], *, out: Callable[[str], None] = print, start: Start = start_installer) -> int:
    """Do what the arguments after ``torchgarden env`` ask; return the exit code. `start` starts the install worker."""
    try:
        arguments = env_arguments.parser().parse_args(list(argv))
    except SystemExit as leaving:  # argparse has printed why
        return int(leaving.code or 0)
    try:
        return Door(arguments, out=out, start=start).run()
    except BrokenPipeError:  # whoever read our lines has left: torchgarden env list | head -1
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return INTERRUPTED


class Door:
    """One request, from its arguments to its exit code."""

    def __init__(self, arguments: argparse.Namespace, *, out: Callable[[str], None], start: Start) -> None:
        self._arguments = arguments
        self._folders: Folders = find_folders(home=arguments.home)
        self._out = out
        self._start = start
        self._json = train_words.json_printer(out) if arguments.json else None

    def run(self) -> int:
        """Do it; every Problem becomes one Rejected and its exit code."""
        verbs: dict[str, Callable[[], int]] = {
            "machine": self._machine, "plan": self._plan, "create": self._create, "list": self._list,
            "check": self._check, "export": self._export, "remove": self._remove, "jupyter": self._jupyter,
        }  # fmt: skip
        try:
            return verbs[self._arguments.verb]()
        except (Problem, FileNotFoundError, FileExistsError, NotADirectoryError, PermissionError) as error:
            return self._refuse(error)
        except KeyboardInterrupt:
            self._say_how_to_go_on()
            return INTERRUPTED

    def _refuse(self, error: Exception) -> int:
        """Say why it was not done; an OSError is that of a folder for our own things that cannot be made."""
        if isinstance(error, OSError):
            error = file_problem(error, Path(error.filename or self._folders.data))
        assert isinstance(error, Problem)
        self._show(Rejected(error.sentence, advice_now(error)))
        return WRONG if isinstance(error, NoEnvError) else REFUSED

    def _show(self, event: Any) -> None:
        if self._json:
            self._json(event, None)
        else:
            for line in env_words.lines_of(event, create=self._create_command):
                self._out(line)

    def _say_how_to_go_on(self) -> None:
        """After an install ended without an answer, a person is told what there is to do."""
        if self._arguments.verb == "create" and not self._json:
            self._out(f"What was begun can be continued or deleted. See: {self._create_command} --unfinished")

    @property
    def _create_command(self) -> str:
        """What a person types to make an environment with the same folder for our own files."""
        home = f" --home {env_words.typed(str(self._folders.data))}" if self._arguments.home else ""
        return env_words.CREATE + home

    # --------------------------------------------------------------------------------------------- through the worker
    def _ask(self, *requests: object) -> list[Any]:
        """Send commands one after another; return their answers, as many as came before one was not done.

        A request may be a function that makes the next command out of the last answer, or None to leave it at that.
        """
        if self._arguments.home:
            worker = self._start(log=self._log, arguments=["--home", str(self._folders.data)])
        else:
            worker = self._start(log=self._log)
        answers: list[Any] = []
        try:
            for request in requests:
                command = request(answers[-1]) if callable(request) else request
                if command is None:
                    break
                answer = self._until_answered(worker, worker.send(command))
                answers.append(answer)
                if isinstance(answer, Failed):
                    self._say_how_to_go_on()
                if isinstance(answer, (Rejected, Failed, Stopped)):
                    break
        finally:
            worker.close()
        return answers

    @property
    def _log(self) -> Path:
        return self._folders.logs / "installer-headless.log"

    def _until_answered(self, worker: Worker, number: int) -> Any:
        """Print what is said until the command `number` is answered, or the worker is gone."""
        while True:
            for event, answers in worker.events(EVENTS_AT_ONCE):
                self._show(event)
                if answers == number or isinstance(event, Failed):
                    return event
            worker.wait(WAIT_S)

    def _recipe(self, here: Machine) -> Recipe:
        arguments = self._arguments
        wish = Wish(arguments.build, arguments.torch, arguments.python, arguments.source)
        recipe = Recipe(
            arguments.name,
            builds.choose_build(here, wish),
            extras=_extras(arguments.extras),
            folder=os.path.abspath(arguments.folder) if arguments.folder else "",
            replace=arguments.replace,
        )
        check_recipe(recipe, here)
        return recipe

    def _plan(self) -> int:
        """Plan and print; with --script also write the same by hand."""
        here = machine.look(folders=self._folders)
        answers = self._ask(MakePlan(self._recipe(here)))
        if not isinstance(answers[-1], Planned):
            return _code(answers[-1])
        self._write_script(answers[-1].plan)
        return DONE if answers[-1].plan.fits else BAD

    def _write_script(self, plan: Plan) -> None:
        shell = self._arguments.script
        if shell:
            path = Path.cwd() / by_hand.script_name(plan, shell)
            write(path, by_hand.script_bytes(plan, shell))
            if not self._json:
                self._out(str(path))

    def _create(self) -> int:
        """Make an environment: of a recipe, of a lock, or of an unfinished install."""
        arguments = self._arguments
        if arguments.unfinished:
            return _code(self._ask(FindUnfinished())[-1])
        if arguments.discard:
            return _code(self._ask(Discard(arguments.discard))[-1])
        if arguments.go_on:
            return _code(self._ask(Continue(arguments.go_on))[-1])
        if not arguments.name:
            raise NoEnvError("Say what the environment is to be called: torchgarden env create NAME")
        if arguments.from_lock:
            return _code(self._ask(CreateFromLock(str(arguments.from_lock.absolute()), arguments.name))[-1])
        here = machine.look(folders=self._folders)
        last = self._ask(MakePlan(self._recipe(here)), self._installing)[-1]
        return BAD if isinstance(last, Planned) else _code(last)

    def _installing(self, planned: Planned) -> Install | None:
        """What follows a plan; nothing where it does not fit on the disk."""
        self._write_script(planned.plan)
        return Install(planned.plan) if planned.plan.fits else None

    def _export(self) -> int:
        env = self._env()
        default = Path.cwd() / (env.name.replace("/", "-") + SUFFIXES[self._arguments.format])
        path = (self._arguments.to or default).absolute()
        return _code(self._ask(Export(env.prefix, self._arguments.format, str(path)))[-1])

    # ----------------------------------------------------------------------------------------------------------- here
    def _env(self) -> Any:
        """The environment that the argument names, by name or by folder."""
        here = machine.look(folders=self._folders)
        wanted = self._arguments.env
        if os.sep in wanted or "/" in wanted or wanted == ".":
            return listing.describe(os.path.abspath(wanted), here)
        found = [env for env in listing.list_envs(here) if env.name == wanted]
        if not found:
            raise NoEnvError("No environment is called {name}. See: torchgarden env list", name=wanted)
        if len(found) > 1:
            raise NoEnvError(
                "Several environments are called {name}. Give the folder instead: {folders}",
                name=wanted,
                folders=_join(found),
            )
        return found[0]

    def _machine(self) -> int:
        self._show(MachineSeen(machine.look(folders=self._folders)))
        return DONE

    def _list(self) -> int:
        found = listing.list_envs(machine.look(folders=self._folders))
        if self._arguments.sizes:
            found = tuple(dataclasses.replace(env, size_bytes=listing.measure(env.prefix).size_bytes) for env in found)
        self._show(EnvsSeen(found))
        return DONE

    def _check(self) -> int:
        env = self._env()
        report = check.check(env.prefix, python=env.executable, machine=machine.look(folders=self._folders))
        self._show(Checked(report))
        return DONE if report.ok and not report.faults else BAD

    def _remove(self) -> int:
        env, here = self._env(), machine.look(folders=self._folders)
        self._show(remove.preview_remove(env.prefix, here))
        if self._arguments.yes:
            self._show(remove.remove(env.prefix, here))
        elif not self._json:
            self._out("Nothing has changed. Say --yes to remove it.")
        return DONE

    def _jupyter(self) -> int:
        if self._arguments.stop:
            stopped = jupyter.stop_jupyter(self._arguments.stop)
            if not self._json:
                self._out("The notebook server has ended." if stopped else "The notebook server is still running.")
            return DONE if stopped else FAILED
        if not self._arguments.env:
            raise NoEnvError("Say which environment: torchgarden env jupyter ENV")
        env = self._env()
        folder = str(self._arguments.folder.absolute())
        log = self._folders.logs / "jupyter.log"
        self._show(jupyter.start_jupyter(env.prefix, folder=folder, log=log, kernel=env.kernel))
        return DONE


def _join(found: Iterable[Any]) -> str:
    return ", ".join(env.prefix for env in found)


def _code(answer: object) -> int:
    """The exit code that an answer of the worker means."""
    if isinstance(answer, Installed):
        return DONE if answer.report.ok else BAD
    if isinstance(answer, (Failed, Stopped)):
        return FAILED
    return REFUSED if isinstance(answer, Rejected) else DONE


def _extras(text: str) -> tuple[Extra, ...]:
    names = [name for name in text.replace(" ", "").split(",") if name and name != "none"]
    for name in names:
        if name not in EXTRAS:
            raise RecipeError(
                "There is no extra called {name}; there are: {names}.", name=name, names=", ".join(EXTRAS)
            )
    return tuple(extra for extra in EXTRAS if extra in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
