"""A short try of how fast files come in."""

from __future__ import annotations

import http.client
import time

from core.env.fetch.attempt import READ_BYTES
from core.env.fetch.http import Web
from core.env.fetch.sources import Mirrors, addresses

TEST_S = 2.5
TEST_BYTES = 8 << 20


def measure(url: str, *, mirrors: Mirrors | None = None) -> float:
    """Bytes per second that come from `url` in a short try; 0 when nothing came. Raises nothing."""
    address = addresses(url, mirrors or {})[0]
    if not address.startswith("http"):
        return 0.0
    web = Web(timeout_s=TEST_S, connect_s=TEST_S)
    got = 0
    try:
        answer = web.get(address, {"Range": f"bytes=0-{TEST_BYTES - 1}"})
        if answer.status not in (200, 206):
            return 0.0
        begun = time.monotonic()  # the way there is not counted: a large file makes it once
        while got < TEST_BYTES and time.monotonic() - begun < TEST_S:
            block = answer.read(READ_BYTES)
            if not block:
                break
            got += len(block)
    except (OSError, http.client.HTTPException):
        if not got:
            return 0.0
    finally:
        web.forget()
    return got / max(time.monotonic() - begun, 1e-3)
