"""Choose the torch build that really runs on this machine's device: driver and compute capability together.

One search serves both the recommendation and the person's own choice: the sets of the table that fit the system, the
wished Python and the wished torch, newest tested one first; in each the builds in the table's order; the first that
runs on the machine's GPU is it, and otherwise the processor's. A wish for a build narrows the search and is never
refused for being unwise, only for not existing; what follows from it is said in `Choice.warnings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from packaging.version import Version

from core.env.choose.barred import why_processor
from core.env.choose.card_problems import INSTALLS, mend_of, problem_of, put_right, what_is
from core.env.choose.kept import kept, kept_build
from core.env.choose.made import choice_of
from core.env.choose.reasons import (
    consequences,
    driver_advice,
    is_jetson,
    left_out,
    promise,
    seen_by_torch,
    why_gpu,
)
from core.env.choose.table import (
    BuildKind,
    Table,
    TorchSet,
    driver_needed,
    load_table,
    runs_on,
    system_suits,
    version_of,
)
from core.messages.computer import Gpu, Machine, Vendor
from core.messages.recipe import Choice, RecipeError, Wish
from core.sentence import Sentence, say

Pair = tuple[TorchSet, BuildKind]
VENDORS: tuple[Vendor, ...] = ("nvidia", "amd", "intel", "apple")
OLDEST_MPS_MACOS = Version("13")


def choose_build(machine: Machine, wish: Wish | None = None, *, table: Table | None = None) -> Choice:
    """The torch build for `machine`, as wished where something is wished.

    Raises RecipeError, with the sentence to show, when what is wished for does not exist.
    """
    table, wish = table or load_table(), wish or Wish()
    if wish.source == "as_in_notes":
        return _as_in_notes(machine, table)
    if wish.source == "conda_forge" or (machine.platform == "osx-64" and not wish.torch):
        return _from_conda_forge(machine, wish, table)
    platform = env_platform(machine)
    sets = _sets(machine, wish, table, platform)
    gpu, pair = _for_gpu(machine, sets, table, platform, all_builds=bool(wish.torch))
    if wish.build:
        return _overruled(machine, wish, sets, table, platform, usable=gpu)
    if gpu is None or pair is None:
        return _for_processor(machine, wish, sets, table, platform)
    torch_set, kind = pair
    same = [other for other in machine.gpus if other.vendor == gpu.vendor and other is not gpu]
    fit = tuple(other for other in same if runs_on(kind, torch_set, other, machine, platform=platform))
    advice = _driver_advice(machine, wish, table, platform, now=pair)
    warnings = [advice] if advice else []
    warnings += _card_problems(machine, wish, table, platform)
    warnings += [left_out(other) for other in same if other not in fit and seen_by_torch(other)]
    why = why_gpu(gpu, fit, kind, torch_set, table)
    why = kept_build(why, machine, lambda there: _found(there, wish, table) != pair)
    return choice_of(machine, wish, pair, table, platform, why=why, warnings=warnings)


def env_platform(machine: Machine) -> str:
    """What an environment is made for here: on Windows with ARM that is x64, which Windows translates."""
    return "win-64" if machine.platform == "win-arm64" else machine.platform


def offered(
    machine: Machine, *, table: Table | None = None
) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """What there is to choose from by hand: (torch, its builds, its Pythons), newest first."""
    table, platform = table or load_table(), env_platform(machine)
    return tuple(
        (torch_set.torch, torch_set.builds_on(platform), torch_set.pythons())
        for torch_set in table.sets
        if system_suits(torch_set, machine, platform)
    )


def _sets(machine: Machine, wish: Wish, table: Table, platform: str) -> list[TorchSet]:
    """The sets that fit the system and the wish: the tested one first, then older ones, then newer ones."""
    tested = version_of(table.recommended)
    ordered = [s for s in table.sets if version_of(s.torch) <= tested]
    ordered += [s for s in reversed(table.sets) if version_of(s.torch) > tested]
    on_system = [s for s in ordered if system_suits(s, machine, platform)]
    if not on_system:
        raise RecipeError(
            "There is no PyTorch for this system ({system} {version}, {platform}).",
            system=machine.system,
            version=machine.system_version,
            platform=platform,
        )
    wished = [s for s in on_system if not wish.torch or s is table.set_of(wish.torch)]
    if not wished:
        raise RecipeError(
            "There is no torch {torch} for this computer. There are: {versions}.",
            torch=wish.torch,
            versions=", ".join(sorted((s.torch for s in on_system), key=version_of, reverse=True)),
        )
    found = [s for s in wished if not wish.python or wish.python in s.pythons()]
    if not found:
        first, last = wished[0].python_first, wished[0].python_last
        raise RecipeError(
            "torch {torch} is made for Python {first} to {last}, not for {python}.",
            torch=wished[0].torch,
            first=first,
            last=last,
            python=wish.python,
        )
    return found


def _for_gpu(
    machine: Machine, sets: Sequence[TorchSet], table: Table, platform: str, *, all_builds: bool = False
) -> tuple[Gpu, Pair] | tuple[None, None]:
    """The GPU to train on and the first build that runs on it; of several NVIDIA cards all, if one build serves all.

    `all_builds`: where the torch is fixed, builds count that are not recommended otherwise.
    """
    pairs = [(s, table.kind(name)) for s in sets for name in s.builds_on(platform)]
    pairs = [(s, kind) for s, kind in pairs if kind.vendor and (kind.automatic or all_builds)]
    for vendor in VENDORS:
        cards = [gpu for gpu in machine.gpus if gpu.vendor == vendor and not is_jetson(gpu)]
        cards.sort(key=lambda gpu: (gpu.capability, gpu.memory_bytes), reverse=True)
        if vendor == "apple" and version_of(machine.system_version) < OLDEST_MPS_MACOS:
            continue
        for torch_set, kind in pairs:
            if torch_set is sets[0] and len(cards) > 1 and _runs_on_all(torch_set, kind, cards, machine, platform):
                return cards[0], (torch_set, kind)
        for gpu in cards:
            for torch_set, kind in pairs:
                if runs_on(kind, torch_set, gpu, machine, platform=platform):
                    return gpu, (torch_set, kind)
    return None, None


def _driver_advice(machine: Machine, wish: Wish, table: Table, platform: str, *, now: Pair | None) -> Sentence | None:
    """Advice to update NVIDIA's driver, where choosing again with it brings a newer build than `now`, or a GPU at all.

    The promise is what that choice gives: with all that is wished, all cards, this system.
    """
    cards = [gpu for gpu in machine.gpus if gpu.vendor == "nvidia" and not is_jetson(gpu)]
    if now is not None and now[1].vendor != "nvidia":
        return None
    drivers = {driver_needed(kind, machine) for kind in table.kinds if kind.vendor == "nvidia"}
    for driver in sorted(filter(None, drivers), key=version_of, reverse=True):
        if all(version_of(gpu.driver) >= version_of(driver) and problem_of(gpu) not in INSTALLS for gpu in cards):
            continue
        gpu, pair = _with_driver(machine, wish, table, platform, cards, driver)
        if gpu is None or pair is None or gpu.vendor != "nvidia" or (now is not None and _rank(pair) <= _rank(now)):
            continue
        lower = [one for one in drivers if one and _with_driver(machine, wish, table, platform, cards, one)[1] == pair]
        return driver_advice(min(lower, key=version_of), pair[0].torch, pair[1].number, wsl=machine.wsl)
    return None


def _card_problems(machine: Machine, wish: Wish, table: Table, platform: str) -> list[Sentence]:
    """What bars each card that would train if it were put right, what to do about it, and what that will bring.

    The promise is what choosing again gives with that card put right; none is made where its driver is not yet known.
    """
    told: list[Sentence] = []
    newest = max((driver_needed(kind, machine) for kind in table.kinds), key=version_of)
    for place, gpu in enumerate(machine.gpus):
        if not (problem := problem_of(gpu)) or is_jetson(gpu):
            continue
        installs = gpu.vendor == "nvidia" and problem in INSTALLS
        unknown = gpu.vendor == "nvidia" and (installs or not gpu.driver)
        right = put_right(gpu, driver=newest if unknown else "")
        there = replace(machine, gpus=(*machine.gpus[:place], right, *machine.gpus[place + 1 :]))
        found, pair = _for_gpu(there, _sets(there, wish, table, platform), table, platform, all_builds=bool(wish.torch))
        if found is right and pair is not None:
            told.append(what_is(gpu))
            told += [] if installs else [mend_of(gpu, wsl=machine.wsl)]
            told += [] if unknown else [promise(gpu, pair[0].torch, pair[1])]
        elif gpu.vendor == "amd" and not gpu.architecture and platform == "linux-64":
            told += [what_is(gpu), mend_of(gpu)]  # whether a build is made for it shows when it computes
    return list(dict.fromkeys(told))


def _rank(pair: Pair) -> tuple[Version, Version]:
    return version_of(pair[0].torch), version_of(pair[1].number)


def _with_driver(
    machine: Machine, wish: Wish, table: Table, platform: str, cards: Sequence[Gpu], driver: str
) -> tuple[Gpu | None, Pair | None]:
    """Choose again as if every one of these cards had at least this driver."""
    newer = {id(gpu): put_right(gpu, driver=max(gpu.driver, driver, key=version_of)) for gpu in cards
             if problem_of(gpu) in INSTALLS or not problem_of(gpu)}  # fmt: skip
    there = replace(machine, gpus=tuple(newer.get(id(gpu), gpu) for gpu in machine.gpus))
    return _for_gpu(there, _sets(there, wish, table, platform), table, platform, all_builds=bool(wish.torch))


def _runs_on_all(torch_set: TorchSet, kind: BuildKind, cards: Sequence[Gpu], machine: Machine, platform: str) -> bool:
    return all(runs_on(kind, torch_set, gpu, machine, platform=platform) for gpu in cards)


def _for_processor(machine: Machine, wish: Wish, sets: Sequence[TorchSet], table: Table, platform: str) -> Choice:
    torch_set = sets[0]
    advice = _driver_advice(machine, wish, table, platform, now=None)
    warnings = [*_card_problems(machine, wish, table, platform), *([advice] if advice else [])]
    why = why_processor(machine, torch_set, table)
    why = kept(why, machine, table, lambda there, other: _found(there, other or wish, table) is not None)
    return choice_of(machine, wish, (torch_set, table.kind("cpu")), table, platform, why=why, warnings=warnings)


def _found(machine: Machine, wish: Wish, table: Table) -> Pair | None:
    """What choosing as wished would train a GPU with, however the build is called; None for nothing."""
    platform, forge = env_platform(machine), wish.source == "conda_forge"
    try:
        sets = [_plain_forge(table)] if forge else _sets(machine, wish, table, platform)
    except RecipeError:
        return None
    return _for_gpu(machine, sets, table, platform, all_builds=bool(wish.torch) and not forge)[1]


def _plain_forge(table: Table) -> TorchSet:
    return replace(table.forge, macos="", glibc="")


def _overruled(
    machine: Machine, wish: Wish, sets: Sequence[TorchSet], table: Table, platform: str, *, usable: Gpu | None
) -> Choice:
    with_build = [s for s in sets if wish.build in s.builds_on(platform)]
    if not with_build:
        raise RecipeError(
            "There is no {build} build of torch {torch} for this computer. There are: {builds}.",
            build=wish.build,
            torch=wish.torch or sets[0].torch,
            builds=", ".join(sets[0].builds_on(platform)),
        )
    kind = table.kind(wish.build)
    runs = [s for s in with_build if any(runs_on(kind, s, g, machine, platform=platform) for g in machine.gpus)]
    torch_set = (runs or with_build)[0]
    why = say("As you chose: torch {torch}, build {build}.", torch=torch_set.torch, build=kind.name)
    warnings = consequences(kind, torch_set, machine, platform=platform, usable=usable)
    return choice_of(machine, wish, (torch_set, kind), table, platform, why=why, warnings=warnings)


def _from_conda_forge(machine: Machine, wish: Wish, table: Table) -> Choice:
    platform, forge = env_platform(machine), table.forge
    names = forge.builds_on(platform)
    if not names:
        raise RecipeError("conda-forge has no PyTorch for this computer ({platform}).", platform=platform)
    if wish.build and wish.build not in names:
        raise RecipeError("conda-forge has no {build} build of PyTorch for this computer.", build=wish.build)
    if wish.python and wish.python not in forge.pythons():
        raise RecipeError(
            "torch {torch} is made for Python {first} to {last}, not for {python}.",
            torch=forge.torch,
            first=forge.python_first,
            last=forge.python_last,
            python=wish.python,
        )
    plain = _plain_forge(table)
    gpu, pair = _for_gpu(machine, [plain], table, platform)
    kind = table.kind(wish.build) if wish.build else pair[1] if pair else table.kind("cpu")
    warnings = consequences(kind, plain, machine, platform=platform, usable=gpu) if wish.build else []
    if kind.device == "cuda" and gpu and gpu.capability < (7, 5):
        warnings.append(
            say(
                "conda-forge still builds for this older card, but its newer cuDNN may not: the check at the end"
                " will tell."
            )
        )
    if gpu and pair and not wish.build:
        why = why_gpu(gpu, (), kind, plain, table)
        why = kept_build(why, machine, lambda there: _found(there, wish, table) != pair)
    elif wish.build:
        why = say("As you chose: torch {torch}, build {build}.", torch=forge.torch, build=kind.name)
    else:
        why = why_processor(machine, plain, table)
        why = kept(why, machine, table, lambda there, other: _found(there, other or wish, table) is not None)
    choice = choice_of(machine, wish, (plain, kind), table, platform, why=why, warnings=warnings)
    return replace(choice, source="conda_forge", index_url="")


def _as_in_notes(machine: Machine, table: Table) -> Choice:
    """Python 3.9 and torch from the channels pytorch and nvidia, as older notes have it."""
    platform, notes = env_platform(machine), table.notes
    names = notes.builds_on(platform)
    if not names:
        raise RecipeError("What the notes do was made for Windows and Linux with an Intel or AMD processor only.")
    cards = [gpu for gpu in machine.gpus if gpu.vendor == "nvidia"]
    kind = table.kind("cu118" if cards else "cpu")
    warnings = consequences(kind, notes, machine, platform=platform, usable=None)
    why = say(
        "As in the notes. Since then the pytorch channel has ended with torch {torch}, Python {python} gets no more"
        " security fixes, and CUDA 11.8 knows no card of the RTX 50 generation or later.",
        torch=notes.torch,
        python=notes.python_last,
    )
    choice = choice_of(machine, Wish(), (notes, kind), table, platform, why=why, warnings=warnings)
    return replace(choice, source="as_in_notes", index_url="")
