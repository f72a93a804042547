"""What rattler needs to know of the network, and how a silent channel is noticed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import time
import urllib.request
from collections.abc import Awaitable, Iterator, Sequence
from typing import TypeVar

from core.env.engines.conda_errors import stalled_problem
from core.env.fetch.address import usable_proxies
from core.env.look.network import network_settings
from core.env.network.waiting import Waits, Watch

LEAST_S = 0.004
"""Seconds of computing that tell a rattler which receives something from one that only waits."""
LOOK_S = 0.2

Result = TypeVar("Result")


async def watched(asking: Awaitable[Result], channels: Sequence[str], waits: Waits) -> Result:
    """Await what asks channels; raise `Stalled` when nothing comes any more.

    What rattler's threads compute is what this process computes, less this thread. rattler itself goes on with what it
    has begun until its own limit, and nobody waits for that.
    """
    watch, names = Watch(waits, least_s=LEAST_S), ", ".join(channels)
    task = asyncio.ensure_future(asking)
    try:
        while not (await asyncio.wait([task], timeout=LOOK_S))[0]:
            watch.see(time.process_time() - time.thread_time(), names, lambda: stalled_problem(channels))
    finally:
        task.cancel()
    return task.result()


@contextlib.contextmanager
def certificates_named() -> Iterator[None]:
    """The file of certificates that this computer's settings name, in the one place where rattler looks for it."""
    file = network_settings().certificates
    before = os.environ.pop("SSL_CERT_FILE", None)
    if file:
        os.environ["SSL_CERT_FILE"] = file
    try:
        yield
    finally:
        os.environ.pop("SSL_CERT_FILE", None)
        if before is not None:
            os.environ["SSL_CERT_FILE"] = before


def proxy_lines() -> list[str]:
    """The lines of rattler's settings that name the proxy, where no variable does: it reads those itself.

    Raises `Untrusted` where a proxy is no address.
    """
    by_variable = urllib.request.getproxies_environment().keys() & {"http", "https", "all"}
    proxies = {name: url for name, url in usable_proxies().items() if name != "all"}
    if by_variable or not proxies:
        return []
    return ["[proxy-config]", *(f"{scheme} = {json.dumps(url)}" for scheme, url in proxies.items())]
