"""Weights from elsewhere: which data is offered to train them on, told by their header alone, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.messages.catalogue import CATALOGUE
from core.messages.own.out import BringIn
from gui.kit.theme import theme_for
from gui.out.bring_in import ALL, BringInDialog
from gui.out.fits import Ends, ends_of, natural, offered
from gui.out.forms import FORMS, good_name, with_suffix
from gui.out.setting import Doing, Job

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


PLANNED = {"torchgarden.plan": "{}", "torchgarden.title": "digits"}


def weights(path: Path, shapes: dict[str, Any], *, meta: dict[str, str] | None = None) -> Path:
    """Write the header of a safetensors file."""
    header: dict[str, Any] = {name: {"dtype": "F32", "shape": shape} for name, shape in shapes.items()}
    text = json.dumps(header | ({"__metadata__": meta} if meta is not None else {})).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text)
    return path


def test_the_ends_of_a_network_are_read_from_its_weights(tmp_path: Path) -> None:
    dense = {"10.weight": [10, 16], "10.bias": [10], "0.weight": [32, 64], "2.weight": [16, 32]}
    assert ends_of(weights(tmp_path / "a.safetensors", dense)) == Ends(64, 10)
    convolved = {"conv1.weight": [6, 1, 5, 5], "fc.weight": [10, 84]}
    assert ends_of(weights(tmp_path / "b.safetensors", convolved)) == Ends(1, 10, channels=True)
    told = weights(tmp_path / "c.safetensors", dense, meta=PLANNED)
    assert ends_of(told) == Ends(64, 10, planned=True, told="digits")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x05", (1 << 63).to_bytes(8, "little") + b"{}", (2).to_bytes(8, "little") + b"[]",
        (4).to_bytes(8, "little") + b"null", (2).to_bytes(8, "little") + b"{}",
        (40).to_bytes(8, "little") + b'{"a": {"shape": [-1, 1e9], "b": null}}  ',
        (30).to_bytes(8, "little") + b'{"a": 3, "b": {"shape": "xx"}}', b"PK\x03\x04" * 9,
        (60_000).to_bytes(8, "little") + b"[" * 60_000,
    ],
)  # fmt: skip
def test_a_header_that_is_none_tells_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.safetensors"
    file.write_bytes(content)
    assert ends_of(file) is None


def test_names_are_sorted_as_layers_are() -> None:
    assert sorted(["layers.10", "layers.2"], key=natural) == ["layers.2", "layers.10"]


def test_only_what_fits_is_marked_so() -> None:
    fits = {one.name for one in offered(Ends(64, 10), ()) if one.fits}
    assert fits == {"digits"}
    assert {one.name for one in offered(Ends(1, 10, channels=True), ()) if one.fits} == {"digits", "mnist-5k"}
    assert {one.name for one in offered(Ends(2, 1), ()) if one.fits} >= {"plane", "bumps"}
    everything = offered(None, ())
    assert [one.name for one in everything] == list(CATALOGUE)
    assert not any(one.fits for one in everything)


class Asking:
    def __init__(self, qtbot: QtBot, path: Path) -> None:
        parent = QWidget()
        qtbot.addWidget(parent)
        parent.show()
        self.parent = parent
        self.asked: list[Any] = []
        doing = Doing(
            ask=self.ask, stop=lambda job: None, again=lambda job: None, leave=lambda job: None,
            show_folder=lambda folder: None, runs=lambda: Path("/runs"),
        )  # fmt: skip
        self.dialog = BringInDialog(parent, theme_for("light", motion=False), path=path, doing=doing)
        self.dialog.show_now()

    def ask(self, command: Any, hears: Any) -> Job:
        self.asked.append(command)
        return Job(command, hears)

    def options(self) -> list[Any]:
        return [self.dialog.data.itemData(at) for at in range(self.dialog.data.count())]


Ask = Callable[[Path], Asking]


@pytest.fixture
def ask(qtbot: QtBot) -> Iterator[Ask]:
    made: list[Asking] = []

    def make(path: Path) -> Asking:
        made.append(Asking(qtbot, path))
        return made[-1]

    yield make
    for one in made:
        one.dialog.close()


def test_weights_ask_what_they_shall_be_trained_on_and_offer_what_fits_first(ask: Ask, tmp_path: Path) -> None:
    path = weights(tmp_path / "a.safetensors", {"0.weight": [32, 64], "2.weight": [10, 32]})
    one = ask(path)
    assert one.options() == ["digits", ALL]
    one.dialog.open_button.click()
    assert one.asked == [BringIn(str(path), "/runs", "digits", "relu")]


def test_the_activation_that_weights_do_not_tell_is_asked_for(ask: Ask, tmp_path: Path) -> None:
    one = ask(weights(tmp_path / "a.safetensors", {"0.weight": [32, 64], "2.weight": [10, 32]}))
    assert one.dialog.activation.isVisible()
    one.dialog.chosen.display("tanh")
    one.dialog.open_button.click()
    assert one.asked[0].activation == "tanh"


def test_other_data_can_be_chosen_all_the_same(ask: Ask, qtbot: QtBot, tmp_path: Path) -> None:
    one = ask(weights(tmp_path / "a.safetensors", {"0.weight": [32, 64], "2.weight": [10, 32]}))
    one.dialog.data.setCurrentIndex(1)
    one.dialog.picked(ALL)
    assert one.options() == list(CATALOGUE)
    qtbot.wait(1)
    one.dialog.data.hidePopup()
    one.dialog.data.setCurrentIndex(one.options().index("mnist-5k"))
    one.dialog.open_button.click()
    assert one.asked[0].data == "mnist-5k"


def test_weights_of_pytorch_offer_everything_for_they_are_not_looked_into(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.pt"
    path.write_bytes(b"PK\x03\x04")
    assert ask(path).options() == list(CATALOGUE)


def test_weights_that_say_themselves_what_they_are_need_no_choice(ask: Ask, tmp_path: Path) -> None:
    path = weights(tmp_path / "a.safetensors", {"0.weight": [7, 5]}, meta=PLANNED)
    one = ask(path)
    assert one.options() == ["", ALL]
    assert one.dialog.data.itemText(0) == "As the file says: Handwritten digits 8×8"
    assert not one.dialog.activation.isVisible()
    one.dialog.open_button.click()
    assert (one.asked[0].data, one.asked[0].activation) == ("", "")


def test_data_that_only_the_file_knows_is_not_offered(ask: Ask, tmp_path: Path) -> None:
    path = weights(tmp_path / "a.safetensors", {"0.weight": [7, 5]}, meta={**PLANNED, "torchgarden.title": "my own"})
    assert ask(path).options() == list(CATALOGUE)


# ------------------------------------------------------------------------------------------------------ names of files
def test_every_form_has_a_name_with_its_ending() -> None:
    names = {form: good_name("내 훈련", form) for form in FORMS}
    assert names["garden"] == "내 훈련.garden"
    assert names["tensorboard"] == "내 훈련 TensorBoard"
    assert len(set(names.values())) == len(FORMS)


def test_an_ending_that_was_not_typed_is_added_and_replaces_nothing(tmp_path: Path) -> None:
    assert with_suffix(str(tmp_path / "a"), "script") == tmp_path / "a.py"
    assert with_suffix(str(tmp_path / "a.PY"), "script") == tmp_path / "a.PY"
    assert with_suffix(str(tmp_path / "logs"), "tensorboard") == tmp_path / "logs"
    (tmp_path / "a.py").touch()
    assert with_suffix(str(tmp_path / "a"), "script") == tmp_path / "a (2).py"
    assert with_suffix(str(tmp_path / "a.py"), "script") == tmp_path / "a.py", "the system has asked"
