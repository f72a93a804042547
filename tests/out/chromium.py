"""Chromium, driven through its DevTools pipe: a page is opened, asked, touched and looked at."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
SECONDS = 60.0
START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""Chromium reads commands from descriptor 3 and answers on 4."""


class Page:
    """One tab. `requests` holds the addresses that it asked for, `logged` what it complained of."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back, self._count, self._rest = to, back, 0, b""
        self.requests: list[str] = []
        self.logged: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = ""
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    _session = ""

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return what a command of the DevTools answers."""
        self._count += 1
        sent = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            sent["sessionId"] = self._session
        os.write(self._to, json.dumps(sent).encode() + b"\0")
        while True:
            came = self._message()
            if came.get("id") == self._count:
                assert "error" not in came, came
                result: dict[str, Any] = came["result"]
                return result
            self._hear(came)

    def _hear(self, came: dict[str, Any]) -> None:
        told = came.get("params", {})
        if came.get("method") == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif came.get("method") == "Runtime.exceptionThrown":
            self.logged.append(str(told["exceptionDetails"].get("exception", {}).get("description", told)))
        elif came.get("method") == "Log.entryAdded":
            self.logged.append(told["entry"]["text"])

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._back], [], [], SECONDS)
            assert ready, "Chromium says nothing"
            came = os.read(self._back, 1 << 20)
            assert came, "Chromium has ended"
            self._rest += came
        first, self._rest = self._rest.split(b"\0", 1)
        found: dict[str, Any] = json.loads(first)
        return found

    def open(self, path: Path) -> None:
        """Open a file and wait until its script has run."""
        self.requests.clear()
        self.logged.clear()
        self.call("Page.navigate", url=path.as_uri())
        end = time.monotonic() + SECONDS
        while self.ask("document.readyState") != "complete" or self.ask("location.href") == "about:blank":
            assert time.monotonic() < end, "the page does not come"

    def ask(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def mouse(self, kind: str, x: float, y: float) -> None:
        """Press, move or release the left button: "mousePressed", "mouseMoved", "mouseReleased"."""
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def look(self, *, dark: bool, width: int = 1280, height: int = 0) -> bytes:
        """Return a picture of the whole page (PNG)."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=scheme)
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        tall = height or int(self.ask("document.documentElement.scrollHeight"))
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=tall, deviceScaleFactor=1, mobile=False)
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[Page]:
    """Yield a page of a Chromium that is ended afterwards; `folder` is for its own files."""
    there, to = os.pipe()
    back, here = os.pipe()
    passed = [fcntl.fcntl(one, fcntl.F_DUPFD, 30) for one in (there, here)]
    command = [
        BROWSER, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-dev-shm-usage", "--disable-background-networking", "--force-color-profile=srgb",
        f"--user-data-dir={folder}",
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", START, *map(str, passed), *command], pass_fds=passed, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    for one in (there, here, *passed):
        os.close(one)
    try:
        page = Page(to, back)
        yield page
        page._session = ""
        with contextlib.suppress(AssertionError):
            page.call("Browser.close")
    finally:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)
        os.close(to)
        os.close(back)
