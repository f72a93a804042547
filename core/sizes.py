"""Sizes, numbers and dates in words, the same wherever a person reads one."""

from __future__ import annotations

import math
from datetime import date, timedelta


def size_text(size_bytes: float) -> str:
    """Return a size as a person reads it: "12 KB", "31 MB", "2.9 GB", "212 GB"."""
    if size_bytes < 1e6:
        return f"{size_bytes / 1e3:.0f} KB"
    if size_bytes < 1e9:
        return f"{size_bytes / 1e6:.0f} MB"
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes < 1e11 else f"{size_bytes / 1e9:.0f} GB"


def number_text(value: float) -> str:
    """Return a number of a table as a person reads it: four digits, "45", "0.1235", and all of one from a thousand on,
    "68,043"."""
    text = f"{value:,.0f}" if 1000 <= abs(value) < 1e12 else f"{value:.4g}"
    return text.replace("-", "−")


def day_text(days: float) -> str:
    """Return the date that is so many days after 1 January 1970: "1977-01-19"; of one that no calendar has, the
    number."""
    try:
        return (date(1970, 1, 1) + timedelta(math.floor(days + 0.01))).isoformat()  # a scaled one is exact to minutes
    except (ValueError, OverflowError):
        return number_text(days)
