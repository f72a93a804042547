"""A twin on disk: `twin.safetensors` in the folder of its run, written while it goes on, read when the run is opened.

It is made like the weights of a run (`core/train/disk/FORMAT.md`), and nothing of the run depends on it: a twin that
is damaged, or not this run's, is left out.
"""

from __future__ import annotations

import contextlib
import json
import math
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from core.files import Beside, from_json
from core.messages.beside.twin import MOST_STEPS, POINT_FIELDS
from core.messages.train_commands import Change
from core.messages.train_events import TICK_FIELDS
from core.messages.train_reports import EditMark, TimelineEntry
from core.runs import FORMAT, TWIN_FILE, RunError, format_of, plain_of, up_to_date
from core.sentence import Sentence, say
from core.train.disk import checkpoint
from core.train.disk.checked import check_sums, check_tensors, checked, sums_of
from core.train.disk.checkpoint import DROPOUT_STATE, IMPOSSIBLE, MODEL, ORDER, ORDER_STATE, PIECE_BYTES
from core.train.disk.flush import Flush
from core.train.model import dismantle
from core.train.model.safetensors import pieces, read_tensors
from core.train.session.session import Session
from core.train.training.state import TrainingState
from core.train.twin.fork import Fork
from core.train.twin.run import MOST_POINTS, Place, TwinRun
from core.workers import wire

SAVE_S = 5.0
SLICE_S = 0.002
COST_SHARE = 0.02
"""The largest share of the time that saving a twin may take."""
POINTS, TICKS = "twin.points", "twin.ticks"
MOST_COSTS = 10_000


class Keeper:
    """The twin's file: what of it is to be written, and the write under way."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._writing: Iterator[Flush | None] | None = None
        self._next_at, self._spent_s = -math.inf, 0.0
        self._stands: object = None

    @property
    def busy(self) -> bool:
        """Whether a write is under way."""
        return self._writing is not None

    def forget(self, folder: Path | None) -> None:
        """Leave what is being written, and take the file away: there is no twin any more."""
        self._writing, self._stands, self._next_at = None, None, -math.inf
        if folder is not None:
            with contextlib.suppress(OSError):
                (folder / TWIN_FILE).unlink(missing_ok=True)

    def elsewhere(self) -> None:
        """Leave what is being written: another training is next."""
        self._writing, self._stands, self._next_at = None, None, -math.inf

    def go_on(self, folder: Path | None, run: TwinRun) -> None:
        """Begin to write if it is time and there is something new, or write a little more. A disk that does not take it
        is tried again; of that the saving of the run itself tells."""
        now = self._clock()
        if self._writing is None:
            stands = (folder, id(run), run.going, run.training.step, run.place.step)
            if folder is None or not folder.is_dir() or now < self._next_at or stands == self._stands:
                return
            self._stands, self._spent_s = stands, 0.0
            self._writing = writing(folder, run)
        try:
            for flush in self._writing:
                if flush is not None or self._clock() - now >= SLICE_S:
                    self._spent_s += self._clock() - now
                    return
        except OSError:
            self._stands = None
        self._writing = None
        self._spent_s += self._clock() - now
        self._next_at = self._clock() + max(SAVE_S, self._spent_s / COST_SHARE)


def writing(folder: Path, run: TwinRun) -> Iterator[Flush | None]:
    """Write a twin, a piece at each `next`; a `Flush` is what the disk takes in meanwhile. Raises `OSError`."""
    fork, twin = run.fork, run.training
    tensors, told = checkpoint.tensors_of(twin.state())
    tensors[POINTS] = torch.tensor(run.points, dtype=torch.float64).reshape(-1, POINT_FIELDS)
    tensors[TICKS] = torch.tensor(run.ticks.history, dtype=torch.float64).reshape(-1, TICK_FIELDS)
    record = checkpoint.record_of(twin, last=None, threads=torch.get_num_threads())
    told |= {"format": format_of(record.data), "record": plain_of(record), "twin": _plain_of(run, fork)}
    yield None
    for name in tensors:
        tensors[name] = tensors[name].detach().to("cpu").contiguous()
        yield None
    with Beside(folder / TWIN_FILE) as file:
        sums: dict[str, int] = {}
        for _ in sums_of(tensors, told, sums):
            yield None
        told["sums"] = sums
        for piece in pieces(tensors, {"torchgarden": json.dumps(told)}, piece_bytes=PIECE_BYTES):
            file.file.write(piece)
            yield None
        file.close()
        flush = Flush(file.part)
        while not flush.wait(0):
            yield flush
        file.commit()


def _plain_of(run: TwinRun, fork: Fork) -> dict[str, Any]:
    place, half = run.place, run.ticks.half()
    return {
        "step": fork.step, "length": fork.length, "first": wire.to_plain(fork.first), "mark": wire.to_plain(fork.mark),
        "measure": run.measure, "going": run.going, "stopped": run.stopped, "broken": run.broken,
        "base": list(run.base), "place": [place.step, place.epoch, place.work], "work": run.work,
        "spent_s": run.spent_s, "costs": [list(pair) for pair in run.costs[-MOST_COSTS:]],
        "half": half if all(map(math.isfinite, half)) else [],
    }  # fmt: skip


def read(folder: Path, session: Session, *, clock: Callable[[], float]) -> tuple[TwinRun | None, Sentence | None]:
    """Return the twin of a run that was opened, None for none, and what is said where it is damaged."""
    try:
        tensors, metadata = read_tensors(folder / TWIN_FILE)
        told = from_json(metadata["torchgarden"].encode())
        return _run_of(tensors, told, session, clock, name=folder.name), None
    except IMPOSSIBLE as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None, None
        return None, say("The comparison that was kept with this training was damaged and is left out.")


def _run_of(
    tensors: dict[str, Tensor], told: dict[str, Any], session: Session, clock: Callable[[], float], *, name: str
) -> TwinRun | None:  # fmt: skip
    """Return the twin that a file's content tells, None where it is not of this training; raise one of `IMPOSSIBLE`
    where no version has written it."""
    training, twin = session.training, told["twin"]
    if not 1 <= told["format"] <= FORMAT:
        raise RunError("The training {name} was saved by a newer TorchGarden.", name=name)
    check_sums(tensors, told)
    record = checked(up_to_date(wire.from_plain(told["record"]), name=name))
    first, mark = wire.from_plain(twin["first"]), wire.from_plain(twin["mark"])
    if not isinstance(first, TimelineEntry) or not isinstance(mark, EditMark):
        raise ValueError("no edit")
    fork = Fork(None, _whole(twin["step"], most=record.step), _whole(twin["length"]), first, mark)
    if not fork.stands(training) or (record.seed, record.data) != (training.seed, training.dataset.spec):
        return None
    device = training.device
    held = {key[len(MODEL) :]: tensor.to(device) for key, tensor in tensors.items() if key.startswith(MODEL)}
    epochs, position = _whole(told["epochs"]), _whole(told["position"])
    check_tensors(
        {key: tensor for key, tensor in tensors.items() if not (twin["broken"] and key.startswith(MODEL))},
        samples=training.order.count, position=position, epochs=epochs, order=ORDER,
    )  # fmt: skip
    made = dismantle.from_tensors(record.net, held, told["model"])
    state = TrainingState(
        made, record.settings, record.step, epochs, position, tensors[ORDER], tensors[ORDER_STATE],
        tensors[DROPOUT_STATE], record.timeline, record.marks, 0, record.net_before,
    )  # fmt: skip
    if twin["measure"] not in ("steps", "work"):
        raise ValueError("no measure")
    run = TwinRun(fork, training.at(state), measure=twin["measure"], clock=clock)
    _fill(run, twin, tensors)
    return _following(run, session)


def _fill(run: TwinRun, twin: dict[str, Any], tensors: dict[str, Tensor]) -> None:
    run.points = _numbers(tensors[POINTS], fields=POINT_FIELDS, most=MOST_POINTS + 1)
    run.ticks.history = _numbers(tensors[TICKS], fields=TICK_FIELDS, most=MOST_STEPS + 1)
    step, epoch, work = twin["place"]
    run.place = Place(_whole(step), _finite(epoch), _finite(work))
    run.work, run.spent_s = _finite(twin["work"]), _finite(twin["spent_s"])
    if half := twin.get("half"):  # of steps since the last point; versions before did not keep them
        run.ticks.go_on_from([*map(_whole, half[:3]), *map(_finite, half[3:])])
    loss, score = twin["base"]
    run.base = float(loss), float(score)
    run.costs = [(_whole(since), _whole(each)) for since, each in twin["costs"][:MOST_COSTS]]
    run.going, run.stopped, run.broken = (bool(twin[name]) for name in ("going", "stopped", "broken"))


def _following(run: TwinRun, session: Session) -> TwinRun:
    """Return the twin with the changes that it has followed: those of its own timeline."""
    own = [entry for entry in run.training.timeline[run.fork.length :] if isinstance(entry.done, Change)]
    changes = run.fork.changes(session.training)[: len(own)]
    if [entry.done for entry in own] != [entry.done for entry in changes]:
        run.end(say("The training has gone another way meanwhile, so the comparison does not go on."))
    run.applied = changes
    return run


def _numbers(tensor: Tensor, *, fields: int, most: int) -> array[float]:
    """Return (n, fields) F64 as numbers with rising first ones; raise ValueError for anything else."""
    if tensor.dtype != torch.float64 or tensor.dim() != 2 or tensor.shape[1] != fields or len(tensor) > most:
        raise ValueError("points of another shape")
    steps = tensor[:, 0]
    if not bool(torch.isfinite(steps).all()) or bool((steps[1:] <= steps[:-1]).any()) or bool((steps < 0).any()):
        raise ValueError("steps that do not rise")
    return array("d", tensor.flatten().tolist())


def _whole(number: object, *, most: int = 10**15) -> int:
    if type(number) is not int or not 0 <= number <= most:
        raise ValueError("a number is impossible")
    return number


def _finite(number: object) -> float:
    if type(number) not in (int, float) or not math.isfinite(number) or number < 0:  # type: ignore[arg-type, operator]
        raise ValueError("a number is impossible")
    return float(number)  # type: ignore[arg-type]
