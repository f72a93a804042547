"""What ``torchgarden env`` prints for a person: one or a few lines for each event, and what to type next."""

from __future__ import annotations

from typing import Any

from core.env.problems import AGAIN, OTHER_FOLDER, OTHER_NAME, OTHER_VERSIONS, TAKE_PLACE
from core.headless.conversation import BAD, DONE, FAILED, REFUSED
from core.messages.install_events import (
    Checked,
    Discarded,
    EnvsSeen,
    Exported,
    Installed,
    JupyterStarted,
    LogLine,
    MachineSeen,
    Measured,
    NetworkSeen,
    Planned,
    Progress,
    Removed,
    RemovePreviewed,
    StageChanged,
    Stopped,
    UnfinishedInstall,
    UnfinishedSeen,
)
from core.messages.install_reports import CheckReport, Env
from core.messages.recipe import Plan
from core.messages.train_events import Failed, Rejected, Silence
from core.sentence import Sentence
from core.sizes import size_text

CREATE = "torchgarden env create"
ASIDE = (Progress, StageChanged, LogLine, Rejected, Failed, Stopped, Silence)
"""Events that are no results."""
OTHERWISE = (OTHER_FOLDER, OTHER_NAME, OTHER_VERSIONS)
"""Advice after which another command is typed; after any other, the same command again."""


def lines_of(event: Any, *, create: str = CREATE) -> list[str]:
    """Return the lines for an event, none if a person need not see it. `create`: how every ``env create`` begins."""
    match event:
        case MachineSeen(machine):
            return [f"{_mark(f.level)} {f.sentence}" + (f" {f.advice}" if f.advice else "") for f in machine.findings]
        case NetworkSeen(findings):
            return [f"{_mark(f.level)} {f.sentence}" + (f" {f.advice}" if f.advice else "") for f in findings]
        case Planned(plan):
            return plan_lines(plan)
        case StageChanged(stage, state, note):
            return [f"{stage}: {state}" + (f". {note}" if note else "")]
        case Progress():
            return [_progress(event)]
        case LogLine(text, stage):
            return [] if stage else [text]
        case Installed(env, report, lock, log, seconds):
            return [*check_lines(report), f"{env.prefix}: ready after {seconds:.0f} s. Lock: {lock}. Log: {log}"]
        case Stopped(folder, stage, sentence, advice, _, log):
            said = [str(one) for one in advice if one != AGAIN]
            then = f"{create} --continue {typed(folder)}" if folder else "the same command again"
            said.append(f"Nothing is downloaded twice. Go on with: {then}")
            return [f"Stopped at {stage}: {sentence}", *said, *([f"Log: {log}"] if log else [])]
        case _:
            return _short(event, create)


def _short(event: Any, create: str) -> list[str]:
    """Return the lines of an answer that takes one or two."""
    match event:
        case UnfinishedSeen(installs):
            return [line for one in installs for line in unfinished_lines(one, create)] or ["Nothing is unfinished."]
        case Discarded(folder):
            return [f"{folder}: deleted"]
        case EnvsSeen(envs, unread):
            return [*env_lines(envs), *(str(sentence) for sentence in unread)]
        case Measured(prefix, size, files, complete):
            return [f"{prefix}: {'' if complete else 'at least '}{size_text(size)} in {files} files"]
        case Checked(report):
            return check_lines(report)
        case RemovePreviewed(env, kernels, size, complete, own, files, own_bytes):
            more = f"; kernels: {', '.join(kernels)}" if kernels else ""
            yours = [f"Yours, not the environment's: {files} files, {size_text(own_bytes)}"] if own else []
            return [
                f"{env.prefix}: {'' if complete else 'at least '}{size_text(size)}{more}", *yours,
                *(f"  {path}  (to have it moved into a folder beside: --own '{path}')" for path in own),
            ]  # fmt: skip
        case Removed(prefix, kernels, left, kept):
            went = [f"Kernels removed: {', '.join(kernels)}"] if kernels else []
            went += [f"Your own files are in: {kept}"] if kept else []
            return [f"{prefix}: removed", *went, *(f"left, in use: {path}" for path in left)]
        case Exported(_, format, path):
            return [f"{format}: {path}"]
        case JupyterStarted(_, url, _, pid):
            return [url, f"Process {pid}. Stop it with: torchgarden env jupyter --stop '{url}'"]
        case Rejected(sentence, advice, log):
            return [str(sentence), *_typed_advice(advice), *([f"Log: {log}"] if log else [])]
        case Failed(reason, detail):
            return [str(reason), detail]
        case Silence(seconds, sentence):
            return [str(sentence) if seconds else "It goes on."]
        case _:
            return []


def how_to_use(env: Env) -> str:
    """Return how to use a new environment without conda."""
    name = typed(env.name)
    return f"Use it: torchgarden env shell {name}   or: torchgarden env run {name} -- python"


def _mark(level: str) -> str:
    return {"good": "+", "note": " ", "hazard": "!", "stop": "x", "unknown": "?"}[level]


def _progress(event: Progress) -> str:
    loading = event.doing == "downloading" and event.bytes_total
    amount = f" {size_text(event.bytes_done)} of {size_text(event.bytes_total)}" if loading else ""
    speed = f", {event.bytes_per_s / 1e6:.1f} MB/s" if loading and event.bytes_per_s else ""
    left = f", {event.overall_remaining_s:.0f} s left" if event.overall_remaining_s >= 0 else ""
    note = f" ({event.note})" if event.note else ""
    return f"{event.overall:4.0%} {event.stage}: {event.doing}{amount}{speed}{left}{note}"


def typed(path: str) -> str:
    """Return a path as every shell takes it for one word."""
    return f'"{path}"' if " " in path else path


def _typed_advice(advice: tuple[Sentence, ...]) -> list[str]:
    """Return what to do about something that was not begun, and what to type then."""
    said = [f"{one} Add: --replace" if one == TAKE_PLACE else str(one) for one in advice]
    return [*said, "Then type the same command again."] if set(advice) - {*OTHERWISE, TAKE_PLACE} else said


def unfinished_lines(one: UnfinishedInstall, create: str = CREATE) -> list[str]:
    """Return the lines of an unfinished install: how far it is, and the two things to do."""
    done = f"{size_text(one.bytes_done)} of {size_text(one.bytes_total)} are here"
    return [
        f"{one.name}: {one.stage}, {done}",
        f"  go on with it: {create} --continue {typed(one.folder)}",
        f"  delete it: {create} --discard {typed(one.folder)}",
    ]


def plan_lines(plan: Plan) -> list[str]:
    """Return the lines of a plan: the reason, the numbers, the stages with the same by hand."""
    choice = plan.recipe.choice
    found = [str(choice.why), *(f"! {warning}" for warning in plan.warnings)]
    found.append(
        f"{plan.prefix}: {size_text(plan.download_bytes)} to download, {size_text(plan.disk_bytes)} on disk,"
        f" about {max(1, round(plan.seconds / 60))} min"
    )
    for number, stage in enumerate(plan.stages, start=1):
        files = f" · {stage.packages} packages" if stage.packages else ""
        size = f" · {size_text(stage.download_bytes)}" if stage.download_bytes else ""
        found.append(f"{number}. {stage.title}{files}{size}")
        found += [f"     {command}" for command in stage.bash]
    return found


def env_lines(envs: tuple[Env, ...]) -> list[str]:
    """Return environments as the lines of a table."""
    rows = [("NAME", "PYTHON", "TORCH", "KERNEL", "SIZE", "FOLDER")]
    for env in envs:
        size = size_text(env.size_bytes) if env.size_bytes >= 0 else ""
        rows.append((env.name, env.python, env.torch, env.kernel, size, env.prefix))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]) for row in rows]


def check_lines(report: CheckReport) -> list[str]:
    """Return the lines of a check: versions, each device, each fault with its mend."""
    found = [f"Python {report.python}, torch {report.torch}, torchvision {report.torchvision}"] if report.torch else []
    found += [report.device_line] if report.device_line else []
    for device in report.devices:
        state = f"{device.device_ms:.1f} ms a step" if device.ok else f"failed at {device.failed}"
        times = (
            f", {device.cpu_ms / device.device_ms:.1f} × the processor"
            if device.ok and device.device != "cpu" and device.device_ms
            else ""
        )
        found.append(f"{device.device} {device.product}: {state}{times}".replace(" :", ":"))
    found += [f"! {fault.cause} {fault.mend}" for fault in report.faults]
    return found


def code_of(answer: object) -> int:
    """Return the exit code for an answer of the worker."""
    if isinstance(answer, Installed):
        return DONE if answer.report.ok else BAD
    if isinstance(answer, (Failed, Stopped)):
        return FAILED
    return REFUSED if isinstance(answer, Rejected) else DONE
