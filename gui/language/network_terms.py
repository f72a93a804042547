"""Words of the network: its parts, what is done to it, the data and networks that come along."""

from __future__ import annotations

from core.sentence import say
from gui.language.term import Term

NETWORK: tuple[Term, ...] = (
    Term(
        (say("Network"),),
        say(
            "Layers of units, each computing a weighted sum of what comes before and bending it with an "
            "activation function. What it knows is in its weights."
        ),
    ),
    Term(
        (say("Input"),),
        say(
            "The numbers of one sample as the network gets them: the pixels of an image or the coordinates of a "
            "point. Nothing is learned here."
        ),
    ),
    Term(
        (say("Output"),),
        say(
            "What the network predicts: one number for each class, of which the largest wins, or one value. Its "
            "width belongs to the data."
        ),
    ),
    Term(
        (say("Hidden layer"), say("Selected layer"), say("Dense layer")),
        say(
            "A layer between input and output, each of whose units is joined to all units before it. Hidden "
            "layers turn the input into features from which the output is easy."
        ),
        formula="y = f(W·x + b)",
    ),
    Term(
        (say("Units of the hidden layers"), say("Unit")),
        say(
            "A unit (neuron) adds up its weighted inputs and its bias and applies the activation function. More "
            "units can tell more things apart, and can also learn more by heart."
        ),
        formula="yⱼ = f(Σᵢ wⱼᵢ·xᵢ + bⱼ)",
    ),
    Term(
        (say("Parameters"),),
        say(
            "All numbers that are learned: weights and biases. Two layers of 64 and 32 units are joined by 64 × "
            "32 weights and 32 biases."
        ),
    ),
    Term(
        (say("Multiply-adds per sample"),),
        say(
            "How many multiplications with an addition one sample takes on its way through the network. The "
            "backward pass takes about twice as many again."
        ),
    ),
    Term(
        (say("Activation"), say("Activation function")),
        say(
            "The function that bends each unit's sum. Without it any number of layers would be no more than one "
            "straight line."
        ),
        formula="y = f(z)",
    ),
    Term(
        (say("relu"),),
        say(
            "Lets positive values through and makes negative ones zero. Fast and without vanishing gradients, but "
            "a unit that is negative for every sample is dead."
        ),
        formula="f(z) = max(0, z)",
    ),
    Term(
        (say("leaky_relu"),),
        say("Like relu, but lets a hundredth of negative values through. So no unit can die."),
        formula="f(z) = max(0.01·z, z)",
    ),
    Term(
        (say("tanh"),),
        say(
            "Bends values into the range from −1 to 1. Smooth, good for small networks on points; in deep ones "
            "the gradient vanishes."
        ),
        formula="f(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)",
    ),
    Term(
        (say("sigmoid"),),
        say(
            "Bends values into the range from 0 to 1, like a switch that turns on slowly. Its slope is at most ¼, "
            "so gradients vanish after a few layers."
        ),
        formula="f(z) = 1 / (1 + e⁻ᶻ)",
    ),
    Term(
        (say("gelu"),),
        say(
            "A relu with a soft corner: small negative values come through a little. Usual in large language networks."
        ),
        formula="f(z) = z · Φ(z)",
    ),
    Term(
        (say("silu"),),
        say("The value times its own sigmoid, close to gelu and cheaper. Usual in newer image networks."),
        formula="f(z) = z / (1 + e⁻ᶻ)",
    ),
    Term(
        (say("linear"),),
        say(
            "No bending at all: the value goes on as it is. The output layer has it, and a hidden layer with it "
            "can be folded away exactly."
        ),
        formula="f(z) = z",
    ),
    Term(
        (say("Convolution"),),
        say(
            "A small window of weights slides over the image, the same weights everywhere. It finds a feature "
            "wherever it is, with few parameters."
        ),
    ),
    Term(
        (say("Max pooling"), say("Average pooling"), say("Global pooling"), say("Pooling")),
        say(
            "Keeps one number of each small square of the image: the largest or the mean. What follows sees less "
            "detail and costs less."
        ),
    ),
    Term(
        (say("Flatten"),),
        say(
            "Lays the channels of an image out in one row of numbers, so that a dense layer can take them. It "
            "computes nothing."
        ),
    ),
    Term(
        (say("Batch norm"), say("batch norm")),
        say(
            "Brings each unit's values in a batch to mean 0 and spread 1, then scales them by two learned "
            "numbers. Deep networks learn faster and take larger learning rates."
        ),
        formula="y = γ · (x − μ) / √(σ² + ε) + β",
    ),
    Term(
        (say("Dropout"),),
        say(
            "Switches units off at random in training, so that none can rely on a single other one. In validation "
            "all are on."
        ),
    ),
    Term(
        (say("Residual block"),),
        say(
            "A few layers whose result is added to their own input, so that they only need to learn a correction. "
            "Gradients pass by them unhindered, which makes very deep networks possible."
        ),
        formula="y = x + F(x)",
    ),
    Term(
        (say("Widen"), say("Add units"), say("More or fewer units")),
        say(
            "Adds units to a layer while it trains. The new ones begin so that the network computes exactly what "
            "it did, and then they learn."
        ),
    ),
    Term(
        (say("Narrow"), say("Remove units")),
        say(
            "Takes away the units that are needed least and lets the others make up for them. The preview "
            "measures what it costs on validation data."
        ),
    ),
    Term(
        (say("Insert before"), say("Insert after"), say("Insert a layer behind it")),
        say(
            "Puts in a new layer that lets everything through at first. Nothing changes at that moment; then it learns."
        ),
    ),
    Term(
        (say("Remove this layer"), say("Remove the layer"), say("Remove this block")),
        say(
            "Takes the layer out and joins what is before it to what is behind it. At once, slowly, or when a "
            "copy without it is as good."
        ),
    ),
    Term(
        (say("Freeze"), say("Unfreeze")),
        say(
            "A frozen layer or unit keeps its weights as they are while the others learn. So it is seen what the "
            "rest can do with it."
        ),
    ),
    Term(
        (say("Dead unit"),),
        say(
            "A unit whose output is zero for every sample: it adds nothing, and as its gradient is zero too it "
            "cannot come back by itself. Renew it, prune it, or take a smaller learning rate."
        ),
    ),
    Term(
        (say("Data"), say("Samples of the data")),
        say("What the network learns from: samples with their right answers. A fifth is kept apart for validation."),
    ),
    Term(
        (say("Samples"),),
        say("How many points are made. Few are quickly learned by heart; many show the true shape."),
    ),
    Term(
        (say("Noise"),),
        say(
            "How far points are moved at random from where they belong. A network that follows the noise is "
            "overfitting."
        ),
    ),
    Term(
        (say("Handwritten digits 8×8"),),
        say(
            "1,797 digits written by hand, 64 pixels each, ten classes. Learned in seconds; a straight line "
            "already gets most of them right."
        ),
    ),
    Term(
        (say("MNIST digits 28×28"),),
        say(
            "5,000 of the best known images of machine learning, 784 pixels each, ten classes. Here convolutions "
            "begin to pay."
        ),
    ),
    Term(
        (say("Circles"), say("Circle (Playground)")),
        say("One class lies inside a ring of the other. No straight line parts them; a hidden layer does."),
    ),
    Term(
        (say("XOR"), say("XOR (Playground)")),
        say(
            "Points whose coordinates have the same sign against those with different signs. The oldest proof "
            "that a perceptron is not enough."
        ),
    ),
    Term(
        (say("Two clouds"), say("Clouds (Playground)")),
        say("Two clouds of points with a normal distribution. One straight line parts them as well as anything can."),
    ),
    Term(
        (say("Spiral"), say("Spiral (Playground)")),
        say(
            "Two spirals wound into each other, the hardest of the plane's data sets. It needs width, depth and "
            "some patience."
        ),
    ),
    Term(
        (say("Moons"),),
        say("Two crescents that reach into each other. A small hidden layer suffices."),
    ),
    Term(
        (say("Plane (regression)"), say("Plane (Playground, regression)")),
        say("A value that rises evenly in one direction. A network without a hidden layer learns it exactly."),
    ),
    Term(
        (say("Bumps (regression)"), say("Hills (Playground, regression)")),
        say(
            "A surface of hills and hollows, so that the value depends on both coordinates together. It needs a "
            "hidden layer."
        ),
    ),
    Term(
        (say("Perceptron: no hidden layer"),),
        say(
            "Input and output without a layer between: a straight boundary, nothing else. See where it fails, "
            "then insert a hidden layer."
        ),
    ),
    Term(
        (say("Dense: two hidden layers"),),
        say(
            "The plain network: every unit joined to all units of the next layer. A good beginning for points and "
            "small images."
        ),
    ),
    Term(
        (say("LeNet-5: convolutions and pooling"),),
        say(
            "The network with which Yann LeCun read digits on cheques in 1998. Convolutions find strokes, pooling "
            "makes room for where they are."
        ),
    ),
    Term(
        (say("Small VGG: pairs of convolutions"),),
        say(
            "Small convolutions one behind the other, as in the networks of 2014. Two of 3×3 see as far as one of "
            "5×5 with fewer weights."
        ),
    ),
    Term(
        (say("Small ResNet: residual blocks"),),
        say("Residual blocks one behind the other, as in the networks of 2015. Each block only corrects what it gets."),
    ),
)
"""In the order in which they are listed."""
