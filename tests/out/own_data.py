"""Data of a person's own in the library, made by hand."""

from __future__ import annotations

import torch
from safetensors.torch import save_file
from torch import Tensor

from core.data import library
from core.messages.own.prepared import About, PicturePreparation, PlainPreparation, TableColumn, TablePreparation
from core.messages.train_commands import DataSpec

TRAINING, VALIDATION = 48, 16


def kept(about: About, inputs: Tensor, targets: Tensor) -> DataSpec:
    """Put data into the library, and return what a run says of it."""
    with library.writing() as folder:
        save_file({"inputs": inputs, "targets": targets}, folder / library.DATA_FILE)
        own = library.put(folder, about)
    return DataSpec("own", own=own.digest, title=about.title)


def pictures(*, classes: tuple[str, ...] = ("고양이", "dog"), channels: int = 3, **how: object) -> DataSpec:
    """Pictures of 8 × 8, brighter in the second class."""
    draw = torch.Generator().manual_seed(1)
    count = TRAINING + VALIDATION
    targets = torch.arange(count) % 2
    inputs = torch.randint(0, 128, (count, channels, 8, 8), generator=draw) + 100 * targets[:, None, None, None]
    preparation = PicturePreparation(channels, 8, 8, **how)  # type: ignore[arg-type]
    about = About("내 사진", "pictures", "classify", (channels, 8, 8), classes, TRAINING, VALIDATION, preparation)
    return kept(about, inputs.to(torch.uint8), targets)


def table(*, name: str = "키", categories: tuple[str, ...] = ("", "예", "아니오"), target: str = "몸무게") -> DataSpec:
    """A table of a number and a category, of which a number follows."""
    draw = torch.Generator().manual_seed(2)
    count = TRAINING + VALIDATION
    number, which = torch.randn(count, 1, generator=draw), torch.arange(count) % len(categories)
    inputs = torch.cat([number, torch.nn.functional.one_hot(which, len(categories)).float()], 1)
    columns = (TableColumn(name, "number", 160.0, 8.0, 161.0), TableColumn("운동", "category", categories=categories))
    about = About(
        "표", "table", "regress", (1 + len(categories),), (), TRAINING, VALIDATION,
        TablePreparation(columns, target, 60.0, 10.0),
    )  # fmt: skip
    return kept(about, inputs, 0.7 * number + 0.1 * which[:, None])


def arrays() -> DataSpec:
    """Five numbers a sample, three classes."""
    draw = torch.Generator().manual_seed(3)
    count = TRAINING + VALIDATION
    inputs = torch.randn(count, 5, generator=draw)
    about = About(
        "arrays", "arrays", "classify", (5,), ("a", "b", "c"), TRAINING, VALIDATION, PlainPreparation(2.0, 4.0)
    )
    return kept(about, inputs, inputs[:, :3].argmax(1))
