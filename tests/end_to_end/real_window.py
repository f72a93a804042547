"""Run by `test_real_window.py` on a screen of its own: mouse and keyboard through the X server, pictures into a folder.

python -m tests.end_to_end.real_window HOME PICTURES LANGUAGE
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from tests.end_to_end.person import Person, act

WORDS = {
    "en": ("Start", "Widen Hidden 1", "Narrow Hidden 1", "Insert a layer after Hidden 1", "Pause"),
    "ko": ("시작", "은닉층 1", "은닉층 1", "은닉층 1", "일시정지"),
}
MENUS = {
    "en": (("Widen", "by 4"), ("Narrow", "by 1")),
    "ko": (("유닛 늘리기", "4개"), ("유닛 줄이기", "1개")),
}


def main(home: str, folder: str, language: str) -> int:
    """Do what a class does in its first minute; print what was seen as JSON."""
    pictures = Path(folder)
    seen: dict[str, object] = {}

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        window = person.window
        assert QGuiApplication.platformName() == "xcb"
        start, widen, narrow, insert, _ = WORDS[language]
        yield lambda: window.isActiveWindow() or window.isVisible()
        person.picture("1-opened")
        person.click(start)
        yield lambda: person.step > 150
        before = person.summary
        person.click(_name(person, widen, "+", language))
        yield lambda: person.summary != before
        seen["wider"] = person.summary
        at = person.step
        yield lambda: person.step > at + 300
        person.picture("2-wider")
        before = person.summary
        person.click(_name(person, insert, "insert", language))
        yield lambda: person.summary != before
        seen["deeper"] = person.summary
        at = person.step
        yield lambda: person.step > at + 300
        before = person.summary
        person.click(_name(person, narrow, "−", language))
        yield from person.though_it_costs(lambda: person.summary != before)
        seen["narrower"] = person.summary
        at = person.step
        yield lambda: person.step > at + 200
        person.picture("3-narrower")
        # The keyboard: pause with the space bar, undo with Ctrl+Z.
        person.click_at(window.page.drawing, QPoint(4, 4))
        before = person.summary
        person.press("ctrl+z")
        yield lambda: person.summary != before
        seen["undone"] = person.summary
        person.picture("4-undone")
        # The layer's menu, opened by a right click and walked by keys; then by a key alone.
        place = window.page.drawing.canvas.layout_.by_key(window.page.net.layers[0].key)
        widen_by_4, narrow_by_1 = MENUS[language]
        before = person.summary
        person.click_at(window.page.drawing.canvas, place.box(2).center().toPoint(), right=True)
        yield lambda: person.menu is not None
        person.picture_of(person.menu, "5-menu")
        yield from person.in_menu(*widen_by_4)
        yield lambda: person.summary != before
        seen["by menu"] = person.summary
        before = person.summary
        person.press("m")
        yield lambda: person.menu is not None
        yield from person.in_menu(*narrow_by_1)
        yield from person.though_it_costs(lambda: person.summary != before)
        seen["by keys"] = person.summary
        seen["marks"] = len(window.page.loss.record.marks)
        seen["loss"] = window.page.loss.record.training.last
        QGuiApplication.primaryScreen().grabWindow(0).save(str(pictures / "6-screen.png"))

    code = act(["--home", home, "--language", language], script, hands="screen", pictures=pictures, wait_s=60)
    print(json.dumps(seen, ensure_ascii=False))
    return code


def _name(person: Person, english: str, kind: str, language: str) -> str:
    """The accessible name to look for; in Korean the verb stands last, so it is found by what it does."""
    if language == "en":
        return english
    verb = {"+": "늘리기", "−": "줄이기", "insert": "넣기"}[kind]
    names = [b.accessibleName() for b in person.buttons() if english in b.accessibleName()]
    found = [name for name in names if verb in name]
    assert found, f"no button to {verb} among {names}"
    return found[0]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
