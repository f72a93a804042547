"""Memory that a step gives back is kept for the next one.

The C library of Linux hands large blocks back to the system as soon as they are free at the top of its heap, and asks
for them again a moment later, page by page, each zeroed first. A step of a small convolutional net frees and asks for
some dozen blocks of a megabyte or two: thousands of page faults, up to a quarter of its time. Other systems' libraries
keep what is free.
"""

from __future__ import annotations

import ctypes
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # mallopt(3)
KEPT_BYTES = 256 << 20
"""How much free memory at the top of the heap is kept."""
LARGEST_BYTES = 32 << 20
"""Blocks up to this size come from the heap; the most that the library takes."""


def keep_heap() -> bool:
    """Keep freed memory for the next step; return whether this system's library can be told to."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        tell = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # not every C library has it
        return False
    return bool(tell(MMAP_THRESHOLD, LARGEST_BYTES)) and bool(tell(TRIM_THRESHOLD, KEPT_BYTES))
