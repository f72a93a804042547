"""Every file here whose dataclasses travel (`core.workers.wire`)."""

from __future__ import annotations

from core.messages.inside import bench, compare, layers, opening, stepping

INSIDE = (opening, layers, stepping, bench, compare)
