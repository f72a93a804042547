"""The data sets that ship with the app: what both sides know of them, without the data.

`core.train.training.datasets` makes the tensors.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.messages.train_commands import Settings, Task
from core.net.plan import Activation, Shape

DIGITS = tuple("0123456789")
TWO = ("0", "1")
PLANE = 3.0
"""Generated points lie around the square from −PLANE to PLANE; the network's answer is drawn over it."""


@dataclass(frozen=True)
class Known:
    """A data set: the shape of one sample, the classes (() for regression), and what is usual for it.

    `hidden`: widths of the usual network's hidden layers. `generated`: noise, samples and seed make the data.
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

    @property
    def outputs(self) -> int:
        """How wide the network's output is."""
        return len(self.classes) if self.task == "classify" else 1


def _images(name: str, side: int, hidden: tuple[int, ...], attribution: str) -> Known:
    settings = Settings(learning_rate=1e-3, batch_size=64)
    return Known(name, "classify", (1, side, side), DIGITS, hidden, "relu", settings, False, attribution)


def _points(name: str, task: Task, hidden: tuple[int, ...]) -> Known:
    settings = Settings(learning_rate=1e-2, batch_size=32)
    return Known(name, task, (2,), TWO if task == "classify" else (), hidden, "tanh", settings, True)


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
    )
}
"""By name, in the order to offer them."""
