"""One Python that a person points at: whether it is there and runs, and which torch it has. Nothing of it is imported.

The file is run once, for a moment, and says where it lies and where it would find torch; torch's version is read from
its file, as for every other environment.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.env.envs.layout import TorchFound, is_environment, torch_in
from core.env.envs.listing import cannot_train, describe
from core.env.look.patience import ENTRY_S, within
from core.env.look.system import Ran, ran
from core.env.problems import InstallError
from core.files import can_be_path
from core.messages.computer import Machine
from core.messages.install_reports import Env
from core.prefix import python_of

MARK = "torchgarden-python:"
PATIENCE_S = 20.0
"""A first start of a Python under a virus scanner takes long."""
LINE_LETTERS = 20_000
NAME = re.compile(r"python(w|t|d)?(\d(\.\d+)?t?)?(\.exe)?", re.IGNORECASE)
ASKED = f"""\
import importlib.util, json, sys
found = importlib.util.find_spec("torch")
where = list(found.submodule_search_locations or ()) if found else []
print({MARK!r} + json.dumps([list(sys.version_info[:3]), sys.prefix, where[:1]]))
"""

Run = Callable[..., Ran]


class NoPythonError(InstallError):
    """What was pointed at is no Python that runs."""

    advice = ()


def look_at_python(path: str, machine: Machine, *, run: Run = ran) -> Env:
    """Return what the Python at `path`, or that of an environment's folder, has; `why_not` says why it cannot train.
    Raises `NoPythonError` with a sentence for what is not there or does not run."""
    file = _file(path)
    answer = run([str(file), "-I", "-X", "utf8", "-c", ASKED], timeout_s=PATIENCE_S)
    if answer.end == "late":
        raise NoPythonError("{file} gives no answer. Choose another Python, or try again later.", file=str(file))
    said = _read(answer.out) if answer.ok else None
    if said is None:
        raise NoPythonError(
            "{file} does not run. Repair its environment, or choose another Python.",
            file=str(file),
            detail=answer.err[-2000:],
        )
    version, prefix, packages = said
    torch = torch_in(packages) if packages is not None else TorchFound()
    why_not = cannot_train(version, torch.version)
    try:
        found = describe(prefix, machine)
    except OSError as error:  # moved, or removed, since it ran
        raise NoPythonError("{file} is not there any more.", file=str(file)) from error
    name = found.name if is_environment(Path(prefix)) else f"Python {version}"
    return replace(
        found, name=name, python=version, executable=str(file), torch=torch.version, build=torch.build,
        trains=why_not is None, why_not=why_not,
    )  # fmt: skip


def _file(path: str) -> Path:
    """Return the interpreter that a path means; links stay, for a virtual environment's Python is one."""
    if not path or not can_be_path(path):
        raise NoPythonError("That is no path. Choose the file of a Python, or the folder of an environment.")
    chosen = Path(os.path.abspath(path))
    try:
        folder = within(ENTRY_S, chosen.is_dir)
        file = python_of(chosen) if folder else chosen
        there = within(ENTRY_S, file.is_file)
    except PermissionError as error:
        raise NoPythonError("{folder} could not be looked at: you are not allowed to.", folder=str(chosen)) from error
    except OSError as error:
        raise NoPythonError("{folder} could not be looked at: its disk gives no answer.", folder=str(chosen)) from error
    if folder and not there:
        raise NoPythonError("There is no Python in {folder}.", folder=str(chosen))
    if not there:
        raise NoPythonError("{file} is not there any more.", file=str(chosen))
    if not NAME.fullmatch(file.name):
        raise NoPythonError("{file} is no Python. Its file is called python, or python.exe on Windows.", file=str(file))
    return file


def _read(out: str) -> tuple[str, str, Path | None] | None:
    """Return (version, prefix, the folder that torch is in or None) of what the Python said; None for anything else."""
    for line in out.splitlines():
        if not line.startswith(MARK) or len(line) > LINE_LETTERS:
            continue
        try:
            plain: Any = json.loads(line[len(MARK) :])
        except (ValueError, RecursionError):
            return None
        if not (isinstance(plain, list) and len(plain) == 3):
            return None
        numbers, prefix, where = plain
        whole = (
            isinstance(numbers, list) and len(numbers) == 3 and all(type(n) is int and 0 <= n < 1000 for n in numbers)
        )
        texts = [prefix, *where] if isinstance(where, list) and len(where) <= 1 else [None]
        if not whole or not all(isinstance(one, str) and can_be_path(one) and os.path.isabs(one) for one in texts):
            return None
        return ".".join(map(str, numbers)), prefix, Path(where[0]).parent if where else None
    return None
