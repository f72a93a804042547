"""What the text doors print: results on standard output; progress, warnings and refusals beside it on standard error.

Whatever the terminal or the file can hold, nothing ends in an error: a letter that an old code page lacks is written as
its number, and JSON keeps to ASCII there.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any

Out = Callable[[str], None]
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Letters that move the cursor, colour what follows or turn the direction of writing."""


def speak_safely() -> None:
    """Make standard output and error write any letter; one that has none there as its number."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def on_one_line(text: str) -> str:
    """Return a text with names from somebody's file in it as one line: a terminal obeys what it cannot show."""
    return OBEYED.sub("\ufffd", " ".join(text.splitlines()))


def is_unicode(stream: Any = None) -> bool:
    """Return whether standard output (or another stream) can hold every letter."""
    encoding = getattr(sys.stdout if stream is None else stream, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "").replace("_", "").startswith("utf")


def aside(text: str) -> None:
    """Print what is no result: progress, warnings, refusals."""
    print(text, file=sys.stderr, flush=True)


def beside(out: Out) -> Out:
    """Return where to print what is no result, when results go to `out`."""
    return aside if out is print else out


def leave_quietly() -> None:
    """Whoever read our lines has left (`... | head -1`): let what Python still wants to write go nowhere."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            number = 1 if stream is sys.stdout else 2
            os.dup2(nowhere, number)
