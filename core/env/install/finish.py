"""The last steps of an install: a whole and checked folder becomes an environment, and its journal is closed."""

from __future__ import annotations

import os
from collections.abc import Callable

from core.env.envs import conda_files, lockfile
from core.env.envs.belongings import beside_of, move_own, own_files
from core.env.install import journal, staging
from core.env.install.journal import Journal
from core.env.problems import InstallError
from core.prefix import history_of


def finish(done: Journal, *, log: Callable[[str], None]) -> Journal:
    """Turn a whole and checked folder into an environment; can be done again from anywhere in it."""
    prefix, plan = done.prefix, done.plan
    done = journal.turn(done, phase="finished")
    lockfile.write_beside(prefix, lockfile.lock_of(plan), made=done.begun)
    staging.release(prefix)
    if not history_of(prefix).exists():
        command = f"torchgarden create -p {prefix} {' '.join(plan.conda_specs)}"
        conda_files.write(prefix, plan.packages, command=command, specs=plan.conda_specs)
    try:
        conda_files.register(str(prefix))
    except OSError as error:  # conda only warns of that, too: the environment works, by its path
        log(f"not registered with conda: {error}")
    staging.tidy(staging.rehearsal(prefix).parent)
    for aside in (staging.old(prefix), staging.rehearsal(prefix)):
        try:
            if aside.is_dir() and (own := own_files(aside)).paths:
                log(f"your own files are in {move_own(aside, own.paths, beside_of(prefix))}")
            staging.delete(aside)
        except (InstallError, OSError) as problem:
            log(f"left for the next start: {getattr(problem, 'detail', problem)}")
    return done


def settle(done: Journal) -> None:
    """Close the journal of a finished install, once all it wrote is safe on the disk."""
    if hasattr(os, "sync"):
        os.sync()
    journal.close(done)
