"""Wheels: resolved to exact files, installed offline into a conda environment, conda's own left alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.env.engines import conda, uv
from core.env.engines.index_pages import Sizes
from core.env.engines.uv_errors import resolve_problem
from core.env.engines.wheel_tags import native_platform, supported_tags
from core.env.fetch.downloads import Downloads
from core.env.fetch.sources import Patience
from core.env.network.waiting import Waits
from core.env.problems import (
    OTHER_VERSIONS,
    Corrupt,
    DiskFull,
    InstallError,
    Missing,
    Offline,
    ServerError,
    Stalled,
    Unsolvable,
    Untrusted,
)
from core.messages.recipe import Wheel
from core.prefix import site_packages
from tests.env.channel import CHANNEL_URL, MINOR, PYTHON
from tests.env.disks import small_disk
from tests.env.servers import Fault, FileServer, silent_server, status
from tests.env.wheelhouse import make_index, make_wheel


@pytest.fixture
def index(tmp_path: Path) -> Iterator[FileServer]:
    """An index with apple, which needs pear 1, and pear in two versions."""
    folder = tmp_path / "index"
    make_wheel(folder / "files", "apple", "1.0", requires=["pear<2"], scripts={"apple": "apple:main"})
    make_wheel(folder / "files", "pear", "1.5")
    make_wheel(folder / "files", "pear", "2.0")
    make_wheel(folder / "files", "plum", "1.0", files={"stone.bin": os.urandom(6_000_000)})
    make_wheel(folder / "files", "pip", "99.0")
    make_index(folder)
    with FileServer(folder) as running:
        yield running


@pytest.fixture
def prefix(channel: Path, tmp_path: Path) -> Path:
    """A new conda environment with Python and pip in a path with a space and Korean letters."""
    cache, target = tmp_path / "cache", tmp_path / "내 환경" / "env"
    with FileServer(channel) as server:
        mirrors = {CHANNEL_URL: (server.url,)}
        packages = conda.solve([f"python={MINOR}", "pip"], platform=conda.platform(), cache=cache, mirrors=mirrors)
        with Downloads([conda.item(one, cache) for one in packages], mirrors=mirrors) as downloads:
            downloads.wait()
    conda.link(packages, target, cache=cache, specs=["python", "pip"])
    return target


def resolve(index: FileServer, cache: Path, *requirements: str) -> tuple[Wheel, ...]:
    origin = uv.Origin(index_url=index.url + "/simple")
    return uv.resolve(requirements, python_version=PYTHON, platform=native_platform(), cache=cache, origin=origin)


def site(prefix: Path) -> Path:
    """Where the packages of an environment that has some lie."""
    folder = site_packages(prefix)
    assert folder is not None
    return folder


def fetch(found: tuple[Wheel, ...], cache: Path) -> None:
    with Downloads([uv.item(wheel, cache) for wheel in found], patience=Patience(tries=2, pause_s=0.01)) as downloads:
        downloads.wait()


def ask(prefix: Path, code: str) -> str:
    done = subprocess.run([prefix / "bin" / "python", "-I", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_everything_needed_is_resolved_with_sum_size_and_address(index: FileServer, tmp_path: Path) -> None:
    found = resolve(index, tmp_path / "cache", "apple")
    assert [(wheel.name, wheel.version) for wheel in found] == [("apple", "1.0"), ("pear", "1.5")]
    for wheel in found:
        file = index.folder / "files" / wheel.filename
        assert wheel.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
        assert wheel.size_bytes == file.stat().st_size
        assert wheel.url.startswith(index.url)


def test_a_folder_of_wheels_is_a_source_too(index: FileServer, tmp_path: Path) -> None:
    make_wheel(tmp_path / "바퀴 방", "pear", "1.9+local")
    origin = uv.Origin(index_url=index.url + "/simple", find_links=(str(tmp_path / "바퀴 방"),))
    found = uv.resolve(
        ["pear==1.9"], python_version=PYTHON, platform=native_platform(), cache=tmp_path / "cache", origin=origin
    )
    assert found[0].version == "1.9+local"
    assert found[0].size_bytes > 0
    fetch(found, tmp_path / "cache")
    assert (tmp_path / "cache" / "wheels" / "pear-1.9+local-py3-none-any.whl").is_file()


def test_a_wheel_on_this_computer_is_not_unpacked_to_resolve(tmp_path: Path) -> None:
    make_wheel(tmp_path / "house", "huge", files={"data.bin": os.urandom(3_000_000)})
    cache = tmp_path / "cache"
    with FileServer(tmp_path) as nothing:
        origin = uv.Origin(index_url=nothing.url + "/simple", find_links=(str(tmp_path / "house"),))
        for _ in range(2):
            found = uv.resolve(["huge"], python_version=PYTHON, platform=native_platform(), cache=cache, origin=origin)
    assert found[0].sha256 == hashlib.sha256((tmp_path / "house" / found[0].filename).read_bytes()).hexdigest()
    assert sum(path.stat().st_size for path in (cache / "uv").rglob("*") if path.is_file()) < 1_000_000


def test_a_folder_of_wheels_that_is_gone_gives_nothing(index: FileServer, tmp_path: Path) -> None:
    origin = uv.Origin(index_url=index.url + "/simple", find_links=(str(tmp_path / "none"),))
    found = uv.resolve(["pear"], python_version=PYTHON, platform=native_platform(), cache=tmp_path, origin=origin)
    assert found[0].version == "2.0"


def test_installed_offline_into_the_environment(index: FileServer, prefix: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    found = resolve(index, cache, "apple")
    fetch(found, cache)
    index.forever["/"] = status(500)
    lines = uv.install(found, prefix, cache=cache)
    assert ask(prefix, "import apple, pear; print(apple.__version__, pear.__version__)") == "1.0 1.5"
    assert (prefix / "bin" / "apple").exists()
    assert any("apple==1.0" in line for line in lines)


def test_what_conda_installed_is_left_alone(index: FileServer, prefix: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert "pip" in uv.conda_owned(prefix)
    before = ask(prefix, "import pip; print(pip.__version__)")
    found = resolve(index, cache, "apple", "pip")
    fetch(found, cache)
    uv.install(found, prefix, cache=cache)
    assert ask(prefix, "import apple, pip; print(pip.__version__)") == before
    assert before != "99.0"


def test_installing_again_mends_what_drifted(index: FileServer, prefix: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    found = resolve(index, cache, "pear<2")
    fetch(found, cache)
    uv.install(found, prefix, cache=cache)
    module = site(prefix) / "pear" / "__init__.py"
    module.unlink()
    module.write_text("somebody wrote here")
    uv.install(found, prefix, cache=cache)
    assert module.read_text() == "somebody wrote here", "what is there is not looked at"
    uv.install(found, prefix, cache=cache, again=True)
    assert module.read_text() == "__version__ = '1.5'\n"


def test_a_damaged_wheel_is_one_sentence(index: FileServer, prefix: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    found = resolve(index, cache, "plum")
    fetch(found, cache)
    path = uv.item(found[0], cache).path
    body = bytearray(path.read_bytes())
    body[3_000_000] ^= 1
    path.write_bytes(body)
    with pytest.raises(Corrupt, match="A wheel in the cache is damaged"):
        uv.install(found, prefix, cache=cache)
    assert not (site(prefix) / "plum").exists()


def test_the_size_of_a_file_whose_address_leads_to_itself_is_not_known(index: FileServer) -> None:
    index.forever["/loop"] = Fault("redirect", to="/loop")
    assert Sizes({}, Waits()).of(index.url + "/loop") == 0


def test_a_full_disk_is_one_sentence(index: FileServer, prefix: Path, tmp_path: Path) -> None:
    found = resolve(index, tmp_path / "cache", "plum")
    fetch(found, tmp_path / "cache")
    with small_disk(tmp_path / "disk", size_kib=3000) as disk:
        (disk / "cache").mkdir()
        (disk / "cache" / "wheels").symlink_to(tmp_path / "cache" / "wheels")
        with pytest.raises(DiskFull, match="There is no space left"):
            uv.install(found, prefix, cache=disk / "cache")
    assert not (site(prefix) / "plum").exists()
    uv.install(found, prefix, cache=tmp_path / "cache")
    assert ask(prefix, "import plum; print(plum.__version__)") == "1.0"


@pytest.mark.parametrize(
    ("requirement", "words"), [("pear==7", "nobody offers pear==7 for"), ("quince", "nobody offers quince for")]
)
def test_what_cannot_be_resolved_is_one_sentence(
    index: FileServer, tmp_path: Path, requirement: str, words: str
) -> None:
    with pytest.raises(InstallError) as caught:
        resolve(index, tmp_path, requirement)
    assert isinstance(caught.value, (Unsolvable, Missing))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("why", "needs"),
    [
        ("pear==1.0 requires Python >=3.99 and only pear==1.0 is available, we can", "pear==1.0 needs Python >=3.99."),
        ("the requested Python version (>=3.10) does not satisfy Python>=3.11,<4 and numpy==2.4.0 depends on\n"
         "      Python>=3.11,<4, we can", "numpy==2.4.0 needs Python >=3.11,<4."),
        ("the requested Python version (>=3.10) does not satisfy Python>=3.11 and all versions of fig depend on\n"
         "      Python>=3.11, we can", "fig needs Python >=3.11."),
        ("all versions of date depend on fig>=2 and all versions of plum depend on fig<2, we can",
         "they need different versions."),
    ],
)  # fmt: skip
def test_a_package_for_another_python_is_named_with_the_python_it_needs(why: str, needs: str) -> None:
    told = f"  × No solution found when resolving dependencies:\n  ╰─▶ Because {why} conclude that it cannot be used."
    made = resolve_problem(told, ["a"])
    assert isinstance(made, Unsolvable)
    assert str(made) == f"No set of packages fits a: {needs}"


@pytest.mark.slow
def test_an_index_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with FileServer(tmp_path) as gone:
        pass
    with pytest.raises(Offline, match="cannot be reached"):
        resolve(gone, tmp_path / "cache", "apple")


def test_only_the_tool_s_own_words_decide(tmp_path: Path) -> None:
    made = resolve_problem("error: Failed to fetch: https://i.example/x\n  invalid peer certificate", ["a"])
    assert isinstance(made, Untrusted)
    assert str(made) == "The connection to i.example is not secure: its certificate is not trusted."


def test_settings_of_other_tools_do_not_reach_uv(
    index: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_NO_INDEX", "PYTHONHOME", "PYTHONPATH"):
        monkeypatch.setenv(name, "/nowhere")
    assert resolve(index, tmp_path, "pear==2.0")[0].version == "2.0"


@pytest.mark.parametrize(
    ("platform", "fits", "not_"),
    [
        ("win-64", "win_amd64", "win_arm64"),
        ("osx-arm64", "macosx_11_0_arm64", "macosx_11_0_x86_64"),
        ("osx-64", "macosx_10_15_x86_64", "macosx_11_0_arm64"),
        ("linux-aarch64", "manylinux2014_aarch64", "manylinux2014_x86_64"),
        ("linux-64", "manylinux_2_28_x86_64", "win_amd64"),
    ],
)
def test_the_file_is_chosen_for_the_platform(platform: str, fits: str, not_: str) -> None:
    names = {str(tag) for tag in supported_tags("3.12.1", platform)}
    assert f"cp312-cp312-{fits}" in names
    assert f"cp312-cp312-{not_}" not in names
    assert "py3-none-any" in names


def test_the_best_file_wins() -> None:
    best = supported_tags("3.12.1", "win-64")
    entries = [
        {"url": f"https://x/a-1-{tag}.whl", "size": 1, "hashes": {"sha256": "0" * 64}}
        for tag in ("py3-none-any", "cp312-cp312-win_amd64", "cp39-abi3-win_amd64", "cp313-cp313-win_amd64")
    ]
    chosen = uv._wheel({"name": "a", "version": "1", "wheels": entries}, best, {})
    assert chosen.filename == "a-1-cp312-cp312-win_amd64.whl"
    with pytest.raises(Unsolvable, match="a 1 has no file for this Python and system"):
        uv._wheel({"name": "a", "version": "1", "wheels": entries[3:]}, best, {})


def test_pytorch_s_index_is_named_to_uv_unless_a_mirror_takes_its_place() -> None:
    url = "https://download.pytorch.org/whl/cu130"
    assert uv._torch_index(url, {}) == ["--torch-backend", "cu130"]
    assert uv._torch_index("", {}) == []
    mirrored = uv._torch_index(url, {"https://download.pytorch.org/whl": ("http://school.local/torch",)})
    assert mirrored[:2] == ["--index", "http://school.local/torch/cu130"]


def test_what_killed_runs_left_half_unpacked_is_swept_out(tmp_path: Path) -> None:
    old, new = tmp_path / "uv" / ".tmpOLD", tmp_path / "uv" / ".tmpNEW"
    for folder in (old, new):
        (folder / "torch").mkdir(parents=True)
    os.utime(old, (0, 0))
    uv.sweep(tmp_path)
    assert not old.exists()
    assert new.exists(), "another run may be at it"


def test_what_another_run_has_just_unpacked_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, now = tmp_path / "uv" / ".tmpBUSY", time.time
    busy.mkdir(parents=True)

    def a_moment_later() -> float:
        busy.rename(tmp_path / "uv" / "unpacked")
        return now()

    with monkeypatch.context() as patch:
        patch.setattr(time, "time", a_moment_later)
        uv.sweep(tmp_path)
    assert (tmp_path / "uv" / "unpacked").exists()


def test_threads_that_ask_at_once_where_uv_is_all_hear_it() -> None:
    """In a process of its own: only the first to ask can meet a half-read answer."""
    code = """
import sys, threading
from core.env.engines import uv
sys.setswitchinterval(1e-6)
together, heard = threading.Barrier(8), []
def ask():
    together.wait()
    heard.append(uv._program())
threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(heard), len(set(heard)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["8", "1"], done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the time that a program computes is counted in larger steps")
def test_an_index_that_accepts_and_never_answers_is_given_up_and_named(tmp_path: Path) -> None:
    """The silence is told, with the host, before it has its end; uv itself would wait for minutes."""
    told: list[str] = []
    begun = time.monotonic()
    with silent_server() as url, pytest.raises(Stalled, match=r"127\.0\.0\.1 stopped answering"):
        uv.resolve(
            ["pear"], python_version=PYTHON, platform=native_platform(), cache=tmp_path / "cache",
            origin=uv.Origin(url + "/simple"), waits=Waits(lambda one: told.append(str(one)), quiet_s=4.0),
        )  # fmt: skip
    assert time.monotonic() - begun < 20.0, "uv's own limit is three times 60 s"
    assert "Asking 127.0.0.1 which packages there are." in told
    assert "127.0.0.1 has sent nothing for 3 s." in told


PORTAL = "<html><body>Welcome. <a href='/login'>Sign in</a> <form></form></body></html>"


def test_a_page_that_asks_people_to_sign_in_is_no_reason_to_choose_another_python(tmp_path: Path) -> None:
    page = tmp_path / "simple" / "pear" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(PORTAL)
    with FileServer(tmp_path) as server, pytest.raises(Untrusted, match="a web page that is no list of packages"):
        uv.resolve(
            ["pear"], python_version=PYTHON, platform=native_platform(), cache=tmp_path / "cache",
            origin=uv.Origin(server.url + "/simple"),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "kind"),
    [(status(500), ServerError), (status(429), ServerError), (status(403), Missing), (status(407), Untrusted)],
)
def test_an_index_in_trouble_is_never_a_set_that_does_not_fit(
    tmp_path: Path, fault: Fault, kind: type[InstallError]
) -> None:
    with FileServer(tmp_path) as server:
        server.forever["pear"] = fault
        with pytest.raises(kind) as refused:
            uv.resolve(
                ["pear"], python_version=PYTHON, platform=native_platform(), cache=tmp_path / "cache",
                origin=uv.Origin(server.url + "/simple"),
            )  # fmt: skip
    assert OTHER_VERSIONS not in refused.value.advice
