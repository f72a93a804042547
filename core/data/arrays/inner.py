"""The process in which a person's own Python file runs: ``python -m core.data.arrays.inner FOLDER``.

The folder holds ``job.json`` (the file's path, the limits) and ``code.py``, the very bytes that the person has agreed
to. It gets ``data.npz`` with "x" and "y", and last ``said.json``: how it went. What the code prints goes nowhere. The
data worker (`core.data.arrays.code`) ends this process when it takes too long, and trusts nothing of what it leaves.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import traceback
import types
from typing import Any

TEXT_LETTERS = 300
SEED = 0


def main() -> None:
    """Run the code, and end the process without waiting for what it has started."""
    folder = sys.argv[1]
    with open(os.path.join(folder, "job.json"), encoding="utf-8") as file:
        job = json.load(file)
    with open(os.path.join(folder, "code.py"), "rb") as source:
        code = source.read()
    with contextlib.suppress(OSError):  # a windowed program on Windows has none; there a job ends it
        _end_with(os.dup(0))
    _silence()
    _limit(int(job["memory_bytes"]))
    _go_to(job["path"])
    said = _done(code, job["path"], os.path.join(folder, "data.npz"), int(job["most_bytes"]))
    beside = os.path.join(folder, "said.part")
    with open(beside, "w", encoding="utf-8") as file:
        json.dump(said, file)
    os.replace(beside, os.path.join(folder, "said.json"))
    os._exit(0)


def _end_with(pipe: int) -> None:
    """End this process when the data worker's end of the pipe closes, however that came."""

    def wait() -> None:
        with contextlib.suppress(OSError):
            while os.read(pipe, 1):
                pass
        os._exit(1)

    threading.Thread(target=wait, name="data-worker-gone", daemon=True).start()


def _silence() -> None:
    """Send what is printed, also by C libraries, to nowhere, and let nothing be read."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace", closefd=False)


def _limit(memory_bytes: int) -> None:
    """Let the system refuse more memory than that, where it can; the data worker looks, too."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


def _go_to(path: str) -> None:
    """Be where the file is: it may read what lies beside it, and import it."""
    folder = os.path.dirname(path)
    sys.argv = [path]
    sys.path[0:1] = [folder]
    with contextlib.suppress(OSError):
        os.chdir(folder)


def _done(code: bytes, path: str, target: str, most_bytes: int) -> dict[str, Any]:
    """Run the code and write what it returns; return what is said of it."""
    module = types.ModuleType("data_of_a_person")
    module.__file__ = path
    sys.modules[module.__name__] = module
    try:
        exec(compile(code, path, "exec"), module.__dict__)  # noqa: S102 (a person was shown it and has said yes)
        made = getattr(module, "data", None)
        if not callable(made):
            return {"kind": "no function"}
        _seed()
        returned = made()
    except SystemExit:
        return {"kind": "exit"}
    except MemoryError:
        return {"kind": "memory"}
    except BaseException as error:  # noqa: BLE001 (it is a person's code: anything may come)
        return {"kind": "error", "line": _line(error, path), "error": _text(error)}
    if not isinstance(returned, (tuple, list)) or len(returned) != 2:
        return {"kind": "returned", "what": type(returned).__name__[:TEXT_LETTERS]}
    return _written(returned[0], returned[1], target, most_bytes)


def _seed() -> None:
    """Let what is drawn be the same each time."""
    import random

    import numpy

    random.seed(SEED)
    numpy.random.seed(SEED)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(SEED)


def _line(error: BaseException, path: str) -> int:
    """Return the last line of the person's file that an error came through, 0 for none."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return int(error.lineno or 0)
    return next(
        (int(f.lineno or 0) for f in reversed(traceback.extract_tb(error.__traceback__)) if f.filename == path), 0
    )


def _text(error: BaseException) -> str:
    try:
        words = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001 (its own __str__ is the person's, too)
        words = ""
    first = " ".join(words.split())
    return f"{type(error).__name__}: {first}"[:TEXT_LETTERS] if first else type(error).__name__[:TEXT_LETTERS]


def _written(x: object, y: object, target: str, most_bytes: int) -> dict[str, Any]:
    """Write both as plain arrays; return what is said of it."""
    import numpy

    arrays = {}
    for name, value in (("x", x), ("y", y)):
        try:
            made = numpy.asarray(_plain(value))
        except MemoryError:
            return {"kind": "memory"}
        except BaseException as error:  # noqa: BLE001 (what it returned is the person's own: anything may come)
            return {"kind": "array", "which": name, "error": _text(error)}
        if made.dtype.hasobject or made.dtype.kind not in "biufSU":
            return {"kind": "array", "which": name, "error": str(made.dtype)[:TEXT_LETTERS]}
        if made.nbytes > most_bytes:
            return {"kind": "too large", "which": name}
        arrays[name] = made
    try:
        with open(target, "xb") as file:
            numpy.savez(file, x=arrays["x"], y=arrays["y"])
    except OSError:
        return {"kind": "disk"}
    return {"kind": "data"}


def _plain(value: Any) -> Any:
    """Return tensors, also in lists, and tables as what numpy knows."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().cpu()
        value = value.to_dense() if value.layout != torch.strided else value
        return (value.float() if value.dtype in (torch.bfloat16, torch.float16) else value).numpy()
    if isinstance(value, (list, tuple)) and torch is not None and any(isinstance(one, torch.Tensor) for one in value):
        return [_plain(one) for one in value]
    return value.to_numpy() if hasattr(value, "to_numpy") else value


if __name__ == "__main__":
    main()
