"""What an assistive program sees of the windows on a screen: names, states and places, over AT-SPI, and real clicks.

A package is a program like any other: nothing of it can be called from a test. So the test looks as a screen reader
does and clicks as a mouse does. The bus is the test's own, in a folder: programs without a network reach it.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from resources.release.system import AT_SPI

REGISTRY = next((program for program in AT_SPI if Path(program).exists()), "")
ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
SENSITIVE, SHOWING = 1 << 24, 1 << 25
LOOK_S = 0.1
PATIENCE_S = 60.0
BUSY = ("org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.ServiceUnknown")


def can_be_seen() -> str:
    """Return what is missing to look at windows and click into them, "" for nothing."""
    missing = [name for name in ("Xvfb", "xdotool", "dbus-daemon") if shutil.which(name) is None]
    return ", ".join([*missing, *([] if REGISTRY else ["at-spi2-core"])])


@dataclass(frozen=True)
class Seen:
    """One thing on the screen: `place` is its middle, in pixels."""

    name: str
    role: str
    can_be_pressed: bool
    place: tuple[int, int]
    right: int


@contextlib.contextmanager
def bus(folder: Path) -> Iterator[str]:
    """Start a bus for assistive programs whose socket lies in `folder`; give its address."""
    address = f"unix:path={folder / 'bus'}"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address=1"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    registry = None
    try:
        assert daemon.stdout is not None
        assert daemon.stdout.readline(), "the bus did not start"
        there = {"AT_SPI_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}
        registry = subprocess.Popen([REGISTRY], env=there, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open_dbus_connection(address) as connection:
            names = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
            until = time.monotonic() + PATIENCE_S
            while not _ask(connection, new_method_call(names, "NameHasOwner", "s", (ROOT[0],))):
                assert time.monotonic() < until, "the registry of accessible programs did not start"
        yield address
    finally:
        for process in (registry, daemon):
            if process is not None:
                process.kill()
                process.wait(10)
        if daemon.stdout is not None:
            daemon.stdout.close()


class Screen:
    """A person in front of a screen: `xdotool` and what AT-SPI tells."""

    def __init__(self, address: str, environment: dict[str, str]) -> None:
        self.connection = open_dbus_connection(address)
        self.environment = environment

    def close(self) -> None:
        self.connection.close()

    def everything(self) -> list[Seen]:
        """Return what is on the screen now, from the top of each window down."""
        found: list[Seen] = []
        with contextlib.suppress(DBusErrorResponse):
            for service, path in self._children(*ROOT):
                self._walk(service, path, found, top=True)
        return found

    def _walk(self, service: str, path: str, found: list[Seen], *, top: bool = False) -> None:
        try:
            for child in self._children(service, path):
                states = self._call(*child, "Accessible", "GetState")[0]
                if not states & SHOWING and not top:
                    continue
                x, y, width, height = self._call(*child, "Component", "GetExtents", "u", (0,))
                name = self._name(*child)
                role = self._call(*child, "Accessible", "GetRoleName")
                place = (x + width // 2, y + height // 2)
                found.append(Seen(name, role, bool(states & SENSITIVE), place, x + width))
                self._walk(*child, found)
        except DBusErrorResponse as error:
            if error.name in BUSY:
                raise

    def _children(self, service: str, path: str) -> list[tuple[str, str]]:
        return [(name, place) for name, place in self._call(service, path, "Accessible", "GetChildren")]

    def _name(self, service: str, path: str) -> str:
        address = DBusAddress(path, service, "org.a11y.atspi.Accessible")
        return str(_ask(self.connection, Properties(address).get("Name"))[1])

    def _call(self, service: str, path: str, face: str, verb: str, *rest: Any) -> Any:
        address = DBusAddress(path, service, f"org.a11y.atspi.{face}")
        return _ask(self.connection, new_method_call(address, verb, *rest))

    def find(self, name: str, *, role: str = "") -> Seen | None:
        """Return the first thing whose name begins so, None if nothing does."""
        return next((one for one in self.everything() if one.name.startswith(name) and role in one.role), None)

    def wait(self, there: Callable[[], Any], what: str, *, patience_s: float = PATIENCE_S) -> Any:
        """Wait until something is so, and return it."""
        until = time.monotonic() + patience_s
        while not (found := there()):
            if time.monotonic() > until:
                names = sorted({one.name for one in self.everything() if one.name})
                raise TimeoutError(f"waited {patience_s:.0f} s for {what}; on the screen are {names}")
            time.sleep(LOOK_S)
        return found

    def wait_for(self, name: str, *, role: str = "", patience_s: float = PATIENCE_S) -> Seen:
        """Wait for something whose name begins so and that can be pressed."""

        def there() -> Seen | None:
            found = self.find(name, role=role)
            return found if found is not None and found.can_be_pressed else None

        found: Seen = self.wait(there, repr(name), patience_s=patience_s)
        return found

    def click(self, name: str, *, role: str = "button", patience_s: float = PATIENCE_S) -> None:
        """Click with the mouse on what has this name, as soon as it can be pressed."""
        self.click_at(*self.wait_for(name, role=role, patience_s=patience_s).place)

    def click_at(self, x: int, y: int) -> None:
        """Click with the mouse at a place."""
        self.x("mousemove", str(x), str(y), "click", "1")  # --sync waits for ever where the mouse is there already

    def windows(self, pid: int) -> list[str]:
        """Return the numbers of the windows on the screen that a process has opened; none is no error."""
        with contextlib.suppress(subprocess.CalledProcessError):
            return self.x("search", "--all", "--onlyvisible", "--pid", str(pid), "--name", "TorchGarden").split()
        return []

    def x(self, *words: str) -> str:
        """Have xdotool do something; return what it prints."""
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, timeout=60, check=True
        )
        return done.stdout


def _ask(connection: DBusConnection, message: Any) -> Any:
    """Return the first value of the answer, all of them where there are more; raises DBusErrorResponse."""
    reply = connection.send_and_get_reply(message, timeout=PATIENCE_S)
    if reply.header.message_type.name == "error":
        raise DBusErrorResponse(reply)
    return reply.body[0] if len(reply.body) == 1 else reply.body
