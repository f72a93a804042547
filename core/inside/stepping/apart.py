"""One step, taken apart: it is run once with hooks on its modules and tensors, and everything is kept.

    apart = Apart(training)
    apart.told()                     # code, stops, the names of the tensors at each
    apart.store.kept["h1"].tensor

The modules are those of `core.inside.written`; a line of code is all modules of one layer of the plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from core.inside.stepping.kept import BUDGET_BYTES, Store
from core.inside.stepping.written_out import line_of, loss_line
from core.inside.written.network import Block, OnItsWay
from core.inside.written.step import STATE_NAMES, Step
from core.messages.inside.stepping import StepStop, StepTensor, StopKind, TakenApart
from core.net.plan import INPUT, Layer, LayerKey, Residual, is_weighted, numbered, output_layer
from core.train.training.training import Training

NORM_NAMES = {"weight": "gamma", "bias": "beta"}


@dataclass
class Place:
    """A layer in the step: its modules in the order they run, and the names of its tensors."""

    layer: Layer
    number: int
    modules: list[nn.Module] = field(default_factory=list)
    source: str = ""
    before: str = ""
    result: str = ""
    inner: str = ""
    line: int = 0
    parameters: dict[str, nn.Parameter] = field(default_factory=dict)


class Apart:
    """A step and all its tensors. The weights are as before the step afterwards."""

    def __init__(self, training: Training, *, budget: int = BUDGET_BYTES) -> None:
        self.step = Step(training)
        self.store = Store(budget)
        self.number = training.step + 1
        self.places: dict[LayerKey, Place] = {}
        self.masks: dict[str, Tensor] = {}
        """What dropout multiplied by, by the full name of its module."""
        self._output = output_layer(training.net).key
        self._names: dict[int, str] = {}
        self._alive: list[Tensor] = []
        self.order: list[LayerKey] = []
        self._listening = False
        self._make_places(training)
        hooks = self._hooks()
        try:
            self._run()
        finally:
            for hook in hooks:
                hook.remove()
            self._alive.clear()
            self._names.clear()
            self.step.back()
        self._write()

    # ---------------------------------------------------------------------------------------------------- places
    def _make_places(self, training: Training) -> None:
        net, modules = training.net, dict(self.step.network.named_modules())
        for number, layer in enumerate(numbered(net), 1):
            self.places[layer.key] = Place(layer, number)
        for name, key in self.step.network.keys.items():
            place, module = self.places[key], modules[name]
            place.modules.append(module)
            if isinstance(module, Block):
                if module.activation is not None:
                    place.modules.append(module.activation)
                continue
            norm = isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))
            for which, parameter in module.named_parameters(recurse=False):
                short = NORM_NAMES[which] if norm else {"weight": "W", "bias": "b"}[which]
                place.parameters[f"{short}{place.number}"] = parameter

    def parameters(self) -> dict[str, nn.Parameter]:
        """Return every parameter by its name in the code."""
        return {name: one for place in self.places.values() for name, one in place.parameters.items()}

    # ----------------------------------------------------------------------------------------------------- hooks
    def _hooks(self) -> list[Any]:
        hooks: list[Any] = []
        names = {module: name for name, module in self.step.network.named_modules()}
        for key, place in self.places.items():
            block = isinstance(place.layer, Residual)
            for module in place.modules:
                hooks.append(module.register_forward_hook(partial(self._ran, key, block, names[module])))
        for name, parameter in self.parameters().items():
            if parameter.requires_grad:
                on = parameter.register_hook(partial(self._gradient, f"∂{name}", True))  # type: ignore[no-untyped-call]
                hooks.append(on)
        return hooks

    def _ran(self, key: LayerKey, block: bool, name: str, module: nn.Module, given: Any, out: Tensor) -> None:
        """A module has run: what came out is the layer's result so far."""
        place, source = self.places[key], given[0]
        if isinstance(module, Block) or (not block and module is place.modules[0]):
            place.source = self._names.get(id(source), "?")
        if isinstance(module, nn.Dropout):
            self.masks[name] = _mask(source, out)
        result = "out" if key == self._output else f"h{place.number}"
        last = module is place.modules[-1] if not block else isinstance(module, Block)
        if block and not last:  # the activation of a block: what goes in is what was before it
            place.before = f"z{place.number}"
            self._note(place.before, source, "before")
            return
        if last:
            if isinstance(module, Block):
                place.inner = self._inner(place)
            place.result = result
            self._note(result, out, "out")
            self.order.append(key)
        else:
            kind = "n" if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)) else "z"
            place.before = place.before if kind == "n" and place.before else f"{kind}{place.number}"
            self._note(f"{kind}{place.number}", out, "before")

    def _inner(self, place: Place) -> str:
        body = place.layer.body if isinstance(place.layer, Residual) else ()
        return self.places[body[-1].key].result if body else place.source

    def _note(self, name: str, tensor: Tensor, role: Any) -> None:
        self._alive.append(tensor)  # until the step is done, so that no other gets its id
        self._names[id(tensor)] = name
        self.store.keep(name, tensor, role)
        if tensor.requires_grad:
            tensor.register_hook(partial(self._gradient, f"∂{name}", False))  # type: ignore[no-untyped-call]

    def _gradient(self, name: str, of_weight: bool, gradient: Tensor) -> None:
        if self._listening:
            role = "gradient_weight" if of_weight else "gradient"
            self.store.keep(name, gradient, role, copied=of_weight)  # type: ignore[arg-type]

    # ------------------------------------------------------------------------------------------------------- run
    def _run(self) -> None:
        step, store = self.step, self.store
        step.draw_as_the_training()
        store.keep("x", step.x, "batch")
        store.keep("y", step.y, "target")
        self._names[id(step.x)] = "x"
        before = {"weight": "weight", "bias": "bias", "gamma": "norm", "beta": "norm"}
        kinds = {"W": "weight", "b": "bias"}
        for name, parameter in self.parameters().items():
            role: Any = kinds.get(name.rstrip("0123456789"), before.get(name.rstrip("0123456789"), "norm"))
            store.keep(name, parameter, role, copied=True)
        for line in step.lines:
            self._listening = line.part == "backward"
            if line.part == "update":
                self._memory("memory")
            line.run()
            if line.part == "loss":
                store.keep("loss", step.loss, "loss")
            if line.part == "clip":
                for name, parameter in self.parameters().items():
                    if parameter.grad is not None:
                        store.keep(f"clipped ∂{name}", parameter.grad, "clipped", copied=True)
        self._listening = False
        self.loss = float(step.loss.detach())
        self._after()

    def _memory(self, role: Any) -> None:
        """Keep what the optimizer remembers of each parameter."""
        state = self.step.optimizer.state
        for name, parameter in self.parameters().items():
            for slot in sorted(set(STATE_NAMES.values())):
                held = state.get(parameter, {}).get(slot)
                if isinstance(held, Tensor):
                    told = f"{slot}[{name}]" if role == "memory" else f"new {slot}[{name}]"
                    self.store.keep(told, held, role, copied=True)

    @torch.no_grad()
    def _after(self) -> None:
        """Keep the weights after the step, what changed, and the optimizer's memory."""
        for name, parameter in self.parameters().items():
            ours = self.step.network.parameter_names
            full = next(full for full, one in self.step.network.named_parameters() if one is parameter)
            self.store.keep(f"new {name}", parameter, "new", copied=True)
            self.store.keep(f"Δ{name}", parameter.detach() - self.step.start[ours[full]], "change")
        self._memory("new_memory")

    # ---------------------------------------------------------------------------------------------- code and stops
    def _write(self) -> None:
        task, settings = self.step.training.dataset.task, self.step.settings
        self.lines = ["x, y = next(batches)"]
        for key in self.order:
            place = self.places[key]
            way = any(isinstance(module, OnItsWay) for module in place.modules)
            share = any(isinstance(module, Block) and module.share is not None and not _is_one(module.share)
                        for module in place.modules)  # fmt: skip
            self.lines.append(line_of(
                place.layer, place.number, place.source, place.result, inner=place.inner, on_its_way=way or share
            ))  # fmt: skip
            place.line = len(self.lines)
        output = self.places[self.order[-1]].result if self.order else "x"
        self.lines += [loss_line(task, settings, output), "loss.backward()"]
        if settings.clip:
            self.lines.append(f"clip_grad_norm_(parameters, {settings.clip:g})")
        self.lines.append(f"{settings.optimizer}.step()")
        self.stops = tuple(self._stops(output))

    def _stops(self, output: str) -> list[StepStop]:
        store, after = self.store, len(self.order) + 2
        made = [StepStop("batch", INPUT, 1, store.at("x", "y"))]
        for key in self.order:
            made.append(self._stop("forward", key, self.places[key].line, self._forward))
        made.append(StepStop("loss", INPUT, after, (*store.as_("in", output), *store.at("y", "loss", f"∂{output}"))))
        for key in reversed(self.order):
            made.append(self._stop("backward", key, after + 1, self._backward))
        names = tuple(self.parameters())
        if self.step.settings.clip:
            made.append(StepStop("clip", INPUT, after + 2, store.at(*(f"clipped ∂{name}" for name in names))))
        made.append(StepStop("update", INPUT, len(self.lines), self._update(names)))
        return made

    def _stop(
        self, kind: StopKind, key: LayerKey, line: int, tensors: Callable[[Place], tuple[StepTensor, ...]]
    ) -> StepStop:
        return StepStop(kind, key, line, tensors(self.places[key]))

    def _forward(self, place: Place) -> tuple[StepTensor, ...]:
        n, store = place.number, self.store
        inner = store.as_("in", place.inner) if place.inner != place.source else ()
        return (*store.as_("in", place.source), *inner, *store.at(*place.parameters, f"z{n}", f"n{n}", place.result))

    def _backward(self, place: Place) -> tuple[StepTensor, ...]:
        n, store = place.number, self.store
        own = [f"∂{place.result}", f"∂n{n}", f"∂z{n}", *(f"∂{name}" for name in place.parameters)]
        slots = [f"{slot}[{name}]" for name in place.parameters for slot in sorted(set(STATE_NAMES.values()))]
        return (*store.at(*own), *store.as_("gradient", f"∂{place.source}"), *store.at(*place.parameters, *slots))

    def _update(self, names: tuple[str, ...]) -> tuple[StepTensor, ...]:
        told: list[str] = []
        for name in names:
            told += [f"∂{name}", f"Δ{name}", f"new {name}"]
            told += [f"new {slot}[{name}]" for slot in sorted(set(STATE_NAMES.values()))]
        return self.store.at(*told)

    def told(self) -> TakenApart:
        """Return what is told of it."""
        store = self.store
        return TakenApart(
            self.number, tuple(self.lines), self.stops, self.loss if math.isfinite(self.loss) else math.nan,
            store.bytes, store.budget, store.left_out, store.left_out_bytes,
        )  # fmt: skip

    def place_of(self, name: str) -> Place | None:
        """Return the layer with weights whose output, or value before the activation, is called so."""
        for place in self.places.values():
            if is_weighted(place.layer) and name in (place.result, f"z{place.number}", f"n{place.number}"):
                return place
        return None


def _is_one(share: float | Tensor) -> bool:
    return isinstance(share, float) and share == 1.0


def _mask(source: Tensor, out: Tensor) -> Tensor:
    """Return what dropout multiplied its input by."""
    if source.requires_grad:
        return torch.autograd.grad(out, source, torch.ones_like(out), retain_graph=True)[0].detach()
    return torch.where(source == 0, torch.zeros_like(out), out / source)
