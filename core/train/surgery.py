"""Edits on live networks: tensors and optimizer memory follow the plan, and nothing that was learned is lost on growth.

`apply` never touches the model it is given. It takes the model apart into named tensors (every slot of the optimizer's memory,
the cohorts and the frozen marks alike), cuts and sews them by name, and puts a new Model together.

What each edit does to the function
- append: new units with random fan-in and zero fan-out. Exact; they learn from the next step on.
- split (Net2Wider, Chen et al. 2015): copies of units, the outgoing weights shared by random unequal parts, so that copies
  part; first moments scale with the share, second moments with its square. Exact.
- gradmax, tiny: append, the fan-in chosen where the gradient of the loss wants it (see `core.train.directions`). Exact.
- identity (or Dirac) after ReLU, residual block whose last layer is zero: exact, bit for bit.
- narrow: the least important units go, and what reads them is refitted by least squares (`core.train.refit`).

New entries start with optimizer memory zero and an age of their own, and their learning rate climbs over `ramp_steps` steps: carrying
the old age along would multiply their first steps by up to 6.6 (measured), and no ramp makes even an exact identity kick back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Generator, Tensor

from core.edits import copied, edited, inserted, label, tied
from core.messages import Task
from core.net import (
    Conv,
    CopyLayer,
    Dense,
    Edit,
    EditError,
    Freeze,
    InsertLayer,
    Layer,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    Residual,
    SetActivation,
    Widen,
    hidden_place,
    layer_at,
    number_of,
    walk,
    width_of,
    with_layer,
)
from core.say import Sentence, say
from core.shapes import Flow, consumers, flows, parameter_shapes, producers
from core.train import directions, importance, refit
from core.train.model import Fade, Memory, Model, flattened, forward, new_buffers, new_tensors, snapshot, views

FADE_STEPS = 300


@dataclass(frozen=True)
class Applied:
    """A finished edit: the new model, its label, the key of the layer it touched, and how the number of parameters moved (sign)."""

    model: Model
    label: Sentence
    key: int
    grown: int


def apply(model: Model, edit: Edit, *, seed: int, inputs: Tensor, targets: Tensor, task: Task) -> Applied:
    """Return the model after `edit`; raise `EditError` when it cannot be done. `model` stays as it is.

    `inputs` (n, *net.input) and `targets` are training samples on which activations may be looked at. Random numbers come
    from a generator of the edit's own, made from `seed`.
    """
    net = edited(model.net, edit)  # judges it, before anything is computed
    if not bool(torch.isfinite(model.flat).all()):
        raise EditError("The weights are not numbers any more; undo, or start again with a smaller learning rate.")
    knife = Knife(model, Generator().manual_seed(seed), inputs, targets, task)
    said = label(model.net, edit)
    if isinstance(edit, Widen):
        made = widened(knife, edit)
    elif isinstance(edit, (Narrow, RemoveUnit)):
        made = narrowed(knife, edit.layer, going(knife, edit))
    elif isinstance(edit, Prune):
        made, said = pruned(knife, edit)
    elif isinstance(edit, ResetUnit):
        made = afresh(knife, edit)
    elif isinstance(edit, InsertLayer):
        made = with_inserted(knife, edit)
    elif isinstance(edit, RemoveLayer):
        made = without(knife, edit, net)
    elif isinstance(edit, CopyLayer):
        made = with_copy(knife, edit)
    elif isinstance(edit, Freeze):
        made = frozen(knife, edit, net)
    else:
        assert isinstance(edit, SetActivation)
        made = knife.sewn(net)
    change = made.flat.numel() - model.flat.numel()
    return Applied(made, said, _touched(model.net, made.net, edit), (change > 0) - (change < 0))


def _touched(before: Net, after: Net, edit: Edit) -> int:
    """The key of the layer to look at: the new one, or the one named by the edit."""
    if isinstance(edit, (InsertLayer, CopyLayer)):
        old = {layer.key for layer in walk(before.layers)}
        new = [x.key for x in walk(after.layers) if x.key not in old]
        return new[0] if new else layer_at(before, edit.after if isinstance(edit, InsertLayer) else edit.layer).key
    return layer_at(before, edit.layer).key


class Knife:
    """A model taken apart: per kind of thing kept for each element ("flat", each slot, "cohort", "still") its named tensors.

    Everything for each element is cut alike, so an edit is written once for weights and all memory.
    """

    def __init__(self, model: Model, generator: Generator, inputs: Tensor, targets: Tensor, task: Task) -> None:
        self.model, self.generator, self.task = model, generator, task
        self.inputs, self.targets = inputs, targets
        memory = model.memory
        shapes = parameter_shapes(model.net)
        cohort = memory.cohort if memory.cohort is not None else torch.zeros_like(model.flat, dtype=torch.int64)
        still = model.still if model.still is not None else torch.zeros_like(model.flat, dtype=torch.bool)
        self.kept = {"flat": model.flat, **memory.slots, "cohort": cohort, "still": still}
        self.parts = {kind: {n: t.clone() for n, t in views(flat, shapes).items()} for kind, flat in self.kept.items()}
        self.buffers = {name: b.clone() for name, b in model.buffers.items()}
        self.newborn = len(memory.ages)
        """The cohort of everything that this edit makes."""

    @property
    def weights(self) -> dict[str, Tensor]:
        return self.parts["flat"]

    def fresh(self, kind: str, shape: tuple[int, ...]) -> Tensor:
        """Return what new entries start with: zero memory, the newborn cohort, not frozen."""
        like = self.kept[kind]
        return torch.full(shape, self.newborn if kind == "cohort" else 0, dtype=like.dtype, device=like.device)

    def put(self, name: str, value: Tensor) -> None:
        """Set a parameter that is new as a whole."""
        for kind, tensors in self.parts.items():
            tensors[name] = self.fresh(kind, tuple(value.shape))
        self.weights[name] = value.to(self.kept["flat"])

    def drop(self, key: int) -> None:
        """Forget all tensors of a layer."""
        for tensors in (*self.parts.values(), self.buffers):
            for name in [n for n in tensors if n.startswith(f"{key}.")]:
                del tensors[name]

    def select(self, name: str, dimension: int, places: Tensor) -> None:
        """Keep only `places` of a dimension."""
        for tensors in self.parts.values():
            tensors[name] = tensors[name].index_select(dimension, places)

    def append(self, name: str, dimension: int, value: Tensor) -> None:
        """Put new entries behind the old ones along a dimension."""
        for kind, tensors in self.parts.items():
            new = value.to(tensors[name]) if kind == "flat" else self.fresh(kind, tuple(value.shape))
            tensors[name] = torch.cat([tensors[name], new], dimension)

    def append_copies(self, name: str, dimension: int, places: Tensor) -> None:
        """Put copies of `places` behind the old ones, memory and age with them."""
        for tensors in self.parts.values():
            tensors[name] = torch.cat([tensors[name], tensors[name].index_select(dimension, places)], dimension)

    def sewn(self, net: Net) -> Model:
        """Put the parts together as the model of `net`."""
        shapes = parameter_shapes(net)
        flats = {kind: flattened(tensors, shapes) for kind, tensors in self.parts.items()}
        old = self.model.memory
        memory = Memory({name: flats[name] for name in old.slots}, [*old.ages, 0], [*old.ramped, True], flats["cohort"])
        _tidy(memory)
        still = flats["still"] if bool(flats["still"].any()) else None
        expected = new_buffers(net)
        buffers = {name: self.buffers[name] for name in expected}
        fades = {key: replace(f) for key, f in self.model.fades.items() if any(x.key == key for x in walk(net.layers))}
        return Model(net, flats["flat"], buffers, memory, still, fades)


def _tidy(memory: Memory) -> None:
    """Drop cohorts that nobody belongs to any more."""
    assert memory.cohort is not None
    used, compact = torch.unique(memory.cohort, return_inverse=True)
    places = used.tolist()
    memory.ages = [memory.ages[c] for c in places]
    memory.ramped = [memory.ramped[c] for c in places]
    memory.cohort = compact.reshape(memory.cohort.shape) if len(places) > 1 else None


# ----------------------------------------------------------------------------------------------------------- widening
def widened(knife: Knife, edit: Widen) -> Model:
    """Widen a layer and all that is tied to it; the function stays."""
    net = knife.model.net
    group, found = tied(net, edit.layer)
    after = edited(net, edit)
    makers, readers = producers(net, group, found), consumers(net, group, found)
    if edit.way == "split":
        _split(knife, group, found, makers, readers, edit)
        return knife.sewn(after)
    fan_in = _chosen_fan_in(knife, edit, makers, found)
    for maker in makers:
        assert isinstance(maker, (Dense, Conv))
        _append_units(knife, maker, edit.by, found, fan_in if maker.key == layer_at(net, edit.layer).key else None)
    for reader in readers:
        _append_columns(knife, reader, edit.by * found[reader.key].columns)
    made = knife.sewn(after)
    _calibrate(knife, made, makers, edit.by)
    return made


def _chosen_fan_in(knife: Knife, edit: Widen, makers: tuple[Layer, ...], found: dict[int, Flow]) -> Tensor | None:
    if edit.way == "append":
        return None
    layer = layer_at(knife.model.net, edit.layer)
    if len(makers) > 1 or not isinstance(layer, Dense) or layer.norm != "none":
        raise EditError(
            "{way} looks for new units in one dense layer without batch norm; widen layer {layer} by appending.",
            way=edit.way, layer=edit.layer,
        )  # fmt: skip
    wanted = directions.fan_in(
        knife.model, layer, by=edit.by, way=edit.way, inputs=knife.inputs, targets=knife.targets, task=knife.task
    )
    return wanted


def _append_units(knife: Knife, maker: Dense | Conv, by: int, found: dict[int, Flow], fan_in: Tensor | None) -> None:
    key = maker.key
    weight = knife.weights[f"{key}.weight"]
    shape = (by, *weight.shape[1:])
    rows = _random_rows(weight, shape, knife.generator)
    if fan_in is not None:
        length = weight.flatten(1).norm(dim=1).mean()
        rows[: len(fan_in)] = fan_in * length  # (k, fan_in), k ≤ by: the rest stays random
    knife.append(f"{key}.weight", 0, rows)
    for kind, value in (("bias", 0.0), ("norm_weight", 1.0), ("norm_bias", 0.0)):
        if f"{key}.{kind}" in knife.weights:
            knife.append(f"{key}.{kind}", 0, torch.full((by,), value))
    for kind, value in (("running_mean", 0.0), ("running_var", 1.0)):
        if f"{key}.{kind}" in knife.buffers:
            old = knife.buffers[f"{key}.{kind}"]
            knife.buffers[f"{key}.{kind}"] = torch.cat([old, torch.full((by,), value).to(old)])


def _random_rows(weight: Tensor, shape: tuple[int, ...], generator: Generator) -> Tensor:
    """Random rows at the scale that the trained rows have now."""
    scale = weight.double().square().mean().sqrt().clamp_min(1e-3).cpu()
    return (torch.randn(shape, generator=generator, dtype=torch.float64) * scale).to(weight)


def _append_columns(knife: Knife, reader: Layer, columns: int) -> None:
    weight = knife.weights[f"{reader.key}.weight"]
    knife.append(f"{reader.key}.weight", 1, torch.zeros(len(weight), columns, *weight.shape[2:]))


def _split(
    knife: Knife, group: int, found: dict[int, Flow], makers: tuple[Layer, ...], readers: tuple[Layer, ...], edit: Widen
) -> None:
    width = width_of(makers[0])
    order = torch.randperm(width, generator=knife.generator)
    copies = order.repeat(edit.by // width + 1)[: edit.by].to(knife.model.device)
    if edit.by > width:
        raise EditError(
            "Splitting can at most double layer {layer}, which has {width} units.", layer=edit.layer, width=width
        )
    for maker in makers:
        for kind in ("weight", "bias", "norm_weight", "norm_bias"):
            if f"{maker.key}.{kind}" in knife.weights:
                knife.append_copies(f"{maker.key}.{kind}", 0, copies)
        for kind in ("running_mean", "running_var"):
            if f"{maker.key}.{kind}" in knife.buffers:
                old = knife.buffers[f"{maker.key}.{kind}"]
                knife.buffers[f"{maker.key}.{kind}"] = torch.cat([old, old[copies]])
        if all(f"{maker.key}.{kind}" in knife.weights for kind in ("weight",)):
            _share_memory(knife, maker, copies, width)
    for reader in readers:
        _share_columns(knife, reader, copies, found[reader.key].columns)


def _share_memory(knife: Knife, maker: Layer, copies: Tensor, width: int) -> None:
    """A copied unit's gradient is a share of the old one's: first moments × ½ on average, second × ¼."""
    both = torch.cat([copies, torch.arange(width, width + len(copies), device=copies.device)])
    for slot, factor in (("mean", 0.5), ("momentum", 0.5), ("square", 0.25), ("largest", 0.25), ("average", 0.25)):
        if slot in knife.parts:
            for kind in ("weight", "bias", "norm_weight", "norm_bias"):
                if f"{maker.key}.{kind}" in knife.parts[slot]:
                    knife.parts[slot][f"{maker.key}.{kind}"][both] *= factor


def _share_columns(knife: Knife, reader: Layer, copies: Tensor, columns: int) -> None:
    """Outgoing weights v become v·s for the old unit and v·(1 − s) for its copy, s random per weight around ½."""
    name = f"{reader.key}.weight"
    places = (copies[:, None] * columns + torch.arange(columns, device=copies.device)).flatten()
    old = knife.weights[name].index_select(1, places)
    share = (0.25 + 0.5 * torch.rand(old.shape, generator=knife.generator, dtype=torch.float64)).to(old)
    part = old * share
    knife.append_copies(name, 1, places)
    weights = knife.weights[name]
    weights[:, -len(places) :] = part
    weights[:, places] = old - part


def _calibrate(knife: Knife, made: Model, makers: tuple[Layer, ...], by: int) -> None:
    """Give the new channels of batch norms the statistics they have on the training samples."""
    normed = [m for m in makers if isinstance(m, (Dense, Conv)) and m.norm == "batch"]
    if not normed:
        return
    probe = snapshot(made)
    for maker in normed:
        probe.buffers[f"{maker.key}.running_mean"].zero_()
        probe.buffers[f"{maker.key}.running_var"].zero_()
    with torch.no_grad():
        forward(probe, knife.inputs, training=True, generator=Generator(device=made.device).manual_seed(0))
    for maker in normed:
        for kind in ("running_mean", "running_var"):
            # One pass from zero leaves a share `momentum` of the batch's statistics.
            made.buffers[f"{maker.key}.{kind}"][-by:] = probe.buffers[f"{maker.key}.{kind}"][-by:] / 0.1


# ---------------------------------------------------------------------------------------------------------- narrowing
def going(knife: Knife, edit: Narrow | RemoveUnit) -> Tensor:
    """Return which units go, as sorted 0-based numbers."""
    if isinstance(edit, RemoveUnit):
        return torch.tensor([edit.unit])
    scores = importance.scores(
        knife.model, edit.layer, rank=edit.rank, inputs=knife.inputs, targets=knife.targets, task=knife.task
    )
    return scores.cpu().topk(edit.by, largest=False).indices.sort().values


def narrowed(knife: Knife, number: int, gone: Tensor, *, exact: dict[int, Tensor] | None = None) -> Model:
    """Return the model without the units `gone` of a layer; what reads them is refitted (or, with `exact`, given)."""
    net = knife.model.net
    group, found = tied(net, number)
    makers, readers = producers(net, group, found), consumers(net, group, found)
    width = width_of(makers[0])
    stays = torch.ones(width, dtype=torch.bool)
    stays[gone] = False
    kept = stays.nonzero().flatten().to(knife.model.device)
    if exact is None:
        fitted = {
            r.key: refit.without_units(knife.model, r, kept, columns=found[r.key].columns, inputs=knife.inputs)
            for r in readers
        }
    else:
        fitted = {}
    after = replace(net, layers=edited(net, Narrow(number, len(gone))).layers)
    for maker in makers:
        _keep_units(knife, maker, kept)
    for reader in readers:
        columns = found[reader.key].columns
        places = (kept[:, None] * columns + torch.arange(columns, device=kept.device)).flatten()
        knife.select(f"{reader.key}.weight", 1, places)
        if reader.key in fitted:
            weight, bias = fitted[reader.key]
            knife.weights[f"{reader.key}.weight"] = weight
            knife.weights[f"{reader.key}.bias"] = bias
    for key, weight in (exact or {}).items():
        knife.weights[f"{key}.weight"] = weight
    made = knife.sewn(after)
    if exact is None:
        refit.repair(knife.model, made, inputs=knife.inputs)
    return made


def _keep_units(knife: Knife, maker: Layer, kept: Tensor) -> None:
    for kind in ("weight", "bias", "norm_weight", "norm_bias"):
        if f"{maker.key}.{kind}" in knife.weights:
            knife.select(f"{maker.key}.{kind}", 0, kept)
    for kind in ("running_mean", "running_var"):
        if f"{maker.key}.{kind}" in knife.buffers:
            knife.buffers[f"{maker.key}.{kind}"] = knife.buffers[f"{maker.key}.{kind}"][kept]


def pruned(knife: Knife, edit: Prune) -> tuple[Model, Sentence]:
    """Remove units that are never active or repeat another, exactly; raise `EditError` when there is none."""
    net = knife.model.net
    found = importance.idle(knife.model, edit.layer, inputs=knife.inputs)
    if not len(found.gone):
        raise EditError(
            "Every unit of layer {layer} is active and none repeats another; nothing to prune.", layer=edit.layer
        )
    said = say("Hidden {place}: {count} idle units pruned", place=hidden_place(net, edit.layer), count=len(found.gone))
    return narrowed(knife, edit.layer, found.gone, exact=found.weights(knife.model, edit.layer)), said


def afresh(knife: Knife, edit: ResetUnit) -> Model:
    """Start one unit again: random fan-in, zero fan-out, no memory."""
    net = knife.model.net
    group, found = tied(net, edit.layer)
    for maker in producers(net, group, found):
        for name in [n for n in knife.weights if n.startswith(f"{maker.key}.")]:
            weight = knife.weights[name]
            kind = name.split(".")[1]
            row = (
                _random_rows(weight, (1, *weight.shape[1:]), knife.generator)[0]
                if kind == "weight"
                else float(kind == "norm_weight")
            )
            for part, tensors in knife.parts.items():
                tensors[name][edit.unit] = knife.newborn if part == "cohort" else 0
            knife.weights[name][edit.unit] = row
    for reader in consumers(net, group, found):
        columns = found[reader.key].columns
        place = slice(edit.unit * columns, (edit.unit + 1) * columns)
        for part, tensors in knife.parts.items():
            tensors[f"{reader.key}.weight"][:, place] = knife.newborn if part == "cohort" else 0
    return knife.sewn(net)


# ---------------------------------------------------------------------------------------------------------- insertion
def with_inserted(knife: Knife, edit: InsertLayer) -> Model:
    """Insert a layer; the function stays (pooling excepted, which changes it)."""
    net, made, start = inserted(knife.model.net, edit)
    if start == "norm":
        return _with_norm(knife, net, made)
    if start == "plain":
        return knife.sewn(net)
    if start == "residual":
        assert isinstance(made, Residual)
        _sew_block(knife, net, made, copy=None)
        return knife.sewn(net)
    assert isinstance(made, (Dense, Conv))
    width = flows(net)[made.key].inside[0]
    narrow, layer = _exactly(net, made, width)
    knife.put(f"{layer.key}.weight", _identity(layer, width))
    knife.put(f"{layer.key}.bias", torch.zeros(width))
    through = knife.sewn(narrow)
    more = width_of(made) - width
    if not more:
        return through
    number = next(n for n, x in enumerate(walk(narrow.layers), 1) if x.key == made.key)
    wider = Knife(through, knife.generator, knife.inputs, knife.targets, knife.task)
    wider.newborn = len(through.memory.ages) - 1 if through.memory.cohort is not None else wider.newborn
    return widened(wider, Widen(number, more))


def _exactly(net: Net, made: Dense | Conv, width: int) -> tuple[Net, Dense | Conv]:
    """The net with the new layer as wide as what reaches it."""
    layer = replace(made, width=width) if isinstance(made, Dense) else replace(made, channels=width)
    return replace(net, layers=with_layer(net.layers, made.key, [layer])), layer


def _identity(layer: Dense | Conv, width: int) -> Tensor:
    eye = torch.eye(width)
    if isinstance(layer, Dense):
        return eye
    kernel = torch.zeros(width, width, layer.kernel, layer.kernel)
    kernel[:, :, layer.kernel // 2, layer.kernel // 2] = eye
    return kernel


def _sew_block(knife: Knife, net: Net, block: Residual, *, copy: int | None) -> None:
    """Make the tensors of a new residual block: its first layer random (or a copy), its last one zero."""
    first, last = block.body
    assert isinstance(first, (Dense, Conv)) and isinstance(last, (Dense, Conv))
    if copy is None:
        for name, value in new_tensors(net, first, knife.generator).items():
            knife.put(name, value)
    else:
        for name in [n for n in knife.weights if n.startswith(f"{copy}.")]:
            knife.put(f"{first.key}.{name.split('.')[1]}", knife.weights[name].clone())
        for name in [n for n in knife.buffers if n.startswith(f"{copy}.")]:
            knife.buffers[f"{first.key}.{name.split('.')[1]}"] = knife.buffers[name].clone()
    for name, value in new_tensors(net, last, knife.generator).items():
        knife.put(name, torch.zeros_like(value))


def _with_norm(knife: Knife, net: Net, made: Layer) -> Model:
    """Batch norm that gives back, on the training samples, what went in: scale √(var + eps), shift mean."""
    assert isinstance(made, (Dense, Conv))
    linear = refit.pre_activations(knife.model, made.key, knife.inputs)  # (samples, width)
    mean, variance = linear.mean(0), linear.var(0, correction=0)
    knife.put(f"{made.key}.norm_weight", (variance + 1e-5).sqrt())
    knife.put(f"{made.key}.norm_bias", mean)
    knife.buffers[f"{made.key}.running_mean"] = mean.to(knife.model.flat)
    knife.buffers[f"{made.key}.running_var"] = variance.to(knife.model.flat)
    return knife.sewn(net)


def with_copy(knife: Knife, edit: CopyLayer) -> Model:
    """Put a copy of a layer right behind it, in a residual block whose last layer starts at zero."""
    net, block = copied(knife.model.net, edit)
    _sew_block(knife, net, block, copy=layer_at(knife.model.net, edit.layer).key)
    return knife.sewn(net)


# ------------------------------------------------------------------------------------------------------------ removal
def without(knife: Knife, edit: RemoveLayer, net: Net) -> Model:
    """Remove a layer: folded where linear, faded out, or with what follows refitted to give what it gave before."""
    layer = layer_at(knife.model.net, edit.layer)
    if edit.way == "fade" and isinstance(layer, (Dense, Conv)):
        made = knife.sewn(knife.model.net)
        made.fades[layer.key] = Fade(0, FADE_STEPS)
        return made
    inside = {x.key for x in walk((layer,))}
    reader = (
        _reader(knife.model.net, layer)
        if isinstance(layer, (Dense, Conv))
        else _next_weighted(knife.model.net, net, layer)
    )
    if reader is not None:
        foldable = (
            isinstance(layer, Dense)
            and layer.activation == "linear"
            and layer.norm == "none"
            and isinstance(reader, Dense)
        )
        weight, bias = (
            refit.folded(knife.model, layer.key, reader.key)
            if foldable
            else refit.in_place_of(knife.model, net, reader, inputs=knife.inputs)
        )
        resized = weight.shape != knife.weights[f"{reader.key}.weight"].shape
        for key in inside:
            knife.drop(key)
        if resized:
            knife.put(f"{reader.key}.weight", weight)
        knife.weights[f"{reader.key}.weight"] = weight
        knife.weights[f"{reader.key}.bias"] = bias
    for key in inside:
        knife.drop(key)
    made = knife.sewn(net)
    if isinstance(layer, (Dense, Conv, Residual)):
        refit.repair(knife.model, made, inputs=knife.inputs)
    return made


def _reader(net: Net, layer: Layer) -> Layer:
    found = flows(net)
    return consumers(net, found[layer.key].group_out, found)[0]


def _next_weighted(before: Net, after: Net, layer: Layer) -> Layer | None:
    """The dense or convolutional layer at the top level that reads what a removed block, pooling or dropout gave."""
    if not isinstance(layer, Residual):
        return None
    places = [x.key for x in before.layers]
    if layer.key not in places:
        return None
    behind = before.layers[places.index(layer.key) + 1 :]
    for following in behind:
        if isinstance(following, (Dense, Conv)):
            return following
        if isinstance(following, Residual):
            return None
    return None


def finished_fades(model: Model) -> tuple[int, ...]:
    """Return the keys of layers that have faded to linear and can be folded now."""
    return tuple(key for key, fade in model.fades.items() if fade.done >= fade.steps)


def fold_faded(model: Model, key: int, *, inputs: Tensor, targets: Tensor, task: Task) -> Applied:
    """Return the model without the layer `key`, whose activation is linear by now."""
    number = number_of(model.net, key)
    base = snapshot(model)
    del base.fades[key]
    linear = (
        edited(base.net, SetActivation(number, "linear"))
        if layer_at(base.net, number).activation != "linear"
        else base.net
    )  # type: ignore[union-attr]
    base.net = linear
    return apply(base, RemoveLayer(number, "refit"), seed=0, inputs=inputs, targets=targets, task=task)


def frozen(knife: Knife, edit: Freeze, net: Net) -> Model:
    """Freeze or free a layer (in the plan) or one unit (its fan-in, in the `still` marks)."""
    if edit.unit >= 0:
        key = layer_at(net, edit.layer).key
        for name, marks in knife.parts["still"].items():
            if name.startswith(f"{key}."):
                marks[edit.unit] = edit.frozen
    return knife.sewn(net)
