"""What is written behind a closed dialog: how it has ended, or that it hangs, is said in a bar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.messages.own.out import TakenOut, TakeOut
from core.messages.train_events import Failed, Rejected, Silence
from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton
from gui.out.setting import Job, OutSetting

WRITTEN = "out-written"
"""How the subjects of these bars begin: each file has its own."""


def tell(job: Job, event: Any, *, setting: OutSetting, again: Callable[[Job], Any], stop: Callable[[Job], Any]) -> None:
    """Say in a bar how something goes whose dialog is closed. `again` asks for it once more, `stop` ends it."""
    if not isinstance(job.command, TakeOut):
        return
    path, bars = Path(job.command.path), setting.bars()
    subject = f"{WRITTEN} {path}"

    def written(taken: TakenOut) -> Bar:
        does = BarButton(tr("Show in folder"), lambda: setting.show_folder(str(path.parent)))
        said = (tr("{name} is written.", name=path.name), *map(read, taken.told))
        return Bar(" ".join(said), tone="note", does=(does,))

    def refused(why: Failed | Rejected) -> Bar:
        told = (why.reason,) if isinstance(why, Failed) else (why.sentence, *why.advice)
        said = (tr("{name} was not written.", name=path.name), *map(read, told))
        return Bar(" ".join(said), tone="note", does=(BarButton(tr("Try again"), lambda: again(job)),))

    def hangs(silence: Silence) -> Bar:
        said = (tr("{name} is being written …", name=path.name), read(silence.sentence))
        return Bar(" ".join(said), tone="note", does=(BarButton(tr("Stop"), lambda: stop(job)),))

    match event:
        case TakenOut():
            bars.show_bar(subject, lambda: written(event))
        case Failed() | Rejected():
            bars.show_bar(subject, lambda: refused(event))
        case Silence() if event.seconds:
            bars.show_bar(subject, lambda: hangs(event))
        case Silence():
            bars.remove(subject)
