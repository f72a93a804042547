"""Every file here whose dataclasses travel (`core.workers.wire`)."""

from __future__ import annotations

from core.messages.inside import bench, opening

INSIDE = (opening, bench)
