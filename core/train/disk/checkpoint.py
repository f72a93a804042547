"""A training on disk: written while it goes on, and continued from where it was last written.

A run's folder holds

- ``weights.safetensors``: weights, optimizer memory, random streams, the order of the samples, and in the header's
  metadata everything else. This one file is the truth: it is written beside and put in place in one move.
- ``run.json``: the same record for people and for the list of runs. If the process ends between the two, the list is
  a few seconds old, and the training goes on from the weights.
- ``ticks-N.f8``: nine float64 per Tick, appended to. N is another after each opening, undo or redo; the weights say
  which file and how many rows belong to them. So two workers that save into one run never write into one file.
- ``.lock``: held by the worker that has the run open (`core.locks`). It stays when nobody has.

What is moved into place has been forced to the disk before (`core.train.disk.flush`): after a power failure there is
the old file or the new one, never an empty one under its name. The ticks are forced along with the weights that count
them.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import time
from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from core.data.library import LibraryError
from core.files import STALE_S, Beside, added_to, from_json, to_json
from core.messages.stops import Stop
from core.messages.train_events import TICK_FIELDS, Tick
from core.messages.train_reports import Hit, RunRecord
from core.runs import FORMAT, RECORD_FILE, WEIGHTS_FILE, RunError, format_of, plain_of, up_to_date
from core.sentence import Problem, Sentence, say
from core.train.disk import first
from core.train.disk.checked import check_sums, check_tensors, checked, sums_of, whole_history
from core.train.disk.flush import Flush
from core.train.model import dismantle
from core.train.model.safetensors import pieces, read_tensors
from core.train.training import datasets
from core.train.training import history as history_
from core.train.training.state import TrainingState
from core.train.training.training import Training
from core.workers import wire

log = logging.getLogger(__name__)
PIECE_BYTES = 1 << 20
IMPOSSIBLE = (
    OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RuntimeError, RecursionError,
    Problem,
)  # fmt: skip
"""What comes of reading something that no version has written."""
Noted = tuple[tuple[Stop, ...], tuple[Hit, ...]]
"""When a training stops by itself, and when it has."""
MODEL, ORDER, ORDER_STATE, DROPOUT_STATE = "model.", "samples.order", "random.order", "random.dropout"


@dataclass(frozen=True)
class Opened:
    """A run read from disk: the training as it stood, its Ticks, and how many times its charts changed story."""

    training: Training
    history: array[float]
    story: int
    record: RunRecord
    lost: Sentence | None = None
    """What of the run was damaged and is gone; the training itself is whole."""
    branch: int = 0
    """Which of the run's branches it is (`core.train.disk.tree`)."""
    elsewhere: bool = False
    """It was read from the folder of that branch."""


def record_of(training: Training, *, last: Tick | None, threads: int, noted: Noted = ((), ())) -> RunRecord:
    """Return what is told of a training in the list of runs."""
    nan = math.nan
    return RunRecord(
        data=training.dataset.spec,
        task=training.dataset.task,
        first_net=training.first_net,
        first_settings=training.first_settings,
        seed=training.seed,
        net=training.net,
        settings=training.settings,
        step=training.step,
        epoch=training.order.epoch,
        loss=last.loss if last else nan,
        validation_loss=last.validation_loss if last else nan,
        score=last.score if last else nan,
        validation_score=last.validation_score if last else nan,
        device=str(training.device),
        threads=threads,
        torch=str(torch.__version__),
        saved=datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
        timeline=training.timeline,
        marks=training.marks,
        format=format_of(training.dataset.spec),
        net_before=training.net_before,
        stops=noted[0],
        hits=noted[1],
    )


def tensors_of(moment: TrainingState) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Return (tensors by name, what json keeps) of a state."""
    tensors, meta = dismantle.to_tensors(moment.model)
    kept = {MODEL + name: tensor for name, tensor in tensors.items()}
    kept |= {ORDER: moment.order, ORDER_STATE: moment.order_state, DROPOUT_STATE: moment.dropout_state}
    kept |= first.to_tensors(moment.first)
    told = {"model": meta, "epochs": moment.epochs, "position": moment.position}
    return kept, told


def writing(
    folder: Path, moment: TrainingState, record: RunRecord, history: array[float], *, on_disk: int, story: int,
    past: Collection[int] = (), forced: bool = True, branch: int = 0,
) -> Iterator[Flush | None]:  # fmt: skip
    """Write a run, a piece at each `next`, so that training can go on in between; raise `OSError` if it cannot be.

    While the disk takes the files in, each `next` gives a `Flush` that is under way; not `forced`: that is left to the
    system.

    `history` must only be appended to meanwhile; its first `on_disk` numbers are already in the file of `story`. In the
    end the files of the stories `past` go, and those that nobody has written to for a while.
    """
    folder.mkdir(parents=True, exist_ok=True)
    numbers = len(history)
    _append_ticks(folder / _ticks_name(story), history, on_disk)
    yield None
    tensors, told = tensors_of(moment)
    for name in tensors:
        tensors[name] = tensors[name].detach().to("cpu").contiguous()
        yield None
    told |= {"format": format_of(record.data), "record": plain_of(record)}
    told |= {"ticks": numbers // TICK_FIELDS, "story": story}
    told |= {"branch": branch} if branch else {}
    with Beside(folder / WEIGHTS_FILE) as weights, Beside(folder / RECORD_FILE) as listed:
        sums: dict[str, int] = {}
        for _ in sums_of(tensors, told, sums):
            yield None
        told["sums"] = sums
        for piece in pieces(tensors, {"torchgarden": json.dumps(told)}, piece_bytes=PIECE_BYTES):
            weights.file.write(piece)
            yield None
        weights.close()
        listed.file.write(to_json(told["record"], indent=1))
        listed.close()
        written = (folder / _ticks_name(story), weights.part, listed.part) if forced else ()
        for flush in [Flush(path) for path in written]:
            while not flush.wait(0):
                yield flush
        weights.commit()
        listed.commit()
    over = {_ticks_name(one) for one in past}
    for old in folder.glob("ticks-*.f8"):
        with contextlib.suppress(OSError):
            if old.name in over or (old.name != _ticks_name(story) and time.time() - old.stat().st_mtime > STALE_S):
                old.unlink()


def _ticks_name(story: int) -> str:
    return f"ticks-{story}.f8"


def _append_ticks(path: Path, history: array[float], on_disk: int) -> None:
    """Make the file hold `history`. What it holds beyond `on_disk` numbers was never told of by any weights file."""
    with added_to(path) as file:
        kept = min(file.tell() // 8, on_disk)
        file.truncate(kept * 8)
        file.write(history[kept:].tobytes())


def read(folder: Path, *, device: torch.device) -> Opened:
    """Return the training saved in `folder`, on `device`; raise `RunError` if it cannot be continued."""
    try:
        tensors, metadata = read_tensors(folder / WEIGHTS_FILE)
        told = from_json(metadata["torchgarden"].encode())
        if not 1 <= told["format"] <= FORMAT:
            raise RunError("The training {name} was saved by a newer TorchGarden.", name=folder.name)
        check_sums(tensors, told)
        record = checked(up_to_date(wire.from_plain(told["record"]), name=folder.name))
        training = _training(tensors, told, record, device)
        branch = int(told.get("branch", 0))
    except RunError:
        raise
    except LibraryError as error:
        raise RunError(
            "The training {name} cannot be continued without its data.",
            advice=(error.sentence, *error.advice), name=folder.name,
        ) from error  # fmt: skip
    except IMPOSSIBLE as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise RunError("There is no training in {folder}.", folder=str(folder)) from error
        log.info("%s cannot be continued: %s", folder, error)
        raise RunError(
            "The training {name} cannot be continued: its weights are damaged, or another program has written them.",
            name=folder.name,
        ) from error
    history, story, lost = _history(folder, told, record)
    return Opened(training, history, story, record, lost, branch)


def _history(folder: Path, told: dict[str, Any], record: RunRecord) -> tuple[array[float], int, Sentence | None]:
    """Return the Ticks of a run, their story, and what is said where they are damaged: the charts begin again then."""
    try:
        count, story = int(told["ticks"]), int(told["story"])
        found = history_.read(folder / _ticks_name(story), count=count)
        history = whole_history(found, step=record.step)
        if count and not history:
            raise ValueError("no tick is left")
    except IMPOSSIBLE as error:
        log.info("the charts of %s are lost: %s", folder, error)
        said = say("The charts of “{name}” were damaged and begin again. The network is whole.", name=folder.name)
        return array("d"), 0, said
    return history, story, None


def _training(tensors: dict[str, Tensor], told: dict[str, Any], record: RunRecord, device: torch.device) -> Training:
    """Return the training that a file's content tells."""
    held = {name[len(MODEL) :]: tensor.to(device) for name, tensor in tensors.items() if name.startswith(MODEL)}
    loaded = datasets.load(record.data)
    check_tensors(
        tensors, samples=len(loaded.training_inputs), position=int(told["position"]), epochs=int(told["epochs"]),
        order=ORDER,
    )  # fmt: skip
    made = dismantle.from_tensors(record.net, held, told["model"])
    dataset = datasets.to(loaded, device)
    training = Training(dataset, made, record.settings, seed=record.seed, device=device)
    training.first_net, training.first_settings = record.first_net, record.first_settings
    training.net_before = record.net_before
    training.first = first.from_tensors(tensors, record.first_net)
    training.restore(
        TrainingState(
            made,
            record.settings,
            record.step,
            int(told["epochs"]),
            int(told["position"]),
            tensors[ORDER],
            tensors[ORDER_STATE],
            tensors[DROPOUT_STATE],
            record.timeline,
            record.marks,
            0,
        )
    )
    return training


def moved(training: Training, device: torch.device) -> Training:
    """Return the same training on another device: the same weights, optimizer memory and order of samples.

    Dropout's stream begins again there, for the streams of two kinds of device have nothing in common.
    """
    moment = training.state()
    tensors, meta = dismantle.to_tensors(moment.model)
    made = dismantle.from_tensors(training.net, {name: tensor.to(device) for name, tensor in tensors.items()}, meta)
    copied = Training(datasets.to(training.dataset, device), made, training.settings, seed=training.seed, device=device)
    copied.first_net, copied.first_settings = training.first_net, training.first_settings
    copied.net_before, copied.first = training.net_before, training.first
    copied.restore(replace(moment, model=made, dataset=None))
    return copied
