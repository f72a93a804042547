"""All that the app keeps is listed with where it is, and nothing of other programs."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from core.env.kept.look import desktop_files, file, kept
from core.folders import find_folders
from core.messages.computer import Machine
from core.messages.install_commands import LookAtKept
from core.messages.install_reports import KEPT_KINDS
from tests.gui.installs import machine

ROOT = Path(__file__).resolve().parents[2]


def put(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def computer(tmp_path: Path) -> Machine:
    return replace(machine(), condas=(), envs_folder=str(tmp_path / "envs"), home=str(tmp_path / "person"))


def test_an_app_that_has_made_nothing_has_nothing_to_list(tmp_path: Path, computer: Machine) -> None:
    folders = find_folders(home=tmp_path / "home")
    assert (
        kept(LookAtKept(str(folders.runs)), folders, computer, environ={"XDG_DATA_HOME": str(tmp_path / "data")}) == ()
    )


def test_everything_that_was_made_is_listed_with_its_place(tmp_path: Path, computer: Machine) -> None:
    folders = find_folders(home=tmp_path / "내 집")
    put(folders.settings_file, "{}")
    put(folders.data / "window.json", "{}")
    put(folders.runs / "a" / "run.json")
    put(folders.cache / "wheel.whl")
    put(folders.logs / "app.log")
    put(folders.data / "inside" / "m.json")
    put(folders.data / "installs" / "x" / "install.json")
    put(folders.bin / "e" / "content")
    notebooks = put(tmp_path / "Documents" / "TorchGarden" / "first.ipynb").parent
    data = tmp_path / "data"
    prefix = tmp_path / "envs" / "torch_book"
    put(prefix / "conda-meta" / "history")
    put(prefix / "conda-meta" / "torchgarden" / "made.json", json.dumps({"created": "2026-11-20"}))
    put(data / "applications" / "torchgarden.desktop")
    spec = {"argv": [str(prefix / "bin" / "python")], "display_name": "Python (torch_book)", "language": "python",
            "metadata": {"torchgarden": {"prefix": str(prefix)}}}  # fmt: skip
    put(data / "jupyter" / "kernels" / "torch_book" / "kernel.json", json.dumps(spec))
    found = kept(
        LookAtKept(str(folders.runs), (str(notebooks),)), folders, computer,
        environ={"XDG_DATA_HOME": str(data), "JUPYTER_DATA_DIR": str(data / "jupyter")}, system="linux",
    )  # fmt: skip
    kinds = {item.kind for item in found}
    assert kinds >= set(KEPT_KINDS)
    places = {item.path for item in found}
    for path in (folders.settings_file, folders.runs, folders.cache, folders.logs, notebooks, prefix, folders.bin):
        assert str(path) in places
    sizes = {item.path: item.size_bytes for item in found}
    assert sizes[str(folders.settings_file)] == 2
    assert sizes[str(folders.runs)] == -1, "a folder is measured later"
    assert len(places) == len(found)


def test_environments_of_others_are_not_in_the_list(tmp_path: Path, computer: Machine) -> None:
    put(tmp_path / "envs" / "theirs" / "conda-meta" / "history")
    put(tmp_path / "envs" / "venv" / "pyvenv.cfg", "version = 3.12.1")
    folders = find_folders(home=tmp_path / "home")
    assert not kept(LookAtKept(str(folders.runs)), folders, computer, environ={"XDG_DATA_HOME": str(tmp_path / "d")})


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_folder_that_is_only_a_link_is_somebody_elses(tmp_path: Path, computer: Machine) -> None:
    folders = find_folders(home=tmp_path / "home")
    put(tmp_path / "theirs" / "important")
    folders.cache.parent.mkdir(parents=True)
    folders.cache.symlink_to(tmp_path / "theirs")
    assert not kept(LookAtKept(str(folders.runs)), folders, computer, environ={"XDG_DATA_HOME": str(tmp_path / "d")})


def test_only_files_that_bear_the_whole_name_are_of_the_desktop(tmp_path: Path) -> None:
    own = [put(tmp_path / "applications" / "org.torchgarden.app.desktop"),
           put(tmp_path / "icons" / "hicolor" / "48x48" / "apps" / "torchgarden.png")]  # fmt: skip
    for other in ("torchgarden-notes.desktop", "mytorchgarden.desktop", "torchgarden.txt", "torch.desktop"):
        put(tmp_path / "applications" / other)
    if os.name != "nt":
        (tmp_path / "applications" / "torchgarden.desktop").symlink_to(put(tmp_path / "elsewhere"))
    values = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path / "home")}
    found = list(desktop_files(values, system="linux"))
    assert found == own
    assert not list(desktop_files(values, system="win32"))


@pytest.mark.skipif(os.name == "nt", reason="the install script of Linux")
def test_all_that_the_install_script_has_put_is_listed(tmp_path: Path) -> None:
    root, home = tmp_path / "의 앱", tmp_path / "home"
    home.mkdir()
    put(root / "torchgarden").chmod(0o755)
    for script in ("install.sh", "uninstall.sh"):
        put(root / script, (ROOT / "resources" / "linux" / script).read_text("utf-8"))
    name = "org.torchgarden.app"
    for path in (f"applications/{name}.desktop", "man/man1/torchgarden.1", f"mime/packages/{name}.xml",
                 f"icons/hicolor/48x48/apps/{name}.png", f"metainfo/{name}.metainfo.xml"):  # fmt: skip
        put(root / "share" / path)
    values = {"PATH": os.environ["PATH"], "HOME": str(home)}
    done = subprocess.run(["sh", root / "install.sh"], env=values, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    installed = (home / ".local/share/torchgarden/installed-files").read_text("utf-8").splitlines()
    assert len(installed) == 6
    assert {str(path) for path in desktop_files(values, system="linux")} == set(installed)
    command = home / ".local/bin/torchgarden"
    assert str(command) in installed
    command.unlink()
    command.symlink_to("/usr/bin/vim")
    assert command not in list(desktop_files(values, system="linux")), "another's link of that name"


def test_what_macos_notes_of_the_app_is_listed(tmp_path: Path) -> None:
    library = tmp_path / "Library"
    noted = [put(library / "Preferences" / "org.torchgarden.app.plist"),
             put(library / "Saved Application State" / "org.torchgarden.app.savedState" / "data").parent]  # fmt: skip
    put(library / "Preferences" / "org.torchgarden.appendix.plist")
    values = {"HOME": str(tmp_path)}
    assert list(desktop_files(values, system="darwin")) == noted
    assert [file("desktop", path).size_bytes for path in noted] == [1, -1], "a folder is measured later"
    assert not list(desktop_files(values, system="win32"))
