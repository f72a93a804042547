"""Find the graphics processors: what they are, which driver answers for them, what they can compute, what bars them.

Several sources, each with a time limit, because each fails in its own way: NVIDIA's programs (`nvidia`) and the
system's own list of devices, which also shows cards whose driver is missing, switched off or in error, and says so.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.env.look.capabilities import chip_of, with_capability
from core.env.look.nvidia import LONGEST_NAME, SMI_S, WSL_SMI, Answer, ask_nvidia, bytes_in, name_in
from core.env.look.system import Outside, Ran
from core.messages.computer import CardProblem, Gpu, Vendor

PCI_VENDORS: dict[str, Vendor] = {"10de": "nvidia", "1002": "amd", "1022": "amd", "8086": "intel", "106b": "apple"}
MICROSOFT = "1414"
"""In WSL the door to the cards of Windows is a device of Microsoft's; it is none itself."""
LIST_S = 12.0
DISPLAY_CLASSES = ("0x0300", "0x0302", "0x0380", "0x1200")
"""VGA, 3D and other display controllers, and processing accelerators, as PCI numbers them."""
WINDOWS_LIST = (
    "Get-CimInstance Win32_VideoController | Select-Object Name,PNPDeviceID,AdapterRAM,DriverVersion,InfFilename,"
    "ConfigManagerErrorCode | ConvertTo-Json -Compress"
)
WINDOWS_PROBLEMS: dict[int, CardProblem] = {
    # The problem codes of cfg.h, as Device Manager shows them; whatever is not here has stopped the device.
    1: "no_driver", 12: "no_room", 14: "restart", 18: "driver_failed", 19: "driver_failed", 21: "restart",
    22: "switched_off", 24: "not_connected", 28: "no_driver", 29: "switched_off_below", 31: "driver_failed",
    32: "driver_failed", 37: "driver_failed", 38: "restart", 39: "driver_failed", 40: "driver_failed",
    45: "not_connected", 47: "not_connected", 48: "driver_failed", 50: "restart", 52: "driver_failed", 54: "restart",
}  # fmt: skip
MOST_ADAPTER_RAM = 0xFFE00000
"""Windows tells the memory in 32 bits: a card with 4 GB or more has this or a little more, whatever it has."""


@dataclass(frozen=True)
class GpusFound:
    """The cards, and which sources ran out of time ("NVML", "nvidia-smi", "the list of devices")."""

    gpus: tuple[Gpu, ...]
    late: tuple[str, ...] = ()


def vendor_of(text: str) -> Vendor:
    """Whose GPU: by PCI vendor id ("10de") or by a product's name."""
    low = text.lower()
    if low in PCI_VENDORS:
        return PCI_VENDORS[low]
    for vendor, words in (("nvidia", "nvidia|geforce"), ("amd", "amd|radeon"), ("intel", "intel"), ("apple", "apple")):
        if re.search(words, low):
            return vendor  # type: ignore[return-value]  # the words above
    return "other"


def find_gpus(outside: Outside, *, rosetta: bool = False) -> GpusFound:
    """Every graphics processor of this computer, the most capable vendors first."""
    late: list[str] = []
    system = outside.host.sys_platform
    if system == "darwin":
        return GpusFound(_apple(outside, late, arm=rosetta or outside.host.architecture == "arm64"), tuple(late))
    listed = _windows_devices(outside, late) if system == "win32" else _linux_devices(outside)
    own = [gpu for gpu in listed if gpu.vendor == "nvidia"]
    programs = _smi_programs(outside)
    answer = ask_nvidia(outside, late, programs) if own or programs else Answer()
    if answer.cards:
        seen = [*answer.cards, *_beside(own, answer.cards)]
    else:
        seen = [_silent(gpu, answer.problem, answer.driver, outside) for gpu in own] or _jetson(outside)
    others = [gpu for gpu in listed if gpu.vendor != "nvidia"]
    order = ("nvidia", "amd", "intel", "apple", "other")
    gpus = sorted((*seen, *others), key=lambda gpu: order.index(gpu.vendor))
    return GpusFound(tuple(gpus), tuple(late))


# --------------------------------------------------------------------------------------------------------- NVIDIA
def _smi_programs(outside: Outside) -> list[str]:
    """Every nvidia-smi there is, the one that a terminal would start first."""
    program_files = outside.environ.get("ProgramFiles", r"C:\Program Files")
    places = {
        "win32": [rf"{program_files}\NVIDIA Corporation\NVSMI\nvidia-smi.exe", r"C:\Windows\System32\nvidia-smi.exe"],
        "linux": ["/usr/bin/nvidia-smi", WSL_SMI, "/run/current-system/sw/bin/nvidia-smi"],
    }.get(outside.host.sys_platform, [])
    found = [outside.which("nvidia-smi"), *(place for place in places if outside.exists(place))]
    found = list(dict.fromkeys(filter(None, found)))
    return found[:1] if WSL_SMI not in found else [*found[:1], *([WSL_SMI] if found[0] != WSL_SMI else [])]


def _beside(listed: Sequence[Gpu], seen: Sequence[Gpu]) -> list[Gpu]:
    """The cards that the system lists with a problem and NVIDIA's programs do not tell of.

    One without a problem is left out: a container is shown every card of the computer and given some.
    """
    told = Counter(gpu.pci_id for gpu in seen)
    found = []
    for gpu in listed:
        told[gpu.pci_id] -= 1
        if gpu.problem and told[gpu.pci_id] < 0:
            found.append(with_capability(gpu))
    return found


def _silent(gpu: Gpu, problem: CardProblem, driver: str, outside: Outside) -> Gpu:
    """A card that only the system lists: its driver from the kernel module, its problem from the system or NVIDIA."""
    driver = gpu.driver or driver or _kernel_driver(outside)
    problem = gpu.problem or problem or ("" if driver else "silent")
    return with_capability(replace(gpu, driver=driver, problem=problem))


def _kernel_driver(outside: Outside) -> str:
    """The version of NVIDIA's kernel module that is loaded, "" for none."""
    version = (outside.read("/sys/module/nvidia/version") or "").strip()
    if not version:
        text = outside.read("/proc/driver/nvidia/version") or ""
        match = re.search(r"Kernel Module[^\n]*?\s(\d+\.\d+(?:\.\d+)?)", text)
        version = match[1] if match else ""
    return version if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6}){1,3}", version) else ""


def _jetson(outside: Outside) -> list[Gpu]:
    """One of NVIDIA's boards, whose GPU is on no bus and whose older systems have no nvidia-smi."""
    model = name_in(outside.read("/proc/device-tree/model"))
    if "jetson" in model.lower() or (not model and outside.exists("/etc/nv_tegra_release")):
        return [Gpu("nvidia", model or "NVIDIA Jetson")]
    return []


# ---------------------------------------------------------------------------------------------------------- Linux
def _linux_devices(outside: Outside) -> list[Gpu]:
    """What the kernel lists on PCI, with AMD's architecture from its compute driver and the names lspci knows."""
    names, gfx = _lspci_names(outside), _amd_architectures(outside)
    found = []
    for slot in outside.names("/sys/bus/pci/devices"):
        folder = f"/sys/bus/pci/devices/{slot}"
        if not (outside.read(f"{folder}/class") or "").startswith(DISPLAY_CLASSES):
            continue
        vendor_id, device_id = (_number_in(outside.read(f"{folder}/{name}")) for name in ("vendor", "device"))
        if vendor_id == MICROSOFT or not vendor_id or not device_id:
            continue
        vendor, pci_id = vendor_of(vendor_id), f"{vendor_id}:{device_id}"
        product = name_in(outside.read(f"{folder}/product_name"))
        memory = (outside.read(f"{folder}/mem_info_vram_total") or "").strip()
        known = product or names.get(slot) or names.get(slot.removeprefix("0000:"))
        architecture = gfx.get(slot, "") if vendor == "amd" else ""
        found.append(
            Gpu(
                vendor,
                known or _nameless(vendor, pci_id),
                memory_bytes=bytes_in(int(memory) if re.fullmatch(r"[0-9]{1,18}", memory) else 0),
                architecture=architecture,
                pci_id=pci_id,
                problem=_linux_problem(outside, vendor, outside.read(f"{folder}/uevent"), architecture),
            )
        )
    return found


def _number_in(text: str | None) -> str:
    """The number of a maker or a device as the kernel writes it, "10de"; "" where it is none."""
    match = re.fullmatch(r"0x([0-9a-f]{4})", (text or "").strip().lower())
    return match[1] if match else ""


def _nameless(vendor: Vendor, pci_id: str) -> str:
    """What to call a card whose product nobody tells: its maker and chip where the number is known."""
    chip, _ = chip_of(pci_id)
    maker = {"nvidia": "NVIDIA", "amd": "AMD", "intel": "Intel"}.get(vendor, vendor)
    return f"{maker} {chip} ({pci_id})" if chip else f"{maker} {pci_id}"


def _linux_problem(outside: Outside, vendor: Vendor, uevent: str | None, architecture: str) -> CardProblem:
    """What bars a card, by the kernel driver that it is bound to; "" where the kernel does not tell (`uevent` None)."""
    if uevent is None or vendor not in ("nvidia", "amd", "intel"):
        return ""
    match = re.search(r"^DRIVER=(\S+)", uevent, re.MULTILINE)
    driver = match[1] if match else ""
    if driver in ("vfio-pci", "pci-stub", "pciback", "xen-pciback"):
        return "given_away"
    if vendor == "nvidia":
        return "nouveau" if driver in ("nouveau", "nova", "nova_core") else ""
    if not driver or (vendor == "amd" and driver != "amdgpu"):
        return "no_module"
    if vendor == "amd":
        if not architecture:
            return "" if outside.names("/sys/class/kfd/kfd/topology/nodes") else "no_module"
        return "" if outside.may_use("/dev/kfd") else "no_access"
    doors = [f"/dev/dri/{name}" for name in outside.names("/dev/dri") if name.startswith("renderD")]
    return "" if any(map(outside.may_use, doors)) else "no_access"


def _lspci_names(outside: Outside) -> dict[str, str]:
    """Slot -> product, from lines like ``01:00.0 "VGA controller" "NVIDIA Corporation" "GA106 [RTX 3060]" ...``."""
    lspci = outside.which("lspci")
    answer = outside.run([lspci, "-mm"], timeout_s=SMI_S) if lspci else Ran("missing")
    names = {}
    for line in answer.out.splitlines():
        quoted = re.findall(r'"([^"]*)"', line)
        if len(quoted) >= 3:
            maker = next(iter(quoted[1].split()), "")
            bracketed = re.search(r"\[([^\[\]]+)\]\s*$", quoted[2][-LONGEST_NAME:])
            product = bracketed[1] if bracketed else quoted[2]
            names[line.split()[0]] = name_in(f"{maker} {product}")
    return names


def _amd_architectures(outside: Outside) -> dict[str, str]:
    """Slot -> gfx name, from the kernel's compute driver: gfx_target_version 110000 is gfx1100, 90010 is gfx90a."""
    nodes = "/sys/class/kfd/kfd/topology/nodes"
    found = {}
    for node in outside.names(nodes):
        text = outside.read(f"{nodes}/{node}/properties") or ""
        values = {key: int(number) for key, number in re.findall(r"(\w{1,40}) ([0-9]{1,18})\b", text)}
        version, location = values.get("gfx_target_version", 0), values.get("location_id", 0)
        if 0 < version < 1_000_000:
            bus, device = location >> 8 & 0xFF, location >> 3 & 0x1F
            slot = f"{values.get('domain', 0):04x}:{bus:02x}:{device:02x}.{location & 7}"
            found[slot] = f"gfx{version // 10000}{version // 100 % 100:x}{version % 100:x}"
    return found


# -------------------------------------------------------------------------------------------------------- Windows
def _windows_devices(outside: Outside, late: list[str]) -> list[Gpu]:
    """The display adapters that are present, as Windows lists them."""
    powershell = outside.which("powershell") or outside.which("pwsh")
    if not powershell:
        return []
    answer = outside.run([powershell, "-NoProfile", "-NonInteractive", "-Command", WINDOWS_LIST], timeout_s=LIST_S)
    if answer.end == "late":
        late.append("Windows")
    try:
        entries = json.loads(answer.out) if answer.out.strip() else []
    except (ValueError, RecursionError):
        return []
    entries = entries if isinstance(entries, list) else [entries]
    return [gpu for entry in entries if isinstance(entry, dict) and (gpu := _windows_gpu(entry))]


def _windows_gpu(entry: dict[str, Any]) -> Gpu | None:
    place = name_in(entry.get("PNPDeviceID"))
    match = re.search(r"VEN_([0-9A-F]{4})&DEV_([0-9A-F]{4})", place, re.IGNORECASE | re.ASCII)
    name = name_in(entry.get("Name"))
    if not match and not name:
        return None
    vendor_id, device_id = (match[1].lower(), match[2].lower()) if match else ("", "")
    vendor, pci_id, memory = vendor_of(vendor_id), f"{vendor_id}:{device_id}" if match else "", entry.get("AdapterRAM")
    version, code = name_in(entry.get("DriverVersion"))[:40], entry.get("ConfigManagerErrorCode")
    code = code if type(code) is int and 0 < code < 1000 else 0
    problem: CardProblem = WINDOWS_PROBLEMS.get(code, "stopped") if code else ""
    if vendor in ("nvidia", "amd", "intel") and _of_windows(version, name_in(entry.get("InfFilename"))):
        problem, name = problem or "generic_driver", _nameless(vendor, pci_id)
    return Gpu(
        vendor,
        name or _nameless(vendor, pci_id),
        memory_bytes=bytes_in(memory) if isinstance(memory, int) and memory < MOST_ADAPTER_RAM else 0,
        driver=nvidia_from_windows(version) if vendor == "nvidia" and problem != "generic_driver" else "",
        pci_id=pci_id,
        problem=problem if vendor != "other" else "",
        problem_code=code if vendor != "other" else 0,
    )


def _of_windows(version: str, inf: str) -> bool:
    """Whether a driver is Windows' own for any display ("Microsoft Basic Display Adapter"; its name is translated).

    Its version is that of Windows, such as 10.0.26100.1: no maker's begins so.
    """
    if inf.lower() in ("display.inf", "basicdisplay.inf"):
        return True
    return bool(re.fullmatch(r"(6|10)\.\d\.\d{4,5}\.\d+", version, re.ASCII))


def nvidia_from_windows(version: str) -> str:
    """NVIDIA's number in Windows' own, its last five digits: "32.0.15.8129" -> "581.29"; "" where it is none."""
    match = re.fullmatch(r"\d{1,2}\.\d{1,2}\.1(\d)\.(\d{1,4})", version, re.ASCII)
    digits = match[1] + match[2].zfill(4) if match else ""
    return f"{digits[:3]}.{digits[3:]}" if digits else ""


# ---------------------------------------------------------------------------------------------------------- macOS
def _apple(outside: Outside, late: list[str], *, arm: bool) -> tuple[Gpu, ...]:
    """Apple's own chip is one GPU that shares the memory; an Intel Mac's cards are asked of the system."""
    if arm:
        chip = outside.run(["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"], timeout_s=5.0).out.strip()
        name = name_in(chip) if chip.startswith("Apple") else "Apple GPU"
        problem: CardProblem = "virtual" if "(Virtual)" in name else ""
        return (Gpu("apple", name, memory_bytes=outside.memory().total_bytes, problem=problem),)
    answer = outside.run(["/usr/sbin/system_profiler", "SPDisplaysDataType", "-json"], timeout_s=LIST_S)
    if answer.end == "late":
        late.append("macOS")
    try:
        told = json.loads(answer.out) if answer.ok else {}
    except (ValueError, RecursionError):
        return ()
    entries = told.get("SPDisplaysDataType") if isinstance(told, dict) else None
    entries = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    names = [name_in(entry.get("sppci_model")) or name_in(entry.get("_name")) for entry in entries]
    return tuple(Gpu(vendor_of(name), name) for name in names if name)
