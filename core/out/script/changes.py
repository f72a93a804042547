"""An edit as lines of PyTorch, and the tensors that they take from the file of chosen numbers.

    change = Change(edited, number=3, ...)
    change.lines, change.tensors, change.uses

What belongs together is found by comparing the two models: modules that stay are moved, rows and columns that come and
go are cut and joined with the optimizer's memory, and values that the app has chosen are written. After each line the
writer knows what the script has by then (`core.out.script.mirror`), so whatever is still different gets a line too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from core.net.plan import Conv, Dense, Net, numbered
from core.net.shapes import parameter_shapes
from core.out.script import mirror
from core.out.script.layers import Item, sequential, walk
from core.out.script.mirror import Numbers, Places, places_of
from core.out.script.story import Edited
from core.out.script.text.template import call, quoted
from core.train.model.model import views

IN_TEXT = 40
"""So many places are listed in the script; more lie in the file of tensors."""


@dataclass
class Change:
    """What an edit does to the script's network. `before`, `after`: its modules; `climb`, `young`: how the script has
    these two by now."""

    edited: Edited
    number: int
    before: tuple[Item, ...]
    after: tuple[Item, ...]
    climb: int = 0
    young: bool = False
    lines: list[str] = field(default_factory=list)
    tensors: dict[str, Tensor] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)
    _kept: list[int] = field(default_factory=list)
    _frozen: dict[str, Tensor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        before, after = self.edited.before, self.edited.after
        self._origin = views(self.edited.origin, parameter_shapes(after.net))
        self._was = mirror.state_of(before, self.before)
        self._goal = mirror.state_of(after, self.after)
        self._owner = {name: item for item in walk(self.before) for _, name in item.parameters}
        self._slots = [name for numbers in self._was.values() for name in numbers.memory]
        self._begin()
        self._sources = self._sources_of()
        self._restructure()
        for item in walk(self.after):
            for path, name in item.parameters:
                self._parameter(item, path, name)
            self._statistics(item)
        self._freeze()

    # -------------------------------------------------------------------------------------------- what stands before
    def _begin(self) -> None:
        """Let what is new climb as slowly as the app has it."""
        is_new = self.edited.origin == 0
        if not bool(is_new.any()):
            return
        slow = torch.cat([numbers.slow.flatten() for numbers in self._in_order(self._goal)])
        climb = int(slow[is_new].mode().values)
        if climb != self.climb:
            self.lines.append(f"training.climb = {climb}")
        self.climb, self.young = climb, True
        self.uses.add("grown")

    def _in_order(self, state: dict[str, Numbers]) -> list[Numbers]:
        path_of = {name: path for item in walk(self.after) for path, name in item.parameters}
        return [state[path_of[name]] for name in parameter_shapes(self.edited.after.net)]

    def _put(self, name: str, tensor: Tensor) -> str:
        """Keep a tensor for the file; return how the script reads it."""
        key = f"{self.number}.{name}"
        self.tensors[key] = tensor.detach().clone().contiguous()
        return f"chosen[{quoted(key)}]"

    # ---------------------------------------------------------------------------------------------------- the modules
    def _sources_of(self) -> dict[str, Item]:
        """Return which module of before each module with parameters is, by its path now."""
        found: dict[str, Item] = {}
        taken: set[str] = set()
        for item in walk(self.after):
            if not item.parameters:
                continue
            places = self._places(item.parameters[0][1])
            owner = self._owner.get(places.source) if places is not None else self._owner.get(item.parameters[0][1])
            if owner is not None and owner.kind == item.kind and owner.path not in taken:
                found[item.path] = owner
                taken.add(owner.path)
        return found

    def _places(self, name: str) -> Places | None:
        return places_of(self._origin[name], self.edited.before)

    def _signature(self, item: Item) -> tuple[object, ...]:
        """What a module is, but for its sizes."""
        if item.parameters:
            return item.path, item.role, item.kind
        return item.path, item.role, item.text

    def _restructure(self) -> None:
        """Write the network again, where its modules are others; tell a convolution of its groups."""
        was = [(self._signature(item), item.path) for item in walk(self.before)]
        now = [
            (self._signature(item), self._sources[item.path].path if item.path in self._sources else
             "" if item.parameters else item.path)
            for item in walk(self.after)
        ]  # fmt: skip
        if was != now:
            self.uses.add("register")
            self.lines += ["net = training.net", f"training.net = {sequential(self.after, self._text)}"]
            self.lines.append("training.register()")
        for path, source in self._sources.items():
            item = next(one for one in walk(self.after) if one.path == path)
            groups = item.text.rpartition("groups=")[2].rstrip(")") if "groups=" in item.text else ""
            if groups and not source.text.endswith(f"groups={groups})"):
                self.lines.append(f"training.net.{path}.groups = {groups}")

    def _text(self, item: Item) -> str:
        """Return a module that is there, or what makes a new one."""
        source = self._sources.get(item.path)
        if source is not None:
            return f"net.{source.path}"
        same = next((one for one in walk(self.before) if one.key == item.key and one.role == item.role), None)
        if item.blend and same is not None and same.blend and same.text == item.text:
            return f"net.{same.path}.activation" if item.role == "block" else f"net.{same.path}"
        return item.text

    # ------------------------------------------------------------------------------------------------- the parameters
    def _parameter(self, item: Item, path: str, name: str) -> None:
        goal, source = self._goal[path], self._sources.get(item.path)
        if source is None:
            default = torch.ones_like(goal.values) if item.role == "norm" else torch.full_like(goal.values, torch.nan)
            if path.endswith("bias") and item.role == "norm":
                default = torch.zeros_like(goal.values)
            now = mirror.new(default, self._slots, self.climb)
        else:
            kind = path.rpartition(".")[2]
            old = next(theirs for ours, theirs in source.parameters if ours.endswith(f".{kind}"))
            now = self._cut(path, self._was[f"{source.path}.{kind}"], self._places_from(name, old, goal), goal)
        self._correct(path, now, goal)

    def _places_from(self, name: str, old: str, goal: Numbers) -> Places:
        """Return where a parameter's numbers come from in the parameter `old`; all are new where that is nowhere."""
        places = self._places(name)
        if places is not None and places.source == old:
            return places
        shape = goal.values.shape
        was = self.edited.before.parameters[old].shape
        if shape == was:  # the same parameter, with other values and another memory
            return Places(old, list(range(shape[0])), list(range(shape[1] if len(shape) > 1 else 1)), [])
        return Places(old, [-1] * shape[0], [-1] * (shape[1] if len(shape) > 1 else 1), [])

    def _cut(self, path: str, now: Numbers, places: Places, goal: Numbers) -> Numbers:
        for dimension, at in ((1, places.columns), (0, places.rows)):
            if dimension >= now.values.dim() or at == list(range(now.values.shape[dimension])):
                continue
            now = self._along(path, now, dimension, at, goal)
        if places.holes and now.memory:
            self.uses |= {"forget"}
            self.lines.append(f"training.forget({quoted(path)}, {places.holes[0]})")
            now = now.without(places.holes[0])
        return now

    def _along(self, path: str, now: Numbers, dimension: int, at: list[int], goal: Numbers) -> Numbers:
        """Write the line that gives a dimension another order."""
        self.uses.add("rearrange")
        old, what = now.values.shape[dimension], ("rows", "columns")[dimension]
        given = now.rearranged(dimension, at, self.climb)
        if min(at) >= 0 and at == sorted(set(at)):
            self.uses.add(f"keep_{what}")
            places = self._listed(path, what, at)
            self.lines.append(f"training.keep_{what}({quoted(path)}, {places})")
            return given
        behind = at[:old] == list(range(old)) and set(at[old:]) == {-1}
        fits = given.values.shape[1 - dimension :] == goal.values.shape[1 - dimension :] if dimension == 0 else True
        if behind and fits:
            values = goal.values.narrow(dimension, old, len(at) - old)
            if dimension == 1 and len(values) != len(given.values):
                values = torch.zeros_like(given.values.narrow(1, old, len(at) - old))
            self.uses.add(f"add_{what}")
            self.lines.append(f"training.add_{what}({quoted(path)}, {self._written(f'{path}.new_{what}', values)})")
            return given.with_values(dimension, old, values)
        listed = self._listed(path, what, at)
        self.lines.append(f"training.rearrange({quoted(path)}, {dimension}, {listed})")
        return given

    def _listed(self, path: str, what: str, at: list[int]) -> str:
        if at != self._kept:
            self._kept = at
            told = str(at) if len(at) <= IN_TEXT else self._put(f"{path}.{what}", torch.tensor(at))
            self.lines.append(f"places = {told}")
        return "places"

    def _written(self, name: str, values: Tensor) -> str:
        """Return a tensor as text: zeros, an identity, or where it is in the file."""
        if not bool(values.any()):
            return f"torch.zeros({', '.join(map(str, values.shape))})"
        if values.dim() == 2 and values.shape[0] == values.shape[1] and torch.equal(values, torch.eye(len(values))):
            return f"torch.eye({len(values)})"
        return self._put(name, values)

    def _correct(self, path: str, now: Numbers, goal: Numbers) -> None:
        """Write what is still different."""
        if not torch.equal(now.values, goal.values):
            self.uses.add("write")
            self.lines.append(f"training.write({quoted(path)}, {self._written(path, goal.values)})")
        if any(not torch.equal(now.memory[name], kept) for name, kept in goal.memory.items() if name in now.memory):
            self.uses |= {"remember", "grown"}
            told = [f"{name}={self._put(f'{path}.{name}', kept)}" for name, kept in goal.memory.items()]
            self.lines.append(call("training.remember", quoted(path), *told))
        if self.young and not now.same_ages(goal):
            self.uses.add("aged")
            told = [f"{name}={self._alike(f'{path}.{name}', getattr(goal, name))}" for name in ("age", "begun", "slow")]
            self.lines.append(call("training.aged", quoted(path), *told))
        self._frozen[path] = now.frozen.reshape(len(now.frozen), -1)

    def _alike(self, name: str, tensor: Tensor) -> str:
        first = tensor.flatten()[0]
        return str(int(first)) if bool((tensor == first).all()) else self._put(name, tensor.to(torch.int32))

    # ------------------------------------------------------------------------------------ batch norm, what is frozen
    def _statistics(self, item: Item) -> None:
        """Write a batch norm's running statistics where they are others."""
        if item.role != "norm":
            return
        source = self._sources.get(item.path)
        for kind, usual in (("running_mean", 0.0), ("running_var", 1.0)):
            goal = self.edited.after.buffers[f"{item.key}.{kind}"].to(self.edited.after.flat)
            was = torch.full_like(goal, usual)
            if source is not None:
                was = self.edited.before.buffers[f"{source.key}.{kind}"].to(goal)
            if not torch.equal(goal, was):
                self.lines.append(f"training.net.{item.path}.{kind} = {self._put(f'{item.path}.{kind}', goal)}")

    def _freeze(self) -> None:
        """Write what is frozen now, and what is not any more."""
        modules = {item.path: item for item in walk(self.after)}
        for item in (item for item in modules.values() if item.role == "layer"):
            norm = modules.get(f"{item.path}_norm")
            paths = [path for path, _ in (*item.parameters, *(norm.parameters if norm is not None else ()))]
            was = torch.stack([self._frozen[path].all(1) for path in paths]).all(0)
            some = torch.stack([self._frozen[path].any(1) for path in paths]).any(0)
            self._freeze_layer(item.path, was, some, self._goal[paths[0]].frozen.flatten(1).any(1))
        rests = at_rest(self.after, self.edited.after.net)
        if rests != at_rest(self.before, self.edited.before.net):
            self.uses |= {"frozen", "rests"}
            self.lines.append(f"training.at_rest = [{', '.join(map(quoted, rests))}]")

    def _freeze_layer(self, path: str, was: Tensor, some: Tensor, goal: Tensor) -> None:
        freezes, frees = goal & ~was, some & ~goal
        for units, told in ((freezes, ""), (frees, ", still=False")):
            if not bool(units.any()):
                continue
            self.uses.add("frozen")
            whole = bool(units.all()) or (bool(goal.all()) and not told)
            which = "" if whole else f", units={units.nonzero().flatten().tolist()}"
            self.lines.append(f"training.freeze({quoted(path)}{which}{told})")


def at_rest(items: tuple[Item, ...], net: Net) -> list[str]:
    """Return the batch norms that keep their statistics while training: those of frozen layers."""
    frozen = {layer.key for layer in numbered(net) if isinstance(layer, (Dense, Conv)) and layer.frozen}
    return [item.path for item in walk(items) if item.role == "norm" and item.key in frozen]
