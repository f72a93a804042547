"""A device is tried with the very training that moves to it, before the one on the device of before is left.

A card can be listed, multiply two small matrices, and fail at the first real step: too little shared memory, a kernel
that its driver does not know, an error of its memory. After such an error nothing can be read from it any more, so the
training that goes on must be one that was never there.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator

from core.messages.beside.device import DeviceFails
from core.messages.train_reports import Device
from core.sentence import Problem
from core.train.session import opening
from core.train.session.devices import DeviceFailingError
from core.train.session.opening import Setting
from core.train.session.session import Session
from core.workers.process_tree import is_out_of_memory

OF_A_DEVICE = re.compile(
    r"\b(?:CUDA|HIP|MPS|XPU|SYCL|NVRTC|cuDNN|MIOpen|Level Zero)\b|\bcu(?:blas|solver|sparse|fft)|device-side", re.I
)
"""How torch's errors about a device read, whatever failed there."""


def moved(session: Session, setting: Setting) -> Session:
    """Return the training on another device, where a copy of it has taken a step; raise `DeviceFailingError` where that
    fails. What was given stays as it is, and so does the next step of what is returned."""
    try:
        made = opening.moved(session, setting)
        if setting.device.name != "cpu":
            there = made.training.at(made.training.state())
            float(there.take(1).losses[0])  # read from the device: what was queued before has been done, too
    except RuntimeError as error:
        if is_out_of_memory(error) or setting.device.name == "cpu":
            raise
        raise failing(setting.device, stays=True) from error
    return made


def failing(device: Device, *, stays: bool) -> DeviceFailingError:
    """Return what is said of a device that has failed; `stays`: the training is on the one of before."""
    if stays:
        return DeviceFailingError(
            "{product} ({name}) has failed at a step, so the training stays where it is. Restart the computer or "
            "update the graphics driver before you try it again.", product=device.product, name=device.name,
        )  # fmt: skip
    return DeviceFailingError(
        "{product} ({name}) has failed, and what was on it is lost since the training was saved last. Restart, and it "
        "goes on from there on the processor.", product=device.product, name=device.name,
    )  # fmt: skip


@contextlib.contextmanager
def failures(device: Callable[[], Device], tell: Callable[[Iterable[object]], object]) -> Iterator[None]:
    """Tell of a failure of the device that trains, and raise it as a `Problem`; other errors pass."""
    try:
        yield
    except RuntimeError as error:
        if (found := of_device(error, device())) is None:
            raise
        tell(told_of(found))
        raise found from error


def of_device(error: Exception, device: Device) -> DeviceFailingError | None:
    """Return what an error is, if it is one of the device that trains; None for any other."""
    if device.name == "cpu" or is_out_of_memory(error) or OF_A_DEVICE.search(str(error)) is None:
        return None
    return failing(device, stays=False)


def told_of(problem: Problem) -> tuple[DeviceFails, ...]:
    """Return what there is to tell of a problem, if it is one of a device."""
    return (DeviceFails(problem.device, problem.sentence),) if isinstance(problem, DeviceFailingError) else ()
