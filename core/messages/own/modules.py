"""Every file here whose dataclasses travel (`core.workers.wire`)."""

from __future__ import annotations

from types import ModuleType

from core.messages.own import arrays, looking, oddities, out, pictures, prepared, table

OWN: tuple[ModuleType, ...] = (arrays, looking, oddities, out, pictures, prepared, table)
