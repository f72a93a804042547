"""conda packages, solved from and linked out of the local channel; product code says conda-forge throughout."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.env.engines import conda
from core.env.fetch.downloads import Downloads
from core.env.fetch.sources import Patience
from core.env.network.waiting import Waits
from core.env.problems import Corrupt, DiskFull, Missing, Offline, ServerError, Stalled, Unsolvable
from core.messages.recipe import CondaPackage
from tests.env.channel import CHANNEL_URL, MINOR, PYTHON
from tests.env.disks import grow, small_disk
from tests.env.servers import Fault, FileServer, silent_server, status

Mirrors = dict[str, tuple[str, ...]]


@pytest.fixture
def server(channel: Path) -> Iterator[FileServer]:
    with FileServer(channel) as running:
        yield running


@pytest.fixture
def little(little_channel: Path) -> Iterator[FileServer]:
    with FileServer(little_channel) as running:
        yield running


def mirrors(server: FileServer) -> Mirrors:
    return {CHANNEL_URL: (server.url,)}


def solve(server: FileServer, cache: Path, *specs: str) -> tuple[CondaPackage, ...]:
    return conda.solve(specs, platform=conda.platform(), cache=cache, mirrors=mirrors(server), lists_s=5)


def fetch(packages: tuple[CondaPackage, ...], server: FileServer, cache: Path) -> None:
    items = [conda.item(package, cache) for package in packages]
    with Downloads(items, mirrors=mirrors(server), patience=Patience(stall_s=60, tries=2, pause_s=0.01)) as downloads:
        downloads.wait()


def make(server: FileServer, cache: Path, prefix: Path, *specs: str) -> tuple[CondaPackage, ...]:
    packages = solve(server, cache, *specs)
    fetch(packages, server, cache)
    conda.link(packages, prefix, cache=cache, specs=specs)
    return packages


def about(prefix: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(next((prefix / "conda-meta").glob(f"{name}-*.json")).read_text("utf-8"))
    return found


def ask(prefix: Path, code: str) -> str:
    """What the environment's Python prints."""
    clean = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    done = subprocess.run(
        [prefix / "bin" / "python", "-I", "-c", code], capture_output=True, text=True, check=True, env=clean
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_an_environment_is_made_in_a_path_with_a_space_and_korean(server: FileServer, tmp_path: Path) -> None:
    prefix = tmp_path / "내 환경" / "torch_book"
    packages = make(server, tmp_path / "보관 함", prefix, f"python={MINOR}", "pip", "libdemo")
    assert {package.name for package in packages} == {"python", "pip", "libdemo", "tzdata", "ca-certificates"}
    assert ask(prefix, "import sys, ssl, sqlite3; print(sys.prefix, sys.version.split()[0])") == f"{prefix} {PYTHON}"
    assert (
        "pip "
        in subprocess.run([prefix / "bin" / "pip", "--version"], capture_output=True, text=True, check=True).stdout
    )
    assert (prefix / "etc" / "demo.conf").read_text() == f"root={prefix}/share/demo\n"
    assert f"{prefix}/share/demo\0".encode() in (prefix / "lib" / "libdemo.bin").read_bytes()


def test_conda_meta_names_the_channel_not_our_cache_nor_the_mirror(little: FileServer, tmp_path: Path) -> None:
    make(little, tmp_path / "cache", tmp_path / "env", "libdemo=1")
    record = about(tmp_path / "env", "libdemo")
    assert record["url"] == f"{CHANNEL_URL}/{conda.platform()}/libdemo-1.0-h1_0.conda"
    assert str(record["channel"]).rstrip("/") == CHANNEL_URL
    assert record["requested_specs"] == ["libdemo 1.*"]
    assert str(record["sha256"]) == solve(little, tmp_path / "cache", "libdemo")[0].sha256
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "env" / "conda-meta").glob("*.json")}
    assert modes == {0o644}


def test_archives_come_through_our_downloads_once(little: FileServer, tmp_path: Path) -> None:
    make(little, tmp_path / "cache", tmp_path / "env", "libdemo")
    make(little, tmp_path / "cache", tmp_path / "env2", "libdemo")
    assert little.count("libdemo-1.0-h1_0.conda") == 1


def test_linked_aside_with_the_final_path_written_in(little: FileServer, tmp_path: Path) -> None:
    cache, final, aside = tmp_path / "cache", tmp_path / "env", tmp_path / ".aside"
    packages = solve(little, cache, "libdemo")
    fetch(packages, little, cache)
    seen: list[tuple[int, int]] = []
    conda.link(
        packages,
        aside,
        cache=cache,
        specs=["libdemo"],
        final=final,
        linked=lambda done, total: seen.append((done, total)),
    )
    assert not final.exists()
    assert (aside / "etc" / "demo.conf").read_text() == f"root={final}/share/demo\n"
    assert seen == [(1, 1)]


def test_a_needed_variant_follows_the_machine(
    little: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONDA_OVERRIDE_CUDA", "12.8")
    assert solve(little, tmp_path, "gpudemo")[0].build == "cuda_1"
    monkeypatch.setenv("CONDA_OVERRIDE_CUDA", "")
    assert solve(little, tmp_path, "gpudemo")[0].build == "cpu_0"


def test_made_again_without_the_channel(little: FileServer, tmp_path: Path) -> None:
    packages = make(little, tmp_path / "cache", tmp_path / "env", "libdemo")
    shutil.rmtree(tmp_path / "cache" / "repodata")
    little.forever["/"] = status(500)
    conda.link(packages, tmp_path / "again", cache=tmp_path / "cache", specs=["libdemo"])
    assert (tmp_path / "again" / "lib" / "libdemo.bin").exists()


def test_what_drifted_is_linked_again(little: FileServer, tmp_path: Path) -> None:
    prefix = tmp_path / "env"
    packages = make(little, tmp_path / "cache", prefix, "libdemo", "gpudemo")
    (prefix / "etc" / "demo.conf").unlink()
    (prefix / "lib" / "libdemo.bin").write_bytes(b"somebody wrote here")
    conda.relink(prefix, [one for one in packages if one.name == "libdemo"], cache=tmp_path / "cache")
    assert (prefix / "etc" / "demo.conf").read_text() == f"root={prefix}/share/demo\n"
    assert b"TAIL" in (prefix / "lib" / "libdemo.bin").read_bytes()
    assert str(about(prefix, "libdemo")["url"]).startswith(CHANNEL_URL)
    assert about(prefix, "gpudemo")["requested_specs"] == ["gpudemo"], "what was asked for is not forgotten"


@pytest.mark.parametrize(
    ("specs", "words"),
    [
        (["toothick"], "do not have libdemo >=2."),
        (["nothing-of-this-name"], "do not have nothing-of-this-name."),
        (["python[["], "is not a way to ask for a package"),
    ],
)
def test_what_cannot_be_solved_is_one_sentence(
    little: FileServer, tmp_path: Path, specs: list[str], words: str
) -> None:
    with pytest.raises(Unsolvable, match=words.replace("[", r"\[")) as caught:
        solve(little, tmp_path, *specs)
    assert "\n" not in str(caught.value)
    assert "candidates" not in str(caught.value), "the solver's own words are for the log"
    assert caught.value.advice


def test_a_channel_without_this_platform_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with FileServer(tmp_path / "empty") as empty, pytest.raises(Missing, match="conda-forge"):
        solve(empty, tmp_path / "cache", "libdemo")


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "kind"), [(status(500), ServerError), (Fault("stall", after=10), Stalled)])
def test_a_channel_in_trouble_is_one_sentence(
    little: FileServer, tmp_path: Path, fault: Fault, kind: type[Exception]
) -> None:
    little.forever["repodata"] = fault
    lists_s = 1 if fault.kind == "stall" else 30
    with pytest.raises(kind, match="conda-forge"):
        conda.solve(["libdemo"], platform=conda.platform(), cache=tmp_path, mirrors=mirrors(little), lists_s=lists_s)


def test_a_channel_that_accepts_and_never_answers_is_given_up_and_named(tmp_path: Path) -> None:
    told: list[str] = []
    waits = Waits(lambda one: told.append(str(one)), quiet_s=4.0)
    begun = time.monotonic()
    with silent_server() as url, pytest.raises(Stalled, match="The channel conda-forge stopped answering"):
        conda.solve(["libdemo"], platform=conda.platform(), cache=tmp_path, mirrors={CHANNEL_URL: (url,)}, waits=waits)
    assert time.monotonic() - begun < 20.0, "rattler's own limit is 180 s"
    assert "conda-forge has sent nothing for 3 s." in told


@pytest.mark.slow
def test_a_channel_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with FileServer(tmp_path) as gone:
        pass
    with pytest.raises(Offline, match="The channel conda-forge cannot be reached"):
        solve(gone, tmp_path / "cache", "libdemo")


def test_a_damaged_archive_is_one_sentence(little: FileServer, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    packages = solve(little, cache, "libdemo")
    fetch(packages, little, cache)
    path = conda.item(packages[0], cache).path
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Corrupt, match="A package in the cache is damaged"):
        conda.link(packages, tmp_path / "env", cache=cache, specs=["libdemo"])


@pytest.mark.parametrize("full", ["env", "cache"])
def test_a_full_disk_is_one_sentence_and_room_mends_it(server: FileServer, tmp_path: Path, full: str) -> None:
    packages = solve(server, tmp_path / "download", f"python={MINOR}")
    fetch(packages, server, tmp_path / "download")
    with small_disk(tmp_path / "disk", size_kib=4096) as disk:
        cache = disk / "cache" if full == "cache" else tmp_path / "cache"
        prefix = tmp_path / "env" if full == "cache" else disk / "env"
        shutil.copytree(tmp_path / "download" / "conda", tmp_path / "cache" / "conda")
        if full == "cache":
            cache.mkdir()
            (cache / "conda").symlink_to(tmp_path / "cache" / "conda")
        with pytest.raises(DiskFull, match="There is no space left"):
            conda.link(packages, prefix, cache=cache, specs=["python"])
        grow(disk, size_kib=300_000)
        conda.link(packages, prefix, cache=cache, specs=["python"])
        assert ask(prefix, "import json; print(1)") == "1"


def test_a_package_with_no_known_size_or_odd_channel_has_its_place(tmp_path: Path) -> None:
    package = CondaPackage(
        "a", "1", "0", "https://example.org/my chan/noarch/a-1-0.conda", "", 0, "https://example.org/my chan", "noarch"
    )
    assert (
        conda.item(package, tmp_path).path
        == tmp_path / "conda" / "https---example.org-my-chan" / "noarch" / "a-1-0.conda"
    )
    assert conda.item(replace(package, channel="conda-forge"), tmp_path).path.parent.parent.name == "conda-forge"
