"""What an environment should hold: checked, and put into the words of conda and pip."""

from __future__ import annotations

import re
from collections.abc import Collection

from core.env.choose.builds import env_platform
from core.env.choose.table import load_table
from core.env.look.path_rules import forbidden_in
from core.messages.computer import Machine
from core.messages.install_reports import Env
from core.messages.recipe import Choice, Extra, Recipe, RecipeError, Source, Wish

__all__ = ["Choice", "Extra", "Recipe", "RecipeError", "Source", "Wish", "check_name", "check_recipe"]

LONGEST_NAME = 64
WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?", re.IGNORECASE)
NOT_NAMES = ("base", "root", "conda-meta", "pkgs", "envs")
STUDY = ("matplotlib", "pandas", "scikit-learn")
JUPYTER = ("notebook", "ipykernel")


def check_name(name: str, *, taken: Collection[str] = ()) -> str:
    """Return the name of an environment as it will be; raise RecipeError if conda, a shell or a disk would break on it.

    `taken`: names that exist already, compared as a disk compares them that knows no upper and lower case.
    """
    name = name.strip()
    if not name:
        raise RecipeError("Give the environment a name.")
    if not re.fullmatch(r"[A-Za-z0-9_.-]+", name):
        raise RecipeError("Use English letters, digits, “_”, “-” and “.” only: programs break on other characters.")
    if not name[0].isalnum() and name[0] != "_":
        raise RecipeError("Begin the name with a letter or a digit.")
    if name.endswith("."):
        raise RecipeError("A name cannot end with a dot.")
    if len(name) > LONGEST_NAME:
        raise RecipeError("Use at most {count} characters.", count=LONGEST_NAME)
    if name.lower() in NOT_NAMES or WINDOWS_DEVICES.fullmatch(name):
        raise RecipeError("“{name}” already means something else to conda or Windows. Choose another name.", name=name)
    if name.lower() in {other.lower() for other in taken}:
        raise RecipeError("An environment called “{name}” is there already.", name=name)
    return name


def check_recipe(recipe: Recipe, machine: Machine) -> None:
    """Raise RecipeError where the recipe cannot be made on this machine, whatever the network says."""
    check_name(recipe.name)
    folder = recipe.folder or machine.envs_folder
    if forbidden := forbidden_in(folder, windows=machine.system == "windows"):
        raise RecipeError(
            "The folder {folder} has {character} in its name, and programs break on that.",
            folder=folder,
            character=forbidden,
        )
    if "torchaudio" in recipe.extras and not recipe.choice.torchaudio:
        last = next(s.torch for s in load_table().sets if s.torchaudio)
        raise RecipeError(
            "There is no torchaudio for torch {torch}: it ended with torch {last}. Leave it out, or choose torch"
            " {last}.",
            torch=recipe.choice.torch,
            last=last,
        )


def platform_of(recipe: Recipe, machine: Machine) -> str:
    """Conda's name for what the environment is made for."""
    return recipe.choice.platform or env_platform(machine)


def channels(recipe: Recipe) -> tuple[str, ...]:
    """The conda channels asked, and no others; never `defaults`, whose terms forbid much of what schools do."""
    return ("pytorch", "nvidia", "conda-forge") if recipe.source == "as_in_notes" else ("conda-forge",)


def conda_specs(recipe: Recipe, *, platform: str) -> tuple[str, ...]:
    """What conda is asked for."""
    specs = [f"python={recipe.python}", "pip"]
    if platform.startswith("win") and recipe.source == "wheels":
        specs.append("vc14_runtime")  # what torch's DLLs need; without it: WinError 126
    if recipe.source == "conda_forge":
        specs += _forge_specs(recipe.choice)
    elif recipe.source == "as_in_notes":
        specs += _notes_specs(recipe.choice)
    if recipe.source != "wheels":
        specs += extra_names(recipe)
    return tuple(specs)


def _forge_specs(choice: Choice) -> list[str]:
    if choice.build.startswith("cuda"):
        return [f"pytorch-gpu={choice.torch}", "torchvision", f"cuda-version={choice.build.removeprefix('cuda')}"]
    if choice.device == "mps":
        return [f"pytorch={choice.torch}", "torchvision"]
    return [f"pytorch-cpu={choice.torch}", "torchvision"]


def _notes_specs(choice: Choice) -> list[str]:
    family = [f"pytorch={choice.torch}", f"torchvision={choice.torchvision}", f"torchaudio={choice.torchaudio}"]
    # Builds of that time cannot load the mkl of today.
    return [*family, "pytorch-cuda=11.8" if choice.device == "cuda" else "cpuonly", "mkl<2024.1"]


def torch_requirements(recipe: Recipe) -> tuple[str, ...]:
    """The torch family and what it needs to be used, for pip: one matching set, exactly pinned."""
    choice = recipe.choice
    if recipe.source != "wheels":
        return ()
    names = [f"torch=={choice.torch}", f"torchvision=={choice.torchvision}"]
    if "torchaudio" in recipe.extras:
        names.append(f"torchaudio=={choice.torchaudio}")
    return (*names, *(choice.constraints or ("numpy",)))


def extra_names(recipe: Recipe) -> tuple[str, ...]:
    """The extras' packages, by the names that conda-forge and pip share."""
    names: list[str] = []
    if "jupyter" in recipe.extras:
        names += JUPYTER
    if "study" in recipe.extras:
        names += STUDY
    return tuple(names)


def extra_requirements(recipe: Recipe) -> tuple[str, ...]:
    """The extras, for pip; nothing where conda brings them."""
    return extra_names(recipe) if recipe.source == "wheels" else ()


def has_kernel(recipe: Recipe) -> bool:
    """Whether Jupyter and VS Code will be told of the environment."""
    return "jupyter" in recipe.extras


def kernel_name(name: str) -> str:
    """Jupyter's name for the kernel of environment `name`: lower case, as kernelspec folders are."""
    return re.sub(r"[^a-z0-9_.-]", "-", name.lower())


def notebook_name(env: Env) -> str:
    """The file name of the first notebook of `env`: English letters, so that every program opens it."""
    return f"first_notebook_{kernel_name(env.name)}.ipynb"
