"""Words of the wizard and of environments."""

from __future__ import annotations

from core.sentence import say
from gui.language.term import Term

ENVIRONMENT: tuple[Term, ...] = (
    Term(
        (say("Environments"), say("Environment"), say("Name of the environment")),
        say(
            "A folder with its own Python and its own packages. What you install in one changes nothing in "
            "another, so each course or project can have what it needs."
        ),
        formula="conda create -n NAME python=3.12",
    ),
    Term(
        (say("Build"),),
        say(
            "The same PyTorch made for different devices: for the CPU, for CUDA, ROCm or XPU. Only a build with "
            "kernels for your card can use it."
        ),
    ),
    Term(
        (say("Kernel"), say("Add kernel"), say("Kernel for Jupyter and VS Code")),
        say(
            "The program that runs a notebook's cells, here the Python of an environment. You choose it at the "
            "top right of a notebook. (The kernels of a GPU are something else: small programs that compute on "
            "the card.)"
        ),
    ),
    Term(
        (say("Jupyter Notebook and a kernel"),),
        say(
            "Notebooks mix text, code and results on one page, in the browser or in VS Code. A cell is run with "
            "Shift+Enter."
        ),
    ),
    Term(
        (say("Export"), say("From a lock file …")),
        say(
            "A list of every package with its exact version and checksum. With it the same environment can be "
            "made again, today or in a year."
        ),
    ),
    Term(
        (say("Check"), say("Check by training")),
        say(
            "Trains a little on every device that PyTorch sees and compares the results with the CPU's. Installed "
            "then means working."
        ),
    ),
    Term(
        (say("Repair"),),
        say(
            "Reinstalls what differs from the environment's own list and leaves the rest. Your own files are not "
            "touched."
        ),
    ),
    Term(
        (say("Clone"),),
        say(
            "Makes a second environment with exactly the same packages under another name. Try things there "
            "without risk."
        ),
    ),
    Term(
        (say("Where PyTorch comes from"), say("PyTorch’s own wheels in a conda environment")),
        say(
            "A wheel is a finished package as PyTorch itself publishes it; a conda package is the same made by "
            "the conda-forge community. Both work in a conda environment."
        ),
    ),
    Term(
        (say("Graphics processor"),),
        say(
            "A GPU does thousands of small computations at once, which is what gradients need. PyTorch reaches it "
            "through CUDA and cuDNN, ROCm, MPS or XPU."
        ),
    ),
    Term(
        (say("Processor"),),
        say("The computer's main processor, with a few fast cores. For small networks it is as fast as a GPU."),
    ),
    Term(
        (say("Download"),),
        say("What comes over the network, packed. Finished downloads are kept and never fetched twice."),
    ),
    Term(
        (say("Terminal"), say("Open a terminal")),
        say(
            "A window in which commands are typed. It opens with the environment active, so python and pip are "
            "the environment's own."
        ),
        formula="conda activate NAME",
    ),
)
"""In the order in which they are listed."""
