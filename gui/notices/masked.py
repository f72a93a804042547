"""A report without the person's names: what is copied for others tells nothing of who and where the person is.

Masked are the home folder, the user's name, the computer's name, and the names of environments; in paths of any system,
for a log may quote those of another.
"""

from __future__ import annotations

import getpass
import os
import platform
import re
from dataclasses import dataclass
from pathlib import Path

USER, HOST, ENV, HOME, TOKEN = "<user>", "<computer>", "<environment>", "~", "<token>"
LEAST = 3
"""A shorter name stands in too many words: it is masked in paths alone."""
NO_NAMES = {"root", "user", "users", "home", "admin", "administrator", "localhost", "default", "public", "python"}
"""Names that tell nothing of a person and stand in many sentences."""
END = r"(?:[^\\/\n\r\"'<>|:*?]{1,40}(?=[\\/])|[^\\/\s\"'<>|:*?,;()]+)"
"""A part of a path. Only one with a slash behind it may have spaces: else it would take the rest of a sentence."""
HOMES = re.compile(rf"((?:/home|/Users|[A-Za-z]:[\\/]+(?:Users|Documents and Settings))[\\/]+){END}")
ENVS = re.compile(rf"([\\/](?:envs|virtualenvs|\.virtualenvs|venvs|\.venvs|versions)[\\/]+){END}")
PROJECTS = re.compile(rf"([\\/]){END}([\\/]+\.?venv(?![\w]))")

TOKENS = re.compile(r"(token=)[\w.-]+")
"""The key to a notebook server."""


@dataclass(frozen=True)
class Person:
    """What must not be told. `envs`: names of environments that are known."""

    users: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    envs: tuple[str, ...] = ()


def person_here(*, envs: tuple[str, ...] = ()) -> Person:
    """Return who sits here."""
    home = str(Path.home())
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = ""
    host = platform.node()
    return Person((user, os.path.basename(home)), (home,), (host, host.partition(".")[0]), envs)


def masked(text: str, person: Person) -> str:
    """Return `text` without the names of `person`."""
    for home in sorted(filter(None, person.homes), key=len, reverse=True):
        if len(home) > LEAST:
            any_slash = r"[\\/]+".join(re.escape(part) for part in re.split(r"[\\/]+", home))
            text = re.sub(any_slash + r"(?![^\\/\s\"':,;.)\]])", HOME, text, flags=re.IGNORECASE)
    text = TOKENS.sub(rf"\g<1>{TOKEN}", text)
    text = HOMES.sub(rf"\g<1>{USER}", text)
    text = ENVS.sub(rf"\g<1>{ENV}", text)
    text = PROJECTS.sub(rf"\g<1>{ENV}\g<2>", text)
    for names, mask in ((person.envs, ENV), (person.hosts, HOST), (person.users, USER)):
        for name in sorted({name for name in names if name}, key=len, reverse=True):
            text = _without(text, name, mask)
    return text


def _without(text: str, name: str, mask: str) -> str:
    """Return `text` without a name. One in letters without small and capital ones (Korean) may have a particle behind
    it, so it is masked inside words too."""
    if name.lower() in NO_NAMES:
        return text
    if name.isascii():
        if len(name) < LEAST:
            return re.sub(rf"(?<=[\\/]){re.escape(name)}(?=[\\/]|$)", mask, text, flags=re.IGNORECASE | re.MULTILINE)
        return re.sub(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", mask, text, flags=re.IGNORECASE)
    return re.sub(re.escape(name), mask, text, flags=re.IGNORECASE) if len(name) > 1 else text
