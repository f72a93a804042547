"""Progress is told by two threads, and a person sees it go one way."""

from __future__ import annotations

import threading

from core.env.install.progress import ProgressTeller
from core.messages.install_events import Progress
from core.messages.recipe import Choice, Plan, Recipe, Stage
from core.sentence import say


def test_progress_never_goes_back_though_two_threads_tell_it() -> None:
    title = say("For a test.")
    stages = (Stage("environment", title, 1, 1_000, 1, 1.0), Stage("check", title, 0, 0, 0, 1.0))
    recipe = Recipe("a", Choice("cpu", "9.0", "", "", "3.12", "", title))
    plan = Plan(recipe, "/envs/a", "linux-64", stages, (), (), 0, 0, (), 2.0)
    told: list[float] = []
    held_up, overtaken = threading.Event(), threading.Event()

    def tell(progress: Progress) -> None:
        if held_up.is_set():
            overtaken.set()
        else:
            held_up.set()
            overtaken.wait(0.5)
        told.append(progress.overall)

    progress = ProgressTeller(plan, {}, tell)
    other = threading.Thread(target=progress.tell)
    other.start()
    assert held_up.wait(20)
    progress.finish("environment")
    other.join()
    assert len(told) == 2
    assert told[0] < told[1]
