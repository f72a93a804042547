"""A program or a shell inside an environment, without conda: ``torchgarden env run`` and ``torchgarden env shell``."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.env.open import terminal
from core.messages.install_events import Shell
from core.messages.install_reports import Env
from core.prefix import is_venv, path_with
from core.sentence import Problem
from core.workers.handover import outgoing_environment


class RunError(Problem):
    """A program or shell that cannot be started."""


def environment_of(env: Env, environ: Mapping[str, str], *, windows: bool) -> dict[str, str]:
    """Return the environment variables with which programs run in an environment, as activation sets them."""
    made = outgoing_environment(environ, frozen=bool(getattr(sys, "frozen", False)))
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV"):
        made.pop(name, None)
    made["PATH"] = path_with(env.prefix, made.get("PATH", ""), windows=windows)
    made["PYTHONNOUSERSITE"] = "1"
    if is_venv(Path(env.prefix)):
        return made | {"VIRTUAL_ENV": env.prefix}
    return made | {"CONDA_PREFIX": env.prefix, "CONDA_DEFAULT_ENV": env.name}


def words_in(typed: Sequence[str]) -> list[str]:
    """Return the program and its arguments, as typed behind ``--``; raise `RunError` if there are none."""
    words = list(typed[1:] if typed[:1] == ["--"] else typed)
    if not words:
        raise RunError("Say what to run: torchgarden env run NAME -- python")
    return words


def run(env: Env, words: Sequence[str]) -> int:
    """Run a program in an environment, with our input and output; return its exit code, 128 + a signal's number."""
    windows = os.name == "nt"
    environment = environment_of(env, os.environ, windows=windows)
    command = list(words)
    scripts = sorted(Path(env.prefix, "etc", "conda", "activate.d").glob("*.sh"))
    if scripts and not windows:
        # What packages set when the environment is activated, then the program in the shell's place.
        sources = "; ".join(f". {shlex.quote(str(script))}" for script in scripts)
        command = ["/bin/sh", "-c", f'{sources}; exec "$@"', "sh", *command]
    else:
        found = shutil.which(command[0], path=environment["PATH"])
        command[0] = found or command[0]
    return _wait(command, environment, what=words[0])


def shell(env: Env) -> int:
    """Open a shell inside an environment, here; return its exit code when the person leaves it."""
    environment = environment_of(env, os.environ, windows=os.name == "nt")
    with tempfile.TemporaryDirectory(prefix="torchgarden-") as folder:
        words, files = shell_of(env, os.environ, folder=os.getcwd(), windows=os.name == "nt")
        for file in files:
            (Path(folder) / file.name).write_text(file.text.replace("{folder}", folder), encoding="utf-8", newline="")
        command = [word.replace("{folder}", folder) for word in words]
        return _wait(command, environment, what=command[0])


def shell_of(
    env: Env, environ: Mapping[str, str], *, folder: str, windows: bool
) -> tuple[tuple[str, ...], tuple[terminal.StartFile, ...]]:
    """Return how to start the person's shell in an environment: its words and start files (``{folder}`` is theirs)."""
    if windows:
        if "PSModulePath" in environ and "PROMPT" not in environ:
            return terminal.powershell_words("powershell", env.prefix, env.name, folder), ()
        batch = terminal.StartFile("activate.bat", terminal.cmd_script(env.prefix, env.name, folder))
        return (environ.get("ComSpec", "cmd.exe"), "/D", "/K", r"{folder}\activate.bat"), (batch,)
    own = os.path.basename(environ.get("SHELL", ""))
    if own == "fish":
        return ("fish", "--init-command", terminal.fish_script(env.prefix, env.name, folder)), ()
    kind: Shell = "zsh" if own == "zsh" else "bash"
    words = terminal.shell_words(kind, zdotdir=environ.get("ZDOTDIR", ""))
    return words, terminal.start_files(kind, env.prefix, env.name, folder)


def _wait(command: Sequence[str], environment: Mapping[str, str], *, what: str) -> int:
    # Ctrl+C is for the program, which has our terminal; we wait for what it makes of it.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with subprocess.Popen(list(command), env=dict(environment), preexec_fn=_hears_ctrl_c) as process:
            code = process.wait()
    except FileNotFoundError as error:
        raise RunError("There is no program called {name} in this environment or on PATH.", name=what) from error
    except OSError as error:
        raise RunError("{name} cannot be started here.", name=what) from error
    finally:
        signal.signal(signal.SIGINT, before)
    return 128 - code if code < 0 else code


def _listen() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


_hears_ctrl_c = None if os.name == "nt" else _listen
