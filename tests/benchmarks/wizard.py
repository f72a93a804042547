"""Whether the window answers while an environment is made: gaps of its event loop during a whole real install.

    python -m tests.benchmarks.wizard [--training]

The app's own window on a screen of its own (Xvfb), a real install worker, a channel on this computer, a real torch:
from the first page to the training in the new environment (tests/end_to_end/real_wizard.py). A timer of one millisecond
runs in the window's event loop; the time that the test itself takes for clicks and pictures is not counted. Wanted: no
gap above 50 ms. "cpu" is how long the window's thread worked in a gap; the rest it waited for a processor.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.end_to_end.screen import screen
from tests.end_to_end.sources import stop_jupyter, write_sources
from tests.env.channel import make_channel
from tests.env.servers import FileServer

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Install once and print the gaps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--training", action="store_true", help="train at full speed all the while")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        (work / "shelf").mkdir()
        (work / "shelf" / "conda-forge").symlink_to(make_channel(work / "channel", work / "stage"))
        home = work / "내 집"
        with FileServer(work / "shelf") as server, screen() as there:
            write_sources(home, server.url, work)
            more = ["--training"] if options.training else []
            command = [sys.executable, "-m", "tests.end_to_end.real_wizard", str(home), str(work / "pictures"), *more]
            done = subprocess.run(
                command, cwd=ROOT, env=there | {"HOME": str(work)}, check=False, stdout=subprocess.PIPE, text=True
            )
        stop_jupyter(str(home))
        if done.returncode:
            crash = home / "logs" / "crash.txt"
            print(f"the run ended with exit code {done.returncode}\n{crash.read_text() if crash.exists() else ''}")
            return 1
        show(json.loads(done.stdout.splitlines()[-1])["gaps"])
    sys.stdout.flush()
    os._exit(0)  # rattler's threads crash an interpreter that ends in the ordinary way, now and then


def show(gaps: dict[str, Any]) -> None:
    """Print one line for all gaps, and one for each that was too long."""
    print(
        f"event loop over {gaps['seconds']} s: median gap {gaps['median']:.1f} ms, 99 % {gaps['p99']:.1f} ms, "
        f"worst {gaps['worst']:.1f} ms, {gaps['over_50']} above 50 ms; "
        f"most work of the window's own thread in one: {gaps['worst_cpu']:.1f} ms"
    )
    for ms, cpu_ms, where in gaps["late"]:
        print(f"  {ms:6.1f} ms, cpu {cpu_ms:5.1f} ms: {where}")


if __name__ == "__main__":
    sys.exit(main())
