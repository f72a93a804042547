"""What goes into a package, from which lists it is built, and what is said of it; nothing is built here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomllib
from packaging.requirements import Requirement
from packaging.version import Version

from resources.release import package
from resources.release.contents import ONLY_FULL, excluded, is_ours, is_read, is_wanted, needed
from resources.release.package import LISTS, TORCH, Made, archive, differing, parts, tell, to_click

ROOT = Path(__file__).resolve().parents[2]


def locked(*lists: Path) -> list[Requirement]:
    lines = [line.rstrip(" \\") for path in lists for line in path.read_text("utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith((" ", "#"))]


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


# ------------------------------------------------------------------------------------------------------- the lists
def test_the_list_has_what_the_project_asks_for_in_a_version_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["package"]]
    found = {line.name.lower(): line for line in locked(*LISTS["light"])}
    wanted = [one for one in asked if not one.name.startswith("torch")]
    assert len(wanted) > 8
    for one in wanted:
        version = next(iter(found[one.name.lower()].specifier)).version
        assert one.specifier.contains(version), f"{one}: the list has {version}; python3 run.py package --lock"


def test_no_list_has_a_cuda_build_or_a_torchvision() -> None:
    names = {line.name.lower() for line in locked(*LISTS["full"], TORCH)}
    assert "torch" in names
    assert {name for name in names if name.startswith(("nvidia-c", "cuda", "triton", "torchvision"))} == set()


def test_everything_but_torch_is_checked_by_hashes() -> None:
    for path in LISTS["full"]:
        text = path.read_text("utf-8")
        for block in re.split(r"\n(?=\S)", text):
            assert "--hash=sha256:" in block, block


def test_the_torch_inside_is_one_that_the_wizard_knows_too_and_never_another_build() -> None:
    here = [line for line in locked(TORCH) if line.marker is None or line.marker.evaluate()]
    assert len(here) == 1
    version = Version(next(iter(here[0].specifier)).version)
    assert version.local == (None if sys.platform == "darwin" else "cpu")
    sets = json.loads((ROOT / "resources" / "torch_builds.json").read_text("utf-8"))["sets"]
    known = next(one for one in sets if one["torch"] == version.public)
    assert all("cpu" in builds for builds in known["builds"].values())


# ------------------------------------------------------------------------------------------------------ the contents
@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/lib/torch_cpu.dll", True),
        ("torch/lib/torch_cpu.lib", False),
        ("torch/bin/torch_shm_manager", True),
        ("torch/bin/test_jit", False),
        ("torch/include/ATen/ATen.h", False),
        ("torch\\include\\ATen\\ATen.h", False),
        ("torch/lib/libfoo.a", False),
        ("torch/nn/functional.py", True),
        ("torch/_inductor/ir.py", False),
        ("torch/_inductor/config.py", True),
        ("torch/_dynamo/config_utils.py", True),
        ("torch/_C/__init__.pyi", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqxdgdesktopportal.so", True),
        ("PySide6/Qt/translations/qtbase_ko.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("resources/icons/stop.svg", True),
        ("worker_src/core/train/start.py", True),
    ],
)
def test_what_stays_of_what_is_collected(name: str, stays: bool) -> None:
    assert is_wanted(name) == stays


def test_the_light_one_has_neither_torch_nor_what_trains() -> None:
    assert {"torch", "core.train", "core.inside"} <= set(excluded("light"))
    assert not {"torch", "unittest", "sympy", "core.train"} & set(excluded("full"))


def test_the_full_one_reads_pictures_and_arrays_and_the_light_one_has_nothing_for_it() -> None:
    light, full = ({line.name.lower() for line in locked(*LISTS[kind])} for kind in ("light", "full"))
    assert "pillow" in full - light
    assert "numpy" in light & full
    assert "openpyxl" in full - light
    only_full = {"PIL", "openpyxl", "core.data.pictures", "core.data.table", "core.out"}
    assert only_full <= set(excluded("light"))
    assert not (only_full | {"numpy"}) & set(excluded("full"))
    assert [is_ours("core.data.arrays.inner", kind) for kind in ("light", "full")] == [False, True]
    assert all(is_ours("core.data.library", kind) for kind in ("light", "full")), "the window reads what is there"


LOADS_ALL = """
import importlib, importlib.abc, pkgutil, sys
import core.headless, gui
lacking = tuple(sys.argv[1:])
class Lacks(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(f"{one}.") for one in lacking):
            raise ModuleNotFoundError(f"{name} is not in the light app")
sys.meta_path.insert(0, Lacks())
loaded = 0
for package in (gui, core.headless):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
            loaded += 1
print(loaded)
"""


def test_the_window_and_the_text_door_load_without_what_the_light_one_lacks() -> None:
    done = subprocess.run([sys.executable, "-c", LOADS_ALL, *ONLY_FULL], cwd=ROOT, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 200


def test_what_is_ours_and_light_has_nothing_of_what_is_full() -> None:
    names = ("core.train", "core.train.start", "core.inside.bench", "core.trainers", "core.net")
    assert [is_ours(name, "light") for name in names] == [False, False, False, True, True]
    assert all(is_ours(name, "full") for name in names)


def test_of_the_resources_what_the_app_reads() -> None:
    there = {path.relative_to(ROOT / "resources").as_posix() for path in (ROOT / "resources").rglob("*")}
    read = {name for name in there if is_read(name)}
    assert {"torch_builds.json", "datasets/digits.safetensors", "notebooks/first.ko.md"} <= read
    assert not [name for name in read if name.startswith(("release/", "screenshots/")) or name.endswith((".ts", ".py"))]


def test_libraries_that_only_something_left_out_needed_go_too() -> None:
    asks = {
        "app/plugin.so": ["libgtk.so.3"], "app/qt.so": ["libglib.so", "libc.so.6"], "glib": ["libpcre.so"],
        "gtk": ["libglib.so", "libpango.so"], "pango": ["libglib.so"], "pcre": [],
    }  # fmt: skip
    entries = [
        ("PySide6/qt.so", "app/qt.so", "BINARY"), ("libgtk.so.3", "gtk", "BINARY"), ("libglib.so", "glib", "BINARY"),
        ("libpango.so", "pango", "BINARY"), ("libpcre.so", "pcre", "BINARY"), ("LICENSE", "l", "DATA"),
        ("libpython3.11.so.1.0", "py", "BINARY"), ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
    ]  # fmt: skip
    stays = needed(entries, lambda file: asks.get(file, []))
    gone = {entry[0] for entry in entries} - {entry[0] for entry in stays}
    assert gone == {"libgtk.so.3", "libpango.so"}
    with_gtk = needed([("PySide6/plugin.so", "app/plugin.so", "BINARY"), *entries], lambda file: asks.get(file, []))
    assert len(with_gtk) == len(entries) + 1


# ----------------------------------------------------------------------------------------------------- what was made
def test_two_builds_are_compared_by_content_names_and_links(tmp_path: Path) -> None:
    one = write(tmp_path / "one", a="1", b__c="2", d="3")
    other = write(tmp_path / "two", a="1", b__c="!", e="3")
    assert differing(one, one) == []
    assert differing(one, other) == ["b/c", "d", "e"]
    if sys.platform != "win32":
        for folder, leads in ((one, "a"), (other, "b/c")):
            (folder / "link").symlink_to(leads)
        assert "link" in differing(one, other)


def test_the_largest_parts_come_first_and_a_link_weighs_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, torchgarden="x" * 10, _internal__torch__lib="x" * 900, _internal__torch__more="x" * 50,
                   _internal__numpy__a="x" * 30, _internal__numpy_libs__b="x" * 40)  # fmt: skip
    if sys.platform != "win32":
        (folder / "_internal" / "again").symlink_to("torch")
    assert parts(folder)[:3] == [("torch", 950), ("numpy", 70), ("torchgarden", 10)]


def test_it_says_what_was_made_how_large_it_is_and_what_to_do_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "내 앱", torchgarden="x", _internal__torch__lib="x" * (3 << 20))
    tell(Made("full", folder, Path(sys.executable)), seconds=12)
    said = capsys.readouterr().out
    assert "3 MiB in 2 files" in said
    assert "torch 3" in said
    assert f"double-click {folder / 'torchgarden'}" in said


def test_what_is_to_be_double_clicked_is_named_on_each_system(tmp_path: Path) -> None:
    folder = tmp_path / "torchgarden"
    assert to_click(folder, system="linux") == folder / "torchgarden"
    assert to_click(folder, system="win32") == folder / "torchgarden.exe"
    app = to_click(folder, system="darwin")
    assert app.parent == folder.parent
    spec = (package.ROOT / "build.spec").read_text("utf-8")
    assert f'BUNDLE(bundle, name="{app.name}"' in spec, "it is the app that is built"


@pytest.mark.skipif(sys.platform == "win32", reason="a package for Windows is installed by its installer")
def test_the_same_files_are_packed_into_the_same_bytes_and_keep_links_and_rights(tmp_path: Path) -> None:
    import tarfile

    packed = []
    for name in ("first", "second"):
        folder = write(tmp_path / name / "torchgarden", torchgarden="x", _internal__a="y")
        (folder / "torchgarden").chmod(0o755)
        (folder / "link").symlink_to("_internal/a")
        os.utime(folder / "torchgarden", (len(packed), len(packed)))
        packed.append(archive(Made("full", folder, Path())))
    assert packed[0].read_bytes() == packed[1].read_bytes()
    with tarfile.open(packed[0]) as opened:
        assert opened.getnames() == ["torchgarden/_internal/a", "torchgarden/link", "torchgarden/torchgarden"]
        assert opened.getmember("torchgarden/torchgarden").mode & 0o111
        assert opened.getmember("torchgarden/link").linkname == "_internal/a"


def test_an_environment_is_made_again_when_its_lists_change(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = package._stamp("full")
    changed = tmp_path / "torch.txt"
    changed.write_text("torch==9.0+cpu\n")
    monkeypatch.setattr(package, "TORCH", changed)
    assert package._stamp("full") != before


def test_without_a_program_that_a_build_calls_nothing_is_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(package, "WORK", tmp_path / "work")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="not built without objcopy, objdump, strip"):
        package.main([], lambda environment: pytest.fail("it went on"))
    assert not (tmp_path / "work").exists()


@pytest.mark.slow
def test_a_pytorch_that_is_nowhere_to_be_had_ends_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(package, "WORK", tmp_path / "work")
    write(tmp_path, nothing="", torch="torch-of-nobody==9.0")
    monkeypatch.setattr(package, "LISTS", {"full": (tmp_path / "nothing",)})
    monkeypatch.setattr(package, "TORCH", tmp_path / "torch")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SystemExit, match="installing failed; the lines above say why"):
        package.environment("full")
    said = capfd.readouterr().out
    assert "No matching distribution found for torch-of-nobody" in said
    assert said.index("PyTorch comes from its own index") < said.index("No matching distribution")
    assert "Traceback" not in said
    assert not (tmp_path / "work" / "full" / "torchgarden.stamp").exists(), "the next time it begins again"
