"""The check proves torch by training; what goes wrong is told with cause and mend."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.env.check import faults, script
from core.env.check.check import check, clean_environment, script_path
from core.env.look.system import Ran
from core.messages.computer import Gpu, Machine
from core.messages.install_events import Checked
from core.messages.install_reports import CheckReport
from core.prefix import python_of
from core.workers import wire

RTX = Gpu("nvidia", "RTX 4060", driver="581.29", capability=(8, 9))
PLAIN = Machine("linux", "6.8", "linux-64", cpu="AMD Ryzen 7")
WITH_CARD = Machine("linux", "6.8", "linux-64", gpus=(RTX,))
GOOD_CPU = {
    "device": "cpu",
    "product": "",
    "memory_bytes": 0,
    "capability": "",
    "ok": True,
    "failed": "",
    "error": 1e-6,
    "device_ms": 20.0,
    "cpu_ms": 20.0,
    "text": "",
}
REPORT = {
    "python": "3.12.11",
    "torch": "2.14.1+cu130",
    "torchvision": "0.29.1+cu130",
    "torchaudio": "",
    "cuda": "13.0",
    "hip": "",
    "architectures": ["sm_75", "sm_80", "sm_86", "sm_90", "sm_100", "sm_120", "compute_120"],
    "texts": [],
    "user_site": [],
    "device": "cuda",
    "devices": [GOOD_CPU],
}


def card(**changes: object) -> dict[str, object]:
    entry = {
        **GOOD_CPU,
        "device": "cuda:0",
        "product": "RTX 4060",
        "capability": "8.9",
        "memory_bytes": 8 << 30,
        "device_ms": 2.0,
    }
    return {**entry, **changes}


def checked(
    report: Mapping[str, object] | None = None, *, machine: Machine | None = None, answer: Ran | None = None
) -> CheckReport:
    """The report that comes of a child that said `report`, or ended as `answer`."""
    given = answer or Ran("done", 0, script.MARK + json.dumps({"report": {**REPORT, **(report or {})}}))
    return check("/envs/x", machine=machine, run=lambda command, environment, timeout_s: given)


def codes(report: CheckReport) -> list[str]:
    return [fault.code for fault in report.faults]


# ------------------------------------------------------------------------------------------------- for real, once
@pytest.mark.slow
def test_this_python_is_proved_by_training_on_its_processor() -> None:
    report = check(sys.prefix, python=sys.executable, machine=PLAIN)
    assert report.ok, report.faults
    cpu = report.devices[0]
    assert (cpu.device, cpu.product) == ("cpu", "AMD Ryzen 7")
    assert cpu.device_ms > 0
    assert 0 < cpu.error < 1e-4, "compared with double precision, so never exactly equal"
    assert report.torch.startswith("2.")
    assert report.device_line == f"사용 중인 디바이스: {report.device}"
    assert wire.decode(wire.encode(Checked(report), answers=1))[0] == Checked(report)


@pytest.mark.slow
def test_the_script_prints_the_notes_own_line_and_ignores_what_would_change_it(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("raise RuntimeError('the wrong torch')")
    outputs = []

    def run(command: Sequence[str], *, environment: Mapping[str, str], timeout_s: float) -> Ran:
        from core.env.check.check import _run

        misled = {**environment, "PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": "x"}
        answer = _run(command, environment=misled, timeout_s=timeout_s)
        outputs.append(answer.out)
        return answer

    report = check(sys.prefix, python=sys.executable, run=run)
    assert report.ok
    assert f"사용 중인 디바이스: {report.device}\n" in outputs[0]


@pytest.mark.slow
def test_a_device_that_computes_wrongly_does_not_pass() -> None:
    """The comparison itself, with a torch whose optimizer step was left out on the device."""
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    start = script.start(torch, "cpu", torch.float64)
    wanted = {part: work().detach() for part, work in script.parts(torch, *start)}
    assert script.prove(torch, "cpu", wanted)["ok"]
    assert all(float(value.abs().max()) > 1e-3 for value in wanted.values()), "nothing that is compared is dead"
    for part in wanted:
        off = {**wanted, part: wanted[part] + 0.02 * wanted[part].abs().max()}
        entry = script.prove(torch, "cpu", off)
        assert (entry["ok"], entry["failed"]) == (False, part)
    nothing_learned = {**wanted, "optimizer": start[0][0].detach()}
    assert script.prove(torch, "cpu", nothing_learned)["failed"] == "optimizer"


# ----------------------------------------------------------------------------------------------- whatever comes back
def test_a_working_card_is_reported_with_its_time_against_the_processor() -> None:
    report = checked({"devices": [GOOD_CPU, card()]}, machine=WITH_CARD)
    assert report.ok
    assert report.faults == ()
    assert (report.devices[1].cpu_ms, report.devices[1].device_ms) == (20.0, 2.0)


def test_a_cpu_build_beside_a_card_is_told_but_works() -> None:
    report = checked({"cuda": "", "torch": "2.14.1+cpu", "device": "cpu", "architectures": []}, machine=WITH_CARD)
    assert report.ok
    assert codes(report) == ["cpu_build"]
    assert "RTX 4060" in str(report.faults[0].cause)


def test_without_a_card_a_cpu_build_is_just_right() -> None:
    assert codes(checked({"cuda": "", "device": "cpu"}, machine=PLAIN)) == []


def test_a_driver_older_than_the_build_is_named() -> None:
    old = Machine("linux", "6.8", "linux-64", gpus=(Gpu("nvidia", "RTX 3060", driver="550.120", capability=(8, 6)),))
    report = checked({"device": "cpu"}, machine=old)
    assert codes(report) == ["driver_old"]
    assert not report.ok


def test_a_card_that_is_not_seen_for_no_known_reason_is_told() -> None:
    assert codes(checked({"device": "cpu"}, machine=WITH_CARD)) == ["card_unseen"]


def test_a_card_without_kernels_is_told_from_its_capability() -> None:
    text = "RuntimeError: CUDA error: no kernel image is available for execution on the device"
    entry = card(product="GTX 1080", capability="6.1", ok=False, failed="matmul", text=text)
    report = checked({"devices": [GOOD_CPU, entry]})
    assert codes(report) == ["no_kernels"]
    assert "GTX 1080 (compute capability 6.1)" in str(report.faults[0].cause)


def test_a_card_without_kernels_beside_one_that_works_is_only_not_used() -> None:
    text = "RuntimeError: CUDA error: no kernel image is available for execution on the device"
    old = card(device="cuda:1", product="GTX 1080", capability="6.1", ok=False, failed="matmul", text=text)
    report = checked({"devices": [GOOD_CPU, card(), old]})
    assert (report.ok, codes(report)) == (True, ["left_out"])
    assert "GTX 1080" in str(report.faults[0].cause)
    assert [device.ok for device in report.devices] == [True, True, False]


OOM = "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 MiB."
ECC = "RuntimeError: CUDA error: uncorrectable ECC error encountered"
ODD = "RuntimeError: something that nobody has met"


@pytest.mark.parametrize(
    ("text", "failed", "words", "why"),
    [
        ("wrong result: 0.3", "matmul", "computes something else than the processor", ""),
        (ECC, "backward", "it failed at “backward”", "memory"),
        (OOM, "matmul", "it failed at “matmul”", "memory"),
        (ODD, "convolution", "the error is not a known one", ""),
        ("", "", "the error is not a known one", ""),
    ],
)
@pytest.mark.parametrize("at", [0, 1])
def test_a_card_that_fails_beside_one_that_works_is_only_not_used(
    at: int, text: str, failed: str, words: str, why: str
) -> None:
    broken = card(device=f"cuda:{at}", product="RTX 3060", capability="8.6", ok=False, failed=failed, text=text)
    good = card(device=f"cuda:{1 - at}")
    report = checked({"devices": sorted([GOOD_CPU, broken, good], key=lambda one: str(one["device"]))})
    assert report.ok
    assert set(codes(report)) == {"left_out"}
    told = [str(fault.cause) for fault in report.faults]
    assert told[0].startswith(f"RTX 3060 (cuda:{at}) is not used: ")
    assert told[0].endswith(" RTX 4060 trains.")
    assert words in told[0]
    assert not why or any(why in one for one in told[1:]), told
    assert report.device == ("cuda" if at else "cuda:1"), "the notes' word where it means the one that works"
    assert report.device_line.endswith(report.device)
    named = [fault for fault in report.faults if "alone gets RTX 3060" in str(fault.cause)]
    assert bool(named) == (at == 0)
    assert not named or "CUDA_VISIBLE_DEVICES=1" in str(named[0].mend)
    assert wire.decode(wire.encode(Checked(report), answers=1))[0] == Checked(report)


def test_two_cards_that_fail_for_two_reasons_are_both_named_beside_the_one_that_works() -> None:
    kernels = card(product="GTX 1080", capability="6.1", ok=False, failed="matmul", text="no kernel image")
    broken = card(device="cuda:1", product="RTX 3060", ok=False, failed="backward", text=ECC)
    odd = card(device="cuda:2", product="RTX 3060", ok=False, failed="backward", text=ECC)
    report = checked({"devices": [GOOD_CPU, kernels, broken, odd, card(device="cuda:3")]})
    assert report.ok
    told = "\n".join(str(fault.cause) for fault in report.faults)
    assert "GTX 1080 (compute capability 6.1) is not used" in told or "GTX 1080 (6.1) is not used" in told
    assert "RTX 3060 (cuda:1) is not used" in told
    assert "RTX 3060 (cuda:2) is not used" in told
    assert report.device == "cuda:3"


def test_where_no_card_works_the_check_does_not_pass() -> None:
    broken = card(ok=False, failed="backward", text=ECC)
    report = checked({"devices": [GOOD_CPU, broken, {**broken, "device": "cuda:1"}]})
    assert (report.ok, codes(report)) == (False, ["ecc"])
    assert report.device == "cuda"


def test_graphics_of_the_processor_beside_a_card_is_only_not_used() -> None:
    """AMD's, that ROCm lists; Intel's beside an NVIDIA card is none of torch's devices."""
    amd = {"hip": "7.2", "cuda": "", "architectures": ["gfx1036", "gfx1100"]}
    inner = card(product="AMD Radeon Graphics", capability="gfx1036", ok=False, failed="matmul", text="HIP error: x")
    outer = card(device="cuda:1", product="RX 7900", capability="gfx1100")
    report = checked({**amd, "devices": [GOOD_CPU, inner, outer]})
    assert (report.ok, report.device) == (True, "cuda:1")
    assert "HIP_VISIBLE_DEVICES=1" in str(report.faults[-1].mend)
    nvidia = Gpu("nvidia", "RTX 4060", driver="581.29", capability=(8, 9))
    both = replace(WITH_CARD, gpus=(Gpu("intel", "UHD 770", pci_id="8086:4680"), nvidia))
    assert codes(checked({"devices": [GOOD_CPU, card()]}, machine=both)) == []
    arc = card(device="xpu:0", product="Arc", capability="")
    intel = {"cuda": "", "torch": "2.14.1+xpu", "device": "xpu", "architectures": [], "devices": [GOOD_CPU, arc]}
    assert codes(checked(intel, machine=both)) == [], "whoever chose Intel's build has it"


class Cards:
    """An environment whose cards end the whole check: `ends` says how, by device; `order`: as torch lists them."""

    def __init__(self, order: Sequence[str], ends: Mapping[str, Ran]) -> None:
        self.order, self.ends = order, ends
        self.commands: list[Sequence[str]] = []

    def __call__(self, command: Sequence[str], *, environment: Mapping[str, str], timeout_s: float) -> Ran:
        self.commands.append(command)
        without = command[command.index("--without") + 1 :] if "--without" in command else ()
        lines, devices = [], [GOOD_CPU]
        for name in self.order:
            if name in without:
                continue
            entry = card(device=name, product=f"RTX {name}")
            begun = {key: entry[key] for key in ("device", "product", "memory_bytes", "capability")}
            lines.append({"part": f"device {name}", "device": {**begun, "cards": len(self.order)}})
            lines.append({"part": f"device {name}: convolution"})
            if name in self.ends:
                out = "\n".join(script.MARK + json.dumps(line) for line in lines)
                return replace(self.ends[name], out=out)
            devices.append(entry)
        lines.append({"report": {**REPORT, "devices": devices}})
        return Ran("done", 0, "\n".join(script.MARK + json.dumps(line) for line in lines))


@pytest.mark.parametrize(("end", "words"), [(Ran("done", -11, err="x"), "crashed"), (Ran("late"), "hung")])
@pytest.mark.parametrize("order", [("cuda:0", "cuda:1"), ("cuda:1", "cuda:0")])
def test_a_card_on_which_the_check_crashes_or_hangs_is_left_out_beside_one_that_works(
    order: Sequence[str], end: Ran, words: str
) -> None:
    cards = Cards(sorted(order), {order[0]: end})
    report = check("/envs/x", run=cards)
    assert report.ok, report.faults
    assert len(cards.commands) == 2
    assert f"RTX {order[0]} ({order[0]}) is not used: the check {words} on it at “convolution”." in str(
        report.faults[0].cause
    )
    assert [device.ok for device in report.devices] == [True, *(one == order[1] for one in sorted(order))]
    assert report.device == ("cuda" if order[1] == "cuda:0" else "cuda:1")


def test_two_cards_that_crash_are_left_out_one_after_the_other() -> None:
    crash = Ran("done", -11)
    cards = Cards(("cuda:0", "cuda:1", "cuda:2"), {"cuda:0": crash, "cuda:1": Ran("late")})
    report = check("/envs/x", run=cards)
    assert (report.ok, report.device, len(cards.commands)) == (True, "cuda:2", 3)
    alone = Cards(("cuda:0", "cuda:1"), {"cuda:0": crash, "cuda:1": crash})
    assert codes(check("/envs/x", run=alone)) == ["crashed"], "what was said first stands where nothing works"
    single = Cards(("cuda:0",), {"cuda:0": crash})
    assert codes(check("/envs/x", run=single)) == ["crashed"]
    assert len(single.commands) == 1, "there is nothing to go on with"
    ended = Cards(("cuda:0", "cuda:1"), {"cuda:0": Ran("done", -15)})
    assert codes(check("/envs/x", run=ended)) == ["stopped"]
    assert len(ended.commands) == 1, "whoever ended it wants it to end"


def test_a_card_whose_error_stays_with_the_process_does_not_take_the_next_along() -> None:
    """After some errors of CUDA every call of the process fails: the second card is asked once more alone."""

    def run(command: Sequence[str], *, environment: Mapping[str, str], timeout_s: float) -> Ran:
        broken = card(ok=False, failed="matmul", text=ECC, product="RTX 3060")
        after = card(device="cuda:1", ok="--without" in command, failed="matmul", text=ECC)
        devices = [GOOD_CPU, after] if "--without" in command else [GOOD_CPU, broken, after]
        return Ran("done", 0, script.MARK + json.dumps({"report": {**REPORT, "devices": devices}}))

    report = check("/envs/x", run=run)
    assert (report.ok, report.device) == (True, "cuda:1")
    assert [device.ok for device in report.devices] == [True, False, True]


class Torch:
    """A torch with cards of which one does not even tell what it is."""

    class cuda:  # noqa: N801 (torch's word)
        is_available = staticmethod(lambda: True)
        device_count = staticmethod(lambda: 3)

        @staticmethod
        def get_device_properties(index: int) -> Any:
            if index == 1:
                raise RuntimeError("CUDA error: unknown error")
            return SimpleNamespace(name=f"RTX {index}", total_memory=8 << 30, major=8, minor=9)

    version = SimpleNamespace(hip=None)
    backends = SimpleNamespace(mps=None)


def test_a_card_that_does_not_tell_what_it_is_is_still_tried() -> None:
    found = script.devices(Torch)
    assert [one[:2] for one in found] == [("cpu", ""), ("cuda:0", "RTX 0"), ("cuda:1", ""), ("cuda:2", "RTX 2")]
    assert script.about(Torch, Torch.cuda, 0) == ("RTX 0", 8 << 30, "8.9")


@pytest.mark.parametrize(
    "change",
    [{"capability": 5}, {"capability": ["x"]}, {"product": {"a": 1}}, {"device": 5}, {"text": 5}, {"failed": [1]},
     {"failed": "x" * 9}, {"memory_bytes": 10**400}, {"memory_bytes": 1e400}, {"device_ms": "x"}, {"ok": "yes"}],
    ids=str,
)  # fmt: skip
def test_a_report_with_any_value_in_it_is_one_or_none(change: dict[str, object]) -> None:
    for devices in (
        [GOOD_CPU, card(ok=False, failed="matmul", text="x") | change],
        [GOOD_CPU, card(), card() | change],
    ):
        report = checked({"devices": devices})
        assert wire.decode(wire.encode(Checked(report), answers=1))[0] == Checked(report)
    for key in ("texts", "user_site", "architectures", "python", "cuda", "hip", "device"):
        for value in (5, [5], {"a": 1}, "x", [["x"]], None):
            wire.encode(Checked(checked({key: value}, machine=WITH_CARD)))


def test_a_card_of_amds_is_told_by_its_own_architecture() -> None:
    text = "RuntimeError: HIP error: invalid device function"
    built = ["gfx906", "gfx90a", "gfx1030", "gfx1100"]
    good, old = card(product="RX 7900", capability="gfx1100"), card(
        device="cuda:1", product="RX 580", capability="gfx803", ok=False, failed="matmul", text=text
    )  # fmt: skip
    report = checked({"devices": [GOOD_CPU, good, old], "architectures": built})
    assert (report.ok, codes(report)) == (True, ["left_out"])
    alone = checked({"devices": [GOOD_CPU, old], "architectures": built})
    assert (alone.ok, codes(alone)) == (False, ["no_kernels"])
    assert "RX 580 (compute capability gfx803)" in str(alone.faults[0].cause)
    broken = card(product="RX 7900", capability="gfx1100", ok=False, failed="matmul", text=text)
    assert "no_kernels" not in codes(checked({"devices": [GOOD_CPU, broken], "architectures": built}))


def test_a_wrong_result_is_not_a_working_device() -> None:
    report = checked({"devices": [GOOD_CPU, card(ok=False, failed="convolution", text="wrong result: 0.3")]})
    assert (report.ok, codes(report)) == (False, ["wrong_result"])


def test_packages_in_the_persons_own_folder_are_told() -> None:
    report = checked({"user_site": ["/home/kim/.local/lib/python3.12/site-packages/numpy"]})
    assert report.ok
    assert codes(report) == ["user_site"]


def test_a_hang_names_the_part_it_hung_in() -> None:
    answer = Ran("late", out=script.MARK + json.dumps({"part": "device cuda:0: matmul"}) + "\n")
    (fault,) = checked(answer=answer).faults
    assert fault.code == "late"
    assert "device cuda:0: matmul" in str(fault.cause)


@pytest.mark.parametrize("code", [-11, 139, 3221225477, -1073741819, 1])
def test_a_crash_is_a_sentence_and_keeps_its_last_words(code: int) -> None:
    part = script.MARK + json.dumps({"part": "import torch"}) + "\n"
    report = checked(answer=Ran("done", code, part, "Fatal Python error: boom"))
    (fault,) = report.faults
    assert fault.code == "crashed"
    assert "import torch" in fault.detail
    assert "boom" in fault.detail
    assert not report.ok


@pytest.mark.parametrize(
    ("code", "fault", "words"),
    [
        (-4, "old_processor", "lacks an instruction"),
        (132, "old_processor", "lacks an instruction"),
        (0xC000001D, "old_processor", "lacks an instruction"),
        (-1073741795, "old_processor", "lacks an instruction"),
        (-9, "killed", "memory ran out"),
        (137, "killed", "memory ran out"),
        (-15, "stopped", "stopped from outside"),
        (0xC000013A, "stopped", "stopped from outside"),
        (-11, "crashed", "SIGSEGV"),
        (-7, "crashed", "SIGBUS"),
        (0xC0000005, "crashed", "access violation"),
        (0xC0000409, "crashed", "fast fail"),
        (0xC0000374, "crashed", "heap corruption"),
        (0xC0000135, "runtime_missing", "Visual C++"),
        (0xC0000139, "libraries_mixed", "different versions"),
        (0xC0000142, "runtime_old", "Visual C++"),
        (0xC000007B, "wrong_processor", "another kind of processor"),
        (0xC000012D, "page_file", "enough memory"),
        (0xC0000428, "not_allowed_windows", "application control"),
        (0xC0000006, "file_damaged", "damaged"),
        (127, "no_python", "cannot be started"),
        (77, "crashed", "exit code 77"),
    ],
)
def test_how_a_check_ended_is_a_sentence_with_a_way_on(code: int, fault: str, words: str) -> None:
    part = script.MARK + json.dumps({"part": "import torch"}) + "\n"
    (found,) = checked(answer=Ran("done", code, part)).faults
    assert found.code == fault
    assert words in str(found.cause)
    assert "{" not in f"{found.cause}{found.mend}"
    assert str(found.mend)
    assert f"exit code {code}" in found.detail


def test_a_crash_on_a_card_is_the_drivers_first() -> None:
    part = script.MARK + json.dumps({"part": "device cuda:0: convolution"}) + "\n"
    (found,) = checked(answer=Ran("done", 0xC0000005, part)).faults
    assert "Update the graphics driver" in str(found.mend)


@pytest.mark.parametrize("output", ["", "hello", script.MARK + "[", script.MARK + "[1]", script.MARK + '{"report": 7}'])
def test_garbage_is_a_fault_and_never_a_crash_of_ours(output: str) -> None:
    report = checked(answer=Ran("done", 0, output))
    assert not report.ok
    assert report.faults


def test_a_crash_with_known_last_words_gets_their_cause() -> None:
    text = "OMP: Error #15: Initializing libiomp5md.dll, but found libiomp5md.dll already initialized."
    assert codes(checked(answer=Ran("done", 3, "", text))) == ["omp_double"]


def test_a_folder_without_python_is_told(tmp_path: Path) -> None:
    report = check(str(tmp_path))
    assert codes(report) == ["no_python"]
    assert codes(checked(answer=Ran("missing"))) == ["no_python"]


# ------------------------------------------------------------------------------------------------- recorded errors
RECORDED = {
    "no_kernels": [
        "RuntimeError: CUDA error: no kernel image is available for execution on the device\nCUDA kernel errors"
        " might be",
        "UserWarning: \nNVIDIA GeForce RTX 5090 with CUDA capability sm_120 is not compatible with the current"
        " PyTorch installation.",
    ],
    "driver_old": [
        "RuntimeError: The NVIDIA driver on your system is too old (found version 11040). Please update your GPU"
        " driver",
        "RuntimeError: CUDA driver version is insufficient for CUDA runtime version",
    ],
    "driver_missing": [
        "RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed"
        " a driver",
        "OSError: libcuda.so.1: cannot open shared object file: No such file or directory",
    ],
    "cuda_unknown": ["RuntimeError: CUDA unknown error - this may be due to an incorrectly set up environment"],
    "out_of_memory": [
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity"
    ],
    "cudnn": [
        "RuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
        "RuntimeError: GET was unable to find an engine to execute this computation",
    ],
    "page_file": ["OSError: [WinError 1455] The paging file is too small for this operation to complete."],
    "runtime_missing": [
        r'OSError: [WinError 126] The specified module could not be found. Error loading "C:\x\torch\lib\fbgemm.dll"',
        "OSError: [WinError 126] 지정된 모듈을 찾을 수 없습니다. Error loading",
    ],
    "runtime_old": [
        r'OSError: [WinError 1114] A DLL initialization routine failed. Error loading "C:\x\c10.dll"',
        "OSError: [WinError 1114] DLL 초기화 루틴을 실행할 수 없습니다",
    ],
    "wrong_processor": [
        "OSError: [WinError 193] %1 is not a valid Win32 application",
        "ImportError: dlopen(...): mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64')",
    ],
    "pair_mismatch": [
        "RuntimeError: operator torchvision::nms does not exist",
        "RuntimeError: Couldn't load custom C++ ops. This can happen if your PyTorch and torchvision versions are"
        " incompatible",
        "RuntimeError: Detected that PyTorch and torchvision were compiled with different CUDA major versions.",
    ],
    "numpy_abi": [
        "A module that was compiled using NumPy 1.x cannot be run in\nNumPy 2.1.3 as it may crash.",
        "UserWarning: Failed to initialize NumPy: _ARRAY_API not found",
        "RuntimeError: Numpy is not available",
    ],
    "numpy_size": [
        "ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header"
    ],
    "omp_double": ["OMP: Error #15: Initializing libomp.dylib, but found libiomp5.dylib already initialized."],
    "mkl_symbol": ["ImportError: .../libtorch_cpu.so: undefined symbol: iJIT_NotifyEvent"],
    "libraries_mixed": [
        "ImportError: .../libtorch_cuda.so: undefined symbol: ncclMemFree",
        "OSError: [WinError 127] The specified procedure could not be found. Error loading",
        "ImportError: /lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found",
    ],
    "system_old": ["ImportError: /lib64/libc.so.6: version `GLIBC_2.28' not found (required by libtorch_cpu.so)"],
    "library_missing": ["ImportError: libcudnn.so.9: cannot open shared object file: No such file or directory"],
    "file_damaged": ["ImportError: .../libtorch_cpu.so: file too short", "ImportError: libc10.so: invalid ELF header"],
    "mps_old": [
        "RuntimeError: The MPS backend is supported on MacOS 14.0+.Current OS version can be queried using `sw_vers`"
    ],
    "xpu_driver": ["RuntimeError: level_zero backend failed with error: 20 (UR_RESULT_ERROR_DEVICE_LOST)"],
    "amd_access": [
        "Unable to open /dev/kfd read-write: Permission denied",
        "RuntimeError: HIP error: invalid device function",
    ],
    "not_allowed": ["ImportError: libtorch_cpu.so: failed to map segment from shared object: Operation not permitted"],
    "path_long": ["OSError: [WinError 206] The filename or extension is too long"],
    "torch_missing": ["ModuleNotFoundError: No module named 'torch'"],
    "package_missing": ["ModuleNotFoundError: No module named 'typing_extensions'"],
    "not_allowed_windows": [
        "OSError: [WinError 4551] An Application Control policy has blocked this file. Error loading",
        "OSError: [WinError 4551] 애플리케이션 제어 정책에서 이 파일을 차단했습니다",
    ],
    "quota": ["OSError: [WinError 1816] Not enough quota is available to process this command"],
    "driver_two": [
        "RuntimeError: Unexpected error from cudaGetDeviceCount(). Error 803: system has unsupported display driver /"
        " cuda driver combination",
        "Failed to initialize NVML: Driver/library version mismatch",
    ],
    "driver_forward": [
        "RuntimeError: Unexpected error from cudaGetDeviceCount(). Error 804: forward compatibility was attempted on"
        " non supported HW"
    ],
    "fabric": ["RuntimeError: Unexpected error from cudaGetDeviceCount(). Error 802: system not yet initialized"],
    "no_device": ["RuntimeError: CUDA error: no CUDA-capable device is detected"],
    "devices_busy": [
        "RuntimeError: CUDA error: CUDA-capable device(s) is/are busy or unavailable",
        "RuntimeError: Error 46: all CUDA-capable devices are busy or unavailable",
    ],
    "ecc": ["RuntimeError: CUDA error: uncorrectable ECC error encountered"],
    "executable_stack": [
        "ImportError: libtorch_cpu.so: cannot enable executable stack as shared object requires: Invalid argument"
    ],
    "static_tls": ["ImportError: libgomp-d22c30c5.so.1.0.0: cannot allocate memory in static TLS block"],
    "page_size": ["<jemalloc>: Unsupported system page size"],
    "old_processor": ["Illegal instruction (core dumped)"],
    "cpu_only": ["AssertionError: Torch not compiled with CUDA enabled"],
    "shadowed": ["AttributeError: partially initialized module 'torch' has no attribute 'nn' (most likely"],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in RECORDED.items() for text in texts])
def test_each_recorded_error_gets_its_cause_and_its_mend(code: str, text: str) -> None:
    (fault,) = faults.faults_in("Traceback (most recent call last):\n" + text)
    assert fault.code == code
    assert str(fault.cause)
    assert str(fault.mend)
    assert text in fault.detail


def test_every_known_fault_has_a_recorded_text() -> None:
    assert {known.code for known in faults.KNOWN} == set(RECORDED)


def test_an_import_error_in_the_report_becomes_its_fault_once() -> None:
    text = RECORDED["pair_mismatch"][0]
    report = checked({"texts": [text, text]})
    assert (codes(report), report.ok) == (["pair_mismatch"], False)


def test_an_error_nobody_knows_is_still_a_sentence() -> None:
    assert codes(checked({"texts": ["SomethingError: never seen before"]})) == ["unknown"]


@pytest.mark.parametrize(
    ("capability", "architectures", "missing"),
    [
        ("8.9", ["sm_80", "sm_86"], False),
        ("6.1", ["sm_60", "sm_70"], False),
        ("6.1", ["sm_75", "sm_80"], True),
        ("12.0", ["sm_80", "sm_90"], True),
        ("12.0", ["sm_90", "compute_90"], False),
        ("12.1", ["sm_120"], False),
        ("7.0", ["sm_75"], True),
        ("9.0", ["sm_90a"], False),
        ("6.1", [], False),
        ("", ["sm_75"], False),
        ("9.0", ["gfx1100"], True),
    ],
)
def test_kernels_are_matched_by_generation(capability: str, architectures: list[str], missing: bool) -> None:
    assert faults.missing_kernels(capability, architectures) is missing


# ------------------------------------------------------------------------------------------------ the clean child
def test_what_would_hide_a_card_or_change_python_is_left_out(tmp_path: Path) -> None:
    dirty = {"CUDA_VISIBLE_DEVICES": "", "LD_PRELOAD": "x.so", "PATH": "/usr/bin", "HOME": "/home/kim"}
    clean = clean_environment(str(tmp_path), dirty)
    assert "CUDA_VISIBLE_DEVICES" not in clean
    assert "LD_PRELOAD" not in clean
    assert clean["PATH"].split(os.pathsep)[0].startswith(str(tmp_path))
    assert clean["PYTHONNOUSERSITE"] == "1"


def test_the_command_is_isolated_and_of_the_environments_own_python() -> None:
    seen: list[Sequence[str]] = []

    def run(command: Sequence[str], environment: Mapping[str, str], timeout_s: float) -> Ran:
        seen.append(command)
        return Ran("missing")

    check("/envs/x", run=run)
    assert seen[0][:4] == [str(python_of(Path("/envs/x"))), "-I", "-X", "utf8"]
    assert script_path().is_file()
