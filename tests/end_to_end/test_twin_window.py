"""The twin in the real window with the real trainer: on, widened, both numbers read, there after a restart."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest

from gui.train.twin.panel import FIELD
from tests.end_to_end.person import Person, act

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
Waits = Generator[Callable[[], bool], None, None]


def read(person: Person) -> list[str]:
    """Both numbers of the loss, as they stand in the panel."""
    return [cell.text() for cell in person.window.page.twin.numbers.cells[1][1:]]


def is_drawn(person: Person) -> bool:
    """Whether all that is told of the twin is in the chart: where there was no time to measure, there is no point."""
    page = person.window.page
    measured = int(np.isfinite(page.twin.rows[:, FIELD["validation_loss"]]).sum())
    return page.loss.record.twin.count == measured > 0


def test_both_numbers_are_read_and_all_of_it_is_there_after_a_restart(home: Path) -> None:
    seen: dict[str, object] = {}

    def first(person: Person) -> Waits:
        window = person.window
        twin = window.page.twin
        person.click("Start")
        yield lambda: person.step > 100
        person.click("Twin")
        yield lambda: twin.now.status == "waiting"
        before = person.summary
        person.click(
            next(b.accessibleName() for b in person.buttons() if b.accessibleName().startswith("Widen Hidden 1"))
        )
        yield lambda: person.summary != before
        yield lambda: len(twin.rows) > 10 and twin.numbers.isVisible()
        yield lambda: read(person)[0] != read(person)[1]  # few steps after the edit both may read the same
        assert all(text[0] in "+−" for text in read(person))
        person.click("Pause")
        yield lambda: window.page.state is not None and not window.page.state.playing
        yield lambda: twin.now.behind == 0 and twin.rows[-1, 0] == window.page.state.step  # type: ignore[union-attr]
        seen["run"] = window.training.run.folder
        folder = Path(window.training.run.folder)
        yield lambda: (folder / "twin.safetensors").is_file()
        seen["rows"] = twin.rows

    def second(person: Person) -> Waits:
        twin = person.window.page.twin
        person.window.open_run(Path(str(seen["run"])))
        yield lambda: twin.now.mark is not None
        assert twin.switch.isChecked()
        rows, told = twin.rows, seen["rows"]
        assert isinstance(told, np.ndarray)
        assert np.array_equal(rows, told[: len(rows)], equal_nan=True)
        yield lambda: is_drawn(person)
        before = person.summary
        yield lambda: twin.over.isVisible()
        person.click("Go on without the edit")
        yield lambda: person.summary != before and twin.now.status == "waiting"  # two messages: in one frame or two
        after = person.summary
        person.press("ctrl+z")
        yield lambda: person.summary == before != after

    assert act(["--home", str(home), "--language", "en"], first) == 0
    assert act(["--home", str(home), "--language", "en"], second) == 0
