"""What follows from a change of the network, made and measured before anything of a training is touched.

    change = edited(training.stands(), Widen(1, 16), seed=7, dataset=training.dataset)
    training.adopt(change)          # nothing but assignments

Every way to another network makes an `Adopted`: an edit, a layer that has faded, a successor that is ready, an undo.
So what fails on the way fails while the training is as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from torch import Generator, Tensor

from core.messages.train_commands import EditPoint, Settings, UseThreads
from core.messages.train_reports import EditMark, TimelineEntry
from core.net import plan
from core.net.labels import label
from core.net.plan import INPUT, CallOff, Edit, EditError, LayerKey, Net, SetActivation
from core.train.model import model
from core.train.model.model import Model, Successor
from core.train.steps.ladder import Stepper
from core.train.surgery import apply as surgery
from core.train.surgery import successor
from core.train.training import measuring
from core.train.training.datasets import Dataset
from core.train.training.measuring import calibration, probe_loss, probe_samples, validate
from core.train.training.order import Order


@dataclass(frozen=True)
class Adopted:
    """A training with a change made to it: everything that follows from the change, ready to be taken over.

    `inputs` (n, *net.input): the training samples as the network takes them; `stepper` and `beside`: what takes the
    steps of the model and of its successor, None to make a new one; `key`: of the touched layer, `INPUT` for none;
    `dataset`: the data, None: the same.
    """

    model: Model
    inputs: Tensor
    settings: Settings
    step: int
    order: Order
    dropout: Generator
    timeline: tuple[TimelineEntry, ...]
    marks: tuple[EditMark, ...]
    stepper: Stepper | None = None
    beside: Stepper | None = None
    key: LayerKey = INPUT
    dataset: Dataset | None = None


def with_data(now: Adopted, dataset: Dataset, *, done: EditPoint) -> Adopted:
    """Return `now` on other points, from the next step on. The epoch goes on where it is, with a new shuffle where
    there are more or fewer of them."""
    return replace(
        now,
        dataset=dataset,
        inputs=measuring.shaped(dataset.training_inputs, now.model.net),
        order=now.order.of(len(dataset.training_inputs)),
        timeline=(*now.timeline, TimelineEntry(now.step, done)),
    )


def on_threads(now: Adopted, count: int) -> Adopted:
    """Return `now` with the number of threads on which it goes on in its timeline, if that says another: a number that
    was fixed holds for what is gone back to as well."""
    noted = (entry.done.count for entry in reversed(now.timeline) if isinstance(entry.done, UseThreads))
    if next(noted, 0) == count:
        return now
    return replace(now, timeline=(*now.timeline, TimelineEntry(now.step, UseThreads(count))))


def edited(now: Adopted, edit: Edit, *, seed: int, dataset: Dataset) -> Adopted:
    """Return what follows from an edit; raise `EditError` if it cannot be done."""
    samples = probe_samples(now.model.net, edit)
    before = probe_loss(now.model, dataset, samples=samples)
    applied = surgery.apply(now.model, edit, seed=seed, **calibration(dataset, now.inputs), task=dataset.task)
    check_batch(applied.model.net, now.settings)
    calls_off = now.model.successor is not None and not isinstance(edit, CallOff)
    before_it = _dropped(now, applied.model, loss=before) if calls_off else now
    change = _measured(before_it, applied, before=before, samples=samples, dataset=dataset)
    return replace(change, timeline=(*now.timeline, TimelineEntry(now.step, edit, seed)))


def brought_about(now: Adopted, *, dataset: Dataset) -> Adopted | None:
    """Return what the steps just taken have brought about, None for nothing: an inserted layer is a layer like any
    other, one that has faded folds into the next, a smaller model takes over or is given up."""
    change = now
    for key in now.model.unfolded:
        change = _unfolded(change, key)
    for key in now.model.faded:
        change = _folded(change, key, dataset=dataset)
    beside = change.model.successor
    if beside is not None and beside.taken % successor.CHECKED_EVERY == 0:
        change = _decided(change, beside, dataset=dataset)
    return change if change is not now else None


def _unfolded(now: Adopted, key: LayerKey) -> Adopted:
    """Return `now` with a layer that has unfolded as a layer like any other: nothing is to be said of it."""
    kept = model.snapshot(now.model)
    for one in (kept, *([kept.successor.model] if kept.successor is not None else ())):
        one.fades.pop(key, None)
    return replace(now, model=kept, stepper=None, beside=None)


def _folded(now: Adopted, key: LayerKey, *, dataset: Dataset) -> Adopted:
    made = now.model
    samples = probe_samples(made.net)
    before = probe_loss(made, dataset, samples=samples)
    held = calibration(dataset, now.inputs)
    try:
        applied = surgery.fold_faded(made, key, **held, task=dataset.task)
    except EditError:
        # Another edit has made the layer the only one that can be where it is: it stays, as a linear layer.
        applied = surgery.apply(made, SetActivation(key, "linear"), seed=0, **held, task=dataset.task)
    change = _measured(
        _dropped(now, applied.model, loss=before), applied, before=before, samples=samples, dataset=dataset
    )
    return replace(change, key=INPUT)


def _decided(now: Adopted, beside: Successor, *, dataset: Dataset) -> Adopted:
    """Let the smaller model take over if that costs next to nothing by now; give it up if that has taken too long."""
    net = now.model.net
    before, after = validate(now.model, dataset), validate(beside.model, dataset)
    if successor.ready(before, after):
        said = label(net, beside.edit)
        mark = EditMark(now.step, said, -1, before[0], after[0])
        made, stepper = beside.model, now.beside
    elif beside.taken >= successor.LONGEST:
        mark = EditMark(now.step, successor.given_up(net, beside, before, after), 0, before[0], before[0])
        made, stepper = model.alone(now.model), None
    else:
        beside.compared = before, after
        return now
    inputs = measuring.shaped(dataset.training_inputs, made.net)
    return replace(now, model=made, inputs=inputs, marks=(*now.marks, mark), stepper=stepper, beside=None)


def _dropped(now: Adopted, made: Model, *, loss: float) -> Adopted:
    """Return `now` with a mark for the smaller copy that `made`, the model after an edit, has no place for."""
    beside = now.model.successor
    if beside is None or made.successor is not None:
        return now
    mark = EditMark(now.step, successor.dropped(now.model.net, beside), 0, loss, loss)
    return replace(now, marks=(*now.marks, mark))


def _measured(
    now: Adopted, applied: surgery.Applied, *, before: float, samples: int, dataset: Dataset
) -> Adopted:  # fmt: skip
    """Return `now` with what was applied to its model, and a mark of what that did to the loss."""
    made = applied.model
    after = probe_loss(made, dataset, samples=samples)
    mark = EditMark(now.step, applied.label, applied.grown, before, after)
    inputs = measuring.shaped(dataset.training_inputs, made.net)
    marks = (*now.marks, mark)
    return replace(now, model=made, inputs=inputs, marks=marks, stepper=None, beside=None, key=applied.key)


def check_batch(net: Net, settings: Settings) -> None:
    """Raise `EditError` where batch norm would have nothing to normalise over."""
    normed = any(getattr(layer, "norm", "none") == "batch" for layer in plan.numbered(net))
    if normed and settings.batch_size < 2:
        raise EditError("Batch normalisation needs at least two samples in a batch.")
