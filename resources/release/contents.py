"""What a package holds and what is left out of it: names only, so that a test can ask.

There are two kinds. The full one has a PyTorch for the processor and trains at once. The light one trains in an
environment that its wizard makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

Kind = Literal["full", "light"]
Entry = tuple[str, str, str]
"""What PyInstaller knows of a file: where it goes in the package, where it comes from, its type."""

NEVER = (
    "torchvision", "triton", "nvidia", "cuda", "networkx", "jinja2",  # torch goes without
    "tkinter", "pydoc_data", "lib2to3", "IPython", "jupyter_client", "matplotlib", "scipy", "pytest",
    "hypothesis", "pyqtgraph", "pip",
    "lxml",  # what writes the bill of materials has it; workbooks are read without
    "readline",  # nobody types at a prompt of ours, and GNU readline is under the GPL
    "PIL._imagingft", "PIL._imagingcms", "PIL._imagingtk", "PIL.ImageTk", "PIL.ImageQt",  # pictures are read, no more
)  # fmt: skip
"""Packages that nothing of ours loads. torchvision: PyPI's does not load beside a torch for the processor, and only
the check of an environment asks for one, in that environment."""
ONLY_FULL = (
    "torch",
    "torchgen",
    "functorch",
    "sympy",
    "mpmath",
    "unittest",
    "setuptools",
    "PIL",
    "openpyxl",
    "core.train",
    "core.inside",
    "core.data.arrays",
    "core.data.fetched",
    "core.data.pictures",
    "core.data.table",
    "core.data.start",
    "core.data.worker",
    "core.out",
)
"""What trains, looks inside and reads pictures, and what torch needs for that: it imports unittest.mock, and
torch.optim sympy."""
READ_BY_THE_APP = ("datasets", "fonts", "i18n", "icons", "notebooks", "page")
"""The folders in resources that the app reads; the others are of the documents and of the release."""
SOURCES_ONLY = (".ts", ".py", ".pyc")

TORCH_LEFT_OUT = re.compile(
    r"torch/(include|share|test)/"
    r"|torch/bin/(?!torch_shm_manager)"  # the others are test programs
    r"|torch/lib/.*\.lib$"
    r"|torch/.*\.(a|pyi|h|cpp|cu|cuh|hpp|cmake|jinja)$"
)
TORCH_SOURCES = re.compile(
    r"torch/(_dynamo|_export|_inductor|ao|distributed|onnx|testing)/(?!.*config[^/]*\.py$).*\.py$"
)
"""Text of modules that are there as byte code too. torch reads the text of others at run time: of what it compiles, and
of every *config*.py (torch/utils/_config_module.py)."""
QT_LEFT_OUT = re.compile(
    r"PySide6/.*/platformthemes/[^/]*gtk3"  # 20 MB of libraries for a style that the app does not use
    r"|PySide6/.*/platforms/libq(linuxfb|vnc|minimal|vkkhrdisplay)\."
    r"|PySide6/.*translations/(?!qt(base)?_ko\.qm$).*\.qm$"  # of the languages, those that the app speaks
)


def excluded(kind: Kind) -> list[str]:
    """Return the packages that PyInstaller shall not follow."""
    return [*NEVER, *(ONLY_FULL if kind == "light" else ())]


def is_ours(module: str, kind: Kind) -> bool:
    """Return whether a module of core is frozen into the app."""
    return kind == "full" or not any(module == name or module.startswith(f"{name}.") for name in ONLY_FULL)


def is_read(path: str) -> bool:
    """Return whether the app reads a file of resources, named from there: "icons/stop.svg"."""
    folder, _, rest = path.rpartition("/")
    top = folder.partition("/")[0]
    return not rest.endswith(SOURCES_ONLY) and (top in READ_BY_THE_APP if folder else rest.endswith(".json"))


def is_wanted(name: str) -> bool:
    """Return whether a file that was collected stays, by its place in the package."""
    name = name.replace("\\", "/")
    return not (TORCH_LEFT_OUT.match(name) or TORCH_SOURCES.match(name) or QT_LEFT_OUT.match(name))


def needed(entries: Iterable[Entry], imports: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Return the entries without the libraries of the system that nothing else in the package needs any more.

    Those stand at the top of the package under their own name; `imports` returns the names that a file asks for.
    """
    entries = list(entries)
    system: Mapping[str, Entry] = {
        name: entry for entry in entries for name in [entry[0]] if entry[2] == "BINARY" and is_system_library(name)
    }
    kept: set[str] = set()
    todo = [source for name, source, type_ in entries if name not in system and type_ in ("BINARY", "EXTENSION")]
    while todo:
        for name in imports(todo.pop()):
            if name in system and name not in kept:
                kept.add(name)
                todo.append(system[name][1])
    return [entry for entry in entries if entry[0] not in system or entry[0] in kept]


def is_system_library(name: str) -> bool:
    """Return whether a file is a Linux library at the top of the package; Python's own is no such."""
    return "/" not in name and ".so" in name and not name.startswith("libpython")
