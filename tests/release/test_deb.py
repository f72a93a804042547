"""The Debian package puts the app where Debian's tools look, brings no script, and goes without a trace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.versions import VERSION
from resources.release import deb, linux
from resources.release.version import debian
from tests.release.test_linux import needs, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Debian's tools")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of a small app: one real program, a library beside it, a link, and the licences."""
    needs("dpkg-deb", "dpkg")
    folder = tmp_path_factory.mktemp("built 앱")
    app = folder / "torchgarden"
    (app / "_internal/licences").mkdir(parents=True)
    shutil.copy(os.path.realpath(sys.executable), app / "torchgarden")
    (app / "_internal/lib.txt").write_text("data", encoding="utf-8")
    (app / "_internal/lib.txt").chmod(0o600)
    (app / "_internal/link.txt").symlink_to("lib.txt")
    linux.furnish(app)
    return deb.build(app, folder)


def told(package: Path, *asked: str) -> str:
    done = run("dpkg-deb", *asked[:1], package, *asked[1:])
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_says_what_it_is_and_needs(package: Path) -> None:
    assert package.name == f"torchgarden_{debian(VERSION)}_{deb.architecture()}.deb"
    assert told(package, "--field", "Version").strip() == debian(VERSION)
    assert re.match(r"libc6 \(>= 2\.\d+\), libgl1, libegl1", told(package, "--field", "Depends"))
    assert int(told(package, "--field", "Installed-Size")) > 50


def test_nothing_runs_when_it_is_installed(package: Path, tmp_path: Path) -> None:
    run("dpkg-deb", "--control", package, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"control", "md5sums"}


def test_every_file_is_roots_and_can_be_read(package: Path) -> None:
    lines = told(package, "--contents").splitlines()
    assert len(lines) > 20
    for line in lines:
        mode, owner, *_ = line.split()
        assert owner == "root/root", line
        assert mode[0] == "l" or mode in ("drwxr-xr-x", "-rw-r--r--", "-rwxr-xr-x"), line


def test_the_same_app_makes_the_same_package(package: Path, tmp_path: Path) -> None:
    again = deb.build(package.parent / "torchgarden", tmp_path)
    assert again.read_bytes() == package.read_bytes()


def test_it_is_installed_where_things_belong_and_removed_without_a_trace(package: Path, tmp_path: Path) -> None:
    if os.geteuid():
        pytest.skip("dpkg gives files to root: start the test as root")
    root, database = tmp_path / "뿌리 root", tmp_path / "database"
    root.mkdir()
    (database / "updates").mkdir(parents=True)
    (database / "info").mkdir()
    (database / "status").touch()
    (database / "available").touch()
    dpkg = ["dpkg", f"--instdir={root}", f"--admindir={database}", "--log=/dev/null", "--force-depends"]
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    done = run(*dpkg, "-i", package, PATH=path)
    assert done.returncode == 0, done.stderr
    assert os.readlink(root / "usr/bin/torchgarden") == "../lib/torchgarden/torchgarden"
    said = subprocess.run([root / "usr/bin/torchgarden", "--version"], capture_output=True, text=True, check=False)
    assert said.stdout.startswith("Python 3"), "the command of this small app is a Python"
    for file in ("applications/org.torchgarden.app.desktop", "icons/hicolor/48x48/apps/org.torchgarden.app.png",
                 "mime/packages/org.torchgarden.app.xml", "metainfo/org.torchgarden.app.metainfo.xml",
                 "man/man1/torchgarden.1.gz", "doc/torchgarden/copyright"):  # fmt: skip
        assert (root / "usr/share" / file).is_file(), file
    assert not (root / "usr/lib/torchgarden/install.sh").exists()
    done = run(*dpkg, "--purge", "torchgarden", PATH=path)
    assert done.returncode == 0, done.stderr
    assert [path for path in root.rglob("*") if not path.is_dir()] == []


@pytest.mark.slow
def test_debians_linter_finds_no_error(package: Path) -> None:
    done = run(needs("lintian", "lintian"), "--no-cfg", "--fail-on", "none", "--tag-display-limit", "0", package)
    assert [line for line in done.stdout.splitlines() if line.startswith("E:")] == []
