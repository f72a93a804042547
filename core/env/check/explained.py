"""What is told of a worker that is gone: its own sentence, or more where the error text gives the fault away."""

from __future__ import annotations

from core.env.check.faults import faults_in
from core.messages.train_events import Failed
from core.messages.train_reports import NOT_LOADED
from core.sentence import Sentence, say

LAST_CHARACTERS = 600
"""Of an error text, so much of the end: what stands before may be warnings that did no harm."""
SAYS_LITTLE = (
    "Something went wrong inside TorchGarden's own code.",
    "The worker ended by itself (exit code {code}).",
    "The worker crashed inside a library ({name}).",
)
"""The reasons that hold for any fault: one that is known says more."""


def explained(failed: Failed) -> tuple[Sentence, ...]:
    """Return the sentences that say why a worker is gone and what to do; the mend is the fault's own if it is known."""
    if failed.reason == NOT_LOADED:
        found, begin = faults_in(failed.detail), say("PyTorch in this environment does not load.")
    elif failed.reason.text in SAYS_LITTLE:
        found, begin = faults_in(failed.detail.rstrip()[-LAST_CHARACTERS:]), say("Training has stopped.")
    else:
        found = []
    return (begin, found[0].cause, found[0].mend) if found else (failed.reason,)
