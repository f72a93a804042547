"""A training: a model, its data and settings, and everything that decides what the next step will be.

    training = begin(load(DataSpec("digits")), seed=0)
    chunk = training.take(20)                   # up to 20 steps, not beyond the end of the epoch
    training.edit(Widen(layer=LayerKey(1), by=16))
    moment = training.state()                  # comes back exactly with training.restore(moment)

An epoch is one permutation of the samples, and batches are slices of it. The same seed, the same edits and changes at
the same steps and the same number of threads give the same weights, on a processor bit for bit, however fast it all
went: nothing here knows the time, and telemetry never draws from a training's random streams. The streams are three:
the order of the samples, dropout, and one of its own for each edit.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Generator, Tensor

from core.messages.train_commands import Change, EditPoint, Settings, UseDevice, UseThreads
from core.messages.train_reports import TimelineEntry
from core.net import plan
from core.net.edits import check_new
from core.net.plan import Edit, Net
from core.sentence import Value
from core.train.model import model
from core.train.model.model import Model
from core.train.steps.forward import forward
from core.train.steps.ladder import Rung, Stepper, Top
from core.train.steps.written import LOSS
from core.train.surgery import successor
from core.train.training import datasets, measuring, schedules
from core.train.training.adopted import Adopted, brought_about, check_batch, edited, on_threads, with_data
from core.train.training.datasets import Dataset
from core.train.training.measuring import PROBE_SAMPLES
from core.train.training.order import Order
from core.train.training.seeds import check_seed, mix
from core.train.training.settings import changed_settings, checked
from core.train.training.state import Chunk, First, TrainingState


class Training:
    """The live thing. Everything about it changes only in its methods, between two steps."""

    def __init__(self, dataset: Dataset, model_: Model, settings: Settings, *, seed: int, device: torch.device) -> None:
        self.dataset = dataset
        self.seed = seed
        self.device = device
        self.first_net, self.first_settings = model_.net, settings
        self.net_before: Net | None = None
        self.first: First | None = None
        self._planned = model_.net
        self.loss_of = LOSS[dataset.task]
        self.make_stepper: Callable[..., Stepper] = Stepper
        order = Order(len(dataset.training_inputs), seed=seed, device=device)
        dropout = Generator(device=device).manual_seed(mix(seed, 2))
        inputs = measuring.shaped(dataset.training_inputs, model_.net)
        self.adopt(Adopted(model_, inputs, settings, 0, order, dropout, timeline=(), marks=()))

    def adopt(self, change: Adopted) -> None:
        """Take a change over: the one place where a training gets another model. Nothing but assignments, so that it
        cannot end halfway."""
        self.net_before = self.net_before if self._planned == change.model.net else self._planned
        self._planned = change.model.net
        self.model, self._inputs, self.settings = change.model, change.inputs, change.settings
        self.step, self.order, self._dropout_generator = change.step, change.order, change.dropout
        self.timeline, self.marks = change.timeline, change.marks
        self.dataset = change.dataset or self.dataset
        self._stepper, self._beside = change.stepper, change.beside

    def stands(self) -> Adopted:
        """Return what the training has adopted, as it stands."""
        return Adopted(
            self.model, self._inputs, self.settings, self.step, self.order, self._dropout_generator, self.timeline,
            self.marks, self._stepper, self._beside, dataset=self.dataset,
        )  # fmt: skip

    @property
    def net(self) -> Net:
        """The plan of the network."""
        return self.model.net

    # ------------------------------------------------------------------------------------------------- stepping
    def take(self, limit: int) -> Chunk:
        """Take up to `limit` steps, and adopt what they have brought about; return what they told."""
        chunk = self.steps(limit)
        change = self.brought_about()
        if change is not None:
            self.adopt(change)
        return chunk

    def brought_about(self) -> Adopted | None:
        """Return what the steps just taken have brought about, None for nothing."""
        if not self.model.fades and self.model.successor is None:
            return None
        return brought_about(self.stands(), dataset=self.dataset)

    def steps(self, limit: int) -> Chunk:
        """Take up to `limit` steps, stopping at the end of the epoch and where they bring something about."""
        fades = self.model.fades.values()
        beside = self.model.successor
        if beside is not None:
            limit = min(limit, successor.steps_to_check(beside))
        sizes = self.batch_sizes(min([limit, *(max(1, fade.steps - fade.done) for fade in fades)]))
        rows = self.order.next_rows(sum(sizes))
        inputs = self._inputs.index_select(0, rows)
        targets = self.dataset.training_targets.index_select(0, rows)
        rates = [schedules.rate_at(self.settings, self.step + place) for place in range(len(sizes))]
        self._stepper = self._stepper_for(self.model, self._stepper)
        taken = self._stepper.take(
            inputs, targets, sizes, settings=self.settings, learning_rates=rates, generator=self._dropout_generator
        )
        if beside is not None:
            self._beside = self._stepper_for(beside.model, self._beside)
            successor.take(
                beside, self._beside, inputs, targets, sizes, settings=self.settings, learning_rates=rates
            )  # fmt: skip
        self.step += len(sizes)
        self.order.go_on(sum(sizes))
        correct = None
        if self.dataset.task == "classify":
            correct = (taken.outputs.argmax(1) == targets).sum()
        return Chunk(len(sizes), sum(sizes), taken.losses, taken.squared_norms, correct)

    def _stepper_for(self, model_: Model, now: Stepper | None) -> Stepper:
        """Return what takes the steps; a new one after an edit, an undo, or another kind of settings."""
        if now is not None and now.fits(model_, self.settings):
            return now
        return self.make_stepper(model_, self.settings, task=self.dataset.task)

    @property
    def rung(self) -> Rung | None:
        """How the steps are taken (`core.train.steps.ladder`), None while that is not decided."""
        return None if self._stepper is None else self._stepper.rung(self.settings.batch_size)

    @property
    def top(self) -> Top | None:
        """The rung above the one by hand as it stands, None while there is none."""
        return None if self._stepper is None else self._stepper.top

    def batch_sizes(self, limit: int) -> list[int]:
        """Return the sizes of the next batches up to the end of the epoch, `limit` at most."""
        return self.order.sizes(self.settings.batch_size, limit=limit)

    # ------------------------------------------------------------------------------------------------ evaluation
    def evaluate(self, inputs: Tensor, targets: Tensor, *, of: Model | None = None) -> tuple[float, float]:
        """Return (mean loss, score) on samples, of the network or of another model, `of`."""
        return measuring.evaluate(of or self.model, self.dataset, inputs, targets)

    def model_outputs(self, inputs: Tensor) -> Tensor:
        """Return the network's outputs, (n, *sample) -> (n, outputs), as it is for use."""
        return forward(self.model, measuring.shaped(inputs, self.net), training=False)

    def validate(self) -> tuple[float, float]:
        """Return (mean loss, score) on all validation samples."""
        return measuring.validate(self.model, self.dataset)

    def probe_loss(self, samples: int = PROBE_SAMPLES) -> float:
        """Return the loss on the first held-out samples."""
        return measuring.probe_loss(self.model, self.dataset, samples=samples)

    def next_batch(self) -> tuple[Tensor, Tensor]:
        """Return (inputs, targets) of the next step, without taking it."""
        rows = self.order.next_rows(self.batch_sizes(1)[0])
        return self._inputs.index_select(0, rows), self.dataset.training_targets.index_select(0, rows)

    def dropout_copy(self) -> Generator:
        """Return a generator that draws what the next step will, leaving the training's own alone."""
        return Generator(device=self.device).set_state(self._dropout_generator.get_state())

    def probe_inputs(self, count: int) -> Tensor:
        """Return the first held-out samples, (count, *net.input)."""
        return measuring.shaped(self.dataset.validation_inputs[:count], self.net)

    def preview_data(self) -> dict[str, Any]:
        """Return what a preview measures on: the samples an edit may look at, and held-out ones."""
        return {
            **measuring.calibration(self.dataset, self._inputs),
            "optimizer": self.settings.optimizer,
            "seed": self.edit_seed(),
            "probe_inputs": self.probe_inputs(PROBE_SAMPLES),
            "probe_targets": self.dataset.validation_targets[:PROBE_SAMPLES],
            "task": self.dataset.task,
            "step": self.step,
        }

    # -------------------------------------------------------------------------------------------- edits, settings
    def edit(self, edit: Edit, *, seed: int | None = None) -> None:
        """Do an edit; raise `EditError` if it cannot be done, with nothing changed."""
        self.adopt(self.edited(edit, seed=seed))

    def edited(self, edit: Edit, *, seed: int | None = None) -> Adopted:
        """Return what follows from an edit, with nothing changed yet; raise `EditError` if it cannot be done."""
        seed = self.edit_seed() if seed is None else seed
        return edited(self.stands(), edit, seed=seed, dataset=self.dataset)

    def edit_seed(self) -> int:
        """Return the seed that the next edit would draw from."""
        return mix(self.seed, 3, self.step, len(self.timeline))

    def change(self, setting: str, value: Value) -> Settings:
        """Change one setting; raise `SettingError` if it cannot be had."""
        changed = checked(changed_settings(self.settings, setting, value), samples=self.order.count)
        check_batch(self.net, changed)
        # The pace decides when, never what.
        done = () if setting == "pace" else (TimelineEntry(self.step, Change(setting, value)),)
        self.settings, self.timeline = changed, (*self.timeline, *done)
        return changed

    def edited_point(self, done: EditPoint) -> Adopted:
        """Return what follows from a change to the points; raise a `Problem` if it cannot be made."""
        spec = self.dataset.spec
        made = datasets.load(replace(spec, edits=(*spec.edits, done.edit)))
        return with_data(self.stands(), datasets.to(made, self.device), done=done)

    def note(self, done: UseThreads | UseDevice) -> None:
        """Write into the timeline what else decides the weights."""
        self.timeline = (*self.timeline, TimelineEntry(self.step, done))

    def note_threads(self, count: int) -> None:
        """Write into the timeline that it goes on on so many threads, if that is another number than it says."""
        self.timeline = on_threads(self.stands(), count).timeline

    # ---------------------------------------------------------------------------------------------------- states
    def state(self) -> TrainingState:
        """Return a copy of everything that decides what comes next."""
        return self._state_of(model.snapshot(self.model))

    def state_before_edit(self) -> TrainingState:
        """Return the same without copying a tensor: an edit makes new ones and leaves these alone for ever.

        Only for right before an edit; when that is refused, the state must not be kept.
        """
        return self._state_of(model.set_aside(self.model))

    def _state_of(self, kept: Model) -> TrainingState:
        size_bytes = kept.size_bytes + self.dataset.own_bytes + self.order.count * 8 + 10_000
        return TrainingState(
            kept, self.settings, self.step, *self.order.state(), self._dropout_generator.get_state(), self.timeline,
            self.marks, size_bytes, self.net_before, self.dataset, self.first,
        )  # fmt: skip

    def restore(self, moment: TrainingState) -> None:
        """Go back (or forward) to `moment`, which stays usable; the pace stays as it is."""
        self.adopt(self.restored(moment))

    def restored(self, moment: TrainingState) -> Adopted:
        """Return what follows from going to `moment`.

        Dropout's stream stays where the state comes from another kind of device: they have nothing in common.
        """
        kept, dropout = model.snapshot(moment.model), self.dropout_copy()
        if moment.dropout_state.numel() == dropout.get_state().numel():
            dropout.set_state(moment.dropout_state)
        dataset = moment.dataset or self.dataset
        return Adopted(
            model=kept,
            inputs=measuring.shaped(dataset.training_inputs, kept.net),
            settings=replace(moment.settings, pace=self.settings.pace),
            step=moment.step,
            order=self.order.at(moment.epochs, moment.position, moment.order, moment.order_state),
            dropout=dropout,
            timeline=moment.timeline,
            marks=moment.marks,
            dataset=dataset,
        )

    def at(self, moment: TrainingState) -> Training:
        """Return another training on the same data that stands at `moment`; this one stays where it is."""
        there = copy.copy(self)
        there.restore(moment)
        there.net_before = moment.net_before
        return there


def begin(
    dataset: Dataset,
    *,
    net: Net | None = None,
    settings: Settings | None = None,
    seed: int = 0,
    device: torch.device | None = None,
    dtype: torch.dtype = torch.float32,
    first: First | None = None,
) -> Training:
    """Return a training at step 0. `net` and `settings` None: what is usual for the data. `first`: the weights that
    `net` has; None: those that the seed gives."""
    device = device or torch.device("cpu")
    known = dataset.known
    net = net or usual_net(dataset)
    check_new(net, inputs=plan.size_of(known.input), outputs=known.outputs, data=known.name)
    settings = checked(settings or known.settings, samples=len(dataset.training_inputs))
    check_batch(net, settings)
    fresh = model.new_model(net, seed=check_seed(seed), device=device, dtype=dtype)
    if first is not None:
        fresh.flat.copy_(first.flat)
        for name, buffer in first.buffers.items():
            fresh.buffers[name].copy_(buffer)
    begun = Training(datasets.to(dataset, device), fresh, settings, seed=seed, device=device)
    begun.first = first
    return begun


def usual_net(dataset: Dataset) -> Net:
    """Return the network that the data is usually learned with."""
    known = dataset.known
    return plan.mlp(plan.size_of(known.input), known.hidden, known.outputs, activation=known.activation)
