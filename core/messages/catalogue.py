"""The data sets that ship with the app: what both sides know of them, without the data.

`core.train.training.datasets` makes the tensors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.messages.train_commands import DataSpec, Settings, Task
from core.net.plan import Activation, Shape
from core.sentence import Sentence, say

DIGITS = tuple("0123456789")
TWO = ("0", "1")
PLANE = 3.0
"""Generated points lie around the square from −PLANE to PLANE; the network's answer is drawn over it."""
PLAYGROUND = 6.0
"""The same of the sets that are drawn as TensorFlow Playground draws them."""
PLANE_INPUTS = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin x1", "sin x2")
"""What a network can be told of a point, in the order in which it is."""
USUAL_INPUTS = PLANE_INPUTS[:2]
USUAL = DataSpec()
OWN = "own"
"""What `DataSpec.name` is for data of a person's own, which lies in the library."""


@dataclass(frozen=True)
class Known:
    """A data set: the shape of one sample, the classes (() for regression), and what is usual for it.

    `hidden`: widths of the usual network's hidden layers. `generated`: noise, samples and seed make the data. `reach`:
    half the width of the plane that its points lie in, 0 where samples are no points. `usual`: what is drawn when
    nobody says otherwise. `most_noise`: what there can be of it.
    """

    name: str
    task: Task
    input: Shape
    classes: tuple[str, ...]
    hidden: tuple[int, ...]
    activation: Activation
    settings: Settings
    generated: bool
    attribution: str = ""
    reach: float = 0.0
    usual: DataSpec = USUAL
    most_noise: float = 2.0

    @property
    def outputs(self) -> int:
        """How wide the network's output is."""
        return len(self.classes) if self.task == "classify" else 1


def _images(name: str, side: int, hidden: tuple[int, ...], attribution: str) -> Known:
    settings = Settings(learning_rate=1e-3, batch_size=64)
    return Known(name, "classify", (1, side, side), DIGITS, hidden, "relu", settings, False, attribution)


def _points(name: str, task: Task, hidden: tuple[int, ...]) -> Known:
    settings = Settings(learning_rate=1e-2, batch_size=32)
    usual = DataSpec(name)
    return Known(name, task, (2,), TWO if task == "classify" else (), hidden, "tanh", settings, True, "", PLANE, usual)


def _playground(name: str, task: Task) -> Known:
    """As a page of TensorFlow Playground begins, but that the noise is the data's: network, settings, half held out."""
    usual = DataSpec(name, noise=0.0, samples=500 if task == "classify" else 1200, held_out=50)
    settings = Settings(learning_rate=0.03, batch_size=10, optimizer="sgd")
    known = replace(_points(name, task, (4, 2)), settings=settings)
    return replace(known, reach=PLAYGROUND, usual=usual, most_noise=0.5)


CATALOGUE: dict[str, Known] = {
    known.name: known
    for known in (
        _images(
            "digits",
            8,
            (32, 32),
            "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI, CC BY 4.0",
        ),
        _images(
            "mnist-5k", 28, (128, 64), "MNIST (5,000 images), Y. LeCun, C. Cortes and C. J. C. Burges, CC BY-SA 3.0"
        ),
        _points("circles", "classify", (8,)),
        _points("xor", "classify", (8,)),
        _points("gaussians", "classify", (4,)),
        _points("spiral", "classify", (16, 16)),
        _points("moons", "classify", (8,)),
        _points("plane", "regress", (4,)),
        _points("bumps", "regress", (16, 16)),
        _playground("playground-circle", "classify"),
        _playground("playground-xor", "classify"),
        _playground("playground-gauss", "classify"),
        _playground("playground-spiral", "classify"),
        _playground("playground-plane", "regress"),
        _playground("playground-hills", "regress"),
    )
}
"""By name, in the order to offer them."""

TITLES: dict[str, Sentence] = {
    "digits": say("Handwritten digits 8×8"),
    "mnist-5k": say("MNIST digits 28×28"),
    "circles": say("Circles"),
    "xor": say("XOR"),
    "gaussians": say("Two clouds"),
    "spiral": say("Spiral"),
    "moons": say("Moons"),
    "plane": say("Plane (regression)"),
    "bumps": say("Bumps (regression)"),
    "playground-circle": say("Circle (Playground)"),
    "playground-xor": say("XOR (Playground)"),
    "playground-gauss": say("Clouds (Playground)"),
    "playground-spiral": say("Spiral (Playground)"),
    "playground-plane": say("Plane (Playground, regression)"),
    "playground-hills": say("Hills (Playground, regression)"),
}
"""What they are called on screen."""


def known_for(spec: DataSpec) -> Known:
    """Return what is known of the data of `spec`, whose inputs may be others than usual; `KeyError` where there is
    none."""
    known = CATALOGUE[spec.name]
    return replace(known, input=(len(spec.inputs),)) if spec.inputs and known.reach else known
