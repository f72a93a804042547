"""Files that other programs wrote can hold anything: that ends in a sentence, or is passed over; never in an error."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.env.context import open_context
from core.env.engines import uv, wheel_folder
from core.env.envs import conda_files, lockfile
from core.env.envs.drift import find_drift
from core.env.envs.export import export
from core.env.envs.kernels import find_kernels
from core.env.envs.layout import marker
from core.env.envs.lockfile import Lock, LockError
from core.env.fetch.partial import Part
from core.env.install import journal
from core.env.look.condas import envs_dirs_in
from core.env.open.jupyter import answers
from core.env.open.launch import choose_interpreter
from core.env.open.notebook import write_notebook
from core.env.problems import InstallError
from core.folders import find_folders
from core.messages.install_commands import ExportFormat
from core.messages.install_reports import Env
from core.messages.recipe import Choice, CondaPackage, Recipe, Wheel
from core.sentence import say
from tests.env.folders import make_conda
from tests.env.wheelhouse import make_wheel

DEEP = b"[" * 200_000
STRANGE = {
    "empty": b"",
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "no JSON": b"{name}",
    "cut": b'{"name": "a", "version": ',
    "a list": b"[]",
    "a number": b"5",
    "nothing": b"null",
    "no keys": b"{}",
    "deep": DEEP,
    "deep below": b'{"name": ' + DEEP,
    "wrong types": b'{"name": 5, "version": [], "paths_data": 3, "argv": {}, "plan": 1, "recipe": [], "depends": 7}',
    "wrong types below": b'{"name": "a", "version": "1", "build": 0, "size": "x", "channel": 4, "paths_data": {"paths":'
    b' [1, {"_path": 5}]}, "argv": "", "plan": {"plan": []}, "torchgarden_lock": 1, "packages": 5}',
    "a number without end": b'{"size": ' + b"9" * 6000 + b"}",
}
strange = pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE)

PACKAGE = CondaPackage("a", "1", "0", "https://x.invalid/a-1-0.conda", "", 9)
RECIPE = Recipe("torch_book", Choice("cpu", "2.14.1", "0.29.1", "", "3.12", "", say("For a test.")))


def foreign(prefix: Path, content: bytes) -> Path:
    """An environment with one good record, and one with `content`."""
    make_conda(prefix)
    for path in (prefix / "conda-meta").glob("*.json"):
        path.unlink()
    good = {"name": "python", "version": "3.12.11", "build": "h_0", "channel": "conda-forge", "subdir": "noarch"}
    (prefix / "conda-meta" / "python-3.12.11-h_0.json").write_text(json.dumps(good))
    (prefix / "conda-meta" / "a-1-0.json").write_bytes(content)
    return prefix


@strange
def test_an_export_tells_of_records_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    prefix, target = foreign(tmp_path / "env", content), tmp_path / "environment.yml"
    if lockfile.damaged_records(prefix):
        with pytest.raises(LockError, match=re.escape("a-1-0.json")):
            export(str(prefix), "environment_yml", str(target))
        assert not target.exists(), "no file rather than half of one"
    else:
        export(str(prefix), "environment_yml", str(target))
        assert "  - conda-forge::python=3.12.11=h_0" in target.read_text("utf-8")
        assert "a=1=" in target.read_text("utf-8")
    export(str(prefix), "requirements_txt", str(target))
    assert target.read_text("utf-8").startswith("# Python 3.12")


def test_a_record_becomes_no_line_of_its_own(tmp_path: Path) -> None:
    evil = {"name": "a\n  - evil", "version": "1"}
    prefix = foreign(tmp_path / "env", json.dumps(evil).encode())
    assert [package.name for package in lockfile.found_packages(prefix)] == ["python"]
    assert lockfile.damaged_records(prefix) == ("a-1-0.json",)


@strange
def test_what_cannot_be_read_has_drifted(tmp_path: Path, content: bytes) -> None:
    prefix = foreign(tmp_path / "env", content)
    about = prefix / "lib" / "python3.12" / "site-packages" / "pear-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "RECORD").write_bytes(b"pear.py,sha256=\xff,x\n" + content)
    wheel = Wheel("pear", "1.0", "https://x.invalid/pear.whl", "", 9, "pear-1.0-py3-none-any.whl")
    lock = Lock(RECIPE, "linux-64", (PACKAGE,), (wheel,), (), (), ())
    assert find_drift(prefix, lock).names == ["a", "pear"]


def test_a_record_that_leads_to_a_device_is_not_read_to_its_end(tmp_path: Path) -> None:
    entry = {"_path": "/dev/zero", "sha256": "0" * 64}
    prefix = foreign(tmp_path / "env", json.dumps({"name": "a", "version": "1", "build": "0"}).encode())
    record = prefix / "conda-meta" / "a-1-0.json"
    record.write_text(json.dumps({**json.loads(record.read_text()), "paths_data": {"paths": [entry]}}))
    assert find_drift(prefix, Lock(RECIPE, "linux-64", (PACKAGE,), (), (), (), ())).names == ["a"]


@strange
def test_notes_kernels_journals_and_parts_are_passed_over(tmp_path: Path, content: bytes) -> None:
    for name in ("kernel.json", journal.FILE, "a.whl.part.json"):
        (tmp_path / "one").mkdir(exist_ok=True)
        (tmp_path / "one" / name).write_bytes(content)
    assert all(kernel.program == "" for kernel in find_kernels(folders=[tmp_path]))
    assert list(journal.all_of(tmp_path)) == []
    assert set(Part(tmp_path / "one" / "a.whl", most_bytes=100).origin().values()) <= {"a", "1", "x", ""}
    notes = tmp_path / "env" / "conda-meta" / "torchgarden" / "made.json"
    notes.parent.mkdir(parents=True)
    notes.write_bytes(content)
    assert isinstance(marker(tmp_path / "env"), dict)


@strange
def test_a_lock_file_that_is_none_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.lock").write_bytes(content)
    with pytest.raises(LockError, match="is not a TorchGarden lock file"):
        lockfile.read(tmp_path / "a.lock")


@pytest.mark.parametrize(
    "content",
    [
        *(content for name, content in STRANGE.items() if name not in ("no keys", "a number without end")
          and not name.startswith("wrong")),
        b'{"mirrors": {"https://a": "http://b"}}',
        b'{"mirrors": []}',
        b'{"find_links": "/wheels"}',
        b'{"find_links": [1]}',
        b'{"index_url": 5}',
        b'{"stall_s": NaN}',
        b'{"tries": 2.5}',
    ],
)  # fmt: skip
def test_sources_that_say_something_else_are_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sources.json").write_bytes(content)
    with pytest.raises(InstallError, match="cannot be read as a list of sources"):
        open_context(find_folders(home=tmp_path))


@pytest.mark.parametrize(
    "text", ["packages = 5", "packages = [1]", "[[packages]]", "nonsense", "[[packages]]\nname = 'a'\nwheels = [{}]"]
)
def test_a_pylock_that_is_none_is_one_sentence(text: str) -> None:
    with pytest.raises(InstallError):
        uv.wheels_in(text, {}, {})


@strange
def test_a_folder_of_wheels_is_listed_whatever_its_notes_say(tmp_path: Path, content: bytes) -> None:
    make_wheel(tmp_path / "wheels", "pear", "1.0")
    page = wheel_folder.listing(tmp_path / "wheels", tmp_path)
    text = page.read_text("utf-8")
    page.with_suffix(".json").write_bytes(content)
    assert wheel_folder.listing(tmp_path / "wheels", tmp_path).read_text("utf-8") == text


def test_a_list_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    listed = conda_files.file(tmp_path)
    listed.parent.mkdir()
    listed.write_bytes(b"/envs/\xff\n")
    conda_files.register("/envs/a", home=tmp_path)
    assert listed.read_bytes() == b"/envs/\xff\n/envs/a\n"
    listed.unlink()
    listed.mkdir()
    assert conda_files.registered(tmp_path) == ()
    with pytest.raises(OSError, match="not an ordinary file"):
        conda_files.register("/envs/a", home=tmp_path)


def test_a_history_in_another_code_is_kept(tmp_path: Path) -> None:
    prefix = make_conda(tmp_path / "env")
    (prefix / "conda-meta" / "history").write_bytes(b"# cmd: \xb1\xe8\n+c/noarch::b-1-0\n")
    conda_files.write(prefix, [], command="test")
    text = (prefix / "conda-meta" / "history").read_bytes()
    assert text.startswith(b"# cmd: \xb1\xe8\n")
    assert b"-c/noarch::b-1-0" in text


@strange
def test_an_editors_settings_and_a_notebook_of_a_person_stay(tmp_path: Path, content: bytes) -> None:
    env = Env("torch_book", str(tmp_path / "env"), "ours", "3.12.11", "", "2.14.1+cpu", "cpu")
    first = write_notebook(tmp_path, env, device="cpu", language="en")
    first.write_bytes(content)
    assert write_notebook(tmp_path, env, device="cpu", language="en") != first
    assert first.read_bytes() == content
    settings = tmp_path / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_bytes(content)
    if not choose_interpreter(tmp_path, "/envs/a/bin/python"):
        assert settings.read_bytes() == content


@pytest.mark.parametrize("text", ["envs_dirs: 2026-13-45", "envs_dirs: {a: 1}", "[" * 5000, "? [a]\n: 1", "\0"])
def test_a_condarc_that_says_nothing_names_no_folder(text: str) -> None:
    assert envs_dirs_in(text) == []


def test_a_server_that_is_no_jupyter_is_none(tmp_path: Path) -> None:
    from tests.env.servers import FileServer

    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "status").write_bytes(b"5")
    with FileServer(tmp_path) as server:
        assert not answers(int(server.url.rpartition(":")[2]), "token")


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("pear-1.0.dist-info", {}),
        ("pear.dist-info", {"RECORD": ""}),
        (
            "pear-1.0.dist-info",
            {"RECORD": "", "direct_url.json": '{"dir_info": {"editable": true}, "url": "file:///x"}'},
        ),
        ("pear-1.0.dist-info", {"RECORD": "", "direct_url.json": '{"vcs_info": {}, "url": "https://x.invalid/pear"}'}),
        ("pear-1.0.dist-info", {"RECORD": "", "direct_url.json": "{"}),
        ("pear.egg-link", None),
    ],
)
@pytest.mark.parametrize("kind", ["environment_yml", "requirements"])
def test_an_export_that_would_be_incomplete_names_what_is_missing(
    tmp_path: Path, kind: ExportFormat, name: str, files: dict[str, str] | None
) -> None:
    prefix, target = make_conda(tmp_path / "env"), tmp_path / "out"
    for record in (prefix / "conda-meta").glob("*.json"):
        record.write_text('{"name": "python", "version": "3.12.11", "build": "h_0"}')
    site = prefix / "lib" / "python3.12" / "site-packages"
    if files is None:
        (site / name).write_text("/home/kim/pear")
    else:
        (site / name).mkdir()
        for file, text in files.items():
            (site / name / file).write_text(text)
    with pytest.raises(LockError, match=re.escape(name)):
        export(str(prefix), kind, str(target))
    assert not target.exists()


@pytest.mark.parametrize("name", ["torch_book", "on", "1e5", "2026", "내 환경", "a: b", "- x", "#1"])
def test_an_environment_file_says_nothing_that_one_conda_reads_otherwise(name: str) -> None:
    yaml = pytest.importorskip("yaml")
    packages = (
        replace(PACKAGE, channel="conda-forge"), replace(PACKAGE, name="b", channel="https://x.invalid/own"),
    )  # fmt: skip
    wheel = Wheel("pear", "1.0", "https://x.invalid/pear.whl", "", 9, "pear-1.0-py3-none-any.whl")
    lock = Lock(RECIPE, "linux-64", packages, (wheel,), ("conda-forge",), (), ())
    read = yaml.safe_load(lockfile.environment_yml(name, lock))
    assert read["name"] == name
    assert read["channels"] == ["conda-forge"], "`nodefaults` is a channel for newer condas"
    *conda, pip = read["dependencies"]
    assert conda == ["conda-forge::a=1=0", "b=1=0", "pip"], "a package that names its channel comes from no other"
    assert pip == {"pip": ["pear==1.0"]}
