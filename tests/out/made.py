"""What the tests of the out worker begin with: prepared data in the library, saved runs, and the worker in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from core.data import library
from core.data.library import DATA_FILE
from core.messages.catalogue import OWN
from core.messages.own.prepared import (
    About,
    OwnData,
    PicturePreparation,
    PlainPreparation,
    Preparation,
    TableColumn,
    TablePreparation,
)
from core.messages.train_commands import DataSpec, Load, Save, Settings, Step
from core.net.plan import LayerKey, Net, Widen, mlp
from core.out.worker import Taker
from core.train.model.safetensors import pieces
from tests.train.line import Line

GREY = PicturePreparation(1, 8, 8)
TABLE = TablePreparation(
    (
        TableColumn("길이", "number", mean=5.0, scale=2.0, fill=5.0),
        TableColumn("색", "category", categories=("빨강", "파랑")),
    ),
    target="무게", mean=100.0, scale=10.0,
)  # fmt: skip


def put(
    inputs: Tensor, targets: Tensor, *, classes: tuple[str, ...], preparation: Preparation = PlainPreparation(),
    held_out: int = 10, title: str = "내 그림", kind: Any = "arrays", source: str = "그림.zip",
) -> OwnData:  # fmt: skip
    """Put data into the library."""
    about = About(
        title, kind, "classify" if classes else "regress", tuple(inputs.shape[1:]), classes, len(inputs) - held_out,
        held_out, preparation, source,
    )  # fmt: skip
    with library.writing() as folder:
        content = b"".join(pieces({"inputs": inputs, "targets": targets}, {}, piece_bytes=1 << 20))
        (folder / DATA_FILE).write_bytes(content)
        return library.put(folder, about)


def pictures(*, samples: int = 60, side: int = 8, seed: int = 0) -> OwnData:
    """Put pictures of two classes into the library: bright on the left, or on the right."""
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randint(0, 60, (samples, 1, side, side), generator=generator, dtype=torch.uint8)
    targets = torch.arange(samples) % 2
    for at, target in enumerate(targets.tolist()):
        half = slice(0, side // 2) if target == 0 else slice(side // 2, side)
        inputs[at, :, :, half] += 180
    preparation = PicturePreparation(1, side, side)
    return put(inputs, targets, classes=("왼쪽", "오른쪽"), preparation=preparation, kind="pictures")


def table(*, samples: int = 60) -> OwnData:
    """Put a table into the library whose target is a number."""
    generator = torch.Generator().manual_seed(1)
    inputs = torch.randn(samples, 3, generator=generator)
    targets = inputs[:, :1] * 0.5
    return put(inputs, targets, classes=(), preparation=TABLE, title="무게 표", kind="table", source="무게.csv")


def spec_of(data: OwnData) -> DataSpec:
    return DataSpec(OWN, own=data.digest, title=data.about.title)


def saved(folder: Path, spec: DataSpec, net: Net, *, steps: int = 7, then: tuple[object, ...] = ()) -> Path:
    """Train a little with an edit, save, and let go of the run."""
    line = Line()
    line.ask(Load(spec, net, Settings(batch_size=8), seed=1, run=str(folder)))
    line.ask(Step(steps))
    line.ask(Widen(LayerKey(1), 2))
    line.ask(Step(5))
    for command in then:
        line.ask(command)
    line.ask(Save())
    line.session.saver.finish()
    line.trainer._hold.keep_only(None)
    return folder


def xor(folder: Path) -> Path:
    """Save a small run on data that ships with the app."""
    return saved(folder, DataSpec("xor", samples=40), mlp(2, (4,), 2))


class OutLine:
    """The out worker in memory: ask, and get its answer."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self._taker = Taker(self)  # type: ignore[arg-type]

    def send(self, event: object, *, answers: int | None = None) -> None:
        self.answers.append(event)

    def ask(self, command: object) -> Any:
        """Ask one thing; it is answered once."""
        before = len(self.answers)
        self._taker.answer(before + 1, command)
        assert len(self.answers) == before + 1
        return self.answers[-1]
