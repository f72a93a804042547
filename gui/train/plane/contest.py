"""The smallest network that separates the spiral: the numbers by which TensorFlow Playground's users compare theirs."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QGridLayout, QWidget

from core.net.plan import Dense, Net, numbered, output_layer, width_of
from core.net.shapes import parameter_shapes
from gui.kit.pieces import Label
from gui.kit.words import tip_text, tr


def counted(net: Net) -> tuple[int, int]:
    """Return (hidden units, weights and biases) as there: of two classes one output counts, for one is enough."""
    output = output_layer(net)
    hidden = sum(width_of(layer) for layer in numbered(net) if isinstance(layer, Dense) and layer is not output)
    sizes = {name: math.prod(shape) for name, shape in parameter_shapes(net).items()}
    of_output = sum(size for name, size in sizes.items() if name.split(".")[0] == str(output.key))
    second = of_output // 2 if width_of(output) == 2 else 0
    return hidden, sum(sizes.values()) - second


class Contest(QWidget):
    """The losses as Playground computes them, and how small the network is."""

    def __init__(self) -> None:
        super().__init__()
        rows = QGridLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(2)
        rows.setColumnStretch(0, 1)
        self.numbers: dict[str, Label] = {}
        for place, (name, text) in enumerate((
            ("held_out", tr("Test loss")), ("trained", tr("Training loss")), ("hidden", tr("Hidden units")),
            ("weights", tr("Weights and biases")),
        )):  # fmt: skip
            said = Label(text, kind="soft", size="note_px")
            self.numbers[name] = Label("–", size="note_px", bold=True, tabular=True)
            said.setBuddy(self.numbers[name])
            rows.addWidget(said, place, 0)
            rows.addWidget(self.numbers[name], place, 1)
        self.setLayout(rows)
        self.setToolTip(
            tip_text(
                tr(
                    "As TensorFlow Playground counts: half the mean squared error, with −1 and 1 for the classes, and "
                    "a network with one output."
                )
            )
        )

    def show_net(self, net: Net) -> None:
        """Count another network."""
        hidden, weights = counted(net)
        self.numbers["hidden"].put(f"{hidden:,}")
        self.numbers["weights"].put(f"{weights:,}")

    def show_losses(self, trained: float, held_out: float) -> None:
        """Show the losses now."""
        for name, loss in (("trained", trained), ("held_out", held_out)):
            self.numbers[name].put(f"{loss:.3f}" if math.isfinite(loss) and loss < 1e6 else "–")
