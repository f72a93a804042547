"""What can go wrong while an environment is made: one sentence for each, and what a person can do about it.

Raised low, where the cause is known; `core.env.worker` catches them in one place. `advice` holds the two or three
things that help, in the order in which to try them. They name no button and no command: the wizard has Continue, the
environments page Continue or Try again, the text door a line to type, and each says so itself.
"""

# ruff: noqa: N818 (they are sentences that a person reads)
from __future__ import annotations

import errno

from core.disk_reason import reason
from core.sentence import Problem, Sentence, Value, say

AGAIN = say("Go on where it stopped: nothing is downloaded twice.")
FREE_SPACE = say("Free some space on that disk, or choose another folder.")
NETWORK = say("Check the network connection, or try another network such as a phone's hotspot.")
PROXY = say("In a school or office, ask which proxy and certificate the network needs.")
LATER = say("Try again in a few minutes: the server may be overloaded.")
PLAN_AGAIN = say("Make a new plan: the packages on offer may have changed.")
CLOSE_PROGRAMS = say("Close programs that may be using the folder (a terminal, an editor, Jupyter).")
ANTIVIRUS = say("Ask the virus scanner to leave TorchGarden's folders alone.")
OTHER_FOLDER = say("Choose a folder you may write to.")
OTHER_NAME = say("Choose another name.")
TAKE_PLACE = say("Or let the new environment take the place of the old one.")
OTHER_VERSIONS = say("Choose another Python or torch version, or fewer extras.")
SEE_LOG = say("The log has the full text of what happened.")


class InstallError(Problem):
    """Making an environment did not work; nothing that was there before is lost.

    `detail` is for the log and for a report: what the program underneath said, in its own words.
    """

    advice: tuple[Sentence, ...] = (AGAIN, SEE_LOG)

    def __init__(self, text: str, *, detail: str = "", **values: Value) -> None:
        self.detail = detail
        super().__init__(text, **values)


class DiskFull(InstallError):
    """The disk has no space left."""

    advice = (FREE_SPACE, AGAIN)


class NotAllowed(InstallError):
    """The system does not let us write there."""

    advice = (OTHER_FOLDER, ANTIVIRUS)


class InUse(InstallError):
    """Another program holds the file."""

    advice = (CLOSE_PROGRAMS, ANTIVIRUS)


class Busy(InstallError):
    """Another install is running."""

    advice = (say("Wait until it has finished, or cancel it there."),)


class BadPrefix(InstallError):
    """No environment can be made in this folder."""

    advice = (OTHER_FOLDER, OTHER_NAME)


class NameTaken(InstallError):
    """The name has an environment already."""

    advice = (OTHER_NAME, TAKE_PLACE)


class DownloadError(InstallError):
    """A file could not be fetched; what has come of it is kept."""

    advice: tuple[Sentence, ...] = (AGAIN, NETWORK)


class Offline(DownloadError):
    """The server cannot be reached."""

    advice = (NETWORK, PROXY, AGAIN)


class Untrusted(DownloadError):
    """The connection is not trusted."""

    advice = (PROXY, NETWORK)


class Missing(DownloadError):
    """The server does not have the file."""

    advice = (PLAN_AGAIN, LATER)


class Corrupt(DownloadError):
    """What came is not what was asked for."""

    advice = (AGAIN, ANTIVIRUS, NETWORK)


class ServerError(DownloadError):
    """The server has a fault of its own."""

    advice = (LATER, AGAIN)


class Stalled(DownloadError):
    """The server sends nothing any more."""

    advice = (NETWORK, AGAIN)


class Unsolvable(InstallError):
    """No versions fit together."""

    advice = (OTHER_VERSIONS,)


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_WINDOWS_FULL = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_WINDOWS_IN_USE = {32, 33}  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION


def advice_now(problem: Problem) -> tuple[Sentence, ...]:
    """What to do about a problem that came before anything was begun: there is nothing to continue, and no log."""
    given = problem.advice if isinstance(problem, InstallError) else ()
    return tuple(one for one in given if one not in (AGAIN, SEE_LOG))


def disk_problem(error: OSError, path: object) -> InstallError | None:
    """Return what a failed file operation on `path` means for the person; None if it is not the disk's doing."""
    windows = getattr(error, "winerror", None)
    where, detail = str(path), f"{type(error).__name__}: {error}"
    if error.errno in _FULL or windows in _WINDOWS_FULL:
        return DiskFull("There is no space left on the disk of {path}.", path=where, detail=detail)
    if windows in _WINDOWS_IN_USE or error.errno in {errno.EBUSY, errno.ETXTBSY}:
        return InUse("Another program is using {path}.", path=where, detail=detail)
    if error.errno in {errno.EACCES, errno.EPERM}:
        return NotAllowed("Writing to {path} is not allowed.", path=where, detail=detail)
    if error.errno == errno.EROFS:
        return NotAllowed("The disk of {path} cannot be written to.", path=where, detail=detail)
    if error.errno == errno.ENAMETOOLONG:
        return BadPrefix("The path {path} is too long for this system.", path=where, detail=detail)
    return None


def file_problem(error: OSError, path: object) -> InstallError:
    """Return the sentence for a failed file operation on `path`, whatever the reason."""
    detail = f"{type(error).__name__}: {error}"
    if (problem := disk_problem(error, path)) is None:
        problem = InstallError("{path} could not be changed.", path=str(path), detail=detail)
        problem.advice = (reason(error), *problem.advice)
    return problem


def words_problem(text: str, path: object) -> InstallError | None:
    """Return what another program's error text means, for those that say it in words only (rattler, uv)."""
    low = text.lower()
    if "no space left on device" in low or "os error 28" in low or "not enough space" in low or "os error 112" in low:
        return DiskFull("There is no space left on the disk of {path}.", path=str(path), detail=text)
    if "being used by another process" in low or "os error 32)" in low or "text file busy" in low:
        return InUse("Another program is using {path}.", path=str(path), detail=text)
    if "permission denied" in low or "access is denied" in low or "os error 13" in low or "os error 5)" in low:
        return NotAllowed("Writing to {path} is not allowed.", path=str(path), detail=text)
    if "read-only file system" in low or "os error 30" in low:
        return NotAllowed("The disk of {path} cannot be written to.", path=str(path), detail=text)
    return None
