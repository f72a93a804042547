"""Where new units should look: fan-in directions from the gradient of the loss.

With h what reaches the layer and d the gradient of the loss at what its reader adds up, a new unit with zero fan-out can lower
the loss the faster, the larger E[d · activation(w·h)] is.

- gradmax: w = leading right singular vectors of E[d hᵀ] (Evci et al. 2022, turned round so that the fan-out is zero and
  growth stays exact for every activation)
- tiny: the same after whitening h: w = S^(−1/2) u, with S = E[h hᵀ] and u the leading left singular vectors of
  S^(−1/2) E[h dᵀ] (Verbockhaven et al. 2024)
"""

from __future__ import annotations

import torch
from torch import Tensor

from core.messages import Task
from core.net import Dense, EditError, Layer
from core.shapes import consumers, flows
from core.train import written_out
from core.train.model import Model

RIDGE = 1e-3


def fan_in(model: Model, layer: Dense, *, by: int, way: str, inputs: Tensor, targets: Tensor, task: Task) -> Tensor:
    """Return up to `by` rows (k, fan_in) of length one; k is at most the rank of what the gradient asks for."""
    found = flows(model.net)
    readers = consumers(model.net, found[layer.key].group_out, found)
    if len(readers) != 1 or not isinstance(readers[0], Dense):
        raise EditError("New units can be aimed only where one dense layer reads them; append instead.")
    reach, slope = _seen(model, layer, readers[0], inputs, targets, task)  # (n, fan_in), (n, fan_out)
    wish = reach.t() @ slope / len(reach)  # (fan_in, fan_out)
    if way == "tiny":
        values, vectors = torch.linalg.eigh(reach.t() @ reach / len(reach))
        whiten = vectors @ torch.diag((values.clamp_min(0) + RIDGE * values.max()).rsqrt()) @ vectors.t()
        left, strength, _ = torch.linalg.svd(whiten @ wish, full_matrices=False)
        rows = (whiten @ left).t()
    else:
        left, strength, _ = torch.linalg.svd(wish, full_matrices=False)
        rows = left.t()
    useful = int((strength > 1e-6 * strength.max()).sum())
    rows = rows[: min(by, useful)]
    rows = rows / rows.norm(dim=1, keepdim=True).clamp_min(1e-12)
    return _facing(layer, rows, reach, slope).to(model.flat)


def _seen(
    model: Model, layer: Dense, reader: Layer, inputs: Tensor, targets: Tensor, task: Task
) -> tuple[Tensor, Tensor]:
    """What reaches the layer, and the gradient of the loss at what its reader adds up; float64."""
    taken_in: dict[int, Tensor] = {}
    slopes: dict[int, Tensor] = {}
    scratch = {name: torch.zeros_like(tensor) for name, tensor in model.parameters.items()}
    live = written_out.Live(model.parameters, model.buffers, scratch, False, None, {}, None, taken_in, slopes)
    tape: written_out.Tape = []
    with torch.no_grad():
        outputs = written_out.forward(model.net.layers, live, inputs, tape)
        _, slope = written_out.loss_and_slope(task, outputs, targets)
        written_out.backward(model.net.layers, live, slope, tape, further=False)
    return taken_in[layer.key].double(), slopes[reader.key].double()


def _facing(layer: Dense, rows: Tensor, reach: Tensor, slope: Tensor) -> Tensor:
    """Turn each row to the side on which its unit, through the activation, answers the gradient more."""
    act = written_out.FORWARD[layer.activation]
    pull = [
        torch.stack([(act(sign * (reach @ row))[:, None] * slope).mean(0).norm() for sign in (1.0, -1.0)])
        for row in rows
    ]
    signs = torch.tensor([1.0 if p[0] >= p[1] else -1.0 for p in pull], dtype=rows.dtype, device=rows.device)
    return rows * signs[:, None]
