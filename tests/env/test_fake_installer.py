"""The fake installer speaks the real one's language: every command is answered by the event that the messages say."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.env.choose.builds import choose_build
from core.messages import install_events
from core.messages.install_commands import Continue, Discard, FindUnfinished, Install, ListEnvs, MakePlan, Remove
from core.messages.install_events import Installed, InstallerReady, Stopped
from core.messages.recipe import Plan, Recipe
from core.messages.train_events import Failed, Rejected
from core.workers.worker import Worker
from tests import fake_installer
from tests.env.making import Talk

Start = Callable[..., Talk]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    workers: list[Worker] = []

    def begin(*arguments: str) -> Talk:
        command = fake_installer.command("--home", str(tmp_path), "--seconds", "0.05", *arguments)
        workers.append(Worker(command, log=tmp_path / "log.txt", folder=fake_installer.ROOT))
        talk = Talk(workers[-1])
        talk.until(lambda event: isinstance(event, InstallerReady))
        return talk

    yield begin
    for worker in workers:
        worker.kill()


def planned(talk: Talk, tmp_path: Path) -> Plan:
    recipe = Recipe("torch_book", choose_build(fake_installer.machine("nvidia", tmp_path)))
    plan: Plan = talk.ask(MakePlan(recipe)).plan
    return plan


def test_every_command_is_answered_by_its_event(start: Start, tmp_path: Path) -> None:
    talk = start()
    plan = planned(talk, tmp_path)
    assert isinstance(talk.ask(Install(plan)), Installed)
    given: dict[str, Any] = {
        "recipe": plan.recipe, "plan": plan, "prefix": plan.prefix, "folder": str(tmp_path),
        "path": str(tmp_path / "x"), "name": "other", "format": "lock",
        "url": "http://127.0.0.1:8888/tree?token=pretended", "folders": (str(tmp_path),), "device": "cpu",
        "language": "en", "version": "0.1.0", "runs": str(tmp_path),
    }  # fmt: skip
    classes = [one for one in typing.get_args(install_events.InstallCommand) if one not in (Remove, Continue, Install)]
    assert len(classes) > 15
    for kind in [*classes, Remove]:
        fields = {name: given[name] for name in kind.__dataclass_fields__ if name in given}
        answer = talk.ask(kind(**fields))
        promised = re.search(r"-> (\w+)", kind.__doc__ or "")
        assert promised, kind
        assert type(answer).__name__ == promised[1], (kind, answer)
    assert all(env.prefix != plan.prefix for env in talk.ask(ListEnvs()).envs)


@pytest.mark.parametrize("stage", fake_installer.STAGES)
def test_it_fails_where_it_is_told_and_goes_on(start: Start, tmp_path: Path, stage: str) -> None:
    talk = start("--fail-at", stage, "--why", "disk")
    stopped = talk.ask(Install(planned(talk, tmp_path)))
    assert isinstance(stopped, Stopped)
    assert stopped.stage == stage
    assert "no space left" in str(stopped.sentence)
    seen = talk.ask(FindUnfinished()).installs
    assert [one.stage for one in seen] == [stage]
    assert isinstance(talk.ask(Continue(stopped.folder)), Installed)
    assert talk.ask(FindUnfinished()).installs == ()


def test_it_dies_where_it_is_told_and_the_next_one_knows(start: Start, tmp_path: Path) -> None:
    talk = start("--die-at", "torch")
    talk.worker.send(Install(planned(talk, tmp_path)))
    talk.until(lambda event: isinstance(event, Failed))
    after = start()
    left = after.ask(FindUnfinished()).installs
    assert [one.stage for one in left] == ["torch"]
    after.ask(Discard(left[0].folder))
    assert after.ask(FindUnfinished()).installs == ()


def test_without_a_network_nothing_is_planned(start: Start, tmp_path: Path) -> None:
    talk = start("--no-network")
    recipe = Recipe("torch_book", choose_build(fake_installer.machine("cpu", tmp_path)))
    assert isinstance(talk.ask(MakePlan(recipe)), Rejected)
