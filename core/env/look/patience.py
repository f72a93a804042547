"""A look at a folder that may never come back: a disk on a network that has gone holds whoever asks it for ever.

Such a call cannot be ended. So it has a thread of its own, which is left behind where it does not return in time.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import NoReturn, TypeVar

ENTRY_S = 3.0
"""The longest look at one folder: a disk that sleeps needs two seconds or three."""
WHOLE_S = 20.0
"""The longest look at all of them."""
Result = TypeVar("Result")


def within(timeout_s: float, work: Callable[[], Result]) -> Result:
    """Return what `work` returns, or raise what it raises; raise TimeoutError where it does neither in time."""
    ended: list[Callable[[], Result]] = []

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 (raised again where it was asked for)
            ended.append(_raiser(error))
        else:
            ended.append(lambda: result)

    thread = threading.Thread(target=run, name="patient-look", daemon=True)
    thread.start()
    thread.join(timeout_s)
    if not ended:
        raise TimeoutError
    return ended[0]()


def _raiser(error: BaseException) -> Callable[[], NoReturn]:
    def raises() -> NoReturn:
        raise error

    return raises


class Looking:
    """One look at many folders: where one does not answer, those beside it are not asked, and all of it has an end."""

    def __init__(self, *, entry_s: float = ENTRY_S, whole_s: float = WHOLE_S) -> None:
        self._entry_s = entry_s
        self._ends = time.monotonic() + whole_s
        self._silent: list[str] = []

    @property
    def over(self) -> bool:
        """Whether the time for all of it has passed."""
        return time.monotonic() >= self._ends

    def at(self, folder: str, work: Callable[[], Result]) -> Result:
        """Return what a look at `folder` tells. Raises what it raises, and TimeoutError where its disk is silent."""
        if any(folder == one or folder.startswith(one.rstrip(os.sep) + os.sep) for one in self._silent):
            raise TimeoutError
        try:
            return within(self._entry_s, work)
        except TimeoutError:
            self._silent.append(_disk_of(folder))
            raise


def _disk_of(folder: str) -> str:
    """Where the disk of a folder begins, by the system's own list; the folder itself where that is not known."""
    try:
        with open("/proc/self/mounts", "rb") as file:
            lines = file.read(1 << 20).decode("utf-8", "surrogateescape").splitlines()
    except OSError:
        return folder
    points = [line.split(" ")[1].replace("\\040", " ") for line in lines if line.count(" ") > 1]
    fits = [one for one in points if one != "/" and (folder == one or folder.startswith(one.rstrip("/") + "/"))]
    return max(fits, key=len, default=folder)
