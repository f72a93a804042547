"""A training in one file that is opened with the app: the real window asks, brings it in and goes on with it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from core.data import library
from core.messages.own.out import TakeOut
from core.net.plan import mlp
from core.runs import read_record
from tests.conftest import ROOT
from tests.end_to_end.person import Person, act
from tests.out.made import OutLine, pictures, saved, spec_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(not (ROOT / "gui" / "out" / "worker_room.py").exists(), reason="the window has no room for it"),
]
Waits = Generator[Callable[[], bool], None, None]


def test_a_double_click_asks_opens_it_and_it_goes_on(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = saved(tmp_path / "elsewhere" / "왼쪽 오른쪽", spec_of(pictures()), mlp(64, (6,), 2))
    path = tmp_path / "내려받은 것" / "왼쪽 오른쪽.garden"
    path.parent.mkdir()
    OutLine().ask(TakeOut(str(run), "garden", str(path)))
    for one in library.listed():
        library.remove(one.digest)
    stood = read_record(run).step

    def script(person: Person) -> Waits:
        yield lambda: person.window.out.dialog is not None
        assert "왼쪽 오른쪽.garden" in person.window.out.dialog.heading.text()
        assert library.listed() == (), "nothing has happened before somebody says so"
        person.click("Open")
        yield lambda: person.window.training.run.name == "왼쪽 오른쪽" and person.there
        yield lambda: person.window.page.state.step == stood
        if person.window.out.dialog is not None:
            person.window.out.dialog.reject()
        person.click("Continue")
        yield lambda: person.step > stood + 50

    act(["--opened", str(path)], script)
    assert read_record(home / "runs" / "왼쪽 오른쪽").step > stood
    assert [one.about.title for one in library.listed()] == ["내 그림"]
