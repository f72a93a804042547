"""The doors speak whatever the other end can hold: results on standard output, the rest beside it; programs inside an
environment run as if it were activated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.headless import env_run
from core.messages.install_reports import Env
from tests.env.folders import make_conda, make_venv

ROOT = Path(__file__).resolve().parents[2]
VERBS = [
    ("env", "list"), ("env", "list", "--json"), ("env", "machine"), ("env", "machine", "--json"),
    ("env", "check", "없는 환경"), ("env", "remove", "없는 환경"), ("env", "export", "없는 환경"),
    ("env", "create", "가 나"), ("env", "run", "없는 환경", "--", "python"), ("env", "shell", "없는 환경"),
    ("env", "plan", "가 나", "--json"), ("env", "--help"), ("train", "--help"), ("train", "--open", "없는 훈련"),
    ("train", "--data", "없는 데이터", "--json"), ("--help",), ("nonsense",),
]  # fmt: skip


def door(home: Path, *words: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    own = ["--home", str(home)] if words[0] in ("env", "train") and "--help" not in words else []
    verb = 2 if words[0] == "env" else 1
    environment = {**os.environ, "OMP_NUM_THREADS": "1"} | settings.pop("environment", {})
    command = [sys.executable, "-m", "core.headless", *words[:verb], *own, *words[verb:]]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=False, timeout=120, **{"capture_output": True} | settings
    )


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "cp949"])
@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_no_code_page_makes_a_traceback(tmp_path: Path, words: tuple[str, ...], encoding: str) -> None:
    if encoding != "cp1252" and words not in VERBS[:5]:
        pytest.skip("one page for each verb, every page for some")
    home = tmp_path / "집"
    make_conda(home / "envs" / "가")
    done = door(home, *words, environment={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert b"Traceback" not in done.stderr
    assert b"UnicodeEncodeError" not in done.stdout + done.stderr
    for line in done.stdout.splitlines() if "--json" in words else ():
        json.loads(line.decode(encoding))


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m core.headless env machine --home "{tmp_path}" | head -c 1'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, timeout=120)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="closed by the shell")
def test_without_standard_output_there_is_no_traceback(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m core.headless env list --home "{tmp_path}" >&- 2>errors.txt'
    subprocess.run(["bash", "-c", f'cd "{tmp_path}"; PYTHONPATH="{ROOT}" {command}'], check=False, timeout=120)
    assert "Traceback" not in (tmp_path / "errors.txt").read_text("utf-8")


def test_refusals_go_to_standard_error_and_results_to_standard_output(tmp_path: Path) -> None:
    refused = door(tmp_path, "env", "check", "nosuch")
    assert refused.stdout == b""
    assert b"No environment is called nosuch" in refused.stderr
    told = door(tmp_path, "env", "list", "--json")
    (line,) = told.stdout.splitlines()
    assert json.loads(line)["schema"] == 1
    seen = json.loads(door(tmp_path, "env", "machine", "--json").stdout)
    sentences = [finding["sentence"] for finding in seen["machine"]["findings"]]
    assert sentences
    assert all(one["text"] and one["said"] and "{" not in one["said"] for one in sentences)


# ------------------------------------------------------------------------------------------------ inside an environment
@pytest.fixture
def env(tmp_path: Path) -> Env:
    prefix = make_conda(tmp_path / "내 환경" / "torch_book")
    (prefix / "bin" / "python").write_text(
        '#!/bin/sh\nprintf "<%s|%s|%s|%s>" "$1" "$CONDA_DEFAULT_ENV" "${PYTHONHOME-none}" "${FROM_SCRIPT-none}"\n'
        "exit 7\n"
    )
    (prefix / "bin" / "python").chmod(0o755)
    return Env("torch_book", str(prefix), "conda")


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for Python")
@pytest.mark.parametrize("script", [False, True])
def test_a_program_runs_as_if_the_environment_were_active_and_hands_on_its_exit_code(
    env: Env, script: bool, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/wrong")
    if script:
        folder = Path(env.prefix, "etc", "conda", "activate.d")
        folder.mkdir(parents=True)
        (folder / "with space.sh").write_text("export FROM_SCRIPT=yes\n")
    assert env_run.run(env, ["python", "숙제 1.py"]) == 7
    assert capfd.readouterr().out == f"<숙제 1.py|torch_book|none|{'yes' if script else 'none'}>"


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_the_exit_code_of_a_signal_is_the_shells(env: Env) -> None:
    assert env_run.run(env, ["/bin/sh", "-c", "kill -TERM $$"]) == 128 + 15


def test_a_program_that_is_not_there_is_a_sentence(env: Env) -> None:
    with pytest.raises(env_run.RunError, match="no program called nosuch"):
        env_run.run(env, ["nosuch"])
    with pytest.raises(env_run.RunError, match="Say what to run"):
        env_run.words_in(["--"])
    assert env_run.words_in(["--", "python", "--", "x"]) == ["python", "--", "x"]


def test_a_venv_is_active_as_venvs_are(tmp_path: Path) -> None:
    prefix = make_venv(tmp_path / "v")
    found = env_run.environment_of(
        Env("v", str(prefix), "venv"), {"PATH": "/usr/bin", "CONDA_PREFIX": "/other", "PYTHONPATH": "/x"}, windows=False
    )
    assert found["VIRTUAL_ENV"] == str(prefix)
    assert found["PATH"] == f"{prefix}/bin:/usr/bin"
    assert "CONDA_PREFIX" not in found
    assert "PYTHONPATH" not in found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", ""])
def test_each_shell_gets_its_own_words(env: Env, shell: str) -> None:
    words, files = env_run.shell_of(env, {"SHELL": f"/bin/{shell}" if shell else ""}, folder="/과제 1", windows=False)
    text = "\n".join([*words, *(file.text for file in files)])
    assert words[0] == {"zsh": "/usr/bin/env", "fish": "fish"}.get(shell, "bash")
    assert env.prefix in text
    assert "과제 1" in text


@pytest.mark.parametrize(
    ("environ", "program"), [({"PSModulePath": "x"}, "powershell"), ({"PROMPT": "$P$G"}, "cmd.exe")]
)
def test_on_windows_the_shell_that_one_is_in_is_opened(env: Env, environ: dict[str, str], program: str) -> None:
    words, _ = env_run.shell_of(env, environ, folder=r"D:\과제 1", windows=True)
    assert words[0] == program


@pytest.mark.skipif(os.name == "nt", reason="bash")
def test_a_shell_opens_here_with_the_environment_active(env: Env) -> None:
    code = "from core.headless import env_run; from core.messages.install_reports import Env; import sys\n"
    code += f"sys.exit(env_run.shell(Env('torch_book', {env.prefix!r}, 'conda')))"
    done = subprocess.run(
        [sys.executable, "-c", code], input='echo "<$CONDA_DEFAULT_ENV>"; exit 3\n', text=True, capture_output=True,
        check=False, timeout=60, env={**os.environ, "SHELL": "/bin/bash", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "<torch_book>" in done.stdout
    assert done.returncode == 3
