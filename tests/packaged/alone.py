"""Start a program where there is no network but this computer's own: ``python alone.py PID PROGRAM ARGUMENTS...``.

It needs root: a network namespace with nothing in it but the loopback device, which the app's own parts talk over.
It is a new one, or that of the process PID (0 for none).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys

CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914
IFF_UP = 0x1


def cut_off(beside: int) -> None:
    """Leave the network, for that of a process where one is named; raises OSError where that is not allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    if beside:
        with open(f"/proc/{beside}/ns/net") as space:
            if libc.setns(space.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")
        return
    if libc.unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        asked = struct.pack("16sh22x", b"lo", 0)
        flags = struct.unpack("16sh22x", fcntl.ioctl(one, SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(one, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | IFF_UP))


if __name__ == "__main__":
    cut_off(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
