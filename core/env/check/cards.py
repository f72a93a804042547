"""Several cards in one computer, of which some fail: the check goes on without them, and says which one is used.

A card can end the whole check: its driver crashes the process, or hangs. And its error can stay with the process, so
that the cards behind it fail as well. Then the check is run once more without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.env.check.faults import CRASHED, DETAIL_CHARACTERS, HUNG, missing_kernels
from core.env.look.system import Ran
from core.workers.exit_codes import STOPS, signal_name

MOST_BROKEN = 4
"""Cards that are left out one after the other."""
NOT_PROVED: Mapping[str, Any] = {"ok": False, "failed": "", "error": 0.0, "device_ms": 0.0, "text": ""}


@dataclass(frozen=True)
class Once:
    """What one run of the script came to: `part` is the last one it began, `device` the last device."""

    answer: Ran
    report: Mapping[str, Any]
    part: str
    device: Mapping[str, Any]
    memory_ran_out: bool = False


def past_broken(once: Callable[[Sequence[str]], Once]) -> Once:
    """Run the script; where a card ends it, or takes the cards behind it along, run it again without that card.

    What the first run said stands where no other card works.
    """
    first = said = once(())
    broken: list[Mapping[str, Any]] = []
    while len(broken) < MOST_BROKEN and not working(said.report):
        found = _ended_by(said) if not said.report else _took_along(said.report)
        if found is None or any(found["device"] == one["device"] for one in broken):
            return first
        broken.append(found)
        said = once([one["device"] for one in broken])
    if not broken or not any(one["device"] != "cpu" for one in working(said.report)):
        return first
    entries = sorted([*said.report["devices"], *broken], key=lambda one: (len(str(one["device"])), str(one["device"])))
    return replace(said, report={**said.report, "devices": entries})


def _ended_by(said: Once) -> Mapping[str, Any] | None:
    """The card on which a run without a report ended; None where it was none."""
    name, of = str(said.device.get("device", "cpu")), said.device.get("cards")
    from_outside = said.answer.end == "done" and signal_name(said.answer.code) in ("SIGKILL", *STOPS)
    if name == "cpu" or not said.part.startswith(f"device {name}") or not isinstance(of, int) or of < 2 or from_outside:
        return None
    failed = said.part.rpartition(": ")[2] if ": " in said.part else ""
    end = HUNG if said.answer.end == "late" else CRASHED
    text = f"{end}exit code {said.answer.code}\n{said.answer.err[-DETAIL_CHARACTERS:]}"
    return {**NOT_PROVED, **said.device, "failed": failed, "text": text}


def _took_along(report: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first of several cards that all failed: its error may be all that the others have."""
    cards = [one for one in report.get("devices", ()) if one["device"] != "cpu"]
    fails = [one for one in cards if not missing_kernels(one.get("capability", ""), report.get("architectures", ()))]
    return fails[0] if len(cards) > 1 and fails else None


def working(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the cards that train; and the processor, where there is no card at all."""
    devices = report.get("devices", ())
    cards = [one for one in devices if one["device"] != "cpu"]
    return [one for one in cards or devices if one.get("ok")]


def left_out(report: Mapping[str, Any]) -> dict[str, str]:
    """Return the cards that fail beside one that works, and the product of that one: they are only not used."""
    works = working(report)
    idle = [one["device"] for one in report.get("devices", ()) if not one.get("ok") and one["device"] != "cpu"]
    return dict.fromkeys(idle, str(works[0]["product"] or works[0]["device"])) if works else {}


def chosen_of(report: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """(the card that torch takes for the notes' word, the first of its kind that works); twice the same for no card."""
    kind = str(report.get("device", ""))
    cards = [one for one in report.get("devices", ()) if str(one["device"]).split(":")[0] == kind != "cpu"]
    works = [one for one in cards if one.get("ok")]
    return (cards[0], works[0]) if works else (NOT_PROVED, NOT_PROVED)
