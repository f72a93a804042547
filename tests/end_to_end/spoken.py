"""Read the window as a screen reader does, over AT-SPI; print (role, name, description) of what shows as JSON lines.

    dbus-run-session -- python -m tests.end_to_end.spoken HOME LANGUAGE

It starts the accessibility bus, opens the app with a fake trainer on the screen it is given, and asks the bus with
`gdbus`: nothing of the window's own process is used.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
ROOT_PATH = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
SHOWING = 25
"""The bit of ATSPI_STATE_SHOWING."""
MOST = 4000
"""More parts than any page has."""


def why_not() -> str:
    """Return why this cannot be done here, "" if it can."""
    for name in ("dbus-run-session", "gdbus", "Xvfb"):
        if shutil.which(name) is None:
            return f"{name} is not installed"
    return "" if any(os.path.exists(path) for path in LAUNCHERS) else "at-spi2-core is not installed"


def asked(bus: str, owner: str, path: str, method: str, *arguments: str) -> Any:
    """Call a method over the bus; return what it gives, as Python values."""
    command = [
        "gdbus",
        "call",
        "--address",
        bus,
        "--dest",
        owner,
        "--object-path",
        path,
        "--method",
        method,
        *arguments,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    text = re.sub(r"(?<=[\[(, ])(?:objectpath|uint32|int32|@\S+) ", "", done.stdout.strip())
    text = re.sub(r"\bobjectpath ", "", text)
    return ast.literal_eval(text.replace("<", "").replace(">", "").replace("true", "True").replace("false", "False"))


def told(bus: str, owner: str, path: str, name: str) -> str:
    """Return a property of a part."""
    got = asked(bus, owner, path, "org.freedesktop.DBus.Properties.Get", ACCESSIBLE, name)
    return str(got[0])


def walk(bus: str) -> list[tuple[str, str, str]]:
    """Return (role, name, description) of every part of the app that shows."""
    found: list[tuple[str, str, str]] = []
    (apps,) = asked(bus, "org.a11y.atspi.Registry", ROOT_PATH, f"{ACCESSIBLE}.GetChildren")
    waiting = [(owner, path) for owner, path in apps]
    while waiting and len(found) < MOST:
        owner, path = waiting.pop(0)
        (states,) = asked(bus, owner, path, f"{ACCESSIBLE}.GetState")
        if not (states[0] >> SHOWING) & 1 and found:
            continue  # a page that is not open, and all in it
        (role,) = asked(bus, owner, path, f"{ACCESSIBLE}.GetRoleName")
        found.append((role, told(bus, owner, path, "Name"), told(bus, owner, path, "Description")))
        (children,) = asked(bus, owner, path, f"{ACCESSIBLE}.GetChildren")
        waiting += [(child_owner, child_path) for child_owner, child_path in children]
    return found


def main(home: str, language: str) -> int:
    """Open the app, read it from outside, print what was heard."""
    launcher = next(path for path in LAUNCHERS if os.path.exists(path))
    started = subprocess.Popen([launcher, "--launch-immediately"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    try:
        return _read_the_window(Path(home), language)
    finally:
        started.terminate()
        started.wait(10)


def _read_the_window(home: Path, language: str) -> int:
    from tests.end_to_end.person import Person, act

    heard: list[tuple[str, str, str]] = []

    def script(person: Person) -> Any:
        yield lambda: person.there
        address = subprocess.run(
            ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method",
             "org.a11y.Bus.GetAddress"], capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        (bus,) = ast.literal_eval(address.stdout.strip())
        reader = threading.Thread(target=lambda: heard.extend(walk(bus)))  # the window answers meanwhile
        reader.start()
        yield lambda: not reader.is_alive()

    code = act(["--home", str(home), "--language", language], script, wait_s=240)
    for role, name, description in heard:
        print(json.dumps([role, name, description], ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
