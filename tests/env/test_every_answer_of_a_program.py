"""Whatever programs, the system's own files and a person's arguments say: a computer is described in values that can be
shown and sent, within bounds, or it is one sentence."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.env.check.check import check
from core.env.choose.builds import choose_build
from core.env.engines import conda, conda_network, uv, uv_errors
from core.env.engines import run as running
from core.env.engines.conda_errors import channel_problem, unsolvable
from core.env.engines.index_pages import _size_at
from core.env.engines.run import run_program
from core.env.look import machine, nvidia, nvml, system
from core.env.look.system import ran
from core.env.network import look as network_look
from core.env.network.certificate import certificate_in
from core.env.network.verdict import verdict
from core.env.open import jupyter
from core.env.open.jupyter import JupyterError, stop_jupyter
from core.env.problems import InstallError, Untrusted
from core.headless.conversation import WRONG
from core.messages.install_commands import (
    DescribeEnv,
    FindUnfinished,
    Install,
    ListEnvs,
    Look,
    LookAtNetwork,
    MakePlan,
)
from core.messages.install_events import MachineSeen, NetworkSeen
from core.messages.train_events import Rejected
from core.sentence import Problem, say
from core.workers import wire
from tests.env.pretend import Pretend, linux, mac, says, windows
from tests.env.raw_server import RawServer, answer
from tests.env.test_headless_env import good, run
from tests.hostile import ANYTHING, POSIX, bounded, damaged

few = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXTS = {
    "nothing": "",
    "NUL": "\0" * 5000,
    "no JSON": "NVIDIA-SMI has failed",
    "deep": "[" * 200_000,
    "deep objects": '{"a":' * 200_000,
    "deep, and whole": "[" * 300 + "]" * 300,
    "a long number": "9" * 6000,
    "one endless line": "x" * (4 << 20),
    "empty lines": "\n" * (2 << 20),
    "quotes": '"' * (1 << 20),
    "commas": "," * (1 << 20),
    "values": "[" + "[]," * 1_000_000 + "[]]",
    "other digits": "٣, ٣, ٣.٣, 0x٣٣٣٣٣٣٣٣, ٣.٣",
    "half a letter": '"\\ud800"',
    "letters that turn": "\u202eNVIDIA <b>x</b>\x1b[31m",
}


def seen(outside: Pretend) -> Any:
    """The computer as it was described; it can be sent, shown and chosen for."""
    with bounded():
        found = machine.look(outside)
        assert wire.decode(wire.encode(MachineSeen(found), answers=1))[0] == MachineSeen(found)
        for gpu in found.gpus:
            assert (gpu.name + gpu.driver + gpu.pci_id).isprintable()
            assert len(gpu.name) <= nvidia.LONGEST_NAME
        for finding in found.findings:
            assert str(finding.sentence)
        with contextlib.suppress(Problem):
            choose_build(found)
    return found


# ------------------------------------------------------------------------------------------------ what programs print
def with_smi(text: str) -> Pretend:
    return linux(on_path={"nvidia-smi": "/usr/bin/nvidia-smi"}, programs={"/usr/bin/nvidia-smi": says(text)})


def with_nvml(text: str) -> Pretend:
    programs = {sys.executable: says(nvml.MARK + text), "/usr/bin/nvidia-smi": says("")}
    return linux(on_path={"nvidia-smi": "/usr/bin/nvidia-smi"}, programs=programs)


def with_lspci(text: str) -> Pretend:
    files = {f"/sys/bus/pci/devices/0000:01:00.0/{name}": value for name, value in
             {"class": "0x030000", "vendor": "0x10de", "device": "0x2882"}.items()}  # fmt: skip
    return linux(on_path={"lspci": "/usr/bin/lspci"}, programs={"/usr/bin/lspci": says(text)}, files=files)


def with_powershell(text: str) -> Pretend:
    return windows(on_path={"powershell": "powershell"}, programs={"powershell": says(text)})


def with_profiler(text: str) -> Pretend:
    programs = dict.fromkeys(("/usr/sbin/system_profiler", "/usr/sbin/sysctl", "/usr/bin/sw_vers"), says(text))
    return mac("x86_64", programs=programs)


def with_conda(text: str) -> Pretend:
    return linux(on_path={"conda": "/opt/conda/bin/conda"}, programs={"/opt/conda/bin/conda": says(text)},
                 files={"/opt/conda/conda-meta/history": ""})  # fmt: skip


def with_kernel(text: str) -> Pretend:
    """Every file that the kernel of Linux keeps of itself and its cards."""
    card = "/sys/bus/pci/devices/0000:03:00.0"
    files = dict.fromkeys(
        [f"{card}/{name}" for name in ("vendor", "device", "product_name", "mem_info_vram_total", "uevent")]
        + ["/proc/version", "/proc/cpuinfo", "/proc/device-tree/model", "/proc/driver/nvidia/version",
           "/sys/module/nvidia/version", "/sys/class/kfd/kfd/topology/nodes/1/properties"], text,
    )  # fmt: skip
    return linux(files={**files, f"{card}/class": "0x030000"})


PROGRAMS: dict[str, Callable[[str], Pretend]] = {
    "nvidia-smi": with_smi, "NVML": with_nvml, "lspci": with_lspci, "PowerShell": with_powershell,
    "system_profiler": with_profiler, "conda": with_conda, "the kernel": with_kernel,
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("program", PROGRAMS)
def test_whatever_a_program_prints_the_computer_is_described(program: str, text: str) -> None:
    seen(PROGRAMS[program](TEXTS[text]))


NVML = [{"name": "NVIDIA GeForce RTX 3060", "driver": "581.29", "memory_bytes": 12 << 30, "capability": [8, 6],
         "pci": 0x250410DE}]  # fmt: skip
CIM = [{"Name": "NVIDIA GeForce RTX 3060", "PNPDeviceID": "PCI\\VEN_10DE&DEV_2504&SUBSYS_0", "AdapterRAM": 1 << 31,
        "DriverVersion": "32.0.15.8129", "InfFilename": "oem1.inf", "ConfigManagerErrorCode": 0}]  # fmt: skip
CONDA = {"root_prefix": "/opt/conda", "conda_version": "26.7.0", "envs_dirs": ["/opt/conda/envs"],
         "envs": ["/opt/conda"], "channels": ["https://conda.anaconda.org/conda-forge/noarch"]}  # fmt: skip
PROFILER = {"SPDisplaysDataType": [{"sppci_model": "AMD Radeon Pro 5500M", "_name": "x"}]}


@pytest.mark.parametrize(
    ("program", "usual"), [("NVML", NVML), ("PowerShell", CIM), ("conda", CONDA), ("system_profiler", PROFILER)]
)
def test_any_values_in_what_a_program_tells_describe_the_computer(program: str, usual: Any) -> None:
    @settings(few, max_examples=80)
    @given(damaged(usual) | ANYTHING)
    @example([{**NVML[0], "driver": "٣٣"}])
    @example({**CONDA, "root_prefix": "a\x00b"})
    @example({**CONDA, "envs": ["\ud800", "/a\x00b", "/x"] * 4000})
    def described(plain: Any) -> None:
        seen(PROGRAMS[program](json.dumps(plain)))

    described()


@given(st.text(alphabet='"[]{}:,.0x19 \n\t\0٣gAd', max_size=60))
@settings(few, max_examples=80)
@example("gfx_target_version 999999999999999999\nlocation_id 1\n")
@example('01:00.0 "VGA" "NVIDIA" "[[[["\n"" "" ""\n')
def test_any_letters_of_lspci_and_of_the_kernel_describe_the_computer(text: str) -> None:
    seen(with_lspci(text))
    seen(with_kernel(text))
    seen(with_smi(text))


# ------------------------------------------------------------------------------------------------ programs that run
def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-c", code]


ENDLESS = "import sys\nwhile True: sys.stdout.write('x' * 65536)"


def test_a_program_that_prints_without_end_is_ended_in_time_and_fills_no_memory() -> None:
    with bounded():
        begun = time.monotonic()
        told = ran(python(ENDLESS), timeout_s=2.0)
        assert (told.end, len(told.out)) == ("late", system.OUTPUT_LIMIT)
        assert time.monotonic() - begun < 15


def test_of_a_program_that_prints_much_the_beginning_is_kept_and_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "OUTPUT_LIMIT", 1000)
    told = ran(
        python("import sys; print('y' * 500_000); print('z' * 500_000, file=sys.stderr); sys.exit(3)"), timeout_s=60
    )
    assert (told.end, told.code, len(told.out), len(told.err)) == ("done", 3, 1000, 1000)
    assert (told.out[0], told.err[0]) == ("y", "z")


def test_a_program_of_an_install_that_prints_without_end_is_ended_before_the_disk_is_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "MOST_BYTES", 1 << 20)
    with bounded():
        told = run_program(python(ENDLESS), environment={}, timeout_s=60)
    assert told.end == "endless"
    assert len(told.out) <= 1 << 20


@pytest.mark.skipif(not POSIX, reason="a program is a file with a first line")
def test_the_check_of_an_environment_whose_python_prints_without_end_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MOST_BYTES", 1 << 20)
    program = tmp_path / "bin" / "python"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(ENDLESS)}\n", encoding="utf-8")
    program.chmod(0o755)
    report = check(str(tmp_path), run=run_program)
    assert not report.ok
    assert [fault.code for fault in report.faults] == ["endless"]
    assert "printed without end" in str(report.faults[0].cause)


@pytest.mark.skipif(not POSIX, reason="a program is a file with a first line")
def test_a_uv_that_prints_without_end_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_BYTES", 1 << 20)
    program = tmp_path / "uv"
    program.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(ENDLESS)}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(uv, "_program", lambda: str(program))
    with pytest.raises(InstallError, match="printed without end"):
        uv.resolve(["pear"], python_version="3.12", platform="linux-64", cache=tmp_path / "cache")


@pytest.mark.parametrize("text", TEXTS)
def test_whatever_uv_and_rattler_say_of_a_failure_is_one_sentence(text: str) -> None:
    said = TEXTS[text]
    with bounded():
        for problem in (
            uv_errors.resolve_problem(uv_errors.said_in(said), ["torch"]),
            uv_errors.resolve_problem(f"error: no solution found {said}", ["torch"]),
            uv_errors.install_problem(said, Path("/envs/a")),
            channel_problem(said, ["conda-forge"]),
            unsolvable(said, ["python=3.12"]),
        ):
            assert 0 < len(str(problem)) <= 20_000
        uv_errors.host_asked(said)
        uv_errors.pages_asked(said, said)
        uv_errors.refused_hosts(said)


# ----------------------------------------------------------------------------------------------------- from the network
@given(st.binary(max_size=80), st.text(max_size=30))
@settings(few, max_examples=100)
@example(b"\x17\x0d991399999999Z\x17\x0d991399999999Z", "Mon, 99 Foo 99999 99:99:99 +9999")
@example(b"\x06\x03\x55\x04\x0a", "Sun, 29 Nov 0001 00:00:00 GMT")
@example(b"", ", ,, 1")
def test_any_bytes_of_a_certificate_and_any_date_of_a_server_are_read(der: bytes, stamp: str) -> None:
    found = certificate_in(der)
    assert found is None or found.issuer.isprintable()
    assert isinstance(network_look._seconds(stamp), float)


PAGES = {
    "nothing": b"", "no index": b"<html>Please sign in</html>", "NUL": b"\0" * 500, "no text": b"\xff\xfe" * 500,
    "deep": b"[" * 100_000, "a script": b"<script>alert(1)</script>",
}  # fmt: skip


@pytest.mark.parametrize("status", [200, 206, 401, 404, 500, 999])
@pytest.mark.parametrize("page", PAGES)
def test_any_page_in_the_place_of_an_index_is_an_answer_and_a_sentence(page: str, status: int) -> None:
    with RawServer(answer(status, "Date: 99", "Content-Type: \xff", "Content-Range: bytes 0-0/" + "9" * 6000,
                          body=PAGES[page])) as server, bounded():  # fmt: skip
        for path in ("simple/torch/", "conda-forge/noarch/repodata.json.zst", "x.json"):
            ways = network_look.RealWays(network_look.NetworkSettings())
            asked = network_look.ask_all([f"{server.url}/{path}"], ways, source_s=5, whole_s=5)
            assert [one.end for one in asked] == ["answered"]
            assert all(str(finding.sentence) for finding in verdict(asked, now=time.time()))
        assert 0 <= _size_at(f"{server.url}/a.whl") < 1 << 50


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:99999/tree?token=a", "http://127.0.0.1:0/tree?token=a", "http://127.0.0.1:٣/tree?token=a",
     "http://127.0.0.1:80/tree?token=글", "http://127.0.0.1:80/a b\n?token=a", "http://evil:80/tree?token=a",
     "http://127.0.0.1:80@evil/?token=a", "x" * 100_000, "\0", "\ud800"],
)  # fmt: skip
def test_an_address_of_a_notebook_server_that_is_none_is_one_sentence(address: str) -> None:
    with bounded(), pytest.raises(JupyterError):
        stop_jupyter(address)


def test_a_server_that_answers_without_end_is_no_jupyter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jupyter, "ANSWER_BYTES", 1 << 16)
    with RawServer(b"HTTP/1.1 200 So\r\n\r\n", endless=b"[" * 50_000) as server, bounded():
        assert not jupyter.answers(server.port, "a")


# ------------------------------------------------------------------------------------------------------ what is typed
VERBS = ("machine", "plan", "create", "list", "check", "export", "remove", "jupyter", "run", "shell", "doctor", "fly")
OPTIONS = ("--python", "--torch", "--build", "--source", "--extras", "--folder", "--from-lock", "--continue",
           "--discard", "--to", "--format", "--own", "--stop", "--script", "--json", "--unfinished", "--yes",
           "--replace", "--")  # fmt: skip
ODD = st.sampled_from([
    "", " ", "-", "--", "0", "-1", "3.12", "9" * 400, "9" * 5000, "٣.١٢", "²", "1e400", "nan", "../../etc", "/", ".",
    "..",
    "~", "a\x00b", "\x00", "\ud800", "\udcff", "글" * 300, "CON", "x" * 5000, "{0.__class__}", "{x:999999999}", "<b>",
    "a\nb", "cu130", "cpu", "lock", "http://[x", "torch_book", "\u202e", "3.12.٣", "none,none", "@file",
]) | st.text(max_size=5)  # fmt: skip


def able(command: Any) -> list[Any]:
    """A worker that looks and plans, and refuses the rest."""
    match command:
        case LookAtNetwork():
            return [NetworkSeen(())]
        case Look() | ListEnvs() | DescribeEnv() | MakePlan() | Install() | FindUnfinished():
            return list(good(command))
    return [Rejected(say("Not this."))]


@settings(few, max_examples=400)
@given(st.sampled_from(VERBS), st.lists(ODD | st.tuples(st.sampled_from(OPTIONS), ODD).map("=".join), max_size=4))
@example("check", ["\ud800"])
@example("plan", ["a", "--python=" + "9" * 5000])
@example("plan", ["a", "--torch=٣"])
@example("create", ["a", "--from-lock=a\x00b"])
@example("jupyter", ["a", "--folder=\x00"])
@example("export", ["a/b\x00", "--to=x"])
@example("plan", ["a", "--folder=\ud800"])
def test_any_arguments_are_a_request_or_a_sentence_and_its_code(home: Path, verb: str, words: list[str]) -> None:
    told = io.StringIO()
    if verb in ("run", "shell"):
        words = [word for word in words if not word.startswith("torch_book")]
    with bounded(), contextlib.redirect_stderr(told), contextlib.redirect_stdout(told):
        code, lines, _ = run(home, verb, *words, answers=able)
    assert 0 <= code <= 4
    if code:
        assert told.getvalue() or lines


@pytest.mark.parametrize("word", ["a\x00b", "/a\ud800", "x" * 40_000])
@pytest.mark.parametrize(
    "words", [("check",), ("plan", "a", "--folder"), ("create", "a", "--from-lock"), ("create", "--continue"),
              ("create", "--discard"), ("export", "torch_book", "--to"), ("jupyter", "torch_book", "--folder"),
              ("jupyter", "--stop"), ("remove", "torch_book", "--own"), ("plan", "a", "--torch"), ("plan",)],
)  # fmt: skip
def test_what_no_system_takes_makes_no_sense_and_nothing_is_asked(
    home: Path, words: tuple[str, ...], word: str
) -> None:
    code, lines, worker = run(home, *words, word)
    assert code == WRONG, lines
    assert len(lines) == 1
    assert worker.sent == []


PROXIES = [
    "http://[x", "proxy.school:port", "not an address", "http://a b:1", "http://a\x00b", "http://a..b:1", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("proxy", PROXIES)
def test_a_proxy_in_condas_settings_that_is_no_address_is_a_sentence_before_anybody_is_asked(
    proxy: str, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    (home / ".condarc").write_text(f"proxy_servers: {json.dumps({'https': proxy})}\n", encoding="utf-8")
    for ask in (
        lambda: conda.solve(["python"], platform="linux-64", cache=tmp_path),
        lambda: uv.resolve(["pear"], python_version="3.12", platform="linux-64", cache=tmp_path),
    ):
        with bounded(), pytest.raises(Untrusted, match="The proxy that is set on this computer is no address"):
            ask()


def test_a_proxy_without_its_scheme_is_handed_on_with_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    (home / ".condarc").write_text("proxy_servers: {https: 'kim:secret@proxy.school:3128'}\n", encoding="utf-8")
    whole = "http://kim:secret@proxy.school:3128"
    assert conda_network.proxy_lines() == ["[proxy-config]", f'https = "{whole}"']
    assert uv._environment(home)["HTTPS_PROXY"] == whole
