"""The help of every page as data: what it is for, its keys, and where its files lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.sentence import Sentence, say

Place = Literal["runs", "notebooks", "inside", "settings", "logs", "cache"]


@dataclass(frozen=True)
class Help:
    """`purpose`: what the page is for, first of all. `how`: what can be done on it. `keys`: names of
    `gui.kit.actions`. `places`: the folders it writes to."""

    purpose: Sentence
    how: tuple[Sentence, ...]
    keys: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    note: Sentence | None = None


HELP: dict[str, Help] = {
    "train": Help(
        say("Here a network trains while you watch, and you change it while it learns."),
        (
            say("Start trains, and pauses again. The loss and the accuracy of every step are drawn below."),
            say("+ and − under a layer add and remove units, the + between two layers puts a new one there; a right "
                "click on a layer shows everything that can be done with it. What was learned stays."),
            say("Data and settings are on the left: the learning rate counts from the next step on, another data set "
                "begins a new training."),
            say("Every change can be undone. Reset begins again with the same initial weights, and the training before "
                "stays in Runs."),
            say("Take home, over the network, writes the training as a notebook, a script, a web page, one file or "
                "weights, lets the network look at your own files, and opens such a file."),
            say("The device that trains is at the top right. A click on it shows the other devices and environments "
                "that the training can move to."),
        ),
        ("play", "step", "epoch", "undo", "redo", "reset", "reseed", "widen", "narrow", "insert", "remove", "before",
         "after", "menu", "new_net", "log", "follow", "save", "take_home", "try_on", "open_file"),
        ("runs",),
        say("A training is saved by itself, every few seconds and when the app closes."),
    ),
    "inside": Help(
        say("Here you see what one step is made of, down to every number, on the training as it is now."),
        (
            say("Three layers shows the same step as Python, as PyTorch's own work and as the work of the device."),
            say("Step through walks through forward, loss, backward and the optimizer with the real numbers."),
            say("Tensors lets you try a line of PyTorch on a tensor of this training."),
            say("CPU and GPU measures how long the pieces take on the devices of this computer."),
            say("The training goes on meanwhile; Newest step takes it up as it is then."),
        ),
        (),
        ("inside", "notebooks"),
    ),
    "install": Help(
        say("Here a wizard makes an environment with the PyTorch that really runs on this computer."),
        (
            say("It looks at the computer, recommends a build with the reason, and shows a plan with every package and "
                "its size. Nothing is downloaded before you press Install."),
            say("An install can be paused, cancelled and continued; nothing is downloaded twice."),
            say("At the end it trains a little on every device to prove that it works, and opens the trainer, Jupyter, "
                "VS Code or a terminal for you."),
        ),
        (),
        ("cache", "logs"),
        say("The environment lies where conda keeps its own; the plan shows the folder."),
    ),
    "environments": Help(
        say("Here is every environment on this computer, whoever made it, and what it has."),
        (
            say("Choose one to train in it, check it, repair it, export it, or open Jupyter, VS Code or a terminal."),
            say("Check trains a little on every device of it and says what is wrong and how to mend it."),
            say("Remove shows first what goes with it; your own files in it are kept."),
        ),
        (),
        ("notebooks", "logs"),
    ),
    "runs": Help(
        say("Here is every saved training, with what it learned on what."),
        (
            say("Enter or a double click continues one where it stopped."),
            say("Delete moves it into the bin of the system, and Undo brings it back."),
            say("A run is a folder that can be copied to another computer; Take home makes one file of it."),
            say("Open a file brings a TorchGarden file in, or the weights of a network that was made elsewhere. "
                "Nothing in such a file is run."),
        ),
        ("take_home", "try_on", "open_file"),
        ("runs",),
    ),
    "settings": Help(
        say("Here you choose the language, light or dark, how large everything is, and whether things move."),
        (
            say("The size is for a projector or tired eyes; it changes at once."),
            say("What TorchGarden keeps on this computer is listed with its size, and can be removed there."),
            say("The table “Keyboard” shows all keys."),
        ),
        ("larger", "smaller", "usual_size", "full_screen"),
        ("settings", "runs", "logs"),
    ),
}  # fmt: skip

EVERYWHERE = ("help", "words", "settings", "full_screen", "quit")
"""Keys that work on every page."""
