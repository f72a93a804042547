"""Jupyter starts on this computer alone, behind a token; a server that does not come up is one sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from core.env.open.jupyter import JupyterError, address, ended_at_once, free_port, prepare, start_jupyter, stop_jupyter
from core.env.problems import InstallError
from tests.env.folders import make_conda

SERVER = r"""#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import http.server, json, os, signal, sys
port = int(next(a for a in sys.argv if a.startswith("--ServerApp.port=")).split("=")[1])
token = os.environ["JUPYTER_TOKEN"]
assert token not in " ".join(sys.argv)

class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        good = self.headers.get("Authorization") == "token " + token
        self.send_response(200 if good else 403)
        self.end_headers()
        if good:
            self.wfile.write(json.dumps({{"kernels": 0}}).encode())
    do_GET = answer
    def do_POST(self):
        self.answer()
        if self.path == "/api/shutdown":
            os._exit(0)
    def log_message(self, *a):
        pass

{before}
http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""


def with_jupyter(prefix: Path, *, before: str = "") -> Path:
    """An environment whose Python is a notebook server, made up of the standard library."""
    make_conda(prefix, ipykernel=True)
    (next(prefix.glob("lib/*/site-packages")) / "notebook").mkdir()
    (prefix / "bin" / "python").write_text(SERVER.format(python=sys.executable, before=before))
    return prefix


def test_the_server_answers_with_its_token_and_stops(tmp_path: Path) -> None:
    prefix = with_jupyter(tmp_path / "내 env")
    started = start_jupyter(str(prefix), folder=str(tmp_path / "books"), log=tmp_path / "log", notebook="첫 노트.ipynb")
    try:
        assert started.url.startswith(f"http://127.0.0.1:{started.port}/notebooks/%EC%B2%AB%20")
        assert "?token=" in started.url
        with socket.create_connection(("127.0.0.1", started.port), timeout=5):
            pass
    finally:
        assert stop_jupyter(started.url, pid=started.pid)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", started.port), timeout=5)


def test_a_server_that_ends_at_once_tells_its_last_words(tmp_path: Path) -> None:
    prefix = with_jupyter(tmp_path / "env", before="sys.exit('ImportError: jinja2 is missing')")
    with pytest.raises(JupyterError, match="this environment lacks the package jinja2") as caught:
        start_jupyter(str(prefix), folder=str(tmp_path), log=tmp_path / "log")
    assert "pip install jinja2" in str(caught.value.advice[0])
    assert str(tmp_path / "log") in str(caught.value.advice[-1])
    assert "ImportError: jinja2 is missing" in caught.value.detail


@pytest.mark.parametrize(
    ("words", "said", "helps"),
    [
        ("ModuleNotFoundError: No module named 'jupyter_core.utils'", "lacks the package jupyter_core.utils", "pip"),
        ("OSError: [Errno 98] Address already in use", "another program took its port", "another port"),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "it may not write where it keeps its files", "yours"),
        ("Segmentation fault", "Jupyter ended at once.", "Repair"),
        ("", "Jupyter ended at once.", "Repair"),
    ],
)
def test_a_server_s_last_words_are_told_by_their_kind(words: str, said: str, helps: str, tmp_path: Path) -> None:
    problem = ended_at_once(words, tmp_path / "log")
    told = " ".join(map(str, (problem.sentence, *problem.advice)))
    assert said in told
    assert helps in told
    assert not words or words not in told
    assert problem.detail == words


def test_a_log_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    prefix = with_jupyter(tmp_path / "env")
    (tmp_path / "a file").write_text("")
    with pytest.raises(InstallError, match="could not be changed"):
        start_jupyter(str(prefix), folder=str(tmp_path), log=tmp_path / "a file" / "log")


def test_a_server_that_never_answers_is_ended(tmp_path: Path) -> None:
    says_pid = "open('half', 'w').write(str(os.getpid())); os.replace('half', 'pid')"
    prefix = with_jupyter(tmp_path / "env", before=f"{says_pid}; signal.pause()")
    for timeout_s in (2, 8, 32):  # on a busy computer it takes its time to get as far as hanging
        with pytest.raises(JupyterError, match=f"did not answer within {timeout_s} s"):
            start_jupyter(str(prefix), folder=str(tmp_path), log=tmp_path / "log", timeout_s=timeout_s)
        if (tmp_path / "pid").exists():
            break
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_without_jupyter_the_person_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(JupyterError, match="pip install notebook"):
        start_jupyter(str(make_conda(tmp_path / "env")), folder=str(tmp_path), log=tmp_path / "log")


def test_the_server_is_of_this_computer_alone_and_its_token_is_on_no_command_line(tmp_path: Path) -> None:
    server = prepare(
        str(with_jupyter(tmp_path / "env")), folder="/w", notebook="", kernel="torch_book", port=7, token="secret"
    )
    assert "--ServerApp.ip=127.0.0.1" in server.argv
    assert "--MultiKernelManager.default_kernel_name=torch_book" in server.argv
    assert not any("secret" in word for word in server.argv)
    assert server.environment["JUPYTER_TOKEN"] == "secret"
    assert server.environment["PYTHONNOUSERSITE"] == "1"


def test_lab_and_notebook_have_their_own_addresses() -> None:
    assert address(8888, "t", notebook="a b.ipynb", lab=True) == "http://127.0.0.1:8888/lab/tree/a%20b.ipynb?token=t"
    assert address(8888, "t", notebook="", lab=False) == "http://127.0.0.1:8888/tree?token=t"


def test_a_free_port_is_free() -> None:
    with socket.socket() as trial:
        port = free_port()
        trial.bind(("127.0.0.1", port))
        assert trial.getsockname() == ("127.0.0.1", port)


def test_stopping_what_does_not_run_is_no_failure() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert stop_jupyter(f"http://127.0.0.1:{free_port()}/tree?token=t", timeout_s=1)


@pytest.mark.parametrize("url", ["", "foo", "http://127.0.0.1:80", "http://example.com:80/tree?token=t", "file:///etc"])
def test_an_address_that_is_none_of_ours_is_one_sentence(url: str) -> None:
    with pytest.raises(JupyterError, match="is not the address of a notebook server"):
        stop_jupyter(url)
