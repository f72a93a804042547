"""Sizes, speeds and times as a person reads them."""

from __future__ import annotations

from core.messages.install_events import Progress
from core.sizes import size_text
from gui.kit.words import tr

MINUTE_S = 60.0


def size(size_bytes: int) -> str:
    """Return "31 MB" or "2.9 GB"; "–" if unknown."""
    return size_text(size_bytes) if size_bytes >= 0 else "–"


def of_size(done_bytes: int, total_bytes: int) -> str:
    """Return "1.61 / 2.78 GB", both in the larger one's unit."""
    unit, letters = (1e9, "GB") if total_bytes >= 1e9 else (1e6, "MB")
    places = 2 if total_bytes >= 1e9 else 0
    return f"{min(done_bytes, total_bytes) / unit:.{places}f} / {total_bytes / unit:.{places}f} {letters}"


def speed(bytes_per_s: float) -> str:
    """Return "11.8 MB/s"."""
    return f"{bytes_per_s / 1e6:.1f} MB/s" if bytes_per_s >= 1e5 else f"{bytes_per_s / 1e3:.0f} KB/s"


def about(seconds: float) -> str:
    """Return a rough time: "about 40 s", "about 6 min"."""
    if seconds < 50:
        return tr("about {seconds} s", seconds=max(10, round(seconds / 10) * 10))
    if seconds < 90 * MINUTE_S:
        return tr("about {minutes} min", minutes=max(1, round(seconds / MINUTE_S)))
    return tr("about {hours} h", hours=round(seconds / 3600))


def remaining(seconds: float) -> str:
    """Return the remaining time: "2 min 10 s left", "2 min left"; "" if unknown."""
    if seconds < 0:
        return ""
    if seconds < MINUTE_S:
        return tr("{seconds} s left", seconds=max(1, round(seconds)))
    if seconds < 60 * MINUTE_S:
        minutes, rest = divmod(round(seconds / 5) * 5, 60)
        if not rest:
            return tr("{minutes} min left", minutes=minutes)
        return tr("{minutes} min {seconds} s left", minutes=minutes, seconds=rest)
    hours, rest = divmod(round(seconds / MINUTE_S), 60)
    return tr("{hours} h {minutes} min left", hours=hours, minutes=rest)


def took(seconds: float) -> str:
    """Return how long something took."""
    if seconds < MINUTE_S:
        return tr("{seconds} s", seconds=max(1, round(seconds)))
    return tr("{minutes} min {seconds} s", minutes=int(seconds // 60), seconds=round(seconds % 60))


def joined(*parts: str) -> str:
    """Return the non-empty parts with dots between them."""
    return " · ".join(part for part in parts if part)


def doing(progress: Progress) -> str:
    """Return what a stage does now, in one line with its numbers."""
    files = f"{progress.files_done} / {progress.files_total}" if progress.files_total > 0 else ""
    if progress.doing == "downloading":
        amount = of_size(progress.bytes_done, progress.bytes_total) if progress.bytes_total > 0 else files
        fast = speed(progress.bytes_per_s) if progress.bytes_per_s > 0 else ""
        return joined(amount, fast, remaining(progress.remaining_s))
    words = {
        "solving": tr("solving"), "unpacking": tr("unpacking"), "linking": tr("linking"),
        "installing": tr("installing"), "testing": tr("testing"), "waiting": tr("waiting"),
    }  # fmt: skip
    return joined(words[progress.doing], files, remaining(progress.remaining_s))


def share(progress: Progress) -> float:
    """Return the finished share of a stage, 0 to 1: by bytes if there are any, else by files."""
    if progress.bytes_total > 0:
        return min(1.0, progress.bytes_done / progress.bytes_total)
    return min(1.0, progress.files_done / progress.files_total) if progress.files_total > 0 else 0.0
