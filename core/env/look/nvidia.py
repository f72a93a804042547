"""Ask NVIDIA's own programs for the cards: NVML in a child process (it can hang on a broken driver), then nvidia-smi.

The table that nvidia-smi prints for people is never read: its wording changes with the version. What both say instead
of cards is the problem that the cards are in.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.env.look import nvml
from core.env.look.capabilities import with_capability
from core.env.look.system import Outside, Ran
from core.messages.computer import CardProblem, Gpu

NVML_S = 8.0
SMI_S = 10.0
MIB = 1 << 20
SMI_FIELDS = ("name", "memory.total", "driver_version", "pci.device_id", "compute_cap")
WSL_SMI = "/usr/lib/wsl/lib/nvidia-smi"
"""The program that comes with the driver of Windows, as WSL shows it to the Linux inside."""
LONGEST_NAME = 200
MOST_MEMORY = 1 << 50
COMPLAINTS: tuple[tuple[str, CardProblem], ...] = (
    (r"version mismatch", "two_versions"),
    (r"GPU is lost|fallen off the bus|Unable to determine the device handle|No devices were found", "lost"),
    (r"Insufficient Permissions", "no_access"),
    (r"Shared Library Not Found|couldn't find lib", "no_library"),
    (r"couldn't communicate with the NVIDIA driver|Driver Not Loaded|NVIDIA driver is not loaded", "not_loaded"),
)
"""What NVML and nvidia-smi say (NVML's error texts are fixed, in English), and what it means for the cards."""


@dataclass(frozen=True)
class Answer:
    """What NVIDIA's programs said: the cards, or the problem they are in and the driver's number as far as told."""

    cards: tuple[Gpu, ...] = ()
    problem: CardProblem = ""
    driver: str = ""


def ask_nvidia(outside: Outside, late: list[str], programs: Sequence[str]) -> Answer:
    """NVIDIA's cards by NVML, else by `programs`, each an nvidia-smi."""
    answer = outside.run(nvml_command(), timeout_s=NVML_S) if nvml_command() else Ran("missing")
    if cards := read_nvml(answer.out):
        return Answer(tuple(cards))
    if answer.end == "late":
        late.append("NVML")
    told = [_problem_in(answer)]
    for program in programs:
        cards, said = _ask_smi(outside, program, late)
        if cards:
            return Answer(tuple(_of_wsl(cards, program, told)))
        told.append(said)
    return next((one for one in told if one.problem), Answer())


def _of_wsl(cards: Sequence[Gpu], program: str, told: Sequence[Answer]) -> list[Gpu]:
    """The cards as they are; but where only WSL's own program reaches them, what is loaded is a driver of Linux."""
    hidden = program == WSL_SMI and any(one.problem in ("not_loaded", "two_versions", "lost") for one in told)
    return [replace(card, problem="wsl_driver") if hidden else card for card in cards]


def _problem_in(answer: Ran) -> Answer:
    """What a program that told no card told instead."""
    if answer.end == "late":
        return Answer(problem="hung")
    text = f"{answer.out[-4000:]}\n{answer.err[-4000:]}"
    driver = re.search(r"NVML library version: ([0-9]{3,4}(?:\.[0-9]{1,6})?)", text)
    problem: CardProblem = next((problem for pattern, problem in COMPLAINTS if re.search(pattern, text)), "")
    return Answer(problem=problem, driver=driver[1] if driver else "")


def nvml_command() -> list[str]:
    """Return how to start `nvml.py`; nothing in a packaged app, which is no Python (nvidia-smi serves there)."""
    if getattr(sys, "frozen", False):
        return []
    return [sys.executable, "-I", str(Path(nvml.__file__).resolve())]


def read_nvml(text: str) -> list[Gpu]:
    """The cards in what `nvml.py` printed; an entry that is none is passed over."""
    line = next((line for line in text.splitlines() if line.startswith(nvml.MARK)), "")
    try:
        entries = json.loads(line[len(nvml.MARK) :]) if line else []
    except (ValueError, RecursionError):
        return []
    return [card for entry in entries if (card := _nvml_card(entry))] if isinstance(entries, list) else []


def _nvml_card(entry: object) -> Gpu | None:
    if not isinstance(entry, dict) or not name_in(entry.get("name")):
        return None
    driver, lost = entry.get("driver"), entry.get("lost") is True
    if not isinstance(driver, str) or not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}", driver):
        return None
    return with_capability(
        Gpu(
            "nvidia",
            name_in(entry["name"]),
            memory_bytes=bytes_in(entry.get("memory_bytes")),
            driver=driver,
            capability=_pair(entry.get("capability")),
            pci_id=_nvml_pci(entry.get("pci", 0)),
            problem="lost" if lost else "",
        )
    )


def name_in(value: object) -> str:
    """A product's name as a program told it, one line that can be shown; "" where it is none."""
    text = value if isinstance(value, str) else ""
    return "".join(letter for letter in text[:LONGEST_NAME] if letter.isprintable()).strip()


def bytes_in(value: object) -> int:
    """A number of bytes that a program told, 0 where it is none that a card can have."""
    if isinstance(value, float) and math.isfinite(value):
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST_MEMORY else 0


def _pair(value: object) -> tuple[int, int]:
    if isinstance(value, list) and len(value) == 2 and all(type(n) is int and 0 <= n < 100 for n in value):
        return value[0], value[1]
    return 0, 0


def _nvml_pci(number: object) -> str:
    """NVML packs both ids in one number, the device's above the vendor's."""
    if type(number) is not int or not 0 < number < 1 << 32:
        return ""
    return f"{number & 0xFFFF:04x}:{number >> 16:04x}"


def _ask_smi(outside: Outside, smi: str, late: list[str]) -> tuple[list[Gpu], Answer]:
    """Ask nvidia-smi; one of before 2021 does not know `compute_cap` and is asked again without it."""
    said = Answer()
    for fields in (SMI_FIELDS, SMI_FIELDS[:-1]):
        answer = outside.run([smi, f"--query-gpu={','.join(fields)}", "--format=csv,noheader,nounits"], timeout_s=SMI_S)
        if answer.end == "late":
            late.append("nvidia-smi")
            return [], Answer(problem="hung")
        # It ends with an error also where one card of several is lost: the lines of the others are whole.
        if cards := read_smi(answer.out, len(fields)):
            return cards, Answer()
        said = _problem_in(answer)
        if said.problem:
            break
    return [], said


def read_smi(text: str, count: int) -> list[Gpu]:
    """Lines such as ``NVIDIA GeForce RTX 4060, 8188, 581.29, 0x288210DE, 8.9``; a name may hold a comma."""
    cards = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.rsplit(",", count - 1)]
        if len(parts) != count or not re.fullmatch(r"\d{1,6}(\.\d{1,6}){1,3}", parts[2], re.ASCII):
            continue
        capability = re.fullmatch(r"(\d{1,2})\.(\d)", parts[4], re.ASCII) if count == 5 else None
        pci = re.fullmatch(r"0x([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})", parts[3])
        megabytes = int(parts[1]) if re.fullmatch(r"\d{1,9}", parts[1], re.ASCII) else 0
        cards.append(
            with_capability(
                Gpu(
                    "nvidia",
                    name_in(parts[0]),
                    memory_bytes=bytes_in(megabytes * MIB),
                    driver=parts[2],
                    capability=(int(capability[1]), int(capability[2])) if capability else (0, 0),
                    pci_id=f"{pci[2]}:{pci[1]}".lower() if pci else "",
                )
            )
        )
    return cards
