"""What names a layer for good."""

from __future__ import annotations

from typing import NewType

LayerKey = NewType("LayerKey", int)
"""Names a layer for good. A position is not a key, though both are whole numbers."""
INPUT = LayerKey(0)
"""Stands for the input, which is no layer: insert after it, select it, draw it."""
