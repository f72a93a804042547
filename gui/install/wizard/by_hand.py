"""The command line of each action on an environment: what a person types to do the same."""

from __future__ import annotations

from core.env.plan.by_hand import (
    NOTES_SAY,
    ShellName,
    address,
    device_code,
    kernel_words,
    line,
    quote,
    remove_commands,
)
from core.messages.computer import Machine
from core.messages.install_reports import Env
from gui.kit.words import tr


def shell_of(machine: Machine | None) -> ShellName:
    """Return the shell whose commands are shown: PowerShell on Windows, bash elsewhere."""
    return "powershell" if machine is not None and machine.system == "windows" else "bash"


def where(env: Env, machine: Machine | None) -> list[str]:
    """Return how conda names the environment: by name where conda keeps its own, else by folder."""
    return address(env.name, env.prefix, machine) if machine is not None else ["-p", env.prefix]


def device_of(env: Env) -> str:
    """Return torch's word for the device that an environment's build is for; "cuda" covers ROCm and the CPU too."""
    return {"mps": "mps", "xpu": "xpu"}.get(env.build, "cuda")


def activate(env: Env, machine: Machine | None) -> str:
    """Return the command that activates an environment."""
    shell = shell_of(machine)
    if env.kind == "venv" and shell == "powershell":
        return line([f"{env.prefix}\\Scripts\\Activate.ps1"], shell)
    if env.kind == "venv":
        return line(["source", f"{env.prefix}/bin/activate"], shell)
    return "conda activate " + quote(where(env, machine)[-1], shell)


def train(env: Env, machine: Machine | None) -> tuple[str, ...]:
    """Return the command that trains without a window in this environment."""
    return (line(["torchgarden", "train", "--python", env.executable or "python"], shell_of(machine)),)


def jupyter(env: Env, machine: Machine | None, notebook: str = "") -> tuple[str, ...]:
    """Return the commands that open Jupyter, with `notebook` if one is named."""
    words = ["jupyter", "notebook", *([notebook] if notebook else [])]
    return (activate(env, machine), line(words, shell_of(machine)))


def terminal(env: Env, machine: Machine | None) -> tuple[str, ...]:
    """Return the command for a terminal with the environment active."""
    return (activate(env, machine),)


def editor(folder: str, machine: Machine | None) -> tuple[str, ...]:
    """Return the command that opens VS Code in `folder`."""
    return (line(["code", folder], shell_of(machine)),)


def kernel(env: Env, machine: Machine | None) -> tuple[str, ...]:
    """Return the commands that add the kernel to Jupyter and VS Code."""
    return (activate(env, machine), line(kernel_words(env.name), shell_of(machine)))


def check(env: Env, machine: Machine | None) -> tuple[str, ...]:
    """Return the commands that print which device torch uses."""
    check = line(["python", "-c", device_code(device_of(env))], shell_of(machine))
    return (activate(env, machine), in_the_windows_words(check))


def in_the_windows_words(command: str) -> str:
    """Return a command that prints which device is in use, with those words in the window's language."""
    return command.replace(NOTES_SAY, tr("Device in use:"))


def export(env: Env, machine: Machine | None) -> tuple[str, ...]:
    """Return one command per file, in the menu's order: exact packages, environment.yml, requirements."""
    if env.kind == "venv":
        return (activate(env, machine), "pip freeze > requirements.txt")
    shell, which = shell_of(machine), where(env, machine)
    return (
        line(["conda", "list", *which, "--explicit", "--md5"], shell) + " > lock.txt",
        line(["conda", "env", "export", *which, "--file", "environment.yml"], shell),
        line(["conda", "run", *which, "python", "-m", "pip", "freeze"], shell) + " > requirements.txt",
    )


def repair(env: Env, machine: Machine | None) -> tuple[str, ...]:
    """Return the commands that reinstall the locked wheels."""
    windows = machine is not None and machine.system == "windows"
    beside = ("", "conda-meta", "torchgarden", "requirements.txt")
    listed = env.prefix + ("\\" if windows else "/").join(beside)
    words = ["pip", "install", "--force-reinstall", "--no-deps", "-r", listed]
    return (activate(env, machine), line(words, shell_of(machine)))


def clone(env: Env, machine: Machine | None) -> tuple[str, ...]:
    """Return the command that copies the environment under another name."""
    words = ["conda", "create", "-n", f"{env.name}_2", "--clone", where(env, machine)[-1]]
    return (line(words, shell_of(machine)),)


def remove(env: Env, machine: Machine | None, kernels: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the commands that remove the kernels and the environment."""
    kernels = kernels or ((env.kernel,) if env.kernel else ())
    if machine is not None:
        return remove_commands(env.name, env.prefix, machine, kernels=kernels)
    words = [line(["jupyter", "kernelspec", "remove", name], "bash") for name in kernels]
    return (*words, line(["conda", "env", "remove", "-p", env.prefix], "bash"))
