"""Run by `test_pad.py` on a screen of its own: a digit drawn with the mouse on a network that has just been trained.

python -m tests.end_to_end.real_pad HOME PICTURES LANGUAGE
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.messages.train_commands import Change
from gui.train.pad.digits import DigitAnswers
from tests.end_to_end.person import Person, act

SEVEN = ((0.24, 0.2), (0.5, 0.2), (0.76, 0.2), (0.67, 0.36), (0.6, 0.52), (0.53, 0.68), (0.46, 0.85))


def drag(widget: QWidget, points: Sequence[tuple[float, float]]) -> subprocess.Popen[bytes]:
    """Begin to draw a line through points, from 0 to 1 of the widget, with the mouse's left button, as fast as a hand
    does: at once, X would make one movement of all."""
    places = [widget.mapToGlobal(QPoint(int(x * widget.width()), int(y * widget.height()))) for x, y in points]
    moves = [part for one in places for part in ("mousemove", "--sync", str(one.x()), str(one.y()), "sleep", "0.06")]
    return subprocess.Popen(["xdotool", *moves[:6], "mousedown", "1", *moves[6:], "mouseup", "1"])


def main(home: str, folder: str, language: str) -> int:
    """Train, draw a seven, and look; print what was seen as JSON."""
    seen: dict[str, object] = {}

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        page = person.window.page
        assert QGuiApplication.platformName() == "xcb"
        answers = page.answers.shown
        assert isinstance(answers, DigitAnswers)
        page.send(Change("pace", 0.0))
        page.controls.play.click()
        yield lambda: person.step > 2000
        assert answers.pad.isVisible()
        hand = drag(answers.pad, SEVEN)
        yield lambda: hand.poll() is not None
        assert hand.wait() == 0
        ends = SEVEN[-1][1] - 0.05
        yield lambda: bool(answers.pad.strokes) and answers.pad.strokes[-1][-1].y() > ends and answers.asked is None
        seen["while training"] = answers.bars.best
        answered, at = answers.bars.shares, person.step
        yield lambda: answers.bars.shares is not answered and person.step > at  # it is answered again by itself
        seen["sure"] = float(answers.bars.shares[7])
        seen["lit"] = page.drawing.canvas.drawn_of(page.drawing.canvas.slots[-1].key, 7)
        yield lambda: answers.mistakes.counted is not None and answers.mistakes.counted.trace() > 300
        seen["counted"] = int(answers.mistakes.counted.sum())
        seen["right"] = int(answers.mistakes.counted.trace())
        begun = time.monotonic()
        yield lambda: time.monotonic() - begun > 0.5
        person.picture("1-drawn")
        before = person.summary
        person.click({"en": "Widen Hidden 1", "ko": "은닉층 1: 유닛 8개 늘리기"}[language])
        yield lambda: person.summary != before
        key = page.net.layers[0].key
        yield lambda: page.drawing.canvas.drawn_of(key, 0) is not None and answers.asked is None
        seen["after an edit"] = answers.bars.best
        page.controls.play.click()
        yield lambda: page.state is not None and not page.state.playing
        person.click_at(answers.pad, QPoint(4, 4))  # a dot: the pad has the keys now
        person.press("Delete")
        yield lambda: answers.pad.empty and answers.bars.best < 0
        person.press("Right")
        yield lambda: answers.pad.sample is not None and answers.bars.best >= 0
        seen["sample"] = answers.what.text()
        person.picture("2-sample")

    code = act(["--home", home, "--language", language], script, hands="screen", pictures=Path(folder), wait_s=60)
    print(json.dumps(seen, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
