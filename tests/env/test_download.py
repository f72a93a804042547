"""Files come whole, once, and whatever the server does."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.env.fetch.downloads import Downloads, Speed, silence, throw_out_damaged
from core.env.fetch.http import Unprotected, Web
from core.env.fetch.sources import Item, Patience, addresses, explain
from core.env.problems import (
    Corrupt,
    DiskFull,
    DownloadError,
    InstallError,
    Missing,
    NotAllowed,
    Offline,
    ServerError,
    Stalled,
    Untrusted,
)
from core.sentence import Sentence
from tests.env.disks import files_end_at, grow, small_disk
from tests.env.servers import Fault, FileServer, status

QUICK = Patience(stall_s=60, connect_s=20, tries=3, pause_s=0.01, longest_pause_s=0.02)
"""Hardly any pauses between tries. A busy computer does not stall, so only a test of that takes `STALLS`."""
STALLS = replace(QUICK, stall_s=1.0)
SIZE = 300_000


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


@pytest.fixture
def server(shelf: Path) -> Iterator[FileServer]:
    with FileServer(shelf) as running:
        yield running


def put(shelf: Path, name: str, size: int = SIZE) -> bytes:
    body = random.Random(name).randbytes(size)
    (shelf / name).write_bytes(body)
    return body


def item(server: FileServer, body: bytes, name: str, folder: Path, **changes: object) -> Item:
    values = {
        "url": f"{server.url}/{name}",
        "sha256": hashlib.sha256(body).hexdigest(),
        "size_bytes": len(body),
        "path": folder / name,
    }
    return Item(**{**values, **changes})  # type: ignore[arg-type]


def fetch(*items: Item, mirrors: dict[str, tuple[str, ...]] | None = None, patience: Patience = QUICK) -> list[str]:
    """Fetch all; return what was told on the way."""
    told: list[Sentence] = []
    with Downloads(items, patience=patience, mirrors=mirrors or {}, told=told.append) as downloads:
        downloads.wait()
    return [str(sentence) for sentence in told]


def leave_part(wanted: Item, body: bytes) -> None:
    wanted.path.parent.mkdir(parents=True, exist_ok=True)
    wanted.path.with_name(wanted.path.name + ".part").write_bytes(body)


def test_many_files_come_whole_over_few_connections(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    bodies = {f"wheel-{n}.whl": put(shelf, f"wheel-{n}.whl", 1000 * (n + 1)) for n in range(30)}
    items = [item(server, body, name, tmp_path / "got") for name, body in bodies.items()]
    assert fetch(*items) == []
    assert {path.name: path.read_bytes() for path in (tmp_path / "got").iterdir()} == bodies
    assert len(server.peers) <= 6, "one connection a thread, kept open"


def test_a_file_that_is_there_is_not_fetched_again(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    wanted = item(server, put(shelf, "a"), "a", tmp_path)
    fetch(wanted)
    fetch(wanted)
    assert server.count() == 1


def test_what_an_earlier_run_left_is_not_fetched_again(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    wanted = item(server, body, "a", tmp_path)
    leave_part(wanted, body[:200_000])
    fetch(wanted)
    assert wanted.path.read_bytes() == body
    assert server.sent() == SIZE - 200_000
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["a"]


def test_a_part_that_was_complete_needs_no_server(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    wanted = item(server, body, "a", tmp_path)
    leave_part(wanted, body)
    fetch(wanted)
    assert server.count() == 0
    assert wanted.path.read_bytes() == body


def test_killed_while_downloading_then_resumed(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "big", 3_000_000)
    wanted = item(server, body, "big", tmp_path / "got")
    server.faults["big"] = [Fault("stall", after=1_000_000)]
    part = wanted.path.with_name("big.part")
    code = (
        "import sys; from pathlib import Path; from core.env.fetch.downloads import Downloads, Item\n"
        "with Downloads([Item(sys.argv[1], sys.argv[2], 3000000, Path(sys.argv[3]))]) as d: d.wait()"
    )
    child = subprocess.Popen([sys.executable, "-c", code, wanted.url, wanted.sha256, str(wanted.path)])
    while not (part.exists() and part.stat().st_size == 1_000_000):
        assert child.poll() is None
    child.kill()
    child.wait()
    fetch(wanted)
    assert wanted.path.read_bytes() == body
    assert [request.range for request in server.requests] == ["", "bytes=1000000-"]
    assert server.requests[-1].sent == 2_000_000


def test_a_server_that_forgets_range_costs_time_only(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    wanted = item(server, body, "a", tmp_path)
    leave_part(wanted, body[:1000])
    server.forever["a"] = Fault("no range")
    fetch(wanted)
    assert wanted.path.read_bytes() == body


def test_another_piece_than_asked_for_is_not_taken(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    wanted = item(server, body, "a", tmp_path)
    leave_part(wanted, body[:1000])
    server.faults["a"] = [Fault("wrong range")]
    assert fetch(wanted) == ["The connection to 127.0.0.1 broke off while a was coming."]
    assert wanted.path.read_bytes() == body


def test_a_stalled_server_is_given_up_and_the_rest_comes_from_the_mirror(shelf: Path, tmp_path: Path) -> None:
    body = put(shelf, "a")
    with FileServer(shelf) as slow, FileServer(shelf) as quick:
        slow.forever["a"] = Fault("stall", after=131_072)
        wanted = item(slow, body, "a", tmp_path / "got", url="https://example.invalid/x/a")
        told = fetch(wanted, mirrors={"https://example.invalid/x": (slow.url, quick.url)}, patience=STALLS)
    assert wanted.path.read_bytes() == body
    assert told == ["127.0.0.1 stopped sending a."]
    assert quick.sent() == SIZE - 131_072


def test_only_stalling_servers_end_in_a_sentence_and_keep_what_came(
    shelf: Path, server: FileServer, tmp_path: Path
) -> None:
    body = put(shelf, "a")
    wanted = item(server, body, "a", tmp_path)
    server.forever["a"] = Fault("stall", after=0)
    leave_part(wanted, body[:70_000])
    with pytest.raises(Stalled, match=r"127\.0\.0\.1 stopped sending a\."):
        fetch(wanted, patience=STALLS)
    assert wanted.path.with_name("a.part").read_bytes() == body[:70_000]


def test_while_nothing_comes_it_is_said_from_whom_for_how_long_and_what_to_do(
    shelf: Path, server: FileServer, tmp_path: Path
) -> None:
    """Across tries: each of them alone is shorter than the silence."""
    server.forever["pear"] = Fault("stall", after=0)
    wanted = item(server, put(shelf, "pear"), "pear", tmp_path)
    told: list[str] = []

    def hear(sentence: Sentence) -> None:
        told.append(str(sentence))
        if sum(text.startswith("Nothing has come") for text in told) == 2:
            downloads.cancel()

    patience = replace(QUICK, stall_s=0.7, tries=99, said_s=1.0)
    with Downloads([wanted], patience=patience, told=hear) as downloads:
        downloads.wait()
    silences = [text for text in told if text.startswith("Nothing has come")]
    assert silences[0].startswith("Nothing has come from 127.0.0.1 for 1 s.")
    assert silences[1].startswith("Nothing has come from 127.0.0.1 for 2 s.")
    assert "check the network connection" in silences[0]
    assert "What has arrived is kept" in silences[0]


def test_of_a_download_that_brings_something_no_silence_is_told(
    shelf: Path, server: FileServer, tmp_path: Path
) -> None:
    server.forever["pear"] = Fault("slow")
    server.slow_s = 0.1
    told = fetch(item(server, put(shelf, "pear", 1 << 20), "pear", tmp_path), patience=replace(QUICK, said_s=0.9))
    assert told == []


def test_a_truncating_server_is_asked_for_the_rest(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    server.faults["a"] = [Fault("truncate", after=100_000), Fault("truncate", after=100_000)]
    wanted = item(server, body, "a", tmp_path)
    told = fetch(wanted)
    assert wanted.path.read_bytes() == body
    assert [request.range for request in server.requests] == ["", "bytes=100000-", "bytes=200000-"]
    assert len(told) == 2


def test_a_server_that_only_truncates_ends_in_a_sentence(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    server.forever["a"] = Fault("truncate", after=0)
    with pytest.raises(DownloadError, match="broke off while a was coming"):
        fetch(item(server, put(shelf, "a"), "a", tmp_path))
    assert server.count() == QUICK.tries


def test_a_damaged_file_is_fetched_again(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    server.faults["a"] = [Fault("corrupt")]
    wanted = item(server, body, "a", tmp_path)
    assert fetch(wanted) == ["a arrived damaged; fetching it again."]
    assert wanted.path.read_bytes() == body


def test_damaged_twice_ends_in_a_sentence_and_leaves_no_bad_bytes(
    shelf: Path, server: FileServer, tmp_path: Path
) -> None:
    server.forever["a"] = Fault("corrupt")
    wanted = item(server, put(shelf, "a"), "a", tmp_path)
    with pytest.raises(Corrupt, match="a arrived damaged twice"):
        fetch(wanted)
    assert not wanted.path.exists()
    assert wanted.path.with_name("a.part").stat().st_size == 0
    assert server.count() == 2


def test_bad_bytes_of_an_earlier_run_are_thrown_away(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    wanted = item(server, body, "a", tmp_path)
    leave_part(wanted, b"x" * 1000)
    fetch(wanted)
    assert wanted.path.read_bytes() == body


def test_without_a_sum_an_old_piece_is_only_used_if_the_server_vouches(
    shelf: Path, server: FileServer, tmp_path: Path
) -> None:
    body = put(shelf, "a")
    wanted = item(server, body, "a", tmp_path, sha256="")
    server.faults["a"] = [Fault("truncate", after=100_000)]
    fetch(wanted)
    assert [request.range for request in server.requests] == ["", "bytes=100000-"]
    assert dict(server.requests[1].headers)["If-Range"].startswith('"')
    assert wanted.path.read_bytes() == body
    wanted.path.unlink()
    leave_part(wanted, b"from who knows where")
    fetch(wanted)
    assert wanted.path.read_bytes() == body
    assert server.requests[-1].range == ""


def test_an_answer_larger_than_the_file_is_not_kept(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    with pytest.raises(InstallError):
        fetch(item(server, body[:1000], "a", tmp_path))
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        (404, Missing, "127.0.0.1 does not have a any more."),
        (403, Missing, "127.0.0.1 does not have a any more."),
        (500, ServerError, "127.0.0.1 answers with error 500 for a."),
        (429, ServerError, "127.0.0.1 answers with error 429 for a."),
        (407, Untrusted, "The network's proxy asks for a name and a password."),
    ],
)
def test_a_refusal_is_one_sentence(
    shelf: Path, server: FileServer, tmp_path: Path, code: int, kind: type[InstallError], sentence: str
) -> None:
    server.forever["a"] = status(code)
    with pytest.raises(kind) as caught:
        fetch(item(server, put(shelf, "a"), "a", tmp_path))
    assert str(caught.value) == sentence
    assert server.count() == (1 if code in (403, 404, 407) else QUICK.tries)
    assert len(caught.value.advice) >= 1


def test_a_server_that_recovers_is_asked_again(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    server.faults["a"] = [status(503), status(502)]
    wanted = item(server, body, "a", tmp_path)
    assert len(fetch(wanted)) == 2
    assert wanted.path.read_bytes() == body


def test_a_mirror_without_the_file_is_passed_over(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    body = put(shelf, "a")
    with FileServer(tmp_path / "empty") as first, FileServer(shelf) as second:
        wanted = item(first, body, "a", tmp_path / "got", url="https://example.invalid/a")
        fetch(wanted, mirrors={"https://example.invalid": (first.url, second.url)})
    assert wanted.path.read_bytes() == body


def test_nobody_there_is_one_sentence(tmp_path: Path) -> None:
    with FileServer(tmp_path) as server:
        wanted = item(server, b"x", "a", tmp_path)
    with pytest.raises(Offline, match=r"127\.0\.0\.1 cannot be reached\."):
        fetch(wanted)


def test_a_name_nobody_knows_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Offline, match=r"nowhere\.invalid cannot be reached\."):
        fetch(Item("http://nowhere.invalid/a", "", 1, tmp_path / "a"))


def test_no_tls_where_it_should_be_is_one_sentence(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    put(shelf, "a")
    with pytest.raises((Untrusted, Offline)) as caught:
        fetch(Item(server.url.replace("http:", "https:") + "/a", "", 0, tmp_path / "a"))
    assert isinstance(caught.value, Untrusted), caught.value.detail
    assert "not secure" in str(caught.value)


def test_a_redirect_is_followed(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "b")
    server.forever["/a"] = Fault("redirect", to="/b")
    wanted = item(server, body, "b", tmp_path, url=server.url + "/a")
    fetch(wanted)
    assert wanted.path.read_bytes() == body


def test_an_address_that_leads_to_itself_ends(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    server.forever["/a"] = Fault("redirect", to="/a")
    with pytest.raises(ServerError, match="round in a circle"):
        fetch(Item(server.url + "/a", "", 0, tmp_path / "a"))


@pytest.mark.parametrize("to", ["http://[x", "http://x:abc/a", "gopher://x/a"])
def test_an_address_that_leads_to_none_is_one_sentence(server: FileServer, tmp_path: Path, to: str) -> None:
    server.forever["/a"] = Fault("redirect", to=to)
    with pytest.raises(ServerError, match=r"127\.0\.0\.1 leads to something that is no address, so a was not fetched"):
        fetch(Item(server.url + "/a", "", 0, tmp_path / "a"))


@pytest.mark.parametrize("url", ["http://[x/a", "http://x:abc/a"])
def test_an_address_that_is_none_is_one_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(Missing, match="is no address that can be asked, so a was not fetched"):
        fetch(Item(url, "", 0, tmp_path / "a"))
    assert str(silence([url], 12.0)).startswith("Nothing has come from ")


class Leading(Web):
    """The web as it is, but the first answer leads to an address without protection."""

    def _ask(self, url: str, headers: dict[str, str]) -> Any:
        if url.startswith("http:"):
            raise AssertionError("it was asked")
        return SimpleNamespace(
            status=302, headers={"Location": "http://evil.invalid/a"}, read1=lambda _: b"", close=bool
        )


def test_a_secure_address_that_leads_to_one_that_is_not_is_not_followed(tmp_path: Path) -> None:
    with pytest.raises(Unprotected) as refused:
        Leading(timeout_s=1, connect_s=1).get("https://files.invalid/a")
    told = explain(refused.value, Item("https://files.invalid/a", "", 0, tmp_path / "a"), "https://files.invalid/a")
    assert isinstance(told, Untrusted)
    assert "not secure" in str(told)


def test_http_goes_through_the_proxy_of_the_environment(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = put(shelf, "a")
    with FileServer(shelf) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("http://", "http://pupil:secret@"))
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        fetch(item(proxy, body, "a", tmp_path / "got", url="http://far-away.invalid/a"))
    assert (tmp_path / "got" / "a").read_bytes() == body
    assert dict(proxy.requests[0].headers)["Proxy-Authorization"] == "Basic cHVwaWw6c2VjcmV0"


def test_a_proxy_that_refuses_is_one_sentence(
    shelf: Path, server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", server.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(Untrusted, match=r"The network's proxy does not let far-away\.invalid through\."):
        fetch(Item("https://far-away.invalid/a", "", 1, tmp_path / "a"))


@pytest.mark.parametrize("proxy", ["http://[x", "pupil:secret@proxy:abc", "http://proxy:99999"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_no_address_is_one_sentence_without_its_password(
    scheme: str, proxy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{scheme}_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(Offline, match=r"far-away\.invalid cannot be reached\.") as caught:
        fetch(Item(f"{scheme}://far-away.invalid/a", "", 1, tmp_path / "a"))
    assert "the proxy is no address" in caught.value.detail
    assert "secret" not in caught.value.detail


def test_a_file_on_this_computer_is_copied_and_checked(shelf: Path, tmp_path: Path) -> None:
    body = put(shelf, "바퀴 1.whl")
    source = (shelf / "바퀴 1.whl").as_uri()
    good = Item(source, hashlib.sha256(body).hexdigest(), 0, tmp_path / "got" / "a")
    fetch(good)
    assert good.path.read_bytes() == body
    with pytest.raises(Corrupt):
        fetch(Item(source, "0" * 64, 0, tmp_path / "b"))
    with pytest.raises(Missing):
        fetch(Item((shelf / "none").as_uri(), "", 0, tmp_path / "c"))


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_full_disk_is_one_sentence_and_what_came_stays(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    wanted = item(server, body, "a", tmp_path)
    with files_end_at(100_000), pytest.raises(DiskFull, match="There is no space left on the disk of") as caught:
        fetch(wanted)
    assert server.count() == 1, "trying again cannot help"
    assert "Free some space" in str(caught.value.advice[0])
    assert wanted.path.with_name("a.part").stat().st_size == 100_000
    fetch(wanted)
    assert wanted.path.read_bytes() == body
    assert server.requests[-1].range == "bytes=100000-"


def test_a_full_disk_is_one_sentence_on_a_real_one(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    with small_disk(tmp_path / "disk", size_kib=64) as disk:
        wanted = item(server, body, "a", disk)
        with pytest.raises(DiskFull):
            fetch(wanted)
        grow(disk, size_kib=1024)
        fetch(wanted)
        assert wanted.path.read_bytes() == body


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_may_not_be_written_is_one_sentence(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "a")
    (tmp_path / "file").write_text("in the way of a folder")
    with pytest.raises(InstallError, match="could not be written"):
        fetch(item(server, body, "a", tmp_path / "file" / "sub"))
    if os.geteuid() != 0:
        locked = tmp_path / "locked"
        locked.mkdir(mode=0o500)
        with pytest.raises(NotAllowed, match="not allowed"):
            fetch(item(server, body, "a", locked))


def test_cancelling_stops_at_once_and_keeps_what_came(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "big", 3_000_000)
    server.slow_s = 0.06
    server.forever["big"] = Fault("slow")
    wanted = item(server, body, "big", tmp_path)
    counts = []
    with Downloads([wanted], patience=QUICK) as downloads:

        def tick() -> None:
            counts.append(downloads.count())
            if counts[-1].bytes_done > 400_000:
                downloads.cancel()

        downloads.wait(tick=tick, every_s=0.01)
    assert not wanted.path.exists()
    assert 400_000 < wanted.path.with_name("big.part").stat().st_size < 3_000_000


def test_one_missing_file_stops_the_others(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    body = put(shelf, "big", 3_000_000)
    server.slow_s = 0.06
    server.forever["big"] = Fault("slow")
    gone = Item(server.url + "/gone", "", 0, tmp_path / "gone")
    with Downloads([item(server, body, "big", tmp_path), gone], patience=QUICK) as downloads, pytest.raises(Missing):
        downloads.wait()
    assert not (tmp_path / "big").exists()


def test_progress_counts_bytes_and_files_overall_and_of_some(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    items = [item(server, put(shelf, name, 1_000_000), name, tmp_path) for name in ("a", "b", "c")]
    server.forever["/"] = Fault("slow")
    seen = []
    with Downloads(items, patience=QUICK, workers=2) as downloads:
        downloads.wait(items[:1], tick=lambda: seen.append(downloads.count(items[:1])), every_s=0.01)
        assert downloads.count(items[:1]).complete
        downloads.wait(tick=lambda: seen.append(downloads.count()), every_s=0.01)
        assert downloads.count().bytes_done == downloads.count().bytes_total == 3_000_000
        assert downloads.speed.bytes_per_s() > 0
    assert len(seen) > 10
    assert all(one.bytes_done <= one.bytes_total for one in seen)
    assert {one.files_total for one in seen} == {1, 3}


def test_speed_is_smooth_and_begins_at_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("core.env.fetch.downloads.time.monotonic", lambda: now[0])
    speed = Speed()
    seen = []
    for second in range(1, 31):
        now[0] += 1
        speed.add(1000 if second <= 10 else 3000)
        seen.append(speed.bytes_per_s())
    assert seen[:10] == pytest.approx([1000] * 10)
    assert 1000 < seen[10] < 2000, "one fast second is not believed"
    assert seen[-1] == pytest.approx(3000, rel=0.02)


def test_mirrors_take_the_place_of_the_longest_prefix() -> None:
    mirrors = {"https://a/x": ("http://m/1",), "https://a/x/y/": ("http://m/2/", "https://a/x/y")}
    assert addresses("https://a/x/y/z", mirrors) == ("http://m/2/z", "https://a/x/y/z")
    assert addresses("https://a/x/z", mirrors) == ("http://m/1/z",)
    assert addresses("https://a/xy/z", mirrors) == ("https://a/xy/z",)


def test_a_file_that_went_bad_on_the_disk_is_thrown_out(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    items = [item(server, put(shelf, name), name, tmp_path) for name in ("a", "b")]
    fetch(*items)
    assert throw_out_damaged(items) == []
    (tmp_path / "b").write_bytes(b"x" * SIZE)
    assert throw_out_damaged(items) == ["b"]
    assert not items[1].is_here()
    fetch(*items)
    assert server.count("/b") == 2
    assert server.count("/a") == 1


def test_a_download_that_breaks_down_in_our_own_code_does_not_hang(
    shelf: Path, server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threading.excepthook", lambda hooked: None)
    server.faults["a"] = [status(500)]

    def told(sentence: Sentence) -> None:
        raise ZeroDivisionError

    wanted = item(server, put(shelf, "a"), "a", tmp_path)
    with Downloads([wanted], patience=QUICK, told=told) as downloads, pytest.raises(InstallError, match="own code"):
        downloads.wait()


def test_a_server_that_only_drips_is_given_up(shelf: Path, server: FileServer, tmp_path: Path) -> None:
    server.forever["a"] = Fault("truncate", after=10)
    with pytest.raises(DownloadError, match="broke off"):
        fetch(item(server, put(shelf, "a"), "a", tmp_path))
    assert server.count() == QUICK.tries
