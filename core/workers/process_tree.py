"""Start another program, end it with everything it started, and say in plain words why it ended.

A worker starts programs of its own (uv, conda), so the whole group is ended: on POSIX a session of its own, on Windows
a job object, which the system also ends when the app dies. `core.workers.handover` starts what is to outlive us.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from core.sentence import Sentence, say
from core.workers.exit_codes import (
    CRASHES,
    STOPS,
    WINDOWS_CRASHES,
    WINDOWS_MEMORY,
    WINDOWS_STOPPED,
    signal_name,
    unsigned,
)

BUNDLE_NAMES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH")
BUNDLE_ONLY = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QML2_IMPORT_PATH", "QML_IMPORT_PATH")
JOB_LIMITS = 0x2000 | 0x0800
"""JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE: all ends with us. JOB_OBJECT_LIMIT_BREAKAWAY_OK: except what asks to leave (see
`core.workers.handover`)."""
CREATE_SUSPENDED = 0x4
"""Windows makes the process and waits with running it."""
STARTING = threading.Lock()
"""Held on Windows while a program starts; see `own_libraries_forgotten`."""
PYTHON_ONLY = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")


def foreign_environment(environment: Mapping[str, str], *, frozen: bool) -> dict[str, str]:
    """Return the environment variables with which another Python runs safely.

    A packaged app points the loader, Qt and Python at its own folder. Another Python that inherits this loads the
    app's libraries instead of its own and fails in strange ways. So they are put back as the person had them.
    """
    clean = {key: value for key, value in environment.items() if key not in PYTHON_ONLY}
    if frozen:
        clean = {key: value for key, value in clean.items() if key not in BUNDLE_ONLY and not key.startswith("_PYI_")}
        for name in BUNDLE_NAMES:
            clean.pop(name, None)
            original = clean.pop(f"{name}_ORIG", None)
            if original is not None:
                clean[name] = original
    clean["PYTHONNOUSERSITE"] = "1"
    clean["PYTHONUTF8"] = "1"
    return clean


@contextlib.contextmanager
def own_libraries_forgotten() -> Iterator[None]:
    """While this lasts, Windows does not look for libraries in a packaged app's folder: what we start would, too."""
    if sys.platform != "win32" or not getattr(sys, "frozen", False):
        yield
        return
    import ctypes

    kernel = ctypes.WinDLL("kernel32")
    with STARTING:  # else another thread's program could start while they are found again
        kernel.SetDllDirectoryW(None)
        try:
            yield
        finally:
            kernel.SetDllDirectoryW(str(getattr(sys, "_MEIPASS", "")) or None)


class Group:
    """A started program and all it starts. `process` has its pipes; `end` ends the whole group at once."""

    def __init__(
        self, command: Sequence[str], *, environment: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> None:
        """Start `command` in `folder`; raise `OSError` if it cannot be started."""
        self._job: int | None = None
        with own_libraries_forgotten():
            self.process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(environment) if environment is not None else None,
                cwd=folder,
                start_new_session=sys.platform != "win32",
                creationflags=_creation_flags(),
            )
        if sys.platform == "win32":
            handle = int(self.process._handle)  # type: ignore[attr-defined]
            # It has not run yet: whatever it starts is in the job from its first instruction on.
            self._job = _windows_job(handle)
            if not _resume(handle):
                self.signal()
                raise OSError("The system did not let the new process run.")

    def end(self) -> None:
        """End the program and everything it started; wait until it is gone."""
        self.signal()
        self.process.wait()

    def interrupt(self) -> bool:
        """Send the program, and nothing that it started, what Ctrl+C sends; return whether that was possible."""
        if sys.platform == "win32" or self.process.poll() is not None:
            return False
        self.process.send_signal(signal.SIGINT)
        return True

    def signal(self) -> None:
        """Make the program and everything it started stop at once, without waiting until they are gone."""
        if sys.platform == "win32":
            if self._job is not None:
                _close_windows_job(self._job)
                self._job = None
            self.process.kill()
        else:
            # The group outlives its leader while a grandchild runs, so it is signalled even when the leader is gone.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW | CREATE_SUSPENDED
    return 0


if sys.platform == "win32":

    def _windows_job(process_handle: int) -> int | None:
        """Put a process into a new job that ends with its last handle; None where the system refuses."""
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = [
                ("PerProcessUserTimeLimit", ctypes.c_int64),
                ("PerJobUserTimeLimit", ctypes.c_int64),
                ("LimitFlags", wintypes.DWORD),
                ("MinimumWorkingSetSize", ctypes.c_size_t),
                ("MaximumWorkingSetSize", ctypes.c_size_t),
                ("ActiveProcessLimit", wintypes.DWORD),
                ("Affinity", ctypes.c_size_t),
                ("PriorityClass", wintypes.DWORD),
                ("SchedulingClass", wintypes.DWORD),
            ]

        class Extended(ctypes.Structure):
            _fields_ = [
                ("BasicLimitInformation", Basic),
                ("IoInfo", ctypes.c_uint64 * 6),
                ("ProcessMemoryLimit", ctypes.c_size_t),
                ("JobMemoryLimit", ctypes.c_size_t),
                ("PeakProcessMemoryUsed", ctypes.c_size_t),
                ("PeakJobMemoryUsed", ctypes.c_size_t),
            ]

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = [wintypes.LPVOID, wintypes.LPCWSTR]
        kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD]
        kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
        job = kernel.CreateJobObjectW(None, None)
        if not job:
            return None
        limits = Extended()
        limits.BasicLimitInformation.LimitFlags = JOB_LIMITS
        extended_limit_information = 9
        kernel.SetInformationJobObject(job, extended_limit_information, ctypes.byref(limits), ctypes.sizeof(limits))
        if not kernel.AssignProcessToJobObject(job, process_handle):
            _close_windows_job(job)
            return None
        return int(job)

    def _resume(process_handle: int) -> bool:
        """Let a process run that was made suspended; return whether it does.

        Popen has closed the handle of its first thread, which ResumeThread wants; this resumes all of them.
        """
        import ctypes
        from ctypes import wintypes

        system = ctypes.WinDLL("ntdll")
        system.NtResumeProcess.restype = ctypes.c_long
        system.NtResumeProcess.argtypes = [wintypes.HANDLE]
        return int(system.NtResumeProcess(process_handle)) >= 0

    def _close_windows_job(job: int) -> None:
        """Close the last handle of a job: the system ends everything in it."""
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CloseHandle.argtypes = [wintypes.HANDLE]
        kernel.CloseHandle(job)


# ------------------------------------------------------------------------------------------------ why did it end?
def memory_kills() -> int:
    """Return how many processes this system has ended because memory ran out; 0 where it does not say."""
    try:
        lines = Path("/proc/vmstat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that memory ran out; torch has a class for it on some devices only."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in text or "can't allocate memory" in text


def memory_sentence() -> Sentence:
    """Return the sentence that memory ran out."""
    return say("The computer ran out of memory, and the worker was ended. Try a smaller network or batch.")


def why_not_started(error: OSError) -> Sentence:
    """Return the sentence for a Python that the system did not start."""
    code = getattr(error, "winerror", None) or error.errno
    if isinstance(error, PermissionError):
        return say(
            "The system does not let the Python of this environment run. Make the environment in another folder, or "
            "train with another one."
        )
    if code in _OTHER_PROCESSOR:
        return say("This environment was made for another kind of processor. Make a new one on this computer.")
    if code in (errno.ENOMEM, errno.EAGAIN):
        return say("The computer could not start another program. Close some that you do not need, and start again.")
    return why_ended(127, "")


def _python_is_broken(log: str) -> Sentence | None:
    """Return a sentence for a Python that cannot even begin, by what it or the system's loader said; None for none."""
    lacks = re.search(r"error while loading shared libraries: ([^\s:]+)|Library not loaded: \S*?([^\s/]+)\s", log)
    if lacks:
        return say(
            "The Python of this environment does not start: its file {name} is missing. Repair the environment, or "
            "train with another one.",
            name=lacks[1] or lacks[2],
        )  # fmt: skip
    if "init_fs_encoding" in log or "No module named 'encodings'" in log:
        return say(
            "The Python of this environment does not start: its own files are missing. Repair the environment, or "
            "train with another one."
        )
    if "SyntaxError" in log and re.search(r"core[/\\]train[/\\]\w+\.py", log):
        return say("The Python of this environment is too old for training. Make a new environment with TorchGarden.")
    return None


def why_ended(code: int, log: str, *, out_of_memory: bool = False) -> Sentence:
    """Return one sentence for a program's exit code (negative: a signal's number) and the end of its log."""
    status = unsigned(code)
    if out_of_memory or status in WINDOWS_MEMORY or "MemoryError" in log[-400:]:
        return memory_sentence()
    if code != 0 and (broken := _python_is_broken(log)) is not None:
        return broken
    missing = log.rfind("ModuleNotFoundError: No module named '")
    if code == 1 and missing >= 0:
        return say("This Python lacks the package {name}.", name=log[missing:].split("'")[1])
    name = _signal_name(code)
    if name == "SIGKILL":
        return say("The worker was ended from outside, by the system or by somebody.")
    if name in STOPS or status in WINDOWS_STOPPED:
        return say("The worker was asked to stop, from outside TorchGarden.")
    if name in CRASHES or status in WINDOWS_CRASHES:
        return say("The worker crashed inside a library ({name}).", name=name or hex(status))
    if name == "SIGILL" or status == 0xC000001D:
        return say("This processor lacks an instruction that this build of PyTorch uses. Choose another build.")
    if status in (0xC0000135, 0xC0000138, 0xC0000139, 0xC0000142):
        return say("A system library that PyTorch needs is missing. Install the Visual C++ runtime and start again.")
    if code in (126, 127):
        return say("The worker could not be started: its Python was not found.")
    return say("The worker ended by itself (exit code {code}).", code=code)


_OTHER_PROCESSOR = (errno.ENOEXEC, 193, 216)
"""Exec format error; on Windows, ERROR_BAD_EXE_FORMAT and ERROR_EXE_MACHINE_TYPE_MISMATCH."""


def _signal_name(code: int) -> str:
    return "" if sys.platform == "win32" else signal_name(code)
