"""A table of a million cells: how long it takes to look at it and to make it ready, beside Python's own csv.

    python -m tests.benchmarks.tables [--cells N]

Half of the columns are numbers, the others words and dates. The bar: a million cells are looked at in 10 s and made
ready in 25 s, with at most 1 GB more memory.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from pathlib import Path

import psutil

from core.data import library
from core.data.asked import Alone
from core.data.table import answers
from core.messages.own.looking import LookInto, Prepare, Prepared
from core.messages.own.table import TableOptions

COLUMNS = 20
LOOK_S, PREPARE_S, ROOM_BYTES = 10.0, 25.0, 1 << 30


def written(path: Path, rows: int) -> None:
    """Write a table with `rows` rows in cp949."""
    dice = random.Random(0)
    words = [f"낱말 {n}" for n in range(30)]
    with path.open("w", encoding="cp949", newline="") as file:
        table = csv.writer(file)
        table.writerow([f"열 {n}" for n in range(COLUMNS - 1)] + ["정답"])
        for _ in range(rows):
            numbers = [f"{dice.gauss(0, 100):.3f}" for _ in range(COLUMNS // 2)]
            money = [f"{dice.randint(1000, 9_999_999):,}" for _ in range(3)]
            days = [f"2024-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"]
            table.writerow([*numbers, *money, *days, *dice.choices(words, k=5), dice.choice(("예", "아니오"))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=1_000_000)
    rows = parser.parse_args().cells // COLUMNS
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "표.csv"
        written(path, rows)
        begun = time.perf_counter()
        with path.open(encoding="cp949", newline="") as file:
            count = sum(len(row) for row in csv.reader(file))
        plain_s = time.perf_counter() - begun
        before, begun = process.memory_info().rss, time.perf_counter()
        seen = answers.look(LookInto(str(path)), Alone())
        look_s, begun = time.perf_counter() - begun, time.perf_counter()
        place = library.place
        library.place = lambda library=None: library or Path(folder) / "library"  # type: ignore[assignment]
        try:
            event = answers.prepare(Prepare(str(path), TableOptions(target=seen.chosen.target)), Alone())
        finally:
            library.place = place
        prepare_s = time.perf_counter() - begun
        more = process.memory_info().rss - before
        assert isinstance(event, Prepared)
    print(f"{count:,} cells; csv alone {plain_s:.2f} s; looked at in {look_s:.2f} s ({look_s / plain_s:.0f} times), "
          f"made ready in {prepare_s:.2f} s ({prepare_s / plain_s:.0f} times), {more >> 20} MB more")  # fmt: skip
    assert look_s <= LOOK_S * count / 1e6
    assert prepare_s <= PREPARE_S * count / 1e6
    assert more <= ROOM_BYTES


if __name__ == "__main__":
    main()
