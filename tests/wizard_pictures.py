"""Take pictures of every page of the wizard and the environments page, in the real window: build/screenshots/install/.

    python -m tests.wizard_pictures [--scale 2] [--size 1280x800] [--language ko] [--theme dark]

The install worker is a pretended one: so a graphics card, a failure and a long download can be seen anywhere. The
computer is a Korean laptop with Windows in Korean, one with Linux in English.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.end_to_end.screen import screen

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "build" / "screenshots" / "install"
FRAMES = 25
"""How many looks of 10 ms a page is given to settle; bars that move are put where they go."""


def main() -> int:
    """Take all pictures; return 0 when every process did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", default="1", help="Qt's scale factor")
    parser.add_argument("--size", default="1280x800", help="of the window, in logical pixels")
    parser.add_argument("--language", choices=("en", "ko"))
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--into", default=str(INTO))
    parser.add_argument("--home", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    width, height = (int(side) for side in options.size.split("x"))
    if options.home:
        return take(options.language, options.theme, options.home, into=Path(options.into), size=(width, height))
    failed = 0
    languages = [options.language] if options.language else ["en", "ko"]
    themes = [options.theme] if options.theme else ["light", "dark"]
    for language, theme in itertools.product(languages, themes):
        scale = float(options.scale)
        with tempfile.TemporaryDirectory() as home, screen(int(width * scale), int(height * scale)) as there:
            command = [sys.executable, "-m", "tests.wizard_pictures", "--size", options.size, "--into", options.into]
            command += ["--language", language, "--theme", theme, "--home", home]
            environment = there | {"QT_SCALE_FACTOR": options.scale}
            failed += subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=240).returncode != 0
    print(f"{len(list(Path(options.into).glob('*.png')))} pictures in {options.into}")
    return int(failed > 0)


def take(language: str, theme: str, home: str, *, into: Path, size: tuple[int, int]) -> int:
    """Take the pictures of one language and theme."""
    from core.messages.computer import Finding
    from core.sentence import say
    from tests.end_to_end.person import Person, act
    from tests.gui.installs import Pretend, machine, nvidia

    windows = language == "ko"
    unsure = (
        Finding("path", "hazard", say("The folder {folder} has letters beyond English in its name.",
                                      folder=r"C:\Users\민수\miniforge3\envs"),
                say("Most things work; where one doesn't, an environment in a folder with English letters helps.")),
        Finding("gpu", "unknown", say("{program} did not answer in time, so something about the graphics processor may"
                                      " be missing here.", program="nvidia-smi"),
                say("Restart the computer and look again.")),
    )  # fmt: skip
    worker = Pretend(machine(nvidia(), system="windows" if windows else "linux"))

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        window = person.window
        window.installs.start = lambda: worker
        window.resize(*size)
        window.frame.open("install")
        page: Any = window.installs.wizard_page

        def seen(name: str) -> Generator[Callable[[], bool], None, None]:
            looks = itertools.count()
            yield lambda: next(looks) > FRAMES
            person.picture(f"{name}-{language}-{theme}")

        def next_step() -> None:
            page.foot.primary.click()

        yield lambda: page.course.machine is not None and not page.course.asked
        yield from seen("1-welcome")
        next_step()
        yield from seen("2-machine")
        worker.machine = replace(worker.machine, findings=worker.machine.findings + unsure, gpus=())
        page.look()
        yield lambda: not page.course.asked
        yield from seen("2-machine-unsure")
        worker.machine = machine(nvidia(), system="windows" if windows else "linux")
        page.look()
        yield lambda: not page.course.asked
        next_step()
        yield from seen("3-choose")
        page.pages["choose"].unfold.toggle()
        page.pages["choose"].reveal(page.pages["choose"].expert)
        yield from seen("3-choose-expert")
        next_step()
        yield lambda: page.course.plan is not None
        yield from seen("4-plan")
        page.foot.quiet[0].click()
        yield from seen("4-plan-packages")
        worker.fail = "torch"
        next_step()
        worker.go_on("torch", share=0.5)
        yield lambda: page.course.stages[1].progress is not None
        yield from seen("5-install")
        page.foot.quiet[0].click()
        yield from seen("5-install-log")
        page.foot.quiet[0].click()
        worker.go_on()
        yield lambda: page.course.work == "stopped"
        yield from seen("5-install-stopped")
        next_step()
        worker.go_on("extras", share=0.5)
        yield lambda: page.course.stages[2].progress is not None
        page.foot.primary.click()
        yield lambda: page.course.work == "paused"
        yield from seen("5-install-paused")
        next_step()
        worker.go_on()
        yield lambda: page.course.step == "done"
        yield from seen("6-done")
        window.frame.open("environments")
        shelf: Any = window.installs.environments_page
        yield lambda: shelf.shelf.seen and not shelf.shelf.asked
        yield from seen("7-environments")
        shelf.do("check")
        yield lambda: not shelf.shelf.asked
        yield from seen("7-environments-checked")
        shelf.choose(shelf.shelf.envs[1].prefix)
        yield from seen("7-environments-old")
        shelf.do("remove")
        yield lambda: person.dialog is not None
        person.picture_of(person.dialog, f"7-environments-remove-{language}-{theme}")
        person.dialog.close()

    arguments = ["--home", home, "--language", language, "--theme", theme]
    return act(arguments, script, pictures=into, wait_s=60)


if __name__ == "__main__":
    sys.exit(main())
