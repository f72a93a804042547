"""Kernels that start the environment's own Python, found as Jupyter and VS Code find them."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.env.envs.kernels import (
    KernelError,
    add_kernel,
    data_folder,
    find_kernels,
    kernel_environment,
    kernels_of,
    leads_into,
    remove_kernels_of,
)
from tests.env.folders import make_conda


def spec_of(folder: str) -> dict[str, object]:
    return dict(json.loads((Path(folder) / "kernel.json").read_text("utf-8")))


def test_a_kernel_names_its_python_in_full_and_keeps_the_persons_packages_out(home: Path) -> None:
    prefix = make_conda(home / "내 환경" / "torch book", ipykernel=True)
    added = add_kernel(str(prefix), "Torch_Book")
    assert (added.name, added.display_name) == ("torch_book", "Python (Torch_Book)")
    spec = spec_of(added.folder)
    assert spec["argv"] == [str(prefix / "bin" / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    assert spec["env"] == {"PYTHONNOUSERSITE": "1"}
    assert sorted(os.listdir(added.folder)) == ["kernel.json", "logo-64x64.png"]
    assert Path(added.folder) == home / ".local" / "share" / "jupyter" / "kernels" / "torch_book"


def test_jupyters_own_library_finds_the_kernel(home: Path) -> None:
    specs = pytest.importorskip("jupyter_client.kernelspec")
    prefix = make_conda(home / "x", ipykernel=True)
    add_kernel(str(prefix), "torch_book")
    found = specs.KernelSpecManager().get_kernel_spec("torch_book")
    assert found.argv[0] == str(prefix / "bin" / "python")


def test_without_ipykernel_the_person_is_told_what_to_install(home: Path) -> None:
    with pytest.raises(KernelError, match="pip install ipykernel"):
        add_kernel(str(make_conda(home / "x")), "x")
    assert find_kernels() == ()


def test_another_environments_kernel_of_that_name_is_left_alone(home: Path) -> None:
    first, second = make_conda(home / "a" / "book", ipykernel=True), make_conda(home / "b" / "book", ipykernel=True)
    assert add_kernel(str(first), "book").name == "book"
    assert add_kernel(str(second), "book").name == "book-2"
    assert add_kernel(str(first), "book").name == "book", "the same environment takes its own again"
    assert {kernel.name for kernel in kernels_of(str(second))} == {"book-2"}


def test_a_kernel_whose_python_is_gone_gives_its_name_away(home: Path) -> None:
    gone = make_conda(home / "a" / "book", ipykernel=True)
    add_kernel(str(gone), "book")
    (gone / "bin" / "python").unlink()
    assert add_kernel(str(make_conda(home / "b" / "book", ipykernel=True)), "book").name == "book"


def test_only_kernels_that_lead_into_the_environment_are_removed(home: Path) -> None:
    one, longer = make_conda(home / "env", ipykernel=True), make_conda(home / "env2", ipykernel=True)
    add_kernel(str(one), "one")
    add_kernel(str(longer), "longer")
    assert remove_kernels_of(str(one)) == ("one",), "/env is no part of /env2"
    assert [kernel.name for kernel in find_kernels()] == ["longer"]


def test_broken_kernelspecs_are_passed_over(home: Path) -> None:
    folder = data_folder() / "kernels"
    for name, text in (("a", "{"), ("b", "{}"), ("c", '{"argv": []}'), ("d", '{"argv": 7}'), ("e", '["argv"]')):
        (folder / name).mkdir(parents=True)
        (folder / name / "kernel.json").write_text(text)
    (folder / "stray file").write_text("")
    assert find_kernels() == ()


def test_a_kernel_with_a_plain_python_leads_nowhere_particular(home: Path) -> None:
    folder = data_folder() / "kernels" / "python3"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text('{"argv": ["python", "-m", "ipykernel_launcher"], "language": "python"}')
    (kernel,) = find_kernels()
    assert not leads_into(kernel, os.getcwd())


@pytest.mark.parametrize(
    ("environ", "system", "expected"),
    [
        ({"HOME": "/home/kim"}, "linux", "/home/kim/.local/share/jupyter"),
        ({"HOME": "/home/kim", "XDG_DATA_HOME": "/data"}, "linux", "/data/jupyter"),
        ({"HOME": "/Users/kim"}, "darwin", "/Users/kim/Library/Jupyter"),
        ({"HOME": "/x", "JUPYTER_DATA_DIR": "/own"}, "linux", "/own"),
        (
            {"USERPROFILE": "C:/Users/kim", "APPDATA": "C:/Users/kim/AppData/Roaming"},
            "win32",
            "C:/Users/kim/AppData/Roaming/jupyter",
        ),
    ],
)
def test_the_folder_is_jupyters_on_each_system(environ: dict[str, str], system: str, expected: str) -> None:
    assert data_folder(environ, system=system).as_posix() == expected


def test_on_windows_the_kernel_finds_condas_libraries(tmp_path: Path) -> None:
    prefix = make_conda(tmp_path / "x")
    values = kernel_environment(str(prefix), windows=True)
    assert values["PATH"].startswith(f"{prefix};")
    assert values["PATH"].endswith(";${PATH}")
    assert r"Library\bin" in values["PATH"]


def put_kernel(name: str, program: str, **more: object) -> Path:
    """A kernelspec as a person, or another program, writes it."""
    folder = data_folder() / "kernels" / name
    folder.mkdir(parents=True)
    argv = [program, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "mine", "language": "python", **more}
    (folder / "kernel.json").write_text(json.dumps(spec))
    return folder


OLD_OURS = {"metadata": {"debugger": True}, "env": {"PYTHONNOUSERSITE": "1"}}


@pytest.mark.parametrize("text", ['{"argv": ["R", "--slave"], "language": "R"}', "{", "", None])
def test_a_kernelspec_that_is_not_ours_keeps_its_name_and_its_folder(home: Path, text: str | None) -> None:
    prefix = make_conda(home / "book", ipykernel=True)
    folder = data_folder() / "kernels" / "Book"
    folder.mkdir(parents=True)
    if text is not None:
        (folder / "kernel.json").write_text(text)
    assert add_kernel(str(prefix), "book").name == "book-2"
    assert (not any(folder.iterdir())) if text is None else (folder / "kernel.json").read_text() == text
    assert remove_kernels_of(str(prefix)) == ("book-2",)
    assert folder.is_dir()


def test_a_persons_own_kernel_of_the_environment_is_neither_overwritten_nor_deleted(home: Path) -> None:
    prefix = make_conda(home / "book", ipykernel=True)
    folder = put_kernel("book", str(prefix / "bin" / "python"), metadata={"debugger": True})
    before = (folder / "kernel.json").read_bytes()
    assert add_kernel(str(prefix), "book").name == "book-2"
    assert remove_kernels_of(str(prefix)) == ("book-2",)
    assert (folder / "kernel.json").read_bytes() == before


def test_a_kernel_on_a_disk_that_is_unplugged_keeps_its_name(home: Path) -> None:
    for name, more in (("book", OLD_OURS), ("book-2", {"metadata": {"torchgarden": {}}})):
        put_kernel(name, "/media/kim/stick/envs/book/bin/python", **more)
    assert add_kernel(str(make_conda(home / "book", ipykernel=True)), "book").name == "book-3"


def test_a_kernel_that_we_wrote_before_kernels_said_so_is_still_ours(home: Path) -> None:
    prefix = make_conda(home / "book", ipykernel=True)
    put_kernel("book", str(prefix / "bin" / "python"), **OLD_OURS)
    added = add_kernel(str(prefix), "book")
    assert added.name == "book"
    assert spec_of(added.folder)["metadata"] == {"debugger": True, "torchgarden": {"environment": str(prefix)}}
    assert remove_kernels_of(str(prefix)) == ("book",)


def test_a_kernelspec_that_is_a_link_is_left_alone(home: Path) -> None:
    prefix = make_conda(home / "book", ipykernel=True)
    aside = put_kernel("aside", str(prefix / "bin" / "python"), **OLD_OURS).rename(home / "aside")
    (data_folder() / "kernels" / "book").symlink_to(aside)
    assert add_kernel(str(prefix), "book").name == "book-2"
    remove_kernels_of(str(prefix))
    assert (aside / "kernel.json").is_file()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_kernel_through_a_linked_folder_leads_into_the_environment(home: Path) -> None:
    prefix = make_conda(home / "real" / "book", ipykernel=True)
    (home / "linked").symlink_to(home / "real")
    add_kernel(str(home / "linked" / "book"), "book")
    assert remove_kernels_of(str(prefix)) == ("book",)


def test_two_who_ask_for_one_name_at_once_get_two(home: Path) -> None:
    prefixes = [str(make_conda(home / letter / "book", ipykernel=True)) for letter in "abcdefgh"]
    with ThreadPoolExecutor(len(prefixes)) as pool:
        names = [added.name for added in pool.map(lambda prefix: add_kernel(prefix, "book"), prefixes)]
    assert len(set(names)) == len(prefixes)


def test_base_does_not_show_the_kernel_of_an_environment_inside_it(home: Path) -> None:
    base = make_conda(home / "conda", ipykernel=True)
    inner = make_conda(base / "envs" / "book", ipykernel=True)
    add_kernel(str(inner), "book")
    assert kernels_of(str(base)) == ()
    assert remove_kernels_of(str(base)) == ()
    assert [kernel.name for kernel in kernels_of(str(inner))] == ["book"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are letters")
def test_an_environment_in_a_folder_of_other_bytes_gets_its_kernel(home: Path) -> None:
    prefix = make_conda(home / os.fsdecode(b"env-\xff") / "book", ipykernel=True)
    added = add_kernel(str(prefix), "book")
    assert spec_of(added.folder)["argv"][0] == str(prefix / "bin" / "python")  # type: ignore[index]
    assert [kernel.name for kernel in kernels_of(str(prefix))] == ["book"]
