"""Every page of the real app, in both languages, light and dark, with a training under way: build/screenshots/.

    python3 run.py screenshots [--scale 2] [--size 1920x1080]

Each combination is a process of its own on a screen of its own, so that nothing of one shows in another.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

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
    from tests.end_to_end.person import Person, act

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        from core.net import InsertLayer, Narrow, Widen

        window = person.window
        window.resize(width, height)
        window.page.controls.play.click()
        yield lambda: person.step > 600
        for edit in (Widen(1, 16), Narrow(2, 8), InsertLayer(1)):
            before, at = person.summary, person.step
            window.page.send(edit)
            yield lambda before=before: person.summary != before  # type: ignore[misc]
            yield lambda at=at: person.step > at + 900  # type: ignore[misc]
        person.picture(f"train-{language}-{theme}")
        for name in list(window.frame.pages):
            if name == "train":
                continue
            window.frame.open(name)
            shown: list[int] = []
            yield lambda shown=shown: shown.append(1) or len(shown) > 40  # type: ignore[func-returns-value,misc]
            person.picture(f"{name}-{language}-{theme}")

    arguments = ["--home", home, "--language", language, "--theme", theme]
    return act(arguments, script, pictures=into, wait_s=60)


if __name__ == "__main__":
    sys.exit(main())
