"""How to open a terminal with an environment active, in the person's own terminal and shell.

`terminal_launch` returns data, so that it can be tested on any system: the program with its arguments, and the small
files that the shell reads when it starts. The person's own settings are read first and never changed. PowerShell's
execution policy stays, because it does not apply to commands on the command line.
"""

from __future__ import annotations

import base64
import posixpath
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from core.env.look.system import Outside
from core.env.plan.by_hand import quote
from core.env.problems import InstallError
from core.messages.computer import System
from core.messages.install_events import Shell
from core.prefix import path_parts

# Each takes the program to run after these arguments; the first one found is used.
LINUX_TERMINALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("x-terminal-emulator", ("-e",)),
    ("gnome-terminal", ("--",)),
    ("ptyxis", ("--",)),
    ("kgx", ("-e",)),
    ("konsole", ("-e",)),
    ("xfce4-terminal", ("-x",)),
    ("mate-terminal", ("-x",)),
    ("lxterminal", ("-e",)),
    ("tilix", ("-e",)),
    ("terminator", ("-x",)),
    ("alacritty", ("-e",)),
    ("kitty", ()),
    ("wezterm", ("start", "--")),
    ("foot", ()),
    ("xterm", ("-e",)),
)


# zsh reads all its files from ZDOTDIR, so that leads to ours. The person's own are read first, with their own ZDOTDIR,
# which their .zshenv often sets. A Mac's /etc/zshrc has put the history beside our files by the time .zshrc is read.
ZSH_FIRST = """\
torchgarden_files="$ZDOTDIR"
unset ZDOTDIR
[ -n "${TORCHGARDEN_ZDOTDIR-}" ] && export ZDOTDIR="$TORCHGARDEN_ZDOTDIR"
[ -f "${ZDOTDIR:-$HOME}/.zshenv" ] && . "${ZDOTDIR:-$HOME}/.zshenv"
TORCHGARDEN_ZDOTDIR="${ZDOTDIR-}"
ZDOTDIR="$torchgarden_files"
"""
ZSH_THEN = """\
unset ZDOTDIR
[ -n "$TORCHGARDEN_ZDOTDIR" ] && export ZDOTDIR="$TORCHGARDEN_ZDOTDIR"
[ "${HISTFILE-}" = "$torchgarden_files/.zsh_history" ] && HISTFILE="${ZDOTDIR:-$HOME}/.zsh_history"
unset TORCHGARDEN_ZDOTDIR torchgarden_files
[ -f "${ZDOTDIR:-$HOME}/.zshrc" ] && . "${ZDOTDIR:-$HOME}/.zshrc"
"""


class LaunchError(InstallError):
    """A program that cannot be opened: one sentence."""


@dataclass(frozen=True)
class StartFile:
    """A small file that the shell reads when it starts; `name` is inside a folder made for it."""

    name: str
    text: str
    executable: bool = False


@dataclass(frozen=True)
class Launch:
    """A program to start: in `argv`, ``{folder}`` stands for the folder of `files`; `what` names it."""

    argv: tuple[str, ...]
    files: tuple[StartFile, ...]
    what: str
    new_console: bool = False


def terminal_launch(outside: Outside, system: System, *, prefix: str, name: str, folder: str) -> Launch:
    """Return how to open a terminal in `folder` with the environment `prefix` active. Raises LaunchError if none."""
    if system == "windows":
        return _windows(outside, prefix, name, folder)
    shell = _unix_shell(outside, system)
    files = start_files(shell, prefix, name, folder)
    words = shell_words(shell, zdotdir=outside.environ.get("ZDOTDIR", ""))
    if system == "macos":
        text = "#!/bin/sh\nexec " + " ".join(_word(word) for word in words) + "\n"
        command = StartFile("activate.command", text, executable=True)
        return Launch(("/usr/bin/open", "-a", "Terminal", "{folder}/activate.command"), (*files, command), "Terminal")
    for program, arguments in _linux_terminals(outside):
        if path := outside.which(program):
            return Launch((path, *arguments, *words), files, program)
    raise LaunchError("No terminal program was found. Open your own and type: conda activate {name}", name=name)


def _linux_terminals(outside: Outside) -> Sequence[tuple[str, tuple[str, ...]]]:
    chosen = outside.environ.get("TERMINAL", "")
    known = dict(LINUX_TERMINALS)
    return [(chosen, known.get(posixpath.basename(chosen), ("-e",))), *LINUX_TERMINALS] if chosen else LINUX_TERMINALS


def _unix_shell(outside: Outside, system: System) -> Shell:
    """The person's own shell if we know it; else bash, or zsh on a Mac."""
    own = posixpath.basename(outside.environ.get("SHELL", ""))
    if own == "zsh" or (system == "macos" and own != "bash"):
        return "zsh"
    return "bash"


def shell_words(shell: Shell, *, zdotdir: str = "") -> tuple[str, ...]:
    """Return how to start a shell with its start files, whose folder is ``{folder}``; `zdotdir` is the person's own."""
    if shell == "zsh":
        own = (f"TORCHGARDEN_ZDOTDIR={zdotdir}",) if zdotdir else ()
        return ("/usr/bin/env", *own, "ZDOTDIR={folder}", "zsh", "-i")
    return ("bash", "--rcfile", "{folder}/activate.bash", "-i")


def _word(word: str) -> str:
    """A word for sh that keeps ``{folder}`` to be filled in, quoted."""
    return shlex.quote(word) if "{folder}" not in word else '"' + word + '"'


def start_files(shell: Shell, prefix: str, name: str, folder: str) -> tuple[StartFile, ...]:
    """Return the files that start `shell` with the environment active, after the person's own settings."""
    body = _activation(prefix, name, folder, zsh=shell == "zsh")
    if shell == "zsh":
        return (StartFile(".zshenv", ZSH_FIRST), StartFile(".zshrc", ZSH_THEN + body))
    head = "[ -f /etc/bash.bashrc ] && . /etc/bash.bashrc\n[ -f ~/.bashrc ] && . ~/.bashrc\n"
    return (StartFile("activate.bash", head + body),)


def _activation(prefix: str, name: str, folder: str, *, zsh: bool) -> str:
    """What conda's activation does, for bash and zsh; it needs no conda."""
    quoted = shlex.quote(prefix)
    prompt = "PROMPT" if zsh else "PS1"
    return (
        f"export CONDA_PREFIX={quoted} CONDA_DEFAULT_ENV={shlex.quote(name)} PYTHONNOUSERSITE=1\n"
        f'export PATH="$CONDA_PREFIX/bin:$PATH"\n'
        "unset PYTHONHOME PYTHONPATH\n"
        'for script in "$CONDA_PREFIX"/etc/conda/activate.d/*.sh' + ("(N)" if zsh else "") + "; do\n"
        '  [ -r "$script" ] && . "$script"\n'
        "done\n"
        f'unset script\n{prompt}={shlex.quote(f"({name}) ")}"${prompt}"\n'
        f"cd {shlex.quote(folder)}\n"
    )


# -------------------------------------------------------------------------------------------------------- Windows
def _windows(outside: Outside, prefix: str, name: str, folder: str) -> Launch:
    """PowerShell if it is there, else cmd; each in its own console."""
    powershell = outside.which("pwsh") or outside.which("powershell")
    if powershell:
        return Launch(powershell_words(powershell, prefix, name, folder), (), "PowerShell", new_console=True)
    batch = StartFile("activate.bat", cmd_script(prefix, name, folder))
    cmd = outside.environ.get("ComSpec", r"C:\Windows\System32\cmd.exe")
    return Launch((cmd, "/D", "/K", r"{folder}\activate.bat"), (batch,), "cmd", new_console=True)


def powershell_words(program: str, prefix: str, name: str, folder: str) -> tuple[str, ...]:
    """Return how PowerShell starts with the environment active, under any execution policy."""
    encoded = base64.b64encode(powershell_script(prefix, name, folder).encode("utf-16-le")).decode("ascii")
    return (program, "-NoLogo", "-NoExit", "-EncodedCommand", encoded)


def fish_script(prefix: str, name: str, folder: str) -> str:
    """Return commands that activate the environment in fish."""
    return "\n".join(
        (
            f"set -gx CONDA_PREFIX {shlex.quote(prefix)}",
            f"set -gx CONDA_DEFAULT_ENV {shlex.quote(name)}",
            "set -gx PYTHONNOUSERSITE 1",
            "set -e PYTHONHOME; set -e PYTHONPATH",
            f"set -gx PATH {shlex.quote(prefix + '/bin')} $PATH",
            "functions -q fish_prompt; and functions -c fish_prompt torchgarden_prompt",
            f"function fish_prompt; echo -n {shlex.quote(f'({name}) ')}; torchgarden_prompt; end",
            f"cd {shlex.quote(folder)}",
        )
    )


def powershell_script(prefix: str, name: str, folder: str) -> str:
    """Return commands that activate the environment in PowerShell, under any execution policy."""
    path = ";".join(path_parts(prefix, windows=True))
    return "\n".join(
        (
            f"$env:CONDA_PREFIX = {_text(prefix)}",
            f"$env:CONDA_DEFAULT_ENV = {_text(name)}",
            "$env:PYTHONNOUSERSITE = '1'",
            "Remove-Item Env:PYTHONHOME, Env:PYTHONPATH -ErrorAction SilentlyContinue",
            f"$env:PATH = {_text(path)} + ';' + $env:PATH",
            f"function global:prompt {{ {_text(f'({name}) PS ')} + $(Get-Location) + '> ' }}",
            f"Set-Location -LiteralPath {_text(folder)}",
        )
    )


def _text(value: str) -> str:
    quoted = quote(value + " ", "powershell")  # with a space in it, it is always quoted
    return quoted[:-2] + "'" if quoted.startswith("'") else quoted[:-2] + '"'


def cmd_script(prefix: str, name: str, folder: str) -> str:
    """Return a batch file that activates the environment; it is UTF-8, so it sets the code page first."""
    # In a batch file a percent sign begins a variable; two of them are one.
    prefix, name, folder = (word.replace("%", "%%") for word in (prefix, name, folder))
    path = ";".join(path_parts(prefix, windows=True))
    lines = (
        "@echo off",
        "chcp 65001 >nul",
        f'set "CONDA_PREFIX={prefix}"',
        f'set "CONDA_DEFAULT_ENV={name}"',
        'set "PYTHONNOUSERSITE=1"',
        'set "PYTHONHOME="',
        'set "PYTHONPATH="',
        f'set "PATH={path};%PATH%"',
        f"prompt ({name}) $P$G",
        f'cd /d "{folder}"',
    )
    return "\r\n".join(lines) + "\r\n"
