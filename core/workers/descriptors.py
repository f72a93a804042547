"""Descriptors 0 and 1 of a child process, taken for what it says to the app alone: the standard library only, so that a
small process begins quickly."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO


def take_descriptors() -> tuple[BinaryIO, BinaryIO]:
    """Take 0 and 1 for the messages; leave the null device and stderr in their place."""
    incoming, outgoing = _duplicate(0), _duplicate(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    if _is_open(2):
        os.dup2(2, 1)
    else:
        os.dup2(null, 1)
        os.dup2(null, 2)
    os.close(null)
    # A windowed program on Windows starts with sys.stdout and sys.stderr None, where print() is silent but
    # libraries that write to sys.stderr fail.
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    if sys.stdout is None:
        sys.stdout = sys.stderr
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb", buffering=1 << 16)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _duplicate(descriptor: int) -> int:
    """Return a private copy of descriptor 0 or 1, not inherited by processes that this one starts."""
    if sys.platform == "win32":
        import msvcrt

        if not _is_open(descriptor):
            # A windowed program gets no C descriptors, but the handles its parent passed are still there.
            _windows_handle_to(descriptor)
        msvcrt.setmode(descriptor, os.O_BINARY)
    return os.dup(descriptor)


if sys.platform == "win32":

    def _windows_handle_to(descriptor: int) -> None:
        """Make `descriptor` (0 or 1) from the standard handle of this process."""
        import ctypes
        import msvcrt

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetStdHandle.restype = ctypes.c_void_p
        handle = kernel.GetStdHandle(-10 - descriptor)  # STD_INPUT_HANDLE, STD_OUTPUT_HANDLE
        if handle in (None, ctypes.c_void_p(-1).value):
            raise OSError(f"standard handle {descriptor} is missing")
        opened = msvcrt.open_osfhandle(handle, os.O_RDONLY if descriptor == 0 else 0)
        if opened != descriptor:
            os.dup2(opened, descriptor)
            os.close(opened)
