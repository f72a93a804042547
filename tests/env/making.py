"""A real install worker, real packages, a server that can misbehave: what the tests of installs stand on.

The environments are real ones with a real Python; only torch is a few lines, whose `sitecustomize` answers the check
as the true one would (it takes seconds to unpack and to import, and is installed for real in tests/end_to_end).
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.env.engines.uv import PYTORCH_INDEX
from core.env.install.unpack_ahead import LARGE_BYTES
from core.messages.install_events import Installed, InstallerReady, LogLine, Progress, StageChanged, Stopped
from core.messages.recipe import Choice, CondaPackage, Plan, Recipe, Stage, StageName, Wheel
from core.prefix import history_of
from core.sentence import say
from core.workers.worker import Worker, start_installer
from tests.env.channel import CHANNEL_URL, MINOR, archives, subdir
from tests.env.servers import FileServer
from tests.env.wheelhouse import make_wheel

WHEELS_URL = "https://wheels.invalid"
CHECK = """
import json, os, sys, time

def held():
    try:
        with open(HOLD, encoding="utf-8") as file:
            return file.read() == sys.prefix
    except OSError:
        return False

if any(word.endswith("script.py") for word in sys.orig_argv):
    while held():
        time.sleep(0.01)
    device = {"device": "cpu", "product": "test", "memory_bytes": 1, "ok": OK, "cpu_ms": 1.0, "device_ms": 1.0,
              "error": 0.0, "failed": "" if OK else "matmul", "text": "" if OK else "wrong result"}
    report = {"python": sys.version.split()[0], "executable": sys.executable, "prefix": sys.prefix, "texts": [],
              "torch": "9.0", "cuda": "", "architectures": [], "device": "cpu", "devices": [device]}
    print("torchgarden-check:" + json.dumps({"part": "import torch"}))
    print("torchgarden-check:" + json.dumps({"report": report}))
    sys.stdout.flush()
    os._exit(0)
"""
SECONDS = 120.0
SMALL = {"big.bin": bytes(range(256)) * 4000}
LARGE = {"big.bin": random.Random(0).randbytes(LARGE_BYTES + 1000), "zeros.bin": bytes(50_000_000)}
"""Long to unpack, quick to fetch."""


def packages(channel: Path, *names: str) -> tuple[CondaPackage, ...]:
    """Packages of the local channel, as a solve would say them."""
    found = []
    for archive in archives(channel):
        name, version, build = archive.name.removesuffix(".conda").rsplit("-", 2)
        if name in names:
            body = archive.read_bytes()
            where = archive.parent.name
            found.append(
                CondaPackage(
                    name,
                    version,
                    build,
                    f"{CHANNEL_URL}/{where}/{archive.name}",
                    hashlib.sha256(body).hexdigest(),
                    len(body),
                    "conda-forge",
                    where,
                )
            )
    return tuple(found)


def wheel(folder: Path, name: str, stage: StageName, **how: Any) -> Wheel:
    """A tiny wheel in the server's folder."""
    path = make_wheel(folder, name, **how)
    body = path.read_bytes()
    return Wheel(
        name,
        how.get("version", "1.0"),
        f"{WHEELS_URL}/{path.name}",
        hashlib.sha256(body).hexdigest(),
        len(body),
        path.name,
        stage,
    )


@dataclass
class House:
    """A person's home, a server with the channel and wheels, and the worker."""

    home: Path
    envs: Path
    server: FileServer
    channel: Path
    stall_s: float = 60.0
    """A server of a busy computer is late now and then; a test of one that stalls asks for less."""
    elsewhere: str = ""
    """The address of a server that stands for every source; "": the house's own for the channel and the wheels."""
    started: list[Worker] = field(default_factory=list)

    @property
    def wheels(self) -> Path:
        return self.server.folder / "wheels"

    @property
    def _held(self) -> Path:
        return self.home / "held"

    @contextmanager
    def holding_the_check(self, prefix: str) -> Iterator[None]:
        """Meanwhile no check of the environment at `prefix` comes to an end, and so no install of it."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._held.write_text(prefix, encoding="utf-8")
        yield
        self._held.unlink()

    def plan(
        self,
        name: str = "torch_book",
        *,
        works: bool = True,
        replace_old: bool = False,
        extra: str = "pear",
        large: bool = False,
    ) -> Plan:
        """An environment with Python, pip, libdemo, "torch" and "ipykernel". `large`: a torch worth unpacking ahead."""
        torch = "9.0" if works else "8.0"
        answers = {"sitecustomize.py": CHECK.replace("OK", str(works)).replace("HOLD", repr(str(self._held))).encode()}
        made = (
            wheel(self.wheels, "torch", "torch", version=torch, files=LARGE if large else SMALL),
            wheel(self.wheels, f"answers{int(works)}", "torch", beside=answers),
            wheel(self.wheels, "ipykernel", "extras"),
            wheel(self.wheels, extra, "extras"),
        )
        conda = packages(self.channel, "python", "pip", "libdemo", "tzdata", "ca-certificates")
        choice = Choice("cpu", torch, "", "", MINOR, "", say("For a test."))
        names: tuple[StageName, ...] = ("environment", "torch", "extras", "kernel", "check")
        return Plan(
            recipe=Recipe(name, choice, folder=str(self.envs), replace=replace_old),
            prefix=str(self.envs / name),
            platform=subdir(),
            stages=tuple(Stage(one, say("For a test."), 1, 1_000_000, 1, 1.0) for one in names),
            packages=conda,
            wheels=made,
            download_bytes=1,
            disk_bytes=1,
            volumes=(),
            seconds=5.0,
            conda_specs=(f"python={MINOR}", "pip", "libdemo"),
            requirements=(f"torch=={torch}", "ipykernel"),
        )

    def write_sources(self) -> None:
        """Tell a worker where files come from."""
        sources = {
            "mirrors": {CHANNEL_URL: [self.server.url + "/conda-forge"], WHEELS_URL: [self.server.url + "/wheels"]},
            "stall_s": self.stall_s,
            "pause_s": 0.05,
            "tries": 4,
        }
        if self.elsewhere:
            everything = (CHANNEL_URL, WHEELS_URL, PYTORCH_INDEX)
            sources["mirrors"] = {url: [self.elsewhere] for url in everything}
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "sources.json").write_text(json.dumps(sources))

    def start(self) -> Talk:
        """A new worker that is ready."""
        self.write_sources()
        worker = start_installer(log=self.home / "worker.txt", arguments=["--home", str(self.home)])
        self.started.append(worker)
        talk = Talk(worker)
        talk.until(lambda event: isinstance(event, InstallerReady))
        return talk

    @contextmanager
    def talking(self) -> Iterator[Talk]:
        talk = self.start()
        try:
            yield talk
        finally:
            talk.worker.close()

    def close(self) -> None:
        for worker in self.started:
            worker.kill()


class Talk:
    """A conversation with the worker; `events` is all it said, in order."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.events: list[Any] = []

    def until(self, wanted: Callable[[Any], bool], *, answers: int | None = None, seconds: float = SECONDS) -> Any:
        """The first event that is wanted (and answers that command, if one is named)."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.worker.wait(0.2)
            for event, number in self.worker.events(1):
                self.events.append(event)
                if (answers is None or number == answers) and wanted(event):
                    return event
            if not self.worker.alive and not self.worker.wait(0.0):
                break
        raise AssertionError(f"not said in time; last: {self.events[-5:]}")

    def ask(self, command: object, *, seconds: float = SECONDS) -> Any:
        """The answer to a command."""
        return self.until(lambda event: True, answers=self.worker.send(command), seconds=seconds)

    def installed(self, command: object) -> Installed:
        answer = self.ask(command)
        assert isinstance(answer, Installed), answer
        return answer

    def stopped(self, command: object) -> Stopped:
        answer = self.ask(command)
        assert isinstance(answer, Stopped), answer
        return answer

    def progress(self) -> list[Progress]:
        return [event for event in self.events if isinstance(event, Progress)]

    def stages(self) -> list[tuple[str, str]]:
        return [(event.stage, event.state) for event in self.events if isinstance(event, StageChanged)]

    def log(self) -> str:
        return "\n".join(event.text for event in self.events if isinstance(event, LogLine))


def is_whole(prefix: Path) -> bool:
    """Whether conda would take the folder for an environment."""
    return history_of(prefix).is_file()


def left_beside(envs: Path) -> list[str]:
    """What lies in the folder beside the environments."""
    return sorted(path.name for path in (envs / ".torchgarden").glob("*")) if (envs / ".torchgarden").exists() else []


def snapshot(prefix: Path) -> dict[str, tuple[int, int]]:
    """Every file of an environment with its size and time of change."""
    return {
        str(path.relative_to(prefix)): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in sorted(prefix.rglob("*"))
        if not path.is_dir() and not re.search(r"__pycache__", str(path))
    }
