"""A computer that is made up: what its programs answer, what its files hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.env.look.system import Memory, Ran, SystemBasics

Answer = Callable[[Sequence[str]], Ran]
LATE = Ran("late")
MISSING = Ran("missing")


def says(out: str, *, code: int = 0, err: str = "") -> Answer:
    """A program that prints `out` whatever it is asked."""
    return lambda argv: Ran("done", code, out, err)


def hangs(argv: Sequence[str]) -> Ran:
    """A program that never comes to an end: the time limit ends it."""
    return LATE


@dataclass
class Pretend:
    """`programs`: path -> what it answers; `on_path`: name -> path; `files`: path -> text; all else is not there."""

    host: SystemBasics
    environ: Mapping[str, str] = field(default_factory=dict)
    programs: dict[str, Answer] = field(default_factory=dict)
    on_path: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    registered: dict[str, str] = field(default_factory=dict)
    """Name of a value in Windows' registry -> the value."""
    not_writable: tuple[str, ...] = ()
    usable: tuple[str, ...] = ()
    """Device files that may be used."""
    free_bytes: int = 200 << 30
    volumes: Callable[[str], str] = lambda path: path[:2] if path[1:2] == ":" else "/"
    memory_now: Memory = field(default_factory=lambda: Memory(16 << 30))
    proxy: Mapping[str, str] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, argv: Sequence[str], *, timeout_s: float) -> Ran:
        assert 0 < timeout_s <= 60, "every program has a time limit"
        self.asked.append(tuple(argv))
        return self.programs.get(argv[0], lambda _: MISSING)(argv)

    def which(self, program: str) -> str:
        return self.on_path.get(program, "")

    def read(self, path: str) -> str | None:
        return self.files.get(path)

    def registry(self, key: str, name: str) -> str:
        return self.registered.get(name, "")

    def names(self, folder: str) -> tuple[str, ...]:
        inside = {path[len(folder) + 1 :].split("/")[0] for path in self.files if path.startswith(folder + "/")}
        return tuple(sorted(inside))

    def exists(self, path: str) -> bool:
        return path in self.files or any(known.startswith((path + "/", path + "\\")) for known in self.files)

    def writable(self, folder: str) -> bool:
        return not folder.startswith(self.not_writable) if self.not_writable else True

    def may_use(self, path: str) -> bool:
        return path in self.usable

    def space(self, folder: str) -> tuple[str, int, int]:
        return self.volumes(folder), self.free_bytes, 500 << 30

    def memory(self) -> Memory:
        return self.memory_now

    def proxies(self) -> Mapping[str, str]:
        return self.proxy

    def temp_folder(self) -> str:
        return r"C:\Temp" if self.host.sys_platform == "win32" else "/tmp"


def linux(**more: object) -> Pretend:
    host = SystemBasics("linux", "x86_64", "6.8.0", 8, glibc="2.36")
    return Pretend(host, **{"environ": {"HOME": "/home/kim"}, **more})  # type: ignore[arg-type]


def windows(**more: object) -> Pretend:
    host = SystemBasics("win32", "AMD64", "10.0.26100", 8)
    environ = {
        "USERPROFILE": r"C:\Users\kim", "LOCALAPPDATA": r"C:\Users\kim\AppData\Local", "ProgramData": r"C:\ProgramData",
        "SystemRoot": r"C:\Windows", "SystemDrive": "C:", "PROCESSOR_ARCHITECTURE": "AMD64",
    }  # fmt: skip
    return Pretend(host, **{"environ": environ, **more})  # type: ignore[arg-type]


def mac(architecture: str = "arm64", **more: object) -> Pretend:
    host = SystemBasics("darwin", architecture, "10.16", 8)
    return Pretend(host, **{"environ": {"HOME": "/Users/kim"}, **more})  # type: ignore[arg-type]
