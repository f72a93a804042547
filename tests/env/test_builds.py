"""Which torch build a machine gets, over a table of machines; and what is said about it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from packaging.version import Version

from core.env.choose.builds import choose_build, offered
from core.env.choose.table import TABLE_FILE, load_table, version_of
from core.messages.computer import Gpu, Machine
from core.messages.recipe import Choice, RecipeError, Wish

GB = 1 << 30
LINUX = Machine(system="linux", system_version="6.8", platform="linux-64", glibc="2.36")
ARM_LINUX = replace(LINUX, platform="linux-aarch64")
OLD_LINUX = replace(LINUX, glibc="2.17")
WINDOWS = Machine(system="windows", system_version="10.0.26100", platform="win-64")
WINDOWS_ARM = replace(WINDOWS, platform="win-arm64")
WSL = replace(LINUX, wsl=True)
MAC = Machine(system="macos", system_version="15.1", platform="osx-arm64", gpus=(Gpu("apple", "Apple M2"),))
INTEL_MAC = Machine(system="macos", system_version="13.6", platform="osx-64")


def nvidia(name: str, capability: tuple[int, int], driver: str, memory: int = 8 * GB) -> Gpu:
    return Gpu("nvidia", name, memory_bytes=memory, driver=driver, capability=capability)


def amd(name: str, architecture: str) -> Gpu:
    return Gpu("amd", name, architecture=architecture)


def intel(name: str, device: str) -> Gpu:
    return Gpu("intel", name, pci_id=f"8086:{device}")


UHD770 = intel("Intel UHD Graphics 770", "4680")
MACHINES = {
    # NVIDIA with a driver that CUDA 13 takes
    "RTX 4060, 581.29, Windows": (WINDOWS, [nvidia("NVIDIA GeForce RTX 4060", (8, 9), "581.29")], "2.14.1", "cu130"),
    "RTX 4060, 580, Linux": (LINUX, [nvidia("RTX 4060", (8, 9), "580.65.06")], "2.14.1", "cu130"),
    "RTX 5090, 581": (WINDOWS, [nvidia("RTX 5090", (12, 0), "581.15")], "2.14.1", "cu130"),
    "RTX 5060 laptop, 610": (WINDOWS, [nvidia("RTX 5060 Laptop", (12, 0), "610.10")], "2.14.1", "cu130"),
    "RTX 2060, 591": (WINDOWS, [nvidia("RTX 2060", (7, 5), "591.44")], "2.14.1", "cu130"),
    "GTX 1650, 580": (WINDOWS, [nvidia("GTX 1650", (7, 5), "580.88")], "2.14.1", "cu130"),
    "Tesla T4, 580": (LINUX, [nvidia("Tesla T4", (7, 5), "580.95.05")], "2.14.1", "cu130"),
    "A100, 580": (LINUX, [nvidia("A100", (8, 0), "580.82.07")], "2.14.1", "cu130"),
    "H100, 590": (LINUX, [nvidia("H100", (9, 0), "590.10")], "2.14.1", "cu130"),
    "B200, 580": (LINUX, [nvidia("B200", (10, 0), "580.82.07")], "2.14.1", "cu130"),
    "B300, 580": (LINUX, [nvidia("B300", (10, 3), "580.82.07")], "2.14.1", "cu130"),
    "a card of a later generation, Linux": (LINUX, [nvidia("RTX 6090", (13, 0), "650.10")], "2.14.1", "cu130"),
    "RTX 3070 in WSL": (WSL, [nvidia("RTX 3070", (8, 6), "581.29")], "2.14.1", "cu130"),
    "two RTX 3090": (LINUX, [nvidia("RTX 3090", (8, 6), "580.65")] * 2, "2.14.1", "cu130"),
    "RTX 4050 beside an Intel GPU": (WINDOWS, [UHD770, nvidia("RTX 4050", (8, 9), "581.29")], "2.14.1", "cu130"),
    "RTX 4050 beside a Radeon": (
        LINUX,
        [amd("780M", "gfx1103"), nvidia("RTX 4050", (8, 9), "580.2")],
        "2.14.1",
        "cu130",
    ),
    "capability not told, driver 580": (WINDOWS, [nvidia("NVIDIA Graphics", (0, 0), "581.29")], "2.14.1", "cu130"),
    "GH200": (ARM_LINUX, [nvidia("GH200", (9, 0), "580.65")], "2.14.1", "cu130"),
    "DGX Spark": (ARM_LINUX, [nvidia("GB10", (12, 1), "580.95")], "2.14.1", "cu130"),
    "Thor": (ARM_LINUX, [nvidia("NVIDIA Thor", (11, 0), "580.00")], "2.14.1", "cu130"),
    # older cards: the newest driver helps nothing
    "GTX 1080, 580": (WINDOWS, [nvidia("GTX 1080", (6, 1), "581.29")], "2.14.1", "cu126"),
    "GTX 1060, 580, Linux": (LINUX, [nvidia("GTX 1060", (6, 1), "580.65.06")], "2.14.1", "cu126"),
    "P100, 580": (LINUX, [nvidia("Tesla P100", (6, 0), "580.65.06")], "2.14.1", "cu126"),
    "GTX 970, 580": (WINDOWS, [nvidia("GTX 970", (5, 2), "580.88")], "2.14.1", "cu126"),
    "GTX 750 Ti, 560": (WINDOWS, [nvidia("GTX 750 Ti", (5, 0), "560.94")], "2.14.1", "cu126"),
    "V100, 580": (LINUX, [nvidia("Tesla V100", (7, 0), "580.65.06")], "2.14.1", "cu126"),
    "Titan V, 535": (LINUX, [nvidia("TITAN V", (7, 0), "535.230.02")], "2.14.1", "cu126"),
    "MX150, 551": (WINDOWS, [nvidia("GeForce MX150", (6, 1), "551.86")], "2.14.1", "cu126"),
    # recent cards, drivers of before CUDA 13
    "RTX 3060, 550": (LINUX, [nvidia("RTX 3060", (8, 6), "550.120")], "2.14.1", "cu126"),
    "RTX 3060, 531": (WINDOWS, [nvidia("RTX 3060", (8, 6), "531.18")], "2.14.1", "cu126"),
    "RTX 4090, 535": (LINUX, [nvidia("RTX 4090", (8, 9), "535.183.01")], "2.14.1", "cu126"),
    "RTX 2080, 528.33": (WINDOWS, [nvidia("RTX 2080", (7, 5), "528.33")], "2.14.1", "cu126"),
    "RTX 3080, 579.99": (WINDOWS, [nvidia("RTX 3080", (8, 6), "579.99")], "2.14.1", "cu126"),
    "RTX 5090, 570": (LINUX, [nvidia("RTX 5090", (12, 0), "570.124")], "2.11.0", "cu128"),
    "RTX 5070, 572.83": (WINDOWS, [nvidia("RTX 5070", (12, 0), "572.83")], "2.11.0", "cu128"),
    "RTX 5080, 576": (WINDOWS, [nvidia("RTX 5080", (12, 0), "576.02")], "2.11.0", "cu128"),
    "B200, 570": (LINUX, [nvidia("B200", (10, 0), "570.86")], "2.11.0", "cu128"),
    "GH200, 550": (ARM_LINUX, [nvidia("GH200", (9, 0), "550.90")], "2.14.1", "cu126"),
    # very old drivers
    "RTX 3090, 516": (WINDOWS, [nvidia("RTX 3090", (8, 6), "516.94")], "2.7.1", "cu118"),
    "GTX 1070, 470": (LINUX, [nvidia("GTX 1070", (6, 1), "470.256.02")], "2.7.1", "cu118"),
    "GTX 1080, 525.60": (WINDOWS, [nvidia("GTX 1080", (6, 1), "525.60")], "2.7.1", "cu118"),
    "RTX 3060, 440": (LINUX, [nvidia("RTX 3060", (8, 6), "440.33")], "2.14.1", "cpu"),
    # cards nothing is built for, drivers that do not answer
    "GTX 680, 470": (LINUX, [nvidia("GTX 680", (3, 0), "470.256.02")], "2.14.1", "cpu"),
    "K80, 470": (LINUX, [nvidia("Tesla K80", (3, 7), "470.82")], "2.14.1", "cpu"),
    "RTX 3060 with nouveau": (LINUX, [nvidia("GA106 [GeForce RTX 3060]", (8, 6), "")], "2.14.1", "cpu"),
    "Jetson Orin": (ARM_LINUX, [nvidia("Orin (nvgpu)", (8, 7), "540.4.0")], "2.14.1", "cpu"),
    # several cards of different ages
    "GTX 1080 and RTX 3090": (
        LINUX,
        [nvidia("GTX 1080", (6, 1), "580.65"), nvidia("RTX 3090", (8, 6), "580.65")],
        "2.14.1",
        "cu126",
    ),
    "GTX 1080 and RTX 5090": (
        LINUX,
        [nvidia("GTX 1080", (6, 1), "580.65"), nvidia("RTX 5090", (12, 0), "580.65")],
        "2.14.1",
        "cu130",
    ),
    "GT 710 and RTX 3060": (
        WINDOWS,
        [nvidia("GT 710", (3, 5), "581.29"), nvidia("RTX 3060", (8, 6), "581.29")],
        "2.14.1",
        "cu130",
    ),
    # AMD
    "RX 7900 XTX, Linux": (LINUX, [amd("RX 7900 XTX", "gfx1100")], "2.13.0", "rocm7.2"),
    "RX 9070, Linux": (LINUX, [amd("RX 9070", "gfx1201")], "2.13.0", "rocm7.2"),
    "RX 6900 XT, Linux": (LINUX, [amd("RX 6900 XT", "gfx1030")], "2.13.0", "rocm7.2"),
    "Strix Halo, Linux": (LINUX, [amd("Radeon 8060S", "gfx1151")], "2.13.0", "rocm7.2"),
    "MI300X": (LINUX, [amd("MI300X", "gfx942")], "2.13.0", "rocm7.2"),
    "RX 7900 XTX beside a Ryzen's own": (
        LINUX,
        [amd("Raphael", "gfx1036"), amd("RX 7900 XTX", "gfx1100")],
        "2.13.0",
        "rocm7.2",
    ),
    "RX 6600, Linux": (LINUX, [amd("RX 6600", "gfx1032")], "2.14.1", "cpu"),
    "RX 580, Linux": (LINUX, [amd("RX 580", "gfx803")], "2.14.1", "cpu"),
    "Radeon nobody could name": (LINUX, [amd("AMD Radeon", "")], "2.14.1", "cpu"),
    "RX 7900 XTX, Windows": (WINDOWS, [amd("RX 7900 XTX", "gfx1100")], "2.14.1", "cpu"),
    "RX 7900 XTX in WSL": (WSL, [amd("RX 7900 XTX", "")], "2.14.1", "cpu"),
    # Intel
    "Arc A770, Windows": (WINDOWS, [intel("Arc A770", "56a0")], "2.14.1", "xpu"),
    "Arc B580, Linux": (LINUX, [intel("Arc B580", "e20b")], "2.14.1", "xpu"),
    "Lunar Lake": (WINDOWS, [intel("Arc 140V", "64a0")], "2.14.1", "xpu"),
    "Meteor Lake H": (WINDOWS, [intel("Arc Graphics", "7d55")], "2.14.1", "xpu"),
    "Panther Lake": (WINDOWS, [intel("Arc B390", "b080")], "2.14.1", "xpu"),
    "Max 1550, Linux": (LINUX, [intel("Data Center GPU Max 1550", "0bd5")], "2.14.1", "xpu"),
    "UHD 770": (WINDOWS, [UHD770], "2.14.1", "cpu"),
    "Iris Xe": (LINUX, [intel("Iris Xe", "9a49")], "2.14.1", "cpu"),
    "Intel GPU nobody knows": (WINDOWS, [intel("Intel Graphics", "ffff")], "2.14.1", "cpu"),
    "Arrow Lake S": (WINDOWS, [intel("Intel Graphics", "7d67")], "2.14.1", "cpu"),
    # Macs
    "M2, macOS 15": (MAC, MAC.gpus, "2.14.1", "mps"),
    "M1, macOS 14.0": (replace(MAC, system_version="14.0"), MAC.gpus, "2.14.1", "mps"),
    "M1, macOS 13": (replace(MAC, system_version="13.6"), MAC.gpus, "2.11.0", "mps"),
    "M1, macOS 12": (replace(MAC, system_version="12.7"), MAC.gpus, "2.11.0", "cpu"),
    "Intel Mac": (INTEL_MAC, [], "2.13.0", "cpu"),
    "Intel Mac with a Radeon": (INTEL_MAC, [amd("Radeon Pro 560X", "")], "2.13.0", "cpu"),
    # neither
    "no GPU, Linux": (LINUX, [], "2.14.1", "cpu"),
    "no GPU, Windows": (WINDOWS, [], "2.14.1", "cpu"),
    "virtual machine": (LINUX, [Gpu("other", "VMware SVGA II")], "2.14.1", "cpu"),
    "Raspberry Pi 5": (ARM_LINUX, [], "2.14.1", "cpu"),
    "Windows on ARM": (WINDOWS_ARM, [Gpu("other", "Adreno X1-85")], "2.14.1", "cpu"),
    "CentOS 7": (OLD_LINUX, [], "2.5.1", "cpu"),
    "CentOS 7 with a GTX 1080": (OLD_LINUX, [nvidia("GTX 1080", (6, 1), "535.183")], "2.5.1", "cu118"),
}


def choice_for(name: str, wish: Wish | None = None) -> Choice:
    machine, gpus, _, _ = MACHINES[name]
    return choose_build(replace(machine, gpus=tuple(gpus)), wish)


@pytest.mark.parametrize("name", MACHINES)
def test_each_machine_gets_the_build_that_runs_on_it(name: str) -> None:
    choice = choice_for(name)
    assert (choice.torch, choice.build) == MACHINES[name][2:]


def test_the_table_of_machines_is_wide() -> None:
    assert len(MACHINES) >= 60
    assert {build for *_, build in MACHINES.values()} == {
        "cpu",
        "mps",
        "cu118",
        "cu126",
        "cu128",
        "cu130",
        "rocm7.2",
        "xpu",
    }


@pytest.mark.parametrize("name", MACHINES)
def test_each_choice_is_one_matching_set_from_the_table(name: str) -> None:
    choice, table = choice_for(name), load_table()
    known = (*table.sets, table.forge)
    assert (choice.torch, choice.torchvision, choice.torchaudio) in {
        (s.torch, s.torchvision, s.torchaudio) for s in known
    }
    torch_set = next(s for s in known if s.torch == choice.torch)
    assert choice.python in torch_set.pythons()


@pytest.mark.parametrize("name", MACHINES)
def test_each_reason_names_the_torch_or_the_card(name: str) -> None:
    choice = choice_for(name)
    text = str(choice.why)
    assert choice.torch in text
    assert "{" not in text
    gpus = MACHINES[name][1]
    if choice.device != "cpu":
        assert any(gpu.name in text for gpu in gpus)


@pytest.mark.parametrize("name", [n for n, entry in MACHINES.items() if "cu1" in entry[3]])
def test_a_cuda_build_never_goes_to_a_card_without_kernels_or_with_too_old_a_driver(name: str) -> None:
    """Told from the data file directly, not through the code that chose."""
    machine, gpus, torch, build = MACHINES[name]
    data = json.loads(TABLE_FILE.read_text("utf-8"))
    entry = data["builds"][build]
    overrides = next(s for s in data["sets"] if s["torch"] == torch).get("capabilities", {})
    arm = machine.platform == "linux-aarch64"
    kernels = entry["capabilities_aarch64"] if arm else overrides.get(build, entry["capabilities"])
    cards = [gpu for gpu in gpus if gpu.vendor == "nvidia"]
    needed = entry["driver"]["windows" if machine.system == "windows" or machine.wsl else "linux"]
    assert all(version_of(gpu.driver) >= version_of(needed) for gpu in cards)
    majors = {text.split(".")[0] for text in kernels}
    runs = [gpu for gpu in cards if str(gpu.capability[0]) in majors or gpu.capability[0] in (0, 13)]
    assert runs


def test_an_old_driver_is_told_what_an_update_would_bring() -> None:
    texts = [str(w) for w in choice_for("RTX 5090, 570").warnings]
    assert any("580" in text and "2.14.1" in text and "CUDA 13.0" in text for text in texts)
    texts = [str(w) for w in choice_for("GTX 1070, 470").warnings]
    assert any("525.60.13" in text and "12.6" in text for text in texts)


def test_no_update_is_advised_where_it_would_bring_nothing() -> None:
    for name in ("GTX 1080, 580", "Titan V, 535", "RTX 4060, 581.29, Windows", "GTX 680, 470"):
        assert not any("driver" in str(w) for w in choice_for(name).warnings), name


def test_a_card_left_out_is_named() -> None:
    warnings = [str(w) for w in choice_for("GTX 1080 and RTX 5090").warnings]
    assert any("GTX 1080" in text for text in warnings)
    assert not choice_for("GTX 1080 and RTX 3090").warnings


def test_the_pascal_reason_says_that_the_driver_is_not_the_matter() -> None:
    assert "however new the driver" in str(choice_for("GTX 1080, 580").why)


def test_an_intel_mac_gets_its_torch_from_conda_forge() -> None:
    choice = choice_for("Intel Mac")
    assert (choice.source, choice.index_url, choice.platform) == ("conda_forge", "", "osx-64")


def test_windows_on_arm_gets_an_x64_environment() -> None:
    assert choice_for("Windows on ARM").platform == "win-64"


def test_the_index_is_always_named_but_on_a_mac() -> None:
    assert choice_for("no GPU, Windows").index_url.endswith("/whl/cpu")
    assert choice_for("RTX 4060, 581.29, Windows").index_url.endswith("/whl/cu130")
    assert choice_for("M2, macOS 15").index_url == ""


# ------------------------------------------------------------------------------------------------ the person decides
def test_choosing_the_processor_build_says_that_the_card_stays_unused() -> None:
    choice = choice_for("RTX 4060, 581.29, Windows", Wish(build="cpu"))
    assert choice.build == "cpu"
    assert any("RTX 4060" in str(w) and "unused" in str(w) for w in choice.warnings)


def test_choosing_cuda_13_for_pascal_is_allowed_and_told() -> None:
    choice = choice_for("GTX 1080, 580", Wish(build="cu130"))
    assert (choice.build, choice.torch) == ("cu130", "2.14.1")
    assert any("no kernel" in str(w) for w in choice.warnings)


def test_choosing_a_build_the_driver_is_too_old_for_is_told() -> None:
    choice = choice_for("RTX 3060, 550", Wish(build="cu130"))
    assert any("550.120" in str(w) and "580" in str(w) for w in choice.warnings)


def test_choosing_cuda_without_a_card_is_told() -> None:
    assert any("No GPU" in str(w) for w in choice_for("no GPU, Linux", Wish(build="cu130")).warnings)


def test_choosing_what_was_recommended_warns_of_nothing() -> None:
    assert choice_for("RTX 4060, 581.29, Windows", Wish(build="cu130")).warnings == ()


def test_a_wished_torch_brings_its_own_torchvision_and_torchaudio() -> None:
    choice = choice_for("RTX 4060, 581.29, Windows", Wish(torch="2.9.1"))
    assert (choice.torch, choice.torchvision, choice.torchaudio, choice.build) == ("2.9.1", "0.24.1", "2.9.1", "cu130")


def test_a_wished_build_finds_the_newest_torch_that_runs_as_that_build() -> None:
    assert choice_for("RTX 5090, 570", Wish(build="cu128")).torch == "2.11.0"
    assert choice_for("V100, 580", Wish(build="cu128")).torch == "2.10.0", "2.11 dropped Volta from its CUDA 12.8 build"


def test_a_wished_torch_may_use_a_build_that_is_not_recommended_otherwise() -> None:
    assert choice_for("RTX 5090, 570", Wish(torch="2.13.0")).build == "cu129"


def test_a_wished_torch_without_a_build_for_the_card_says_so() -> None:
    for name, card in (("GTX 1080, 580", "GTX 1080"), ("RX 7900 XTX, Linux", "RX 7900 XTX")):
        choice = choice_for(name, Wish(torch="2.15.0"))
        assert choice.build == "cpu"
        assert f"{card} could train with another torch" in str(choice.why)


def test_a_wished_python_moves_to_a_torch_that_has_it() -> None:
    assert choice_for("no GPU, Linux", Wish(python="3.13")).torch == "2.14.1"
    assert choice_for("no GPU, Linux", Wish(python="3.9")).torch == "2.8.0"
    newer = choice_for("no GPU, Linux", Wish(python="3.15"))
    assert newer.torch == "2.15.0"
    assert any("newer than 2.14.1" in str(w) for w in newer.warnings)


def test_python_3_9_is_told_to_be_too_old_for_the_trainer() -> None:
    assert any("trainer" in str(w) for w in choice_for("no GPU, Linux", Wish(python="3.9")).warnings)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(torch="2.15.0", build="cu126"), "no cu126 build of torch 2.15.0"),
        (Wish(torch="2.14.1", python="3.9"), "3.10 to 3.14, not for 3.9"),
        (Wish(torch="9.9"), "no torch 9.9"),
        (Wish(build="rocm7.2", torch="2.14.1"), "no rocm7.2 build"),
        (Wish(source="conda_forge", build="xpu"), "no xpu build"),
    ],
)
def test_what_does_not_exist_is_refused_in_one_sentence(wish: Wish, words: str) -> None:
    with pytest.raises(RecipeError, match=words):
        choice_for("RTX 4060, 580, Linux", wish)


def test_conda_forge_keeps_kernels_for_older_cards() -> None:
    choice = choice_for("GTX 1060, 580, Linux", Wish(source="conda_forge"))
    assert (choice.build, choice.source, choice.index_url) == ("cuda12", "conda_forge", "")
    assert any("cuDNN" in str(w) for w in choice.warnings)
    assert choice_for("RTX 4060, 580, Linux", Wish(source="conda_forge")).build == "cuda13"


def test_as_in_the_notes_is_offered_with_an_honest_sentence() -> None:
    choice = choice_for("RTX 4060, 580, Linux", Wish(source="as_in_notes"))
    assert (choice.torch, choice.build, choice.python, choice.source) == ("2.5.1", "cu118", "3.9", "as_in_notes")
    assert "the pytorch channel has ended" in str(choice.why)
    with pytest.raises(RecipeError, match="Windows and Linux"):
        choice_for("M2, macOS 15", Wish(source="as_in_notes"))


def test_as_in_the_notes_tells_an_rtx_50_that_it_will_not_run() -> None:
    choice = choice_for("RTX 5090, 581", Wish(source="as_in_notes"))
    assert any("no kernel" in str(w) for w in choice.warnings)


def test_everything_offered_by_hand_can_be_chosen() -> None:
    machine = MACHINES["RTX 4060, 580, Linux"][0]
    for torch, builds, pythons in offered(machine):
        for build in builds:
            for python in (pythons[0], pythons[-1]):
                choice = choose_build(machine, Wish(torch=torch, build=build, python=python))
                assert (choice.torch, choice.build, choice.python) == (torch, build, python)


def test_the_table_names_each_build_it_lists() -> None:
    table = load_table()
    for torch_set in (*table.sets, table.forge, table.notes):
        for _, names in torch_set.builds:
            for name in names:
                assert table.kind(name).name == name
    versions = [version_of(s.torch) for s in table.sets]
    assert versions == sorted(versions, reverse=True)


# ----------------------------------------------------------------------------------------------- advice that is proven
CARDS = (
    ("GeForce GTX 1060", (6, 1)), ("GeForce GTX 1650", (7, 5)), ("GeForce RTX 3060", (8, 6)),
    ("GeForce RTX 4090", (8, 9)),
    ("GeForce RTX 5090", (12, 0)), ("H200", (9, 0)), ("Tesla K80", (3, 7)), ("Quadro M2000", (5, 2)),
    ("GRID A100-10C", (8, 0)),
    ("Orin", (8, 7)), ("an unknown one", (0, 0)),
)  # fmt: skip
DRIVERS = (
    "", "390.157", "452.39", "470.256", "525.60.13", "535.183", "550.120", "560.94", "570.86", "576.02", "580.65",
    "590.10",
)  # fmt: skip


def made_up(choose: random.Random) -> tuple[Machine, Wish]:
    """A machine that may be: any cards with one driver, any system, any wish."""
    system, platform, glibc = choose.choice([
        ("linux", "linux-64", "2.39"), ("linux", "linux-64", "2.28"), ("linux", "linux-64", "2.17"),
        ("windows", "win-64", ""), ("linux", "linux-aarch64", "2.35"),
    ])  # fmt: skip
    driver = choose.choice(DRIVERS)
    cards = [choose.choice(CARDS) for _ in range(choose.randint(1, 3))]
    gpus = [Gpu("nvidia", name, driver=driver, capability=capability) for name, capability in cards]
    if choose.random() < 0.3:
        gpus.append(Gpu("intel", "Arc A770", pci_id="8086:56a0"))
    if choose.random() < 0.2:
        gpus.append(Gpu("amd", "RX 7900", architecture="gfx1100"))
    wsl = system == "linux" and platform == "linux-64" and choose.random() < 0.3
    machine = Machine(system=system, system_version="10.0.22631" if system == "windows" else "6.8", platform=platform,
                      glibc=glibc, gpus=tuple(gpus), wsl=wsl)  # fmt: skip
    torch = choose.choice(["", "", "", "2.6", "2.9"])
    return machine, Wish(torch=torch, python=choose.choice(["", "", "3.9", "3.10"]))


def advised(choice: Choice) -> dict[str, Any] | None:
    found = [dict(one.values) for one in choice.warnings if one.text.startswith("Install the NVIDIA driver")]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("seed", range(6))
def test_whoever_does_what_is_advised_gets_what_was_promised(seed: int) -> None:
    choose, given = random.Random(seed), 0
    for _ in range(150):
        machine, wish = made_up(choose)
        try:
            choice = choose_build(machine, wish)
        except RecipeError:
            continue
        told = advised(choice)
        if told is None:
            continue
        given += 1
        with_it = replace(machine, gpus=tuple(
            replace(gpu, driver=str(told["needed"]))
            if gpu.vendor == "nvidia" and Version(gpu.driver or "0") < Version(str(told["needed"])) else gpu
            for gpu in machine.gpus
        ))  # fmt: skip
        after = choose_build(with_it, wish)
        assert (after.torch, after.device) == (told["torch"], "cuda"), (machine, wish, told)
        assert after.build == "cu" + str(told["cuda"]).replace(".", ""), (machine, wish, told)
        assert (after.torch, after.build) != (choice.torch, choice.build), "advice that changes nothing is not given"
    assert given > 10


def test_inside_windows_the_driver_is_the_one_of_windows() -> None:
    machine = Machine(system="linux", system_version="6.8", platform="linux-64", glibc="2.39", wsl=True,
                      gpus=(Gpu("nvidia", "RTX 4090", driver="535.183", capability=(8, 9)),))  # fmt: skip
    (told,) = [str(one) for one in choose_build(machine).warnings if "driver" in str(one)]
    assert "in Windows, not in WSL" in told
