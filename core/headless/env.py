"""Make and look after environments without a window: ``torchgarden env VERB ...``.

This sends the same commands to the same install worker as the window and does nothing to environments itself: it asks,
prints what is said, and returns an exit code. `torchgarden env --help` lists the exit codes.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from core.env.choose import builds
from core.env.network.verdict import is_bad
from core.env.plan import by_hand
from core.env.plan.recipe import check_recipe
from core.env.problems import advice_now, file_problem
from core.files import write
from core.folders import Folders, find_folders
from core.headless import env_arguments, env_run, env_words
from core.headless.conversation import (
    BAD,
    DONE,
    FAILED,
    INTERRUPTED,
    REFUSED,
    WRONG,
    ArgumentError,
    Conversation,
    GoneError,
    NoEnvError,
    NotDoneError,
    json_printer,
)
from core.headless.env_words import code_of
from core.headless.output import beside
from core.messages.install_commands import (
    Check,
    Continue,
    CreateFromLock,
    DescribeEnv,
    Discard,
    Export,
    FindUnfinished,
    Install,
    ListEnvs,
    Look,
    LookAtNetwork,
    MakePlan,
    Measure,
    PreviewRemove,
    Remove,
    StartJupyter,
    StopJupyter,
)
from core.messages.install_events import (
    Checked,
    EnvSeen,
    EnvsSeen,
    Installed,
    JupyterStarted,
    JupyterStopped,
    MachineSeen,
    Measured,
    NetworkSeen,
    Planned,
    Removed,
    RemovePreviewed,
)
from core.messages.install_reports import Env
from core.messages.recipe import Plan, Recipe, Wish
from core.messages.train_events import Rejected
from core.sentence import Problem
from core.workers.worker import WorkerLike, start_installer

SUFFIXES = {"lock": ".lock", "environment_yml": ".yml", "requirements": ".txt"}
Start = Callable[..., WorkerLike]
Answer = TypeVar("Answer")


def main(argv: Sequence[str], *, out: Callable[[str], None] = print, start: Start = start_installer) -> int:
    """Do what the arguments after ``torchgarden env`` ask; return the exit code. `start` starts the install worker."""
    try:
        arguments = env_arguments.parser().parse_args(list(argv))
    except SystemExit as leaving:  # argparse has printed why
        return int(leaving.code or 0)
    return Door(arguments, out=out, start=start).run()


class Door:
    """One request, from its arguments to its exit code."""

    def __init__(self, arguments: argparse.Namespace, *, out: Callable[[str], None], start: Start) -> None:
        self._arguments = arguments
        self._folders: Folders = find_folders(home=arguments.home)
        self._out, self._aside = out, beside(out)
        self._start = start
        self._talking: Conversation | None = None
        self._json = json_printer(out) if arguments.json else None

    def run(self) -> int:
        """Do what is asked and end the worker; every Problem becomes one Rejected and its exit code."""
        verbs: dict[str, Callable[[], int]] = {
            "machine": self._machine, "plan": self._plan, "create": self._create, "list": self._list,
            "check": self._check, "export": self._export, "remove": self._remove, "jupyter": self._jupyter,
            "run": self._run, "shell": self._shell, "doctor": self._doctor,
        }  # fmt: skip
        try:
            env_arguments.check_together(self._arguments)
            return verbs[self._arguments.verb]()
        except NotDoneError as error:
            self._show(error.answer)
            return code_of(error.answer)
        except GoneError:
            self._say_how_to_go_on()
            return FAILED
        except (Problem, FileNotFoundError, FileExistsError, NotADirectoryError, PermissionError) as error:
            return self._refuse(error)
        except KeyboardInterrupt:
            if self._talking:
                self._talking.kill()  # whatever it was doing, the next start puts it right
            self._say_how_to_go_on()
            return INTERRUPTED
        finally:
            if self._talking:
                self._talking.close()

    def _refuse(self, error: Exception) -> int:
        """Say why it was not done; an OSError means that one of our own folders cannot be made."""
        if isinstance(error, OSError):
            error = file_problem(error, error.filename or self._folders.data)
        assert isinstance(error, Problem)
        self._show(Rejected(error.sentence, advice_now(error)))
        return WRONG if isinstance(error, (NoEnvError, ArgumentError)) else REFUSED

    def _show(self, event: Any, answers: int | None = None) -> None:
        """Print an event, without `answers`: a script asks for one thing, and the last line answers it."""
        if self._json:
            self._json(event, None)
        else:
            out = self._aside if isinstance(event, env_words.ASIDE) else self._out
            for line in env_words.lines_of(event, create=self._create_command):
                out(line)
            if isinstance(event, Installed):
                self._aside(env_words.how_to_use(event.env))

    def _say_how_to_go_on(self) -> None:
        """Tell a person what to do after an install that ended without an answer."""
        if self._arguments.verb == "create" and not self._json:
            self._aside(f"What was begun can be continued or deleted. See: {self._create_command} --unfinished")

    @property
    def _create_command(self) -> str:
        """Return what a person types to make an environment, with the same `--home`."""
        home = f" --home {env_words.typed(str(self._folders.data))}" if self._arguments.home else ""
        return env_words.CREATE + home

    # ------------------------------------------------------------------------------------------------ with the worker
    @property
    def _talk(self) -> Conversation:
        """The conversation with the install worker, which starts when there is first something to ask."""
        if self._talking is None:
            home = {"arguments": ["--home", str(self._folders.data)]} if self._arguments.home else {}
            worker = self._start(log=self._folders.logs / "installer-headless.log", **home)
            self._talking = Conversation(worker, self._show)
        return self._talking

    def _get(self, command: object, kind: type[Answer]) -> Answer:
        """Return an answer of this kind, showing nothing; raise NotDoneError for any other answer."""
        answer = self._talk.ask_quietly(command)
        if not isinstance(answer, kind):
            raise NotDoneError(answer)
        return answer

    def _show_only(self, command: object, kind: type[Answer]) -> Answer:
        """Ask, show the answer alone and return it."""
        answer = self._get(command, kind)
        self._show(answer)
        return answer

    # ---------------------------------------------------------------------------------------------- new environments
    def _recipe(self) -> Recipe:
        """Return the recipe that the arguments ask for on this computer."""
        arguments, here = self._arguments, self._get(Look(), MachineSeen).machine
        wish = Wish(arguments.build, arguments.torch, env_arguments.python_of(arguments.python), arguments.source)
        recipe = Recipe(
            arguments.name,
            builds.choose_build(here, wish),
            extras=env_arguments.extras_of(arguments.extras),
            folder=os.path.abspath(arguments.folder) if arguments.folder else "",
            replace=arguments.replace,
        )
        check_recipe(recipe, here)
        return recipe

    def _plan(self) -> int:
        """Print a plan; with --script also write the same by hand."""
        planned = self._talk.ask(MakePlan(self._recipe()))
        if not isinstance(planned, Planned):
            return code_of(planned)
        self._write_script(planned.plan)
        return DONE if planned.plan.fits else BAD

    def _write_script(self, plan: Plan) -> None:
        """Write the same by hand into the folder the person is in, if --script asks for it."""
        shell = self._arguments.script
        if shell:
            path = Path.cwd() / by_hand.script_name(plan, shell)
            write(path, by_hand.script_bytes(plan, shell))
            if not self._json:
                self._out(str(path))

    def _create(self) -> int:
        """Make an environment: from a recipe, a lock file or an unfinished install."""
        arguments = self._arguments
        if arguments.unfinished:
            return code_of(self._talk.ask(FindUnfinished()))
        if arguments.discard:
            return code_of(self._talk.ask(Discard(arguments.discard)))
        if arguments.go_on:
            return code_of(self._talk.ask(Continue(arguments.go_on)))
        if not arguments.name:
            raise NoEnvError("Say what the environment is to be called: torchgarden env create NAME")
        if arguments.from_lock:
            return code_of(self._talk.ask(CreateFromLock(str(arguments.from_lock.absolute()), arguments.name)))
        planned = self._talk.ask(MakePlan(self._recipe()))
        if not isinstance(planned, Planned):
            return code_of(planned)
        self._write_script(planned.plan)
        return code_of(self._talk.ask(Install(planned.plan))) if planned.plan.fits else BAD

    # ------------------------------------------------------------------------------------- environments that are there
    def _env(self) -> Env:
        """Return the environment that the argument names, by name or by folder."""
        wanted = self._arguments.env
        if os.sep in wanted or "/" in wanted or wanted == ".":
            return self._get(DescribeEnv(os.path.abspath(wanted)), EnvSeen).env
        found = [env for env in self._get(ListEnvs(), EnvsSeen).envs if env.name == wanted]
        if not found:
            raise NoEnvError("No environment is called {name}. See: torchgarden env list", name=wanted)
        if len(found) > 1:
            raise NoEnvError(
                "Several environments are called {name}. Give the folder instead: {folders}",
                name=wanted,
                folders=", ".join(env.prefix for env in found),
            )
        return found[0]

    def _machine(self) -> int:
        """Look at this computer."""
        self._show_only(Look(), MachineSeen)
        return DONE

    def _list(self) -> int:
        """List every environment; with --sizes also how large each is."""
        seen = self._get(ListEnvs(), EnvsSeen)
        if self._arguments.sizes:
            seen = dataclasses.replace(seen, envs=tuple(self._measured(env) for env in seen.envs))
        self._show(seen)
        return DONE

    def _measured(self, env: Env) -> Env:
        return dataclasses.replace(env, size_bytes=self._get(Measure(env.prefix), Measured).size_bytes)

    def _check(self) -> int:
        """Train a little with the environment's own Python."""
        report = self._show_only(Check(self._env().prefix), Checked).report
        return DONE if report.passed else BAD

    def _doctor(self) -> int:
        """Say what is wrong with an environment, or (without one) with the network."""
        if self._arguments.env and not self._arguments.network:
            return self._check()
        if not self._json:
            self._aside("Asking every server that packages come from; this takes 20 s at most.")
        return BAD if any(map(is_bad, self._show_only(LookAtNetwork(), NetworkSeen).findings)) else DONE

    def _export(self) -> int:
        """Write one of the three files that make the environment again elsewhere."""
        env = self._env()
        default = Path.cwd() / (env.name.replace("/", "-") + SUFFIXES[self._arguments.format])
        path = (self._arguments.to or default).absolute()
        return code_of(self._talk.ask(Export(env.prefix, self._arguments.format, str(path))))

    def _remove(self) -> int:
        """Show what would go; with --yes delete it."""
        prefix = self._env().prefix
        self._show_only(PreviewRemove(prefix), RemovePreviewed)
        if self._arguments.yes:
            self._show_only(Remove(prefix, tuple(self._arguments.own)), Removed)
        elif not self._json:
            self._aside("Nothing has changed. Say --yes to remove it.")
        return DONE

    def _run(self) -> int:
        """Run a program in an environment."""
        words = env_run.words_in(self._arguments.words)
        return env_run.run(self._env_alone(), words)

    def _shell(self) -> int:
        """Open a shell in an environment."""
        env = self._env_alone()
        self._aside(f"{env.name}: active here. `exit` leaves it.")
        return env_run.shell(env)

    def _env_alone(self) -> Env:
        """Return the environment of the arguments, the worker ended: what runs now has the terminal to itself."""
        env, talking = self._env(), self._talk
        self._talking = None
        talking.close()
        return env

    def _jupyter(self) -> int:
        """Start a notebook server, or end the one that --stop names."""
        if self._arguments.stop:
            stopped = self._get(StopJupyter(self._arguments.stop), JupyterStopped).stopped
            if not self._json:
                self._out("The notebook server has ended." if stopped else "The notebook server is still running.")
            return DONE if stopped else FAILED
        if not self._arguments.env:
            raise NoEnvError("Say which environment: torchgarden env jupyter ENV")
        folder = str(self._arguments.folder.absolute())
        self._show_only(StartJupyter(self._env().prefix, folder), JupyterStarted)
        return DONE
