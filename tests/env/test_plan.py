"""A plan says what will happen, exactly, before anything is changed; and the same by hand."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.env.choose.builds import choose_build
from core.env.plan.by_hand import quote, remove_commands, script, script_bytes, stage_commands
from core.env.plan.plan import plan, prefix_of
from core.messages.computer import Conda, Gpu, Machine
from core.messages.install_events import Planned
from core.messages.recipe import CondaPackage, Plan, Recipe, RecipeError, Wheel, Wish
from core.sentence import Problem, say
from core.workers import wire

MB = 1_000_000
RTX = Gpu("nvidia", "RTX 4060", driver="581.29", capability=(8, 9))
LINUX = Machine(
    "linux", "6.8", "linux-64", glibc="2.36", gpus=(RTX,), envs_folder="/home/kim/envs", cache_folder="/home/kim/.cache"
)
WINDOWS = Machine("windows", "10", "win-64", envs_folder=r"C:\Users\김철수\내 환경", cache_folder=r"D:\cache")
NAMES = {"torch": 539 * MB, "torchvision": 9 * MB, "numpy": 16 * MB, "nvidia-cudnn-cu13": 519 * MB, "notebook": 14 * MB}


def solve(specs: Sequence[str], *, channels: Sequence[str], platform: str) -> list[CondaPackage]:
    found = [CondaPackage("python", "3.12.11", "h0", "https://x/python.conda", "aa", 31 * MB)]
    if any(spec.startswith("pytorch") for spec in specs):
        found.append(CondaPackage("pytorch", "2.13.0", "cuda130", "https://x/pytorch.conda", "bb", 400 * MB))
        found.append(CondaPackage("torchvision", "0.28.0", "py312", "https://x/tv.conda", "cc", 8 * MB))
    return found


def resolve(requirements: Sequence[str], *, python_version: str, platform: str, index_url: str) -> list[Wheel]:
    assert python_version == "3.12.11"
    wanted = {"torch", "torchvision", "numpy", "nvidia-cudnn-cu13"} | (
        {"notebook"} & {r.split("=")[0] for r in requirements}
    )
    return [Wheel(n, "1", f"https://x/{n}.whl", n, s, f"{n}.whl") for n, s in NAMES.items() if n in wanted]


def space(folder: str) -> tuple[str, int, int]:
    return folder[:2], 212_000 * MB, 500_000 * MB


def made(machine: Machine = LINUX, wish: Wish | None = None, **more: object) -> Plan:
    recipe = Recipe("torch_book", choose_build(machine, wish), **more)  # type: ignore[arg-type]
    return plan(recipe, machine, solve=solve, resolve=resolve, space=space)


def test_the_plan_has_the_stages_that_a_person_sees() -> None:
    stages = made().stages
    assert [stage.name for stage in stages] == ["environment", "torch", "extras", "kernel", "check"]
    assert str(stages[1].title) == "PyTorch 2.14.1 + torchvision 0.29.1"
    assert [stage.packages for stage in stages] == [1, 4, 1, 0, 0]


def test_what_torch_brings_is_downloaded_in_torchs_stage() -> None:
    stages = {stage.name: stage for stage in made().stages}
    assert stages["environment"].download_bytes == 31 * MB
    assert stages["torch"].download_bytes == (539 + 9 + 16 + 519) * MB
    assert stages["extras"].download_bytes == 14 * MB


def test_without_extras_there_is_no_stage_for_them_and_no_kernel() -> None:
    assert [stage.name for stage in made(extras=()).stages] == ["environment", "torch", "check"]


def test_the_numbers_add_up_and_are_of_the_right_size() -> None:
    planned = made()
    assert planned.download_bytes == sum(stage.download_bytes for stage in planned.stages) == 1128 * MB
    assert 2.0 < planned.disk_bytes / planned.download_bytes < 3.0
    assert planned.seconds == sum(stage.seconds for stage in planned.stages)
    assert 60 < planned.seconds < 600


def test_what_the_cache_holds_is_not_downloaded_again() -> None:
    recipe = Recipe("torch_book", choose_build(LINUX))
    planned = plan(recipe, LINUX, solve=solve, resolve=resolve, space=space, have=lambda item: item.name == "torch")
    assert planned.download_bytes == (1128 - 539) * MB
    assert planned.disk_bytes == made().disk_bytes, "on disk it counts all the same"
    assert len(planned.wheels) == 5


def test_the_speed_is_measured_at_the_largest_file_that_is_missing() -> None:
    asked = []

    def measure(url: str) -> float:
        asked.append(url)
        return 50.0 * MB

    recipe = Recipe("torch_book", choose_build(LINUX))
    fast = plan(recipe, LINUX, solve=solve, resolve=resolve, space=space, speed_test=measure)
    assert asked == ["https://x/torch.whl"]
    assert fast.bytes_per_s == 50.0 * MB
    assert fast.seconds < made().seconds


def test_one_volume_is_weighed_once_and_two_apart() -> None:
    (need,) = made().volumes
    assert need.purposes == ("environment", "cache")
    assert need.fits
    windows = made(WINDOWS)
    environment, cache = windows.volumes
    assert (environment.purposes, cache.purposes) == (("environment",), ("cache",))
    assert cache.need_bytes > windows.disk_bytes, "no hard links between two volumes: the cache keeps its own copy"


def test_a_plan_that_does_not_fit_says_so_in_numbers() -> None:
    recipe = Recipe("torch_book", choose_build(LINUX))
    small = plan(recipe, LINUX, solve=solve, resolve=resolve, space=lambda folder: ("/", 900 * MB, 1000 * MB))
    assert not small.fits
    assert any("900 MB free" in str(warning) for warning in small.warnings)
    unknown = plan(recipe, LINUX, solve=solve, resolve=resolve, space=lambda folder: ("/", 0, 0))
    assert unknown.fits, "a disk nobody could ask is no disk that is full"


def test_conda_forges_own_versions_stand_in_the_plan() -> None:
    planned = made(wish=Wish(source="conda_forge"))
    assert planned.wheels == ()
    assert [stage.name for stage in planned.stages] == ["environment", "kernel", "check"]
    assert (planned.recipe.choice.torch, planned.recipe.choice.torchvision) == ("2.13.0", "0.28.0")


def test_what_the_engines_refuse_reaches_the_person() -> None:
    class Unsolvable(Problem):
        pass

    def refuse(specs: Sequence[str], *, channels: Sequence[str], platform: str) -> list[CondaPackage]:
        raise Unsolvable("No.")

    with pytest.raises(Unsolvable):
        plan(Recipe("torch_book", choose_build(LINUX)), LINUX, solve=refuse, resolve=resolve, space=space)


def test_the_folder_is_absolute_and_the_systems_own() -> None:
    assert prefix_of(Recipe("a", choose_build(LINUX)), LINUX) == "/home/kim/envs/a"
    assert prefix_of(Recipe("a", choose_build(WINDOWS)), WINDOWS) == r"C:\Users\김철수\내 환경\a"
    with pytest.raises(RecipeError, match="in full"):
        prefix_of(Recipe("a", choose_build(LINUX), folder="envs"), LINUX)


def test_a_plan_travels_over_the_wire() -> None:
    planned = Planned(made())
    assert wire.decode(wire.encode(planned, answers=1))[0] == planned


# -------------------------------------------------------------------------------------------------------- by hand
def test_every_conda_command_names_its_channel_and_overrides_the_others() -> None:
    for wish in (Wish(), Wish(source="conda_forge"), Wish(source="as_in_notes")):
        machine = LINUX
        recipe = Recipe("torch_book", choose_build(machine, wish))
        for shell in ("bash", "powershell"):
            lines = [
                line for c in stage_commands(recipe, machine, "/home/kim/envs/torch_book", shell).values() for line in c
            ]
            creates = [line for line in lines if line.startswith("conda create")]
            assert creates
            assert all("--override-channels" in line and "-c conda-forge" in line for line in creates)
            assert not any("defaults" in line for line in lines)


def test_the_commands_are_the_ones_of_the_pictures() -> None:
    stages = {stage.name: stage for stage in made().stages}
    assert stages["environment"].bash == (
        "conda create -n torch_book -c conda-forge --override-channels python=3.12 pip",
    )
    assert stages["torch"].bash[1].endswith("--index-url https://download.pytorch.org/whl/cu130")
    assert stages["extras"].powershell == ("pip install notebook ipykernel",)


def test_an_environment_outside_condas_folders_is_addressed_by_its_folder() -> None:
    conda = Conda("conda", "/opt/conda/bin/conda", "/opt/conda", envs_dirs=("/opt/conda/envs",))
    machine = replace(LINUX, condas=(conda,))
    assert "-p '/home/kim/내 환경/torch_book'" in made(machine, folder="/home/kim/내 환경").stages[0].bash[0]
    assert "-n torch_book" in made(machine, folder="/opt/conda/envs").stages[0].bash[0]


WORDS = [
    "plain",
    "mkl<2024.1",
    "Python (torch_book)",
    "/home/김철수/내 환경/x",
    "it's",
    'a"b',
    "a'b\"c",
    "$HOME",
    "`x`",
    "a;b",
    "*",
    "",
    "a,b",
    "@a",
    "’",
]


@pytest.mark.parametrize("word", WORDS)
def test_bash_gets_back_the_very_word(word: str) -> None:
    result = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {quote(word, 'bash')}"],
        capture_output=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert result.stdout.decode("utf-8") == word + "\0"


def powershell_reads(text: str) -> str:
    """One argument as PowerShell's own rules read it: '…' is literal, '' is a quote; "…" expands $ and backtick."""
    single = "'‘’‚‛"
    if text[0] in single:
        body = text[1:-1]
        out, index = "", 0
        while index < len(body):
            assert body[index] not in single or body[index + 1] == body[index], f"the quotes end too early: {text}"
            out += body[index]
            index += 2 if body[index] in single else 1
        return out
    if text[0] == '"':
        assert not set(text[1:-1]) & set('$`"“”„')
        return text[1:-1]
    assert not set(text) & set(" ;,@$`(){}|&<>'\"#"), f"unquoted: {text}"
    return text


@pytest.mark.parametrize("word", WORDS)
def test_powershell_would_read_the_very_word(word: str) -> None:
    assert powershell_reads(quote(word, "powershell")) == word


def test_the_script_runs_in_bash_and_stops_at_the_first_failure(tmp_path: Path) -> None:
    """Programs are stood in for by ones that write down what they were given."""
    planned = made(folder=str(tmp_path / "내 환경"))
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("conda", "pip", "python"):
        tool = tools / name
        log = f'printf "%s|" {name} "$@" >> "{tmp_path}/log"; echo >> "{tmp_path}/log"'
        end = '[ "$1 $2" != "install torch==2.14.1" ] || exit "${PIP_CODE:-0}"'
        tool.write_text(f'#!/bin/sh\n[ "$1" = shell.bash ] && exit 0\n{log}\n{end}\n')
        tool.chmod(0o755)
    bash = shutil.which("bash")
    assert bash
    file = tmp_path / "my script.sh"
    file.write_bytes(script_bytes(planned, "bash"))
    environment = {"PATH": f"{tools}:/usr/bin:/bin"}
    subprocess.run([bash, str(file)], check=True, env=environment)
    lines = (tmp_path / "log").read_text("utf-8").splitlines()
    assert lines[0] == "conda|create|--yes|-n|torch_book|-c|conda-forge|--override-channels|python=3.12|pip|"
    assert lines[-2] == "python|-m|ipykernel|install|--user|--name|torch_book|--display-name|Python (torch_book)|"
    assert "사용 중인 디바이스" in lines[-1]
    (tmp_path / "log").unlink()
    failed = subprocess.run([bash, str(file)], check=False, env={**environment, "PIP_CODE": "7"})
    assert failed.returncode == 7
    assert len((tmp_path / "log").read_text("utf-8").splitlines()) == 3


def test_the_powershell_script_carries_a_byte_order_mark_and_stops_on_failure() -> None:
    data = script_bytes(made(), "powershell")
    assert data.startswith(b"\xef\xbb\xbf")
    lines = script(made(), "powershell").split("\r\n")
    commands = [line for line in lines if line.startswith(("conda ", "pip ", "python "))]
    assert len(commands) == 6
    assert lines.count("if ($LASTEXITCODE) { exit $LASTEXITCODE }") == 6


def test_removing_by_hand_is_shown_too() -> None:
    assert remove_commands("a", "/home/kim/envs/a", LINUX, kernels=("a",)) == (
        "jupyter kernelspec remove a",
        "conda env remove -n a",
    )


def test_sentences_of_a_plan_are_sentences() -> None:
    assert all(isinstance(stage.title, type(say("x"))) for stage in made().stages)
