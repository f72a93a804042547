"""A run as sections of code, each with a heading and a few words: what script and notebook are both made of."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from core.inside.written.network import Network
from core.net.plan import Activation, Conv, Dense, Net, numbered
from core.out.script.layers import Item, items_of, sequential, walk
from core.out.script.story import Story, story_of
from core.out.script.story_text import Told, optimizer_text, told
from core.out.script.text import data as data_text
from core.out.script.text.cutting import CUTTING
from core.out.script.text.data import DataText, is_told_inputs
from core.out.script.text.predict import predict_text
from core.out.script.text.template import Writer, quoted
from core.out.script.text.training import BLEND, BLOCK, GROWING, TRAINING
from core.out.taken import Taken
from core.train.steps.optimizers import SLOTS
from core.train.training.seeds import mix

GAINS: dict[Activation, str] = {
    "linear": "1.0", "relu": "math.sqrt(2.0)", "leaky_relu": "math.sqrt(2.0 / 1.0001)", "tanh": "5.0 / 3.0",
    "sigmoid": "1.0", "gelu": "math.sqrt(2.0)", "silu": "math.sqrt(2.0)",
}  # fmt: skip
"""The factor for first weights, as `core.train.model.model` has it."""
GO_ON = 1000
"""Steps that a script takes where it cannot tell the run's own."""
IMPORTS = """
import math
import sys
from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn

FILES = $files
device = torch.device("cpu")  # [["cuda" for an NVIDIA card; the last digits differ then||
# NVIDIA 그래픽 카드는 "cuda". 끝자리 숫자가 달라집니다]]
@if classify
CLASSES = $classes
@end
"""
MOVED = """
x_train, y_train, x_valid, y_valid = (tensor.to(device) for tensor in (x_train, y_train, x_valid, y_valid))
"""
NETWORK = '''
def network():
    """[[The network as it was saved.||저장된 신경망.]]"""
    return $network


def trained_network():
    """[[The network with the weights that were learned.||배운 가중치를 넣은 신경망.]]"""
    net = network()
    net.load_state_dict(torch.load(FILES / "weights.pt", weights_only=True))
    return net.to(device)


@torch.no_grad()
def validate(net):
    """[[The mean loss on the held-out samples, and $what.||검증용 표본에서의 평균 손실, 그리고 $korean.]]"""
    net.eval()
    loss = right = 0.0
    for x, y in zip(x_valid.split(256), y_valid.split(256)):
        output = net(x)
        loss += $loss(output, y).item() * len(x)
@if classify
        right += (output.argmax(1) == y).sum().item()
    return loss / len(x_valid), right / len(x_valid)
@else
    loss, spread = loss / len(x_valid), y_valid.double().var(unbiased=False).item()
    return loss, 1 - loss / spread if spread > 0 else math.nan
@end
'''
FIRST = '''
@torch.no_grad()
def first_network():
    """[[The network as it began, with the random weights of its seed.||
    처음의 신경망. 시드에서 뽑은 무작위 가중치입니다.]]"""
    net = $network
    random = torch.Generator().manual_seed($seed)
    for layer, gain in (
$gains
    ):
        spread = gain / math.sqrt(layer.weight[0].numel())  # [[so that the values keep their size||
        # 값의 크기가 유지되도록]]
        layer.weight.copy_(torch.randn(layer.weight.shape, generator=random, dtype=torch.double) * spread)
        layer.bias.zero_()
    return net.to(device)
'''
BROUGHT = '''
def first_network():
    """[[The network as it was brought into the app.||앱으로 가져왔을 때의 신경망.]]"""
    net = $network
    net.load_state_dict(torch.load(FILES / "first.pt", weights_only=True))
    return net.to(device)
'''
NOT_KNOWN = '''
def first_network():
    """[[Here the training goes on from the trained weights: how they came about is not told.||
    여기서는 배운 가중치에서 훈련을 이어 갑니다. 그 가중치가 어떻게 생겼는지는 담지 않았습니다.]]"""
    return trained_network()
'''


@dataclass(frozen=True)
class Sections:
    """The code of a run, by what it is for, and the tensors of the files beside it. `told`: its story, piece by piece;
    `known`: that is the run's own."""

    imports: str
    data: str
    network: str
    predict: str
    training: str
    told: Told
    tensors: dict[str, dict[str, Tensor]]
    moves_points: bool
    known: bool
    has_data: bool
    measured: tuple[float, float]

    @property
    def is_annotated(self) -> bool:
        """Whether annotations of newer Pythons stand in it."""
        return " | None" in self.predict


def sections_of(taken: Taken, writer: Writer, *, files: str, data: bool) -> Sections:
    """Return the code of a run. `files`: the expression for the folder beside it; `data`: whether it comes along."""
    training = taken.training
    story = story_of(taken)
    sample, classify = training.dataset.known.input, training.dataset.task == "classify"
    told_story = told(
        story, writer, sample=sample, classify=classify, told_inputs=is_told_inputs(training.dataset.spec)
    ) if story.known else Told([("", [f"training.until({GO_ON})"])])  # fmt: skip
    uses = told_story.uses
    items = items_of(training.net, training.model.fades, sample=sample)
    if not story.known:
        uses |= _of_now(taken, items)
    uses |= {"block"} if any(item.role == "block" for item in walk(items)) else set()
    uses |= {"blend"} if any(item.blend for item in walk(items)) else set()
    given = data_text.data_text(story.began if story.known else training.dataset, writer, taken_along=data)
    tensors = {"weights": dict(Network(training.model).state_dict())}
    tensors |= {"data": given.tensors} if given.tensors else {}
    tensors |= {"chosen": told_story.tensors} if told_story.tensors else {}
    if story.known and story.brought is not None:
        tensors["first"] = dict(Network(story.brought).state_dict())
    names = ("classify",) if classify else ()
    return Sections(
        imports=writer.filled(IMPORTS, names, {"files": files, "classes": repr(list(taken.classes))}),
        data=_data(given, writer),
        network=_network(items, uses, classify, writer),
        predict=predict_text(taken.about, writer),
        training=_training(taken, story, told_story, writer),
        told=told_story,
        tensors=tensors,
        moves_points="points" in uses,
        known=story.known,
        has_data=bool(given.tensors) or given.is_generated,
        measured=training.validate(),
    )


def _of_now(taken: Taken, items: tuple[Item, ...]) -> set[str]:
    """Return what the training loop needs for a run as it stands."""
    settings = taken.training.settings
    uses = {name for name in ("l1", "clip") if getattr(settings, name)}
    uses |= {"scheduled", settings.schedule} if settings.schedule != "constant" else set()
    return uses | ({"dropout"} if any("nn.Dropout" in item.text for item in walk(items)) else set())


def _data(given: DataText, writer: Writer) -> str:
    return given.text if not (given.tensors or given.is_generated) else f"{given.text}\n{writer.filled(MOVED)}"


def _network(items: tuple[Item, ...], uses: set[str], classify: bool, writer: Writer) -> str:
    """Return the classes that the network and its past need, and the functions that make and measure it."""
    made = [writer.filled(BLEND)] if "blend" in uses else []
    made += [writer.filled(BLOCK, uses)] if "block" in uses else []
    text = sequential(items, lambda item: item.text, indent="    ")
    values = {
        "network": text, "loss": _loss(classify), "what": "the accuracy" if classify else "R², the share explained",
        "korean": "정확도" if classify else "R²(설명한 비율)",
    }  # fmt: skip
    made.append(writer.filled(NETWORK, ("classify",) if classify else (), values))
    return "\n\n\n".join(made)


def _loss(classify: bool) -> str:
    return "nn.functional.cross_entropy" if classify else "nn.functional.mse_loss"


def _training(taken: Taken, story: Story, told_story: Told, writer: Writer) -> str:
    uses = {*told_story.uses}
    if uses & {"rearrange", "aged", "forget", "remember", "joined", "young"}:
        uses |= {"grown"}
    uses |= {f"{one}&{other}" for one in uses for other in uses}
    settings = story.first_settings if story.known else taken.training.settings
    if "square" in SLOTS[settings.optimizer]:
        uses |= {"adam"}
    values = {
        "dropout_seed": mix(story.seed, 2), "order_seed": mix(story.seed, 1),
        "learning_rate": repr(settings.learning_rate), "batch_size": settings.batch_size,
        "schedule": quoted(settings.schedule), "schedule_steps": settings.schedule_steps, "l1": repr(settings.l1),
        "clip": repr(settings.clip), "ramp_steps": settings.ramp_steps, "at_rest": "[]",
        "optimizer": optimizer_text(settings, "self.net", "self.learning_rate"),
        "loss": _loss(taken.training.dataset.task == "classify"),
    }  # fmt: skip
    sample = taken.training.dataset.known.input
    made = [_first(story.first_net, story, sample, writer) if story.known else writer.filled(NOT_KNOWN)]
    made.append("\n".join(
        part for part in (writer.filled(TRAINING, uses, values), *(_methods(text, uses, writer)
                          for text in (GROWING, CUTTING))) if part
    ))  # fmt: skip
    return "\n\n\n".join(made)


def _methods(text: str, uses: set[str], writer: Writer) -> str:
    told = writer.filled(text, uses).rstrip("\n")
    return f"\n{told}" if told.strip() else ""


def _first(net: Net, story: Story, sample: tuple[int, ...], writer: Writer) -> str:
    items = items_of(net, {}, sample=sample)
    paths = {item.key: item.path for item in walk(items) if item.role == "layer"}
    gains = "\n".join(
        f"        (net.{paths[layer.key]}, {GAINS[layer.activation]}),"
        for layer in numbered(net) if isinstance(layer, (Dense, Conv))
    )  # fmt: skip
    text = sequential(items, lambda item: item.text, indent="    ")
    if story.brought is not None:
        return writer.filled(BROUGHT, (), {"network": text})
    return writer.filled(FIRST, (), {"network": text, "seed": story.seed, "gains": gains})
