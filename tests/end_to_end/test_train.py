"""The main job from the front door: a network learns digits, grows and shrinks while it does, and can take all back."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from gui.kit.layer_words import hidden
from gui.train.panels.new_net import NewNet
from tests.end_to_end.person import Person, act

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]
Waits = Generator[Callable[[], bool], None, None]


def test_a_network_grows_and_shrinks_while_it_learns(home: Path) -> None:
    seen: dict[str, object] = {}

    def script(person: Person) -> Waits:
        page = person.window.page
        first = person.summary
        assert first.startswith("64 → 32 → 32 → 10")
        person.click("Start")
        yield lambda: person.step > 200
        seen["early loss"] = page.loss.record.training.last

        person.click("Widen Hidden 1")
        yield lambda: person.summary.startswith("64 → 40 → 32 → 10")
        assert page.state is not None
        assert page.state.playing, "training goes on through an edit"
        at = person.step
        yield lambda: person.step > at + 200

        person.click("Narrow Hidden 2")
        yield from person.though_it_costs(lambda: person.summary.startswith("64 → 40 → 28 → 10"))
        person.click("Insert a layer after Hidden 1")
        yield lambda: person.summary.startswith("64 → 40 → 40 → 28 → 10")
        at = person.step
        yield lambda: person.step > at + 200
        page.select(hidden(page.net)[2])
        person.press("minus")
        yield from person.though_it_costs(lambda: person.summary.startswith("64 → 40 → 40 → 24 → 10"))
        for was in ("64 → 40 → 40 → 28 → 10", "64 → 40 → 28 → 10", "64 → 40 → 32 → 10", "64 → 32 → 32 → 10"):
            person.press("ctrl+z")
            yield lambda was=was: person.summary.startswith(was)  # type: ignore[misc]
        seen["after undo"] = person.summary
        assert person.summary == first
        person.click("Redo")
        yield lambda: person.summary.startswith("64 → 40 → 32 → 10")
        at = person.step
        yield lambda: person.step > at + 200
        yield lambda: page.loss.record.training.last < 0.6 * seen["early loss"]  # on a busy computer that came late
        seen["late loss"] = page.loss.record.training.last
        seen["marks"] = len(page.loss.record.marks)
        person.click("Pause")
        yield lambda: page.state is not None and not page.state.playing

    assert act(["--home", str(home), "--language", "en"], script) == 0
    early, late = seen["early loss"], seen["late loss"]
    assert isinstance(early, float)
    assert isinstance(late, float)
    assert math.isfinite(late)
    assert late < 0.6 * early
    assert seen["marks"] == 1


def test_a_killed_trainer_is_one_sentence_and_restart_goes_on(home: Path) -> None:
    import psutil

    def script(person: Person) -> Waits:
        window = person.window
        person.click("Start")
        yield lambda: person.step > 100
        person.press("ctrl+z")  # nothing to undo: nothing happens
        window.page.send(window_save())
        at = person.step
        yield lambda: person.step > at + 500
        assert window.ready is not None
        psutil.Process(window.ready.pid).kill()
        yield lambda: "gone" in window.frame.bars.up
        bar = window.frame.bars.up["gone"]
        assert "Traceback" not in bar.sentence.text()
        person.click("Restart")
        yield lambda: person.there and window.page.state is not None and person.step >= at
        yield lambda: window.page.state is not None and window.page.state.playing
        assert "gone" not in window.frame.bars.up

    assert act(["--home", str(home), "--language", "en"], script) == 0


def window_save() -> object:
    from core.messages.train_commands import Save

    return Save()


@pytest.mark.parametrize("data", ["digits", "mnist-5k"])
def test_convolutional_networks_begin_from_the_page_and_learn(home: Path, data: str) -> None:
    """LeNet-5, the small VGG and the small ResNet, chosen in the dialog; each is edited while it learns."""
    losses: dict[str, tuple[float, float]] = {}

    def script(person: Person) -> Waits:
        page = person.window.page
        page.data.choose(data)
        yield lambda: page.loaded is not None and page.loaded.data.spec.name == data
        for kind in ("LeNet-5", "Small VGG", "Small ResNet"):
            old = page.loaded
            person.click("New network")
            yield lambda: person.dialog is not None
            dialog = person.dialog
            assert isinstance(dialog, NewNet)
            place = next(at for at in range(dialog.presets.count()) if dialog.presets.itemText(at).startswith(kind))
            dialog.presets.setCurrentIndex(place)
            dialog.presets.activated.emit(place)
            person.click("Begin")
            yield lambda old=old: page.loaded is not old and page.net is not None  # type: ignore[misc]
            if page.state is None or not page.state.playing:
                person.click("Start")
            yield lambda: person.step > 4
            early = page.loss.record.training.last
            before = person.summary
            person.click("Widen Hidden 1")
            yield lambda before=before: person.summary != before  # type: ignore[misc]
            yield lambda: person.step > 40
            yield lambda early=early: page.loss.record.training.last < 0.8 * early  # type: ignore[misc]
            losses[kind] = early, page.loss.record.training.last
            # The drawing shows units that are active, once a portrait of the wider network has come.
            yield lambda: sum(float(units.raw.sum()) for units in page.drawing.canvas.units.values()) > 1

    assert act(["--home", str(home), "--language", "en"], script, wait_s=60) == 0
    assert len(losses) == 3
    for kind, (early, late) in losses.items():
        assert late < 0.8 * early, kind


@pytest.mark.parametrize(
    ("language", "go_on", "back"),
    [("en", "Continue with learning rate", "Back to"), ("ko", "계속하기", "발산하기 전으로")],
)
def test_an_exploding_loss_pauses_and_both_ways_on_work(home: Path, language: str, go_on: str, back: str) -> None:
    def script(person: Person) -> Waits:
        from core.messages.train_commands import Change

        window = person.window
        page = window.page
        page.data.choose("bumps")
        yield lambda: page.loaded is not None and page.loaded.data.spec.name == "bumps"

        def explode() -> Waits:
            page.send(Change("optimizer", "sgd"))
            page.send(Change("learning_rate", 90.0))
            if page.state is not None and not page.state.playing:
                page.controls.play.click()
            yield lambda: "diverged" in window.frame.bars.up
            yield lambda: page.state is not None and not page.state.playing and page.state.undo > 0

        yield from explode()
        assert "{" not in window.frame.bars.up["diverged"].sentence.text()
        person.click(back)
        yield lambda: "diverged" not in window.frame.bars.up and page.settings.learning_rate < 1
        at = person.step
        page.controls.play.click()
        yield lambda: person.step > at + 100
        assert "diverged" not in window.frame.bars.up, "it is well again"
        yield from explode()
        person.click(go_on)
        yield lambda: page.settings.learning_rate == 9.0
        yield lambda: page.state is not None and (page.state.playing or "diverged" in window.frame.bars.up)

    assert act(["--home", str(home), "--language", language], script) == 0


def test_a_recorded_training_is_shown_again_without_a_trainer(home: Path) -> None:
    talk, seen = home / "말 talk.jsonl", {}

    def record(person: Person) -> Waits:
        person.click("Start")
        yield lambda: person.step > 60
        person.click("Widen Hidden 1")
        yield lambda: person.summary.startswith("64 → 40 → 32 → 10")
        at = person.step
        yield lambda: person.step > at + 60
        person.click("Pause")
        yield lambda: person.window.page.state is not None and not person.window.page.state.playing
        seen["step"] = person.step

    def watch(person: Person) -> Waits:
        page = person.window.page
        yield lambda: person.step >= seen["step"]
        assert person.summary.startswith("64 → 40 → 32 → 10")
        assert len(page.loss.record.marks) == 1
        assert page.loss.record.training.count > 3
        assert "recording" in person.window.frame.bars.up["recording"].sentence.text()
        plus = next(one for one in page.drawing.in_reading_order() if one.accessibleName().startswith("Widen Hidden 2"))
        assert not plus.isEnabled(), "nobody is there who could"
        assert "recording" in plus.toolTip()
        yield lambda: "over" in person.window.frame.bars.up["recording"].sentence.text()
        assert person.summary.startswith("64 → 40 → 32 → 10")

    assert act(["--home", str(home), "--language", "en", "--record", str(talk)], record) == 0
    assert talk.stat().st_size > 10_000
    assert act(["--home", str(home / "other"), "--language", "en", "--replay", str(talk)], watch) == 0


def test_after_the_app_was_killed_the_next_start_goes_on_with_the_run(home: Path) -> None:
    child = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from core.runs import read_record\n"
        "from tests.end_to_end.person import act\n"
        "def script(person):\n"
        "    person.click('Start')\n"
        "    yield lambda: person.step > 100\n"
        "    person.click('Widen Hidden 1')\n"
        "    yield lambda: person.summary.startswith('64 → 40')\n"
        "    run = person.window.training.run\n"
        "    yield lambda: run.saved and read_record(Path(run.folder)).net.layers[0].width == 40\n"
        "    yield lambda: person.step > 700\n"
        "    os.kill(os.getpid(), 9)\n"
        "act(['--home', sys.argv[1], '--language', 'en'], script, wait_s=60)\n"
    )
    killed = subprocess.run([sys.executable, "-c", child, str(home)], cwd=ROOT, timeout=120, check=False)
    assert killed.returncode == -9

    def script(person: Person) -> Waits:
        window = person.window
        assert "left" in window.frame.bars.up
        person.click("Continue this training")
        yield lambda: person.summary.startswith("64 → 40 → 32 → 10")
        assert person.step > 0
        assert len(window.page.loss.record.marks) == 1
        assert "left" not in window.frame.bars.up
        at = person.step
        person.click("Continue")
        yield lambda: person.step > at + 50

    assert act(["--home", str(home), "--language", "en"], script) == 0


def test_a_reset_keeps_the_edited_training_in_runs(home: Path) -> None:
    def script(person: Person) -> Waits:
        page = person.window.page
        first = person.summary
        person.click("Start")
        yield lambda: person.step > 100
        person.click("Widen Hidden 1")
        yield lambda: person.summary != first
        at = person.step
        yield lambda: person.step > at + 50
        person.click("One step")
        yield lambda: page.state is not None and not page.state.playing
        at, wide = person.step, person.summary
        person.click("Reset")
        yield lambda: "kept" in person.window.frame.bars.up
        assert (person.summary, person.step) == (first, 0)
        person.click("Back to it")
        yield lambda: person.summary == wide
        assert person.step == at, "to the step"
        assert len(page.loss.record.marks) == 1

    assert act(["--home", str(home), "--language", "en"], script) == 0


def test_every_kind_of_edit_is_done_by_the_keyboard_alone(home: Path) -> None:
    """The layer menu opened, walked and left by keys, with the real trainer behind it."""
    walks: list[tuple[tuple[str, ...], str]] = [
        (("Widen", "by 4"), "64 → 36 → 32 → 10"),
        (("Narrow", "by 4"), "64 → 32 → 32 → 10"),
        (("Insert after", "Hidden layer"), "64 → 32 → 32 → 32 → 10"),
        (("Copy",), ""),
        (("Insert after", "Batch norm"), ""),
        (("Insert after", "Dropout"), ""),
        (("Insert after", "Residual block"), ""),
        (("Remove batch norm",), ""),
        (("Activation", "gelu"), ""),
        (("Freeze",), ""),
        (("Unfreeze",), ""),
    ]

    def script(person: Person) -> Waits:
        page = person.window.page
        person.click("Start")
        yield lambda: person.step > 150
        for walk, summary in walks:
            page.select(2 if walk == ("Copy",) else 1)  # a copy fits behind a layer that keeps the width
            marks = len(page.loss.record.marks)
            person.press("m")
            yield lambda: person.menu is not None
            yield from person.in_menu(*walk)
            yield lambda marks=marks: len(page.loss.record.marks) > marks or person.dialog is not None  # type: ignore[misc]
            if person.dialog is not None:
                person.click("Do it")
                yield lambda marks=marks: len(page.loss.record.marks) > marks  # type: ignore[misc]
            assert person.summary.startswith(summary), (walk, person.summary)
        at = person.step
        yield lambda: person.step > at + 100
        loss = page.loss.record.training.last
        assert math.isfinite(loss)
        assert loss < 2.0, "it is a network that goes on learning"
        for left in range(len(walks), 0, -1):
            person.press("ctrl+z")
            yield lambda left=left: len(page.loss.record.marks) == left - 1  # type: ignore[misc]
        assert person.summary.startswith("64 → 32 → 32 → 10")

    assert act(["--home", str(home), "--language", "en"], script) == 0


def test_a_training_moves_to_another_python_and_plays_on(home: Path) -> None:
    def script(person: Person) -> Waits:
        window = person.window
        person.click("Start")
        yield lambda: person.step > 60
        person.click("Widen Hidden 1")
        yield lambda: person.summary.startswith("64 → 40 → 32 → 10")
        assert window.ready is not None
        first, at = window.ready.pid, person.step
        told = window.page.loss.record.training.x.tolist()
        window.train_in(sys.executable)
        yield lambda: window.ready is not None and window.ready.pid != first
        yield lambda: window.page.state is not None and window.page.state.playing and person.step > at + 50
        assert person.summary.startswith("64 → 40 → 32 → 10")
        assert len(window.page.loss.record.marks) == 1
        assert told
        assert window.page.loss.record.training.x[: len(told)].tolist() == told, "the history came along"
        assert window.preferences.python == sys.executable

    assert act(["--home", str(home), "--language", "en"], script) == 0


def test_the_window_comes_back_where_it_was_and_a_second_start_finds_it_meanwhile(home: Path) -> None:
    seen: list[tuple[int, ...]] = []

    def moved(person: Person) -> Waits:
        person.window.setGeometry(90, 80, 620, 510)
        yield lambda: person.window.geometry().getRect() == (90, 80, 620, 510)
        second = subprocess.Popen([sys.executable, "-m", "gui", "--home", str(home), "--page", "runs"], cwd=ROOT)
        yield lambda: second.poll() is not None and person.window.frame.opened == "runs"
        assert second.returncode == 0

    def again(person: Person) -> Waits:
        seen.append(person.window.geometry().getRect())
        yield lambda: True

    for script in (moved, again):
        assert act(["--home", str(home), "--language", "en"], script) == 0
    assert seen == [(90, 80, 620, 510)]
