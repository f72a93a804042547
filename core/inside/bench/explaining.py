"""Why a line failed, in a sentence that says what to write instead. Python's and PyTorch's own text is beside it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

from core.inside.bench.captured import shortened, tried
from core.inside.bench.reading import is_tensor
from core.messages.inside.bench import ErrorKind, LineError
from core.sentence import Sentence, say

SAID = 1_200
"""Letters of PyTorch's own text that are kept."""
Explained = tuple[ErrorKind, Sentence]


def explained(error: BaseException, text: str, spaces: Mapping[str, Any], *, over: bool = False) -> LineError:
    """Return what is told of an error of the line `text`. `over`: it was interrupted because memory ran out."""
    said = _said(error)
    why: Explained = ("memory", NO_MEMORY) if over else _why(error, said, text, spaces)
    kind, sentence = why
    return LineError(kind, sentence, f"{type(error).__name__}: {said}" if said else type(error).__name__)


def _said(error: BaseException) -> str:
    return tried(lambda: shortened(str(error).strip(), SAID), "")


NO_MEMORY = say(
    "This would take more memory than lines may. Make it smaller, delete names with del, or allow more memory above."
)


def _why(error: BaseException, said: str, text: str, spaces: Mapping[str, Any]) -> Explained:
    by_class = _by_class(error, said.lower())
    if by_class is not None:
        return by_class
    if isinstance(error, NameError):
        return "name", _name(said, spaces)
    if isinstance(error, SyntaxError):
        return "syntax", _syntax(error)
    if isinstance(error, AttributeError):
        return "attribute", say("There is no such attribute. Tab behind the dot shows those there are.")
    for pattern, explain in RULES:
        found = re.search(pattern, said, re.IGNORECASE | re.DOTALL)
        if found:
            return explain(found, text, spaces)
    if isinstance(error, (IndexError, KeyError)):
        return "index", say("There is nothing at this index. Count from 0; .shape says how many there are.")
    return "other", say("The line could not be run. What Python says stands below.")


def _by_class(error: BaseException, said: str) -> Explained | None:
    if isinstance(error, KeyboardInterrupt):
        return "stopped", say("The line was stopped. What it had done until then stays.")
    if isinstance(error, SystemExit):
        return "exit", say("exit() would end Python. The bench stays; Start again forgets all names.")
    if isinstance(error, EOFError):
        return "input", say("input() waits for a keyboard, and a line has none. Write the value into the line.")
    if isinstance(error, RecursionError):
        return "recursion", say("A function calls itself without an end. Give it a case in which it returns.")
    if isinstance(error, MemoryError) or "out of memory" in said or "can't allocate memory" in said:
        return "memory", NO_MEMORY
    return None


def _name(said: str, spaces: Mapping[str, Any]) -> Sentence:
    import difflib

    found = re.search(r"name '(\w+)'", said)
    if found is None:
        return say("A name is used before it has a value. Give it one with =.")
    near = difflib.get_close_matches(found[1], [name for name in spaces if isinstance(name, str)], 1)
    if near:
        return say("There is no name {name}. Did you mean {near}?", name=found[1], near=near[0])
    return say("There is no name {name} yet. Give it a value first: {name} = …", name=found[1])


def _syntax(error: SyntaxError) -> Sentence:
    if "never closed" in str(error.msg) or "EOF" in str(error.msg):
        return say("Something that was opened is not closed. Each ( [ and quote needs its other half.")
    if error.offset:
        return say("Python cannot read this line. Look at letter {place}.", place=error.offset)
    return say("Python cannot read this line. Look at its brackets, quotes and commas.")


# ---------------------------------------------------------------------------------------------- PyTorch's own words
def _view(found: re.Match[str], text: str, spaces: Mapping[str, Any]) -> Explained:
    call = _call(text, "view")
    if call is not None:
        name, arguments = call
        value = spaces.get(name)
        if is_tensor(value) and value is not None:
            return "view", say(
                "view needs memory in one piece. {name} has the strides {strides}, so it is not contiguous. Write "
                "{name}.reshape({arguments}) or {name}.contiguous().view({arguments}).",
                name=name, strides=str(tuple(value.stride())), arguments=arguments,
            )  # fmt: skip
    return "view", say(
        "view needs memory in one piece, and this tensor is not contiguous. Write .reshape(…) or .contiguous().view(…)."
    )


def _call(text: str, method: str) -> tuple[str, str] | None:
    """Return (name, arguments as text) of the first ``name.method(arguments)`` in a line."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method:
            owner = node.func.value
            if isinstance(owner, ast.Name):
                return owner.id, ", ".join(map(ast.unparse, node.args))
    return None


def _matmul(found: re.Match[str], text: str, spaces: Mapping[str, Any]) -> Explained:
    a, b, c, d = found.groups()
    return "matmul", say(
        "A product needs the last number of the left shape to equal the first of the right one: ({a}, {b}) times "
        "({c}, {d}) has {b} and {c}. .t() turns a matrix round.",
        a=a, b=b, c=c, d=d,
    )  # fmt: skip


def _broadcast(found: re.Match[str], text: str, spaces: Mapping[str, Any]) -> Explained:
    a, b, dimension = found.groups()
    return "broadcast", say(
        "The shapes do not fit: dimension {dimension} has {a} on the left, {b} on the right. Counted from the right, "
        "two sizes must be equal, or one of them 1; unsqueeze adds a 1.",
        a=a, b=b, dimension=dimension,
    )  # fmt: skip


def _numbers(found: re.Match[str], text: str, spaces: Mapping[str, Any]) -> Explained:
    return "view", say(
        "The shapes do not hold equally many numbers. The product of a shape is how many it holds; -1 is worked out by "
        "itself."
    )


def _always(kind: ErrorKind, sentence: Sentence) -> Callable[[re.Match[str], str, Mapping[str, Any]], Explained]:
    return lambda found, text, spaces: (kind, sentence)


DTYPE = _always("dtype", say(
    "Two different number types meet here. Make them one: x.float(), x.long(), or x.to(y.dtype)."
))  # fmt: skip
DEVICE = _always("device", say(
    "The tensors are on different devices, and nothing is moved by itself. Move one: x.to(y.device)."
))  # fmt: skip
NO_CUDA = _always("no_cuda", say(
    'There is no GPU that PyTorch can use here. Write device = "cuda" if torch.cuda.is_available() else "cpu", then '
    "x.to(device): it runs everywhere."
))  # fmt: skip
LEAF = _always("leaf", say(
    "A tensor that learns must not be overwritten while its operations are recorded. Change it inside with "
    "torch.no_grad():, or compute a new one."
))  # fmt: skip
TWICE = _always("twice", say(
    "backward() has used this graph up. Compute the loss again before the next backward(), or write "
    "backward(retain_graph=True)."
))  # fmt: skip
NOT_SCALAR = _always("not_scalar", say(
    "backward() starts from one number, and this tensor has several. Make it one: .sum().backward() or "
    ".mean().backward()."
))  # fmt: skip
NO_GRAD = _always("no_grad", say(
    "Nothing here asks for a gradient. Make the tensor with requires_grad=True, and compute outside torch.no_grad()."
))  # fmt: skip
CHANGED = _always("changed", say(
    "A tensor that backward() still needs was overwritten. Compute a new one instead of changing it in place: no +=, "
    "no name that ends in _."
))  # fmt: skip
INDEX = _always("index", say(
    "There is nothing at this index. Count from 0; .shape says how many there are."
))  # fmt: skip
TARGET = _always("loss_target", say(
    "A loss wants targets of another kind: F.cross_entropy whole numbers (torch.long) from 0 to classes - 1."
))  # fmt: skip
FLOAT_GRAD = _always("dtype", say(
    "Only floating numbers have gradients. Write 2. instead of 2, or x.float()."
))  # fmt: skip

RULES: tuple[tuple[str, Callable[[re.Match[str], str, Mapping[str, Any]], Explained]], ...] = (
    (r"view size is not compatible", _view),
    (r"shape '.*' is invalid for input of size", _numbers),
    (r"cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)", _matmul),
    (
        r"size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at non-singleton dimension (\d+)",
        _broadcast,
    ),
    (r"not compiled with CUDA|NVIDIA driver|No CUDA GPUs|no CUDA-capable", NO_CUDA),
    (r"same device|expected device|on (?:the )?(?:cpu|cuda|meta).* but|device type", DEVICE),
    (r"leaf variable|leaf Variable that requires grad", LEAF),
    (r"second time", TWICE),
    (r"grad can be implicitly created only for scalar", NOT_SCALAR),
    (r"does not require grad", NO_GRAD),
    (r"modified by an inplace operation", CHANGED),
    (r"only tensors of floating point|require gradients", FLOAT_GRAD),
    (r"expected scalar type|same dtype|dtype|can't be cast", DTYPE),
    (r"target .* out of bounds|target", TARGET),
    (r"out of (?:range|bounds)|too many indices|out-of-bounds", INDEX),
)
"""PyTorch's text as it is in every release since 2.2, and what is said beside it; the first that fits counts."""
