"""The app goes while the install worker works: it ends in time, nothing half made shows, and the install goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.messages.install_commands import Continue, FindUnfinished, Install, ListEnvs
from core.messages.install_events import EnvsSeen, Progress, StageChanged
from core.workers.worker import END_S
from tests.env.making import House, is_whole, left_beside
from tests.env.servers import Fault
from tests.processes import started_by, wait_ended

pytestmark = pytest.mark.slow
MOMENTS: dict[str, Callable[[Any], bool]] = {
    "begun": lambda event: event == StageChanged("environment", "running"),
    "downloading": lambda event: isinstance(event, Progress) and event.bytes_done > 0,
    "linking": lambda event: isinstance(event, Progress) and event.doing == "linking",
    "wheels": lambda event: isinstance(event, Progress) and (event.stage, event.doing) == ("torch", "installing"),
    "checking": lambda event: isinstance(event, StageChanged) and event.stage == "check",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_install_whose_app_goes_ends_in_time_and_can_be_continued(house: House, moment: str) -> None:
    plan = house.plan()
    if moment == "downloading":
        house.server.faults["python-"] = [Fault("stall", after=100_000)]
    with house.holding_the_check(plan.prefix):
        talk = house.start()
        started = started_by(talk.worker.pid)
        talk.worker.send(Install(plan))
        talk.until(MOMENTS[moment])
        started = [*started, *started_by(talk.worker.pid)]
        begun = time.monotonic()
        talk.worker.close()
        assert time.monotonic() - begun < END_S + 5
        wait_ended(started, timeout_s=20)
    house.server.faults.clear()
    assert not is_whole(Path(plan.prefix)), "nothing half made shows"
    for journal in (house.home / "installs").glob("*/install.json"):
        assert json.loads(journal.read_text("utf-8")), "a journal is whole"
    with house.talking() as after:
        (left,) = after.ask(FindUnfinished()).installs
        assert left.prefix == plan.prefix
        listed = after.ask(ListEnvs())
        assert isinstance(listed, EnvsSeen)
        assert plan.prefix not in [env.prefix for env in listed.envs]
        after.installed(Continue(left.folder))
        assert after.ask(FindUnfinished()).installs == ()
    assert is_whole(Path(plan.prefix))
    assert left_beside(house.envs) == []
