"""Whatever lies where a file of an environment is expected: each reader says its own error or gives what is whole,
within bounds of time and memory, and writes nothing outside."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from core.env.check import check
from core.env.choose.builds import choose_build
from core.env.choose.table import TABLE_FILE, TableError, load_table
from core.env.context import open_context
from core.env.engines import conda, uv, uv_errors, wheel_folder
from core.env.engines.wheel_tags import native_platform, supported_tags
from core.env.envs import conda_files, drift, lockfile
from core.env.envs.belongings import own_files
from core.env.envs.export import export
from core.env.envs.kernels import find_kernels
from core.env.envs.layout import find_torch
from core.env.envs.listing import describe
from core.env.envs.lockfile import Lock, LockError
from core.env.fetch.downloads import Downloads
from core.env.fetch.sources import Item, Patience
from core.env.install import attempts, journal, lock, staging
from core.env.look import condas, network
from core.env.look.network import network_settings
from core.env.look.system import Here, SystemBasics
from core.env.open.launch import choose_interpreter
from core.env.open.notebook import write_notebook
from core.env.plan.ask import PlanLog
from core.env.problems import InstallError
from core.files import end_of
from core.folders import find_folders
from core.messages.install_events import EnvSeen
from core.messages.install_reports import Env
from core.messages.recipe import Choice, CondaPackage, Plan, Recipe, Stage, Wheel
from core.prefix import conda_meta
from core.sentence import Problem, say
from core.workers import wire
from tests import fake_installer
from tests.env.pretend import Pretend
from tests.env.raw_server import RawServer
from tests.env.wheelhouse import make_wheel
from tests.hostile import ANYTHING, SHAPES, bounded, check_outside, damaged, objects, put

few = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HERE = fake_installer.machine("cpu", Path("/home/minsu"))
RECIPE = Recipe("torch_book", Choice("cpu", "2.14.1", "0.29.1", "", "3.12", "", say("For a test.")))
PACKAGES = Path("lib/python3.12/site-packages")
PACKAGE = CondaPackage("a", "1", "0", "https://x.invalid/noarch/a-1-0.conda", "0" * 64, 9, subdir="noarch")
WHEEL = Wheel("pear", "1.0", "https://x.invalid/pear-1.0-py3-none-any.whl", "", 9, "pear-1.0-py3-none-any.whl")


def read_lock(path: Path) -> None:
    with contextlib.suppress(LockError):
        lockfile.read(path)


def read_records(path: Path) -> None:
    prefix = path.parent.parent
    lockfile.found_packages(prefix)
    lockfile.damaged_records(prefix)
    conda._set_addresses(prefix, [PACKAGE])
    conda._requested(prefix)
    own_files(prefix)


def read_kernels(path: Path) -> None:
    find_kernels(environ={"JUPYTER_DATA_DIR": str(path.parents[2])})


def read_journals(path: Path) -> None:
    installs = path.parent.parent
    list(journal.all_of(installs))
    journal.put_aside_damaged(installs)


def read_sources(path: Path) -> None:
    with contextlib.suppress(Problem):
        open_context(find_folders(home=path.parent))


def read_environments(path: Path) -> None:
    home = path.parent.parent
    assert all(isinstance(one, str) for one in conda_files.registered(home))
    with contextlib.suppress(OSError):
        conda_files.register("/envs/a", home=home)
        assert "/envs/a" in conda_files.registered(home)


def read_history(path: Path) -> None:
    prefix = path.parent.parent
    describe(str(prefix), HERE, kernels=())
    with contextlib.suppress(OSError):
        conda_files.write(prefix, [PACKAGE], command="torchgarden create")
        assert path.read_bytes().endswith(b"+conda-forge/noarch::a-1-0\n")


def read_settings(path: Path) -> None:
    home = str(path.parent)
    outside = Here(SystemBasics("linux", "x86_64", "6", 8), {"HOME": home, "PATH": "", "REQUESTS_CA_BUNDLE": str(path)})
    settings_there = network_settings(outside)
    assert settings_there.certificates == ""
    condas._set_dirs(outside, home, home)
    condas.find_condas(outside, home=home)


def read_package(path: Path) -> None:
    """Whatever a dist-info or a package of an environment holds."""
    prefix = next(one for one in path.parents if one.name == "env")
    (prefix / "conda-meta").mkdir(exist_ok=True)
    find_torch(prefix, windows=False)
    uv.conda_owned(prefix)
    lockfile.found_distributions((prefix / PACKAGES).glob("*.dist-info"))
    assert drift.find_drift(prefix, Lock(RECIPE, "linux-64", (), (WHEEL,), (), (), ())).names == ["pear"]
    own_files(prefix)
    (conda_meta(prefix) / "history").write_text("", "utf-8")
    with contextlib.suppress(Problem):
        export(str(prefix), "requirements_txt", str(prefix / "requirements.txt"))


def read_note(path: Path) -> None:
    prefix = path.parents[2]
    staging.belongs_to(prefix, "20261129-101500-a-000000")
    describe(str(prefix), HERE, kernels=())
    with contextlib.suppress(LockError):
        lockfile.of_environment(prefix)


def hold_lock(path: Path) -> None:
    assert isinstance(lock.holder(path), str)
    with contextlib.suppress(Problem), lock.only_one(path, who="a", patience_s=0.0):
        assert lock.holder(path) == "a"


def read_part(path: Path) -> None:
    """A part or its notes: nobody answers at the address."""
    name = path.name.partition(".part")[0]
    item = Item("http://127.0.0.1:9/a.whl", "0" * 64, 4, path.with_name(name))
    with contextlib.suppress(InstallError), Downloads([item], patience=Patience(tries=1, pause_s=0.001)) as downloads:
        downloads.wait()
    assert not item.path.exists()


def copy_file(path: Path) -> None:
    """A file as the source of a download."""
    item = Item(path.as_uri(), "0" * 64, 0, path.with_name("got"))
    with contextlib.suppress(InstallError), Downloads([item], patience=Patience(tries=1, pause_s=0.001)) as downloads:
        downloads.wait()
    assert not item.path.exists()


def list_wheels(path: Path) -> None:
    with contextlib.suppress(OSError):
        page = wheel_folder.listing(path.parent, path.parent / "cache")
        assert page.read_text("utf-8").count("<a ") <= 1


def read_archive(path: Path) -> None:
    with contextlib.suppress(InstallError, OSError, *conda.LINK_TROUBLES):
        conda._run(conda._record(PACKAGE, path, path.parent))


def read_table(path: Path) -> None:
    with contextlib.suppress(TableError):
        load_table(path)


def read_editor(path: Path) -> None:
    choose_interpreter(path.parent.parent, "/envs/a/bin/python")


def read_notebook(path: Path) -> None:
    with contextlib.suppress(OSError):
        write_notebook(path.parent, Env("a", "/envs/a", "ours"), device="cpu", language="en")


def write_logs(path: Path) -> None:
    end_of(path, most_bytes=2000, lines=5)
    log = PlanLog(path.parent)
    log.path = str(path)
    log.add("a line \udcff")


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a lock file": ("env/a.lock", read_lock),
    "a record of conda": ("env/conda-meta/a-1-0.json", read_records),
    "a kernel": ("jupyter/kernels/a/kernel.json", read_kernels),
    "a journal": (f"installs/one/{journal.FILE}", read_journals),
    "sources": ("home/sources.json", read_sources),
    "the list of environments": ("home/.conda/environments.txt", read_environments),
    "conda's history": ("env/conda-meta/history", read_history),
    "conda's settings": ("home/.condarc", read_settings),
    "a certificate": ("home/ca.pem", read_settings),
    "torch's version": (f"env/{PACKAGES}/torch/version.py", read_package),
    "who installed a package": (f"env/{PACKAGES}/pear-1.0.dist-info/INSTALLER", read_package),
    "what a wheel has put there": (f"env/{PACKAGES}/pear-1.0.dist-info/RECORD", read_package),
    "where a package came from": (f"env/{PACKAGES}/pear-1.0.dist-info/direct_url.json", read_package),
    "when an environment was made": ("env/conda-meta/torchgarden/made.json", read_note),
    "the lock in an environment": (f"env/conda-meta/torchgarden/{lockfile.LOCK}", read_note),
    "whose half environment it is": (f"env/conda-meta/torchgarden/{staging.UNFINISHED}", read_note),
    "the lock of installs": ("installs/lock", hold_lock),
    "a part of a file": ("cache/a.whl.part", read_part),
    "the notes of a part": ("cache/a.whl.part.json", read_part),
    "a file to copy": ("disk/a.whl", copy_file),
    "a wheel in a folder": ("wheels/a-1-py3-none-any.whl", list_wheels),
    "a package in the cache": ("cache/a-1-0.conda", read_archive),
    "the table of builds": ("app/torch_builds.json", read_table),
    "an editor's settings": ("work/.vscode/settings.json", read_editor),
    "a notebook": ("work/first_notebook_a.ipynb", read_notebook),
    "a log": ("logs/plan-a.txt", write_logs),
}
"""What is read: the file's place, and the reader."""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", READERS)
def test_whatever_lies_there_is_read_within_bounds_and_nothing_is_written_elsewhere(
    tmp_path: Path, what: str, shape: str
) -> None:
    place, read = READERS[what]
    path = tmp_path / "here" / place
    put(path, shape)
    with bounded():
        read(path)
    check_outside(path)


@pytest.mark.parametrize("value", ["!!bool x", "!!int ''", "!!float ''", "!!timestamp x", "2026-02-31", "[" * 50_000])
def test_a_condarc_with_values_that_are_none_sets_nothing(value: str) -> None:
    text = f"ssl_verify: {value}\nenvs_dirs: [/a]\n"
    with bounded():
        assert condas.envs_dirs_in(text) == []
        assert network._settings_in(text) == {}


def test_an_address_in_what_uv_says_that_is_none_is_still_a_sentence() -> None:
    text = "DEBUG GET request for: https://[x/simple\nerror: error sending request for url (https://[x/simple)"
    assert str(uv_errors.resolve_problem(text, ["torch"]))


@pytest.mark.parametrize("rest", ["[" * 200_000, "9" * 6000, "null", "\x00", ""], ids=lambda rest: rest[:3])
def test_a_line_of_the_check_that_is_no_report_is_passed_over(rest: str) -> None:
    with bounded():
        assert check._read(check.MARK + rest) == ({}, "", {})


@pytest.mark.parametrize(
    "report", ['{"devices": 5}', '{"devices": [5]}', '{"devices": [{}]}', '{"architectures": 3}'], ids=str
)
def test_a_report_of_another_shape_is_none(report: str) -> None:
    assert check._read(check.MARK + f'{{"report": {report}}}')[0] == {}


# -------------------------------------------------------------------------------------------------- odd values within
LOCK = Lock(RECIPE, "linux-64", (PACKAGE,), (WHEEL,), ("conda-forge",), ("python=3.12",), ("torch==2.14.1",))


def test_any_values_in_a_lock_file_are_a_lock_whose_files_stay_inside_or_a_sentence(tmp_path: Path) -> None:
    file, cache = tmp_path / "a.lock", tmp_path / "cache"

    @settings(few, max_examples=150)
    @given(damaged(json.loads(lockfile.text_of(LOCK))))
    def read(plain: Any) -> None:
        file.write_text(json.dumps(plain), encoding="utf-8")
        try:
            found = lockfile.read(file)
        except LockError as error:
            assert str(error)  # noqa: PT017 (either)
            return
        for one in (*found.packages, *found.wheels):
            with contextlib.suppress(InstallError):
                path = conda.item(one, cache).path if isinstance(one, CondaPackage) else uv.item(one, cache).path
                assert path.parent == Path(os.path.normpath(path.parent))
                assert cache in path.parents
        lines = lockfile.requirements_txt(found).splitlines()
        assert len(lines) == len(found.wheels) + 1 + bool(found.recipe.choice.index_url), "no line of its own"
        lockfile.environment_yml(found.recipe.name, found)

    read()


def test_any_values_in_a_journal_are_an_install_of_a_place_that_is_one_or_none(tmp_path: Path) -> None:
    installs, logs = tmp_path / "installs", tmp_path / "logs"
    stages = (Stage("environment", say("conda packages"), 1, 9, 9, 1.0),)
    plan = Plan(RECIPE, str(tmp_path / "envs" / "a"), "linux-64", stages, (PACKAGE,), (WHEEL,), 9, 9, (), 1.0)
    begun = journal.begin(installs, logs, plan)
    usual = json.loads((begun.folder / journal.FILE).read_text("utf-8"))
    context = attempts.Context(tmp_path / "cache", installs, logs)

    @settings(few, max_examples=150)
    @given(damaged(usual))
    @example({**usual, "log": str(tmp_path / ".bashrc")})
    @example({**usual, "plan": {**usual["plan"], "prefix": str(tmp_path / "envs" / "..")}})
    @example({**usual, "plan": {**usual["plan"], "prefix": "a"}})
    @example({**usual, "plan": {**usual["plan"], "packages": [{**usual["plan"]["packages"][0], "subdir": "../.."}]}})
    def read(plain: Any) -> None:
        (begun.folder / journal.FILE).write_text(json.dumps(plain), encoding="utf-8")
        found = journal.read(begun.folder)
        if found is not None:
            assert found.prefix == Path(os.path.abspath(found.prefix))
            assert found.log.name == begun.log.name
            wire.encode(attempts.find_unfinished(context))

    read()
    assert not (tmp_path / ".bashrc").exists()


RECORD = {
    "name": "a", "version": "1", "build": "0", "url": PACKAGE.url, "sha256": "0" * 64, "size": 9, "subdir": "noarch",
    "channel": "https://conda.anaconda.org/conda-forge/noarch", "files": ["lib/a.py"], "requested_specs": ["a"],
    "paths_data": {"paths": [{"_path": "lib/a.py", "path_type": "hardlink", "sha256": "0" * 64, "size_in_bytes": 1}]},
}  # fmt: skip


def test_any_values_in_a_record_of_conda_are_a_package_or_are_told_as_damaged(tmp_path: Path) -> None:
    prefix = tmp_path / "env"
    (prefix / "conda-meta").mkdir(parents=True)
    record = prefix / "conda-meta" / "a-1-0.json"

    @settings(few, max_examples=150)
    @given(damaged(RECORD))
    @example({**RECORD, "files": ["../../../etc/passwd", "\x00", "/", 5]})
    @example({**RECORD, "paths_data": {"paths": []}})
    def read(plain: Any) -> None:
        record.write_text(json.dumps(plain), encoding="utf-8")
        found = lockfile.found_packages(prefix)
        assert len(found) + len(lockfile.damaged_records(prefix)) == 1
        data = plain.get("paths_data") if isinstance(plain, dict) else None
        no_files = isinstance(data, dict) and data.get("paths") in ([], {}, "") and not plain.get("files")
        assert no_files or drift.find_drift(prefix, replace(LOCK, wheels=())).names == ["a"], "its file is not there"
        own_files(prefix)
        with contextlib.suppress(Problem):
            conda._requested(prefix)
        conda._set_addresses(prefix, [PACKAGE])

    read()


def test_an_address_is_not_set_in_a_file_that_a_record_leads_to(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"name": "a"}', encoding="utf-8")
    secret.chmod(0o600)
    (tmp_path / "env" / "conda-meta").mkdir(parents=True)
    (tmp_path / "env" / "conda-meta" / "a-1-0.json").symlink_to(secret)
    conda._set_addresses(tmp_path / "env", [PACKAGE])
    assert (secret.read_text("utf-8"), secret.stat().st_mode & 0o777) == ('{"name": "a"}', 0o600)
    assert (tmp_path / "env" / "conda-meta" / "a-1-0.json").is_symlink()


def test_any_values_in_a_kernel_or_a_note_lead_nowhere_else(tmp_path: Path) -> None:
    kernel = tmp_path / "jupyter" / "kernels" / "a" / "kernel.json"
    note = tmp_path / "env" / "conda-meta" / "torchgarden" / "made.json"
    for one in (kernel, note):
        one.parent.mkdir(parents=True)
    usual = {"argv": ["/a/bin/python", "-m", "x"], "display_name": "A", "language": "python",
             "metadata": {"torchgarden": {"environment": "/a"}}, "env": {"PYTHONNOUSERSITE": "1"}}  # fmt: skip

    @settings(few, max_examples=150)
    @given(damaged(usual), objects(created="2026-11-29", name="a", format=1) | ANYTHING)
    def read(plain: Any, made: Any) -> None:
        kernel.write_text(json.dumps(plain), encoding="utf-8")
        note.write_text(json.dumps(made), encoding="utf-8")
        kernels = find_kernels(environ={"JUPYTER_DATA_DIR": str(tmp_path / "jupyter")})
        told = describe(str(tmp_path / "env"), HERE, kernels=kernels)
        assert wire.decode(wire.encode(EnvSeen(told), answers=1))[0] is not None

    read()


def test_any_values_in_the_table_of_builds_are_a_choice_or_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "torch_builds.json"
    table = json.loads(TABLE_FILE.read_text("utf-8"))
    assert choose_build(HERE, table=load_table(TABLE_FILE)).torch

    @settings(few, max_examples=200)
    @given(damaged(table, most=1))
    def read(plain: Any) -> None:
        file.write_text(json.dumps(plain), encoding="utf-8")
        load_table.cache_clear()
        with contextlib.suppress(Problem):
            choose_build(HERE, table=load_table(file))

    try:
        read()
    finally:
        load_table.cache_clear()


def test_whatever_the_notes_of_a_part_say_its_file_comes_whole(tmp_path: Path) -> None:
    body = b"the whole of it"
    whole = f"HTTP/1.1 200 So\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    with RawServer(whole) as server:

        @settings(few, max_examples=25)
        @given(objects(url=f"{server.url}/a", etag='"x"', last_modified="Sun") | ANYTHING)
        @example({"url": f"{server.url}/a", "etag": "x\r\nEvil: 1"})
        @example({"url": f"{server.url}/a", "etag": "글"})
        @example({"url": f"{server.url}/a", "last_modified": "\ud800"})
        def fetched(plain: Any) -> None:
            item = Item(f"{server.url}/a", hashlib.sha256(body).hexdigest(), len(body), tmp_path / "a")
            item.path.unlink(missing_ok=True)
            (tmp_path / "a.part").write_bytes(b"the")
            (tmp_path / "a.part.json").write_text(json.dumps(plain), encoding="utf-8")
            with Downloads([item], patience=Patience(tries=2, pause_s=0.001)) as downloads:
                downloads.wait()
            assert item.path.read_bytes() == body

        fetched()


PYLOCK = """lock-version = "1.0"
[[packages]]
name = {name}
version = {version}
wheels = [{{ url = {url}, size = {size}, hashes = {{ sha256 = {sha256} }} }}]
"""
USUAL = {
    "name": '"pear"', "version": '"1.0"', "url": '"https://x.invalid/pear-1.0-py3-none-any.whl"', "size": "9",
    "sha256": f'"{"0" * 64}"',
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "5"), ("name", '"a b"'), ("name", '"a\\n--index-url http://evil"'), ("name", "[[]]"), ("name", '""'),
        ("version", "1.0"), ("version", '"1 ; x"'), ("url", "5"), ("url", '"http://[x/pear-1.0-py3-none-any.whl"'),
        ("url", '"gopher://x/pear-1.0-py3-none-any.whl"'), ("url", '"https://x/a%2F..%2Fpear-1.0-py3-none-any.whl"'),
        ("sha256", '"zz"'), ("sha256", "5"), ("sha256", '"' + "0" * 63 + '"'),
        ("size", "[" * 100_000), ("size", "9" * 6000),
    ],
)  # fmt: skip
def test_a_pylock_with_a_value_that_is_none_is_one_sentence(key: str, value: str) -> None:
    with bounded(), pytest.raises(InstallError):
        uv.wheels_in(PYLOCK.format(**{**USUAL, key: value}), supported_tags("3.12", "linux-64"), {})


@pytest.mark.parametrize("size", ["inf", "nan", "-inf", "-5", "1e400", "true", '"9"', "99999999999999999999"])
def test_a_size_that_is_none_is_not_known(size: str) -> None:
    text = PYLOCK.format(**{**USUAL, "size": size, "url": '"file:///no/pear-1.0-py3-none-any.whl"'})
    (wheel,) = uv.wheels_in(text, supported_tags("3.12", "linux-64"), {})
    assert wheel.size_bytes == 0


def test_a_condarc_that_grows_when_it_is_read_sets_nothing() -> None:
    """Each line names the one above a dozen times: ten lines are more than any memory holds."""
    lines = ["a0: &a0 {envs_dirs: [/a], k: 1}"]
    for number in range(1, 12):
        few_keys = ", ".join(f"k{number}_{one}: 1" for one in range(8))
        lines.append(f"a{number}: &a{number} {{<<: [{', '.join([f'*a{number - 1}'] * 12)}], {few_keys}}}")
    text = "\n".join([*lines, "<<: *a11", "ssl_verify: false"])
    with bounded():
        assert network.condarc_in(text).get("ssl_verify") in (None, False)
        assert network.condarc_in("base: &b {ssl_verify: false}\n<<: *b\n")["ssl_verify"] is False
    for value in ("0x" + "f" * 5000, "9999-12-31T23:59:59-23:59", "1:" * 3000 + "1", "!!int 0b" + "1" * 20000):
        with bounded():
            network.network_settings(Pretend(SystemBasics("linux", "x86_64", "6", 8), {"HOME": "/h"},
                                             files={"/h/.condarc": f"ssl_verify: {value}\n{value}: 1\n"}))  # fmt: skip
    with bounded():
        assert network.condarc_in("ssl_verify: [" + "[], " * 1_000_000 + "]") == {}


def test_settings_of_pip_and_uv_change_nothing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that is none, a folder that is none, a cache elsewhere: in files, in variables and where we stand."""
    evil = "http://127.0.0.1:9/evil"
    for place, text in {
        "config/uv/uv.toml": f'index-url = "{evil}"\noffline = false\nno-index = true\n',
        "config/pip/pip.conf": f"[global]\nindex-url = {evil}\ntarget = {tmp_path}/evil\n",
        "here/uv.toml": "[[[",
        "here/pyproject.toml": f'[tool.uv]\nindex-url = "{evil}"\n[tool.uv.pip]\nno-index = true\n',
    }.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    for name, value in {
        "XDG_CONFIG_HOME": str(tmp_path / "config"), "HOME": str(tmp_path / "home"), "UV_INDEX_URL": evil,
        "UV_CONFIG_FILE": str(tmp_path / "here" / "uv.toml"), "PIP_INDEX_URL": evil, "PIP_TARGET": "/evil",
        "PIP_CONFIG_FILE": str(tmp_path / "config" / "pip" / "pip.conf"), "UV_OFFLINE": "nonsense", "UV_TARGET": "x",
        "VIRTUAL_ENV": "/evil", "CONDA_PREFIX": "/evil",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    wheels = tmp_path / "wheels"
    make_wheel(wheels, "pear", "1.0")
    origin = uv.Origin(find_links=(str(wheels),), index_url=wheels.as_uri())
    (found,) = uv.resolve(["pear"], python_version="3.12", platform=native_platform(), cache=tmp_path / "cache",
                          origin=origin)  # fmt: skip
    assert (found.name, found.version) == ("pear", "1.0")
    assert not (tmp_path / "evil").exists()
