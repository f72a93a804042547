"""The same thing by hand: the commands a person would type in bash or in PowerShell, stage by stage.

They are meant to be read, typed and learned, so they are the usual ones of conda and pip. Each conda command names its
channel and overrides the others: Anaconda's own channel is never asked.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Sequence
from typing import Literal

from core.env.plan.recipe import channels, conda_specs, extra_requirements, kernel_name, platform_of, torch_requirements
from core.messages.computer import Machine
from core.messages.recipe import Plan, Recipe, StageName

ShellName = Literal["bash", "powershell"]
DEVICE_CHECKS = {
    "cpu": "'cuda' if torch.cuda.is_available() else 'cpu'",
    "cuda": "'cuda' if torch.cuda.is_available() else 'cpu'",
    "mps": "'mps' if torch.backends.mps.is_available() else 'cpu'",
    "xpu": "'xpu' if torch.xpu.is_available() else 'cpu'",
}


def quote(word: str, shell: ShellName) -> str:
    """One word for a shell's command line, left alone where it needs no quotes."""
    if "'" in word and not re.search(r'["$`\\!\n“”„]', word):
        return f'"{word}"'  # the same in both, and readable
    if shell == "bash":
        return shlex.quote(word)
    # There the comma is an operator, a leading @ or $ begins an expression, and typographic quotes count as quotes.
    if re.fullmatch(r"[A-Za-z0-9_./\\:=+*][A-Za-z0-9_./\\:=+*~-]*|--?[A-Za-z][A-Za-z-]*", word):
        return word
    return "'" + re.sub(r"(['‘’‚‛])", r"\1\1", word) + "'"


def line(words: Sequence[str], shell: ShellName) -> str:
    """A command line of `words`."""
    return " ".join(quote(word, shell) for word in words)


def stage_commands(recipe: Recipe, machine: Machine, prefix: str, shell: ShellName) -> dict[StageName, tuple[str, ...]]:
    """The commands of each stage."""
    where = address(recipe.name, prefix, machine)
    specs = conda_specs(recipe, platform=platform_of(recipe, machine))
    shown = [spec for spec in specs if spec != "vc14_runtime"]
    asked = [part for channel in channels(recipe) for part in ("-c", channel)]
    create = ["conda", "create", *where, *asked, "--override-channels", *shown]
    activate = "conda activate " + quote(where[1], shell)
    commands: dict[StageName, tuple[str, ...]] = {"environment": (line(create, shell),)}
    if torch := torch_requirements(recipe):
        index = ["--index-url", recipe.choice.index_url] if recipe.choice.index_url else []
        commands["torch"] = (activate, line(["pip", "install", *torch, *index], shell))
    if extras := extra_requirements(recipe):
        commands["extras"] = (line(["pip", "install", *extras], shell),)
    commands["kernel"] = (line(kernel_words(recipe.name), shell),)
    commands["check"] = (line(["python", "-c", device_code(recipe.choice.device)], shell),)
    if "torch" not in commands:
        commands["kernel"] = (activate, *commands["kernel"])
    return commands


def address(name: str, prefix: str, machine: Machine) -> list[str]:
    """How conda is told which environment: by name where it keeps its own, else by folder."""
    parent = prefix[: max(prefix.rfind("/"), prefix.rfind("\\"))]
    dirs = {_plain(folder) for conda in machine.condas for folder in conda.envs_dirs}
    return ["-n", name] if not machine.condas or _plain(parent) in dirs else ["-p", prefix]


def _plain(folder: str) -> str:
    return folder.replace("\\", "/").rstrip("/").lower()


def kernel_words(name: str) -> list[str]:
    """The command that tells Jupyter of an environment."""
    return [
        "python", "-m", "ipykernel", "install", "--user", "--name", kernel_name(name),
        "--display-name", f"Python ({name})",
    ]  # fmt: skip


NOTES_SAY = "사용 중인 디바이스:"
"""What the notes print before the device; the window shows it in its own language."""


def device_code(device: str) -> str:
    """The notes' own line: which device torch will use."""
    return f"import torch; print('{NOTES_SAY}', torch.device({DEVICE_CHECKS[device]}))"


def remove_commands(name: str, prefix: str, machine: Machine, *, kernels: Sequence[str] = ()) -> tuple[str, ...]:
    """What a person would type to remove an environment and its kernels."""
    words = [["jupyter", "kernelspec", "remove", kernel] for kernel in kernels]
    words.append(["conda", "env", "remove", *address(name, prefix, machine)])
    return tuple(line(command, default_shell(machine)) for command in words)


def default_shell(machine: Machine) -> ShellName:
    """Return the shell that this system's users type in."""
    return "powershell" if machine.system == "windows" else "bash"


def script(plan: Plan, shell: ShellName) -> str:
    """The whole plan as a script that asks nothing and stops at the first failure."""
    lines = [command for stage in plan.stages for command in (stage.bash if shell == "bash" else stage.powershell)]
    lines = [re.sub(r"^conda create ", "conda create --yes ", command) for command in lines]
    title = f"# {plan.recipe.name}: Python {plan.recipe.python}, torch {plan.recipe.choice.torch}"
    if shell == "bash":
        head = ["#!/usr/bin/env bash", title, "set -e", 'eval "$(conda shell.bash hook)"']
        return "\n".join([*head, *lines]) + "\n"
    head = [
        title,
        "$ErrorActionPreference = 'Stop'",
        "(& conda 'shell.powershell' 'hook') | Out-String | Invoke-Expression",
    ]
    # Windows' own PowerShell goes on after a program has failed, unless told otherwise after each.
    stop = "if ($LASTEXITCODE) { exit $LASTEXITCODE }"
    return "\r\n".join([*head, *(part for command in lines for part in (command, stop))]) + "\r\n"


def script_bytes(plan: Plan, shell: ShellName, *, says: str = NOTES_SAY) -> bytes:
    """The script as a file holds it: PowerShell 5 reads Korean right only behind a byte order mark. `says`: what it
    prints before the device."""
    return script(plan, shell).replace(NOTES_SAY, says).encode("utf-8-sig" if shell == "powershell" else "utf-8")


def script_name(plan: Plan, shell: ShellName) -> str:
    """The file's name for `script`."""
    return posixpath.basename(plan.recipe.name) + (".sh" if shell == "bash" else ".ps1")
