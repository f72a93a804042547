"""Where files come from, and the Python that uv asks where nobody has one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from core.env.context import Context, open_context
from core.env.engines.uv import Origin, resolve
from core.env.plan.resolve import fetched_python, python_for_uv
from core.env.plan.speed_test import measure
from core.env.problems import InstallError
from core.folders import find_folders
from core.headless import env
from core.headless.conversation import REFUSED
from tests.env.channel import CHANNEL_URL, MINOR, PYTHON, subdir
from tests.env.servers import FileServer, status
from tests.env.wheelhouse import make_index, make_wheel


def test_a_computer_without_python_gets_the_one_it_needs_anyway(channel: Path, tmp_path: Path) -> None:
    """The packaged app is no Python that uv could ask; the fetched one is enough to resolve with."""
    make_wheel(tmp_path / "index" / "files", "pear", "1.0")
    make_index(tmp_path / "index")
    with FileServer(channel) as server, FileServer(tmp_path / "index") as index:
        origin = Origin(index.url + "/simple", (), {CHANNEL_URL: (server.url,)})
        context = Context(tmp_path / "cache", tmp_path / "installs", tmp_path / "logs", origin)
        assert python_for_uv(MINOR, context) == "", "from source there is one: ours"
        python = fetched_python(MINOR, context)
        asked = server.count()
        assert fetched_python(MINOR, context) == python
        assert server.count() == asked
        found = resolve(
            ["pear"],
            python_version=PYTHON,
            platform=subdir(),
            cache=context.cache,
            origin=origin,
            python=str(python),
        )
    assert [wheel.name for wheel in found] == ["pear"]
    assert PYTHON in subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout


def test_sources_are_read_and_may_be_left_out(tmp_path: Path) -> None:
    folders = find_folders(home=tmp_path)
    assert open_context(folders).origin == Origin()
    entries = {"mirrors": {"https://a": ["http://b"]}, "find_links": ["/wheels"], "stall_s": 60}
    (tmp_path / "sources.json").write_text(json.dumps(entries))
    context = open_context(folders)
    assert context.origin == Origin("", ("/wheels",), {"https://a": ("http://b",)})
    assert (context.patience.stall_s, context.patience.tries) == (60, 6)


@pytest.mark.parametrize(
    "text", ["{", "[1]", '{"mirrors": 3}', '{"stall_s": "60"}', '{"tries": -1}', '{"tries": 1.5}', '{"pause_s": true}']
)
def test_sources_that_cannot_be_read_are_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.json").write_text(text)
    with pytest.raises(InstallError, match="cannot be read as a list of sources"):
        open_context(find_folders(home=tmp_path))


@pytest.mark.parametrize("address", ["not a url", " ", "http://[::1", "\n", "http://a b/", "ftp://x/y", "http://h:p/"])
@pytest.mark.parametrize("where", ["mirror", "index"])
def test_a_source_that_is_no_address_is_one_sentence_that_names_it(tmp_path: Path, address: str, where: str) -> None:
    mirrors = {CHANNEL_URL: ["http://good.test/", address]}
    (tmp_path / "sources.json").write_text(
        json.dumps({"mirrors": mirrors} if where == "mirror" else {"index_url": address})
    )
    with pytest.raises(InstallError, match="is no address"):
        open_context(find_folders(home=tmp_path))


def test_a_plan_with_such_a_source_is_refused_and_the_worker_lives(tmp_path: Path) -> None:
    """rattler itself breaks down at such an address."""
    (tmp_path / "sources.json").write_text(json.dumps({"mirrors": {CHANNEL_URL: ["http://[::1"]}}))
    lines: list[str] = []
    code = env.main(["plan", "x", "--build", "cpu", "--home", str(tmp_path)], out=lines.append)
    assert code == REFUSED, lines
    assert any("http://[::1" in line and "no address" in line for line in lines), lines


def test_a_key_that_is_not_understood_is_told_and_the_others_hold(tmp_path: Path) -> None:
    (tmp_path / "sources.json").write_text(json.dumps({"find_link": ["/wheels"], "tries": 3, "미러": {}}))
    context = open_context(find_folders(home=tmp_path))
    assert (context.origin, context.patience.tries) == (Origin(), 3)
    told = [str(finding.sentence) for finding in context.findings]
    assert ['"find_link"' in told[0], '"미러"' in told[1], len(told)] == [True, True, 2]
    assert all(str(tmp_path / "sources.json") in text for text in told)
    assert "find_links" in str(context.findings[0].advice), "what was meant stands beside it"


def test_the_probe_measures_and_never_raises(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(bytes(2_000_000))
    with FileServer(tmp_path) as server:
        assert measure(server.url + "/big") > 1e6
        assert measure("https://x.invalid/big", mirrors={"https://x.invalid": (server.url,)}) > 1e6
        assert measure(server.url + "/none") == 0
        server.forever["big"] = status(500)
        assert measure(server.url + "/big") == 0
    assert measure(server.url + "/big") == 0
    assert measure("file:///etc/hostname") == 0
