"""How many digits on pictures of any size are recognised, made like the data and, of the same pictures, only fitted.

    python -m tests.benchmarks.dropped [--each 20] [--seed 0] [--fonts]

The shipped digits are trained as is usual, quickly; digits drawn as by hand, or with the fonts of this computer, lie
somewhere on paper of six kinds and sizes. Both ways answer the same pictures with the same network, through the out
worker. Behind the two shares: how many pictures one way alone got right (sign test), and the time each took.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from core.messages.catalogue import CATALOGUE
from core.messages.own.out import Predict, Predicted
from core.messages.train_commands import DataSpec
from core.net.plan import mlp
from core.out.predict import elsewhere
from tests import paper
from tests.out.made import OutLine, saved

STEPS = {"digits": 1500, "mnist-5k": 1500}
FONTS = ("truetype/dejavu", "truetype/liberation", "truetype/nanum", "opentype/noto")


def main() -> int:
    """Train, draw, and answer everything both ways."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=20, help="how many pictures of each digit on each kind of paper")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fonts", action="store_true", help="digits of fonts instead of a hand's")
    options = parser.parse_args()
    torch.set_num_threads(1)
    fonts = fonts_here() if options.fonts else []
    print(f"{len(fonts)} fonts" if fonts else "drawn as by hand")
    with tempfile.TemporaryDirectory() as home:
        runs = {name: run_on(name, Path(home) / name) for name in STEPS}
        for kind in paper.PAPERS:
            wanted, files = pictures(Path(home) / kind, kind, options, fonts)
            for name, run in runs.items():
                report(f"{kind:12} {name:9}", wanted, run, files)
    return 0


def run_on(name: str, folder: Path) -> Path:
    """Train with what is usual for the data, and save."""
    known = CATALOGUE[name]
    net = mlp(math.prod(known.input), known.hidden, known.outputs, activation=known.activation)
    return saved(folder, DataSpec(name), net, steps=STEPS[name])


def fonts_here() -> list[str]:
    """Return the files of fonts with digits, and Pillow's own."""
    found = [path for part in FONTS for path in sorted(Path("/usr/share/fonts", part).glob("*.tt[fc]"))]
    return ["", *(str(path) for path in found if "Math" not in path.name)]


def pictures(folder: Path, kind: str, options: argparse.Namespace, fonts: list[str]) -> tuple[list[str], list[str]]:
    """Write pictures on one kind of paper; return the digits and the files."""
    folder.mkdir()
    chance = np.random.default_rng(options.seed)
    digits = list(range(10)) * options.each
    masks = [
        paper.printed(digit, fonts[at // 10 % len(fonts)]) if fonts else paper.drawn(digit, chance)
        for at, digit in enumerate(digits)
    ]
    files = [folder / f"{at}.png" for at in range(len(digits))]
    for file, made in zip(files, paper.sheet(masks, kind, chance), strict=True):
        made.save(file)
    return [str(digit) for digit in digits], [str(file) for file in files]


def answered(run: Path, files: list[str]) -> tuple[list[str], float]:
    """Return the answers, "" for none, and how long each took in ms."""
    begun = time.perf_counter()
    found = OutLine().ask(Predict(str(run), tuple(files)))
    assert isinstance(found, Predicted), found
    return [answer.label for answer in found.answers], 1000 * (time.perf_counter() - begun) / len(files)


def fitted(run: Path, files: list[str]) -> tuple[list[str], float]:
    """Return the same where pictures are only fitted, and turned over where their border is light."""
    made: Any = elsewhere.drawing
    try:
        elsewhere.drawing = lambda *_: None  # type: ignore[assignment]
        return answered(run, files)
    finally:
        elsewhere.drawing = made


def report(what: str, wanted: list[str], run: Path, files: list[str]) -> None:
    """Answer both ways, and print what came of it."""
    (before, before_ms), (now, now_ms) = fitted(run, files), answered(run, files)
    pairs = [(a == right, b == right) for a, b, right in zip(before, now, wanted, strict=True)]
    lost, won = (sum(pair == one for pair in pairs) for one in ((True, False), (False, True)))
    count = lost + won
    chance = min(1.0, 2 * sum(math.comb(count, k) for k in range(min(lost, won) + 1)) / 2**count)
    print(
        f"{what} fitted {sum(a for a, _ in pairs) / len(pairs):.2f} -> made like the data "
        f"{sum(b for _, b in pairs) / len(pairs):.2f}  (only so: {lost} and {won} of {len(pairs)}, p {chance:.1g}; "
        f"{before_ms:.0f} -> {now_ms:.0f} ms a picture)",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
