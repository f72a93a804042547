"""The data of a run as text: points by their formula, everything else from a file of tensors beside the script.

The formulas are those of `core.train.training.datasets` and `core.train.plane.playground`, operation by operation: they
give the same points, bit for bit, from the same seed (the tests compare each).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from core.messages.train_commands import DataSpec, PointEdit
from core.out.script.text.template import Writer
from core.train.training.datasets import Dataset

DIVISORS = (255, 16)
"""What whole numbers of pictures are divided by."""
UNIFORM = '''
def uniform(low, high, *shape):
    """[[Random numbers from low to high.||low부터 high까지의 무작위 수.]]"""
    return torch.rand(shape, generator=random) * (high - low) + low

'''
POLAR = '''
def around(radius, angle):
    """[[Points at a distance from the middle, at an angle.||가운데에서 거리와 각도로 정한 점.]]"""
    return torch.stack([radius * torch.sin(angle), radius * torch.cos(angle)], 1)

'''
FORMULAS: dict[str, str] = {
    "circles": """
@polar
inner = $samples // 2
radius = torch.cat([uniform(0.0, 0.42, inner), uniform(0.6, 0.85, $samples - inner)]) * 3.0
points = around(radius, uniform(0.0, 2 * math.pi, $samples))
points = points + (torch.rand(points.shape, generator=random) * 2 - 1) * ($noise * 0.5) * 3.0
targets = torch.cat([torch.zeros(inner), torch.ones($samples - inner)]).long()
""",
    "xor": """
points = uniform(-0.85, 0.85, $samples * 2).reshape(-1, 2) * 3.0
points = points + points.sign() * 0.05 * 3.0
noisy = points + (torch.rand(points.shape, generator=random) * 2 - 1) * ($noise * 0.5) * 3.0
points, targets = noisy, (points[:, 0] * points[:, 1] < 0).long()
""",
    "gaussians": """
first = $samples // 2
targets = torch.cat([torch.zeros(first), torch.ones($samples - first)]).long()
middle = torch.where(targets.bool(), -1.1, 1.1).unsqueeze(1)
points = middle + torch.randn($samples, 2, generator=random) * (0.35 + $noise * 1.2)
""",
    "spiral": """
@polar
first, arms = $samples // 2, []
for count, begin in ((first, 0.0), ($samples - first, math.pi)):
    along = torch.arange(count) / count
    arms.append(around(along * 0.85 * 3.0, along * 1.75 * 2 * math.pi + begin))
points = torch.cat(arms)
points = points + (torch.rand(points.shape, generator=random) * 2 - 1) * ($noise * 0.3) * 3.0
targets = torch.cat([torch.zeros(first), torch.ones($samples - first)]).long()
""",
    "moons": """
first = $samples // 2
angle = uniform(0.0, math.pi, $samples)
upper = torch.stack([angle[:first].cos() - 0.5, angle[:first].sin() - 0.25], 1)
lower = torch.stack([0.5 - angle[first:].cos(), 0.25 - angle[first:].sin()], 1)
points = torch.cat([upper, lower]) * 1.6
points = points + (torch.rand(points.shape, generator=random) * 2 - 1) * ($noise * 0.5) * 3.0
targets = torch.cat([torch.zeros(first), torch.ones($samples - first)]).long()
""",
    "plane": """
points = uniform(-3.0, 3.0, $samples * 2).reshape(-1, 2)
values = points.sum(1) / (2 * 3.0)
targets = (values + torch.randn(values.shape, generator=random) * $noise * 0.5).unsqueeze(1)
""",
    "bumps": """
points = uniform(-3.0, 3.0, $samples * 2).reshape(-1, 2)
values = torch.zeros($samples)
hills = ((0.65, 0.4, 1), (0.0, 0.6, -1), (-0.65, 0.4, 1), (-0.65, -0.4, -1), (0.0, -0.6, 1), (0.65, -0.4, -1))
for x, y, sign in hills:
    squared = (points / 3.0 - torch.tensor([x, y])).square().sum(1)
    values += sign * torch.exp(-squared / (2 * 0.17**2))
targets = (values + torch.randn(values.shape, generator=random) * $noise * 0.5).unsqueeze(1)
""",
    "playground-circle": """
@polar
inside = $samples // 2
radius = torch.cat([uniform(0, 0.5 * 5.0, inside), uniform(0.7 * 5.0, 5.0, $samples - inside)])
points = around(radius, uniform(0, 2 * math.pi, $samples))
looked_up = points + uniform(-5.0, 5.0, $samples, 2) * $noise
targets = (looked_up.norm(dim=1) < 0.5 * 5.0).long()
""",
    "playground-xor": """
points = uniform(-5.0, 5.0, $samples, 2)
points = points + torch.where(points > 0, 0.3, -0.3)
looked_up = points + uniform(-5.0, 5.0, $samples, 2) * $noise
targets = (looked_up[:, 0] * looked_up[:, 1] >= 0).long()
""",
    "playground-gauss": """
second = $samples // 2
targets = torch.cat([torch.ones(second), torch.zeros($samples - second)]).long()
middle = torch.where(targets.bool(), 2.0, -2.0).unsqueeze(1)
points = middle + torch.randn($samples, 2, generator=random) * math.sqrt(0.5 + 3.5 * $noise / 0.5)
""",
    "playground-spiral": """
@polar
second, arms = $samples // 2, []
for count, begin in ((second, 0.0), ($samples - second, math.pi)):
    along = torch.arange(count) / count
    arms.append(around(along * 5.0, along * 1.75 * 2 * math.pi + begin))
points = torch.cat(arms) + uniform(-1, 1, $samples, 2) * $noise
targets = torch.cat([torch.ones(second), torch.zeros($samples - second)]).long()
""",
    "playground-plane": """
points = uniform(-6.0, 6.0, $samples, 2)
looked_up = points + uniform(-6.0, 6.0, $samples, 2) * $noise
targets = looked_up.sum(1, keepdim=True) / 10
""",
    "playground-hills": """
points = uniform(-6.0, 6.0, $samples, 2)
looked_up = points + uniform(-6.0, 6.0, $samples, 2) * $noise
hills = torch.tensor([(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)])
heights = (1 - torch.cdist(looked_up, hills[:, :2]) / 2).clamp(0, 1) * hills[:, 2]
targets = heights.gather(1, heights.abs().argmax(1, keepdim=True))
""",
}
"""By name of the set: lines that make points (n, 2) and targets, drawing from `random`."""
INPUTS = {
    "x1": "x1", "x2": "x2", "x1^2": "x1 * x1", "x2^2": "x2 * x2", "x1*x2": "x1 * x2", "sin x1": "torch.sin(x1)",
    "sin x2": "torch.sin(x2)",
}  # fmt: skip
"""How what a network is told of a point is computed."""
SPLIT = """
order = torch.randperm(len(points), generator=random)
points, targets = points[order], targets[order]
count = $training  # [[the rest is held out||나머지는 검증에 씁니다]]
points, held_out = points[:count], points[count:]
y_train, y_valid = targets[:count], targets[count:]
"""
FROM_FILE = """
data = torch.load(FILES / "data.pt", weights_only=True, map_location=device)
@if whole
x_train, x_valid = data["x_train"].float() / $divisor, data["x_valid"].float() / $divisor
@else
x_train, x_valid = data["x_train"], data["x_valid"]
@end
y_train, y_valid = data["y_train"], data["y_valid"]
"""
LEFT_OUT = """
# [[The data was not taken along. To measure and to train, put it here: inputs of the shape $shape and targets.||
# 데이터는 가져오지 않았습니다. 재고 훈련하려면 여기에 넣으세요. 입력은 $shape 모양이고, 목표도 있어야 합니다.]]
x_train = y_train = x_valid = y_valid = None
"""


@dataclass(frozen=True)
class DataText:
    """The lines that give `x_train`, `y_train`, `x_valid` and `y_valid`, and the tensors of the file they read. With
    neither tensors nor a formula the data was left out."""

    text: str
    tensors: dict[str, Tensor]
    is_generated: bool = False


def is_told_inputs(spec: DataSpec) -> bool:
    """Whether the network is told something else of a point than its place."""
    return spec.inputs not in ((), ("x1", "x2"))


def data_text(dataset: Dataset, writer: Writer, *, taken_along: bool) -> DataText:
    """Return the text of data as a training began with it; `taken_along`: what has no formula is put into a file."""
    spec = dataset.spec
    if spec.name in FORMULAS:
        return DataText(_points(dataset, writer), {}, is_generated=True)
    if not taken_along:
        shape = ("n", *dataset.known.input)
        told = f"({', '.join(map(str, shape))})"
        return DataText(writer.filled(LEFT_OUT, (), {"shape": told}), {})
    tensors = {
        "x_train": dataset.training_inputs, "y_train": dataset.training_targets,
        "x_valid": dataset.validation_inputs, "y_valid": dataset.validation_targets,
    }  # fmt: skip
    divisor = next((one for one in DIVISORS if _is_whole(tensors["x_train"], tensors["x_valid"], one)), 0)
    if len(dataset.known.input) == 3 and divisor:
        for name in ("x_train", "x_valid"):
            tensors[name] = (tensors[name] * divisor).round().to(torch.uint8)
        return DataText(writer.filled(FROM_FILE, ("whole",), {"divisor": divisor}), tensors)
    return DataText(writer.filled(FROM_FILE, ()), tensors)


def _is_whole(one: Tensor, other: Tensor, divisor: int) -> bool:
    return all(
        bool(((inputs * divisor).round().clamp(0, 255).to(torch.uint8).float() / divisor == inputs).all())
        for inputs in (one, other)
    )


def _points(dataset: Dataset, writer: Writer) -> str:
    spec, classify = dataset.spec, dataset.task == "classify"
    formula = FORMULAS[spec.name]
    training = len(dataset.training_inputs) - sum(
        1 if edit.place == -1 else -1 if edit.gone else 0 for edit in spec.edits
    )
    text = (UNIFORM if "uniform(" in formula else "") + (POLAR if "@polar" in formula else "")
    text = text + ("\n" if text else "") + "random = torch.Generator().manual_seed($seed)\n"
    text += formula.replace("@polar\n", "").lstrip("\n") + SPLIT.lstrip("\n")
    values = {"samples": spec.samples, "noise": repr(spec.noise), "seed": spec.seed, "training": training}
    lines = [writer.filled(text, (), values)]
    for edit in spec.edits:
        lines += point_lines(edit, classify=classify)
    if is_told_inputs(spec):
        told = ", ".join(INPUTS[name] for name in spec.inputs)
        what = writer.either("What the network is told of a point.", "신경망에 점마다 알려 주는 것.")
        lines += ["", "", "def inputs_of(points):", f'    """{what}"""', "    x1, x2 = points.unbind(1)",
                  f"    return torch.stack([{told}], 1)", "", ""]  # fmt: skip
    valid = "inputs_of(held_out)" if is_told_inputs(spec) else "held_out"
    return "\n".join([*lines, points_line(is_told_inputs(spec)), f"x_valid = {valid}"])


def points_line(told_inputs: bool) -> str:
    """Return the line that makes inputs of the points."""
    return "x_train = inputs_of(points)" if told_inputs else "x_train = points"


def point_lines(edit: PointEdit, *, classify: bool) -> list[str]:
    """Return the lines that add, move or take away a point."""
    at = f"torch.tensor([[{edit.x!r}, {edit.y!r}]])"
    if edit.place == -1:
        target = f"[{int(edit.target)}]" if classify else f"[[{float(edit.target)!r}]]"
        return [f"points = torch.cat([points, {at}])", f"y_train = torch.cat([y_train, torch.tensor({target})])"]
    if edit.gone:
        stays = f"stays = torch.arange(len(points)) != {edit.place}"
        return [stays, "points, y_train = points[stays], y_train[stays]"]
    return ["points = points.clone()", f"points[{edit.place}] = torch.tensor([{edit.x!r}, {edit.y!r}])"]
