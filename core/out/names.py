"""The names that a plain `torch.nn.Module` gives to a network's tensors, and the tensors by them.

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden_1 = nn.Linear(64, 32)
            self.norm_1 = nn.BatchNorm1d(32)
            self.output = nn.Linear(32, 10)

Hidden layers are counted as on the screen, dense layers and convolutions alike, also those inside a residual block; the
modules stand side by side in one class, so that no name has a dot but the one before its tensor.
"""

from __future__ import annotations

import torch
from torch import Tensor

from core.net.plan import Conv, Dense, Layer, LayerKey, Net, hidden_place, is_weighted, numbered, output_layer
from core.out.taken import Taken

OF_LAYER = ("weight", "bias")
OF_NORM = {"weight": "norm_weight", "bias": "norm_bias", "running_mean": "running_mean", "running_var": "running_var"}
"""A tensor of a batch norm, by torch's name -> by ours."""
COUNTED = "num_batches_tracked"
"""What torch's batch norm counts besides; it decides nothing, but `load_state_dict` asks for it."""


def module_name(net: Net, key: LayerKey) -> str:
    """Return what the module of a layer with weights is called: "hidden_3", "output"; "" for any other layer."""
    if key == output_layer(net).key:
        return "output"
    place = hidden_place(net, key)
    return f"hidden_{place}" if place else ""


def norm_name(net: Net, key: LayerKey) -> str:
    """Return what the batch norm of a layer is called: "norm_3" stands behind "hidden_3"."""
    place = hidden_place(net, key)
    return f"norm_{place}" if place else "norm_output"


def weighted(net: Net) -> tuple[Dense | Conv, ...]:
    """Return the layers with weights in the order the data flows."""
    return tuple(layer for layer in numbered(net) if isinstance(layer, (Dense, Conv)))


def has_norm(layer: Layer) -> bool:
    """Whether a batch norm belongs to the layer."""
    return is_weighted(layer) and isinstance(layer, (Dense, Conv)) and layer.norm == "batch"


def tensor_names(net: Net) -> dict[str, str]:
    """Return our name of each tensor by its name here, in order: "hidden_1.weight" -> "7.weight"."""
    found: dict[str, str] = {}
    for layer in weighted(net):
        module = module_name(net, layer.key)
        found |= {f"{module}.{kind}": f"{layer.key}.{kind}" for kind in OF_LAYER}
        if has_norm(layer):
            norm = norm_name(net, layer.key)
            found |= {f"{norm}.{theirs}": f"{layer.key}.{ours}" for theirs, ours in OF_NORM.items()}
    return found


def state_dict(taken: Taken) -> dict[str, Tensor]:
    """Return the network's tensors as the `state_dict` of such a module has them: float32, contiguous, in main memory.

    Batch norms have the `num_batches_tracked` that torch expects, () int64.
    """
    model, net = taken.training.model, taken.training.net
    found: dict[str, Tensor] = {}
    for theirs, ours in tensor_names(net).items():
        tensor = model.parameters[ours] if ours in model.parameters else model.buffers[ours]
        found[theirs] = tensor.detach().to("cpu", torch.float32).clone().contiguous()
        if theirs.endswith(".running_var"):
            counted = torch.tensor(taken.training.step, dtype=torch.int64)
            found[theirs.replace("running_var", COUNTED)] = counted
    return found
