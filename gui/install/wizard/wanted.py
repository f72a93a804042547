"""What follows from the person's wish: the build, the recipe, or the sentence that says why there is none."""

from __future__ import annotations

from core.env.choose.builds import choose_build
from core.env.plan.recipe import check_name
from core.messages.computer import Machine
from core.messages.recipe import Choice, Recipe, RecipeError, Wish
from core.sentence import Sentence
from gui.install.wizard.course import Course, Wanted
from gui.kit.words import tr


def build_title(build: str) -> str:
    """Return a build in words: "CUDA 13.0", "ROCm 7.2", "for the processor"."""
    if build.startswith("cuda"):
        return f"CUDA {build.removeprefix('cuda')}"
    if build.startswith("cu") and build[2:].isdigit():
        return f"CUDA {build[2:-1]}.{build[-1]}"
    if build.startswith("rocm"):
        return f"ROCm {build.removeprefix('rocm')}"
    return {"cpu": tr("for the processor"), "mps": "Apple MPS", "xpu": "Intel XPU"}.get(build, build)


def choose(machine: Machine | None, wish: Wish) -> tuple[Choice | None, Sentence | None]:
    """Return the build for a wish, or the sentence that says why there is none."""
    if machine is None:
        return None, None
    try:
        return choose_build(machine, wish), None
    except RecipeError as error:
        return None, error.sentence


def name_problem(course: Course) -> Sentence | None:
    """Return what is wrong with the typed name, None if nothing. A taken name is right if it may be replaced."""
    try:
        check_name(course.wanted.name, taken=() if course.wanted.replace else course.taken)
    except RecipeError as error:
        return error.sentence
    return None


def recipe_of(course: Course) -> Recipe | None:
    """Return the recipe that is wanted now, None if it is not possible."""
    choice, _ = choose(course.machine, course.wanted.wish)
    if choice is None or name_problem(course) is not None:
        return None
    wanted = course.wanted
    extras = tuple(extra for extra in wanted.extras if extra != "torchaudio" or choice.torchaudio)
    return Recipe(check_name(wanted.name), choice, extras=extras, folder=wanted.folder, replace=wanted.replace)


def free_name(course: Course) -> str:
    """Return the usual name, with a number if it is taken."""
    taken = {name.lower() for name in course.taken}
    usual = Wanted().name
    names = (usual, *(f"{usual}_{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)
