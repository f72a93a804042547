"""Words of training: what is measured, what is set, what can go wrong."""

from __future__ import annotations

from core.sentence import say
from gui.language.term import Term

TRAINING: tuple[Term, ...] = (
    Term(
        (say("Loss"),),
        say(
            "How wrong the network's predictions are, as one number: cross-entropy for classes, mean squared "
            "error for values. Training makes it smaller; 0 would be perfect."
        ),
        formula="L = 1/n · Σ loss(ŷᵢ, yᵢ)",
    ),
    Term(
        (say("Accuracy"),),
        say(
            "The share of samples for which the largest output names the right class. It moves in jumps where the "
            "loss moves smoothly, so look at both."
        ),
    ),
    Term(
        (say("R²"),),
        say(
            "How much of the targets' spread the predictions explain. 1 is perfect, 0 is no better than always "
            "saying the mean, and below 0 is worse than that."
        ),
        formula="R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²",
    ),
    Term(
        (say("training"),),
        say(
            "The samples that the network learns from. Its loss on them says how well it has learned them by "
            "heart, not what it understood."
        ),
    ),
    Term(
        (say("validation"),),
        say(
            "Samples that are kept apart and never learned from. When the loss on them rises while the training "
            "loss still falls, the network is overfitting."
        ),
    ),
    Term(
        (say("Overfitting"),),
        say(
            "The network learns the training samples by heart, noise included, and gets worse on new ones. More "
            "data, weight decay, dropout or fewer units help."
        ),
    ),
    Term(
        (say("Steps"), say("Step"), say("One step")),
        say(
            "One step looks at one batch: forward pass, loss, gradient by backpropagation, and then the optimizer "
            "moves every weight once. Nothing else is called a step here."
        ),
        formula="w ← w − η · ∂L/∂w",
    ),
    Term(
        (say("One epoch"), say("Epoch")),
        say("One pass over all training samples, each seen once in random order. Small data needs many epochs."),
    ),
    Term(
        (say("Reset"),),
        say(
            "Back to step 0: the network begins again as it was before its first step. The same initial weights "
            "give the same training again."
        ),
    ),
    Term(
        (say("Undo"),),
        say(
            "Takes the last change back: weights, optimizer memory and step are as they were before it. Redo "
            "brings it back."
        ),
    ),
    Term(
        (say("Learning rate"),),
        say(
            "How far each step moves the weights along the gradient, written η. Too small learns slowly; too "
            "large jumps about or diverges."
        ),
        formula="w ← w − η · ∂L/∂w",
    ),
    Term(
        (say("Batch size"),),
        say(
            "How many samples each step looks at before it moves the weights. A small batch gives quick but noisy "
            "steps, a large one calm but costly steps."
        ),
        formula="g = 1/B · Σ ∂Lᵢ/∂w",
    ),
    Term(
        (say("Optimizer"),),
        say(
            "The rule that turns gradients into steps. All of them go down the slope of the loss, which is "
            "gradient descent; they differ in what they remember of earlier steps."
        ),
    ),
    Term(
        (say("SGD"),),
        say(
            "Stochastic gradient descent: each step goes straight down the batch's gradient. Simple and steady, "
            "but slow along flat valleys."
        ),
        formula="w ← w − η · g",
    ),
    Term(
        (say("SGD + momentum"),),
        say(
            "Keeps a share of its last direction, like a ball that rolls downhill. It passes small bumps and is "
            "faster along valleys."
        ),
        formula="v ← μ·v + g,  w ← w − η · v",
    ),
    Term(
        (say("SGD + Nesterov"),),
        say(
            "Momentum that looks ahead: the direction of the next step counts already in this one. It brakes a "
            "little earlier before a rise."
        ),
        formula="w ← w − η · (g + μ·v)",
    ),
    Term(
        (say("Adam"),),
        say(
            "Keeps for each weight a mean of its gradients and of their squares, so that every weight gets a step "
            "of its own. A good first choice."
        ),
        formula="w ← w − η · m / (√v + ε)",
    ),
    Term(
        (say("AMSGrad"),),
        say(
            "Adam that never forgets the largest squared gradient it has seen. Its steps can only become more careful."
        ),
        formula="w ← w − η · m / (√max v + ε)",
    ),
    Term(
        (say("AdamW"),),
        say("Adam with weight decay done beside the gradient, not through it. The usual choice for large networks."),
        formula="w ← w − η · (m / (√v + ε) + λ·w)",
    ),
    Term(
        (say("RMSprop"),),
        say(
            "Divides each gradient by its usual size, so that steep and flat directions get steps alike. Adam is "
            "this with a memory of the direction."
        ),
        formula="w ← w − η · g / (√v + ε)",
    ),
    Term(
        (say("Momentum"),),
        say("How much of its last direction the optimizer keeps, written μ. 0.9 keeps about the last ten steps."),
        formula="v ← μ·v + g",
    ),
    Term(
        (say("Speed"),),
        say(
            "How many steps are taken each second: as many as the device can, or few enough to watch and talk "
            "about. It changes nothing of what is learned."
        ),
    ),
    Term(
        (say("Weight decay"), say("L2")),
        say(
            "Pulls all weights a little towards zero at each step. Small weights make smoother answers and less "
            "overfitting."
        ),
        formula="w ← w − η · λ · w",
    ),
    Term(
        (say("L1"),),
        say(
            "Adds the weights' absolute values to the loss and so pulls small ones all the way to zero. Few stay "
            "in use, and you see which inputs matter."
        ),
        formula="L + λ · Σ |w|",
    ),
    Term(
        (say("Gradient clip"),),
        say(
            "The longest gradient that is let through; longer ones are shortened without changing their "
            "direction. It keeps one bad batch from throwing everything over."
        ),
        formula="g ← g · min(1, c / ‖g‖)",
    ),
    Term(
        (say("Schedule"),),
        say(
            "How the learning rate changes over the steps to come. Large at first finds the way quickly, small at "
            "the end settles precisely."
        ),
    ),
    Term(
        (say("Constant"),),
        say("The learning rate stays as it is. Good while you try things out."),
        formula="η(t) = η",
    ),
    Term(
        (say("Cosine"),),
        say(
            "The learning rate falls along half a cosine wave, slowly at first and at the end. A common choice "
            "for a training with a fixed end."
        ),
        formula="η(t) = η · (1 + cos πt/T) / 2",
    ),
    Term(
        (say("Steps down"),),
        say(
            "The learning rate stays for a while, then drops by a fixed factor. The loss often falls in a visible "
            "step each time."
        ),
        formula="η(t) = η · γ^⌊t/s⌋",
    ),
    Term(
        (say("One cycle"),),
        say(
            "The learning rate rises to its height and falls far below where it began, once over the whole "
            "training. It often learns in fewer steps."
        ),
    ),
    Term(
        (say("Warm-up"),),
        say(
            "The learning rate rises from almost nothing to its full size. The first steps, taken with random "
            "weights, then do no harm."
        ),
        formula="η(t) = η · min(1, t/T)",
    ),
    Term(
        (say("Schedule steps"),),
        say("How many steps the schedule takes from start to end. Afterwards the learning rate stays where it ended."),
    ),
    Term(
        (say("Precision"),),
        say(
            "How exactly the graphics card multiplies. TF32 keeps three decimal places of each factor: faster on "
            "NVIDIA cards, but a network that grows then keeps its function less exactly."
        ),
    ),
    Term(
        (say("Ramp of new units"),),
        say(
            "For how many steps new units learn at a rising learning rate. It lets them find their place without "
            "disturbing what is there."
        ),
    ),
    Term(
        (say("Gradient"),),
        say(
            "For each weight, how much the loss changes when that weight changes a little. Backpropagation "
            "computes it for all weights at once, from the output back to the input."
        ),
        formula="g = ∂L/∂w",
    ),
    Term(
        (say("Vanishing gradient"),),
        say(
            "In deep networks with sigmoid or tanh the gradient shrinks from layer to layer until the first "
            "layers learn nothing. ReLU, batch norm or residual blocks help."
        ),
    ),
    Term(
        (say("Divergence"),),
        say(
            "The loss grows beyond all numbers, because steps that are too large make the next gradient larger "
            "still. Go back and take a smaller learning rate."
        ),
    ),
    Term(
        (say("Tensor"),),
        say(
            "Numbers in a grid of any number of axes: a vector, a matrix, a batch of images. PyTorch computes "
            "with them on the CPU or, after .to(device), on the GPU."
        ),
    ),
    Term(
        (say("Device in use"), say("Device")),
        say(
            "Where the tensors are and the computing is done: the CPU, or a GPU through CUDA, ROCm, MPS or XPU. "
            "Large networks gain most from a GPU; small ones are as fast on the CPU."
        ),
    ),
    Term(
        (say("Memory"), say("GPU memory"), say("Memory of the device")),
        say(
            "What weights, gradients, optimizer memory and the values of one batch take up. If it does not "
            "suffice, take a smaller batch or network."
        ),
    ),
    Term(
        (say("Timeline"),),
        say(
            "Every edit and every changed setting, with the step at which it happened. The same marks stand in "
            "both charts."
        ),
    ),
    Term(
        (say("log"), say("Logarithmic loss axis")),
        say(
            "On a logarithmic axis equal distances are equal ratios: from 1 to 0.1 is as far as from 0.1 to 0.01. "
            "Small losses stay visible beside large ones."
        ),
    ),
    Term(
        (say("Gradient norm"), say("Gradient norm above"), say("Gradient norm below")),
        say(
            "The length of the gradient of all weights together, before clipping. When it jumps, steps may throw the "
            "weights far off; when it is almost 0, nothing is learned any more."
        ),
        formula="‖g‖ = √(Σ gᵢ²)",
    ),
    Term(
        (say("Update ratio"), say("Update ratio outside"), say("Update ratio above"), say("Update ratio below")),
        say(
            "How far one step moves a layer's weights, as a share of their size. Around 1e-3 is usual; far above it "
            "training gets shaky, far below it the layer hardly learns."
        ),
        formula="‖Δw‖ / ‖w‖",
    ),
)
"""In the order in which they are listed."""
