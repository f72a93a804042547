"""Drawings in folders, and a table as a Korean Excel writes it, are dropped onto a real window and trained on."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.data.asked import Alone
from core.data.library import LibraryError
from core.data.pictures import answers as pictures
from core.data.table import answers as tables
from core.messages.own.looking import LookInto
from tests.end_to_end.screen import can_be_made, screen
from tests.end_to_end.test_take_home_window import RUN

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.slow


def draw(folder: Path) -> Path:
    """Make drawings of three classes, dark on white: lines that lie, stand and cross."""
    image, draw_on = pytest.importorskip("PIL.Image"), pytest.importorskip("PIL.ImageDraw")
    chance = random.Random(0)
    for name, lines in (("가로", ("-",)), ("세로", ("|",)), ("십자", ("-", "|"))):
        (folder / name).mkdir(parents=True)
        for at in range(40):
            made = image.new("L", (28, 28), 255)
            pen, middle = draw_on.Draw(made), 14 + chance.randint(-4, 4)
            for line in lines:
                ends = (2, middle, 26, middle) if line == "-" else (middle, 2, middle, 26)
                pen.line(ends, fill=0, width=chance.randint(2, 5))
            for _ in range(12):
                pen.point((chance.randint(0, 27), chance.randint(0, 27)), fill=chance.randint(0, 200))
            made.save(folder / name / f"그림 {at}.png")
    return folder


def write_table(path: Path) -> Path:
    """Make a table in cp949: who passes has learned for long enough."""
    lines = ["이름,공부 시간,성별,합격"]
    for at in range(160):
        hours = (at * 37) % 100 / 10
        lines.append(f"학생 {at},{hours:.1f},{'남여'[at % 2]},{'예' if hours > 5 else '아니오'}")
    path.write_bytes("\r\n".join(lines).encode("cp949"))
    return path


@pytest.mark.skipif(not can_be_made(), reason="needs Xvfb: apt-get install xvfb")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_drawings_and_a_table_are_brought_trained_on_widened_and_taken_home(
    home: Path, tmp_path: Path, language: str
) -> None:
    drawings, table = draw(tmp_path / "내 그림"), write_table(tmp_path / "합격.csv")
    for room, path in ((pictures, drawings), (tables, table)):
        try:
            room.look(LookInto(str(path)), Alone())
        except LibraryError as error:
            pytest.skip(f"this kind of data cannot be read yet: {error}")
    kept = ROOT / "build" / "real_own_data" / language
    with screen() as environment:
        command = [sys.executable, "-m", "tests.end_to_end.real_own_data", str(home), str(kept), language]
        done = subprocess.run(
            [*command, str(drawings), str(table), str(tmp_path)], cwd=ROOT, env=environment, capture_output=True,
            text=True, timeout=240, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    assert seen["pictures: problem"] == seen["table: problem"] == ""
    assert seen["pictures: title"] == "내 그림"
    assert sorted(seen["pictures: classes"]) == ["가로", "세로", "십자"]
    assert seen["pictures: score"] > 0.8
    assert seen["table: title"] == "합격"
    assert sorted(seen["table: classes"]) == ["아니오", "예"]
    assert seen["table: score"] > 0.8
    assert {"내 그림", "합격"} <= set(seen["runs"])
    assert len(list(kept.glob("*.png"))) == 4
    for name in ("pictures", "table"):
        ran = subprocess.run(
            [sys.executable, "-I", "-c", RUN, f"{name}.ipynb"], cwd=tmp_path, capture_output=True, text=True,
            timeout=240, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr[-3000:]
        (score,) = re.findall(r"(?:score|점수) (0\.\d+|1\.0+)", (tmp_path / f"{name}.ipynb").read_text("utf-8"))
        assert abs(json.loads(ran.stdout.split("\n")[0])[1] - float(score)) < 1e-3, "the notebook has the app's score"
