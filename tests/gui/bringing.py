"""A pretended data worker: answers every command at once, with data that is made here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from core.messages.own.arrays import ArrayOptions, KnownSet, SeenArray, SeenArrays, SeenCode
from core.messages.own.looking import (
    DataReady,
    DeleteOwn,
    Fetch,
    ListOwn,
    LookAtPicture,
    LookingStopped,
    LookInto,
    OwnListed,
    PictureSeen,
    Prepare,
    Prepared,
    Preparing,
    RunCode,
    StopLooking,
)
from core.messages.own.oddities import Oddity, Way
from core.messages.own.pictures import PictureClass, PictureOptions, SeenPictures
from core.messages.own.prepared import (
    About,
    OwnData,
    PicturePreparation,
    PlainPreparation,
    TableColumn,
    TablePreparation,
)
from core.messages.own.table import SeenColumn, SeenTable, TableOptions, TableReading
from core.messages.train_events import Failed, Rejected
from core.messages.train_reports import Array
from core.sentence import say

NAMES = ("고양이", "강아지", "아주 긴 이름을 가진 새 한 마리")
DIGEST = "d" * 64


def ways(*names: str) -> tuple[Way, ...]:
    words = {
        "use": say("Use them"), "leave-out": say("Leave them out"), "white": say("On white"), "black": say("On black"),
        "turn": say("Turn them"), "as-is": say("Leave them"),
    }  # fmt: skip
    return tuple(Way(name, words[name]) for name in names)


ODDITIES = (
    Oddity("rotated", 9, say("{n:,} pictures are turned by their EXIF.", n=9), ("IMG_0012.jpg", "IMG_0044.jpg"),
           ways("turn", "as-is"), "turn"),
    Oddity("alpha", 14, say("{n:,} pictures are transparent.", n=14), ("fox.png",), ways("white", "black"), "black"),
    Oddity("near-duplicates", 3, say("{n:,} pictures are almost the same as others.", n=3),
           ("고양이/사진 1.jpg = 고양이/사진 1 (사본).jpg",), ways("use", "leave-out"), "leave-out", used=False),
    Oddity("broken", 2, say("{n:,} files cannot be read as pictures.", n=2), ("._x.jpg", "half.png"),
           ways("leave-out"), "leave-out", used=False),
)  # fmt: skip


def seen_pictures(choices: PictureOptions | None = None, *, classes: tuple[str, ...] = NAMES) -> SeenPictures:
    asked = choices or PictureOptions()
    side, colour = asked.side or 28, asked.colour or "colour"
    chosen = replace(asked, side=side, colour=colour, ground=asked.ground or "white")
    channels, count = (3 if colour == "colour" else 1), 4 * len(classes)
    y, x = np.mgrid[0:side, 0:side] / side
    made = np.zeros((count, channels, side, side))
    for at in range(count):
        for channel in range(channels):
            made[at, channel] = 0.5 + 0.5 * np.sin(6 * x + at + channel * 2 + 3 * y * (at % len(classes)))
    ways_of = dict(asked.decisions)
    return SeenPictures(
        path="/data/동물 사진", title="동물 사진",
        classes=tuple(PictureClass(name, 180 // (at + 1)) for at, name in enumerate(classes)), files=412, used=398,
        chosen=chosen, oddities=tuple(replace(one, way=ways_of.get(one.kind, one.way)) for one in ODDITIES),
        samples=Array("u1", made.shape, np.round(255 * made).astype(np.uint8).tobytes()),
        sample_classes=tuple(at // 4 for at in range(count)),
        sample_names=tuple(f"{at}.jpg" for at in range(count)), bytes=936_000,
    )  # fmt: skip


NUMBERS = say("All of its {n:,} values are numbers.", n=714)
NAMED_ROWS = say("A column that names the rows would tell the network the answer by heart.")
COLUMNS = (
    SeenColumn("번호", "unused", "number", say("Every value is another one."), ("1", "2", "3"), 891, 0, NAMED_ROWS),
    SeenColumn("나이", "input", "number", NUMBERS, ("22", "38", "26"), 88, 177),
    SeenColumn("성별", "input", "category", say("It has {n:,} different texts.", n=2), ("남", "여", "여"), 2, 0),
    SeenColumn("요금", "input", "number", NUMBERS, ("7.25", "71.2833", "7.925"), 248, 0),
    SeenColumn("생존", "target", "category", say("It has {n:,} different values.", n=2), ("0", "1", "1"), 2, 0),
)  # fmt: skip


def seen_table(choices: TableOptions | None = None, **changed: Any) -> SeenTable:
    asked = choices or TableOptions()
    reading = asked.reading
    reading = replace(
        reading, encoding=reading.encoding or "cp949", separator=reading.separator or ",",
        decimal=reading.decimal or ".", header=max(reading.header, 1),
    )  # fmt: skip
    chosen_columns = {one.name: one for one in asked.columns}
    columns = tuple(
        replace(one, role=chosen_columns[one.name].role, kind=chosen_columns[one.name].kind)
        if one.name in chosen_columns else one for one in COLUMNS
    )  # fmt: skip
    target = asked.target or ("생존" if not asked.columns else "")
    rows = tuple((str(at), f"{20 + at}", "남여"[at % 2], f"{7.25 * at:.2f}", str(at % 2)) for at in range(1, 9))
    task = asked.task or ("regress" if target == "요금" else "classify")
    made = SeenTable(
        "/data/타이타닉.csv", "타이타닉", columns, 891, rows, replace(asked, reading=reading, target=target, task=task),
        (Oddity("missing", 177, say("{n:,} cells of column {name} are empty.", n=177, name="나이"), ("6행", "18행"),
                ways("use", "leave-out"), dict(asked.decisions).get("missing", "use")),),
        task if target else None, ("0", "1") if task == "classify" else (),
    )  # fmt: skip
    return replace(made, **changed)


def unreadable_table(choices: TableOptions | None = None) -> SeenTable:
    """Return a table whose encoding nobody can guess."""
    if choices is not None and choices.reading.encoding:
        return seen_table(choices)
    rows = (("이름", "나이"), ("철수", "7"), ("영희", "8"))
    broken = (("ÀÌ¸§", "³ªÀÌ"), ("Ã¶¼ö", "7"), ("¿µÈñ", "8"))
    return seen_table(
        TableOptions(reading=TableReading(encoding="cp949")), task=None, columns=(), first=(), oddities=(), classes=(),
        ask=say("The letters of this table can be read in more than one way. Which of these is right?"),
        encodings=(("cp949", rows), ("cp1252", broken)), chosen=TableOptions(),
    )  # fmt: skip


def seen_arrays(choices: ArrayOptions | None = None) -> SeenArrays:
    asked = choices or ArrayOptions()
    chosen = replace(asked, inputs=asked.inputs or "x_train", targets=asked.targets or "y_train",
                     task=asked.task or "classify")  # fmt: skip
    return SeenArrays(
        "/data/things.npz", "things",
        (SeenArray("x_train", "float32", (500, 1, 12, 12)), SeenArray("y_train", "int64", (500,)),
         SeenArray("weights", "float64", (500, 3))),
        chosen, (1, 12, 12), ("0", "1", "2"), "classify" if chosen.task != "regress" else "regress", 500, (),
    )  # fmt: skip


TEXT = "import torch\n\n\ndef data():\n    x = torch.rand(200, 4)\n    return x, x.sum(1, keepdim=True)\n"


def seen_code() -> SeenCode:
    return SeenCode("/data/made.py", "made.py", TEXT, hashlib.sha256(TEXT.encode()).hexdigest())


def own(title: str = "동물 사진", digest: str = DIGEST, *, kind: Any = "pictures") -> OwnData:
    if kind == "table":
        columns = (TableColumn("나이", "number"), TableColumn("성별", "category", categories=("남", "여")))
        about = About(title, kind, "classify", (3,), ("0", "1"), 700, 191, TablePreparation(columns, "생존"))
    elif kind == "arrays":
        about = About(title, kind, "regress", (5,), (), 400, 100, PlainPreparation())
    else:
        about = About(title, kind, "classify", (3, 28, 28), NAMES, 318, 80, PicturePreparation(3, 28, 28))
    return OwnData(digest, about, 936_000, "2026-11-29T12:00:00.000+00:00")


KNOWN = (
    KnownSet("mnist", "MNIST", "Y. LeCun, C. Cortes and C. J. C. Burges", "CC BY-SA 3.0", 11_600_000, (1, 28, 28),
             tuple("0123456789"), 60_000, 10_000),
    KnownSet("cifar-10", "CIFAR-10", "A. Krizhevsky", "MIT", 170_500_000, (3, 32, 32),
             ("airplane", "automobile", "bird"), 50_000, 10_000),
    KnownSet("iris", "Iris", "R. A. Fisher", "CC BY 4.0", 4_000, (4,), ("setosa", "versicolor", "virginica"), 120, 30,
             there=True),
)  # fmt: skip


class PretendData:
    """A data worker. `answer` may be replaced; `holds`: Prepare and Fetch are answered when the test says so."""

    def __init__(self, look: Callable[[Any], object] | None = None) -> None:
        self.look = look or self.usual
        self.sent: list[Any] = []
        self.waiting: list[tuple[Any, int | None]] = [(DataReady("3.12.0", 4242), None)]
        self.own: tuple[OwnData, ...] = (own(),)
        self.known = KNOWN
        self.on_picture: PictureSeen | None = None
        self.holds = self.ended = False
        self.held: list[tuple[Any, int]] = []

    def usual(self, command: Any) -> object:
        """Return what is seen, by the ending of the path."""
        path, choices = command.path, command.choices
        if not path or path.endswith(".csv"):
            return seen_table(choices)
        if path.endswith(".npz") or isinstance(command, RunCode):
            return seen_arrays(choices)
        return seen_code() if path.endswith(".py") else seen_pictures(choices)

    def send(self, command: Any) -> int:
        self.sent.append(command)
        number = len(self.sent)
        match command:
            case LookInto() | RunCode():
                self.answer(number, self.look(command))
            case Prepare() | Fetch() if self.holds:
                self.held.append((command, number))
                self.waiting.append((Preparing(120, 412, say("Reading pictures")), None))
            case Prepare() | Fetch():
                self.finish(command, number)
            case StopLooking():
                for _, held in self.held:
                    self.answer(held, LookingStopped())
                self.held.clear()
                self.answer(number, LookingStopped())
            case LookAtPicture():
                self.answer(number, self.on_picture or Rejected(say("This file is not a picture.")))
            case ListOwn():
                self.answer(number, OwnListed(self.own, self.known))
            case DeleteOwn(digest):
                self.own = tuple(one for one in self.own if one.digest != digest)
                self.answer(number, OwnListed(self.own, self.known))
        return number

    def finish(self, command: Any, number: int) -> None:
        title = command.title if isinstance(command, Prepare) else command.name
        made = own(title, "e" * 64)
        self.own = (made, *self.own)
        self.answer(number, Prepared(made))

    def answer(self, number: int, event: object) -> None:
        self.waiting.append((event, number))

    def die(self) -> None:
        self.waiting = [(Failed(say("The worker has ended."), "exit code -9"), None)]

    def refuse(self, command: Any) -> object:
        return Rejected(say("There are no pictures in {path}.", path=command.path))

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return taken

    def wait(self, timeout_s: float) -> bool:
        return bool(self.waiting)

    def close(self) -> None:
        self.ended = True

    kill = dismiss = close
