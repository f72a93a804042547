"""Any made-up machine: nothing raises, what is chosen runs by the table, promises hold, sentences are whole."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from core.env.choose.builds import choose_build, env_platform
from core.env.choose.card_problems import INSTALLS, mend_of, problem_of, what_is
from core.env.choose.table import load_table, runs_on
from core.messages.computer import CardProblem, Gpu, Machine
from core.messages.recipe import RecipeError
from tests.words import translations

KOREAN = translations()
PROMISE = "Then choose again: torch {torch} with {build} trains on {gpu}."
cards = st.builds(
    Gpu,
    st.sampled_from(["nvidia", "amd", "intel", "apple", "other"]),
    st.sampled_from(["GTX 1080", "RTX 5090", "Orin", "Arc A770", "RX 7900", "VMware SVGA II"]),
    driver=st.sampled_from(["", "390.157", "470.82", "550.120", "580.65", "610.10"]),
    capability=st.sampled_from([(0, 0), (3, 5), (5, 2), (6, 1), (7, 5), (8, 9), (12, 0), (13, 0)]),
    architecture=st.sampled_from(["", "gfx803", "gfx1036", "gfx1100", "gfx1201"]),
    pci_id=st.sampled_from(["", "8086:56a0", "8086:4680", "15ad:0405"]),
    problem=st.sampled_from(get_args(CardProblem)),
    problem_code=st.integers(0, 60),
)
machines = st.builds(
    lambda system, gpus, wsl, glibc: Machine(
        system[0], system[1], system[2], gpus=tuple(gpus), wsl=wsl and system[2] == "linux-64", glibc=glibc
    ),
    st.sampled_from([
        ("linux", "6.8", "linux-64"), ("linux", "6.8", "linux-aarch64"), ("windows", "10.0.26100", "win-64"),
        ("windows", "10.0.26100", "win-arm64"), ("macos", "15.1", "osx-arm64"), ("macos", "12.7", "osx-arm64"),
        ("macos", "13.6", "osx-64"),
    ]),
    st.lists(cards, max_size=4), st.booleans(), st.sampled_from(["", "2.17", "2.28", "2.39"]),
)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(machines)
def test_what_is_chosen_runs_and_what_is_promised_holds(machine: Machine) -> None:
    table, platform = load_table(), env_platform(machine)
    try:
        choice = choose_build(machine)
    except RecipeError:
        return
    if choice.device != "cpu":
        torch_set = next(s for s in (*table.sets, table.forge) if s.torch == choice.torch)
        kind = table.kind(choice.build)
        assert any(runs_on(kind, torch_set, gpu, machine, platform=platform) and not gpu.problem
                   for gpu in machine.gpus)  # fmt: skip
    said = [choice.why, *choice.warnings]
    said += [one for gpu in machine.gpus if problem_of(gpu) for one in (what_is(gpu), mend_of(gpu, wsl=machine.wsl))]
    for sentence in said:
        assert any(KOREAN[sentence.text].values())
        assert "{" not in str(sentence)
    for told in (dict(one.values) for one in choice.warnings if one.text == PROMISE):
        after = [
            choose_build(replace(machine, gpus=(*machine.gpus[:at], replace(gpu, problem=""), *machine.gpus[at + 1 :])))
            for at, gpu in enumerate(machine.gpus)
            if gpu.name == told["gpu"] and (gpu.vendor != "nvidia" or gpu.problem not in INSTALLS)
        ]
        assert any(one.torch == told["torch"] and one.device != "cpu" for one in after)
