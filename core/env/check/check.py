"""Check an environment by training in it: with its own Python, in a clean child, with a time limit.

`check(prefix)` runs `script.py` (see there for what is proved) and turns whatever comes back, a report, a crash,
a hang or garbage, into a `CheckReport` whose faults say cause and mend.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from core.env.check.cards import NOT_PROVED, Once, chosen_of, left_out, past_broken
from core.env.check.ended import ended
from core.env.check.faults import (
    broken_faults,
    faults_in,
    faults_of,
    kernels_fault,
    left_out_fault,
    missing_kernels,
    second_fault,
    unknown_fault,
)
from core.env.look.system import Ran, ran
from core.messages.computer import Machine
from core.messages.install_events import Checked
from core.messages.install_reports import CheckReport, DeviceCheck, Fault
from core.prefix import path_with, python_of
from core.sentence import say
from core.workers import wire
from core.workers.process_tree import memory_kills

MARK = "torchgarden-check:"
CHECK_S = 180.0
"""A first `import torch` of a fresh environment takes 9 s here, and far longer under a virus scanner."""
HIDING = ("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "ZE_AFFINITY_MASK", "LD_PRELOAD")


class Run(Protocol):
    """What runs a program to its end, or to the end of the time."""

    def __call__(self, command: Sequence[str], *, environment: Mapping[str, str], timeout_s: float) -> Ran: ...


def check(
    prefix: str,
    *,
    python: str = "",
    machine: Machine | None = None,
    timeout_s: float = CHECK_S,
    run: Run | None = None,
) -> CheckReport:
    """Train a little on every device of the environment at `prefix`. Never raises: what is wrong is in the report.

    `machine`: what else this computer has, so that a card that torch does not use is told of. `python`: the
    environment's interpreter, where it is not in the usual place.
    """
    begun = time.monotonic()
    python = python or str(python_of(Path(prefix)))
    if not os.path.exists(python) and run is None:
        fault = Fault(
            "no_python",
            say("There is no Python in {folder}.", folder=prefix),
            say("Make a new environment with TorchGarden."),
        )
        return _report(prefix, {}, [fault], time.monotonic() - begun)
    command = [python, "-I", "-X", "utf8", str(script_path())]
    environment = clean_environment(prefix, os.environ)

    def once(without: Sequence[str]) -> Once:
        kills, more = memory_kills(), ["--without", *without] if without else []
        answer = (run or _run)([*command, *more], environment=environment, timeout_s=timeout_s)
        return Once(answer, *_read(answer.out), memory_ran_out=memory_kills() > kills)

    said = past_broken(once)
    faults = _faults(said.report, said.part, said.answer, machine, timeout_s, memory_ran_out=said.memory_ran_out)
    return _report(prefix, said.report, faults, time.monotonic() - begun, machine)


def _run(command: Sequence[str], *, environment: Mapping[str, str], timeout_s: float) -> Ran:
    return ran(command, timeout_s=timeout_s, environ=environment)


def script_path() -> Path:
    """The script as a file that another Python can read: beside this one, or where the packaged app keeps sources."""
    beside = Path(__file__).with_name("script.py")
    bundled = Path(getattr(sys, "_MEIPASS", "")) / "worker_src" / "core" / "env" / "check" / "script.py"
    return beside if beside.is_file() else bundled


def clean_environment(prefix: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Variables for the environment's own programs: what would change or hide something left out, its folders first.

    On Windows the loader finds conda's libraries through PATH only.
    """
    clean = {key: value for key, value in environment.items() if key not in HIDING}
    clean["PATH"] = path_with(prefix, environment.get("PATH", ""))
    clean["PYTHONNOUSERSITE"] = "1"
    clean["CONDA_PREFIX"] = prefix
    return clean


def _is_report(plain: object) -> bool:
    """Whether it has the shape of a report: it comes from a Python of somebody else's."""
    try:
        if not isinstance(plain, dict):
            return False
        told = Checked(_report("", plain, _faults(plain, "", Ran("done"), None, 0.0), 0.0))
        wire.decode(wire.encode(told))
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError, wire.WireError):
        return False
    return True


def _read(output: str) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """(the report, {} where none came; the last part that was begun, and the last device) from the marked lines."""
    report: dict[str, Any] = {}
    device: dict[str, Any] = {}
    part = ""
    for line in output.splitlines():
        if not line.startswith(MARK):
            continue
        with contextlib.suppress(ValueError, RecursionError):
            entry = json.loads(line[len(MARK) :])
            if isinstance(entry, dict):
                part = str(entry.get("part", part))
                report = entry["report"] if _is_report(entry.get("report")) else report
                began = entry.get("device")
                if isinstance(began, dict) and _is_report({"devices": [{**NOT_PROVED, **began}]}):
                    device = began
    return report, part, device


# --------------------------------------------------------------------------------------------------------- faults
def _faults(
    report: Mapping[str, Any],
    part: str,
    answer: Ran,
    machine: Machine | None,
    timeout_s: float,
    *,
    memory_ran_out: bool = False,
) -> list[Fault]:
    if not report:
        return [_no_report(part, answer, timeout_s, memory_ran_out=memory_ran_out)]
    found: list[Fault] = []
    for text in report.get("texts", ()):
        found += faults_in(text) or [unknown_fault(text)]
    found += faults_in(answer.err) if "NumPy" in answer.err else []
    architectures, idle = report.get("architectures", ()), left_out(report)
    for device in report.get("devices", ()):
        if device.get("ok"):
            continue
        if device["device"] in idle:
            works = idle[device["device"]]
            if missing_kernels(device.get("capability", ""), architectures):
                found.append(left_out_fault(str(device["product"]), device["capability"], works))
            else:
                found += broken_faults(device, works)
        elif missing_kernels(device.get("capability", ""), architectures):
            found.append(kernels_fault(str(device["product"]), device["capability"], architectures))
        elif str(device.get("text", "")).startswith("wrong result"):
            found.append(_wrong_result(device))
        else:
            text = str(device.get("text", ""))
            found += faults_in(text) or [unknown_fault(text)]
    first, chosen = chosen_of(report)
    if first is not chosen:
        found.append(second_fault(first, chosen, hip=bool(report.get("hip"))))
    found += faults_of(report, machine)
    unique = {_kind_of(fault): fault for fault in reversed(found)}
    return [fault for fault in found if unique.get(_kind_of(fault)) is fault]


def _kind_of(fault: Fault) -> object:
    """What is told once: each kind of fault, but each card that is not used."""
    return (fault.code, fault.cause) if fault.code == "left_out" else fault.code


def _no_report(part: str, answer: Ran, timeout_s: float, *, memory_ran_out: bool) -> Fault:
    """Why no report came: the program is missing, hung, or crashed; the last part begun says where."""
    if answer.end == "late":
        return Fault(
            "late",
            say(
                "The check did not come to an end within {seconds} s; it hung at “{part}”.",
                seconds=int(timeout_s),
                part=part or "start",
            ),
            say("Restart the computer and check again: a driver that hangs is the usual cause."),
        )
    if answer.end == "endless":
        return Fault(
            "endless",
            say("The environment's Python printed without end, so its check was ended at “{part}”.",
                part=part or "start"),
            say("Make a new environment with TorchGarden."),
        )  # fmt: skip
    if answer.end == "missing":
        return Fault(
            "no_python",
            say("The environment's Python cannot be started."),
            say("Make a new environment with TorchGarden."),
            answer.err,
        )
    return ended(answer.code, part, answer.err, out_of_memory=memory_ran_out)


def _wrong_result(device: Mapping[str, Any]) -> Fault:
    return Fault(
        "wrong_result",
        say(
            "{device} computes something else than the processor: its results cannot be trusted.",
            device=device["device"],
        ),
        say("Update the graphics driver. If it stays so, train on the processor."),
        f"{device.get('failed')}: {device.get('text')}",
    )


# --------------------------------------------------------------------------------------------------------- report
def _report(
    prefix: str, report: Mapping[str, Any], faults: Sequence[Fault], seconds: float, machine: Machine | None = None
) -> CheckReport:
    devices = tuple(_device(entry, machine) for entry in report.get("devices", ()))
    first, chosen = chosen_of(report)
    device = str(report.get("device", "") if first is chosen else chosen["device"])
    harmless = {"user_site", "cpu_build", "card_unseen", "left_out"}
    idle, codes = left_out(report), {fault.code for fault in faults}
    return CheckReport(
        prefix=prefix,
        ok=bool(devices) and all(entry.ok or entry.device in idle for entry in devices) and codes <= harmless,
        python=str(report.get("python", "")),
        torch=str(report.get("torch", "")),
        torchvision=str(report.get("torchvision", "")),
        torchaudio=str(report.get("torchaudio", "")),
        cuda=str(report.get("cuda", "")),
        architectures=tuple(str(name) for name in report.get("architectures", ())),
        device=device,
        device_line=f"사용 중인 디바이스: {device}" if device else "",
        devices=devices,
        faults=tuple(faults),
        seconds=seconds,
    )


def _device(entry: Mapping[str, Any], machine: Machine | None) -> DeviceCheck:
    product = str(entry["product"])
    if not product and machine:
        apple = next((gpu.name for gpu in machine.gpus if gpu.vendor == "apple"), "")
        product = apple if entry["device"] == "mps" else machine.cpu
    return DeviceCheck(
        device=str(entry["device"]),
        product=product,
        memory_bytes=int(entry["memory_bytes"]),
        ok=bool(entry["ok"]),
        cpu_ms=float(entry.get("cpu_ms", 0.0)),
        device_ms=float(entry["device_ms"]),
        error=float(entry["error"]),
        failed=entry["failed"],
        detail=str(entry["text"]),
    )
