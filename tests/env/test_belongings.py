"""A person's own files are never an environment's: a removal and a replacement move them, and say where to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.env.envs import belongings
from core.env.envs import remove as removal
from core.env.envs.belongings import own_files
from core.env.envs.remove import RemoveError, preview_remove, remove
from tests.env.folders import make_conda
from tests.env.test_envs import machine as machine_of


def venv(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return folder


def with_homework(prefix: Path) -> Path:
    for name in ("숙제 1.ipynb", "src/model.py", "data/a.csv", "bin/mine.sh"):
        (prefix / name).parent.mkdir(parents=True, exist_ok=True)
        (prefix / name).write_text(name, "utf-8")
    return prefix


OWN = ("bin/mine.sh", "data", "src", "숙제 1.ipynb")


@pytest.mark.parametrize("make", [venv, make_conda])
def test_what_a_program_made_is_the_environments_and_the_rest_is_the_persons(tmp_path: Path, make: object) -> None:
    assert callable(make)
    prefix = make(tmp_path / "내 환경")
    assert own_files(prefix).paths == ()
    own = own_files(with_homework(prefix))
    assert own.paths == OWN
    assert own.files == 4
    assert own.size_bytes == sum((prefix / name).stat().st_size for name in (
        "숙제 1.ipynb", "src/model.py", "data/a.csv", "bin/mine.sh"
    ))  # fmt: skip


def test_a_package_by_hand_is_the_persons_and_one_with_a_record_is_not(tmp_path: Path) -> None:
    prefix = venv(tmp_path / "env")
    packages = next(prefix.glob("lib/python3*/site-packages"))
    for name in ("mine/__init__.py", "theirs/__init__.py", "theirs-1.dist-info/RECORD", "a.pth", "__pycache__/x.pyc"):
        (packages / name).parent.mkdir(parents=True, exist_ok=True)
        (packages / name).write_text("theirs/__init__.py,,\n../../../bin/their,,\ntheirs-1.dist-info/RECORD,,\n")
    (prefix / "bin" / "their").write_text("")
    assert own_files(prefix).paths == (f"{packages.relative_to(prefix).as_posix()}/mine",)


def test_a_removal_without_naming_them_is_refused_and_leaves_all(tmp_path: Path) -> None:
    prefix = with_homework(venv(tmp_path / "project"))
    machine = machine_of(tmp_path)
    seen = preview_remove(str(prefix), machine)
    assert seen.own == OWN
    assert seen.own_files == 4
    for named in ((), OWN[:2]):
        with pytest.raises(RemoveError, match=r"not the environment's but yours \(4 in all\): .*숙제 1\.ipynb"):
            remove(str(prefix), machine, own=named, users=lambda _: ())
    assert (prefix / "숙제 1.ipynb").exists()
    assert (prefix / "pyvenv.cfg").exists()


def test_named_they_are_moved_beside_with_the_date_and_never_over_others(tmp_path: Path) -> None:
    machine, kept = machine_of(tmp_path), []
    for _ in range(2):
        prefix = with_homework(venv(tmp_path / "project"))
        removed = remove(str(prefix), machine, own=OWN, users=lambda _: ())
        assert not prefix.exists()
        kept.append(Path(removed.kept))
    assert kept[0] != kept[1]
    for folder in kept:
        assert folder.parent == tmp_path
        assert (folder / "숙제 1.ipynb").read_text("utf-8") == "숙제 1.ipynb"
        assert (folder / "src" / "model.py").exists()
        assert (folder / "bin" / "mine.sh").exists()
        assert not (folder / "pyvenv.cfg").exists()


def test_what_comes_between_the_question_and_the_removal_is_not_lost(tmp_path: Path) -> None:
    prefix = with_homework(venv(tmp_path / "project"))
    named = preview_remove(str(prefix), machine_of(tmp_path)).own
    (prefix / "new.ipynb").write_text("since then")
    with pytest.raises(RemoveError, match=r"new\.ipynb"):
        remove(str(prefix), machine_of(tmp_path), own=named, users=lambda _: ())
    assert (prefix / "new.ipynb").exists()


def test_if_they_cannot_be_moved_the_environment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = with_homework(venv(tmp_path / "project"))

    def refused(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(removal, "move_own", refused)
    with pytest.raises(RemoveError):
        remove(str(prefix), machine_of(tmp_path), own=OWN, users=lambda _: ())
    assert (prefix / "pyvenv.cfg").exists()
    assert (prefix / "숙제 1.ipynb").exists()


def test_if_one_of_them_cannot_be_moved_the_others_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = with_homework(venv(tmp_path / "project"))
    before = sorted(path.relative_to(prefix) for path in prefix.rglob("*"))
    own, really = own_files(prefix).paths, belongings.rename
    assert len(own) > 1

    def rename(source: Path, target: Path) -> None:
        if source.name == own[-1] and source.parent.name != prefix.name:  # the last one, on its way out
            raise OSError(28, "No space left on device")
        really(source, target)

    monkeypatch.setattr(belongings, "rename", rename)
    with pytest.raises(RemoveError, match="cannot be moved into a folder beside"):
        remove(str(prefix), machine_of(tmp_path), own=own, users=lambda _: ())
    assert sorted(path.relative_to(prefix) for path in prefix.rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir() if "own files" in path.name] == []


def test_a_link_among_them_is_moved_itself(tmp_path: Path) -> None:
    prefix, outside = venv(tmp_path / "project"), tmp_path / "diary"
    outside.mkdir()
    (outside / "today.txt").write_text("private")
    (prefix / "diary").symlink_to(outside)
    removed = remove(str(prefix), machine_of(tmp_path), own=("diary",), users=lambda _: ())
    assert (Path(removed.kept) / "diary").is_symlink()
    assert (outside / "today.txt").read_text() == "private"
