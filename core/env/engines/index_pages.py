"""What an index is asked beside uv: sizes that it did not give, and whether its pages are an index's pages at all.

uv takes a web page that asks people to sign in for an index without files, and a 403 for a package that is not there;
both end as "no versions fit". So before that is believed, the pages it came from are read once more.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import urllib.parse
import urllib.request
from pathlib import Path

from core.env.engines.uv_errors import pages_asked, refused_hosts
from core.env.fetch.address import host_of
from core.env.fetch.attempt import MOST_BYTES
from core.env.fetch.http import TooManyRedirects, Web
from core.env.fetch.sources import Mirrors, addresses
from core.env.look.network import network_settings
from core.env.network.look import RealWays, Reply, is_list
from core.env.network.waiting import Waits, waiting_for
from core.env.problems import InstallError, Missing, ServerError, Stalled, Unsolvable, Untrusted
from core.files import remove_tree

PAGE_S = 6.0
PAGES = 3
SIZE_S = 6.0


def confirmed(problem: InstallError, said: str, cache: Path) -> InstallError:
    """The problem itself, or what is wrong with the index whose pages it comes from. `said`: all that uv said."""
    if not isinstance(problem, Unsolvable):
        return problem
    for url in pages_asked(said, problem.detail)[:PAGES]:
        found = _page_problem(url, problem.detail)
        if found is not None:
            for pages in (cache / "uv").glob("simple-*"):  # uv has kept the wrong ones
                with contextlib.suppress(OSError):
                    remove_tree(pages)
            return found
    if refused := refused_hosts(problem.detail):
        return Missing(
            "{host} does not let us in: it asks for a name and a password.", host=refused[0], detail=problem.detail
        )
    return problem


def _page_problem(url: str, detail: str) -> InstallError | None:
    host = host_of(url) or url
    try:
        reply: Reply = RealWays(network_settings()).ask(url, timeout_s=PAGE_S)
    except TooManyRedirects:
        return ServerError("{host} sends every request round in a circle.", host=host, detail=detail)
    except TimeoutError:
        return Stalled("{host} stopped answering.", host=host, detail=detail)
    except (OSError, ValueError, http.client.HTTPException):
        return None  # it answered a moment ago: what uv said of it is what is known
    if reply.status >= 500 or reply.status == 429:
        return ServerError(
            "{host} has trouble of its own: error {status}.", host=host, status=reply.status, detail=detail
        )
    if reply.status == 200 and not is_list(url, reply):
        return Untrusted("{host} answers with a web page that is no list of packages.", host=host, detail=detail)
    return None


class Sizes:
    """The sizes of files whose index gives none. A host that was silent once is not asked again."""

    def __init__(self, mirrors: Mirrors, waits: Waits) -> None:
        self._mirrors, self._waits = mirrors, waits
        self._silent: set[str] = set()

    def of(self, url: str) -> int:
        """The bytes of a file, 0 if unknown."""
        address = addresses(url, self._mirrors)[0]
        host = host_of(address)
        try:
            if address.startswith("file:"):
                return Path(urllib.request.url2pathname(urllib.parse.urlsplit(address).path)).stat().st_size
            if host in self._silent:
                return 0
            self._waits.told(waiting_for(host, 0.0))
            return _size_at(address)
        except (OSError, ValueError, http.client.HTTPException):
            self._silent.add(host)
            return 0


def _size_at(address: str) -> int:
    with contextlib.closing(Web(timeout_s=SIZE_S, connect_s=SIZE_S)) as web:
        answer = web.get(address, {"Range": "bytes=0-0"})
    total = re.search(r"/([0-9]{1,18})$", answer.headers.get("Content-Range", ""))
    size = int(total[1]) if answer.status == 206 and total else answer.number("Content-Length") or 0
    return size if answer.status in (200, 206) and size < MOST_BYTES else 0
