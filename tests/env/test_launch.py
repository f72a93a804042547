"""A terminal opens with the environment active, in whatever terminal and shell the person has; so does VS Code."""

from __future__ import annotations

import base64
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from core.env.look.system import SystemBasics
from core.env.open.jupyter import JupyterError, start_jupyter
from core.env.open.launch import choose_interpreter, editor_launch, open_terminal, start
from core.env.open.terminal import (
    LINUX_TERMINALS,
    Launch,
    LaunchError,
    StartFile,
    cmd_script,
    powershell_script,
    shell_words,
    start_files,
    terminal_launch,
)
from core.env.problems import DiskFull, advice_now
from core.messages.install_events import Shell
from tests.env.folders import make_conda
from tests.env.pretend import linux, mac, windows
from tests.env.test_plan import powershell_reads


def with_python(tmp_path: Path) -> Path:
    """An environment with a Python."""
    return make_conda(tmp_path / "env", ipykernel=True)


def launch_here(tmp_path: Path, files: tuple[StartFile, ...], words: tuple[str, ...]) -> list[str]:
    """Write the start files and return the command with their folder filled in."""
    for file in files:
        (tmp_path / file.name).write_text(file.text.replace("{folder}", str(tmp_path)), "utf-8")
    return [word.replace("{folder}", str(tmp_path)) for word in words]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_shell_starts_with_the_environment_active_after_the_persons_own_settings(
    shell: Shell, home: Path, tmp_path: Path
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not here")
    prefix = make_conda(home / "내 환경" / "it book")
    (prefix / "bin" / "python").write_text("#!/bin/sh\necho the right python\n")
    scripts = prefix / "etc" / "conda" / "activate.d"
    scripts.mkdir(parents=True)
    (scripts / "a.sh").write_text("export FROM_SCRIPT=yes\n")
    (home / f".{shell}rc").write_text("export MINE=1 PATH=/usr/bin:/bin\nPS1='own> '\nPROMPT='own> '\n")
    work = home / "과제 1"
    work.mkdir()
    command = launch_here(tmp_path, start_files(shell, str(prefix), "torch_book", str(work)), shell_words(shell))
    asked = 'printf "%s|" "$MINE" "$FROM_SCRIPT" "$CONDA_DEFAULT_ENV" "$PWD" "$PS1"; python; exit\n'
    result = subprocess.run(
        command, input=asked, capture_output=True, text=True, timeout=60, check=False,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONHOME": "/wrong", "TERM": "dumb"},
    )  # fmt: skip
    assert f"1|yes|torch_book|{work}|(torch_book) own> |the right python" in result.stdout


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed here")
@pytest.mark.parametrize("by", ["the environment", "their .zshenv", "nothing"])
def test_zsh_reads_the_persons_files_wherever_they_are_and_keeps_their_history(tmp_path: Path, by: str) -> None:
    home, files = tmp_path / "집 폴더", tmp_path / "our own"
    own = home if by == "nothing" else home / ".config" / "zsh"
    own.mkdir(parents=True)
    files.mkdir()
    (own / ".zshrc").write_text("MINE=1\n", "utf-8")
    (home / ".zshenv").write_text(f'export ZDOTDIR="{own}"\n' if by == "their .zshenv" else "", "utf-8")
    prefix = make_conda(tmp_path / "it's 환경")
    zdotdir = str(own) if by == "the environment" else ""
    command = launch_here(
        files, start_files("zsh", str(prefix), "torch_book", str(home)), shell_words("zsh", zdotdir=zdotdir)
    )
    asked = 'HISTFILE="${HISTFILE-none}"; print -r "<$MINE|$CONDA_DEFAULT_ENV|${ZDOTDIR-unset}|$HISTFILE>"; exit\n'
    history = str(files / ".zsh_history")  # as a Mac's /etc/zshrc sets it
    result = subprocess.run(
        command, input=asked, capture_output=True, text=True, timeout=60, check=False,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "TERM": "dumb", "HISTFILE": history, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    expected = "unset" if by == "nothing" else str(own)
    assert f"<1|torch_book|{expected}|{own}/.zsh_history>" in result.stdout, result.stderr


@pytest.mark.parametrize(("program", "arguments"), LINUX_TERMINALS)
def test_each_linux_terminal_gets_the_shell_in_its_own_way(program: str, arguments: tuple[str, ...]) -> None:
    outside = linux(on_path={program: f"/usr/bin/{program}"})
    launch = terminal_launch(outside, "linux", prefix="/envs/a", name="a", folder="/home/kim")
    assert launch.argv == (f"/usr/bin/{program}", *arguments, *shell_words("bash"))


def test_the_persons_own_terminal_and_shell_come_first() -> None:
    environ = {"HOME": "/home/kim", "TERMINAL": "kitty", "SHELL": "/usr/bin/zsh"}
    outside = linux(environ=environ, on_path={"kitty": "/usr/bin/kitty", "xterm": "/usr/bin/xterm"})
    launch = terminal_launch(outside, "linux", prefix="/envs/a", name="a", folder="/")
    assert launch.argv == ("/usr/bin/kitty", "/usr/bin/env", "ZDOTDIR={folder}", "zsh", "-i")
    assert launch.what == "kitty"


def test_without_a_terminal_the_person_is_told_what_to_type() -> None:
    with pytest.raises(LaunchError, match="conda activate torch_book"):
        terminal_launch(linux(), "linux", prefix="/envs/a", name="torch_book", folder="/")


def test_a_mac_opens_a_command_file_in_its_terminal(tmp_path: Path) -> None:
    launch = terminal_launch(mac(), "macos", prefix="/envs/a", name="a", folder="/")
    assert launch.argv == ("/usr/bin/open", "-a", "Terminal", "{folder}/activate.command")
    command = next(file for file in launch.files if file.name == "activate.command")
    assert command.executable
    text = command.text.replace("{folder}", str(tmp_path / "with space"))
    assert text.endswith(f'exec /usr/bin/env "ZDOTDIR={tmp_path}/with space" zsh -i\n')
    subprocess.run(["sh", "-n", "-c", text], check=True)


# -------------------------------------------------------------------------------------------------------- Windows
PREFIX = r"C:\Users\김철수\it's 환경"


def test_powershell_is_handed_its_commands_so_that_its_policy_does_not_matter() -> None:
    outside = windows(on_path={"powershell": r"C:\ps.exe"})
    launch = terminal_launch(outside, "windows", prefix=PREFIX, name="torch_book", folder=r"D:\과제")
    assert launch.argv[:4] == (r"C:\ps.exe", "-NoLogo", "-NoExit", "-EncodedCommand")
    assert not any("policy" in word.lower() for word in launch.argv[:4])
    assert launch.files == (), "a script file would be under the policy"
    assert launch.new_console
    script = base64.b64decode(launch.argv[4]).decode("utf-16-le")
    assert script == powershell_script(PREFIX, "torch_book", r"D:\과제")
    assert ".ps1" not in script
    assert "Import-Module" not in script


def test_powershell_reads_the_paths_as_they_are() -> None:
    lines = powershell_script(PREFIX, "torch_book", r"D:\$HOME `x`").splitlines()
    assert powershell_reads(lines[0].split(" = ")[1]) == PREFIX
    path = powershell_reads(lines[4].split(" = ")[1].split(" + ")[0])
    assert path.split(";")[0] == PREFIX
    assert path.split(";")[-1] == PREFIX + r"\Scripts"
    assert powershell_reads(lines[-1].split("-LiteralPath ")[1]) == r"D:\$HOME `x`"


def test_the_old_command_line_serves_where_powershell_is_missing() -> None:
    launch = terminal_launch(windows(), "windows", prefix=PREFIX, name="torch_book", folder=r"D:\과제 1")
    assert launch.argv == (r"C:\Windows\System32\cmd.exe", "/D", "/K", r"{folder}\activate.bat")
    text = cmd_script(PREFIX, "torch_book", r"D:\과제 1")
    lines = text.split("\r\n")
    assert lines[1] == "chcp 65001 >nul", "before the first Korean letter"
    assert f'set "PATH={PREFIX};' in text
    assert 'cd /d "D:\\과제 1"' in text


def test_percent_signs_in_a_path_stay_what_they_are_in_a_batch_file() -> None:
    text = cmd_script(r"C:\100% 환경\%TEMP%", "torch_book", "D:\\50%")
    assert r'set "CONDA_PREFIX=C:\100%% 환경\%%TEMP%%"' in text
    assert 'cd /d "D:\\50%%"' in text
    assert ';%PATH%"' in text


# ------------------------------------------------------------------------------------------------------- starting
def test_a_program_is_started_apart_with_its_files(tmp_path: Path) -> None:
    mark = tmp_path / "written"
    code = f"import sys,pathlib; pathlib.Path(r'{mark}').write_text(open(sys.argv[1]).read())"
    start(Launch((sys.executable, "-c", code, "{folder}/a.txt"), (StartFile("a.txt", "in {folder}"),), "test"))
    ends = time.monotonic() + 60
    while not (mark.exists() and mark.read_text()) and time.monotonic() < ends:
        pass
    folder = mark.read_text().removeprefix("in ")
    assert Path(folder, "a.txt").is_file()
    shutil.rmtree(folder)


def test_a_program_that_cannot_start_is_one_sentence() -> None:
    with pytest.raises(LaunchError, match=r"VS Code was not started: its file is not there any more\.") as caught:
        start(Launch(("/no/such/program",), (), "VS Code"))
    assert [str(one) for one in caught.value.advice] == ["Install it again, then try again."]
    assert "/no/such/program" in caught.value.detail, "the log has the system's own words"
    assert "No such file" not in str(caught.value)


def windows_error(number: int) -> OSError:
    """An error of Windows whose `errno` tells less than its own number."""
    error = OSError(errno.EINVAL, "[WinError] Der Vorgang wurde abgebrochen")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "said", "helps"),
    [
        (OSError(errno.ENOENT, "No such file"), "its file is not there any more", "Repair"),
        (OSError(errno.EACCES, "Permission denied"), "the system does not allow it", "virus scanner"),
        (OSError(errno.ENOEXEC, "Exec format error"), "another kind of processor", "Repair"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "no room for another program", "Close some"),
        (OSError(errno.EMFILE, "Too many open files"), "no room for another program", "Close some"),
        (OSError(errno.ETIMEDOUT, "timed out"), "the disk that it is on did not answer", "connected"),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full", "Free some space"),
        (OSError("what nobody knows"), "the system did not say why", "desktop"),
        (windows_error(2), "its file is not there any more", "Repair"),
        (windows_error(5), "the system does not allow it", "virus scanner"),
        (windows_error(193), "another kind of processor", "Repair"),
        (windows_error(8), "no room for another program", "Close some"),
        (windows_error(121), "the disk that it is on did not answer", "connected"),
        (windows_error(225), "a virus scanner holds it back", "virus scanner"),
        (windows_error(1260), "the rules of this computer do not allow it", "school"),
        (windows_error(999), "the system did not say why", "desktop"),
    ],
)
def test_why_a_program_was_not_started_is_told_by_its_kind_with_what_helps(
    error: OSError, said: str, helps: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through both doors that start one; the system's own words are in the log only."""
    (next(with_python(tmp_path).glob("lib/*/site-packages")) / "notebook").mkdir()

    def refuse(*_arguments: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "Popen", refuse)
    files = (StartFile("a.txt", "{folder}"),)
    folders = set(Path(tempfile.gettempdir()).glob("torchgarden-*"))
    with pytest.raises(LaunchError) as terminal:
        start(Launch(("xterm",), files, "xterm"))
    assert set(Path(tempfile.gettempdir()).glob("torchgarden-*")) == folders, "nothing is left behind"
    with pytest.raises(JupyterError) as jupyter:
        start_jupyter(str(tmp_path / "env"), folder=str(tmp_path / "새 폴더"), log=tmp_path / "log")
    for problem, name in ((terminal.value, "xterm"), (jupyter.value, "Jupyter")):
        assert str(problem).startswith(f"{name} was not started")
        assert said in str(problem)
        told = " ".join(map(str, (problem.sentence, *problem.advice)))
        assert str(error) not in told
        assert str(error) in problem.detail
        assert advice_now(problem), "there is always something to do"
    assert helps in " ".join(map(str, jupyter.value.advice))


def test_a_terminal_s_files_that_cannot_be_written_are_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DiskFull, match="There is no space left on the disk of"):
        start(Launch(("xterm",), (StartFile("a.txt", ""),), "xterm"))
    assert list(tmp_path.iterdir()) == []


def test_opening_goes_through_to_the_terminal(home: Path, tmp_path: Path) -> None:
    """A terminal stood in for by a script that runs what it is handed and writes down what it saw."""
    prefix = make_conda(home / "envs" / "a")
    terminal = tmp_path / "xterm"
    log = tmp_path / "log"
    terminal.write_text(
        f'#!/bin/sh\nshift\necho \'echo "$CONDA_PREFIX" > {log}.new; mv {log}.new {log}; exit\' | "$@"\n'
    )
    terminal.chmod(0o755)
    outside = linux(environ={"HOME": str(home)}, on_path={"xterm": str(terminal)})
    opened = open_terminal(str(prefix), "a", system="linux", folder=str(tmp_path), outside=outside)
    assert opened.what == "xterm"
    ends = time.monotonic() + 60
    while not log.exists() and time.monotonic() < ends:
        pass
    assert log.read_text().strip() == str(prefix)


# -------------------------------------------------------------------------------------------------------- VS Code
def test_vscode_is_found_on_each_system() -> None:
    assert editor_launch(linux(on_path={"code": "/usr/bin/code"}), "linux", folder="/w").argv == ("/usr/bin/code", "/w")
    code = "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code"
    assert editor_launch(mac(files={code: ""}), "macos", folder="/w").argv == (code, "/w")
    batch = r"C:\Users\kim\AppData\Local\Programs\Microsoft VS Code\bin\code.cmd"
    launch = editor_launch(windows(on_path={"code": batch}), "windows", folder=r"D:\과제 & 1")
    assert launch.argv == (r"C:\Users\kim\AppData\Local\Programs\Microsoft VS Code\Code.exe", r"D:\과제 & 1")
    with pytest.raises(LaunchError, match="VS Code was not found"):
        editor_launch(linux(), "linux", folder="/w")


def test_the_interpreter_is_chosen_beside_the_persons_own_settings(tmp_path: Path) -> None:
    file = tmp_path / ".vscode" / "settings.json"
    assert choose_interpreter(tmp_path, "/envs/a/bin/python")
    assert json.loads(file.read_text()) == {"python.defaultInterpreterPath": "/envs/a/bin/python"}
    file.write_text('{"editor.fontSize": 18}')
    assert choose_interpreter(tmp_path, "/envs/b/bin/python")
    assert json.loads(file.read_text())["editor.fontSize"] == 18
    assert os.listdir(file.parent) == ["settings.json"]


@pytest.mark.parametrize("text", ['{\n// mine\n"a": 1}', "[1]", "{"])
def test_settings_that_are_not_plain_json_are_left_alone(text: str, tmp_path: Path) -> None:
    file = tmp_path / ".vscode" / "settings.json"
    file.parent.mkdir()
    file.write_text(text)
    assert not choose_interpreter(tmp_path, "/envs/a/bin/python")
    assert file.read_text() == text


def test_hosts_are_data() -> None:
    outside = linux()
    assert replace(outside.host, cores=2) == SystemBasics("linux", "x86_64", "6.8.0", 2, "2.36")
