"""Why a GPU that is there cannot work now: one diagnosis, one sentence, one next step for each.

`Gpu.problem` is found in `core.env.look`. No build runs on such a card; what is promised for when it is put right has
been tried by choosing again (`core.env.choose.builds`).
"""

from __future__ import annotations

from dataclasses import replace

from core.messages.computer import CardProblem, Gpu
from core.sentence import Sentence, Value, say, with_values

INSTALLS: frozenset[CardProblem] = frozenset({"silent", "no_driver", "generic_driver", "nouveau", "driver_failed"})
"""What installing the maker's driver again puts right."""
MAKERS = {"nvidia": "NVIDIA", "amd": "AMD", "intel": "Intel", "apple": "Apple"}
RESTART = say("Restart the computer and look again.")
COLD_START = say(
    "Shut the computer down, start it again, and look again. If it comes back, have the card and its power looked at."
)
DEVICE_FILES = say("Add yourself to the groups “render” and “video”, sign in again, and look again.")

WHAT: dict[CardProblem, Sentence] = {
    "silent": say("{gpu} is there, but no {maker} driver answers for it."),
    "hung": say("{gpu} is there, but its driver hangs: it did not answer in time."),
    "no_driver": say("{gpu} is there, but the driver of {maker} is not installed."),
    "generic_driver": say("{gpu} is there, but Windows’ own display driver serves it, which cannot compute."),
    "nouveau": say("{gpu} is there, but Linux’s own driver (nouveau) serves it, with which PyTorch cannot compute."),
    "driver_failed": say("Windows could not load the driver of {gpu} (code {code} in the Device Manager)."),
    "not_loaded": say(
        "NVIDIA’s driver is installed, but Linux has not loaded it for {gpu}: usually after a new kernel, with Secure"
        " Boot, or where the laptop saves power."
    ),
    "no_library": say(
        "{gpu} is there, but the driver’s libraries are not: this is a container without the card, or half an"
        " installation."
    ),
    "two_versions": say(
        "The NVIDIA driver of {gpu} and its library are of two versions: it was updated, and the old one still runs."
    ),
    "restart": say("Windows has to restart before {gpu} works (code {code} in the Device Manager)."),
    "switched_off": say("{gpu} is switched off in Windows (code {code} in the Device Manager)."),
    "switched_off_below": say(
        "{gpu} is switched off in the computer’s firmware (BIOS; code {code} in the Device Manager)."
    ),
    "not_connected": say("Windows knows {gpu}, but it is not connected now (code {code} in the Device Manager)."),
    "no_room": say("The computer finds no room for the memory of {gpu} (code {code} in the Device Manager)."),
    "stopped": say("Windows has stopped {gpu}, because it reported an error (code {code} in the Device Manager)."),
    "lost": say("{gpu} no longer answers its driver: it lost power, became too hot, or is broken."),
    "given_away": say("{gpu} is kept for a virtual machine (vfio), so no program here can use it."),
    "no_access": say("You may not use {gpu}: its device files are not yours, or not in this container."),
    "no_module": say("{gpu} is there, but Linux has not loaded the kernel driver with which it computes."),
    "wsl_driver": say(
        "A Linux driver from NVIDIA is installed inside WSL: it hides the one of Windows, and {gpu} cannot be reached."
    ),
    "virtual": say("{gpu} is the GPU of a virtual Mac, on which training fails."),
}

MENDS: dict[CardProblem, Sentence] = {
    "hung": say("Restart the computer and look again. On a laptop, plug it in."),
    "not_loaded": say(
        "Restart the computer and look again. If it stays so, install the driver again from your Linux, confirm its key"
        " when the computer starts, and on a laptop choose the NVIDIA card (prime-select nvidia)."
    ),
    "no_library": say(
        "Start the container with the card (docker run --gpus all), or install the rest of NVIDIA’s driver, and look"
        " again."
    ),
    "two_versions": say("Restart the computer and look again. Nothing needs to be installed."),
    "restart": RESTART,
    "switched_off": say("Open the Device Manager, choose “Enable device” for the card, and look again."),
    "switched_off_below": say("Switch the card on in the firmware (BIOS) or the maker’s own program, and look again."),
    "not_connected": say(
        "Connect the card or its dock, or switch it on in the laptop maker’s program, restart, and look again."
    ),
    "no_room": say("Switch on “Above 4G decoding” in the firmware (BIOS), and look again."),
    "stopped": COLD_START,
    "lost": COLD_START,
    "given_away": say("Remove its vfio setting and restart, or train inside that virtual machine."),
    "no_access": DEVICE_FILES,
    "no_module": say(
        "Install the maker’s kernel driver (amdgpu, or i915 and xe) or a newer Linux kernel, restart, and look again."
    ),
    "wsl_driver": say("Remove the NVIDIA packages inside WSL, run wsl --shutdown in Windows, and look again."),
    "virtual": say("Train on the Mac itself, outside the virtual machine."),
}


def problem_of(gpu: Gpu) -> CardProblem:
    """Why a GPU cannot work now, "" where nothing is known against it; an NVIDIA card without a driver is silent."""
    return gpu.problem or ("silent" if gpu.vendor == "nvidia" and not gpu.driver else "")


def what_is(gpu: Gpu) -> Sentence:
    """Return the sentence for the problem that a GPU is in."""
    told = WHAT[problem_of(gpu)]
    values: dict[str, Value] = {"gpu": gpu.name, "maker": MAKERS.get(gpu.vendor, ""), "code": gpu.problem_code}
    return with_values(told, **{key: value for key, value in values.items() if "{" + key + "}" in told.text})


def mend_of(gpu: Gpu, *, wsl: bool = False) -> Sentence:
    """Return what to do about the problem that a GPU is in."""
    problem = problem_of(gpu)
    if problem not in INSTALLS:
        return MENDS[problem]
    maker = MAKERS.get(gpu.vendor, "")
    if wsl:
        return say("Install the driver of {maker} in Windows, not in WSL, restart, and look again.", maker=maker)
    return say("Install the driver of {maker}, restart, and look again.", maker=maker)


def put_right(gpu: Gpu, *, driver: str = "") -> Gpu:
    """Return the GPU as it would be without its problem, with this driver where one is given."""
    return replace(gpu, problem="", problem_code=0, driver=driver or gpu.driver)
