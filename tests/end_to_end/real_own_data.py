"""Run by `test_own_data_window.py` on a screen of its own: a folder of drawings is dropped onto the window, trained on,
the network is widened, and all of it goes home as a notebook; a Korean table likewise.

python -m tests.end_to_end.real_own_data HOME PICTURES LANGUAGE FOLDER TABLE NOTEBOOKS
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from gui.window.window import Window
from tests.end_to_end.person import Person, act
from tests.end_to_end.test_take_home_window import taking_home

WIDEN = re.compile(r"Widen Hidden 1\b.*|은닉층 1: 유닛 \d+개 늘리기.*")


def drop(window: Window, path: str) -> None:
    """Drop a file or folder onto the window, as a file browser does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    plain = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(300, 300), *plain))
    assert window.overlay.isVisible(), "nobody says what will happen"
    QApplication.sendEvent(window.overlay, QDropEvent(QPointF(300, 300), *plain))


def bring(person: Person, path: str, seen: dict[str, object], name: str) -> Generator[
    Callable[[], bool], None, None
]:  # fmt: skip
    """Drop something, look at the sheet, train on it and widen the network."""
    window = person.window
    page = window.page
    before = page.data.spec.own
    drop(window, path)
    yield lambda: window.own_data.sheet is not None
    sheet = window.own_data.sheet
    assert sheet is not None
    yield lambda: sheet.train.isEnabled() or not sheet.problem.isHidden()
    seen[f"{name}: problem"] = sheet.problem.text() if not sheet.problem.isHidden() else ""
    if seen[f"{name}: problem"]:
        sheet.reject()
        return
    person.picture_of(sheet, f"{name}-sheet")
    sheet.train.click()
    yield lambda: page.data.spec.own not in ("", before)
    seen[f"{name}: title"] = page.data.choice.currentText()
    seen[f"{name}: classes"] = list(page.loaded.data.classes)  # type: ignore[union-attr]
    yield lambda: page.state is not None and page.state.playing and person.step > 150
    before_edit = person.summary
    person.click(next(one.accessibleName() for one in person.buttons() if WIDEN.match(one.accessibleName())))
    yield from person.though_it_costs(lambda: person.summary != before_edit)
    at = person.step

    def score() -> float:
        """On the validation samples: a Tick for which there was no time to measure has none."""
        return float(page.curves.history.rows[-1, 5]) if page.curves.history.count else math.nan

    yield lambda: person.step > at + 200 and math.isfinite(score())
    seen[f"{name}: score"] = score()
    person.picture(f"{name}-trained")


def main(home: str, folder: str, language: str, pictures: str, table: str, notebooks: str) -> int:
    """Bring both, take both home, and print what was seen as JSON."""
    seen: dict[str, object] = {}

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        assert QGuiApplication.platformName() == "xcb"
        for name, path in (("pictures", pictures), ("table", table)):
            yield from bring(person, path, seen, name)
            if not seen[f"{name}: problem"]:
                yield from taking_home(person, "notebook", Path(notebooks) / f"{name}.ipynb")
        seen["runs"] = sorted(one.name for one in person.window.runs.iterdir() if one.is_dir())

    code = act(["--home", home, "--language", language], script, pictures=Path(folder), wait_s=60)
    print(json.dumps(seen, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
