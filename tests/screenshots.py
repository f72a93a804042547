"""Take pictures of every page of the real app, in both languages, light and dark, while it trains: build/screenshots/.

    python3 run.py screenshots [--scale 2] [--size 1920x1080]

Each combination is its own process on its own screen.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import DataSpec
from core.net.plan import InsertLayer, Narrow, RemoveLayer, Widen, hidden_keys
from core.net.presets import preset
from gui.train.panels.data import usual_settings
from tests.end_to_end.person import Person, act
from tests.end_to_end.screen import can_be_made, screen

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Take all pictures; return 0 when every process did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", default="1", help="Qt's scale factor")
    parser.add_argument("--size", default="1280x800", help="of the window, in logical pixels")
    parser.add_argument("--into", default=str(ROOT / "build" / "screenshots"))
    parser.add_argument("--one", nargs=3, metavar=("LANGUAGE", "THEME", "HOME"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    width, height = (int(side) for side in options.size.split("x"))
    if options.one:
        return take(*options.one, into=Path(options.into), width=width, height=height)
    if not can_be_made():
        print("This needs Xvfb: sudo apt-get install -y xvfb")
        return 1
    failed = 0
    for language in ("en", "ko"):
        for theme in ("light", "dark"):
            with (
                tempfile.TemporaryDirectory() as home,
                screen(int(width * float(options.scale)), int(height * float(options.scale))) as there,
            ):
                command = [sys.executable, "-m", "tests.screenshots", "--into", options.into, "--size", options.size]
                command += ["--one", language, theme, home]
                done = subprocess.run(
                    command, cwd=ROOT, env=there | {"QT_SCALE_FACTOR": options.scale}, check=False, timeout=240
                )
                failed += done.returncode != 0
    print(f"{len(list(Path(options.into).glob('*.png')))} pictures in {options.into}")
    return int(failed > 0)


def take(language: str, theme: str, home: str, *, into: Path, width: int, height: int) -> int:
    """Take the pictures of one language and theme."""

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        window = person.window
        window.resize(width, height)
        window.page.controls.play.click()
        yield lambda: person.step > 300
        yield from edits(person)
        person.picture(f"train-{language}-{theme}")
        yield from asked(person, f"{language}-{theme}")
        yield from others(person, f"{language}-{theme}")
        yield from inside(person, f"{language}-{theme}")
        for name in list(window.frame.pages):
            if name in ("train", "inside"):
                continue
            window.frame.open(name)
            yield frames(40)
            person.picture(f"{name}-{language}-{theme}")

    arguments = ["--home", home, "--language", language, "--theme", theme]
    return act(arguments, script, pictures=into, wait_s=60)


Waits = Generator[Callable[[], bool], None, None]


def frames(count: int) -> Callable[[], bool]:
    """Return something to wait for: that it was asked `count` times, ten milliseconds apart."""
    looks: list[int] = []
    return lambda: looks.append(1) or len(looks) > count  # type: ignore[func-returns-value]


def edits(person: Person) -> Waits:
    """Do a few edits, with some training between them."""
    page = person.window.page
    for edit in (Widen(1, 16), Narrow(2, 8), InsertLayer(1)):
        before, at = person.summary, person.step
        page.send(edit)
        yield lambda before=before: person.summary != before  # type: ignore[misc]
        yield lambda at=at: person.step > at + 200  # type: ignore[misc]


def asked(person: Person, name: str) -> Waits:
    """Show the layer menu, the preview of a removal, another network, and a unit close up."""
    page = person.window.page
    page.inspector.show_menu()
    yield lambda: person.menu is not None
    person.picture_of(person.menu, f"menu-{name}")
    person.menu.close()
    yield lambda: person.menu is None
    for dialog, ask in (("preview", lambda: page.editor.edit(RemoveLayer(1))), ("new-network", page.ask_new_net)):
        ask()
        yield lambda: person.dialog is not None
        yield frames(10)
        person.picture_of(person.dialog, f"{dialog}-{name}")
        person.dialog.close()
        yield lambda: person.dialog is None
    box = page.drawing.canvas.layout_.places[2].box(3)
    person.click_at(page.drawing.canvas, box.center().toPoint())
    yield frames(30)
    person.picture(f"unit-{name}")


def others(person: Person, name: str) -> Waits:
    """Show points of the plane, convolutions and residual blocks."""
    page = person.window.page
    for data, kind, steps in (("spiral", "", 600), ("mnist-5k", "lenet5", 120), ("digits", "resnet", 60)):
        spec, before = DataSpec(name=data), page.loaded
        shape, outputs = CATALOGUE[data].input, CATALOGUE[data].outputs
        page.begin(spec, usual_settings(data), preset(kind, shape, outputs) if kind else None)
        yield lambda before=before: page.loaded is not before  # type: ignore[misc]
        if not page.state.playing and page.resuming is None:
            page.controls.play.click()
        yield lambda steps=steps: person.step > steps  # type: ignore[misc]
        person.picture(f"{kind or data}-{name}")


def inside(person: Person, name: str) -> Waits:
    """Show a step in three layers, the same step as the trainer takes it, and its graph after an edit."""
    window = person.window
    window.frame.open("inside")
    yield lambda: "layers" in window.inside.made.made
    layers = window.inside.made.tab("layers")
    yield lambda: layers.played is not None
    layers.lanes.pick(next(place for place, bar in enumerate(layers.traced.bars) if bar.name == "aten::addmm"))
    yield frames(20)
    person.picture(f"inside-layers-{name}")
    layers.card.overlay.click()
    yield frames(20)
    person.picture(f"inside-trainer-{name}")
    window.frame.open("train")
    before = person.summary
    window.page.send(InsertLayer(hidden_keys(window.page.net)[0]))
    yield lambda: person.summary != before
    window.frame.open("inside")
    layers.card.views["graph"].click()
    yield lambda: layers.graph is not None and layers.graph.net_before is not None and layers.played is not None
    yield frames(20)
    person.picture(f"inside-graph-{name}")


if __name__ == "__main__":
    sys.exit(main())
