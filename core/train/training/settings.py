"""The settings that may change at any step: which values they can have."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

from core.messages.train_commands import OPTIMIZERS, PRECISIONS, SCHEDULES, Settings
from core.sentence import Problem, Sentence, Value, say

LABELS: dict[str, Sentence] = {
    "learning_rate": say("Learning rate changed"),
    "batch_size": say("Batch size changed"),
    "optimizer": say("Optimizer changed"),
    "momentum": say("Momentum changed"),
    "weight_decay": say("Weight decay changed"),
    "l1": say("L1 changed"),
    "clip": say("Gradient clip changed"),
    "schedule": say("Schedule changed"),
    "schedule_steps": say("Schedule steps changed"),
    "ramp_steps": say("Ramp of new units changed"),
    "precision": say("Precision changed"),
}
"""What is undone when a setting is. The pace has none: it decides when, never what."""


class SettingError(Problem):
    """A setting that cannot be had."""


def changed_settings(settings: Settings, setting: str, value: Value) -> Settings:
    """Return `settings` with one field changed; raise `SettingError` if there is no such field or value."""
    fields = {field.name: type(getattr(settings, field.name)) for field in dataclasses.fields(settings)}
    kind = fields.get(setting)
    if kind is None:
        raise SettingError("There is no setting called {setting}.", setting=setting)
    fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
    if not fits or isinstance(value, bool):
        raise SettingError("{setting} cannot be {value}.", setting=setting, value=value)
    return replace(settings, **{setting: kind(value)})


RANGES: dict[str, tuple[float, float]] = {
    "learning_rate": (0.0, 100.0),
    "momentum": (0.0, 0.9999),
    "weight_decay": (0.0, 100.0),
    "l1": (0.0, 100.0),
    "clip": (0.0, 1e9),
    "schedule_steps": (1, 10**9),
    "ramp_steps": (0, 10**6),
    "pace": (0.0, 10_000.0),
}


def checked(settings: Settings, *, samples: int) -> Settings:
    """Return `settings`, the batch no larger than the data; raise `SettingError` for a value out of its range."""
    for name, (low, high) in RANGES.items():
        value = getattr(settings, name)
        if not low <= value <= high:
            raise SettingError("{setting} must be between {low} and {high}.", setting=name, low=low, high=high)
    for name, names in (("optimizer", OPTIMIZERS), ("schedule", SCHEDULES), ("precision", PRECISIONS)):
        if getattr(settings, name) not in names:
            raise SettingError("{setting} cannot be {value}.", setting=name, value=getattr(settings, name))
    if settings.batch_size < 1:
        raise SettingError("A batch holds at least one sample.")
    return replace(settings, batch_size=min(settings.batch_size, samples))
