"""What an environment may be called, and what conda and pip are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.env.choose.builds import choose_build
from core.env.plan.recipe import (
    channels,
    check_name,
    check_recipe,
    conda_specs,
    extra_requirements,
    kernel_name,
    torch_requirements,
)
from core.messages.computer import Gpu, Machine
from core.messages.recipe import Recipe, RecipeError, Wish

LINUX = Machine("linux", "6.8", "linux-64", glibc="2.36", envs_folder="/home/kim/envs")
WINDOWS = Machine("windows", "10.0.26100", "win-64", envs_folder=r"C:\Users\kim\envs")
RTX = Gpu("nvidia", "RTX 4060", driver="581.29", capability=(8, 9))


def recipe(machine: Machine = LINUX, wish: Wish | None = None, **more: object) -> Recipe:
    return Recipe("torch_book", choose_build(machine, wish), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["torch_book", "a", "Torch-2.14", "_x", "9lives", "x" * 64, "conda"])
def test_names_that_work_are_kept(name: str) -> None:
    assert check_name(name) == name
    assert check_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "파이토치",
        "my env",
        "a/b",
        "a\\b",
        "a:b",
        "a#b",
        "a'b",
        'a"b',
        "a$b",
        "a%b",
        ".hidden",
        "-n",
        "a.",
        "x" * 65,
        "base",
        "ROOT",
        "con",
        "NUL",
        "com1",
        "aux.txt",
        "..",
        "a\nb",
        "envs",
    ],
)
def test_names_that_break_something_are_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(RecipeError) as caught:
        check_name(name)
    assert str(caught.value).endswith((".", "!"))


def test_a_name_that_is_taken_is_refused_whatever_its_case() -> None:
    with pytest.raises(RecipeError, match="there already"):
        check_name("Torch_Book", taken=["torch_book"])
    assert check_name("torch_book2", taken=["torch_book"]) == "torch_book2"


def test_wheels_go_into_a_plain_conda_environment() -> None:
    made = recipe(extras=("jupyter", "study"))
    assert conda_specs(made, platform="linux-64") == ("python=3.12", "pip")
    assert torch_requirements(made) == ("torch==2.14.1", "torchvision==0.29.1", "numpy")
    assert extra_requirements(made) == ("notebook", "ipykernel", "matplotlib", "pandas", "scikit-learn")


def test_windows_gets_the_runtime_that_torchs_libraries_need() -> None:
    assert "vc14_runtime" in conda_specs(recipe(WINDOWS), platform="win-64")


def test_torchaudio_comes_from_the_same_set_or_not_at_all() -> None:
    older = recipe(wish=Wish(torch="2.9.1"), extras=("torchaudio",))
    assert "torchaudio==2.9.1" in torch_requirements(older)
    with pytest.raises(RecipeError, match=r"ended with torch 2\.11\.0"):
        check_recipe(recipe(extras=("torchaudio",)), LINUX)


def test_an_old_torch_keeps_the_numpy_it_was_built_for() -> None:
    assert torch_requirements(recipe(wish=Wish(torch="2.2.2")))[-1] == "numpy<2"


def test_conda_forge_brings_everything_itself() -> None:
    made = recipe(replace(LINUX, gpus=(RTX,)), Wish(source="conda_forge"))
    assert torch_requirements(made) == ()
    specs = conda_specs(made, platform="linux-64")
    assert {"pytorch-gpu=2.13.0", "torchvision", "cuda-version=13", "notebook", "ipykernel"} <= set(specs)
    assert "pytorch-cpu=2.13.0" in conda_specs(recipe(wish=Wish(source="conda_forge")), platform="linux-64")


def test_as_in_the_notes_asks_the_channels_of_the_notes_and_never_defaults() -> None:
    made = recipe(replace(LINUX, gpus=(RTX,)), Wish(source="as_in_notes"))
    assert channels(made) == ("pytorch", "nvidia", "conda-forge")
    assert {"python=3.9", "pytorch=2.5.1", "pytorch-cuda=11.8"} <= set(conda_specs(made, platform="linux-64"))
    assert channels(recipe()) == ("conda-forge",)


def test_a_folder_that_programs_break_on_is_refused() -> None:
    with pytest.raises(RecipeError, match="has ' in its name"):
        check_recipe(recipe(folder="/home/o'brien"), LINUX)
    check_recipe(recipe(folder="/home/김철수/내 환경"), LINUX)


def test_kernel_names_are_what_jupyter_allows() -> None:
    assert kernel_name("Torch_Book.2") == "torch_book.2"
