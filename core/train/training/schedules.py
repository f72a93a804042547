"""How the learning rate moves with the steps: constant, cosine, step, one cycle, warm-up.

All are functions of the step alone, so an edit, an undo or a restart changes nothing in them. `schedule_steps` is the
length of the schedule; after it the last value stays.
"""

from __future__ import annotations

import math

from core.messages.train_commands import Settings

WARM_UP_SHARE = 0.1
STEP_FACTOR, STEP_COUNT = 0.5, 5
CYCLE_START, CYCLE_END, CYCLE_RISE = 1 / 25, 1 / 250_000, 0.3


def rate_at(settings: Settings, step: int) -> float:
    """Return the learning rate of the step after `step` steps."""
    peak, share = settings.learning_rate, min(step / settings.schedule_steps, 1.0)
    if settings.schedule == "cosine":  # Loshchilov and Hutter 2017, without restarts
        return peak * 0.5 * (1 + math.cos(math.pi * share))
    if settings.schedule == "step":
        return float(peak * STEP_FACTOR ** min(int(share * STEP_COUNT), STEP_COUNT - 1))
    if settings.schedule == "one_cycle":  # Smith and Topin 2018, with torch's default shares and its ends
        top, end = CYCLE_RISE * settings.schedule_steps - 1, settings.schedule_steps - 1
        if step <= top:
            return _cosine(peak * CYCLE_START, peak, step / top)
        return _cosine(peak, peak * CYCLE_END, (min(step, end) - top) / (end - top))
    if settings.schedule == "warm_up":
        return peak * min(1.0, (step + 1) / max(1.0, WARM_UP_SHARE * settings.schedule_steps))
    return peak


def _cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * share))
