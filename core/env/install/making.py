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

from core import files
from core.env.check.check import check
from core.env.context import Context
from core.env.engines import conda, uv
from core.env.engines.cache import items_of, python_at_hand
from core.env.engines.run import run_program
from core.env.envs import lockfile
from core.env.envs.drift import find_drift
from core.env.envs.kernels import add_kernel
from core.env.envs.listing import describe
from core.env.fetch.downloads import Downloads, throw_out_damaged
from core.env.fetch.sources import Item, missing
from core.env.install import journal, staging
from core.env.install.finish import finish
from core.env.install.journal import Journal
from core.env.install.progress import ProgressTeller
from core.env.install.unpack_ahead import Unpacking
from core.env.problems import Corrupt, InstallError
from core.messages.install_events import Installed, LogLine, StageChanged
from core.messages.install_reports import CheckReport
from core.messages.recipe import StageName, Wheel
from core.prefix import notes_of
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

    def __init__(self, begun: Journal, context: Context, tell: Tell, *, lock: int) -> None:
        self.journal = begun
        self._context = context
        self._tell = tell
        self._lock = lock
        self._plan = begun.plan
        self._prefix = begun.prefix
        self._items = items_of(begun.plan, context.cache)
        self._stages: list[StageName] = [stage.name for stage in begun.plan.stages]
        self._since = time.monotonic()

    # ------------------------------------------------------------------------------------------------ telling
    def log(self, text: str) -> None:
        """One line for the log file and for whoever looks."""
        stamp = datetime.datetime.now().strftime("%H:%M:%S")
        with suppress(OSError), files.added_to(self.journal.log) as file:
            file.write(f"{stamp} {text}\n".encode("utf-8", "backslashreplace"))
        self._tell(LogLine(text, self.journal.stage))

    def _enter(self, stage: StageName) -> None:
        self.journal = journal.turn(self.journal, stage=stage)
        self._tell(StageChanged(stage, "running"))
        self.log(f"stage: {stage}")

    def _leave(self, stage: StageName, progress: ProgressTeller) -> None:
        progress.finish(stage)
        self._tell(StageChanged(stage, "done"))

    # ------------------------------------------------------------------------------------------------- the whole
    def make(self) -> Installed:
        """Make it; raise `InstallError`, `CheckFailed` or `OSError`, and then nothing else has changed."""
        self.log(f"making {self._prefix}: {', '.join((*self._plan.conda_specs, *self._plan.requirements))}")
        if not self._is_whole():
            self.start_over()
        gives_way = False
        if self.journal.phase != "built":
            gives_way = staging.check_free(self._prefix, replace=self._plan.recipe.replace)
            staging.try_folder(self._prefix)
        coming = {item.name for item in missing(_all(self._items))}
        fetched = [wheel for wheel in self._plan.wheels if wheel.filename in coming]
        with self._loading(self._items) as (loads, progress):
            try:
                with self._unpacking(fetched, loads) as ahead:
                    report = self._stages_in_order(loads, progress, ahead, gives_way=gives_way)
            except Corrupt:
                self.log(f"damaged, to be fetched again: {throw_out_damaged(_all(self._items))}")
                raise
        return self._finish(report)

    @contextmanager
    def _loading(self, items: Mapping[StageName, tuple[Item, ...]]) -> Iterator[tuple[Downloads, ProgressTeller]]:
        """All downloads under way in the order in which they are needed, and the progress told."""
        with (
            ProgressTeller(self._plan, items, self._tell) as progress,
            Downloads(
                _all(items),
                mirrors=self._context.origin.mirrors,
                patience=self._context.patience,
                told=functools.partial(self._retry, progress),
            ) as loads,
        ):
            progress.watch(loads)
            yield loads, progress

    def _unpacking(self, fetched: Sequence[Wheel], loads: Downloads) -> Unpacking:
        """Large wheels going into uv's cache, while Python is being linked."""
        version = next((package.version for package in self._plan.packages if package.name == "python"), "")
        return Unpacking(
            fetched if version else (),
            loads,
            cache=self._context.cache,
            python=python_at_hand(minor_text(version), self._context.cache),
            python_version=version,
            log=self._log_from_thread,
            keep_open=(self._lock,),
        )

    def _stages_in_order(
        self, loads: Downloads, progress: ProgressTeller, ahead: Unpacking, *, gives_way: bool
    ) -> CheckReport:
        kernel = "kernel" in self._stages
        if self.journal.phase != "built":
            self._build(staging.rehearsal(self._prefix) if gives_way else self._prefix, loads, progress, ahead)
        if not gives_way:
            if kernel:
                self._kernel(progress)
            return self._check(progress, self._prefix)
        self._check(progress, staging.rehearsal(self._prefix))
        self._swap(loads, progress)
        report = self._check(progress, self._prefix)
        if kernel:  # last: the old environment's kernel must not lead into one that fails
            self._kernel(progress)
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
        """Tell that a stage has failed, and why."""
        self._tell(StageChanged(stage, "failed", sentence))

    # ------------------------------------------------------------------------------------------------- the stages
    def _build(self, target: Path, loads: Downloads, progress: ProgressTeller, ahead: Unpacking) -> None:
        """Link the packages and install the wheels at `target`, each stage as soon as its files are here."""
        self._enter("environment")
        progress.enter("environment", "downloading")
        loads.wait(self._items["environment"])
        self._link(target, progress)
        self._leave("environment", progress)
        self._wheels(target, loads, progress, ahead)
        self.journal = journal.turn(self.journal, phase="built" if target == self._prefix else "building")

    def _wheels(self, target: Path, loads: Downloads, progress: ProgressTeller, ahead: Unpacking) -> None:
        """The stages of wheels. Those whose files are all here go in together: every start of uv looks at everything
        that is installed already, which takes as long as a hundred small wheels."""
        to_do = [stage for stage in WHEEL_STAGES if stage in self._stages]
        while to_do:
            stage = to_do[0]
            self._enter(stage)
            progress.enter(stage, "downloading")
            loads.wait(self._items[stage])
            progress.enter(stage, "installing")
            together = [one for one in to_do if loads.count(self._items[one]).complete]
            ahead.settle(self._wheels_of(together))
            self._install(together, target)
            for one in together:
                if one != stage:
                    self._enter(one)
                    progress.enter(one, "installing")
                self._leave(one, progress)
                to_do.remove(one)
        ahead.linked()

    def _link(self, target: Path, progress: ProgressTeller) -> None:
        progress.enter("environment", "linking")
        spot = staging.linking(self._prefix)
        staging.delete(spot)
        conda.link(
            self._plan.packages,
            spot,
            cache=self._context.cache,
            specs=self._plan.conda_specs,
            final=target,
            linked=lambda done, total: progress.advance(0.9 * done / total),
        )
        staging.claim(spot, self.journal.key)
        if self.journal.phase == "fetching":
            self.journal = journal.turn(self.journal, phase="building")
        staging.move(spot, target)

    def _wheels_of(self, stages: Sequence[StageName]) -> list[Wheel]:
        return [wheel for wheel in self._plan.wheels if wheel.stage in stages]

    def _install(self, stages: Sequence[StageName], target: Path) -> None:
        chosen = self._wheels_of(stages)
        for line in uv.install(chosen, target, cache=self._context.cache, keep_open=(self._lock,)):
            self.log(line)

    def _swap(self, loads: Downloads, progress: ProgressTeller) -> None:
        """The new one has proved itself: the old one steps aside, and the new one is linked into its place."""
        self.log("the new environment works; it takes its place now")
        staging.delete(staging.rehearsal(self._prefix))
        self.journal = journal.turn(self.journal, phase="swapping")
        staging.move(self._prefix, staging.old(self._prefix))
        stage = self.journal.stage
        progress.enter(stage, "linking")
        self._link(self._prefix, progress)
        progress.enter(stage, "installing")
        self._install(WHEEL_STAGES, self._prefix)
        progress.enter(stage, "testing")

    def _kernel(self, progress: ProgressTeller) -> None:
        self._enter("kernel")
        progress.enter("kernel", "installing")
        added = add_kernel(str(self._prefix), self._plan.recipe.name)
        self.log(f"kernel {added.name}: {added.folder}")
        self._leave("kernel", progress)

    def _check(self, progress: ProgressTeller, prefix: Path) -> CheckReport:
        self._enter("check")
        progress.enter("check", "testing")
        run = functools.partial(run_program, keep_open=(self._lock,))
        report = check(str(prefix), machine=self._context.machine, run=run)
        self.log(f"check: {report.device_line} {'passed' if report.ok else 'failed'} in {report.seconds:.1f} s")
        for fault in report.faults:
            self.log(f"{fault.code}: {fault.cause} {fault.mend} {fault.detail}")
        if not report.ok:
            raise CheckFailed(report)
        self._leave("check", progress)
        return report

    def _log_from_thread(self, text: str) -> None:
        with suppress(Closed):
            self.log(text)

    def _retry(self, progress: ProgressTeller, sentence: Sentence) -> None:
        """Called by the threads of the downloads."""
        with suppress(Closed):
            self.log(str(sentence))
            progress.note(sentence)

    # ------------------------------------------------------------------------------------------------- the end
    def _finish(self, report: CheckReport) -> Installed:
        self.journal = finish(self.journal, log=self.log)
        return self._installed(report)

    def _installed(self, report: CheckReport) -> Installed:
        seconds = time.monotonic() - self._since
        self.log(f"finished in {seconds:.1f} s")
        assert self._context.machine is not None, "whoever makes an environment has looked at the machine"
        env = describe(str(self._prefix), self._context.machine)
        lock = str(notes_of(self._prefix) / lockfile.LOCK)
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
