"""Weights, logs and tables that others read: what their own programs find in them."""

from __future__ import annotations

import csv
import errno
import io
import json
import math
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from torch import nn

from core import files
from core.messages.train_commands import DataSpec
from core.messages.train_events import TICK_FIELDS
from core.net.labels import label as edit_label
from core.net.modules import tensor_names
from core.net.plan import Dense, InsertLayer, LayerKey, Net, RemoveLayer, RemoveUnit, SetActivation, Widen, mlp
from core.net.presets import preset
from core.out import forms
from core.out.names import state_dict
from core.out.plain.tensorboard import RUNS, crc32c, masked, record
from core.out.plain.tensorboard import write as write_logs
from core.out.spoken import Compiled, Voice, _of_source
from core.out.taken import OutError, Taken
from core.sentence import say
from core.workers import wire
from tests.out.runs_to_take import PICTURES, PLAIN, TABLE, further, put, taken_of, trained


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TORCHGARDEN_HOME", str(tmp_path / "home"))
    return tmp_path / "집 에 서"


def grown() -> Taken:
    """A network with a norm and a layer that unfolds, edited twice."""
    training = trained(DataSpec("xor", samples=60), steps=12)
    training.edit(InsertLayer(1, kind="batch_norm"))
    further(training, 4)
    training.edit(Widen(1, 3))
    training.edit(InsertLayer(1))
    further(training, 3)
    return taken_of(training)


class Written(nn.Module):
    """What a person would write for `grown`."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden_1, self.hidden_1_norm = nn.Linear(2, 11), nn.BatchNorm1d(11)
        self.hidden_2 = nn.Linear(11, 11)
        self.output = nn.Linear(11, 2)


def write(form: Any, taken: Taken, path: Path, language: str = "en") -> tuple[Any, ...]:
    return forms.writer(form)(taken, path, data=True, language=language)


# ------------------------------------------------------------------------------------------------------------- weights
def test_the_weights_load_into_the_module_that_a_person_would_write(home: Path) -> None:
    taken = grown()
    home.mkdir()
    write("safetensors", taken, home / "무게.safetensors")
    write("pt", taken, home / "무게.pt")
    with safe_open(str(home / "무게.safetensors"), "pt") as file:
        found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    saved = torch.load(home / "무게.pt", weights_only=True)
    assert list(saved)[:3] == ["hidden_1.weight", "hidden_1.bias", "hidden_1_norm.weight"]
    for each in (found, saved):
        network = Written()
        network.load_state_dict(each)
        assert torch.equal(network.hidden_2.weight, taken.training.model.parameters["3.weight"])
        assert torch.equal(network.hidden_1_norm.running_var, taken.training.model.buffers["1.running_var"])
        assert int(network.hidden_1_norm.num_batches_tracked) == 19


def test_the_weights_bring_along_what_makes_them_a_network_again(home: Path) -> None:
    spec, about = put(TABLE, classes=("a", "b"), title="표 <1>")
    taken = taken_of(trained(spec), about=about)
    home.mkdir()
    write("safetensors", taken, home / "w.safetensors", "ko")
    with safe_open(str(home / "w.safetensors"), "pt") as file:
        told = file.metadata()
        names = set(file.keys())
    assert wire.from_plain(json.loads(told["torchgarden.plan"])) == taken.training.net
    assert wire.from_plain(json.loads(told["torchgarden.preparation"])) == TABLE
    assert json.loads(told["torchgarden.classes"]) == ["a", "b"]
    assert json.loads(told["torchgarden.inputs"])[-1] == "색="
    assert json.loads(told["torchgarden.tensors"]) == tensor_names(taken.training.net)
    assert names == set(tensor_names(taken.training.net))
    loss, score = taken.training.validate()
    assert json.loads(told["torchgarden.validation"]) == {"loss": loss, "score": score, "samples": 10}
    assert told["torchgarden.title"] == "표 <1>"
    assert "5" in told["torchgarden.preprocessing"]
    assert re.search("[가-힣]", told["torchgarden.preprocessing"])


def test_a_layer_on_its_way_is_told_with_its_share(home: Path) -> None:
    taken = grown()
    home.mkdir()
    write("safetensors", taken, home / "w.safetensors")
    with safe_open(str(home / "w.safetensors"), "pt") as file:
        on_its_way = json.loads(file.metadata()["torchgarden.on_its_way"])
    ((key, fade),) = taken.training.model.fades.items()
    assert on_its_way == {str(key): [fade.straight(), int(fade.tangent)]}
    assert 0 < fade.straight() < 1


@pytest.mark.parametrize("name", ["perceptron", "mlp", "lenet5", "vgg", "resnet"])
def test_every_tensor_of_a_preset_has_one_name(name: str) -> None:
    training = trained(DataSpec("digits"), preset(name, (1, 8, 8), 10), steps=1)
    model = training.model
    names = tensor_names(model.net)
    assert sorted(names.values()) == sorted([*model.parameters, *model.buffers])
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"(residual_\d+\.body\.)?(hidden_\d+|output)(_norm)?\.[a-z_]+", one) for one in names)
    assert all(one.dtype in (torch.float32, torch.int64) for one in state_dict(taken_of(training)).values())


def test_the_norm_of_an_output_has_a_name_of_its_own() -> None:
    net = Net((2,), (Dense(1, 3, norm="batch"), Dense(2, 2, "linear", norm="batch")), 3)
    assert [one for one in tensor_names(net) if "norm" in one and "weight" in one] == [
        "hidden_1_norm.weight", "output_norm.weight",
    ]  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- the table
def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_every_point_and_every_edit(home: Path) -> None:
    taken = grown()
    home.mkdir()
    write("csv", taken, home / "c.csv", "ko")
    content = (home / "c.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfrun,curve,step,epoch,seconds,value,edit\r\n")
    found = rows(content.decode("utf-8-sig"))
    loss = [row for row in found if row["curve"] == "손실 · 훈련"]
    assert [float(row["value"]) for row in loss] == [1 / place for place in range(1, 13)]
    assert [row["step"] for row in loss] == [str(place * 10) for place in range(1, 13)]
    assert [float(row["seconds"]) for row in loss] == pytest.approx([place * 2.5 * 48 / 2000 for place in range(1, 13)])
    assert len([row for row in found if row["curve"] == "정확도 · 검증"]) == 11, "what was not measured is left out"
    edits = [row for row in found if row["curve"] == "수정"]
    assert len(edits) == 3
    assert "3" in edits[1]["edit"]
    last = [mark.step for mark in taken.training.marks][-1]
    assert [row["step"] for row in edits][-1] == str(last)
    assert edits[-1]["epoch"] == f"{(last // 10) * 2.5:.9g}", "of the last point up to it"
    assert all(float(row["value"]) > 0 for row in edits)
    assert all(re.search("[가-힣]", row["edit"]) for row in edits)
    assert {row["run"] for row in found} == {"첫 기록"}


def test_a_name_in_the_table_is_never_a_formula(home: Path) -> None:
    taken = replace(grown(), folder=Path("/nowhere/=HYPERLINK(1)"))
    home.mkdir()
    write("csv", taken, home / "c.csv")
    assert {row["run"] for row in rows((home / "c.csv").read_text("utf-8-sig"))} == {"'=HYPERLINK(1)"}


def test_a_run_of_numbers_tells_r2(home: Path) -> None:
    taken = taken_of(trained(DataSpec("plane", samples=60)), ticks=2)
    home.mkdir()
    write("csv", taken, home / "c.csv")
    assert {row["curve"] for row in rows((home / "c.csv").read_text("utf-8-sig"))} >= {
        "R² · training",
        "R² · validation",
    }


# ---------------------------------------------------------------------------------------------------------------- logs
def accumulated(folder: Path) -> Any:
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    found = accumulator.EventAccumulator(str(folder))
    found.Reload()
    return found


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tensorboard_reads_curves_and_edits(home: Path) -> None:
    taken = grown()
    home.mkdir()
    (told,) = write("tensorboard", taken, home / "로그", "ko")
    assert str(home / "로그") in str(told)
    training, validation = (accumulated(home / "로그" / run) for run in RUNS)
    losses = training.Scalars("loss")
    assert [one.step for one in losses] == [place * 10 for place in range(1, 13)]
    assert [one.value for one in losses] == pytest.approx([1 / place for place in range(1, 13)])
    assert losses[-1].wall_time - losses[0].wall_time == pytest.approx(11 * 2.5 * 48 / 2000)
    assert len(validation.Scalars("accuracy")) == 11
    assert set(training.Tags()["scalars"]) == {
        "loss",
        "accuracy",
        "learning_rate",
        "gradient_norm",
        "samples_per_second",
    }
    edits = training.Tensors("edits")
    assert [one.step for one in edits] == [mark.step for mark in taken.training.marks]
    said = [one.tensor_proto.string_val[0].decode() for one in edits]
    assert said == [Voice("ko").read(mark.label) for mark in taken.training.marks]


def test_checksums_are_those_of_the_standard() -> None:
    assert crc32c(b"123456789") == 0xE3069283
    assert crc32c(bytes(32)) == 0x8A9136AA
    assert masked(b"") == 0xA282EAD8
    assert record(b"abc")[:8] == b"\3" + bytes(7)


def test_a_folder_with_other_files_is_left_alone(home: Path) -> None:
    taken, folder = grown(), home / "Documents"
    (folder / "training").mkdir(parents=True)
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(OutError, match="other files"):
        write_logs(taken, folder, data=True, language="en")
    assert (folder / "thesis.txt").read_text() == "mine"
    assert sorted(one.name for one in home.iterdir()) == ["Documents"]
    (folder / "thesis.txt").unlink()
    (folder / "training" / "events.out.tfevents.1.elsewhere").write_text("of another program")
    with pytest.raises(OutError):
        write_logs(taken, folder, data=True, language="en")


def test_a_file_is_not_replaced_by_logs(home: Path) -> None:
    home.mkdir()
    (home / "run.txt").write_text("mine")
    with pytest.raises(OutError, match="is a file"):
        write_logs(grown(), home / "run.txt", data=True, language="en")
    assert (home / "run.txt").read_text() == "mine"


def test_older_logs_are_replaced_and_a_link_is_not_followed(home: Path) -> None:
    taken, folder = grown(), home / "logs"
    home.mkdir()
    for _ in range(2):
        write_logs(
            replace(taken, record=replace(taken.record, saved="2026-01-02T03:04:05+00:00")),
            folder,
            data=True,
            language="en",
        )
    assert sorted(one.name for one in home.iterdir()) == ["logs"]
    assert len(list((folder / "training").iterdir())) == 1
    (home / "link").symlink_to(folder)
    with pytest.raises(OutError):
        write_logs(taken, home / "link", data=True, language="en")


def test_a_move_that_fails_brings_the_old_logs_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken, folder = grown(), home / "logs"
    home.mkdir()
    write_logs(taken, folder, data=True, language="en")
    (old,) = (folder / "training").iterdir()
    before, real = old.read_bytes(), files.rename

    def refused(source: Path, target: Path) -> None:
        if target == folder and not source.name.endswith(".old"):
            raise OSError(errno.ENOSPC, "full")
        real(source, target)

    monkeypatch.setattr(files, "rename", refused)
    with pytest.raises(OSError, match="full"):
        write_logs(taken, folder, data=True, language="en")
    assert old.read_bytes() == before
    assert [one.name for one in home.iterdir()] == ["logs"]


# ----------------------------------------------------------------------------------------------------------- any form
def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing more fits into a file that is begun."""
    real: Callable[..., int] = os.open

    def full(name: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        made = real(name, flags, mode, **more)
        if not str(name).endswith(".part"):
            return made
        os.close(made)
        return real("/dev/full", os.O_WRONLY)

    monkeypatch.setattr(os, "open", full)


@pytest.mark.parametrize("form", ["safetensors", "pt", "csv", "onnx", "html"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_and_leaves_the_old_file(form: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken, path = grown(), home / f"w.{form}"
    home.mkdir()
    path.write_bytes(b"old")
    fill_the_disk(monkeypatch)
    with pytest.raises(OSError) as raised:
        write(form, taken, path)
    assert raised.value.errno == errno.ENOSPC
    assert path.read_bytes() == b"old"
    assert [one.name for one in home.iterdir()] == [path.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_leaves_the_old_logs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = grown()
    home.mkdir()
    write_logs(taken, home / "logs", data=True, language="en")
    before = sorted((one.name, one.stat().st_size) for one in (home / "logs").rglob("*"))
    fill_the_disk(monkeypatch)
    with pytest.raises(OSError) as raised:
        write_logs(taken, home / "logs", data=True, language="en")
    assert raised.value.errno == errno.ENOSPC
    assert sorted((one.name, one.stat().st_size) for one in (home / "logs").rglob("*")) == before
    assert [one.name for one in home.iterdir()] == ["logs"]


@pytest.mark.parametrize("form", ["safetensors", "pt", "csv", "tensorboard"])
def test_every_state_of_edits_and_every_kind_of_data_can_be_written(form: str, home: Path) -> None:
    home.mkdir()
    training = trained(DataSpec("digits"), preset("resnet", (1, 8, 8), 10), steps=2)
    training.edit(RemoveLayer(2, "fade"))
    training.edit(SetActivation(1, "gelu"))
    further(training, 1)
    own = [put(TABLE), put(PICTURES, classes=("고양이", "개")), put(PLAIN)]
    runs = [taken_of(training, ticks=0), *(taken_of(trained(spec, steps=1), about=about) for spec, about in own)]
    for taken in runs:
        path = home / form
        write(form, taken, path)
        assert path.exists()
    assert TICK_FIELDS == 9


# --------------------------------------------------------------------------------------------------------------- voice
def test_compiled_words_say_the_same_as_their_sources(tmp_path: Path) -> None:
    release = Path(pytest.importorskip("PySide6").__file__).with_name("lrelease")
    sources = sorted((Path(__file__).parents[2] / "resources" / "i18n").glob("*.ko.ts"))
    made = tmp_path / "ko.qm"
    subprocess.run([release, "-silent", *sources, "-qm", made], check=True, stderr=subprocess.DEVNULL)
    words = Compiled(made.read_bytes())
    known = {text: ko for source in sources for text, ko in _of_source(source).items()}
    assert len(known) > 1000
    assert {text: words.get(text) for text in known} == known
    assert words.get("No such sentence, ever.") is None
    with pytest.raises(ValueError, match="compiled"):
        Compiled(b"PK\3\4")


def test_a_sentence_is_said_with_the_particle_that_fits_and_units_from_one() -> None:
    label = edit_label(mlp(2, (4, 4), 2), RemoveUnit(LayerKey(2), 0))
    assert Voice("en").read(label) == "Hidden 2: unit 1 removed"
    assert Voice("ko").read(label) == "은닉층 2: 유닛 1 제거"
    assert "(" not in Voice("ko", {"a {n}": "{n}을(를)"}).read(say("a {n}", n=3))
    assert Voice("ko").read(say("Nobody said this {n}", n=math.inf)) == "Nobody said this inf"
