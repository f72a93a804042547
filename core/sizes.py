"""Sizes in words, the same wherever a person reads one."""

from __future__ import annotations


def size_text(size_bytes: float) -> str:
    """Return a size as a person reads it: "12 KB", "31 MB", "2.9 GB", "212 GB"."""
    if size_bytes < 1e6:
        return f"{size_bytes / 1e3:.0f} KB"
    if size_bytes < 1e9:
        return f"{size_bytes / 1e6:.0f} MB"
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes < 1e11 else f"{size_bytes / 1e9:.0f} GB"
