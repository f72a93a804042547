"""What is told of a device beside where the training stands."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages.train_events import Told
from core.sentence import Sentence


@dataclass(frozen=True)
class DeviceFails(Told):
    """The device called `device` was to compute and has failed: `why`. Comes before what was asked is refused or, where
    a training was on it, before the trainer ends."""

    device: str
    why: Sentence
