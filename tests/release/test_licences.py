"""Everything in a build is listed with its licence and the text of it, for a person and as a bill of materials."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import venv
from importlib import metadata
from pathlib import Path

import pytest

from resources.release import bundle, licences, sbom
from resources.release.licences import Part

MICROSOFT = Part("Microsoft-runtime", "", "LicenseRef-Microsoft", "Microsoft-runtime.txt")
LIBRARIES = ("PySide6", "shiboken6", "numpy", "psutil", "rattler", "yaml", "packaging", "truststore", "pynvml")


def files_of(module: str) -> list[str]:
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return [spec.origin, *(str(path) for path in sorted(Path(spec.origin).parent.glob("*.so"))[:3])]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The licences of a build with our packages, a library of the system, one inside Qt, one that nobody knows."""
    import uv

    place = tmp_path_factory.mktemp("라이선스 build")
    strange = place / "libstrange.so.1"
    strange.write_bytes(b"\x7fELF")
    sources = [file for module in LIBRARIES for file in files_of(module)]
    sources += [uv.find_uv_bin(), str(strange), os.__file__, str(licences.ROOT / "gui" / "__main__.py")]
    import PySide6

    sources += map(str, Path(PySide6.__path__[0]).rglob("*icu*"))
    sources += [
        library
        for library in ("/lib/x86_64-linux-gnu/libz.so.1", "/usr/lib/x86_64-linux-gnu/libz.so.1")
        if os.path.exists(library)
    ]
    licences.collect(sources, place / "licences")
    return place / "licences"


@pytest.fixture
def parts(folder: Path) -> dict[str, dict[str, str]]:
    return {part["name"]: part for part in json.loads((folder / licences.INDEX).read_text("utf-8"))["parts"]}


def test_every_part_is_there_with_version_licence_and_text(folder: Path, parts: dict[str, dict[str, str]]) -> None:
    names = {name.lower().replace("_", "-") for name in parts}
    assert {"torchgarden", "python", "pyside6-essentials", "shiboken6", "numpy", "psutil", "py-rattler", "pyyaml", "uv",
            "packaging", "truststore", "nvidia-ml-py", "digits (data)", "mnist-5k (data)"} <= names  # fmt: skip
    for name, part in parts.items():
        if name == "libstrange.so.1":
            continue
        assert part["licence"], name
        assert len((folder / part["text"]).read_text("utf-8")) > 200, name
    assert parts["numpy"]["version"] == metadata.version("numpy")
    assert sys.version.startswith(parts["Python"]["version"])


def test_qt_comes_with_both_texts_and_how_to_exchange_it(folder: Path, parts: dict[str, dict[str, str]]) -> None:
    (name,) = [name for name in parts if name.lower().startswith("pyside6")]
    assert parts[name]["licence"] == "LGPL-3.0-only"
    text = (folder / parts[name]["text"]).read_text("utf-8")
    assert "How to exchange these libraries" in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text


@pytest.mark.skipif(sys.platform != "linux", reason="Qt brings ICU on Linux alone")
def test_a_library_inside_another_package_has_its_own_licence(parts: dict[str, dict[str, str]]) -> None:
    assert parts["ICU"]["licence"] == "ICU"
    assert parts["ICU"]["version"].isdecimal()


def test_what_nobody_knows_is_listed_and_found_unclear(folder: Path, parts: dict[str, dict[str, str]]) -> None:
    assert parts["libstrange.so.1"]["licence"] == ""
    assert licences.unclear(folder) == ["libstrange.so.1"]


def test_python_itself_and_our_own_files_are_told_once(parts: dict[str, dict[str, str]]) -> None:
    assert not [name for name in parts if name.endswith(".py")]


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("/x/libssl.so.3", Part("OpenSSL", "3", "Apache-2.0", "OpenSSL.txt")),
        ("C:/Python/DLLs/libcrypto-3.dll", Part("OpenSSL", "3", "Apache-2.0", "OpenSSL.txt")),
        ("/Library/Python/libssl.3.dylib", Part("OpenSSL", "3", "Apache-2.0", "OpenSSL.txt")),
        ("C:/Windows/System32/msvcp140_1.dll", MICROSOFT),
        ("C:/Python/VCRUNTIME140.dll", MICROSOFT),
        ("/x/zlib.cpython-311-x86_64-linux-gnu.so", None),
        ("/x/libssl.txt", None),
    ],
)  # fmt: skip
def test_a_library_is_known_by_its_name_on_every_system(file: str, part: Part | None, tmp_path: Path) -> None:
    assert licences.known_by_name(file, tmp_path) == part


def test_every_known_library_has_its_text() -> None:
    assert {known for _, known, _ in licences.KNOWN} <= {path.stem for path in licences.KEPT.glob("*.txt")}


# ------------------------------------------------------------------------------------------------- bill of materials
@pytest.fixture(scope="module")
def bill(folder: Path) -> str:
    """The bill of that build; its environment has some of our packages and one that is in no build."""
    pytest.importorskip("cyclonedx_py", reason="cyclonedx-bom, of the extra `test`, is not installed")
    place = folder.parent / "environment"
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    (packages,) = place.rglob("site-packages")
    for name in ("numpy", "psutil", "pytest"):
        known = metadata.distribution(name)
        target = packages / f"{name}-{known.version}.dist-info"
        target.mkdir()
        (target / "METADATA").write_text(known.read_text("METADATA") or "", encoding="utf-8")
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return sbom.write(folder.parent, str(python)).read_text("utf-8")


@pytest.mark.slow
def test_the_bill_is_valid(bill: str) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(bill) is None
    assert validator.validate_str(bill.replace('"type": "library"', '"type": "librarian"')) is not None


@pytest.mark.slow
def test_the_bill_has_what_is_in_the_build_and_nothing_else(bill: str, parts: dict[str, dict[str, str]]) -> None:
    told = json.loads(bill)
    names = {sbom.plain(one["name"]) for one in told["components"]}
    assert names == {sbom.plain(name) for name in parts} - {"torchgarden"}
    assert "pytest" not in names
    assert told["metadata"]["component"]["version"] == licences.VERSION
    numpy = next(one for one in told["components"] if one["name"] == "numpy")
    assert numpy["purl"].startswith("pkg:pypi/numpy@")


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ("License-Expression: MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("License-Expression: " + " AND ".join(["BSD-3-Clause"] * 20), " AND ".join(["BSD-3-Clause"] * 20)),
        ("License: BSD-3-Clause\nClassifier: License :: OSI Approved :: MIT License", "BSD-3-Clause"),
        ("License: the whole\n        text\nClassifier: License :: OSI Approved :: MIT License", "MIT License"),
        (f"License: {'x' * 99}\nClassifier: Topic :: A", ""),
        ("Name: a", ""),
    ],
)
def test_what_metadata_says_of_a_licence_is_read(told: str, licence: str, tmp_path: Path) -> None:
    (tmp_path / "METADATA").write_text(f"Metadata-Version: 2.1\n{told}\n", encoding="utf-8")
    assert licences.spdx(metadata.PathDistribution(tmp_path).metadata) == licence


def test_torch_comes_with_the_licences_of_all_that_is_in_it(tmp_path: Path) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed")
    part = licences.distribution(metadata.distribution("torch"), tmp_path)
    assert part is not None
    assert part.licence
    text = (tmp_path / part.text).read_text("utf-8")
    for name in ("fbgemm", "kineto", "pthreadpool", "XNNPACK", "sleef"):
        assert name.lower() in text.lower(), name


def test_a_build_takes_the_texts_along_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import psutil

    monkeypatch.setattr(bundle.importlib.util, "find_spec", lambda name: None)  # type: ignore[attr-defined]
    made = tmp_path / "base_library.zip"
    strange = tmp_path.parent / "libstrange.so.7"
    for path in (made, strange):
        path.write_bytes(b"PK")
    first = [("a", str(made), "DATA"), ("b", psutil.__file__, "PYMODULE"), ("c", "-", "OPTION")]
    taken = bundle.licence_files([first, [("d", str(strange), "BINARY")]], tmp_path)
    assert {name for name, _, kind in taken if kind == "DATA"} >= {"licences/licences.json", "licences/psutil.txt"}
    assert all(Path(source).is_file() for _, source, _ in taken)
    said = capsys.readouterr().err
    assert "libstrange.so.7" in said
    assert "base_library" not in said
    assert "cyclonedx-bom is not installed" in said


def test_only_linux_has_something_beside_the_app(tmp_path: Path) -> None:
    bundle.finish(tmp_path, system="win32")
    bundle.finish(tmp_path, system="darwin")
    assert list(tmp_path.iterdir()) == []
    bundle.finish(tmp_path, system="linux")
    assert {path.name for path in tmp_path.iterdir()} == {"install.sh", "uninstall.sh", "share"}


def test_each_distribution_is_read_once_however_many_files_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy

    read: list[str] = []
    monkeypatch.setattr(licences, "distribution", lambda one, out: read.append(one.metadata["Name"]))
    files = sorted(Path(numpy.__file__).parent.rglob("*.py"))
    assert len(files) > 100
    licences.collect(files, tmp_path / "out")
    assert read == ["numpy"]
