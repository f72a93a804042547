"""The tensors of a step that are kept to look at, within a budget of bytes."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from core.messages.inside.stepping import Role, StepTensor

BUDGET_BYTES = 512 * 2**20
"""What the tensors of one step may take together; a training on the same computer needs memory as well."""


@dataclass(frozen=True)
class Kept:
    """A tensor, and what autograd said of it when it came about."""

    tensor: Tensor
    needs_grad: bool
    grad_fn: str
    saved: tuple[str, ...]


class Store:
    """Tensors by their names in the code. What no room is for is counted, and its shape is known."""

    def __init__(self, budget: int) -> None:
        self.budget, self.bytes = budget, 0
        self.left_out, self.left_out_bytes = 0, 0
        self.kept: dict[str, Kept] = {}
        self.known: dict[str, StepTensor] = {}
        self._storages: set[int] = set()

    def keep(self, name: str, tensor: Tensor, role: Role, *, copied: bool = False) -> None:
        """Keep a tensor; `copied`: a copy of it, since it is about to change."""
        size, where = tensor.numel() * tensor.element_size(), tensor.untyped_storage().data_ptr()
        shared = not copied and where in self._storages  # a view of what is kept already costs nothing
        fits = shared or self.bytes + size <= self.budget
        self.known[name] = StepTensor(name, tuple(tensor.shape), role, fits)
        if not fits:
            self.left_out += 1
            self.left_out_bytes += size
            return
        told = told_of(tensor)
        kept = tensor.detach().clone() if copied else tensor.detach()
        self._storages.add(kept.untyped_storage().data_ptr())
        self.bytes += 0 if shared else size
        self.kept[name] = Kept(kept, *told)

    def at(self, *names: str) -> tuple[StepTensor, ...]:
        """Return what is known of tensors, without those that there are not."""
        return tuple(self.known[name] for name in names if name in self.known)

    def as_(self, role: Role, *names: str) -> tuple[StepTensor, ...]:
        """Return the same as `at`, in another role: the output of a layer is the input of the next."""
        return tuple(StepTensor(one.name, one.shape, role, one.kept) for one in self.at(*names))


def told_of(tensor: Tensor) -> tuple[bool, str, tuple[str, ...]]:
    """Return (whether it needs a gradient, the name of its grad_fn, what that keeps for backward)."""
    node = tensor.grad_fn
    if node is None:
        return tensor.requires_grad, "", ()
    saved = []
    for attribute in dir(node):
        if attribute.startswith("_saved_"):
            value = getattr(node, attribute)
            if isinstance(value, Tensor):
                saved.append(f"{attribute.removeprefix('_saved_')} {tuple(value.shape)}")
    return tensor.requires_grad, node.name(), tuple(saved)
