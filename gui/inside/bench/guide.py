"""The eight guided pieces as a person reads them: what each step asks for, and a line that does it.

When a step is done is asked of the names themselves, in the inside worker (`core.inside.bench.guides`).
"""

from __future__ import annotations

from dataclasses import dataclass

from core.sentence import Sentence, say


@dataclass(frozen=True)
class GuideStep:
    """What to do, and a line that does it."""

    text: Sentence
    example: str


@dataclass(frozen=True)
class Guide:
    """A guided piece; `end`: what was seen in it."""

    name: str
    title: Sentence
    steps: tuple[GuideStep, ...]
    end: Sentence


PIECES = (
    Guide("make", say("Make tensors"), (
        GuideStep(say("Make a tensor of shape (3, 4) under a name. arange counts, reshape gives it rows and columns."),
                  "x = torch.arange(12).reshape(3, 4)"),
        GuideStep(say("Make one with random numbers, with at least two rows and two columns."), "r = torch.rand(2, 3)"),
        GuideStep(say("Make one of three dimensions, as a stack of matrices."), "s = torch.zeros(2, 3, 4)"),
    ), say("A tensor is numbers in a row, and a shape that says how they are read.")),
    Guide("dtype", say("Number types and sizes"), (
        GuideStep(say("Make a tensor of float16: two bytes for each number."), "h = torch.tensor([0.1, 2.5]).half()"),
        GuideStep(say("float16 ends at 65504. Put a larger number into one and see what is left of it."),
                  "big = torch.tensor([60000.0, 70000.0]).half()"),
        GuideStep(say("int8 holds -128 to 127. Add 1 to 127: it begins again below."),
                  "b = torch.tensor([127], dtype=torch.int8) + 1"),
        GuideStep(say("Make one of float64: eight bytes for each number. Compare the bytes under its name."),
                  "d = torch.tensor([0.1, 2.5], dtype=torch.float64)"),
    ), say("The type decides how many bytes a number takes, how far it reaches and how exact it is.")),
    Guide("stride", say("Shapes and strides"), (
        GuideStep(say("Make a tensor with rows and columns. Below it stands its memory: one row of cells."),
                  "x = torch.arange(12).reshape(3, 4)"),
        GuideStep(say("Turn it round with .t(). Not one number is moved: the strides are swapped."), "y = x.t()"),
        GuideStep(say("Write 100 through the turned one, and watch both: it is the same memory."), "y[0, 1] = 100"),
        GuideStep(say("Make a copy in one piece with .contiguous(). It has memory of its own."), "z = y.contiguous()"),
    ), say("A view is another way to read the same memory; the stride says how many cells to jump.")),
    Guide("broadcast", say("Broadcasting"), (
        GuideStep(say("Make a column of shape (3, 1) and a row of shape (4,)."),
                  "a = torch.arange(3).reshape(3, 1); b = torch.arange(4) * 10"),
        GuideStep(say("Add them. The pale cells are read again and again; they are nowhere in the memory."),
                  "c = a + b"),
        GuideStep(say("Stretch the row yourself with expand. Its first stride is 0."), "e = b.expand(3, 4)"),
    ), say("Broadcasting repeats a row by a stride of 0: nothing is copied.")),
    Guide("device", say(".cuda() and .to(device)"), (
        GuideStep(say("Choose the device in one line that is right on every computer."),
                  'device = "cuda" if torch.cuda.is_available() else "cpu"'),
        GuideStep(say("Make a tensor and move it there."), "x = torch.ones(2, 3).to(device)"),
        GuideStep(say("Now write .cuda(). Without a GPU this is the error that a person gets."), "g = x.cuda()"),
        GuideStep(say("Make a layer and move it to the device: all its weights go along."),
                  "layer = nn.Linear(3, 2).to(device)"),
    ), say(".to(device) runs with and without a GPU; .cuda() only with one.")),
    Guide("matmul", say("Matrix products and batches"), (
        GuideStep(say("Make two matrices that can be multiplied: (2, 3) and (3, 4)."),
                  "A = torch.rand(2, 3); B = torch.rand(3, 4)"),
        GuideStep(say("Multiply them with @ and look at the shape."), "C = A @ B"),
        GuideStep(say("Make a batch: five matrices in one tensor of three dimensions."), "X = torch.rand(5, 2, 3)"),
        GuideStep(say("Multiply the whole batch by the same matrix at once."), "Y = X @ B"),
    ), say("The inner sizes must be equal; everything before them is a batch.")),
    Guide("gradient", say("Gradients: backward()"), (
        GuideStep(say("Make a tensor that learns: requires_grad=True."),
                  "w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)"),
        GuideStep(say("Compute one number from it. Its grad_fn says what backward() will do."),
                  "loss = (w ** 2).sum()"),
        GuideStep(say("Call backward(). w.grad appears among the names: the slope in each number."), "loss.backward()"),
        GuideStep(say("Gradients add up from one backward() to the next, so empty them."), "w.grad = None"),
    ), say("backward() walks the graph from the loss to what learns and leaves gradients there.")),
    Guide("errors", say("Five frequent errors"), (
        GuideStep(say("Run into it: a product of shapes that do not fit. Read both texts of the error."),
                  "torch.ones(2, 3) @ torch.ones(2, 3)"),
        GuideStep(say("Next: view on memory that is not in one piece."), "y = torch.ones(2, 3).t(); y.view(6)"),
        GuideStep(say("Next: two number types in one product."),
                  "torch.ones(2, 2) @ torch.ones(2, 2, dtype=torch.float64)"),
        GuideStep(say("Next: backward() twice through one graph."),
                  "w = torch.ones(1, requires_grad=True); s = (w * w).sum(); s.backward(); s.backward()"),
        GuideStep(say("Last: overwriting what learns."), "w = torch.ones(1, requires_grad=True); w += 1"),
    ), say("Each error names the shape, type or graph that does not fit; the sentence says what to write instead.")),
)  # fmt: skip


def guide_called(name: str) -> Guide | None:
    """Return a piece by its name."""
    return next((piece for piece in PIECES if piece.name == name), None)
