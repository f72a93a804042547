"""Little trainings to take home: every kind of data and network, edited and on its way."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

import torch

from core.data import library
from core.messages.catalogue import OWN
from core.messages.own.prepared import (
    About,
    PicturePreparation,
    PlainPreparation,
    Preparation,
    TableColumn,
    TablePreparation,
)
from core.messages.train_commands import DataSpec, Settings, Task
from core.net.plan import Net
from core.out.taken import Taken
from core.train.disk.checkpoint import record_of
from core.train.model.safetensors import pieces
from core.train.training import datasets
from core.train.training.training import Training, begin

torch.set_num_threads(1)


def taken_of(training: Training, *, about: About | None = None, name: str = "첫 기록", ticks: int = 12) -> Taken:
    """Return a training as it is taken home, with a history of so many Ticks."""
    history = array("d")
    for place in range(1, ticks + 1):
        history.extend((
            place * 10, place * 10 / 4, 1 / place, 1.2 / place, 1 - 1 / (place + 1),
            math.nan if place == 3 else 1 - 1.5 / (place + 1), 0.5, 2000.0, 0.01,
        ))  # fmt: skip
    record = record_of(training, last=None, threads=1, noted=((), ()))
    return Taken(Path("/nowhere") / name, record, training, about, history)


def trained(spec: DataSpec, net: Net | None = None, *, steps: int = 5, seed: int = 1) -> Training:
    """Return a training a few steps on."""
    training = begin(datasets.load(spec), net=net, seed=seed, settings=Settings(learning_rate=0.01, batch_size=16))
    further(training, steps)
    return training


def further(training: Training, steps: int) -> None:
    """Take so many more steps."""
    goal = training.step + steps
    while training.step < goal:
        training.take(goal - training.step)


def put(
    preparation: Preparation, *, classes: tuple[str, ...] = (), title: str = "내 자료", samples: int = 40, seed: int = 0
) -> tuple[DataSpec, About]:  # fmt: skip
    """Put random data, prepared so, into the library; return what names it, and what is known of it."""
    generator = torch.Generator().manual_seed(seed)
    task: Task = "classify" if classes else "regress"
    if isinstance(preparation, PicturePreparation):
        shape: tuple[int, ...] = (preparation.channels, preparation.height, preparation.width)
        inputs = torch.randint(0, 256, (samples, *shape), dtype=torch.uint8, generator=generator)
    else:
        count = sum(x.inputs for x in preparation.columns) if isinstance(preparation, TablePreparation) else 3
        shape = (count,)
        inputs = torch.randn((samples, *shape), generator=generator)
    targets = (
        torch.randint(0, len(classes), (samples,), generator=generator)
        if classes
        else torch.randn((samples, 1), generator=generator)
    )
    kind = "pictures" if len(shape) == 3 else "table" if isinstance(preparation, TablePreparation) else "arrays"
    about = About(title, kind, task, shape, classes, samples - 10, 10, preparation)  # type: ignore[arg-type]
    with library.writing() as folder, (folder / library.DATA_FILE).open("wb") as file:
        for piece in pieces({"inputs": inputs, "targets": targets}, {}, piece_bytes=1 << 20):
            file.write(piece)
        file.close()
        own = library.put(folder, about)
    return DataSpec(OWN, own=own.digest, title=title), about


TABLE = TablePreparation(
    columns=(
        TableColumn("키", "number", mean=170.0, scale=9.5, fill=168.0),
        TableColumn("몸무게 <kg>", "number", mean=65.0, scale=11.0, fill=64.0),
        TableColumn("색", "category", categories=("빨강", "파랑", "")),
    ),
    target="나이",
    mean=31.5,
    scale=12.25,
)
PICTURES = PicturePreparation(3, 12, 12, fit="pad", ground="white", inverted=True)
PLAIN = PlainPreparation(mean=2.0, scale=4.0)
