"""What the exit codes of a program that did not end by itself mean.

On Linux and macOS the code is a signal's number, negative or with 128 added by a shell; on Windows an NTSTATUS, which
Python tells unsigned and a shell signed.
"""

from __future__ import annotations

import signal

CRASHES = ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGFPE", "SIGTRAP", "SIGSYS", "SIGEMT")
STOPS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGXCPU", "SIGXFSZ", "SIGALRM")
WINDOWS_CRASHES = {
    0xC0000005: "access violation",
    0xC0000409: "fast fail",
    0xC0000602: "fast fail",
    0xC0000374: "heap corruption",
    0xC00000FD: "stack overflow",
    0xC0000094: "division by zero",
    0xC0000096: "privileged instruction",
    0xC0000420: "assertion failure",
    0xC0000026: "invalid disposition",
    0x80000003: "breakpoint",
    0xE06D7363: "C++ exception",
}
WINDOWS_STOPPED = {0xC000013A, 0xC000026B, 0x40010004}
"""Ctrl+C, the end of the session, a debugger that ended it."""
WINDOWS_MEMORY = {0xC0000017, 0xC000012D}
SIGNALS = {4: "SIGILL", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM"}
"""The same on every system that has them; Windows' Python knows few by name."""


def unsigned(code: int) -> int:
    """Return an exit code of Windows as its lists have it."""
    return code & 0xFFFFFFFF


def signal_name(code: int) -> str:
    """Return the name of the signal that ended a program, "" for none: -11 and 139 are SIGSEGV. 126 and 127 are a
    shell's."""
    number = -code if -65 < code < 0 else code - 128 if 128 < code < 160 else 0
    try:
        return signal.Signals(number).name
    except ValueError:
        return SIGNALS.get(number, "")
