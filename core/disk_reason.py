"""Why a file or folder could not be read or written, as a sentence for a person: never the system's own words."""

from __future__ import annotations

import errno

from core.sentence import Sentence, say

_KINDS = {
    "full": ("ENOSPC", "EDQUOT", "EFBIG"),
    "not allowed": ("EACCES", "EPERM"),
    "gone": ("ENOENT", "ENODEV", "ENXIO", "ENOTDIR", "ESTALE"),
    "in use": ("EBUSY", "ETXTBSY", "EAGAIN"),
    "read only": ("EROFS",),
    "too long": ("ENAMETOOLONG",),
}
_NUMBERS = {getattr(errno, name): kind for kind, names in _KINDS.items() for name in names if hasattr(errno, name)}
_WINDOWS = {
    39: "full", 112: "full", 32: "in use", 33: "in use", 5: "not allowed", 19: "read only", 2: "gone", 3: "gone",
    15: "gone", 21: "gone", 53: "gone", 55: "gone", 64: "gone", 67: "gone", 206: "too long",
}  # fmt: skip


def is_full(error: OSError) -> bool:
    """Return whether the disk has no space left, or the person may not use more of it."""
    return _kind(error) == "full"


def reason(error: OSError) -> Sentence:
    """Return why, and what can be done, as sentences that stand after what did not work."""
    match _kind(error):
        case "full":
            return say("The disk is full: free some space on it.")
        case "not allowed":
            return say("You are not allowed to write there.")
        case "read only":
            return say("That disk can only be read.")
        case "gone":
            return say("The folder or the disk it is on is not there any more.")
        case "in use":
            return say("Another program is using it: close that one first.")
        case "too long":
            return say("The name is too long for that disk.")
        case _:
            return say("The disk gave no answer: look whether it is connected and in order.")


def _kind(error: OSError) -> str:
    return _WINDOWS.get(getattr(error, "winerror", None) or 0) or _NUMBERS.get(error.errno or 0, "")
