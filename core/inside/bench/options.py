"""How a line could go on: names, and what stands behind a dot. Only modules, classes and tensors are asked for their
attributes: asking others could run a person's code."""

from __future__ import annotations

import builtins
import keyword
import re
import types
from collections.abc import Mapping
from functools import partial
from typing import Any

from core.inside.bench.captured import clean, tried
from core.inside.bench.reading import is_tensor

MOST = 60
PATH = re.compile(r"[^\W\d][\w.]*$")


def options(text: str, spaces: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
    """Return (where the word begins that is completed, the words it could be)."""
    found = PATH.search(text)
    path = found[0] if found is not None else ""
    *before, begun = path.split(".")
    place = len(text) - len(begun)
    if not before:
        known = {name for name in spaces if isinstance(name, str) and not name.startswith("__")}
        known |= {name for name in dir(builtins) if name.islower()} | set(keyword.kwlist)
    else:
        owner = _owner(before, spaces)
        known = set() if owner is None else _attributes(owner)
    words = sorted(word for word in known if word.startswith(begun) and (begun.startswith("_") or word[0] != "_"))
    words.sort(key=lambda word: word not in spaces if not before else False)
    return place, tuple(clean(word) for word in words[:MOST])


def _owner(path: list[str], spaces: Mapping[str, Any]) -> Any:
    value: Any = spaces.get(path[0], getattr(builtins, path[0], None))
    for name in path[1:]:
        if not _may_be_asked(value):
            return None
        value = tried(partial(getattr, value, name), None)
        if value is None:
            return None
    return value


def _may_be_asked(value: object) -> bool:
    made_in = str(type(value).__module__)
    return is_tensor(value) or type(value) is types.ModuleType or made_in.split(".")[0] in ("builtins", "torch")


def _attributes(owner: object) -> set[str]:
    if not _may_be_asked(owner):
        return set()
    return tried(lambda: {name for name in dir(owner) if isinstance(name, str)}, set())
