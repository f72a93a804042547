"""Colours, type and spacing of the window, light and dark: one frozen `Theme`, given to everything that draws.

Blue/orange and green/amber differ for red-green and blue-yellow blind eyes. Colour is never the only sign: grown and
narrowed also differ in shape, training and validation also in their legend.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication

from gui.language.korean_font import own_families

Scheme = Literal["light", "dark"]
SchemeChoice = Literal["system", "light", "dark"]

KOREAN_FAMILIES = (
    "Pretendard", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", "NanumGothic",
    "Nanum Gothic", "UnDotum", "Baekmuk Gulim",
)  # fmt: skip
"""Families with Korean letters on macOS, Windows and Linux, the preferred first."""

MONO_FAMILIES = ("Menlo", "Consolas", "DejaVu Sans Mono", "Noto Sans Mono", "Noto Sans Mono CJK KR", "D2Coding")
LAST_RESORT = ("DejaVu Sans", "Bitstream Vera Sans", "Sans Serif", "Sans", "")
"""UI fonts of a bare Linux; a Korean family's Latin letters read better beside Korean ones."""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What things look like. Sizes are logical pixels; `motion_ms` is 0 if the person wants no motion."""

    scheme: Scheme
    ground: QColor
    card: QColor
    line: QColor
    text: QColor
    soft: QColor
    accent: QColor
    on_accent: QColor
    selected: QColor
    control: QColor
    hover: QColor
    grown: QColor
    narrowed: QColor
    bad: QColor
    positive: QColor
    negative: QColor
    training: QColor
    validation: QColor

    families: tuple[str, ...] = ()
    body_px: int = 13
    note_px: int = 12
    small_px: int = 11
    name_px: int = 15
    title_px: int = 24

    grid: int = 8
    gap: int = 12
    radius: int = 10
    control_radius: int = 8
    control_height: int = 32
    motion_ms: int = 150
    scale: float = 1.0
    """How much larger type is than usual: on a page that has the room of a projector."""


LIGHT = {
    "ground": "#f4f5f7", "card": "#ffffff", "line": "#e2e5ea", "text": "#1c2330", "soft": "#5f6979",
    "accent": "#2463eb", "on_accent": "#ffffff", "selected": "#e4edfd", "control": "#e6eaf0", "hover": "#dae0e8",
    "grown": "#0f7a50", "narrowed": "#a35508", "bad": "#c4283c", "positive": "#2f6fde", "negative": "#e8710a",
    "training": "#2463eb", "validation": "#e8710a",
}  # fmt: skip
DARK = {
    "ground": "#14171c", "card": "#1c2027", "line": "#2c323c", "text": "#e7eaef", "soft": "#98a2b3",
    "accent": "#4c8dff", "on_accent": "#0d1526", "selected": "#20324f", "control": "#232933", "hover": "#2d3541",
    "grown": "#2fbf86", "narrowed": "#e0933a", "bad": "#ff6b7a", "positive": "#5b9bff", "negative": "#ff9a57",
    "training": "#4c8dff", "validation": "#ff9a57",
}  # fmt: skip


def theme_for(scheme: SchemeChoice = "system", *, motion: bool = True) -> Theme:
    """Return the theme of `scheme`; "system" asks the desktop. "system" and the fonts need a QGuiApplication."""
    chosen: Scheme = system_scheme() if scheme == "system" else scheme
    colors = {name: QColor(value) for name, value in (DARK if chosen == "dark" else LIGHT).items()}
    families = ui_families() if QGuiApplication.instance() is not None else ()
    return Theme(scheme=chosen, families=families, motion_ms=150 if motion else 0, **colors)  # type: ignore[arg-type]


def system_scheme() -> Scheme:
    """Return what the desktop asks for, else light."""
    if QGuiApplication.instance() is None:
        return "light"
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def ui_families() -> tuple[str, ...]:
    """Return the system's UI family, then the installed Korean families, or our own where there is none."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    installed = set(QFontDatabase.families())
    korean = tuple(family for family in KOREAN_FAMILIES if family in installed)
    if not korean:  # an unknown family may still have the letters
        korean = own_families() or tuple(QFontDatabase.families(QFontDatabase.WritingSystem.Korean)[:1])
    if system in LAST_RESORT and korean:
        return (*korean, system)
    return (system, *korean)


def font(theme: Theme, size_px: int = 13, *, bold: bool = False, tabular: bool = False) -> QFont:
    """Return the UI font; `tabular` gives all digits one width, so changing numbers stay in place."""
    made = QFont(list(theme.families)) if theme.families else QFont()
    made.setPixelSize(round(size_px * theme.scale))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def enlarged(theme: Theme, scale: float) -> Theme:
    """Return the theme with type and controls `scale` times as large as usual."""
    return replace(theme, scale=scale, control_height=round(32 * scale))


def mono(theme: Theme, size_px: int = 12) -> QFont:
    """Return the fixed-width font, for commands and reports."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setStyleHint(QFont.StyleHint.Monospace)
    made.setFamilies([*made.families(), *known_mono(), *theme.families])
    made.setPixelSize(size_px)
    return made


@lru_cache(maxsize=1)
def known_mono() -> tuple[str, ...]:
    """Return our fixed-width families that are installed; cached, since asking takes a millisecond."""
    return tuple(name for name in MONO_FAMILIES if QFontDatabase.hasFamily(name))


def blend(under: QColor, over: QColor, share: float) -> QColor:
    """Return `share` (0 … 1) of `over` mixed into `under`."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        under.redF() * keep + over.redF() * share,
        under.greenF() * keep + over.greenF() * share,
        under.blueF() * keep + over.blueF() * share,
    )
