"""Make an environment, stage by stage, so that at no moment something half made can be taken for a whole one.

Nothing but downloads is kept of an attempt that failed: unpacking and linking again takes seconds, and a half linked
environment can be wrong in ways that no program notices (uv takes a package whose dist-info is there for installed).
So *continue* means: the same plan again, with everything fetched already. Only a whole environment that is to be
registered or checked is taken as it is, after its files were compared with its lock.

An environment that gives way stays where it is until the new one has been made aside and has passed its check; only
then it steps aside for the seconds in which the new one is linked into its place, and comes back if anything fails.
"""

from __future__ import annotations

import datetime
import functools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from core.env.check.check import check
from core.env.context import Workshop, is_here, items_of
from core.env.engines import conda, uv
from core.env.engines.run import run_program
from core.env.envs import conda_files, lockfile
from core.env.envs.drift import find_drift
from core.env.envs.kernels import add_kernel
from core.env.envs.layout import is_environment
from core.env.envs.listing import describe
from core.env.fetch.downloads import Downloads, throw_out_damaged
from core.env.fetch.sources import Item
from core.env.install import journal, staging
from core.env.install.finish import finish
from core.env.install.journal import Journal
from core.env.install.progress import Meter
from core.env.install.unpack_ahead import Unpacking
from core.env.look.system import Ran
from core.env.plan.resolve import python_at_hand
from core.env.problems import Corrupt, InstallError
from core.messages.install_events import Installed, LogLine, StageChanged
from core.messages.install_reports import CheckReport
from core.messages.recipe import StageName, Wheel
from core.sentence import Sentence, say
from core.versions import minor_text
from core.workers.child import Closed

Tell = Callable[[object], None]
WHEEL_STAGES: tuple[StageName, ...] = ("torch", "extras")


class CheckFailed(Exception):  # noqa: N818 (the report says what is wrong)
    """The new environment does not pass its check."""

    def __init__(self, report: CheckReport) -> None:
        super().__init__(report.prefix)
        self.report = report


class Making:
    """One attempt to make the environment of a journal's plan. `lock`: the descriptor of the lock that is held."""

    def __init__(self, begun: Journal, workshop: Workshop, tell: Tell, *, lock: int) -> None:
        self.journal = begun
        self._shop = workshop
        self._tell = tell
        self._lock = lock
        self._plan = begun.plan
        self._prefix = begun.prefix
        self._items = items_of(begun.plan, workshop.cache)
        self._stages: list[StageName] = [stage.name for stage in begun.plan.stages]
        self._since = time.monotonic()

    # ------------------------------------------------------------------------------------------------ telling
    def log(self, text: str) -> None:
        """One line for the log file and for whoever looks."""
        stamp = datetime.datetime.now().strftime("%H:%M:%S")
        with suppress(OSError), self.journal.log.open("a", encoding="utf-8") as file:
            file.write(f"{stamp} {text}\n")
        self._tell(LogLine(text, self.journal.stage))

    def _enter(self, stage: StageName) -> None:
        self.journal = journal.turn(self.journal, stage=stage)
        self._tell(StageChanged(stage, "running"))
        self.log(f"stage: {stage}")

    def _leave(self, stage: StageName, meter: Meter) -> None:
        meter.finish(stage)
        self._tell(StageChanged(stage, "done"))

    # ------------------------------------------------------------------------------------------------- the whole
    def make(self) -> Installed:
        """Make it; raise `InstallError`, `CheckFailed` or `OSError`, and then nothing else has changed."""
        self.log(f"making {self._prefix}: {', '.join((*self._plan.conda_specs, *self._plan.requirements))}")
        if not self._is_whole():
            self.start_over()
        if self.journal.phase != "built":
            staging.check_free(self._prefix, replace=self._plan.recipe.replace)
            staging.try_folder(self._prefix)
        gives_way = self.journal.phase != "built" and is_environment(self._prefix)
        fetched = [one for one in self._plan.wheels if not is_here(one, self._shop.cache)]
        with self._loading(self._items) as (loads, meter):
            try:
                with self._unpacking(fetched, loads) as ahead:
                    report = self._stages_in_order(loads, meter, ahead, gives_way=gives_way)
            except Corrupt:
                self.log(f"damaged, to be fetched again: {throw_out_damaged(_all(self._items))}")
                raise
        return self._finish(report)

    @contextmanager
    def _loading(self, items: Mapping[StageName, tuple[Item, ...]]) -> Iterator[tuple[Downloads, Meter]]:
        """All downloads under way in the order in which they are needed, and the progress told."""
        with (
            Meter(self._plan, items, self._tell) as meter,
            Downloads(
                _all(items),
                mirrors=self._shop.origin.mirrors,
                patience=self._shop.patience,
                told=functools.partial(self._retry, meter),
            ) as loads,
        ):
            meter.watch(loads)
            yield loads, meter

    def _unpacking(self, fetched: Sequence[Wheel], loads: Downloads) -> Unpacking:
        """Large wheels going into uv's cache, while Python is being linked."""
        version = next((package.version for package in self._plan.packages if package.name == "python"), "")
        return Unpacking(
            fetched if version else (),
            loads,
            cache=self._shop.cache,
            python=python_at_hand(minor_text(version), self._shop),
            python_version=version,
            log=self._log_from_thread,
            keep_open=(self._lock,),
        )

    def _stages_in_order(self, loads: Downloads, meter: Meter, ahead: Unpacking, *, gives_way: bool) -> CheckReport:
        kernel = "kernel" in self._stages
        if self.journal.phase != "built":
            self._build(staging.rehearsal(self._prefix) if gives_way else self._prefix, loads, meter, ahead)
        if not gives_way:
            if kernel:
                self._kernel(meter)
            return self._check(meter, self._prefix)
        self._check(meter, staging.rehearsal(self._prefix))
        self._swap(loads, meter)
        report = self._check(meter, self._prefix)
        if kernel:  # last: the old environment's kernel must not lead into one that fails
            self._kernel(meter)
        return report

    def _is_whole(self) -> bool:
        """Whether an earlier attempt got as far as a whole environment, and it still is."""
        whole = self.journal.phase == "built" and staging.belongs_to(self._prefix, self.journal.key)
        return whole and not find_drift(self._prefix, lockfile.lock_of(self._plan), sums=False)

    def start_over(self) -> None:
        """Take back all that an earlier attempt has put anywhere, but its downloads."""
        staging.bring_back(self._prefix, self.journal.key)
        if staging.belongs_to(self._prefix, self.journal.key):
            staging.delete(self._prefix)
        for aside in (staging.rehearsal(self._prefix), staging.linking(self._prefix)):
            staging.delete(aside)
        if self.journal.phase != "fetching":
            self.journal = journal.turn(self.journal, stage=self._stages[0], phase="fetching")

    def give_up(self) -> None:
        """After a failure: nothing half made stays anywhere, and whoever stepped aside is back."""
        if self.journal.phase not in ("built", "finished"):
            try:
                self.start_over()
            except InstallError as problem:
                self.log(f"left for the next start: {problem.detail}")

    def say_failed(self, stage: StageName, sentence: Sentence) -> None:
        self._tell(StageChanged(stage, "failed", sentence))

    # ------------------------------------------------------------------------------------------------- the stages
    def _build(self, target: Path, loads: Downloads, meter: Meter, ahead: Unpacking) -> None:
        """Link the packages and install the wheels at `target`, each stage as soon as its files are here."""
        self._enter("environment")
        meter.enter("environment", "downloading")
        loads.wait(self._items["environment"])
        self._link(target, meter)
        self._leave("environment", meter)
        self._wheels(target, loads, meter, ahead)
        self.journal = journal.turn(self.journal, phase="built" if target == self._prefix else "building")

    def _wheels(self, target: Path, loads: Downloads, meter: Meter, ahead: Unpacking) -> None:
        """The stages of wheels. Those whose files are all here go in together: every start of uv looks at everything
        that is installed already, which takes as long as a hundred small wheels."""
        to_do = [stage for stage in WHEEL_STAGES if stage in self._stages]
        while to_do:
            stage = to_do[0]
            self._enter(stage)
            meter.enter(stage, "downloading")
            loads.wait(self._items[stage])
            meter.enter(stage, "installing")
            together = [one for one in to_do if loads.count(self._items[one]).complete]
            ahead.settle(self._wheels_of(together))
            self._install(together, target)
            for one in together:
                if one != stage:
                    self._enter(one)
                    meter.enter(one, "installing")
                self._leave(one, meter)
                to_do.remove(one)
        ahead.linked()

    def _link(self, target: Path, meter: Meter) -> None:
        meter.enter("environment", "linking")
        spot = staging.linking(self._prefix)
        staging.delete(spot)
        conda.link(
            self._plan.packages,
            spot,
            cache=self._shop.cache,
            specs=self._plan.conda_specs,
            final=target,
            linked=lambda done, total: meter.advance(0.9 * done / total),
        )
        conda_files.hide(spot)
        staging.claim(spot, self.journal.key)
        if self.journal.phase == "fetching":
            self.journal = journal.turn(self.journal, phase="building")
        staging.move(spot, target)

    def _wheels_of(self, stages: Sequence[StageName]) -> list[Wheel]:
        return [wheel for wheel in self._plan.wheels if wheel.stage in stages]

    def _install(self, stages: Sequence[StageName], target: Path) -> None:
        uv.install(self._wheels_of(stages), target, cache=self._shop.cache, log=self.log, keep_open=(self._lock,))

    def _swap(self, loads: Downloads, meter: Meter) -> None:
        """The new one has proved itself: the old one steps aside, and the new one is linked into its place."""
        self.log("the new environment works; it takes its place now")
        staging.delete(staging.rehearsal(self._prefix))
        self.journal = journal.turn(self.journal, phase="swapping")
        staging.move(self._prefix, staging.old(self._prefix))
        stage = self.journal.stage
        meter.enter(stage, "linking")
        self._link(self._prefix, meter)
        meter.enter(stage, "installing")
        self._install(WHEEL_STAGES, self._prefix)
        meter.enter(stage, "testing")

    def _kernel(self, meter: Meter) -> None:
        self._enter("kernel")
        meter.enter("kernel", "installing")
        added = add_kernel(str(self._prefix), self._plan.recipe.name)
        self.log(f"kernel {added.name}: {added.folder}")
        self._leave("kernel", meter)

    def _check(self, meter: Meter, prefix: Path) -> CheckReport:
        self._enter("check")
        meter.enter("check", "testing")
        report = check(str(prefix), machine=self._shop.machine(), run=self._run)
        self.log(f"check: {report.device_line} {'passed' if report.ok else 'failed'} in {report.seconds:.1f} s")
        for fault in report.faults:
            self.log(f"{fault.code}: {fault.cause} {fault.mend} {fault.detail}")
        if not report.ok:
            raise CheckFailed(report)
        self._leave("check", meter)
        return report

    def _run(self, command: Sequence[str], environment: Mapping[str, str], timeout_s: float) -> Ran:
        return run_program(command, environment=environment, timeout_s=timeout_s, keep_open=(self._lock,))

    def _log_from_thread(self, text: str) -> None:
        with suppress(Closed):
            self.log(text)

    def _retry(self, meter: Meter, sentence: Sentence) -> None:
        """Called by the threads of the downloads."""
        with suppress(Closed):
            self.log(str(sentence))
            meter.note(sentence)

    # ------------------------------------------------------------------------------------------------- the end
    def _finish(self, report: CheckReport) -> Installed:
        self.journal = finish(self.journal, log=self.log)
        return self._installed(report)

    def _installed(self, report: CheckReport) -> Installed:
        seconds = time.monotonic() - self._since
        self.log(f"finished in {seconds:.1f} s")
        env = describe(str(self._prefix), self._shop.machine())
        lock = str(lockfile.folder_of(self._prefix) / lockfile.LOCK)
        return Installed(env, report, lock, str(self.journal.log), seconds)


def _all(items: Mapping[StageName, tuple[Item, ...]]) -> list[Item]:
    return [item for some in items.values() for item in some]


def said_by_check(report: CheckReport) -> tuple[Sentence, tuple[Sentence, ...], str]:
    """(what is wrong, what to do, detail) of a check that did not pass."""
    if not report.faults:
        return say("The new environment did not pass its check."), (), ""
    first = report.faults[0]
    mends = tuple(dict.fromkeys(fault.mend for fault in report.faults))
    return first.cause, mends, "\n".join(f"{fault.code}: {fault.detail}" for fault in report.faults)
