"""Every file here whose dataclasses travel (`core.workers.wire`)."""

from __future__ import annotations

from core.messages.inside import bench, compare, graph, layers, opening, played, stepping

INSIDE = (opening, layers, graph, played, stepping, bench, compare)
