"""Names for tensors on the bench: what a tensor of a training is called in Python, and which names cannot be.

A step's code calls its tensors "W2", "∂W2", "exp_avg[W2]" (`core.messages.inside.stepping`); on the bench the same are
`hidden_2_weight`, `grad_hidden_2_weight`, `hidden_2_weight_exp_avg`.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection

from core.messages.train_commands import OptimizerName
from core.net.modules import module_names
from core.net.plan import LayerKey, Net, number_of, numbered
from core.sentence import Sentence, say

LONGEST = 60
"""Letters of a name."""
MOMENTS: dict[OptimizerName, tuple[str, ...]] = {
    "sgd": (), "momentum": ("momentum_buffer",), "nesterov": ("momentum_buffer",), "adam": ("exp_avg", "exp_avg_sq"),
    "amsgrad": ("exp_avg", "exp_avg_sq", "max_exp_avg_sq"), "adamw": ("exp_avg", "exp_avg_sq"),
    "rmsprop": ("square_avg",),
}  # fmt: skip
"""What each optimizer remembers of a weight, as `torch.optim` calls it."""
OF_A_STEP = re.compile(
    r"(?P<new>new )?(?P<clipped>clipped )?(?P<sign>[∂Δ]?)"
    r"(?:(?P<moment>\w+)\[(?P<inner>[a-zA-Z]+)(?P<of>\d+)\]|(?P<kind>[a-zA-Z]+)(?P<number>\d*))"
)
WORDS = {"W": "weight", "b": "bias", "h": "out", "z": "before", "n": "normed", "x": "x", "y": "y"}
"""What the letters of a step's code are called on the bench; `gamma` and `beta` stay."""
SIGNS = {"∂": "grad_", "Δ": "change_"}


def proposed(of: str, net: Net, taken: Collection[str]) -> str:
    """Return a name that is free for a tensor of a step of `net`: "∂W2" -> "grad_hidden_2_weight"."""
    found = OF_A_STEP.fullmatch(of)
    if found is None:
        return _free("tensor", taken)
    number = found["of"] or found["number"]
    kind = found["inner"] or found["kind"]
    layers = numbered(net)
    layer = layer_word(net, layers[int(number) - 1].key) if number and 0 < int(number) <= len(layers) else ""
    name = "output" if kind == "out" else "_".join(filter(None, (layer, WORDS.get(kind, kind))))
    name = f"{SIGNS.get(found['sign'], '')}{name}"
    name = f"clipped_{name}" if found["clipped"] else name
    name = f"{name}_{found['moment']}" if found["moment"] else name
    return _free(f"new_{name}" if found["new"] else name, taken)


def _free(name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    return next(other for at in range(2, len(taken) + 3) if (other := f"{name}_{at}") not in taken)


def layer_word(net: Net, key: LayerKey) -> str:
    """Return what a layer is called in Python: "hidden_2", "output", "dropout_1"; "" for one that is gone."""
    return module_names(net).get(key, "")


def as_python_reads(name: str) -> str:
    """Return a name as Python itself reads it: a Korean one typed letter by letter becomes whole syllables."""
    return unicodedata.normalize("NFKC", name.strip())


def why_not(name: str, taken: Collection[str]) -> Sentence | None:
    """Return why a tensor cannot have this name, None if it can."""
    if keyword.iskeyword(name):
        return say("“{name}” is a word of Python’s own. Choose another name.", name=name)
    if not name.isidentifier() or name.startswith("_") or len(name) > LONGEST:
        return say(
            "A name begins with a letter; letters, digits and _ follow, up to {most} in all. Choose another name.",
            most=LONGEST,
        )  # fmt: skip
    if name in taken:
        return say("There is a {name} on the bench already. Choose another name.", name=name)
    return None


def of_layer(net: Net, key: LayerKey, part: str) -> str:
    """Return what a step's code calls a tensor of a layer, "" if the layer is gone. `part`: the same with # in place of
    the layer's number, as "W#", "∂b#" or "exp_avg[W#]"."""
    number = number_of(net, key)
    return part.replace("#", str(number)) if number else ""
