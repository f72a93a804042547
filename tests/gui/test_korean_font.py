"""Korean can be read on a system that has no Korean font: the app brings one, and uses it only there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication

from gui.kit.words import I18N, read_ts
from gui.language import korean_font
from gui.language.korean_font import FILES, FONTS

ROOT = Path(__file__).resolve().parents[2]
LATIN = Path("/usr/share/fonts/truetype/dejavu")
LARGEST_BYTES = 1_500_000
FROM_LATIN = set("ᵀˣ⁻")
"""Raised letters of formulas that the Korean fonts we cut ours from do not have; any Latin font does."""

BARE = """\
import sys
from PySide6.QtGui import QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QApplication
app = QApplication([])
from gui.kit.theme import font, theme_for, ui_families
before = QFontDatabase.families(QFontDatabase.WritingSystem.Korean)
assert not before, before
families = ui_families()
assert families[0] in ("TorchGarden Korean", "DejaVu Sans"), families
assert {"TorchGarden Korean", "TorchGarden Korean More"} <= set(families), families
def drawn(letter, bold):
    image = QImage(40, 40, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(font(theme_for("light"), 24, bold=bold))
    painter.drawText(image.rect(), 0x84, letter)
    painter.end()
    return bytes(image.constBits())
for bold in (False, True):
    letters = "훈련가상환경신경망뷁펲"
    assert len({drawn(letter, bold) for letter in letters}) == len(set(letters)), "empty boxes all look the same"
    assert drawn("훈", bold).count(255) < 1550, "and there is something to see"
from gui.language.korean_font import can_write_korean
assert can_write_korean()
print("read")
"""


def font_of(name: str) -> QRawFont:
    return QRawFont(str(FONTS / name), 16)


@pytest.mark.skipif(
    sys.platform != "linux" or not LATIN.is_dir(), reason="fontconfig can hide a system's fonts on Linux"
)
def test_a_system_without_a_korean_font_shows_korean_in_ours(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{LATIN}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    environment = os.environ | {"FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen", "LANG": "ko_KR.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", BARE], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "read", done.stderr


def test_where_the_system_has_korean_ours_stay_on_the_disk(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(korean_font, "_system_has", lambda: True)
    monkeypatch.setattr(korean_font, "_loaded", lambda: pytest.fail("it was loaded"))
    assert korean_font.own_families() == ()


@pytest.mark.parametrize("name", FILES[:2])
def test_every_letter_of_the_app_is_in_the_font(qapp: QApplication, name: str) -> None:
    font = font_of(name)
    assert font.isValid()
    letters = {letter for path in I18N.glob("*.ko.ts") for korean in read_ts(path).values() for letter in korean}
    assert len(letters) > 500
    missing = {letter for letter in letters if not (letter.isspace() or font.supportsCharacter(ord(letter)))}
    missing -= FROM_LATIN
    assert not missing, f"run resources/fonts/make.py again: {sorted(missing)}"


def test_every_syllable_there_is_can_be_written(qapp: QApplication) -> None:
    fonts = [font_of(name) for name in FILES]
    missing = [code for code in range(0xAC00, 0xD7A4) if not any(font.supportsCharacter(code) for font in fonts)]
    assert not missing


def test_the_fonts_are_small_and_their_licence_lies_beside_them() -> None:
    assert sum((FONTS / name).stat().st_size for name in FILES) < LARGEST_BYTES
    licence = (FONTS / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(name in licence for name in FILES)
    assert "Adobe" in licence
