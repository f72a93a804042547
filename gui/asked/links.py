"""Links that begin with torchgarden://, from a web page, a mail or a notebook: read against a grammar, never obeyed.

    torchgarden://open                  the app
    torchgarden://open?page=install     ... at a page
    torchgarden://open?run=My%20run     ... with the question whether to open the saved training of that name

Anybody can write a link, so it names nothing but a page and a training of the person's own folder: no path, no address,
no command, no setting. A page is only shown; a training is opened when the person has said so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from core.runs import RunError, check_name
from core.sentence import Problem

SCHEME = "torchgarden:"
LONGEST = 2000
"""Letters of a link: what every browser takes."""
SHOWN = 80
GRAMMAR = re.compile(r"torchgarden://open/?(?:\?((?:[A-Za-z0-9._~!$'()*,;:@/+=&-]|%[0-9A-Fa-f]{2})*))?", re.IGNORECASE)
"""What RFC 3986 allows in a query, in ASCII: everything else must be written as %XX."""


class LinkError(Problem):
    """A link that is none of ours."""


@dataclass(frozen=True)
class Link:
    """What a link asks for: a page, the name of a saved training; "" for none."""

    page: str = ""
    run: str = ""


def is_link(text: str) -> bool:
    """Return whether a text means to be a link of ours."""
    return text[: len(SCHEME)].casefold() == SCHEME


def read_link(text: str) -> Link:
    """Return what a link asks for; raise `LinkError` if it is not one of the three above."""
    found = GRAMMAR.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise _not_ours(text)
    try:
        pairs = parse_qsl(found[1] or "", keep_blank_values=True, strict_parsing=bool(found[1]), errors="strict")
    except ValueError as error:
        raise _not_ours(text) from error
    values = dict(pairs)
    if len(values) != len(pairs) or not values.keys() <= {"page", "run"}:
        raise _not_ours(text)
    page, run = values.get("page", ""), values.get("run", "")
    if not re.fullmatch(r"[a-z]{0,20}", page):
        raise _not_ours(text)
    try:
        return Link(page, check_name(run) if "run" in values else "")
    except RunError as error:
        raise _not_ours(text) from error


def _not_ours(text: str) -> LinkError:
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[: SHOWN + 1])
    shown = shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"
    return LinkError("TorchGarden does not understand the link {link}. Nothing was done.", link=shown)
