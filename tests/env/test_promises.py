"""What is promised holds: on computers that are made up, what a sentence advises is done, and then it is as it said."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace

import pytest

from core.env.choose.builds import choose_build, offered
from core.env.choose.table import version_of
from core.env.plan.plan import plan
from core.messages.computer import Gpu, Machine
from core.messages.recipe import Choice, Recipe, RecipeError, Source, Wish
from core.sentence import Sentence
from tests.env.test_builds import made_up
from tests.gui.installs import machine as laptop
from tests.gui.installs import nvidia, resolve, solve

SEEDS, TRIES = range(4), 150
NEWEST_DRIVER = "599.99"
Sentences = dict[str, dict[str, object]]


def said_in(choice: Choice) -> Sentences:
    """Every sentence of a choice, by its English, with what goes into it."""
    return {one.text: dict(one.values) for one in (choice.why, *choice.warnings)}


def starting(said: Sentences, *pieces: str) -> dict[str, object] | None:
    return next((values for text, values in said.items() if all(piece in text for piece in pieces)), None)


def with_driver(machine: Machine, driver: str) -> Machine:
    """The machine after its NVIDIA driver was updated to at least this one."""

    def updated(gpu: Gpu) -> Gpu:
        older = gpu.vendor == "nvidia" and version_of(gpu.driver or "0") < version_of(driver)
        return replace(gpu, driver=driver) if older else gpu

    return replace(machine, gpus=tuple(map(updated, machine.gpus)))


def a_mac(choose: random.Random) -> tuple[Machine, Wish]:
    version = choose.choice(["11.7", "12.6", "13.3", "13.6", "14.2", "15.1"])
    gpu = (Gpu("apple", "Apple M2"),)
    return Machine("macos", version, "osx-arm64", gpus=gpu), Wish(torch=choose.choice(["", "", "2.6", "2.9"]))


def try_choice(machine: Machine, wish: Wish) -> Choice | None:
    try:
        return choose_build(machine, wish)
    except RecipeError:
        return None


def trains(choice: Choice | None) -> bool:
    return choice is not None and choice.device != "cpu"


def check_choice(machine: Machine, wish: Wish, choice: Choice, seen: Counter[str]) -> None:
    """Do what each sentence of a choice says, one after the other."""
    said, about = said_in(choice), (machine, wish, str(choice.why))
    newest = try_choice(with_driver(machine, NEWEST_DRIVER), wish)
    if starting(said, "until the driver is updated") or starting(said, "driver does not answer. Until it does"):
        seen["until the driver"] += 1
        assert trains(newest), about
    if values := starting(said, "could run a newer build", "CUDA 13 needs"):
        seen["newer build"] += 1
        after = try_choice(with_driver(machine, str(values["needed"])), wish)
        assert after is not None, about
        assert (after.build, after.torch) != (choice.build, choice.torch), about
    if starting(said, "however new the driver is"):
        seen["however new"] += 1
        assert newest is not None, about
        assert not newest.build.startswith("cu13"), about
    if starting(said, "could train with another torch"):
        seen["another torch"] += 1
        assert any(trains(try_choice(machine, Wish(torch=torch))) for torch, _, _ in offered(machine)), about
    if starting(said, "This Linux is too old for every PyTorch"):
        seen["too old a Linux"] += 1
        assert trains(try_choice(with_driver(replace(machine, glibc="2.39"), NEWEST_DRIVER), wish)), about
    if starting(said, "too old for every PyTorch that is still to be had"):
        seen["too old for all"] += 1
        assert not any(trains(try_choice(with_driver(machine, NEWEST_DRIVER), Wish(torch=torch)))
                       for torch, _, _ in offered(machine)) or len(machine.gpus) > 1, about  # fmt: skip
    if values := starting(said, "stays unused: training runs on the processor"):
        seen["unused"] += 1
        assert trains(try_choice(machine, replace(wish, build=""))), about
    if values := starting(said, "is older than the {needed} that CUDA {cuda} needs"):
        seen["older driver"] += 1
        after = try_choice(with_driver(machine, str(values["needed"])), wish)
        assert after is not None, about
        assert not starting(said_in(after), "is older than the {needed}"), about
    if starting(said, "Newer PyTorch needs macOS 14"):
        seen["macOS 14"] += 1
        after = try_choice(replace(machine, system_version="14.0"), replace(wish, torch=""))
        assert after is not None, about
        assert version_of(after.torch) > version_of(choice.torch), about
        newer = [torch for torch, _, _ in offered(machine) if version_of(torch) > version_of(choice.torch)]
        assert not any(trains(try_choice(machine, Wish(torch=torch))) for torch in newer), about
    if starting(said, "This version of macOS is too old"):
        seen["macOS too old"] += 1
        assert trains(try_choice(replace(machine, system_version="15.0"), wish)), about


def wishes(choose: random.Random, machine: Machine, wish: Wish) -> Wish:
    """A wish as a person may have it, a build among them."""
    build = choose.choice(["", "", "", "cpu", "cu126", "cu130"]) if machine.system != "macos" else ""
    source: Source = "conda_forge" if choose.random() < 0.15 and not build and not wish.torch else "wheels"
    return replace(wish, build=build, source=source)


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    return Counter()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_choice_says_is_so_when_it_is_done(seed: int, seen: Counter[str]) -> None:
    choose = random.Random(seed)
    for number in range(TRIES):
        machine, wish = made_up(choose) if number % 4 else a_mac(choose)
        wish = wishes(choose, machine, wish)
        choice = try_choice(machine, wish)
        if choice is not None:
            check_choice(machine, wish, choice, seen)


def test_each_of_these_sentences_was_among_them(seen: Counter[str]) -> None:
    """A promise that no machine called forth would be proven by nothing."""
    expected = {
        "until the driver",
        "newer build",
        "however new",
        "unused",
        "older driver",
        "macOS 14",
        "macOS too old",
        "too old a Linux",
    }
    assert not expected - set(seen), seen


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_refusal_names_can_be_chosen(seed: int) -> None:
    """Each version, Python and build that it says there are."""
    choose, named = random.Random(seed), 0
    for number in range(TRIES):
        machine, wish = made_up(choose) if number % 4 else a_mac(choose)
        wish = replace(wish, torch=choose.choice(["", "2.6", "2.14.1", "2.15.0", "9.9"]),
                       python=choose.choice(["", "3.9", "3.12", "3.15", "3.7"]),
                       build=choose.choice(["", "cpu", "cu118", "cu130", "rocm7.2", "xpu", "nonsense"]))  # fmt: skip
        try:
            choose_build(machine, wish)
        except RecipeError as error:
            for other in instead(error.sentence, wish):
                named += 1
                choose_build(machine, other)
    assert named > 50


def instead(sentence: Sentence, wish: Wish) -> list[Wish]:
    """The wishes that a refusal says would do."""
    values = {name: str(value) for name, value in sentence.values}
    if "versions" in values:
        return [replace(wish, torch=torch, python="", build="") for torch in values["versions"].split(", ")]
    if "builds" in values:
        return [replace(wish, build=build) for build in values["builds"].split(", ")]
    if "first" in values:
        return [replace(wish, python=python, build="") for python in (values["first"], values["last"])]
    return []


@pytest.mark.parametrize("seed", SEEDS)
def test_with_the_room_that_is_asked_for_a_plan_fits(seed: int) -> None:
    """On one disk and on two: freeing what the sentence says is enough, and a byte less is not."""
    choose, short = random.Random(seed), 0
    machine = laptop(nvidia())
    recipe = Recipe("torch_book", choose_build(machine))
    for _ in range(12):
        free = {"one": choose.randint(0, 12) * 10**9, "two": choose.randint(0, 12) * 10**9}
        apart = choose.random() < 0.5

        def space(folder: str, free: dict[str, int] = free, apart: bool = apart) -> tuple[str, int, int]:
            disk = "two" if apart and "cache" in folder else "one"
            return disk, free[disk], 10**12

        made = plan(recipe, machine, solve=solve, resolve=resolve, space=space)
        for need in [one for one in made.volumes if not one.fits]:
            short += 1
            assert any(need.path in str(warning) for warning in made.warnings)
            disk = space(need.path)[0]
            free[disk] = need.need_bytes - 1
            assert not all(one.fits for one in plan(recipe, machine, solve=solve, resolve=resolve, space=space).volumes)
            free[disk] = need.need_bytes
        again = plan(recipe, machine, solve=solve, resolve=resolve, space=space)
        assert again.fits
        assert not [one for one in again.warnings if re.search(r"\bfree\b", str(one))]
    assert short > 3
