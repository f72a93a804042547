"""A network's tensors as the `state_dict` of the module that the script builds (`core.net.modules` has the names)."""

from __future__ import annotations

import torch
from torch import Tensor

from core.net.modules import tensor_names
from core.net.plan import Conv, Dense, Net, numbered
from core.out.taken import Taken

COUNTED = "num_batches_tracked"
"""What torch's batch norm counts besides; it decides nothing, but `load_state_dict` asks for it."""


def weighted(net: Net) -> tuple[Dense | Conv, ...]:
    """Return the layers with weights in the order the data flows."""
    return tuple(layer for layer in numbered(net) if isinstance(layer, (Dense, Conv)))


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
