"""What may lie where a file of ours is expected, and the bounds within which a reader must cope with it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from hypothesis import strategies as st

SECONDS = 20.0
ROOM_BYTES = 1 << 30
"""How much more memory than before a reader may ask for; the files that pretend to be huge are larger."""
HUGE_BYTES = 80 << 30
POSIX = os.name == "posix"


# ------------------------------------------------------------------------------------------------- files of every kind
def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _huge(path: Path) -> None:
    """A file with a hole: 80 GiB that take no room."""
    with path.open("wb") as file:
        file.truncate(HUGE_BYTES)


def _diary(path: Path) -> None:
    """A link to a file of the person's, outside."""
    path.symlink_to(path.parent.parent / "diary")


def _full(path: Path) -> None:
    path.symlink_to("/dev/full")


def holding(content: bytes) -> Callable[[Path], None]:
    """Return what writes `content` there."""

    def put(path: Path) -> None:
        path.write_bytes(content)

    return put


SHAPES: dict[str, Callable[[Path], None]] = {
    "empty": _empty,
    "a folder": _folder,
    "not UTF-8": holding(b"\xff\xfe{}\x80"),
    "NUL": holding(b"\x00" * 5000),
    "a mark of byte order": holding(b"\xef\xbb\xbf{}"),
    "half": holding(b'{"is": "RunRecord", "run": "/a'),
    "deep": holding(b"[" * 200_000),
    "deep objects": holding(b'{"a":' * 200_000),
    "a long number": holding(b"1" * 5000),
    "numbers too large": holding(b'{"x": 1e400, "port": 1' + b"0" * 400 + b', "screens": {"a": {"x": NaN}}}'),
    "a list": holding(b"[]"),
    "a text": holding(b'"\\ud800"'),
    "nothing": holding(b"null"),
    "lines": holding(b"{}\n" * 1000),
    "one endless line": holding(b"x" * (2 << 20)),
    "millions of values": holding(b"[" + b"[]," * 20_000_000 + b"[]]"),
}
if POSIX:
    SHAPES |= {
        "a pipe": _pipe,
        "an endless device": _endless,
        "a full device": _full,
        "a loop of links": _loop,
        "80 GiB": _huge,
        "a link to a diary": _diary,
    }


def put(path: Path, shape: str) -> None:
    """Make what lies at `path` one of `SHAPES`; the diary beside the folder must stay as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent.parent / "diary").write_text(DIARY, encoding="utf-8")
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    path.unlink(missing_ok=True)
    SHAPES[shape](path)


DIARY = '{"private": true}'


def check_outside(path: Path) -> None:
    """Assert that nothing was written outside of the file's folder."""
    outside = path.parent.parent
    assert {one.name for one in outside.iterdir()} == {"diary", path.parent.name}
    assert (outside / "diary").read_text(encoding="utf-8") == DIARY


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Fail what takes longer than `SECONDS`, or more memory than `ROOM_BYTES`. On Windows there are no such bounds."""
    if sys.platform == "win32":
        yield
        return
    import resource

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"it takes longer than {SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    if sys.platform == "linux":
        now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + ROOM_BYTES, limits[1]))
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    except MemoryError as error:
        raise AssertionError("it takes too much memory") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, limits)


# ----------------------------------------------------------------------------------------------------- values of JSON
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.integers(2**62, 2**66), st.just(10**400), st.just(-(10**400)),
    st.floats(), st.text(max_size=6),
    st.sampled_from([
        "\x00", "\ud800", "/a\x00b", "/\ud800", "../../etc", "/../x", "{0.__class__}", "{x:999999999}", "NaN", "",
        "글" * 2000, "0001-01-01T00:00:00", "9999-12-31T23:59:59+00:00", "/", "\u202e", "\n", "<b>",
    ]),
)  # fmt: skip
ANYTHING = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def objects(**usual: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return what makes objects with these fields, each as usual, or odd, or missing."""
    return st.fixed_dictionaries({}, optional={name: st.just(value) | ANYTHING for name, value in usual.items()})


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every place in plain JSON."""
    found = [path]
    if isinstance(value, dict):
        found += [place for key, item in value.items() for place in places(item, (*path, key))]
    elif isinstance(value, list):
        found += [place for at, item in enumerate(value) for place in places(item, (*path, at))]
    return found


@st.composite
def damaged(draw: st.DrawFn, plain: Any, *, most: int = 2) -> Any:
    """Draw plain JSON with up to `most` of its values replaced by anything, or gone."""
    made = json.loads(json.dumps(plain))
    for _ in range(draw(st.integers(1, most))):
        place = draw(st.sampled_from([one for one in places(made) if one]))
        inside = made
        for key in place[:-1]:
            inside = inside[key]
        if isinstance(inside, dict) and draw(st.integers(0, 6)) == 0:
            del inside[place[-1]]
        else:
            inside[place[-1]] = draw(ANYTHING)
        if not made:
            break
    return made
