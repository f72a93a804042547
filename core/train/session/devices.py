"""The devices that can train here, by their product names, and how busy the one in use is.

psutil and NVIDIA's management library are used where they can be imported; an environment that has only torch gets
what the operating system itself tells.
"""

from __future__ import annotations

import contextlib
import math
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

from core.messages.train_events import DeviceLoad
from core.messages.train_reports import Device
from core.net.plan import EditError, Net
from core.net.shapes import cost
from core.sentence import Problem

try:
    import psutil as _psutil  # type: ignore[import-untyped]

    psutil: ModuleType | None = _psutil
except ImportError:
    psutil = None
try:
    import pynvml as _pynvml  # type: ignore[import-untyped]

    pynvml: ModuleType | None = _pynvml
except ImportError:
    pynvml = None


LOAD_S = 0.5
"""How often the load of the device is told."""
COPIES = 4
"""A training holds its network, a state to undo to, one to find faults from, and for a while one to save."""
NEVER_ASKED = 64 * 2**20
"""So many bytes are always there; asking how many are free takes longer than a step of a small network."""


class DeviceError(Problem):
    """A device that cannot train."""


class DeviceFailingError(DeviceError):
    """A device that is there and does not compute; its sentence has its `name`."""

    @property
    def device(self) -> str:
        """Torch's name for it."""
        return str(dict(self.sentence.values)["name"])


def list_devices() -> tuple[Device, ...]:
    """Return every device that torch can train on, the CPU first. A card that this torch has no kernels for is none."""
    found = [Device("cpu", cpu_name(), total_memory())]
    if torch.cuda.is_available():
        built = torch.cuda.get_arch_list()
        for index in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(index)
            if not has_kernels(properties, built):
                continue
            ampere = torch.version.hip is None and getattr(properties, "major", 0) >= 8
            found.append(Device(f"cuda:{index}", properties.name, properties.total_memory, tf32=ampere))
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        for index in range(torch.xpu.device_count()):
            xpu = torch.xpu.get_device_properties(index)
            found.append(Device(f"xpu:{index}", xpu.name, xpu.total_memory))
    if torch.backends.mps.is_available():
        found.append(Device("mps", cpu_name(), total_memory()))
    return tuple(found)


def has_kernels(card: Any, built: Sequence[str]) -> bool:
    """Whether torch, built for `built` ("sm_86", "compute_90", "gfx1100"), holds code that runs on a card: of the same
    generation, or PTX, which the driver compiles for newer ones. `card`: the properties that torch tells."""
    if not built:
        return True
    if torch.version.hip is not None:
        return getattr(card, "gcnArchName", "").split(":")[0] in {name.split(":")[0] for name in built}
    for name in built:
        match = re.fullmatch(r"(sm|compute)_(\d+)(\d)[a-z]?", name)
        own = (int(match[2]), int(match[3])) if match else (0, 0)
        same = own[0] == card.major and own[1] <= card.minor
        if match and (same if match[1] == "sm" else own <= (card.major, card.minor)):
            return True
    return False


def computes(name: str) -> bool:
    """Whether a device multiplies two small matrices as the CPU does: a card can be listed and have failed."""
    tried = torch.arange(16.0).reshape(4, 4)
    try:
        there = tried.to(name)
        return torch.equal((there @ there).to("cpu"), tried @ tried)
    except RuntimeError:
        return False


def find(name: str, devices: tuple[Device, ...], *, works: Callable[[str], bool] = computes) -> Device:
    """Return the device called `name` ("cuda" is the first that works); raise `DeviceError` if there is none."""
    called = [device for device in devices if name in (device.name, device.name.split(":")[0])]
    for device in called:
        if device.name == "cpu" or works(device.name):
            return device
    if called:
        raise DeviceFailingError(
            "{product} ({name}) does not compute what it should, so nothing trains on it. Choose another device; "
            "restart the computer or update the graphics driver to use this one.",
            product=called[0].product, name=called[0].name,
        )  # fmt: skip
    names = ", ".join(device.name for device in devices)
    raise DeviceError(
        "This computer has no device {name} that PyTorch can use. There is: {names}.", name=name, names=names
    )


def cpu_name() -> str:
    """Return the processor's product name, as its maker writes it."""
    with contextlib.suppress(OSError):
        if sys.platform.startswith("linux"):
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
            names = [line.split(":", 1)[1].strip() for line in lines if line.startswith(("model name", "Model"))]
            return names[0] if names else platform.machine()
        if sys.platform == "darwin":
            return _macos_value("machdep.cpu.brand_string") or platform.machine()
        if sys.platform == "win32":
            return _windows_cpu_name() or platform.processor()
    return platform.processor() or platform.machine()


def _macos_value(name: str) -> str:
    """Return a text of macOS's sysctl, asked of the C library."""
    import ctypes
    import ctypes.util

    library = ctypes.CDLL(ctypes.util.find_library("c"))
    size = ctypes.c_size_t(256)
    value = ctypes.create_string_buffer(size.value)
    failed = library.sysctlbyname(name.encode(), value, ctypes.byref(size), None, 0)
    return "" if failed else value.value.decode("utf-8", "replace").strip()


def _windows_cpu_name() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key:
        return str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).strip()


def total_memory() -> int:
    """Return the computer's memory in bytes; 0 where nothing tells."""
    if psutil is not None:
        return int(psutil.virtual_memory().total)
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 0


def cores() -> int:
    """Return how many cores the processor has; where nothing tells them, how many threads run at a time."""
    return (psutil.cpu_count(logical=False) if psutil is not None else None) or os.cpu_count() or 1


def free_memory(device: str) -> int:
    """Return how many bytes of the device's memory are free; 0 where nothing tells."""
    if device.startswith("cuda"):
        return int(torch.cuda.mem_get_info(torch.device(device))[0])
    return int(psutil.virtual_memory().available) if psutil is not None else total_memory()


def check_memory(net: Net, *, optimizer: str, device: str) -> None:
    """Raise `EditError` if a network would not fit into the memory that is free, with the copies that undo needs."""
    need = cost(net, optimizer).bytes * COPIES
    if need <= NEVER_ASKED:
        return
    free = free_memory(device)
    if free and need > free:
        raise EditError(
            "This network would need about {need_mib:,} MiB of memory, and {free_mib:,} MiB are free.",
            need_mib=need >> 20,
            free_mib=free >> 20,
        )


class LoadGauge:
    """How busy a device, this computer and this process were since the last `read`."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._process = psutil.Process() if psutil is not None else None
        self._card = _nvidia_card(device)
        self._clock, self._processor_s = time.monotonic(), time.process_time()
        if psutil is not None:
            psutil.cpu_percent(None)

    def read(self, *, threads: int, steps_per_s: float, samples_per_s: float) -> DeviceLoad:
        """Return the load since the last call."""
        now, used = time.monotonic(), time.process_time()
        elapsed = max(now - self._clock, 1e-9)
        cores = os.cpu_count() or 1
        own = 100.0 * (used - self._processor_s) / elapsed / cores
        self._clock, self._processor_s = now, used
        cpu = float(psutil.cpu_percent(None)) if psutil is not None else math.nan
        percent, memory, total = self._of_device(cpu)
        return DeviceLoad(
            device=self._device.name,
            device_percent=percent,
            device_memory_bytes=memory,
            device_total_bytes=total,
            process_percent=min(own, 100.0),
            process_memory_bytes=self._own_memory(),
            cpu_percent=cpu,
            threads=threads,
            steps_per_s=steps_per_s,
            samples_per_s=samples_per_s,
        )

    def _of_device(self, cpu_percent: float) -> tuple[float, int, int]:
        """Return (percent, used bytes, total bytes) of the training device."""
        if self._card is not None and pynvml is not None:
            with contextlib.suppress(pynvml.NVMLError):
                memory = pynvml.nvmlDeviceGetMemoryInfo(self._card)
                return float(pynvml.nvmlDeviceGetUtilizationRates(self._card).gpu), int(memory.used), int(memory.total)
        kind = self._device.name.split(":")[0]
        if kind == "cuda":
            free, total = torch.cuda.mem_get_info(torch.device(self._device.name))
            return math.nan, total - free, total
        if kind == "xpu":
            return math.nan, int(torch.xpu.memory_allocated(self._device.name)), self._device.memory_bytes
        if kind == "mps":
            return math.nan, int(torch.mps.driver_allocated_memory()), self._device.memory_bytes
        if psutil is not None:
            memory = psutil.virtual_memory()
            return cpu_percent, int(memory.total - memory.available), int(memory.total)
        return cpu_percent, 0, self._device.memory_bytes

    def _own_memory(self) -> int:
        """Return the bytes of main memory that this process holds; of the device's, where that is another one."""
        kind = self._device.name.split(":")[0]
        if kind == "cuda":
            return int(torch.cuda.memory_reserved(torch.device(self._device.name)))
        if self._process is not None:
            return int(self._process.memory_info().rss)
        return _resident_bytes()


class Loads:
    """The load every `LOAD_S`, with the speed of the training since the reading before."""

    def __init__(self, device: Device, *, step: int = 0, clock: Callable[[], float]) -> None:
        self._gauge = LoadGauge(device)
        self._clock = clock
        self._read = (clock(), step, 0)
        """When it was read last, and at which step, after how many samples."""

    def take(self, *, step: int, samples: int) -> DeviceLoad | None:
        """Return the load if it is due; the training stands at `step`, after `samples`."""
        read_at, step_before, samples_before = self._read
        elapsed = self._clock() - read_at
        if elapsed < LOAD_S:
            return None
        self._read = (read_at + elapsed, step, samples)
        return self._gauge.read(
            threads=torch.get_num_threads(),
            steps_per_s=(step - step_before) / elapsed if step >= step_before else math.nan,  # it went back
            samples_per_s=max(0, samples - samples_before) / elapsed,
        )


def _resident_bytes() -> int:
    """Return the main memory that this process holds, as /proc tells it; 0 where there is none."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError, IndexError):
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def _nvidia_card(device: Device) -> object | None:
    """Return NVML's handle of a CUDA device; None where NVML cannot be asked."""
    if pynvml is None or not device.name.startswith("cuda"):
        return None
    try:
        pynvml.nvmlInit()
        index = int(device.name.split(":")[1])
        # torch counts the visible cards, NVML all of them: the identity tells which is which.
        identity = getattr(torch.cuda.get_device_properties(index), "uuid", None)
        if identity is not None:
            by_identity: object = pynvml.nvmlDeviceGetHandleByUUID(f"GPU-{identity}".encode())
            return by_identity
        by_index: object = pynvml.nvmlDeviceGetHandleByIndex(index)
        return by_index
    except (pynvml.NVMLError, OSError, RuntimeError):
        return None
