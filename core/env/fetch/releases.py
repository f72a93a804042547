"""Whether there is a newer TorchGarden. It is looked for only when a person asks; nothing is downloaded or run.

The answer is that of GitHub's REST API for the latest release of a repository: a JSON object with `tag_name`
("v0.2.0"). Only that is believed, and only if it looks like a version: the page to open is ours, not one that an
answer names. A school can answer from its own server: ``sources.json`` takes a mirror for the beginning of the address.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from core.env.fetch.address import host_of
from core.env.fetch.http import Web
from core.env.fetch.sources import Mirrors, addresses
from core.env.problems import LATER, NETWORK, PROXY, InstallError
from core.files import from_json, read_bytes
from core.messages.install_events import NewestSeen
from core.sentence import Sentence

REPOSITORY = "torchgarden/torchgarden"
FEED = f"https://api.github.com/repos/{REPOSITORY}/releases/latest"
PAGE = f"https://github.com/{REPOSITORY}/releases"
"""Where versions are told of, and the page that a person downloads one from: the one place that says it."""
WAIT_S, WHOLE_S = 8.0, 20.0
FEED_BYTES = 256 << 10
BLOCK_BYTES = 16 << 10
VERSION = re.compile(r"v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:\.?(?:a|b|rc|dev)(\d{1,4}))?", re.ASCII)
FINAL = 1 << 20
"""A version without "rc1" is newer than the same one with it."""

Get = Callable[[str], tuple[int, bytes]]


class ReleasesError(InstallError):
    """It could not be found out whether there is a newer version."""

    advice: tuple[Sentence, ...] = (NETWORK, PROXY)


def newest(current: str, *, mirrors: Mirrors | None = None, get: Get | None = None) -> NewestSeen:
    """Return the newest version there is, beside `current`; raise `ReleasesError` with a sentence."""
    address = addresses(FEED, mirrors or {})[0]
    host = host_of(address) or address
    try:
        status, body = (get or _get)(address)
    except OSError as error:
        if not address.startswith("file:"):
            raise _unreached(host, error) from error
        raise _no_file(address, error) from error
    except (http.client.HTTPException, ValueError) as error:
        raise _unreached(host, error) from error
    if status == 404:
        unknown = ReleasesError("{host} knows of no version of TorchGarden yet.", host=host)
        unknown.advice = ()  # it has answered: neither the network nor a proxy is in the way
        raise unknown
    if status != 200:
        refused = ReleasesError("{host} answers with error {status}. Ask again later.", host=host, status=status)
        refused.advice = (LATER,)
        raise refused
    version = _version_in(body)
    if not version:
        raise ReleasesError(
            "{host} answers with something that is no list of versions. The network may want you to sign in first.",
            host=host,
        )
    return NewestSeen(version, number_of(version) > number_of(current), PAGE)


def _unreached(host: str, error: Exception) -> ReleasesError:
    return ReleasesError(
        "{host} cannot be reached, so it is not known whether there is a newer version.",
        host=host, detail=f"{type(error).__name__}: {error}",
    )  # fmt: skip


def _no_file(address: str, error: OSError) -> ReleasesError:
    """Return the problem that a folder, which is asked in place of the network, has no such file."""
    problem = ReleasesError(
        "{file} cannot be read, so it is not known whether there is a newer version. It is named in sources.json.",
        file=str(_path_of(address)), detail=f"{type(error).__name__}: {error}",
    )  # fmt: skip
    problem.advice = ()
    return problem


def _path_of(address: str) -> Path:
    return Path(urllib.request.url2pathname(urllib.parse.urlsplit(address).path))


def number_of(version: str) -> tuple[int, int, int, int]:
    """Return a version in numbers, to be compared; all 0 for what is none."""
    found = VERSION.fullmatch(version.strip())
    if found is None:
        return (0, 0, 0, 0)
    first, second, third, before = (int(part) if part is not None else -1 for part in found.groups())
    return (first, second, max(third, 0), before if before >= 0 else FINAL)


def _version_in(body: bytes) -> str:
    """Return the version that an answer names, without its "v"; "" if it names none."""
    try:
        plain = from_json(body)
    except ValueError:
        return ""
    tag = plain.get("tag_name") if isinstance(plain, dict) else None
    return tag.removeprefix("v") if isinstance(tag, str) and VERSION.fullmatch(tag) else ""


def _get(address: str) -> tuple[int, bytes]:
    """Return (status, body) of an address; raise `OSError`, `ValueError` or `HTTPException`."""
    if address.startswith("file:"):
        return 200, read_bytes(_path_of(address), limit_bytes=FEED_BYTES)
    web, begun, body = Web(timeout_s=WAIT_S, connect_s=WAIT_S), time.monotonic(), b""
    try:
        with contextlib.closing(web.get(address, {"Accept": "application/json"})) as answer:
            while block := answer.read(BLOCK_BYTES):
                body += block
                if len(body) > FEED_BYTES or time.monotonic() - begun > WHOLE_S:
                    raise ValueError("the answer does not end")
    finally:
        web.close()
    return answer.status, body
