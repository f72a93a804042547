"""What is told of a worker that is gone: its own sentence, or more where the error text gives the fault away."""

from __future__ import annotations

from core.env.check.faults import faults_in
from core.messages.train_events import Failed
from core.messages.train_reports import NOT_LOADED
from core.sentence import Sentence, say


def explained(failed: Failed) -> tuple[Sentence, ...]:
    """Return the sentences that say why a worker is gone and what to do; the mend is the fault's own if it is known."""
    found = faults_in(failed.detail) if failed.reason == NOT_LOADED else []
    if not found:
        return (failed.reason,)
    return (say("PyTorch in this environment does not load."), found[0].cause, found[0].mend)
