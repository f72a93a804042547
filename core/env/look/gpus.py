"""Find the graphics processors: what they are, which driver answers for them, what they can compute.

Several sources, each with a time limit, because each fails in its own way: NVML in a child process (it can hang on a
broken driver), nvidia-smi as second source, and the system's own list of devices, which also shows cards whose driver
is missing. The table that nvidia-smi prints for people is never read: its wording changes with the version.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.env.look import nvml
from core.env.look.system import Outside, Ran
from core.messages.computer import Gpu, Vendor

PCI_VENDORS: dict[str, Vendor] = {"10de": "nvidia", "1002": "amd", "1022": "amd", "8086": "intel", "106b": "apple"}

CAPABILITIES: tuple[tuple[str, tuple[int, int]], ...] = (
    # NVIDIA's own list of compute capabilities, by the names on the boxes; the first match wins.
    (r"\bRTX (PRO )?(50[5-9]0|[456]000 Blackwell)|\bRTX PRO \d+|\bGB20\d", (12, 0)),
    (r"\bGB10\b", (12, 1)),
    (r"\bB(100|200)\b|\bGB200\b", (10, 0)),
    (r"\bB300\b|\bGB300\b", (10, 3)),
    (r"\bH(100|200|800|20)\b|\bGH200\b", (9, 0)),
    (r"\bRTX 40[5-9]0|\bRTX \d+ Ada|\bL(4|20|40S?)\b|\bAD10\d", (8, 9)),
    (r"\bA(100|30|800)\b|\bGA100\b", (8, 0)),
    (r"\bRTX 30[5-9]0|\bRTX A\d{3,4}\b|\bA(2|10|10G|16|40)\b|\bMX570\b|\bGA10[2-7]", (8, 6)),
    (r"\bRTX 20[5-9]0|\bGTX 16[3-6]0|\bQuadro RTX|\bTITAN RTX", (7, 5)),
    (r"\b(Tesla )?T(4|400|500|550|600|1000|1200|2000)\b|\bMX450\b|\bMX550\b|\bTU1\d\d", (7, 5)),
    (r"\bV100\b|\bTITAN V\b|\bGV100\b", (7, 0)),
    (r"\bP100\b|\bGP100\b", (6, 0)),
    (r"\bGTX 10[5-8]0|\bGT 10[13]0|\bTITAN X[Pp]\b|\bQuadro P\d+|\bTesla P(4|40)\b|\bGP10[2-8]", (6, 1)),
    (r"\bMX(1[1-5]0|2[3-5]0|3[35]0)\b", (6, 1)),
    (r"\bGTX 9[5-8]0|\bGTX TITAN X\b|\bQuadro M[2-6]\d00\b|\bTesla M(4|40|60)\b|\bGM20\d", (5, 2)),
    (r"\bGTX 7[45]0( Ti)?\b|\b9[2-4]0MX?\b|\bQuadro K1200|\bGTX 8[456]0M|\bGM10\d", (5, 0)),
    (r"\bK80\b", (3, 7)),
    (r"\bGTX? (6[1-9]0|7[0-38]0)|\bGT 7[0-4]0|\bTesla K\d+|\bQuadro K\d+|\bGK\d+", (3, 5)),
    (r"\bGT[XS]? [45]\d0|\bQuadro [2-6]000\b|\bGF1\d\d", (2, 1)),
)


def vendor_of(text: str) -> Vendor:
    """Whose GPU: by PCI vendor id ("10de") or by a product's name."""
    low = text.lower()
    if low in PCI_VENDORS:
        return PCI_VENDORS[low]
    for vendor, words in (("nvidia", "nvidia|geforce"), ("amd", "amd|radeon"), ("intel", "intel"), ("apple", "apple")):
        if re.search(words, low):
            return vendor  # type: ignore[return-value]  # the words above
    return "other"


def capability_from_name(name: str) -> tuple[int, int]:
    """NVIDIA's compute capability by the name on the box; (0, 0) for a name that is not known, so probably new."""
    return next((capability for pattern, capability in CAPABILITIES if re.search(pattern, name)), (0, 0))


NVML_S = 8.0
SMI_S = 10.0
LIST_S = 12.0
MIB = 1 << 20
SMI_FIELDS = ("name", "memory.total", "driver_version", "pci.device_id", "compute_cap")
DISPLAY_CLASSES = ("0x0300", "0x0302", "0x0380", "0x1200")
"""VGA, 3D and other display controllers, and processing accelerators, as PCI numbers them."""
WINDOWS_LIST = (
    "Get-CimInstance Win32_VideoController | Select-Object Name,PNPDeviceID,AdapterRAM,DriverVersion"
    " | ConvertTo-Json -Compress"
)


@dataclass(frozen=True)
class GpusFound:
    """The cards, and which sources ran out of time ("NVML", "nvidia-smi", "the list of devices")."""

    gpus: tuple[Gpu, ...]
    late: tuple[str, ...] = ()


def find_gpus(outside: Outside, *, rosetta: bool = False) -> GpusFound:
    """Every graphics processor of this computer, the most capable vendors first."""
    late: list[str] = []
    system = outside.host.sys_platform
    if system == "darwin":
        return GpusFound(_apple(outside, late, arm=rosetta or outside.host.architecture == "arm64"), tuple(late))
    listed = _windows_devices(outside, late) if system == "win32" else _linux_devices(outside)
    seen = _nvidia(outside, late, expected=any(gpu.vendor == "nvidia" for gpu in listed))
    others = [gpu for gpu in listed if gpu.vendor != "nvidia"]
    silent = [_with_driver(gpu, outside) for gpu in listed if gpu.vendor == "nvidia"] if not seen else []
    order = ("nvidia", "amd", "intel", "apple", "other")
    gpus = sorted((*seen, *silent, *others), key=lambda gpu: order.index(gpu.vendor))
    return GpusFound(tuple(gpus), tuple(late))


# --------------------------------------------------------------------------------------------------------- NVIDIA
def _nvidia(outside: Outside, late: list[str], *, expected: bool) -> list[Gpu]:
    """NVIDIA's cards by NVML, else by nvidia-smi; none where neither answers."""
    smi = _nvidia_smi(outside)
    if not expected and not smi:
        return []
    answer = outside.run(nvml_command(), timeout_s=NVML_S) if nvml_command() else Ran("missing")
    if answer.end == "late":
        late.append("NVML")
    if cards := _read_nvml(answer.out):
        return cards
    if not smi:
        return []
    return _ask_smi(outside, smi, late)


def nvml_command() -> list[str]:
    """Return how to start `nvml.py`; nothing in a packaged app, which is no Python (nvidia-smi serves there)."""
    if getattr(sys, "frozen", False):
        return []
    return [sys.executable, "-I", str(Path(nvml.__file__).resolve())]


def _read_nvml(text: str) -> list[Gpu]:
    line = next((line for line in text.splitlines() if line.startswith(nvml.MARK)), "")
    try:
        entries = json.loads(line[len(nvml.MARK) :]) if line else []
        return [
            _named(
                Gpu(
                    "nvidia",
                    str(entry["name"]),
                    memory_bytes=int(entry.get("memory_bytes", 0)),
                    driver=str(entry["driver"]),
                    capability=_pair(entry.get("capability")),
                    pci_id=_nvml_pci(entry.get("pci", 0)),
                )
            )
            for entry in entries
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def _pair(value: object) -> tuple[int, int]:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) for n in value):
        return value[0], value[1]
    return 0, 0


def _nvml_pci(number: object) -> str:
    """NVML packs both ids in one number, the device's above the vendor's."""
    return f"{number & 0xFFFF:04x}:{number >> 16:04x}" if isinstance(number, int) and number else ""


def _nvidia_smi(outside: Outside) -> str:
    """Where nvidia-smi is, "" for nowhere."""
    program_files = outside.environ.get("ProgramFiles", r"C:\Program Files")
    places = {
        "win32": [rf"{program_files}\NVIDIA Corporation\NVSMI\nvidia-smi.exe", r"C:\Windows\System32\nvidia-smi.exe"],
        "linux": ["/usr/bin/nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi", "/run/current-system/sw/bin/nvidia-smi"],
    }.get(outside.host.sys_platform, [])
    found = outside.which("nvidia-smi")
    return found or next((place for place in places if outside.exists(place)), "")


def _ask_smi(outside: Outside, smi: str, late: list[str]) -> list[Gpu]:
    """Ask nvidia-smi; one of before 2021 does not know `compute_cap` and is asked again without it."""
    for fields in (SMI_FIELDS, SMI_FIELDS[:-1]):
        answer = outside.run([smi, f"--query-gpu={','.join(fields)}", "--format=csv,noheader,nounits"], timeout_s=SMI_S)
        if answer.end == "late":
            late.append("nvidia-smi")
            return []
        if answer.ok and (cards := _read_smi(answer.out, len(fields))):
            return cards
    return []


def _read_smi(text: str, count: int) -> list[Gpu]:
    """Lines such as ``NVIDIA GeForce RTX 4060, 8188, 581.29, 0x288210DE, 8.9``; a name may hold a comma."""
    cards = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.rsplit(",", count - 1)]
        if len(parts) != count or not re.fullmatch(r"\d+(\.\d+)+", parts[2]):
            continue
        capability = re.fullmatch(r"(\d+)\.(\d+)", parts[4]) if count == 5 else None
        pci = re.fullmatch(r"0x([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})", parts[3])
        cards.append(
            _named(
                Gpu(
                    "nvidia",
                    parts[0],
                    memory_bytes=int(parts[1]) * MIB if parts[1].isdigit() else 0,
                    driver=parts[2],
                    capability=(int(capability[1]), int(capability[2])) if capability else (0, 0),
                    pci_id=f"{pci[2]}:{pci[1]}".lower() if pci else "",
                )
            )
        )
    return cards


def _named(gpu: Gpu) -> Gpu:
    """Fill in the capability from the name where no tool told it."""
    return gpu if gpu.capability != (0, 0) else replace(gpu, capability=capability_from_name(gpu.name))


def _with_driver(gpu: Gpu, outside: Outside) -> Gpu:
    """A card that only the system lists: its driver from the kernel module or from Windows' own numbering."""
    if gpu.driver:
        return _named(gpu)
    version = outside.read("/sys/module/nvidia/version") or ""
    if not version:
        text = outside.read("/proc/driver/nvidia/version") or ""
        match = re.search(r"Kernel Module[^\n]*?\s(\d+\.\d+(?:\.\d+)?)", text)
        version = match[1] if match else ""
    return _named(replace(gpu, driver=version.strip()))


# ---------------------------------------------------------------------------------------------------------- Linux
def _linux_devices(outside: Outside) -> list[Gpu]:
    """What the kernel lists on PCI, with AMD's architecture from its compute driver and the names lspci knows."""
    names, gfx = _lspci_names(outside), _amd_architectures(outside)
    found = []
    for slot in outside.names("/sys/bus/pci/devices"):
        folder = f"/sys/bus/pci/devices/{slot}"
        if not (outside.read(f"{folder}/class") or "").startswith(DISPLAY_CLASSES):
            continue
        vendor_id = (outside.read(f"{folder}/vendor") or "").strip().removeprefix("0x").lower()
        device_id = (outside.read(f"{folder}/device") or "").strip().removeprefix("0x").lower()
        vendor = vendor_of(vendor_id)
        product = (outside.read(f"{folder}/product_name") or "").strip()
        memory = (outside.read(f"{folder}/mem_info_vram_total") or "").strip()
        known = product or names.get(slot) or names.get(slot.removeprefix("0000:"))
        found.append(
            Gpu(
                vendor,
                known or f"{vendor} {vendor_id}:{device_id}",
                memory_bytes=int(memory) if memory.isdigit() else 0,
                architecture=gfx.get(slot, "") if vendor == "amd" else "",
                pci_id=f"{vendor_id}:{device_id}",
            )
        )
    return found


def _lspci_names(outside: Outside) -> dict[str, str]:
    """Slot -> product, from lines like ``01:00.0 "VGA controller" "NVIDIA Corporation" "GA106 [RTX 3060]" ...``."""
    lspci = outside.which("lspci")
    answer = outside.run([lspci, "-mm"], timeout_s=SMI_S) if lspci else Ran("missing")
    names = {}
    for line in answer.out.splitlines():
        quoted = re.findall(r'"([^"]*)"', line)
        if len(quoted) >= 3:
            maker = quoted[1].split()[0] if quoted[1] else ""
            bracketed = re.search(r"\[([^\]]+)\]\s*$", quoted[2])
            names[line.split()[0]] = f"{maker} {bracketed[1] if bracketed else quoted[2]}".strip()
    return names


def _amd_architectures(outside: Outside) -> dict[str, str]:
    """Slot -> gfx name, from the kernel's compute driver: gfx_target_version 110000 is gfx1100, 90010 is gfx90a."""
    nodes = "/sys/class/kfd/kfd/topology/nodes"
    found = {}
    for node in outside.names(nodes):
        values = dict(re.findall(r"(\w+) (\d+)", outside.read(f"{nodes}/{node}/properties") or ""))
        version, location = int(values.get("gfx_target_version", 0)), int(values.get("location_id", 0))
        if version:
            bus, device = location >> 8 & 0xFF, location >> 3 & 0x1F
            slot = f"{int(values.get('domain', 0)):04x}:{bus:02x}:{device:02x}.{location & 7}"
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
    except ValueError:
        return []
    entries = entries if isinstance(entries, list) else [entries]
    return [gpu for entry in entries if isinstance(entry, dict) and (gpu := _windows_gpu(entry))]


def _windows_gpu(entry: dict[str, object]) -> Gpu | None:
    match = re.search(r"VEN_([0-9A-F]{4})&DEV_([0-9A-F]{4})", str(entry.get("PNPDeviceID") or ""), re.IGNORECASE)
    name = str(entry.get("Name") or "").strip()
    if not match and not name:
        return None
    vendor_id, device_id = (match[1].lower(), match[2].lower()) if match else ("", "")
    vendor, memory = vendor_of(vendor_id), entry.get("AdapterRAM")
    driver = str(entry.get("DriverVersion") or "") if vendor == "nvidia" else ""
    return Gpu(
        vendor,
        name,
        memory_bytes=memory if isinstance(memory, int) and memory > 0 else 0,
        driver=nvidia_from_windows(driver),
        pci_id=f"{vendor_id}:{device_id}" if match else "",
    )


def nvidia_from_windows(version: str) -> str:
    """NVIDIA's number in Windows' own, its last five digits: "32.0.15.8129" -> "581.29"; "" where it is none."""
    digits = re.sub(r"\D", "", version)[-5:]
    if not re.fullmatch(r"\d+\.\d+\.\d+\.\d+", version) or len(digits) < 5:
        return ""
    return f"{int(digits[:3])}.{digits[3:]}"


# ---------------------------------------------------------------------------------------------------------- macOS
def _apple(outside: Outside, late: list[str], *, arm: bool) -> tuple[Gpu, ...]:
    """Apple's own chip is one GPU that shares the memory; an Intel Mac's cards are asked of the system."""
    if arm:
        chip = outside.run(["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"], timeout_s=5.0).out.strip()
        name = chip if chip.startswith("Apple") else "Apple GPU"
        return (Gpu("apple", name, memory_bytes=outside.memory().total_bytes),)
    answer = outside.run(["/usr/sbin/system_profiler", "SPDisplaysDataType", "-json"], timeout_s=LIST_S)
    if answer.end == "late":
        late.append("macOS")
    try:
        entries: Sequence[dict[str, str]] = json.loads(answer.out)["SPDisplaysDataType"] if answer.ok else []
        names = [str(entry.get("sppci_model") or entry.get("_name") or "") for entry in entries]
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()
    return tuple(Gpu(vendor_of(name), name) for name in names if name)
