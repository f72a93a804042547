"""The front door: what the arguments mean, and that this process stays light."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.sentence import say
from gui import __main__ as door
from gui.kit.actions import ACTIONS, keys_shown
from gui.kit.theme import DARK, LIGHT, theme_for
from gui.kit.words import I18N, TsFiles, install_language, read, read_ts, remove_translators, tr

ROOT = Path(__file__).resolve().parents[2]


def test_the_window_process_never_imports_torch_or_rattler() -> None:
    script = (
        "import sys, importlib, pkgutil, gui\n"
        "for found in pkgutil.walk_packages(gui.__path__, 'gui.'):\n"
        "    if not found.name.endswith('__main__'): importlib.import_module(found.name)\n"
        "heavy = {'torch', 'torchvision', 'rattler', 'uv', 'pyqtgraph'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "import gui.__main__\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_help_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        door.main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    for word in ("train", "env", "--home", "--language", "--theme", "--record", "--replay", "--page"):
        assert word in said


def test_an_unknown_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        door.main(["--dance"])
    assert left.value.code == 2
    assert "--dance" in capsys.readouterr().err


def test_a_file_that_is_no_recording_is_one_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "편지 letter.txt"
    other.write_text("Dear reader", encoding="utf-8")
    for path in (other, tmp_path / "nowhere.jsonl"):
        assert door.main(["--replay", str(path)]) == 2
        said = capsys.readouterr().err
        assert path.name in said
        assert "Traceback" not in said


def test_a_path_means_the_folder_where_run_py_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "내 폴더"
    there.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TORCHGARDEN_STARTED_IN", str(there))
    assert door.main(["nothing"]) == 2
    assert f"There is no training in {there / 'nothing'}." in capsys.readouterr().err
    assert "TORCHGARDEN_STARTED_IN" not in os.environ, "a terminal that is opened from the window would get it"


def test_train_goes_to_the_door_without_a_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["train", "--help"]) == 0
    assert "--edit" in capsys.readouterr().out


# --------------------------------------------------------------------------------------------------------------- words
def test_words_are_korean_while_korean_is_spoken(qapp: QApplication, qtbot: QtBot) -> None:
    spoken = install_language(qapp, "ko")
    try:
        assert tr("Undo") == "되돌리기"
        assert tr("{n:,} steps", n=1234) == "1,234스텝"
        assert read(say("Delete “{name}”?", name="a")) == "‘a’ 훈련을 삭제할까요?"
        assert tr("Nobody has translated this {x}", x=1) == "Nobody has translated this 1"
    finally:
        remove_translators(qapp, spoken)
    assert tr("Undo") == "Undo"


def test_a_checkout_without_compiled_words_reads_the_sources(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "a.ko.ts").write_text((I18N / "train.ko.ts").read_text("utf-8"), "utf-8")
    spoken = install_language(qapp, "ko", folder=tmp_path)
    try:
        assert isinstance(spoken[-1], TsFiles)
        assert tr("Undo") == "되돌리기"
    finally:
        remove_translators(qapp, spoken)


def test_every_translation_fills_its_places() -> None:
    for path in I18N.glob("*.ko.ts"):
        for english, korean in read_ts(path).items():
            assert korean.strip(), english


# --------------------------------------------------------------------------------------------------- theme and actions
def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""

    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(colors: dict[str, str]) -> None:
    for ground in ("card", "ground", "control", "selected"):
        assert contrast(colors["text"], colors[ground]) >= 7
        assert contrast(colors["soft"], colors[ground]) >= 4.5
    for ink in ("grown", "narrowed", "bad", "accent"):
        assert contrast(colors[ink], colors["card"]) >= 4.5
    assert contrast(colors["on_accent"], colors["accent"]) >= 4.5


def test_both_themes_have_every_colour(qapp: QApplication) -> None:
    assert set(LIGHT) == set(DARK)
    assert theme_for("dark").ground.name() == DARK["ground"]
    assert theme_for("light", motion=False).motion_ms == 0


def test_no_key_does_two_things() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    assert keys_shown("undo")
