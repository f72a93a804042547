"""Memory that is given back is kept: asking for it again costs no page faults."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from core.train.model.allocation import LEAST_BYTES, zeros

ROOT = Path(__file__).resolve().parents[2]
FAULTS = """
import ctypes, resource, sys, torch
from core.train.model.allocation import keep_heap
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


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems keep what is free")
def test_a_step_takes_its_memory_without_page_faults() -> None:
    without, kept = faults("given back"), faults("kept")
    assert without > 1000, "there is nothing to keep here: the test proves nothing"
    assert kept < 10


def test_zeros_are_zero_and_of_the_kind_asked_for_however_many() -> None:
    for count in (0, 5, LEAST_BYTES // 4 - 1, LEAST_BYTES // 4 + 3):
        for dtype in (torch.float32, torch.float64, torch.int16, torch.bool):
            made = zeros(count, dtype=dtype, device=torch.device("cpu"))
            assert (made.dtype, tuple(made.shape), made.is_contiguous()) == (dtype, (count,), True)
            assert made.storage_offset() * dtype.itemsize % 64 == 0, "matrix libraries round by where memory begins"
            assert not made.any()
            made.fill_(1)
            assert bool(made.all())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where there are no huge pages torch makes all zeros")
def test_without_room_for_huge_pages_zeros_are_torchs(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr("core.train.model.allocation.mmap.mmap", full)
    assert zeros(LEAST_BYTES, dtype=torch.float32, device=torch.device("cpu")).numel() == LEAST_BYTES
