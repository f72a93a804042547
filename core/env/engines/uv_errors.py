"""Turn uv's error texts into sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from core.env.fetch.address import host_of
from core.env.look.path_rules import masked
from core.env.problems import (
    Corrupt,
    DownloadError,
    InstallError,
    Missing,
    Offline,
    ServerError,
    Stalled,
    Unsolvable,
    Untrusted,
    words_problem,
)

ASKED = re.compile(r"(?:GET|HEAD|range) request for:? `?(https?://[^\s`]+)|No cache entry for:? (https?://\S+)")
NO_FILES = re.compile(r"there are no versions of ([\w.-]+)|Because ([\w.-]+) was not found in the package registry")
NOT_OFFERED = re.compile(
    r"there (?:is|are) no versions? of ([\w.\[\]-]+(?:[<>=!~]=?[\w.*,<>=!~]+)?)"
    r"|([\w.-]+) was not found in the"
    r"|([\w.\[\]-]+(?:==[\w.+]+)?) has no (?:wheels|usable wheels|source distribution|publish)"
)
NEEDS_PYTHON = re.compile(r"([\w.\[\]-]+(?:==[\w.+]+)?) (?:requires?|depends? on) Python ?([<>=!~][\w.*,<>=!~]*)")
NAMED = 4
REASON_LETTERS, LONGEST_WORD = 200_000, 200
"""What is read of a reason: no name of a package is longer, and patterns take long over endless ones."""
DEFAULT_HOST = "PyPI"
"""Who is asked where uv does not say whom."""
LOG_CHARACTERS = 6000


def said_in(text: str) -> str:
    """What uv says to a person, without what it says only of its own work."""
    begins = re.search(r"^(?:error|[ \t]*×)", text, re.MULTILINE)
    if begins:
        return text[begins.start() :]
    lines = [line for line in text.splitlines() if not re.match(r"(DEBUG|TRACE|INFO|WARN)\b", line)]
    return "\n".join(lines)


def host_asked(text: str) -> str:
    """Whom uv asked last, by what it says of its own work."""
    urls = [one or other for one, other in ASKED.findall(text)]
    return _host(urls[-1]) if urls else DEFAULT_HOST


def _host(url: str) -> str:
    return host_of(url) or DEFAULT_HOST


def pages_asked(text: str, said: str) -> list[str]:
    """The addresses of the index pages of those packages that uv found no files of."""
    names = {(one or other).lower().replace("_", "-") for one, other in NO_FILES.findall(said)}
    urls = dict.fromkeys(one or other for one, other in ASKED.findall(text))
    return [url for url in urls if url.rstrip("/").rpartition("/")[2].lower() in names]


def refused_hosts(said: str) -> list[str]:
    """The indexes that answered with a refusal, which uv takes for an index without the package."""
    found = re.findall(r"index \((https?://[^\s)]+)\)\s+returned\s+a\s+40[13]", " ".join(said.split()))
    return [_host(url) for url in found]


def stalled_problem(host: str, text: str) -> InstallError:
    """Return the problem for a uv that only waits."""
    return Stalled("{host} stopped answering.", host=host, detail=masked(text[-LOG_CHARACTERS:]))


def resolve_problem(text: str, requirements: Sequence[str], *, cache: object = "") -> InstallError:
    """Return the problem for wheels that could not be resolved. `cache`: the folder that uv writes to."""
    text = masked(text)
    low = text.lower()
    host = next((_host(url) for url in re.findall(r"https?://[^\s`)]+", text)), DEFAULT_HOST)
    if "no solution found" in low or "unsatisfiable" in low:
        return _unsolvable(text, ", ".join(requirements))
    known = _network_problem(text, low, host)
    return known or words_problem(text, cache) or InstallError("The packages could not be resolved.", detail=text)


def _unsolvable(text: str, specs: str) -> InstallError:
    """Return the problem for wheels that do not fit: what nobody offers is named, the whole reason is in the log."""
    words = re.sub("[\u2502\u2570\u2500\u25b6\u00d7]", " ", text[:REASON_LETTERS]).split()  # │╰─▶ ×
    plain = " ".join(word for word in words if len(word) <= LONGEST_WORD)
    found = ("".join(groups).rstrip(".,") for groups in NOT_OFFERED.findall(plain))
    missing = ", ".join(list(dict.fromkeys(name for name in found if name))[:NAMED])
    if missing:
        return Unsolvable(
            "No set of packages fits {specs}: nobody offers {missing} for this Python and computer.",
            specs=specs, missing=missing, detail=text,
        )  # fmt: skip
    if needs := NEEDS_PYTHON.search(plain):
        return Unsolvable(
            "No set of packages fits {specs}: {name} needs Python {python}.",
            specs=specs, name=needs[1], python=needs[2].rstrip(",."), detail=text,
        )  # fmt: skip
    return Unsolvable("No set of packages fits {specs}: they need different versions.", specs=specs, detail=text)


def _network_problem(text: str, low: str, host: str) -> InstallError | None:
    """What uv's words say of the network and of the server; None where they say nothing of them."""
    status = re.search(r"\((\d{3}) [\w -]+\)", text)
    code = int(status[1]) if status else 0
    if code == 407 or "proxy authentication required" in low:
        return Untrusted("The network's proxy asks for a name and a password.", detail=text)
    if "certificate" in low:
        return Untrusted(
            "The connection to {host} is not secure: its certificate is not trusted.", host=host, detail=text
        )
    if code == 429 or code >= 500:
        return ServerError("{host} has trouble of its own: error {status}.", host=host, status=code, detail=text)
    if "timed out" in low or "timeout" in low:
        return Stalled("{host} stopped answering.", host=host, detail=text)
    if "redirect" in low:
        return ServerError("{host} sends every request round in a circle.", host=host, detail=text)
    if "content-type" in low or "unexpected json" in low or "unexpected html" in low or "unsupported content" in low:
        return ServerError("{host} answers with something else than a list of packages.", host=host, detail=text)
    if "decoding response body" in low or "before message length" in low or "body from connection" in low:
        return DownloadError("The connection to {host} broke off.", host=host, detail=text)
    if "unsuccessful tunnel" in low or "tunnel error" in low:
        return Untrusted("The network's proxy does not let {host} through.", host=host, detail=text)
    if "failed to fetch" in low or "error sending request" in low or "dns error" in low or "client error" in low:
        if code in (401, 403, 404, 410):
            return Missing("{host} does not have what was asked for.", host=host, detail=text)
        return Offline("{host} cannot be reached.", host=host, detail=text)
    return None


def install_problem(text: str, prefix: Path) -> InstallError:
    """Return the problem for wheels that could not be unpacked or put into `prefix`."""
    low = text.lower()
    known = words_problem(text, prefix)
    if known:
        return known
    if any(
        sign in low
        for sign in ("hash mismatch", "invalid zip", "failed to extract", "corrupt", "crc", "end of central")
    ):
        return Corrupt("A wheel in the cache is damaged.", detail=text)
    return InstallError("The wheels could not be put into {path}.", path=str(prefix), detail=text)
