"""Every file here whose dataclasses travel (`core.workers.wire`). Commands are kinds of `train_commands.Asked`, events
kinds of `train_events.Told`."""

from __future__ import annotations

from types import ModuleType

from core.messages.beside import branches, device, feature_maps, layer_curves, numbers, panes, pictures, plane, twin

BESIDE: tuple[ModuleType, ...] = (
    branches, device, feature_maps, layer_curves, numbers, panes, pictures, plane, twin,
)  # fmt: skip
