"""What is found out about a computer: real answers, garbage, hangs, and nothing at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest

from core.env.choose.builds import choose_build
from core.env.look.capabilities import capability_from_name
from core.env.look.gpus import find_gpus, nvidia_from_windows
from core.env.look.machine import look
from core.env.look.nvml import MARK
from core.env.look.system import Memory, Ran, here, ran
from core.folders import find_folders
from core.messages.computer import Machine
from core.messages.install_events import MachineSeen
from core.workers import wire
from tests.env.pretend import Pretend, hangs, linux, mac, says, windows
from tests.processes import runs, wait_ended

SMI = "/usr/bin/nvidia-smi"
NVML_4060 = [
    {
        "name": "NVIDIA GeForce RTX 4060",
        "driver": "581.29",
        "memory_bytes": 8585740288,
        "capability": [8, 9],
        "pci": 0x288210DE,
    }
]


def pci(slot: str, class_: str, vendor: str, device: str) -> dict[str, str]:
    folder = f"/sys/bus/pci/devices/{slot}"
    return {f"{folder}/class": class_ + "\n", f"{folder}/vendor": f"0x{vendor}\n", f"{folder}/device": f"0x{device}\n"}


def looked(outside: Pretend, home: Path) -> Machine:
    return look(outside, folders=find_folders(home=home))


def text(machine: Machine, topic: str) -> str:
    return "\n".join(f"{f.level}: {f.sentence}" for f in machine.findings if f.topic == topic)


# --------------------------------------------------------------------------------------------------------- NVIDIA
def test_nvml_tells_name_memory_driver_and_capability(home: Path) -> None:
    outside = windows(on_path={"nvidia-smi": "smi"}, programs={sys.executable: says(MARK + json.dumps(NVML_4060))})
    machine = looked(outside, home)
    gpu = machine.gpus[0]
    assert (gpu.name, gpu.driver, gpu.capability, gpu.memory_bytes) == (
        "NVIDIA GeForce RTX 4060",
        "581.29",
        (8, 9),
        8585740288,
    )
    assert gpu.pci_id == "10de:2882"
    assert "8.6 GB of memory, driver 581.29, compute capability 8.9" in text(machine, "gpu")


@pytest.mark.parametrize(
    "nvml", ["", "Traceback (most recent call last): ...", MARK + "[{", MARK + '{"name": 1}', MARK + "[1]"]
)
def test_nvidia_smi_is_asked_where_nvml_fails_or_talks_nonsense(nvml: str) -> None:
    smi = says("NVIDIA GeForce RTX 3060, 12288, 550.120, 0x250310DE, 8.6\n")
    outside = linux(on_path={"nvidia-smi": SMI}, programs={sys.executable: says(nvml), SMI: smi})
    (gpu,) = find_gpus(outside).gpus
    assert (gpu.name, gpu.driver, gpu.capability, gpu.pci_id) == (
        "NVIDIA GeForce RTX 3060",
        "550.120",
        (8, 6),
        "10de:2503",
    )
    assert gpu.memory_bytes == 12288 << 20


def test_an_old_nvidia_smi_does_not_know_the_capability_and_the_name_tells_it() -> None:
    def smi(argv: Sequence[str]) -> Ran:
        if "compute_cap" in argv[1]:
            return Ran("done", 2, 'Field "compute_cap" is not a valid field to query.\n')
        return Ran("done", 0, "GeForce GTX 1080 Ti, 11178, 430.64, 0x1B0610DE\n")

    outside = linux(on_path={"nvidia-smi": SMI}, programs={SMI: smi})
    (gpu,) = find_gpus(outside).gpus
    assert (gpu.capability, gpu.driver) == ((6, 1), "430.64")


def test_several_cards_each_keep_their_own_capability() -> None:
    smi = says("NVIDIA GTX 1080, 8192, 580.65, 0x1B8010DE, 6.1\nNVIDIA RTX 5090, 32607, 580.65, 0x2B8510DE, 12.0\n")
    outside = linux(on_path={"nvidia-smi": SMI}, programs={SMI: smi})
    assert [gpu.capability for gpu in find_gpus(outside).gpus] == [(6, 1), (12, 0)]


@pytest.mark.parametrize(
    "answer",
    [
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n",
        "No devices were found\n",
        "a, b, c, d, e\n",
        "\x00\xff garbage, , , ,\n",
        "",
    ],
)
def test_an_nvidia_smi_that_talks_nonsense_invents_no_card(answer: str) -> None:
    outside = linux(on_path={"nvidia-smi": SMI}, programs={SMI: says(answer)})
    assert find_gpus(outside).gpus == ()


def test_probes_that_hang_are_told_and_the_rest_goes_on(home: Path) -> None:
    files = pci("0000:01:00.0", "0x030000", "10de", "2503")
    outside = linux(on_path={"nvidia-smi": SMI}, programs={sys.executable: hangs, SMI: hangs}, files=files)
    machine = looked(outside, home)
    assert "unknown: NVML did not answer" in text(machine, "gpu")
    assert "unknown: nvidia-smi did not answer" in text(machine, "gpu")
    assert machine.gpus[0].driver == "", "the card itself is known from the system's list"
    assert text(machine, "memory")


def test_a_card_without_driver_is_seen_through_the_systems_list(home: Path) -> None:
    lspci = says('00:02.0 "VGA controller" "Intel Corporation" "UHD 770" -r0c\n'
                 '01:00.0 "VGA controller" "NVIDIA Corporation" "GA106 [GeForce RTX 3060]" -ra1\n')  # fmt: skip
    outside = linux(
        on_path={"lspci": "/usr/bin/lspci"},
        programs={"/usr/bin/lspci": lspci},
        files={**pci("0000:01:00.0", "0x030000", "10de", "2503"), **pci("0000:00:1f.3", "0x040300", "8086", "7ad0")},
    )
    machine = looked(outside, home)
    assert [(gpu.name, gpu.driver, gpu.capability) for gpu in machine.gpus] == [("NVIDIA GeForce RTX 3060", "", (8, 6))]
    assert "no NVIDIA driver answers" in text(machine, "gpu")


def test_the_kernel_modules_version_serves_where_both_tools_are_missing() -> None:
    module = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build\n"
    files = {**pci("0000:01:00.0", "0x030200", "10de", "2684"), "/proc/driver/nvidia/version": module}
    (gpu,) = find_gpus(linux(files=files)).gpus
    assert gpu.driver == "580.95.05"


def test_no_nvml_is_started_where_nothing_hints_at_nvidia() -> None:
    outside = linux()
    find_gpus(outside)
    assert not outside.asked


# ------------------------------------------------------------------------------------------------------ AMD, Intel
def test_amd_gets_its_architecture_from_the_kernels_compute_driver() -> None:
    node = "/sys/class/kfd/kfd/topology/nodes"
    files = {
        **pci("0000:03:00.0", "0x030000", "1002", "744c"),
        **pci("0000:0e:00.0", "0x030000", "1002", "164e"),
        "/sys/bus/pci/devices/0000:03:00.0/product_name": "Radeon RX 7900 XTX\n",
        "/sys/bus/pci/devices/0000:03:00.0/mem_info_vram_total": "25753026560\n",
        f"{node}/0/properties": "cpu_cores_count 16\ngfx_target_version 0\n",
        f"{node}/1/properties": "gfx_target_version 110000\nlocation_id 768\ndomain 0\n",
        f"{node}/2/properties": "gfx_target_version 100306\nlocation_id 3584\ndomain 0\n",
    }
    first, second = find_gpus(linux(files=files)).gpus
    assert (first.name, first.architecture, first.memory_bytes) == ("Radeon RX 7900 XTX", "gfx1100", 25753026560)
    assert second.architecture == "gfx1036"


def test_gfx_names_with_letters_are_read() -> None:
    node = "/sys/class/kfd/kfd/topology/nodes"
    files = {
        **pci("0000:03:00.0", "0x120000", "1002", "740f"),
        f"{node}/1/properties": "gfx_target_version 90010\nlocation_id 768\n",
    }
    assert find_gpus(linux(files=files)).gpus[0].architecture == "gfx90a"


def test_windows_lists_its_adapters_with_their_pci_numbers() -> None:
    adapters = [
        {
            "Name": "Intel(R) Arc(TM) A770 Graphics",
            "PNPDeviceID": r"PCI\VEN_8086&DEV_56A0&SUBSYS_10208086",
            "DriverVersion": "32.0.101.6989",
        },
        {
            "Name": "NVIDIA GeForce RTX 4060",
            "PNPDeviceID": r"PCI\VEN_10DE&DEV_2882&SUBSYS_1",
            "DriverVersion": "32.0.15.8129",
        },
        {"Name": "Parsec Virtual Display Adapter", "PNPDeviceID": r"ROOT\DISPLAY\0000", "DriverVersion": "0.45"},
    ]
    outside = windows(on_path={"powershell": "ps"}, programs={"ps": says(json.dumps(adapters))})
    nvidia, intel, other = find_gpus(outside).gpus
    assert (nvidia.vendor, nvidia.driver, nvidia.capability) == ("nvidia", "581.29", (8, 9)), (
        "also where nvidia-smi is missing"
    )
    assert (intel.vendor, intel.pci_id) == ("intel", "8086:56a0")
    assert other.vendor == "other"


@pytest.mark.parametrize("answer", ["", "null", "[", "[1, 2]", '{"Name": null}', "Get-CimInstance : Access denied"])
def test_windows_that_answers_nonsense_invents_no_card(answer: str) -> None:
    outside = windows(on_path={"powershell": "ps"}, programs={"ps": says(answer)})
    assert find_gpus(outside).gpus == ()


def test_one_adapter_alone_is_no_list() -> None:
    one = json.dumps(
        {"Name": "Intel(R) UHD Graphics", "PNPDeviceID": r"PCI\VEN_8086&DEV_4680", "DriverVersion": "31.0.101.4502"}
    )
    outside = windows(on_path={"powershell": "ps"}, programs={"ps": says(one)})
    assert [gpu.pci_id for gpu in find_gpus(outside).gpus] == ["8086:4680"]


@pytest.mark.parametrize(
    ("version", "driver"),
    [("32.0.15.8129", "581.29"), ("31.0.15.3623", "536.23"), ("27.21.14.5671", "456.71"), ("0.45", ""), ("", "")],
)
def test_nvidias_number_is_read_from_windows_number(version: str, driver: str) -> None:
    assert nvidia_from_windows(version) == driver


@pytest.mark.parametrize(
    ("name", "capability"),
    [
        ("NVIDIA GeForce RTX 5090", (12, 0)),
        ("NVIDIA GeForce RTX 5060 Laptop GPU", (12, 0)),
        ("NVIDIA B200", (10, 0)),
        ("NVIDIA H100 80GB HBM3", (9, 0)),
        ("NVIDIA GeForce RTX 4070 SUPER", (8, 9)),
        ("NVIDIA L4", (8, 9)),
        ("NVIDIA RTX 2000 Ada Generation", (8, 9)),
        ("NVIDIA A100-SXM4-40GB", (8, 0)),
        ("NVIDIA RTX A4000", (8, 6)),
        ("NVIDIA GeForce RTX 3050 Ti Laptop GPU", (8, 6)),
        ("NVIDIA GeForce GTX 1660 SUPER", (7, 5)),
        ("Tesla T4", (7, 5)),
        ("NVIDIA TITAN RTX", (7, 5)),
        ("NVIDIA TITAN V", (7, 0)),
        ("Tesla V100-SXM2-16GB", (7, 0)),
        ("Tesla P100-PCIE", (6, 0)),
        ("NVIDIA GeForce GTX 1050 Ti", (6, 1)),
        ("GeForce MX150", (6, 1)),
        ("GeForce GTX 970", (5, 2)),
        ("GeForce GTX 750 Ti", (5, 0)),
        ("Tesla K80", (3, 7)),
        ("GeForce GT 710", (3, 5)),
        ("GeForce GTX 580", (2, 1)),
        ("NVIDIA GeForce RTX 9090", (0, 0)),
    ],
)
def test_the_name_on_the_box_tells_the_capability(name: str, capability: tuple[int, int]) -> None:
    assert capability_from_name(name) == capability


# ----------------------------------------------------------------------------------------------------------- Macs
def test_a_mac_that_runs_us_translated_is_still_an_apple_chip(home: Path) -> None:
    def sysctl(argv: Sequence[str]) -> Ran:
        return Ran("done", 0, {"sysctl.proc_translated": "1\n", "machdep.cpu.brand_string": "Apple M2 Pro\n"}[argv[2]])

    outside = mac("x86_64", programs={"/usr/sbin/sysctl": sysctl, "/usr/bin/sw_vers": says("15.1\n")})
    machine = looked(outside, home)
    assert (machine.platform, machine.rosetta, machine.system_version) == ("osx-arm64", True, "15.1")
    assert (machine.gpus[0].vendor, machine.gpus[0].name) == ("apple", "Apple M2 Pro")
    assert "Rosetta" in text(machine, "system")


def test_an_intel_mac_is_one(home: Path) -> None:
    profile = says(json.dumps({"SPDisplaysDataType": [{"sppci_model": "AMD Radeon Pro 560X"}]}))
    machine = looked(mac("x86_64", programs={"/usr/sbin/system_profiler": profile}), home)
    assert (machine.platform, machine.rosetta, machine.gpus[0].vendor) == ("osx-64", False, "amd")


# --------------------------------------------------------------------------------------------------------- system
def test_wsl_is_told_apart_from_linux(home: Path) -> None:
    machine = looked(linux(files={"/proc/version": "Linux version 6.6.87.2-microsoft-standard-WSL2"}), home)
    assert machine.wsl
    assert "driver is the one of Windows" in text(machine, "system")


def test_windows_on_arm_is_seen_through_translation(home: Path) -> None:
    outside = windows()
    outside.environ = {**outside.environ, "PROCESSOR_IDENTIFIER": "ARMv8 (64-bit) Family 8 Model 1, Qualcomm"}
    assert looked(outside, home).platform == "win-arm64"


@pytest.mark.parametrize(("answer", "allowed"), [("1", True), ("0", False), ("", False)])
def test_long_paths_are_read_from_the_registry(answer: str, allowed: bool, home: Path) -> None:
    outside = windows(registered={"LongPathsEnabled": answer})
    assert looked(outside, home).long_paths is allowed


def test_a_processor_that_pytorch_does_not_know_stops(home: Path) -> None:
    outside = linux()
    outside.host = replace(outside.host, architecture="riscv64")
    assert "stop: There is no PyTorch for this kind of processor (riscv64)" in text(looked(outside, home), "system")


def test_a_windows_that_cannot_promise_memory_is_told(home: Path) -> None:
    machine = looked(windows(memory_now=Memory(8 << 30, commit_free_bytes=1 << 30)), home)
    assert "hazard: Windows can promise programs only" in text(machine, "memory")


def test_little_room_is_a_hazard_and_one_volume_is_told_once(home: Path) -> None:
    machine = looked(linux(free_bytes=1 << 30), home)
    assert len(machine.volumes) == 1
    assert machine.volumes[0].purposes == ("environment", "cache", "temp")
    assert "only 1.1 GB free" in text(machine, "disk")


def test_a_proxys_password_is_never_shown(home: Path) -> None:
    outside = linux(proxy={"https": "http://kim:secret@proxy.school:3128", "http": "http://proxy.school:3128"})
    machine = looked(outside, home)
    assert dict(machine.proxies)["https"] == "http://proxy.school:3128"
    assert "secret" not in str(machine)


def test_stray_variables_and_missing_certificates_are_told(home: Path) -> None:
    environ = {"HOME": "/home/kim", "PYTHONHOME": "/opt/py", "SSL_CERT_FILE": "/nowhere.pem"}
    machine = looked(linux(environ=environ), home)
    assert "PYTHONHOME" in text(machine, "environment")
    assert "hazard: The file /nowhere.pem, which SSL_CERT_FILE names, is not there" in text(machine, "network")


# ---------------------------------------------------------------------------------------------------------- conda
INFO = {
    "conda_version": "26.7.1", "root_prefix": "/home/kim/miniconda3", "channels": ["https://repo.anaconda.com/pkgs/main/linux-64"],
    "envs_dirs": ["/home/kim/miniconda3/envs", "/home/kim/.conda/envs"],
    "envs": ["/home/kim/miniconda3", "/home/kim/miniconda3/envs/old"],
}  # fmt: skip
CONDA = "/home/kim/miniconda3/bin/conda"


def test_new_environments_go_where_the_persons_conda_looks(home: Path) -> None:
    outside = linux(files={CONDA: ""}, programs={CONDA: says(json.dumps(INFO))})
    machine = looked(outside, home)
    assert machine.envs_folder == "/home/kim/miniconda3/envs"
    assert machine.condas[0].version == "26.7.1"
    assert "Anaconda's own channel" in text(machine, "conda")


def test_a_folder_of_conda_that_cannot_be_written_is_passed_over(home: Path) -> None:
    outside = linux(files={CONDA: ""}, programs={CONDA: says(json.dumps(INFO))}, not_writable=("/home/kim/miniconda3",))
    assert looked(outside, home).envs_folder == "/home/kim/.conda/envs"


@pytest.mark.parametrize("answer", [hangs, says("not json"), says("[]"), says("{}"), says("", code=1)])
def test_a_conda_that_does_not_answer_is_known_by_its_folder(answer: object, home: Path) -> None:
    files = {CONDA: "", "/home/kim/miniconda3/conda-meta/history": ""}
    outside = linux(files=files, programs={CONDA: answer})
    machine = looked(outside, home)
    folders = ("/home/kim/miniconda3/envs", "/home/kim/.conda/envs")
    assert [(c.root, c.envs_dirs) for c in machine.condas] == [("/home/kim/miniconda3", folders)]
    assert ("did not answer in time" in text(machine, "conda")) == (answer is hangs)


def test_condas_that_hang_cost_seconds_not_minutes(home: Path) -> None:
    """However many there are: all that hangs is waited for less than 20 s."""
    waited: list[float] = []
    roots = [f"/home/kim/{name}" for name in ("miniconda3", "anaconda3", "miniforge3")]
    files = {f"{root}/bin/conda": "" for root in roots} | {f"{root}/conda-meta/history": "" for root in roots}

    class Waits(Pretend):
        def run(self, argv: Sequence[str], *, timeout_s: float) -> Ran:
            if argv[1:2] != ["info"]:
                return super().run(argv, timeout_s=timeout_s)
            waited.append(timeout_s)
            return Ran("late")

    machine = looked(Waits(**{one.name: getattr(linux(files=files), one.name) for one in fields(Pretend)}), home)
    assert [conda.root for conda in machine.condas] == roots
    assert len(waited) == 3
    assert sum(waited) < 20


@pytest.mark.parametrize(
    ("condarc", "first"),
    [
        ("envs_dirs:\n  - /big/envs\n  - ~/more\nchannels:\n  - conda-forge\n", ["/big/envs", "/home/kim/more"]),
        ("channels:\n- conda-forge\nenvs_dirs:\n- '/big disk/envs'  # the large one\n", ["/big disk/envs"]),
        ('envs_dirs: ["/big/envs", $DISK/envs, ]\n', ["/big/envs", "/mnt/d/envs"]),
        ("# mine\nenvs_path: ${DISK}/envs\n", ["/mnt/d/envs"]),
        ("channels: [conda-forge]\npkgs_dirs:\n  - /big/pkgs\n", []),
        ("envs_dirs:\n", []),
        ("envs_dirs:\n  - >-\n    /big\n    envs\n", ["/big envs"]),
        ("x: &own /own/envs\nenvs_dirs: [*own, 7, {a: b}]\n", ["/own/envs"]),
        ("envs_dirs: [unclosed\n", []),
        ("just words", []),
        ("envs_dirs: !!python/object/apply:os.system [echo]\n", []),
    ],
)
def test_a_conda_that_does_not_answer_has_its_settings_read(condarc: str, first: list[str], home: Path) -> None:
    files = {CONDA: "", "/home/kim/miniconda3/conda-meta/history": "", "/home/kim/.condarc": condarc}
    environ = {"HOME": "/home/kim", "DISK": "/mnt/d"}
    machine = looked(linux(files=files, programs={CONDA: hangs}, environ=environ), home)
    usual = ["/home/kim/miniconda3/envs", "/home/kim/.conda/envs"]
    assert list(machine.condas[0].envs_dirs) == [*first, *usual]
    assert machine.envs_folder == [*first, *usual][0]


def test_a_root_that_is_somebody_elses_comes_after_the_persons_own_folder(home: Path) -> None:
    files = {"/opt/conda/bin/conda": "", "/opt/conda/conda-meta/history": ""}
    outside = linux(files=files, programs={"/opt/conda/bin/conda": hangs}, not_writable=("/opt/conda",))
    assert looked(outside, home).condas[0].envs_dirs == ("/home/kim/.conda/envs", "/opt/conda/envs")


def test_one_conda_that_is_found_twice_is_asked_once(home: Path) -> None:
    outside = linux(files={CONDA: ""}, programs={CONDA: says(json.dumps(INFO))}, on_path={"conda": CONDA})
    assert len(looked(outside, home).condas) == 1
    assert sum(argv[0] == CONDA for argv in outside.asked) == 1


def test_micromamba_has_other_words_for_the_same(home: Path) -> None:
    info = {
        "micromamba version": "2.5.0",
        "base environment": "/home/kim/micromamba (writable)",
        "envs directories": ["/home/kim/micromamba/envs"],
    }
    outside = linux(
        on_path={"micromamba": "/usr/bin/micromamba"}, programs={"/usr/bin/micromamba": says(json.dumps(info))}
    )
    (conda,) = looked(outside, home).condas
    assert (conda.kind, conda.version, conda.root) == ("micromamba", "2.5.0", "/home/kim/micromamba")


def test_without_conda_the_root_is_our_own_and_english(home: Path) -> None:
    usual = find_folders(environment={})
    assert look(linux(), folders=usual).envs_folder == "/home/kim/torchgarden/envs"
    assert look(windows(), folders=usual).envs_folder == r"C:\Users\kim\torchgarden\envs"
    korean = windows()
    korean.environ = {**korean.environ, "USERPROFILE": r"C:\Users\김철수"}
    assert look(korean, folders=usual).envs_folder == r"C:\torchgarden\envs"


def test_a_home_of_its_own_keeps_its_environments_too(home: Path) -> None:
    assert looked(linux(), home).envs_folder == str(home / "envs")


# ---------------------------------------------------------------------------------------------------------- paths
@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("/home/o'brien/envs", "stop: The folder /home/o'brien/envs has ' in its name"),
        ("/home/김철수/envs", "letters beyond English"),
        ("/home/kim/my envs", "has a space"),
        ("/home/kim/Dropbox/envs", "kept in step with a cloud"),
        ("/mnt/c/Users/kim/envs", "another system's disk"),
        ("/home/" + "x" * 220, "too long for an environment"),
    ],
)
def test_hazards_of_the_path_are_told(folder: str, words: str, home: Path) -> None:
    info = {"conda_version": "1", "root_prefix": "/opt/conda", "envs_dirs": [folder]}
    outside = linux(files={"/opt/conda/bin/conda": ""}, programs={"/opt/conda/bin/conda": says(json.dumps(info))})
    machine = looked(outside, home)
    if machine.envs_folder != folder:  # passed over for our own root: then it is told by path_findings alone
        from core.env.look.path_rules import path_findings

        assert any(words in f"{f.level}: {f.sentence}" for f in path_findings(folder, outside, long_paths=True))
    else:
        assert words in text(machine, "path")


def test_onedrive_is_told_by_its_variable(home: Path) -> None:
    from core.env.look.path_rules import path_findings

    outside = windows()
    outside.environ = {**outside.environ, "OneDriveConsumer": r"C:\Users\kim\내 클라우드"}
    findings = path_findings(r"c:\users\KIM\내 클라우드\envs", outside, long_paths=True)
    assert any("kept in step with a cloud" in str(f.sentence) for f in findings)


def test_a_long_windows_path_is_a_hazard_only_where_long_paths_are_off() -> None:
    from core.env.look.path_rules import path_findings

    folder = r"C:\Users\somebody\Documents\Projects\Machine Learning\Semester 2"
    assert any(
        "longer than Windows allows" in str(f.sentence) for f in path_findings(folder, windows(), long_paths=False)
    )
    assert not any(
        "longer than Windows allows" in str(f.sentence) for f in path_findings(folder, windows(), long_paths=True)
    )


# ------------------------------------------------------------------------------------------------ the real computer
def test_this_computer_is_looked_at_for_real_and_travels_over_the_wire() -> None:
    machine = look()
    assert machine.memory_bytes > 0
    assert machine.volumes[0].free_bytes > 0
    assert all(str(finding.sentence) for finding in machine.findings)
    sent = wire.encode(MachineSeen(machine), answers=1)
    assert wire.decode(sent)[0] == MachineSeen(machine)


def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    code = f"""
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open(r"{tmp_path}/half", "w") as file:
    file.write(str(child.pid))
os.replace(r"{tmp_path}/half", r"{tmp_path}/pid")
time.sleep(60)
"""
    for timeout_s in (1.5, 6.0, 24.0):  # on a busy computer it takes its time to get as far as hanging
        begun = time.monotonic()
        answer = ran([sys.executable, "-c", code], timeout_s=timeout_s)
        assert answer.end == "late"
        assert time.monotonic() - begun < timeout_s + 15
        if (tmp_path / "pid").exists():
            break
    child = int((tmp_path / "pid").read_text())
    wait_ended([child], timeout_s=10)  # the system ends a killed group a moment later when it is busy
    assert not runs(child), "the program that it started goes on"


def test_a_program_that_is_not_there_and_one_that_fails_are_told_apart() -> None:
    assert ran(["/no/such/program"], timeout_s=5).end == "missing"
    answer = ran([sys.executable, "-c", "import sys; print('가'); sys.exit(3)"], timeout_s=20)
    assert (answer.end, answer.code, answer.out.strip()) == ("done", 3, "가")


def test_the_nvml_probe_ends_cleanly_where_there_is_no_card() -> None:
    from core.env.look.nvidia import nvml_command

    result = subprocess.run(nvml_command(), capture_output=True, text=True, timeout=60, check=False)
    if result.returncode == 0:
        assert json.loads(result.stdout.split(MARK)[1])
    else:
        assert MARK not in result.stdout


def test_here_reads_only_what_is_there(tmp_path: Path) -> None:
    outside = here()
    assert outside.read(str(tmp_path / "none")) is None
    assert outside.names(str(tmp_path / "none")) == ()
    assert outside.writable(str(tmp_path / "not" / "yet"))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with a name in a folder")
def test_a_file_that_never_answers_holds_nobody(tmp_path: Path) -> None:
    """As a file on a disk that has gone, or a pipe in the place of somebody's settings."""
    pipe = tmp_path / ".condarc"
    os.mkfifo(pipe)
    begun = time.monotonic()
    try:
        assert here().read(str(pipe)) is None
        assert time.monotonic() - begun < 10
    finally:
        os.close(os.open(pipe, os.O_RDWR | os.O_NONBLOCK))  # whoever still waits may go


# ------------------------------------------------------------------------------- cards that are there and cannot work
def chosen(machine: Machine) -> tuple[str, str]:
    """(build, the reason and all warnings) that a machine gets."""
    choice = choose_build(machine)
    return choice.build, "\n".join(map(str, (choice.why, *choice.warnings)))


@pytest.mark.parametrize(
    ("code", "words", "way"),
    [
        (22, "switched off in Windows (code 22", "Enable device"),
        (43, "Windows has stopped NVIDIA GeForce RTX 4060", "Shut the computer down"),
        (45, "not connected now", "dock"),
        (14, "has to restart", "Restart the computer"),
        (12, "no room for the memory", "Above 4G decoding"),
        (29, "firmware (BIOS", "firmware"),
        (999, "Windows has stopped", "Shut the computer down"),
    ],
)
def test_windows_error_code_of_a_card_is_a_sentence_and_no_build_is_chosen_for_it(
    code: int, words: str, way: str, home: Path
) -> None:
    adapter = {"Name": "NVIDIA GeForce RTX 4060", "PNPDeviceID": r"PCI\VEN_10DE&DEV_2882&SUBSYS_1",
               "DriverVersion": "32.0.15.8129", "ConfigManagerErrorCode": code}  # fmt: skip
    machine = looked(windows(on_path={"powershell": "ps"}, programs={"ps": says(json.dumps(adapter))}), home)
    (finding,) = [f for f in machine.findings if f.topic == "gpu"]
    assert finding.level == "hazard"
    assert words in str(finding.sentence)
    assert way in str(finding.advice)
    build, told = chosen(machine)
    assert build == "cpu"
    assert words in told
    right = replace(machine, gpus=(replace(machine.gpus[0], problem="", problem_code=0),))
    assert f"torch {choose_build(right).torch} with CUDA 13.0 trains on NVIDIA GeForce RTX 4060" in told


def test_windows_own_display_driver_is_not_nvidias(home: Path) -> None:
    adapter = {"Name": "Microsoft 기본 디스플레이 어댑터", "PNPDeviceID": r"PCI\VEN_10DE&DEV_2882&SUBSYS_1",
               "DriverVersion": "10.0.26100.1"}  # fmt: skip
    machine = looked(windows(on_path={"powershell": "ps"}, programs={"ps": says(json.dumps(adapter))}), home)
    assert (machine.gpus[0].driver, machine.gpus[0].capability) == ("", (8, 9)), "by the number on the bus"
    assert "Windows’ own display driver" in text(machine, "gpu")
    build, told = chosen(machine)
    assert build == "cpu"
    assert "Install the NVIDIA driver 580" in told


def test_a_driver_and_a_library_of_two_versions_want_a_restart(home: Path) -> None:
    answer = says("Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 580.95\n", code=18)
    files = {**pci("0000:01:00.0", "0x030000", "10de", "2503"), "/sys/module/nvidia/version": "550.120\n"}
    machine = looked(linux(on_path={"nvidia-smi": SMI}, programs={SMI: answer}, files=files), home)
    assert "of two versions" in text(machine, "gpu")
    build, told = chosen(machine)
    assert build == "cpu"
    assert "Restart the computer and look again. Nothing needs to be installed." in told
    assert "CUDA 13.0 trains on" in told, "with the driver that is installed"


def test_a_linux_driver_inside_wsl_is_told_apart_from_the_one_of_windows(home: Path) -> None:
    wsl = "/usr/lib/wsl/lib/nvidia-smi"
    fails = says("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n", code=9)
    card = says("NVIDIA GeForce RTX 3070, 8192, 581.29, 0x248410DE, 8.6\n")
    outside = linux(on_path={"nvidia-smi": SMI}, programs={SMI: fails, wsl: card},
                    files={"/proc/version": "Linux version 6.6-microsoft-standard-WSL2", wsl: ""})  # fmt: skip
    machine = looked(outside, home)
    assert "A Linux driver from NVIDIA is installed inside WSL" in text(machine, "gpu")
    build, told = chosen(machine)
    assert (build, "Remove the NVIDIA packages inside WSL" in told) == ("cpu", True)


@pytest.mark.parametrize(
    ("device", "driver", "words"),
    [
        ("10de:2503", "nouveau", "nouveau"),
        ("10de:2503", "vfio-pci", "kept for a virtual machine"),
        ("1002:744c", "", "has not loaded the kernel driver"),
        ("8086:56a0", "i915", "You may not use"),
    ],
)
def test_what_linux_binds_a_card_to_decides_whether_it_can_compute(
    device: str, driver: str, words: str, home: Path
) -> None:
    vendor, _, number = device.partition(":")
    folder = "/sys/bus/pci/devices/0000:01:00.0"
    line = f"DRIVER={driver}\n" if driver else ""
    files = {**pci("0000:01:00.0", "0x030000", vendor, number), f"{folder}/uevent": f"{line}PCI_CLASS=30000\n"}
    machine = looked(linux(files=files), home)
    assert words in text(machine, "gpu")
    assert chosen(machine)[0] == "cpu"


def test_a_jetson_without_nvidia_smi_is_one(home: Path) -> None:
    outside = linux(files={"/proc/device-tree/model": "NVIDIA Jetson Orin Nano Developer Kit\0"})
    outside.host = replace(outside.host, architecture="aarch64")
    build, told = chosen(looked(outside, home))
    assert (build, "is a Jetson" in told) == ("cpu", True)


def test_one_lost_card_does_not_hide_the_others(home: Path) -> None:
    lost = [*NVML_4060, {"name": "NVIDIA GPU 1", "driver": "581.29", "lost": True}]
    outside = linux(on_path={"nvidia-smi": SMI}, programs={sys.executable: says(MARK + json.dumps(lost))})
    machine = looked(outside, home)
    assert [gpu.problem for gpu in machine.gpus] == ["", "lost"]
    assert chosen(machine)[0] == "cu130"
    assert "no longer answers its driver" in text(machine, "gpu")
