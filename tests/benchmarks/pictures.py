"""How long pictures take to be looked at and made ready: ``python -m tests.benchmarks.pictures [--count 10000]``.

Makes so many small pictures (JPEG, 160 × 120, ten classes) in a folder that is deleted afterwards. Then prints the
seconds, the largest memory of all processes together, and the longest time in which nobody asked whether to stop, of

1. a look, which decodes them all, and one more with another choice, which decodes only what is shown
2. making them ready, 32 × 32 in colour, right after a look, and without one
3. for comparison, in the same run: Pillow alone in one process, opened, made RGB, resized
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PIL import Image

from core.data.pictures import answers
from core.messages.own.looking import LookInto, Prepare
from core.messages.own.pictures import PictureOptions
from core.sentence import Sentence, say
from tests.data.corpus import drawing

CLASSES = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as top:
        os.environ["TORCHGARDEN_HOME"] = str(Path(top) / "home")
        folder = make(Path(top) / "pictures", count)
        choices = PictureOptions(side=32)
        print(f"{count} pictures, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
        measured("a look", lambda clock: answers.look(LookInto(str(folder)), clock))
        measured("another choice", lambda clock: answers.look(LookInto(str(folder), choices), clock))
        measured("made ready", lambda clock: answers.prepare(Prepare(str(folder), choices), clock))
        answers.KEPT.facts = {}
        measured("looked at and made ready", lambda clock: answers.prepare(Prepare(str(folder), choices), clock))
        measured("Pillow alone", lambda clock: alone(folder))


def make(folder: Path, count: int) -> Path:
    """Write the pictures: for each a scene of its own."""
    for label in range(CLASSES):
        (folder / str(label)).mkdir(parents=True)
    for at in range(count):
        drawing(f"{at}", (160, 120)).save(folder / str(at % CLASSES) / f"{at}.jpg", quality=85)
    return folder


def alone(folder: Path) -> None:
    """Do the least that could be done."""
    for path in folder.rglob("*.jpg"):
        with Image.open(path) as image:
            image.convert("RGB").resize((32, 32), Image.Resampling.BILINEAR).tobytes()


class Clock:
    """Notes how long it was from one question to the next, at most."""

    def __init__(self) -> None:
        self.longest_s, self.last = 0.0, time.perf_counter()

    def at(self, done: int, all_: int, doing: Sentence) -> None:
        now = time.perf_counter()
        self.longest_s, self.last = max(self.longest_s, now - self.last), now


def measured(name: str, work: Callable[[Clock], object]) -> None:
    """Print what one piece of work takes."""
    most, done = [0], threading.Event()

    def watch() -> None:
        own = psutil.Process()
        while not done.wait(0.05):
            total = 0
            for process in (own, *own.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            most[0] = max(most[0], total)

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun, clock = time.perf_counter(), Clock()
    work(clock)
    clock.at(0, 0, say(""))
    took = time.perf_counter() - begun
    done.set()
    watcher.join()
    print(f"{name:28} {took:7.1f} s   {most[0] / 2**20:6.0f} MB   {clock.longest_s:6.2f} s")


if __name__ == "__main__":
    main()
