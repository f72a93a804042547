"""Where sessions come from: a new training, a saved one, the first network again, another device."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from core.messages.train_commands import DataSpec, Load, Settings, UseDevice
from core.messages.train_events import Rejected, Tick
from core.messages.train_reports import Device, RunRecord
from core.runs import BRANCHES, RunError
from core.sentence import say
from core.train.disk import checkpoint, tree
from core.train.disk.hold import Hold
from core.train.session import devices
from core.train.session.session import Session
from core.train.stops.lookout import Lookout
from core.train.training import datasets
from core.train.training.training import Training, begin, usual_net


@dataclass(frozen=True)
class Setting:
    """What every session is given: the device, a fixed number of threads (0: measured), the clock, the runs held, and
    what the training before stopped for."""

    device: Device
    fixed_threads: int
    clock: Callable[[], float]
    hold: Hold
    lookout: Lookout

    @property
    def torch_device(self) -> torch.device:
        """The device as torch names it."""
        return torch.device(self.device.name)


def _session(training: Training, setting: Setting, folder: Path | None, lookout: Lookout) -> Session:
    return Session(
        training, device=setting.device, folder=folder, fixed_threads=setting.fixed_threads, clock=setting.clock,
        lookout=lookout,
    )  # fmt: skip


def fresh(load: Load, setting: Setting) -> Session:
    """Begin a new training; raise a `Problem` if it cannot be had. What is saved in a folder is never replaced."""
    if load.run:
        setting.hold.take_new(Path(load.run))
    dataset = datasets.load(load.data)
    net = load.net or usual_net(dataset)
    devices.check_memory(net, optimizer=load.settings.optimizer, device=setting.device.name)
    training = begin(dataset, net=net, settings=load.settings, seed=load.seed, device=setting.torch_device)
    lookout = setting.lookout.elsewhere(net)
    return _session(training, setting, Path(load.run) if load.run else None, lookout)


def opened(folder: Path, setting: Setting) -> Session:
    """Continue the training saved in `folder`; raise `RunError` if it cannot be."""
    setting.hold.take(folder)
    found, branches = tree.opened(folder, device=setting.torch_device)
    session = continued(found, folder, setting)
    session.saver.tree = branches
    if not found.elsewhere:
        session.saver.saved = found.training.step, len(found.training.timeline)
        session.saver.noted_on_disk = session.saver.noted()
    session.lost = found.lost or branches.lost
    if found.lost is not None:
        session.saver.new_story()
    return session


def continued(found: checkpoint.Opened, folder: Path | None, setting: Setting) -> Session:
    """Return the session of a training that was read, on as many threads as it was trained with."""
    session = Session(
        found.training,
        device=setting.device,
        folder=folder,
        history=found.history,
        fixed_threads=setting.fixed_threads,
        clock=setting.clock,
        lookout=Lookout(clock=setting.clock, stops=found.record.stops, hits=found.record.hits),
    )
    session.threads.take(found.training, found.record.threads)
    session.last_tick = _last_of(found.record)
    return session


def _last_of(record: RunRecord) -> Tick:
    """Return the Tick that a record was made with, so that the next save tells the same until there is a newer one."""
    nan = math.nan
    return Tick(record.step, record.epoch, record.loss, record.validation_loss, record.score, record.validation_score,
                nan, nan, record.settings.learning_rate)  # fmt: skip


def reset(session: Session, setting: Setting, *, seed: int) -> Session:
    """Return the first net again, the same initial weights or (seed not −1) new ones, today's settings."""
    old = session.training
    first = old.first if seed == -1 else None
    seed = old.seed if seed == -1 else seed
    devices.check_memory(old.first_net, optimizer=old.settings.optimizer, device=session.device.name)
    training = begin(old.dataset, net=old.first_net, settings=old.settings, seed=seed, device=old.device, first=first)
    session.saver.finish()
    session.saver.new_story()
    lookout = session.lookout.elsewhere(old.first_net, again=True)
    begun = _session(training, setting, session.saver.folder, lookout)
    begun.saver.story, begun.saver.past = session.saver.story, session.saver.past
    begun.saver.tree = session.saver.tree
    return begun


def moved(session: Session, setting: Setting) -> Session:
    """Return the training on another device. Its charts and its file go on; there is nothing to undo."""
    before, optimizer = session.training, session.training.settings.optimizer
    devices.check_memory(before.net, optimizer=optimizer, device=setting.device.name)
    training = checkpoint.moved(before, setting.torch_device)
    training.note(UseDevice(setting.device.name))
    session.saver.finish()
    made = Session(
        training,
        device=setting.device,
        folder=session.saver.folder,
        history=session.ticks.history,
        fixed_threads=setting.fixed_threads,
        clock=setting.clock,
        lookout=session.lookout.moved(),
    )
    made.last_tick = session.last_tick
    made.saver.story, made.saver.on_disk = session.saver.story, session.saver.on_disk
    made.saver.past, made.saver.tree = session.saver.past, session.saver.tree
    return made


def save(session: Session, folder: str, hold: Hold) -> Rejected | None:
    """Save now; into another folder, if one is named, from now on. Where that fails, it stays where it was."""
    before, branches = session.saver, session.saver.tree
    on_disk = branches.on_disk() if branches is not None else None
    new = not (Path(folder) / BRANCHES).exists()
    try:
        if folder and (before.folder is None or Path(folder) != before.folder):
            hold.take_new(Path(folder))
            session.save_into(Path(folder))
        works = session.save()
        if works.problem is None:
            return None
        if session.saver is before:
            return Rejected(works.problem, works.advice)
        session.saver = before
        if branches is not None and on_disk is not None:
            branches.put_back(on_disk, failed=Path(folder) if new else None)
        return Rejected(say("The training cannot be saved as {name}.", name=Path(folder).name), works.advice)
    finally:
        hold.keep_only(session.saver.folder)


def at_stop(session: Session, hit: int) -> Training:
    """Return the training as it stood right before the step of the hit with that number; raise `RunError` where that is
    not kept any more."""
    kept = session.lookout.kept.before(hit)
    if kept is None:
        raise RunError("This step is not kept any more. Only the last stops are, until the app is closed.")
    return session.training.at(kept)


def left(session: Session, other: Session) -> Rejected | None:
    """Finish saving a training that gives way to another; return what there is to tell if that does not work.

    One that is saved in a folder of its own keeps all its steps.
    """
    saver, training = session.saver, session.training
    works = saver.finish()
    if saver.folder not in (None, other.saver.folder) and (training.step or training.marks) and saver.is_new(training):
        works = session.save()
    if works.problem is None or saver.folder is None:
        return None
    return Rejected(say("The training {name} could not be saved up to its last step.", name=saver.folder.name),
                    works.advice)  # fmt: skip


def warm_up() -> None:
    """Take a few steps of something small, so that the person's first step finds everything loaded."""
    dataset = datasets.load(DataSpec("xor", samples=40))
    training = begin(dataset, settings=Settings(batch_size=8), seed=0)
    training.take(2)
    training.validate()
    datasets.load(DataSpec("digits"))
