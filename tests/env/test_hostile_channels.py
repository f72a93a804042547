"""Whatever a channel or an index lists: packages, or one sentence, within bounds, and no file outside of the cache."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.env.engines import conda, uv
from core.env.engines.wheel_tags import native_platform
from core.env.problems import InstallError
from tests.env.channel import CHANNEL_URL
from tests.env.servers import FileServer
from tests.hostile import bounded

RECORD: dict[str, Any] = {
    "name": "demo", "version": "1.0", "build": "0", "build_number": 0, "depends": [], "subdir": "noarch",
    "noarch": "generic", "sha256": "0" * 64, "size": 9,
}  # fmt: skip
FILE = "demo-1.0-0.conda"


def listing(record: object = None, *, file: str = FILE, **more: object) -> bytes:
    plain = {"info": {"subdir": "noarch"}, "packages": {}, "packages.conda": {file: record or RECORD}, **more}
    return json.dumps(plain).encode()


LISTS: dict[str, bytes] = {
    "nothing": b"", "half": listing()[:60], "NUL": b"\0" * 500, "no text": b"\xff\xfe" * 500,
    "a web page": b"<html>Please sign in</html>", "a list": b"[]", "null": b"null", "deep": b"[" * 200_000,
    "deep inside": b'{"packages": ' + b"[" * 200_000, "numbers": b"1" * 100_000,
    "packages of another kind": b'{"packages": 5, "packages.conda": []}', "a record of another kind": listing(5),
    "a name that leads out": listing({**RECORD, "name": "../../evil"}, file="../../evil-1.0-0.conda"),
    "a version that is none": listing({**RECORD, "version": "not a version !"}),
    "a build that leads out": listing({**RECORD, "build": "../../x"}),
    "an endless size": listing({**RECORD, "size": 10**30}), "a size below zero": listing({**RECORD, "size": -5}),
    "a sum that is none": listing({**RECORD, "sha256": "zz"}),
    "another folder": listing({**RECORD, "subdir": "../../x"}),
    "what it needs is no spec": listing({**RECORD, "depends": ["[[[", "a ==="]}),
    "another address": listing(info={"subdir": "noarch", "base_url": "file:///etc"}, repodata_version=2),
}  # fmt: skip


@pytest.mark.parametrize("what", LISTS)
def test_whatever_a_channel_lists_is_a_package_inside_the_cache_or_a_sentence(what: str, tmp_path: Path) -> None:
    shelf, cache = tmp_path / "shelf", tmp_path / "cache"
    for subdir in ("noarch", native_platform()):
        (shelf / subdir).mkdir(parents=True)
        (shelf / subdir / "repodata.json").write_bytes(LISTS[what])
    with FileServer(shelf) as server, bounded():
        try:
            found = conda.solve(["demo"], platform=native_platform(), cache=cache, mirrors={CHANNEL_URL: (server.url,)})
            for package in found:
                assert cache in conda.item(package, cache).path.parents
        except InstallError as problem:
            assert str(problem), "one sentence"  # noqa: PT017 (either)
    assert {path.name for path in tmp_path.iterdir()} <= {"shelf", "cache"}


def page(*links: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>".encode()


def link(name: str, address: str = "") -> str:
    return f'<a href="{address or "/files/" + name}#sha256={"0" * 64}">{name}</a>'


PAGES: dict[str, bytes] = {
    "nothing": b"", "no text": b"\xff\xfe" * 500, "NUL": b"\0" * 500, "a web page": b"<html>Please sign in</html>",
    "deep": b"<a>" * 100_000, "JSON": b'{"files": 5}',
    "a name that leads out": page(link("../../evil-1.0-py3-none-any.whl")),
    "a name that is none": page(link("pear.whl"), link("pear-1.0-x.whl"), link("pear-x-py3-none-any.whl")),
    "another address": page(link("pear-1.0-py3-none-any.whl", "file:///etc/passwd")),
    "an address that is none": page(link("pear-1.0-py3-none-any.whl", "http://[x")),
    "many": page(*(link(f"pear-1.{one}-py3-none-any.whl") for one in range(20_000))),
    "what cannot be had": page(link("pear-1.0-py3-none-any.whl")),
}  # fmt: skip


@pytest.mark.parametrize("what", PAGES)
def test_whatever_an_index_lists_is_a_wheel_inside_the_cache_or_a_sentence(what: str, tmp_path: Path) -> None:
    shelf, cache = tmp_path / "shelf", tmp_path / "cache"
    (shelf / "simple" / "pear").mkdir(parents=True)
    (shelf / "simple" / "pear" / "index.html").write_bytes(PAGES[what])
    with FileServer(shelf) as server:
        try:
            origin = uv.Origin(index_url=f"{server.url}/simple")
            found = uv.resolve(["pear"], python_version="3.12", platform=native_platform(), cache=cache, origin=origin)
            for wheel in found:
                assert cache in uv.item(wheel, cache).path.parents
        except InstallError as problem:
            assert str(problem), "one sentence"  # noqa: PT017 (either)
    assert {path.name for path in tmp_path.iterdir()} <= {"shelf", "cache"}
