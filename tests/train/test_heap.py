"""Memory that is given back is kept: asking for it again costs no page faults."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAULTS = """
import ctypes, resource, sys, torch
from core.train.heap import keep_heap
torch.set_num_threads(1)
if sys.argv[1] == "kept":
    assert keep_heap()
else:  # every large block goes back at once, as the C library does it until it has seen some, and when its top is free
    assert ctypes.CDLL(None).mallopt(-3, 128 * 1024)

def step():
    blocks = [torch.ones(400_000) for _ in range(40)]  # 1.6 MB each

for _ in range(3):
    step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    step()
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) // 10)
"""


def faults(how: str) -> int:
    """Return the page faults of each of ten steps, in a process of their own."""
    command = [sys.executable, "-W", "ignore", "-c", FAULTS, how]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems keep what is free")
def test_a_step_takes_its_memory_without_page_faults() -> None:
    without, kept = faults("given back"), faults("kept")
    assert without > 1000, "there is nothing to keep here: the test proves nothing"
    assert kept < 10
