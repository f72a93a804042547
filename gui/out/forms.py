"""The forms in which a training is taken home: what each is called, what it is for, and what its file is named."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from core.messages.own.out import FORMS, Form
from core.sentence import Sentence, say


@dataclass(frozen=True)
class FormText:
    """A form: its name, one sentence on what it is for, how its files end ("": a folder), whether data can go along."""

    form: Form
    name: Sentence
    purpose: Sentence
    suffix: str
    data: bool = False


TEXTS: tuple[FormText, ...] = (
    FormText(
        "notebook", say("Notebook"),
        say("The network and how it grew as plain PyTorch, cell by cell, to read, run and change."), ".ipynb",
        data=True,
    ),
    FormText(
        "script", say("Python script"),
        say("The same as one file: it trains, loads the weights and predicts. It needs PyTorch, nothing else."), ".py",
        data=True,
    ),
    FormText(
        "garden", say("TorchGarden file"),
        say("The whole training in one file. A double click opens it here or on another computer, and it goes on."),
        ".garden", data=True,
    ),
    FormText(
        "html", say("Web page"),
        say("One page that needs no other program: drawing, curves and edits, and the network to try in the browser."),
        ".html",
    ),
    FormText(
        "onnx", say("ONNX"), say("One file for other programs that run networks, such as ONNX Runtime."), ".onnx"
    ),
    FormText(
        "pt", say("PyTorch weights"), say("A state_dict that torch.load reads with weights_only=True."), ".pt"
    ),
    FormText(
        "safetensors", say("Weights as safetensors"),
        say("The weights alone, for other tools. Nothing in such a file can be run."), ".safetensors",
    ),
    FormText("csv", say("Table of the curves"), say("Every measured point as CSV, for a spreadsheet."), ".csv"),
    FormText("tensorboard", say("TensorBoard logs"), say("A folder with the curves, which TensorBoard opens."), ""),
)  # fmt: skip
"""In the order to offer them."""
assert {text.form for text in TEXTS} == set(FORMS)


def text_of(form: Form) -> FormText:
    """Return what is said of a form."""
    return next(text for text in TEXTS if text.form == form)


def good_name(run: str, form: Form) -> str:
    """Return what the file of a run is called unless a person calls it otherwise."""
    return f"{run}{text_of(form).suffix}" if text_of(form).suffix else f"{run} TensorBoard"


def with_suffix(path: str, form: Form) -> Path:
    """Return the path that a person has chosen, with the form's ending. Nobody was asked whether a file that is there
    under that longer name may be replaced, so then it gets a number."""
    suffix = text_of(form).suffix
    if not suffix or path.casefold().endswith(suffix):
        return Path(path)
    target, number = Path(path + suffix), 1
    while os.path.lexists(target):
        number += 1
        target = Path(f"{path} ({number}){suffix}")
    return target
