"""What lies where in an environment, for conda's and Python's own, on Windows and elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.prefix import path_parts, path_with, prefix_of, programs, python_of, site_packages


def test_the_python_lies_where_each_kind_has_it(tmp_path: Path) -> None:
    assert python_of(tmp_path, windows=False) == tmp_path / "bin" / "python"
    assert python_of(tmp_path, windows=True) == tmp_path / "python.exe"
    (tmp_path / "pyvenv.cfg").touch()
    assert python_of(tmp_path, windows=True) == tmp_path / "Scripts" / "python.exe"
    assert python_of(tmp_path, windows=False) == tmp_path / "bin" / "python"


@pytest.mark.parametrize("windows", [True, False])
@pytest.mark.parametrize("venv", [True, False])
def test_an_environment_is_found_again_from_its_python(tmp_path: Path, windows: bool, venv: bool) -> None:
    if venv:
        (tmp_path / "pyvenv.cfg").touch()
    assert prefix_of(python_of(tmp_path, windows=windows), windows=windows) == tmp_path


def test_programs_lie_in_one_folder(tmp_path: Path) -> None:
    assert programs(tmp_path, windows=True).name == "Scripts"
    assert programs(tmp_path, windows=False).name == "bin"


def test_windows_finds_condas_libraries_through_path_in_condas_order() -> None:
    assert path_parts(r"C:\내 환경\book", windows=True) == (
        r"C:\내 환경\book",
        r"C:\내 환경\book\Library\mingw-w64\bin",
        r"C:\내 환경\book\Library\usr\bin",
        r"C:\내 환경\book\Library\bin",
        r"C:\내 환경\book\Scripts",
    )
    assert path_with(r"C:\e", r"C:\Windows", windows=True).endswith(r";C:\e\Scripts;C:\Windows")


def test_elsewhere_one_folder_is_enough_and_an_empty_path_adds_none() -> None:
    assert path_with("/envs/book", "/usr/bin:/bin", windows=False) == "/envs/book/bin:/usr/bin:/bin"
    assert path_with("/envs/book", "", windows=False) == "/envs/book/bin"


@pytest.mark.parametrize(
    ("minors", "own", "found"),
    [
        (("3.9", "3.12"), "", "python3.12"),
        (("3.9", "3.12"), "3.9.18", "python3.9"),
        (("3.12", "3.9"), "3.12.1", "python3.12"),
        (("3.13t",), "3.13.1", "python3.13t"),
        (("3.9",), "3.12.1", "python3.9"),
    ],
)
def test_packages_of_an_upgraded_environment_are_those_of_its_own_python(
    tmp_path: Path, minors: tuple[str, ...], own: str, found: str
) -> None:
    for minor in minors:
        (tmp_path / "lib" / f"python{minor}" / "site-packages").mkdir(parents=True)
    if own:
        (tmp_path / "conda-meta").mkdir()
        (tmp_path / "conda-meta" / f"python-{own}-h1_0.json").touch()
    packages = site_packages(tmp_path, windows=False)
    assert packages is not None
    assert packages.parent.name == found


def test_without_packages_there_is_no_folder_of_them(tmp_path: Path) -> None:
    assert site_packages(tmp_path, windows=False) is None
    assert site_packages(tmp_path, windows=True) is None
    (tmp_path / "Lib" / "site-packages").mkdir(parents=True)
    assert site_packages(tmp_path, windows=True) == tmp_path / "Lib" / "site-packages"
