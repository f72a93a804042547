"""A training: a model, its data and settings, and everything that decides what the next step will be.

    training = begin(load(DataSpec("digits")), seed=0)
    chunk = training.take(20)                   # up to 20 steps, not beyond the end of the epoch
    training.edit(Widen(layer=1, by=16))
    moment = training.moment()                  # comes back exactly with training.restore(moment)

An epoch is one permutation of the samples, and batches are slices of it. The same seed, the same edits and changes at
the same steps and the same number of threads give the same weights, bit for bit, however fast it all went: nothing
here knows the time, and telemetry never draws from a training's random streams. The streams are three: the order of the
samples, dropout, and one of its own for each edit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Generator, Tensor

from core.messages.train_commands import Change, Settings, UseDevice, UseThreads
from core.messages.train_reports import EditMark, TimelineEntry
from core.net import plan
from core.net.labels import label
from core.net.plan import Edit, EditError, Net, SetActivation, Widen
from core.net.shapes import cost
from core.sentence import Value
from core.train.model import dismantle, model
from core.train.model.model import Model
from core.train.steps.ladder import LOSSES, Stepper
from core.train.surgery import apply as surgery
from core.train.surgery import successor
from core.train.training import datasets, schedules
from core.train.training.datasets import Dataset
from core.train.training.order import Order
from core.train.training.seeds import check_seed, mix
from core.train.training.settings import changed_settings, checked
from core.train.training.state import Chunk, Moment

CALIBRATION_SAMPLES = 1024
"""On how many training samples an edit may look at activations."""
PROBE_SAMPLES = 512
"""On how many held-out samples the loss before and after an edit is measured, at most."""
PROBE_WORK, LEAST_PROBE = 16_000_000, 64
GROWTH_PROBE_WORK, LEAST_GROWTH_PROBE = 2_000_000, 16
"""Wide networks are measured on fewer: as many as so many multiply-adds allow, or else the measuring would take longer
than the edit. Where units are added and the function stays, a few show that it does."""
EVALUATED_AT_ONCE, IMAGES_AT_ONCE = 2048, 256
"""Samples that go through the network together. Fewer where they are images and a processor computes: what a
convolution gives then stays in its cache, and a pass takes half as long or less."""


class Training:
    """The live thing. Everything about it changes only in its methods, between two steps."""

    def __init__(self, dataset: Dataset, model_: Model, settings: Settings, *, seed: int, device: torch.device) -> None:
        self.dataset = dataset
        self.model = model_
        self.settings = settings
        self.seed = seed
        self.device = device
        self.first_net, self.first_settings = model_.net, settings
        self.step = 0
        self.order = Order(len(dataset.training_inputs), seed=seed, device=device)
        self.timeline: tuple[TimelineEntry, ...] = ()
        self.marks: tuple[EditMark, ...] = ()
        self.loss_of = LOSSES[dataset.task]
        self.make_stepper: Callable[..., Stepper] = Stepper
        self._stepper: Stepper | None = None
        self._beside: Stepper | None = None
        """What takes the steps of a successor."""
        self._dropout_generator = Generator(device=device).manual_seed(mix(seed, 2))
        self._inputs = self._shaped(dataset.training_inputs)

    @property
    def net(self) -> Net:
        return self.model.net

    # ------------------------------------------------------------------------------------------------- stepping
    def take(self, limit: int) -> Chunk:
        """Take up to `limit` steps, stopping at the end of the epoch; return what they told."""
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
        for key in surgery.finished_fades(self.model):
            self._fold(key)
        if beside is not None and beside.taken % successor.CHECKED_EVERY == 0:
            self._look_at_successor()
        correct = None
        if self.dataset.task == "classify":
            correct = (taken.outputs.argmax(1) == targets).sum()
        return Chunk(len(sizes), sum(sizes), taken.losses, taken.squared_norms, correct)

    def _stepper_for(self, model_: Model, now: Stepper | None) -> Stepper:
        """Return what takes the steps; a new one after an edit, an undo, or another kind of settings."""
        if now is not None and now.fits(model_, self.settings):
            return now
        return self.make_stepper(model_, self.settings, task=self.dataset.task)

    def batch_sizes(self, limit: int) -> list[int]:
        """Return the sizes of the next batches up to the end of the epoch, `limit` at most."""
        return self.order.sizes(self.settings.batch_size, limit=limit)

    def _shaped(self, inputs: Tensor) -> Tensor:
        """(n, *sample) -> (n, *net.input)."""
        return inputs.reshape(len(inputs), *self.model.net.input)

    # ------------------------------------------------------------------------------------------------ evaluation
    def evaluate(self, inputs: Tensor, targets: Tensor, *, of: Model | None = None) -> tuple[float, float]:
        """Return (mean loss, score) on samples, as the network (or another model, `of`) is for use: no dropout, batch
        norm at rest."""
        loss, score = 0.0, 0.0
        few = len(self.net.input) == 3 and self.device.type == "cpu"
        at_once = IMAGES_AT_ONCE if few else EVALUATED_AT_ONCE
        with torch.no_grad():
            for first in range(0, len(inputs), at_once):
                rows = slice(first, first + at_once)
                x, y = inputs[rows], targets[rows]
                outputs = self.model_outputs(x, of=of)
                loss += float(self.loss_of(outputs, y)) * len(x)
                if self.dataset.task == "classify":
                    score += float((outputs.argmax(1) == y).sum())
        count = len(inputs)
        if self.dataset.task == "regress":
            return loss / count, r_squared(loss / count, targets)
        return loss / count, score / count

    def model_outputs(self, inputs: Tensor, *, of: Model | None = None) -> Tensor:
        """Return the network's outputs, (n, *sample) -> (n, outputs), as it is for use."""
        return model.forward(of or self.model, self._shaped(inputs), training=False)

    def validate(self, *, of: Model | None = None) -> tuple[float, float]:
        """Return (mean loss, score) on all validation samples."""
        return self.evaluate(self.dataset.validation_inputs, self.dataset.validation_targets, of=of)

    def probe_samples(self, edit: Edit | None = None) -> int:
        """Return on how many held-out samples an edit of this network is measured."""
        grows = isinstance(edit, Widen)
        work, least = (GROWTH_PROBE_WORK, LEAST_GROWTH_PROBE) if grows else (PROBE_WORK, LEAST_PROBE)
        return max(least, min(PROBE_SAMPLES, work // cost(self.net, "sgd").multiply_adds))

    def probe_loss(self, samples: int = PROBE_SAMPLES) -> float:
        """Return the loss on the first held-out samples."""
        return self.evaluate(self.dataset.validation_inputs[:samples], self.dataset.validation_targets[:samples])[0]

    def next_batch(self) -> tuple[Tensor, Tensor]:
        """Return (inputs, targets) of the next step, without taking it."""
        rows = self.order.next_rows(self.batch_sizes(1)[0])
        return self._inputs.index_select(0, rows), self.dataset.training_targets.index_select(0, rows)

    def dropout_copy(self) -> Generator:
        """Return a generator that draws what the next step will, leaving the training's own alone."""
        return Generator(device=self.device).set_state(self._dropout_generator.get_state())

    def probe_inputs(self, count: int) -> Tensor:
        """Return the first held-out samples, (count, *net.input)."""
        return self._shaped(self.dataset.validation_inputs[:count])

    def preview_data(self) -> dict[str, Any]:
        """Return what a preview measures on: the samples an edit may look at, and held-out ones."""
        return {
            **self.calibration(),
            "optimizer": self.settings.optimizer,
            "seed": self.edit_seed(),
            "probe_inputs": self.probe_inputs(PROBE_SAMPLES),
            "probe_targets": self.dataset.validation_targets[:PROBE_SAMPLES],
            "task": self.dataset.task,
        }

    # -------------------------------------------------------------------------------------------- edits, settings
    def edit(self, edit: Edit, *, seed: int | None = None) -> surgery.Applied:
        """Do one edit; raise `EditError` if it cannot be done, with nothing changed."""
        seed = self.edit_seed() if seed is None else seed
        samples = self.probe_samples(edit)
        before = self.probe_loss(samples)
        applied = surgery.apply(self.model, edit, seed=seed, **self.calibration(), task=self.dataset.task)
        self._check_batch(applied.model.net, self.settings)
        self.model = applied.model
        self._inputs = self._shaped(self.dataset.training_inputs)
        mark = EditMark(self.step, applied.label, applied.grown, before, self.probe_loss(samples))
        self.marks = (*self.marks, mark)
        self.timeline = (*self.timeline, TimelineEntry(self.step, edit, seed))
        return applied

    def edit_seed(self) -> int:
        """Return the seed that the next edit would draw from."""
        return mix(self.seed, 3, self.step, len(self.timeline))

    def _fold(self, key: int) -> None:
        """A layer has faded to linear: fold it into the next one. Part of the step, so a replay does it too."""
        samples = self.probe_samples()
        before = self.probe_loss(samples)
        try:
            applied = surgery.fold_faded(self.model, key, **self.calibration(), task=self.dataset.task)
        except EditError:
            # Another edit has made the layer the only one that can be where it is: it stays, as a linear layer.
            kept = model.snapshot(self.model)
            del kept.fades[key]
            linear = SetActivation(plan.number_of(kept.net, key), "linear")
            applied = surgery.apply(kept, linear, seed=0, **self.calibration(), task=self.dataset.task)
        self.model = applied.model
        self._inputs = self._shaped(self.dataset.training_inputs)
        self.marks = (*self.marks, EditMark(self.step, applied.label, applied.grown, before, self.probe_loss(samples)))

    def _look_at_successor(self) -> None:
        """Let the smaller model take over if that costs next to nothing by now; part of the step, as above."""
        beside = self.model.successor
        if beside is None:
            return
        before, after = self.validate(), self.validate(of=beside.model)
        if successor.ready(before, after):
            said = label(self.net, successor.departure(self.net, beside.key, beside.by))
            self.model, self._stepper, self._beside = beside.model, self._beside, None
            self.marks = (*self.marks, EditMark(self.step, said, -1, before[0], after[0]))
        elif beside.taken >= successor.LONGEST:
            said = successor.given_up(self.net, beside, before, after)
            self.model.successor = self._beside = None
            self.marks = (*self.marks, EditMark(self.step, said, 0, before[0], before[0]))

    def calibration(self) -> dict[str, Tensor]:
        """Return the training samples that an edit may look at: always the same ones."""
        return {
            "inputs": self._inputs[:CALIBRATION_SAMPLES],
            "targets": self.dataset.training_targets[:CALIBRATION_SAMPLES],
        }

    def change(self, setting: str, value: Value) -> Settings:
        """Change one setting; raise `SettingError` if it cannot be had."""
        changed = checked(changed_settings(self.settings, setting, value), samples=self.order.count)
        self._check_batch(self.net, changed)
        self.settings = changed
        if setting != "pace":  # decides when, never what
            self.timeline = (*self.timeline, TimelineEntry(self.step, Change(setting, value)))
        return changed

    def note(self, done: UseThreads | UseDevice) -> None:
        """Write into the timeline what else decides the numbers."""
        self.timeline = (*self.timeline, TimelineEntry(self.step, done))

    def _check_batch(self, net: Net, settings: Settings) -> None:
        normed = any(getattr(layer, "norm", "none") == "batch" for layer in plan.numbered(net))
        if normed and settings.batch_size < 2:
            raise EditError("Batch normalisation needs at least two samples in a batch.")

    # --------------------------------------------------------------------------------------------------- moments
    def moment(self) -> Moment:
        """Return a copy of everything that decides what comes next."""
        return self._moment(model.snapshot(self.model))

    def moment_before_edit(self) -> Moment:
        """Return the same without copying a tensor: an edit makes new ones and leaves these alone for ever.

        Only for right before an edit; when that is refused, the moment must not be kept.
        """
        return self._moment(model.set_aside(self.model))

    def _moment(self, kept: Model) -> Moment:
        return Moment(
            kept, self.settings, self.step, *self.order.state(), self._dropout_generator.get_state(), self.timeline,
            self.marks, dismantle.size_bytes(kept) + self.order.count * 8 + 10_000,
        )  # fmt: skip

    def restore(self, moment: Moment) -> None:
        """Go back (or forward) to `moment`, which stays usable; the pace stays as it is.

        Dropout's stream stays too where the moment comes from another kind of device: they have nothing in common.
        """
        self.model = model.snapshot(moment.model)
        self.settings = replace(moment.settings, pace=self.settings.pace)
        self.step = moment.step
        self.order.restore(moment.epochs, moment.position, moment.order, moment.order_state)
        if moment.dropout_state.numel() == self._dropout_generator.get_state().numel():
            self._dropout_generator.set_state(moment.dropout_state)
        self.timeline, self.marks = moment.timeline, moment.marks
        self._inputs = self._shaped(self.dataset.training_inputs)


def begin(
    dataset: Dataset,
    *,
    net: Net | None = None,
    settings: Settings | None = None,
    seed: int = 0,
    device: torch.device | None = None,
    dtype: torch.dtype = torch.float32,
) -> Training:
    """Return a training at step 0. `net` and `settings` None: what is usual for the data."""
    device = device or torch.device("cpu")
    known = dataset.known
    net = net or usual_net(dataset)
    if not net.layers or not plan.outputs(net):
        raise EditError("A network ends with a dense layer.")
    fitting = plan.size_of(net.input) == plan.size_of(known.input)
    if not fitting or plan.outputs(net) != known.outputs:
        raise EditError(
            "This network takes {inputs} numbers and gives {outputs}; the data {name} needs {wanted} and {wanted_out}.",
            inputs=plan.size_of(net.input), outputs=plan.outputs(net), name=known.name,
            wanted=plan.size_of(known.input), wanted_out=known.outputs,
        )  # fmt: skip
    settings = checked(settings or known.settings, samples=len(dataset.training_inputs))
    fresh = model.new_model(net, seed=check_seed(seed), device=device, dtype=dtype)
    return Training(datasets.to(dataset, device), fresh, settings, seed=seed, device=device)


def usual_net(dataset: Dataset) -> Net:
    """Return the network that the data is usually learned with."""
    known = dataset.known
    return plan.mlp(plan.size_of(known.input), known.hidden, known.outputs, activation=known.activation)


def r_squared(loss: float, targets: Tensor) -> float:
    """Return 1 − mean squared error / variance of the targets."""
    variance = float(targets.cpu().double().var(correction=0))  # not every device has float64
    return 1.0 - loss / variance if variance > 0 else float("nan")
