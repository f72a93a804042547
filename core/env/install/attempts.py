"""Begin, continue, discard and repair installs: one at a time, each with its journal, each failure one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from core.env.context import Context
from core.env.engines.cache import items_of
from core.env.engines.wheel_tags import native_platform
from core.env.envs import conda_files, lockfile
from core.env.envs.drift import find_drift
from core.env.envs.kernels import remove_kernels_of
from core.env.envs.lockfile import Lock, LockError
from core.env.fetch.sources import Item
from core.env.install import journal, staging
from core.env.install.finish import finish, settle
from core.env.install.journal import Journal
from core.env.install.lock import file_in, holder, only_one
from core.env.install.making import CheckFailed, Making, Tell, said_by_check
from core.env.install.repair import Mending
from core.env.plan.recipe import check_name
from core.env.problems import AGAIN, SEE_LOG, Busy, InstallError, NameTaken, file_problem
from core.messages.install_events import Discarded, Stopped, UnfinishedInstall, UnfinishedSeen
from core.messages.recipe import Plan, Stage, StageName
from core.prefix import conda_meta
from core.sentence import Problem, Sentence, say

A_MOMENT_S = 0.5
"""How long a look waits for programs of an install that was just ended: they hold the lock until they are gone."""

Answer = Callable[[object], None]
"""Hears the one answer to the command; what remains to be done after it is nobody's wait."""

Why = Callable[[Problem], tuple[Sentence, ...]]
"""Returns what else is known of why something failed, such as what a look at the network says; () if nothing."""


def nothing_more(_problem: Problem) -> tuple[Sentence, ...]:
    """Know nothing but what the problem says."""
    return ()


def install(plan: Plan, context: Context, tell: Tell, answer: Answer, why: Why = nothing_more) -> None:
    """Make the environment of `plan`. Raises `InstallError` if nothing was begun; every other end is answered."""
    prefix = staging.check_prefix(Path(plan.prefix))
    with only_one(file_in(context.installs), who=plan.recipe.name) as lock:
        for earlier in list(journal.all_of(context.installs)):
            if earlier.prefix == prefix:  # a new plan for the same place takes the place of what was left unfinished
                _take_back(earlier, context, tell, lock)
        staging.check_free(prefix, replace=plan.recipe.replace)
        begun = _begin(context, replace(plan, prefix=str(prefix)))
        _attempt(Making(begun, context, tell, lock=lock), answer, why)


def go_on(folder: str, context: Context, tell: Tell, answer: Answer, why: Why = nothing_more) -> None:
    """Continue an unfinished install. Raises `InstallError` if there is none."""
    begun = _journal(folder)
    with only_one(file_in(context.installs), who=begun.plan.recipe.name) as lock:
        kind = Mending if begun.kind == "repair" else Making
        _attempt(kind(begun, context, tell, lock=lock), answer, why)


def discard(folder: str, context: Context, tell: Tell) -> Discarded:
    """Delete what is there of an unfinished install; finished downloads stay in the cache."""
    begun = _journal(folder)
    with only_one(file_in(context.installs), who=begun.plan.recipe.name) as lock:
        _take_back(begun, context, tell, lock)
    return Discarded(folder)


def find_unfinished(context: Context) -> UnfinishedSeen:
    """Installs that can be continued or discarded; not one that is just running."""
    running = ""
    try:
        with only_one(file_in(context.installs), who="", patience_s=A_MOMENT_S):
            pass
    except Busy:
        running = holder(file_in(context.installs))
    found = [one for one in journal.all_of(context.installs) if not running or one.plan.recipe.name != running]
    told = (_unfinished(one, context) for one in found if one.phase != "finished")
    return UnfinishedSeen(tuple(one for one in told if one))


def recover(context: Context, log: Callable[[str], None]) -> None:
    """Put right what a power cut or a kill has left: called at every start, before anything else.

    An environment that had stepped aside comes back at once. An install that was finished but perhaps not yet safe on
    the disk is looked at, and is unfinished again if a file is missing.
    """
    try:
        with only_one(file_in(context.installs), who="", patience_s=A_MOMENT_S):
            for damaged in journal.put_aside_damaged(context.installs):
                log(f"{damaged}: this journal cannot be read; what it was about can be made again")
            for one in list(journal.all_of(context.installs)):
                try:
                    _recover(one, log)
                except (InstallError, OSError) as error:
                    log(f"{one.folder}: {error}")
                staging.sweep(one.prefix.parent)
    except Busy:
        log("another installation is running")
    except InstallError as problem:  # the folder cannot be written to: every command that needs it says so
        log(f"{problem} {problem.detail}")


def bring_back_lost(context: Context, folder: Path, log: Callable[[str], None]) -> None:
    """Put environments of a folder back that had stepped aside for one that no journal tells of any more."""
    if not staging.stepped_aside(folder):
        return
    with suppress(Busy), only_one(file_in(context.installs), who="", patience_s=A_MOMENT_S):
        known = {staging.old(one.prefix) for one in journal.all_of(context.installs)}
        for aside, prefix in staging.stepped_aside(folder):
            if aside not in known:
                try:
                    if staging.bring_back_whole(aside, prefix):
                        log(f"{prefix} is back in its place")
                except InstallError as error:
                    log(f"{aside}: {error}")


def _recover(one: Journal, log: Callable[[str], None]) -> None:
    if one.phase == "finished":
        if one.kind == "repair" or not find_drift(one.prefix, lockfile.lock_of(one.plan), sums=False):
            settle(finish(one, log=log) if one.kind == "install" else one)
            return
        conda_files.hide(one.prefix)
        staging.claim(one.prefix, one.key)
        journal.turn(one, phase="building")
    elif staging.old(one.prefix).exists():
        staging.bring_back(one.prefix, one.key)
        journal.turn(one, phase="fetching", stage="environment")
        log(f"{one.prefix} is back in its place")


# ---------------------------------------------------------------------------------------------------------- attempts
def _begin(context: Context, plan: Plan, *, kind: journal.Kind = "install") -> Journal:
    try:
        return journal.begin(context.installs, context.logs, plan, kind=kind)
    except OSError as error:
        raise file_problem(error, context.installs) from error


def _attempt(making: Making, answer: Answer, why: Why) -> None:
    try:
        installed = making.make()
    except CheckFailed as failed:
        sentence, mends, detail = said_by_check(failed.report)
        _stop(making, answer, sentence, (*mends, AGAIN), detail)
    except InstallError as problem:
        _stop(making, answer, problem.sentence, problem.advice, problem.detail, partial(why, problem))
    except Problem as problem:
        _stop(making, answer, problem.sentence, (AGAIN, SEE_LOG), str(problem))
    except OSError as error:
        told = file_problem(error, error.filename or making.journal.prefix)
        _stop(making, answer, told.sentence, told.advice, told.detail)
    else:
        answer(installed)
        settle(making.journal)


def _stop(
    making: Making,
    answer: Answer,
    sentence: Sentence,
    advice: tuple[Sentence, ...],
    detail: str,
    why: Callable[[], tuple[Sentence, ...]] = tuple,
) -> None:
    """Tell that it did not work, after everything is as it was before; `why` is asked then, and may take seconds."""
    making.log(f"stopped: {sentence}")
    if detail:
        making.log(detail)
    stage = making.journal.stage
    making.give_up()
    making.say_failed(stage, sentence)
    more = why()
    for said in more:
        making.log(str(said))
    advice = (*more, *advice)
    answer(Stopped(str(making.journal.folder), stage, sentence, advice, detail, str(making.journal.log)))


def _take_back(begun: Journal, context: Context, tell: Tell, lock: int) -> None:
    """Leave nothing of an install but its downloads; an environment that had to give way is back in its place."""
    if begun.kind == "install" and begun.phase != "finished":
        ours = staging.belongs_to(begun.prefix, begun.key)
        making = Making(begun, context, tell, lock=lock)
        making.start_over()
        if ours and not begun.prefix.exists():
            with suppress(OSError):
                remove_kernels_of(str(begun.prefix))
    journal.close(begun)


def _journal(folder: str) -> Journal:
    begun = journal.read(Path(folder))
    if begun is None:
        raise InstallError("There is no unfinished installation in {path}.", path=folder)
    return begun


def _unfinished(one: Journal, context: Context) -> UnfinishedInstall | None:
    """What is there of an install; None where its files would lie outside of the cache: nobody can go on with it."""
    try:
        items = [item for items in items_of(one.plan, context.cache).values() for item in items]
    except InstallError:
        return None
    return UnfinishedInstall(
        folder=str(one.folder),
        name=one.plan.recipe.name,
        prefix=one.plan.prefix,
        stage=one.stage,
        bytes_done=sum(_bytes_here(item) for item in items),
        bytes_total=sum(item.size_bytes for item in items),
        begun=one.begun,
    )


def _bytes_here(item: Item) -> int:
    for path in (item.path, item.path.with_name(item.path.name + ".part")):
        with suppress(OSError):
            return path.stat().st_size
    return 0


# ------------------------------------------------------------------------------------------------- again from a lock
def create_from_lock(
    lock: Lock, *, name: str, folder: str, context: Context, tell: Tell, answer: Answer, why: Why = nothing_more
) -> None:
    """Make the environment of a lock again, with no solve. Raises `RecipeError`, `LockError`, `NameTaken`."""
    if lock.platform != native_platform():
        raise LockError("This lock file is for {platform}, and this computer is another.", platform=lock.platform)
    name = check_name(name)
    if Path(folder, name).exists():
        raise NameTaken("An environment called {name} is there already.", name=name)
    install(plan_of(lock, Path(folder, name), context), context, tell, answer, why)


def repair(prefix: str, context: Context, tell: Tell, answer: Answer, why: Why = nothing_more) -> None:
    """Reinstall what drifted from the environment's lock; packages that a person added stay."""
    if (conda_meta(Path(prefix)) / "frozen").exists():
        raise InstallError(
            "{folder} is frozen: the file conda-meta/frozen tells conda to leave it as it is. Delete that file first.",
            folder=prefix,
        )
    lock = lockfile.of_environment(Path(prefix))
    with only_one(file_in(context.installs), who=Path(prefix).name) as descriptor:
        plan = plan_of(lock, Path(prefix), context)
        begun = _begin(context, plan, kind="repair")
        _attempt(Mending(begun, context, tell, lock=descriptor), answer, why)


def plan_of(lock: Lock, prefix: Path, context: Context) -> Plan:
    """The plan that makes exactly what is in a lock."""
    recipe = replace(lock.recipe, name=prefix.name, folder=str(prefix.parent))
    plan = Plan(
        recipe=recipe,
        prefix=str(prefix),
        platform=lock.platform,
        stages=(),
        packages=lock.packages,
        wheels=lock.wheels,
        download_bytes=0,
        disk_bytes=0,
        volumes=(),
        seconds=0.0,
        conda_specs=lock.conda_specs,
        requirements=lock.requirements,
        channels=lock.channels,
    )
    items = items_of(plan, context.cache)
    titles: list[tuple[StageName, Sentence]] = [("environment", say("conda packages"))]
    if items["torch"]:
        titles.append(("torch", say("PyTorch")))
    if items["extras"]:
        titles.append(("extras", say("Other packages")))
    names = [wheel.name for wheel in lock.wheels] + [package.name for package in lock.packages]
    if "ipykernel" in names:
        titles.append(("kernel", say("Kernel for Jupyter and VS Code")))
    titles.append(("check", say("Check the device")))
    stages = tuple(_stage(name, title, items.get(name, ())) for name, title in titles)
    download = sum(stage.download_bytes for stage in stages)
    return replace(plan, stages=stages, download_bytes=download, seconds=sum(stage.seconds for stage in stages))


def _stage(name: StageName, title: Sentence, items: Sequence[Item]) -> Stage:
    download = sum(item.size_bytes for item in items if not item.is_here())
    whole = sum(item.size_bytes for item in items)
    return Stage(name, title, len(items), download, 4 * whole, 3.0 + download / 6e6 + whole / 60e6)
