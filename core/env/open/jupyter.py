"""Start and stop Jupyter with an environment: on a free port, for this computer only, with a token.

The server outlives the window (`core.workers.handover`): closing TorchGarden does not close a notebook. The server
gets the token by a variable, not by its command line, which other people can read. The page's address has it too.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import secrets
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]

from core.env.check.check import clean_environment
from core.env.envs.layout import has_package
from core.env.look.system import end_tree
from core.env.open.not_started import CLOSE_SOME, REPAIR, not_started
from core.env.problems import InstallError, file_problem
from core.files import added_to, end_of
from core.messages.install_events import JupyterStarted
from core.prefix import python_of
from core.sentence import Sentence, say
from core.workers import handover

START_S = 60.0
POLL_S = 0.1
TAIL_BYTES = 2000
ANSWER_BYTES = 1 << 20
TAIL_LINES = 5
HOST = "127.0.0.1"


class JupyterError(InstallError):
    """Jupyter cannot be started or stopped: one sentence."""


@dataclass(frozen=True)
class Server:
    """A notebook server to start: `url` is the page to open, with `port` and `token` in it."""

    argv: tuple[str, ...]
    environment: Mapping[str, str]
    port: int
    token: str
    url: str


def start_jupyter(
    prefix: str, *, folder: str, log: Path, notebook: str = "", kernel: str = "", timeout_s: float = START_S
) -> JupyterStarted:
    """Start a server in `folder` and wait until it answers. `notebook`: a file in `folder` to open.

    Raises JupyterError if the environment has no Jupyter, or it ends or does not answer within `timeout_s`;
    InstallError if a folder or the log cannot be written.
    """
    server = prepare(
        prefix, folder=folder, notebook=notebook, kernel=kernel, port=free_port(), token=secrets.token_hex(24)
    )
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        Path(folder).mkdir(parents=True, exist_ok=True)
        said = added_to(log)
    except OSError as error:
        raise file_problem(error, error.filename or folder) from error
    with said:
        try:
            process = handover.start(server.argv, environment=server.environment, folder=Path(folder), output=said)
        except OSError as error:
            raise not_started(JupyterError, error, program="Jupyter", ours=True) from error
    ends = time.monotonic() + timeout_s
    while not answers(server.port, server.token):
        if process.poll() is not None:
            raise ended_at_once(end_of(log, most_bytes=TAIL_BYTES, lines=TAIL_LINES), log)
        if time.monotonic() > ends:
            end_tree(process)
            problem = JupyterError("Jupyter did not answer within {seconds} s.", seconds=int(timeout_s))
            problem.advice = (CLOSE_SOME, _in_its_log(log))
            raise problem
        time.sleep(POLL_S)
    return JupyterStarted(prefix, server.url, server.port, handover.let_go(process))


def ended_at_once(tail: str, log: Path) -> JupyterError:
    """Return the problem that a server ended by itself: by what the last lines of its log say, which are `detail`."""
    missing = re.search(r"No module named '?([\w.]+)|ImportError: ([\w.]+) is missing", tail)
    low = tail.lower()
    if missing:
        package = missing[1] or missing[2]
        problem = JupyterError(
            "Jupyter ended at once: this environment lacks the package {name}.", name=package, detail=tail
        )
        help_first = say("Install it in the environment: pip install {name}", name=package.partition(".")[0])
    elif "address already in use" in low or "is already in use" in low:
        problem = JupyterError("Jupyter ended at once: another program took its port.", detail=tail)
        help_first = say("Try again: it takes another port then.")
    elif "permissionerror" in low or "permission denied" in low or "access is denied" in low:
        problem = JupyterError("Jupyter ended at once: it may not write where it keeps its files.", detail=tail)
        help_first = say("Look whether the folders of Jupyter in your home folder are yours, and not the system's.")
    else:
        problem = JupyterError("Jupyter ended at once.", detail=tail)
        help_first = REPAIR
    problem.advice = (help_first, _in_its_log(log))
    return problem


def _in_its_log(log: Path) -> Sentence:
    return say("What Jupyter itself said is at the end of the file {path}.", path=str(log))


def prepare(prefix: str, *, folder: str, notebook: str, kernel: str, port: int, token: str) -> Server:
    """Return how to start the server. Raises JupyterError if the environment has neither notebook nor lab."""
    folder_of_env = Path(prefix)
    flavour = next((name for name in ("notebook", "jupyterlab") if has_package(folder_of_env, name)), "")
    if not flavour:
        raise JupyterError("There is no Jupyter in this environment. Install it: pip install notebook")
    argv = [
        str(python_of(folder_of_env)), "-m", flavour, "--no-browser", f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}",
    ]  # fmt: skip
    if kernel:
        argv.append(f"--MultiKernelManager.default_kernel_name={kernel}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        argv.append("--allow-root")  # the only person in a container; the server still answers this computer only
    outgoing = handover.outgoing_environment(os.environ, frozen=bool(getattr(sys, "frozen", False)))
    environment = clean_environment(prefix, outgoing)
    environment["JUPYTER_TOKEN"] = token
    return Server(
        tuple(argv), environment, port, token, address(port, token, notebook=notebook, lab=flavour == "jupyterlab")
    )


def address(port: int, token: str, *, notebook: str, lab: bool) -> str:
    """Return the address of the server's start page or of a notebook, with the token."""
    if lab:
        page = f"lab/tree/{quote(notebook)}" if notebook else "lab"
    else:
        page = f"notebooks/{quote(notebook)}" if notebook else "tree"
    return f"http://{HOST}:{port}/{page}?token={token}"


def free_port() -> int:
    """Return a port of this computer that is free now."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


def answers(port: int, token: str) -> bool:
    """Whether a server that knows the token answers on the port."""
    status, body = _ask("GET", port, "/api/status", token)
    with contextlib.suppress(ValueError, RecursionError):
        told = json.loads(body)
        return status == 200 and isinstance(told, dict) and "kernels" in told
    return False


def stop_jupyter(url: str, *, pid: int = 0, timeout_s: float = 10.0) -> bool:
    """Ask the server at `url` to end with its kernels; kill its process `pid` if it does not. Return whether it ended.

    Raises JupyterError for an address that is not a notebook server's.
    """
    found = re.fullmatch(rf"http://{re.escape(HOST)}:(\d{{1,5}})/[^?\s]*\?token=(\w+)", url, re.ASCII)
    if not found or not 0 < int(found[1]) < 1 << 16:
        raise JupyterError("{url} is not the address of a notebook server as it was printed.", url=url)
    port, token = int(found[1]), found[2]
    _ask("POST", port, "/api/shutdown", token)
    ends = time.monotonic() + timeout_s
    while _ask("GET", port, "/api/status", token)[0] and time.monotonic() < ends:
        time.sleep(POLL_S)
    if pid:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            gone, alive = psutil.wait_procs([process], timeout=max(0.1, ends - time.monotonic()))
            for left in alive:
                for child in (*left.children(recursive=True), left):
                    child.kill()
            return bool(gone or alive)
    return not _ask("GET", port, "/api/status", token)[0]


def _ask(method: str, port: int, path: str, token: str) -> tuple[int, bytes]:
    """(status, body); (0, b"") if nothing answers. No proxy is used."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request(method, path, headers={"Authorization": f"token {token}"})
        answer = connection.getresponse()
        return answer.status, answer.read(ANSWER_BYTES)
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()
