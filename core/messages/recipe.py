"""What an environment should hold, and the plan to get there: plain data.

`Wish` is what the person asks for, `Choice` the torch build that follows from it on a Machine
(`core.env.choose.builds.choose_build`), `Recipe` the whole environment, `Plan` the stages, sizes and commands
(`core.env.plan.plan.plan`). Nothing here touches a disk or a network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.messages.computer import Purpose
from core.sentence import Problem, Sentence

Extra = Literal["jupyter", "torchaudio", "study"]
EXTRAS: tuple[Extra, ...] = ("jupyter", "torchaudio", "study")
Source = Literal["wheels", "conda_forge", "as_in_notes"]
SOURCES: tuple[Source, ...] = ("wheels", "conda_forge", "as_in_notes")
CHANNELS_URL = "https://conda.anaconda.org/"
"""Where the channels are that have only a name."""
USUAL_BYTES_PER_S = 6e6
"""The speed of a download that was not measured."""
LINK_BYTES_PER_S = 120e6
"""The speed at which files are put in place."""
StageName = Literal["environment", "torch", "extras", "kernel", "check"]


class RecipeError(Problem):
    """An environment that cannot be made; its sentence stands beside the control."""


@dataclass(frozen=True)
class Wish:
    """What the person asks for; "" means: as recommended. `build` is "cpu", "cu130", "rocm7.2", "xpu" or "mps"."""

    build: str = ""
    torch: str = ""
    python: str = ""
    source: Source = "wheels"


@dataclass(frozen=True)
class Choice:
    """One matching set of torch, torchvision and torchaudio. `torchaudio` "": none was made for this torch.

    `index_url` "": PyPI or, for `source` "conda_forge", the channel itself. `device` is torch's word for the device;
    `platform` is conda's name for what the environment is made for ("": the machine's own); `constraints` are further
    requirements that this torch needs ("numpy<2").
    """

    build: str
    torch: str
    torchvision: str
    torchaudio: str
    python: str
    index_url: str
    why: Sentence
    warnings: tuple[Sentence, ...] = ()
    device: Literal["cpu", "cuda", "mps", "xpu"] = "cpu"
    source: Source = "wheels"
    platform: str = ""
    constraints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recipe:
    """What an environment should hold.

    `folder` "": the Machine's `envs_folder`. `replace`: the new one takes the place of an environment of that name.
    """

    name: str
    choice: Choice
    extras: tuple[Extra, ...] = ("jupyter",)
    folder: str = ""
    replace: bool = False

    @property
    def python(self) -> str:
        """Python's minor version, "3.12"."""
        return self.choice.python

    @property
    def source(self) -> Source:
        """Where torch comes from."""
        return self.choice.source


@dataclass(frozen=True)
class CondaPackage:
    """A solved conda package. `size_bytes` 0: the channel does not say."""

    name: str
    version: str
    build: str
    url: str
    sha256: str
    size_bytes: int
    channel: str = "conda-forge"
    subdir: str = ""


@dataclass(frozen=True)
class Wheel:
    """A resolved wheel. `stage`: which stage of the plan downloads and installs it."""

    name: str
    version: str
    url: str
    sha256: str
    size_bytes: int
    filename: str
    stage: StageName = "extras"


@dataclass(frozen=True)
class Stage:
    """A part of an install as the person sees it, and the same thing by hand in two shells, one command a line."""

    name: StageName
    title: Sentence
    packages: int
    download_bytes: int
    disk_bytes: int
    seconds: float
    bash: tuple[str, ...] = ()
    powershell: tuple[str, ...] = ()


@dataclass(frozen=True)
class VolumeNeed:
    """What an install needs of one disk volume. `free_bytes` −1: could not be found out."""

    path: str
    purposes: tuple[Purpose, ...]
    need_bytes: int
    free_bytes: int

    @property
    def fits(self) -> bool:
        """Whether there is room, as far as is known."""
        return self.free_bytes < 0 or self.need_bytes <= self.free_bytes


@dataclass(frozen=True)
class Plan:
    """Everything that will happen, before anything is changed.

    `download_bytes` leaves out what is already in the cache. `prefix` is the absolute folder of the finished
    environment. `packages` and `wheels` are exact: an install of this plan asks for nothing else. `bytes_per_s` 0: the
    speed was not measured, and `seconds` assumes a usual one.
    """

    recipe: Recipe
    prefix: str
    platform: str
    stages: tuple[Stage, ...]
    packages: tuple[CondaPackage, ...]
    wheels: tuple[Wheel, ...]
    download_bytes: int
    disk_bytes: int
    volumes: tuple[VolumeNeed, ...]
    seconds: float
    bytes_per_s: float = 0.0
    conda_specs: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    channels: tuple[str, ...] = ("conda-forge",)
    warnings: tuple[Sentence, ...] = field(default=())

    @property
    def fits(self) -> bool:
        """Whether every volume has room."""
        return all(need.fits for need in self.volumes)
