"""Mend an environment where it stands, from the lock it was made with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.env.engines import conda, uv
from core.env.engines.cache import items_of
from core.env.envs import conda_files, lockfile
from core.env.envs.drift import Drift, find_drift
from core.env.fetch.downloads import Downloads
from core.env.fetch.sources import Item
from core.env.install import journal
from core.env.install.making import Making
from core.env.install.progress import ProgressTeller
from core.messages.install_events import Installed
from core.messages.recipe import StageName


class Mending(Making):
    """One attempt to repair an environment where it stands: nothing but what drifted is touched."""

    def make(self) -> Installed:
        """Repair the environment; return it with its check."""
        lock = lockfile.lock_of(self._plan)
        drift = find_drift(self._prefix, lock)
        self.log(f"drifted: {', '.join(drift.names) or 'nothing'}")
        cache = self._context.cache
        items = items_of(replace(self._plan, packages=drift.packages, wheels=drift.wheels), cache)
        with self._loading(items) as (loads, progress):
            self._mend(drift, loads, progress, items, cache)
            report = self._check(progress, self._prefix)
        self.journal = journal.turn(self.journal, phase="finished")
        return self._installed(report)

    def _mend(
        self,
        drift: Drift,
        loads: Downloads,
        progress: ProgressTeller,
        items: dict[StageName, tuple[Item, ...]],
        cache: Path,
    ) -> None:
        self._enter("environment")
        progress.enter("environment", "downloading")
        loads.wait(items["environment"])
        if drift.packages:
            progress.enter("environment", "linking")
            conda.relink(self._prefix, drift.packages, cache=cache)
            command = f"torchgarden repair -p {self._prefix}"
            conda_files.write(self._prefix, lockfile.found_packages(self._prefix), command=command)
        self._leave("environment", progress)
        for stage in ("torch", "extras"):
            chosen = [wheel for wheel in drift.wheels if wheel.stage == stage]
            if stage in self._stages and chosen:
                self._enter(stage)
                loads.wait(items[stage])
                for line in uv.install(chosen, self._prefix, cache=cache, again=True, keep_open=(self._lock,)):
                    self.log(line)
                self._leave(stage, progress)

    def start_over(self) -> None:
        """A repair has nothing to take back."""

    def give_up(self) -> None:
        """The environment stays as it is; the next attempt looks again."""
