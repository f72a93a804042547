"""What lies beside the app on Linux: other programs' own validators read it, and two scripts install and remove it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core.headless import env_arguments, train_arguments
from resources.release import glibc, linux, man

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what Linux's desktops look for")
FOLDER = '내 앱 "my" `a` $HOME \\ back\'s'
NAME = linux.NAME
Install = Callable[..., "subprocess.CompletedProcess[str]"]


def needs(program: str, package: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed (Debian: {package})")
    return path


def run(*command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **more}
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder like the built one; its name has everything in it that a shell or a desktop could mistake."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "torchgarden").write_text('#!/bin/sh\nprintf "%s|" started "$@"\n', encoding="utf-8")
    (folder / "torchgarden").chmod(0o755)
    linux.furnish(folder)
    return folder


@pytest.fixture
def person(tmp_path: Path) -> Path:
    folder = tmp_path / "집 home"
    (folder / ".local/share/torchgarden/runs").mkdir(parents=True)
    (folder / ".local/share/torchgarden/runs/kept").write_text("a training", encoding="utf-8")
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path.relative_to(folder).as_posix(): data for path, data in files.items()}


# ---------------------------------------------------------------------------------------------------- validators read
def test_the_menu_entry_is_valid(app: Path) -> None:
    done = run(needs("desktop-file-validate", "desktop-file-utils"), app / "share/applications" / f"{NAME}.desktop")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_software_centre_understands_the_description(app: Path) -> None:
    command = needs("appstreamcli", "appstream")
    done = run(command, "validate", "--no-net", "--pedantic", app / "share/metainfo" / f"{NAME}.metainfo.xml")
    assert done.returncode == 0, done.stdout
    told = re.findall(r"^[EWP]: .*$", done.stdout, re.MULTILINE)
    assert told == []


def test_description_menu_entry_and_file_type_speak_of_the_same() -> None:
    tree = ElementTree.fromstring(linux.metainfo())
    entry = (linux.SOURCE / f"{NAME}.desktop").read_text("utf-8")
    kind = ElementTree.parse(linux.SOURCE / f"{NAME}.xml").getroot()[0].get("type")
    assert tree.findtext("id") == NAME
    assert tree.findtext("launchable") == f"{NAME}.desktop"
    assert tree.findtext("provides/mediatype") == kind
    assert f"\nMimeType={kind};x-scheme-handler/torchgarden;\n" in entry
    assert f"\nIcon={NAME}\n" in entry
    assert "@" not in linux.metainfo()


def test_a_garden_file_has_its_type(app: Path, tmp_path: Path) -> None:
    command = needs("update-mime-database", "shared-mime-info")
    mime = tmp_path / "mime"
    shutil.copytree(app / "share/mime", mime)
    done = run(command, mime)
    assert done.returncode == 0
    assert "rror" not in done.stderr
    assert "application/x-torchgarden:*.garden" in (mime / "globs").read_text("utf-8")


def test_the_man_page_is_clean_and_complete(app: Path) -> None:
    page = app / "share/man/man1/torchgarden.1"
    done = run(needs("man", "man-db"), "--warnings", "-l", page, MANWIDTH="100", MANROFFOPT="-rHY=0")
    assert done.returncode == 0
    assert done.stderr == ""
    said = re.sub(r"[\s‐]+", "", done.stdout.replace("−", "-"))
    for parser in (train_arguments.parser(), env_arguments.parser()):
        for option in re.findall(r"--[a-z][\w-]+", parser.format_help().replace("--help", "")):
            assert option in said, option
    for _, made, _ in man.verbs(env_arguments.parser()):
        for action in made._actions:
            assert all(name in said for name in action.option_strings if name not in ("-h", "--help"))


def test_what_troff_would_obey_is_text() -> None:
    assert list(man.plain(".TH x\n'so /etc/passwd\na\\fBb -c\n\n한")) == [
        r"\&.TH x", r"\(aqso /etc/passwd", r"a\efBb \-c", ".PP", r"\[uD55C]",
    ]  # fmt: skip


def test_the_scripts_are_clean() -> None:
    done = run(needs("shellcheck", "shellcheck"), *sorted(linux.SOURCE.glob("*.sh")))
    assert done.stdout == ""


def test_the_date_is_never_the_clock(tmp_path: Path) -> None:
    for told, date in (("86400", "1970-01-02"), ("; rm -rf", "2000-01-01"), ("", "2000-01-01")):
        assert f"{linux.date_of_release({'SOURCE_DATE_EPOCH': told}, folder=tmp_path):%Y-%m-%d}" == date
    git = [needs("git", "git"), "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b"]
    assert run(*git, "init", "-q").returncode == 0
    done = run(*git, "commit", "-q", "--allow-empty", "-m", "x", GIT_COMMITTER_DATE="2021-03-04T05:06:07Z")
    assert done.returncode == 0, done.stderr
    assert f"{linux.date_of_release({'SOURCE_DATE_EPOCH': '86400'}, folder=tmp_path):%Y-%m-%d}" == "2021-03-04"


# ------------------------------------------------------------------------------------------------ install and uninstall
def test_install_makes_it_known_and_uninstall_takes_exactly_that_back(app: Path, person: Path) -> None:
    before = everything(person)
    done = run(app / "install.sh", HOME=str(person))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    share = person / ".local/share"
    assert (share / "applications" / f"{NAME}.desktop").is_file()
    assert (share / "icons/hicolor/48x48/apps" / f"{NAME}.png").is_file()
    assert (share / "mime/packages" / f"{NAME}.xml").is_file()
    assert (share / "man/man1/torchgarden.1").is_file()
    assert os.readlink(person / ".local/bin/torchgarden") == str(app / "torchgarden")
    done = run(app / "uninstall.sh", HOME=str(person))
    assert done.returncode == 0, done.stderr
    assert everything(person) == before
    assert not (person / ".local/bin/torchgarden").is_symlink()
    assert re.search(rf"\d\S*K?\t{re.escape(str(share / 'torchgarden'))}\n", done.stdout), "what stays, and how large"


def test_the_menu_entry_starts_the_app_wherever_it_lies(app: Path, person: Path) -> None:
    run(app / "install.sh", HOME=str(person))
    entry = (person / ".local/share/applications" / f"{NAME}.desktop").read_text("utf-8")
    (line,) = re.findall(r"^Exec=(.*) --opened %u$", entry, re.MULTILINE)
    assert words_of(line) == [str(app / "torchgarden")]
    if validate := shutil.which("desktop-file-validate"):
        assert run(validate, person / ".local/share/applications" / f"{NAME}.desktop").stdout == ""


def words_of(line: str) -> list[str]:
    """Read the value of Exec as the Desktop Entry Specification says: first as a string, then its quotes."""
    line = re.sub(r"\\(.)", lambda found: {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}[found[1]], line)
    words, at = [], 0
    while at < len(line):
        assert line[at] == '"'
        found = re.compile(r'"((?:[^"\\`$]|\\["`$\\])*)"').match(line, at)
        assert found, line
        words.append(re.sub(r"\\(.)", r"\1", found[1]))
        at = found.end() + 1
    return words


def test_gio_reads_the_entry_too(app: Path, person: Path, tmp_path: Path) -> None:
    gio = needs("gio", "libglib2.0-bin")
    run(app / "install.sh", HOME=str(person))
    (app / "torchgarden").write_text('#!/bin/sh\nprintf "%s|" "$@" >"$OUT"\n', encoding="utf-8")
    os.mkfifo(out := tmp_path / "started")
    entry = person / ".local/share/applications" / f"{NAME}.desktop"
    words = [gio, "launch", entry, "torchgarden://open?page=runs"]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(person), "OUT": str(out)}
    with subprocess.Popen(list(map(str, words)), env=environment, stderr=subprocess.PIPE, text=True) as launched:
        said = run("timeout", "20", "cat", out).stdout
        assert launched.wait() == 0, launched.stderr.read() if launched.stderr else ""
    assert said == "--opened|torchgarden://open?page=runs|"


def test_a_second_install_leaves_no_trace_of_the_first(app: Path, person: Path, tmp_path: Path) -> None:
    before = everything(person)
    run(app / "install.sh", HOME=str(person))
    moved = tmp_path / "moved 옮김"
    app.rename(moved)
    assert run(moved / "install.sh", HOME=str(person)).stderr == ""
    assert os.readlink(person / ".local/bin/torchgarden") == str(moved / "torchgarden")
    run(moved / "uninstall.sh", HOME=str(person))
    assert everything(person) == before


def test_what_is_there_of_others_stays(app: Path, person: Path) -> None:
    (person / ".local/bin").mkdir(parents=True)
    (person / ".local/bin/torchgarden").write_text("my own script", encoding="utf-8")
    other = person / ".local/share/applications" / f"{NAME}.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("[Desktop Entry]\n", encoding="utf-8")
    before = everything(person)
    done = run(app / "install.sh", HOME=str(person))
    assert "is there already" in done.stderr
    run(app / "uninstall.sh", HOME=str(person))
    after = everything(person)
    after.pop(".local/share/applications/mimeinfo.cache", None)
    assert after == before


def test_a_list_that_names_other_files_deletes_none_of_them(app: Path, person: Path) -> None:
    precious = person / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    listed = person / ".local/share/torchgarden/installed-files"
    share = person / ".local/share"
    listed.write_text(
        f"{precious}\n{share}/icons/hicolor/../../../../precious.txt\n{share}/torchgarden/runs/kept\n"
        f"{share}/icons/hicolor/../../torchgarden/org.torchgarden.app.png\n-rf\n/etc/hostname\n", encoding="utf-8",
    )  # fmt: skip
    before = everything(person)
    del before[".local/share/torchgarden/installed-files"]
    assert run(app / "uninstall.sh", HOME=str(person)).returncode == 0
    assert everything(person) == before


def test_an_install_that_was_cut_off_is_taken_up(app: Path, person: Path) -> None:
    before = everything(person)
    run(app / "install.sh", HOME=str(person))
    listed = person / ".local/share/torchgarden/installed-files"
    listed.rename(listed.with_name("installed-files.part"))
    assert run(app / "install.sh", HOME=str(person)).stderr == ""
    run(app / "uninstall.sh", HOME=str(person))
    assert everything(person) == before


def test_without_an_app_or_an_install_each_says_so(app: Path, person: Path) -> None:
    assert "Nothing of TorchGarden is installed" in run(app / "uninstall.sh", HOME=str(person)).stderr
    (app / "torchgarden").unlink()
    done = run(app / "install.sh", HOME=str(person))
    assert done.returncode == 1
    assert "Unpack the whole archive" in done.stderr


@pytest.mark.parametrize("name", ["100%", "two\nlines"])
def test_a_folder_that_no_menu_entry_can_name_is_refused(app: Path, person: Path, name: str) -> None:
    moved = app.rename(app.with_name(name))
    before = everything(person)
    done = run(moved / "install.sh", HOME=str(person))
    assert done.returncode == 1
    assert "Rename that folder" in done.stderr
    assert everything(person) == before


# ---------------------------------------------------------------------------------------------------------------- glibc
def test_the_c_library_that_a_program_needs_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "앱"
    folder.mkdir()
    shutil.copyfile(os.path.realpath(sys.executable), folder / "python")
    (folder / "text").write_bytes(b"no program")
    (folder / "link").symlink_to("python")
    version, files = glibc.newest(folder)
    assert files == ["python"]
    assert (2, 0) < version < (2, 99)
    readelf = needs("readelf", "binutils")
    told = re.findall(r"Name: GLIBC_2\.(\d+)", run(readelf, "--version-info", "--wide", folder / "python").stdout)
    assert version == (2, max(map(int, told)))


def test_every_library_of_this_python_reads_as_readelf_reads_it() -> None:
    readelf = needs("readelf", "binutils")
    import PySide6

    folder = Path(PySide6.__path__[0])
    libraries = [*sorted(folder.glob("*.so"))[:3], *sorted((folder / "Qt" / "lib").glob("libicu*.so.*"))]
    assert len(libraries) > 3
    for library in libraries:
        told = run(readelf, "--version-info", "--wide", library).stdout
        section = told.partition(".gnu.version_r")[2]
        assert glibc.needs(library.read_bytes()) == set(re.findall(r"Name: (\S+)", section))


@pytest.mark.parametrize("keep", [7, 60, 70, 4000, 0.5, 0.99])
def test_a_program_that_is_cut_off_ends_in_one_error(keep: float) -> None:
    data = Path(os.path.realpath(sys.executable)).read_bytes()
    with pytest.raises(ValueError):
        glibc.needs(data[: int(keep if keep > 1 else keep * len(data))])
    assert glibc.needs(b"") == glibc.needs(b"\x7fELF\x01\x01") == glibc.needs(b"#!/bin/sh") == set()
