"""What was prepared from pictures is trained on: through the data worker's own process, and by every network that looks
at images, in three colours."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from core.data import library
from core.data.asked import Alone
from core.data.pictures import answers
from core.data.tensors import write_tensors
from core.messages.beside.feature_maps import FeatureMaps, LookAtConvolution
from core.messages.beside.pictures import Classified, Classify
from core.messages.own.looking import (
    DataReady,
    LookingStopped,
    LookInto,
    Prepare,
    Prepared,
    Preparing,
    StopLooking,
)
from core.messages.own.pictures import PictureOptions, SeenPictures
from core.messages.own.prepared import OwnData
from core.messages.train_commands import DataSpec, Load, OpenRun, Save, Step
from core.messages.train_events import Edited, Failed, Loaded, Rejected
from core.messages.train_reports import Array
from core.net.plan import InsertLayer, Widen
from core.net.presets import PRESETS, preset
from core.train.model.safetensors import read_tensors
from core.train.training import datasets
from core.train.training.training import Training, begin
from core.workers.worker import Worker, start_data
from tests.data.corpus import CLASSES, EACH, drawing, plain, zipped
from tests.train.talk import Talk


@pytest.fixture
def worker(home: Path) -> Iterator[Worker]:
    """The data worker, in a process of its own."""
    started = start_data(log=home / "data.log")
    assert isinstance(heard(started, lambda event: isinstance(event, DataReady)), DataReady)
    yield started
    started.kill()


def heard(worker: Worker, wanted: Callable[[Any], bool], *, timeout_s: float = 60.0) -> Any:
    """Return the first event that is wanted."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        for event, _ in worker.events(1):
            assert not isinstance(event, Failed), event.detail
            if wanted(event):
                return event
        worker.wait(0.1)
    raise AssertionError("the event did not come")


def answered(worker: Worker, command: object) -> Any:
    """Send a command and return its answer."""
    number = worker.send(command)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for event, answers_to in worker.events(1):
            assert not isinstance(event, Failed), event.detail
            if answers_to == number:
                return event
        worker.wait(0.1)
    raise AssertionError("the answer did not come")


def run(training: Training, steps: int) -> None:
    """Take so many steps."""
    while steps > 0:
        steps -= training.take(steps).steps


def spec_of(data: OwnData) -> DataSpec:
    return DataSpec("own", own=data.digest, title=data.about.title)


def test_pictures_go_through_the_worker_and_are_trained_on(worker: Worker, tmp_path: Path) -> None:
    folder = plain(tmp_path / "내 그림 1", each=10)
    seen = answered(worker, LookInto(str(folder)))
    assert isinstance(seen, SeenPictures)
    assert seen.samples.shape == (20, 3, 40, 40)
    made = answered(worker, Prepare(str(folder), PictureOptions(side=16, colour="grey", copies=1, flip=True)))
    assert isinstance(made, Prepared)
    assert made.data.about.title == "내 그림 1"
    training = begin(datasets.load(spec_of(made.data)))
    before = training.validate()
    run(training, 100)
    assert training.evaluate(training.dataset.training_inputs, training.dataset.training_targets)[0] < before[0]
    assert training.dataset.training_inputs.std() > 0.05
    assert isinstance(answered(worker, LookInto(str(zipped(folder, tmp_path / "p.zip")))), SeenPictures)


def test_the_worker_refuses_in_a_sentence_and_stops_at_once(worker: Worker, tmp_path: Path, home: Path) -> None:
    refused = answered(worker, LookInto(str(tmp_path)))
    assert isinstance(refused, Rejected)
    assert "no pictures" in str(refused.sentence)
    folder = plain(tmp_path / "many", each=5)
    for at in range(1500):
        (folder / "circle" / f"more {at}.png").write_bytes((folder / "circle" / "0.png").read_bytes())
    number = worker.send(Prepare(str(folder), PictureOptions(decisions=(("same", "all"),))))
    heard(worker, lambda event: isinstance(event, Preparing) and event.all > 0)
    begun = time.monotonic()
    worker.send(StopLooking())
    event = heard(worker, lambda event: isinstance(event, (LookingStopped, Prepared)))
    assert time.monotonic() - begun < 1.0
    assert isinstance(event, LookingStopped), number
    assert library.place().is_dir()
    assert not list(library.place().iterdir())


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures in three colours: what is red, and what is green."""
    folder = tmp_path_factory.mktemp("coloured")
    for at, name in enumerate(("red", "green")):
        (folder / name).mkdir()
        for number in range(16):
            image = drawing(f"{name}{number}", (32, 32)).convert("RGB")
            bands = list(image.split())
            bands[1 - at] = bands[1 - at].point(lambda value: value // 4)
            Image.merge("RGB", bands).save(folder / name / f"{number}.png")
    return folder


@pytest.mark.parametrize("name", PRESETS)
def test_every_network_learns_three_colours(name: str, coloured: Path) -> None:
    torch.set_num_threads(1)
    data = answers.prepare(Prepare(str(coloured), PictureOptions()), Alone()).data
    assert data.about.input == (3, 32, 32)
    dataset = datasets.load(spec_of(data))
    training = begin(dataset, net=preset(name, dataset.known.input, dataset.known.outputs))
    run(training, 60)
    assert training.validate()[1] > 0.8


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lenet5", "resnet"])
def test_the_trainer_shows_and_changes_what_sees_three_colours(name: str, coloured: Path, tmp_path: Path) -> None:
    data = answers.prepare(Prepare(str(coloured), PictureOptions()), Alone()).data
    net, run_ = preset(name, (3, 32, 32), 2), str(tmp_path / "run")
    talk = Talk(tmp_path)
    loaded = talk.ask(Load(spec_of(data), net=net, run=run_))
    assert isinstance(loaded, Loaded)
    assert loaded.data.samples.shape[1:] == (3, 32, 32)
    first = net.layers[0].key
    for edit in (Widen(first, 2), InsertLayer(first)):
        talk.ask(Step(3))
        assert isinstance(talk.ask(edit), Edited)
    assert isinstance(talk.ask(Classify(Array("f4", (3, 32, 32), bytes(4 * 3 * 32 * 32)))), Classified)
    maps = talk.ask(LookAtConvolution(first))
    assert isinstance(maps, FeatureMaps)
    assert (maps.picture.shape, maps.inputs.shape[0]) == ((3, 32, 32), 3)
    talk.ask(Save())
    assert isinstance(talk.ask(OpenRun(run_)), Loaded)
    talk.close()


def test_the_tensors_are_written_as_the_format_says(tmp_path: Path) -> None:
    path = tmp_path / "made.safetensors"
    inputs = torch.arange(24, dtype=torch.uint8).reshape(2, 3, 2, 2)
    targets = torch.tensor([1, 0])
    write_tensors(
        path, inputs=[inputs.numpy().tobytes()], shape=(2, 3, 2, 2), of="U8", targets=targets.numpy().tobytes(),
        classify=True,
    )  # fmt: skip
    tensors, metadata = read_tensors(path)
    assert torch.equal(tensors["inputs"], inputs)
    assert torch.equal(tensors["targets"], targets)
    assert metadata == {}
    values = torch.randn(5, 3)
    ones = torch.ones(5, 1).numpy().tobytes()
    write_tensors(path, inputs=[values.numpy().tobytes()], shape=(5, 3), of="F32", targets=ones, classify=False)
    assert torch.equal(read_tensors(path)[0]["inputs"], values)
    header = path.read_bytes()
    assert json.loads(header[8 : 8 + int.from_bytes(header[:8], "little")])["inputs"]["dtype"] == "F32"
    with pytest.raises(ValueError, match="inputs than were told"):
        write_tensors(tmp_path / "less", inputs=[b"123"], shape=(2, 2), of="U8", targets=bytes(16), classify=True)
    safetensors = pytest.importorskip("safetensors.numpy")
    assert set(safetensors.load_file(path)) == {"inputs", "targets"}


def test_damage_after_preparing_is_noticed(tmp_path: Path) -> None:
    data = answers.prepare(Prepare(str(plain(tmp_path / "data")), PictureOptions()), Alone()).data
    assert data.about.training + data.about.validation == len(CLASSES) * EACH
    path = library.folder_of(data.digest) / library.DATA_FILE
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(library.LibraryError, match="damaged"):
        datasets.load(spec_of(data))
