"""Why the system did not start another program, as a sentence for a person: never the system's own words."""

from __future__ import annotations

import errno
from collections.abc import Sequence

from core.env.problems import ANTIVIRUS, FREE_SPACE, InstallError
from core.sentence import Sentence, say

ASK = say("In a school or office, ask those who look after this computer.")
CLOSE_SOME = say("Close some programs that you do not need, then try again.")
CONNECTED = say("Look whether the disk or the network share is connected, then try again.")
FROM_DESKTOP = say("Start it from the desktop yourself, to see what it says.")
REINSTALL = say("Install it again, then try again.")
REPAIR = say("Repair the environment, then try again.")

_KINDS = {
    "gone": ("ENOENT", "ENOTDIR"),
    "not allowed": ("EACCES", "EPERM"),
    "broken": ("ENOEXEC", "ELIBBAD"),
    "no room": ("ENOMEM", "EAGAIN", "EMFILE", "ENFILE"),
    "silent": ("ETIMEDOUT", "EIO", "ESTALE", "ENODEV", "ENXIO"),
    "full": ("ENOSPC", "EDQUOT"),
}
_NUMBERS = {getattr(errno, name): kind for kind, names in _KINDS.items() for name in names if hasattr(errno, name)}
_WINDOWS = {
    2: "gone", 3: "gone", 5: "not allowed", 193: "broken", 216: "broken", 8: "no room", 14: "no room", 1455: "no room",
    21: "silent", 53: "silent", 59: "silent", 64: "silent", 121: "silent", 39: "full", 112: "full",
    225: "virus", 226: "virus",  # what a scanner has found, or deleted already
    740: "rules", 1260: "rules", 4551: "rules",  # an administrator's rights, a policy, Smart App Control
}  # fmt: skip


def not_started(kind: type[InstallError], error: OSError, *, program: str, ours: bool = False) -> InstallError:
    """Return the problem, of the class `kind`, that `program` was not started, with what helps.

    `ours`: the program is an environment's, which TorchGarden can repair; otherwise the person installs it again. The
    system's own words are only in `detail`.
    """
    sentence, advice = _said(error, REPAIR if ours else REINSTALL)
    problem = kind(sentence.text, program=program, detail=f"{type(error).__name__}: {error}")
    problem.advice = tuple(advice)
    return problem


def _said(error: OSError, mend: Sentence) -> tuple[Sentence, Sequence[Sentence]]:
    """The sentence, its `{program}` not yet filled, and what helps."""
    match _WINDOWS.get(getattr(error, "winerror", None) or 0) or _NUMBERS.get(error.errno or 0, ""):
        case "virus":
            return say("{program} was not started: a virus scanner holds it back."), (ANTIVIRUS, ASK)
        case "rules":
            return say("{program} was not started: the rules of this computer do not allow it."), (ASK,)
        case "gone":
            return say("{program} was not started: its file is not there any more."), (mend,)
        case "not allowed":
            return say("{program} was not started: the system does not allow it."), (ANTIVIRUS, ASK)
        case "broken":
            return say("{program} was not started: it is broken, or made for another kind of processor."), (mend,)
        case "no room":
            return say("{program} was not started: the computer has no room for another program now."), (CLOSE_SOME,)
        case "silent":
            return say("{program} was not started: the disk that it is on did not answer."), (CONNECTED,)
        case "full":
            return say("{program} was not started: the disk is full."), (FREE_SPACE,)
        case _:
            return say("{program} was not started, and the system did not say why."), (FROM_DESKTOP, mend)
