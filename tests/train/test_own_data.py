"""A training on a person's own data is as exact as any: saved, opened, undone, branched, twinned and done again;
without its data it says which it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from core import runs
from core.data import library
from core.messages.beside.branches import BackToNow, GoOnFrom, LookBack, ShownAt, SwitchBranch
from core.messages.beside.twin import SetTwin
from core.messages.train_commands import DataSpec, Load, OpenRun, Redo, Reset, Save, Settings, Step, Undo
from core.messages.train_events import Loaded, Rejected
from core.net.plan import LayerKey, Widen
from core.train.disk import checkpoint
from core.train.training.replay import replay
from core.train.training.training import Training, begin
from tests.data.made import KINDS, put, spec_of
from tests.train.line import Line
from tests.train.talk import Talk
from tests.train.test_branches import bits
from tests.train.test_twin import run_of, settle
from tests.train.test_twin import saved as kept

OLD = Path(__file__).parent / "old_runs"
WIDEN = Widen(LayerKey(1), 3)
SETTINGS = Settings(batch_size=16, learning_rate=0.01)


def trained(what: str, folder: Path | None = None) -> Line:
    """A training of 45 steps on data of this kind, with its usual network, one unit wider since step 20."""
    line = Line()
    loaded = line.ask(Load(spec_of(put(KINDS[what])), settings=SETTINGS, seed=5, run=str(folder) if folder else ""))
    assert isinstance(loaded, Loaded), loaded
    for command in (Step(20), WIDEN, Step(25)):
        answer = line.ask(command)
        assert not isinstance(answer, Rejected), answer
    return line


def closed(line: Line) -> None:
    """End a trainer: another one may open its run."""
    line.trainer._hold.keep_only(None)


def again(training: Training) -> Training:
    made = begin(training.dataset, net=training.first_net, settings=training.first_settings, seed=training.seed)
    replay(made, training.timeline, steps=training.step)
    return made


@pytest.mark.parametrize("what", KINDS)
def test_it_learns_and_is_done_again_bit_for_bit(what: str) -> None:
    line = trained(what)
    first = line.shown.rows[0]
    line.ask(Step(200))
    training = line.session.training
    assert line.shown.rows[-1][2] < first[2] / 2, "the loss falls"
    assert float(training.model_outputs(training.dataset.validation_inputs).std()) > 0.05
    assert bits(again(training)) == bits(training)
    assert training.dataset.spec.title == KINDS[what].title


@pytest.mark.parametrize("what", KINDS)
def test_it_is_saved_and_goes_on_elsewhere_bit_for_bit(what: str, tmp_path: Path) -> None:
    line = trained(what, tmp_path / "훈련 a")
    line.ask(Save(str(tmp_path / "훈련 a")))
    closed(line)
    opened = Line()
    loaded = opened.ask(OpenRun(str(tmp_path / "훈련 a")))
    assert isinstance(loaded, Loaded), loaded
    assert bits(opened.session.training) == bits(line.session.training)
    for one in (line, opened):
        one.ask(Step(50))
    assert bits(opened.session.training) == bits(line.session.training)
    assert opened.session.training.dataset.spec == spec_of(put(KINDS[what]))


@pytest.mark.parametrize("what", ["grey pictures", "a table"])
def test_undo_redo_reset_and_branches_are_exact(what: str, tmp_path: Path) -> None:
    line = trained(what, tmp_path / "run")
    after = bits(line.session.training)
    line.ask(Undo())
    assert line.session.training.step == 20
    line.ask(Redo())
    assert bits(line.session.training) == after
    shown = line.ask(LookBack(13))
    assert isinstance(shown, ShownAt), shown
    line.ask(BackToNow())
    assert isinstance(line.ask(GoOnFrom(13)), Loaded)
    line.ask(Step(7))
    assert bits(line.session.training) == bits(again(line.session.training))
    assert isinstance(line.ask(SwitchBranch(0)), Loaded)
    assert bits(line.session.training) == after
    line.ask(Save(str(tmp_path / "run")))
    closed(line)
    opened = Line()
    opened.ask(OpenRun(str(tmp_path / "run")))
    assert isinstance(opened.ask(SwitchBranch(1)), Loaded)
    assert opened.session.training.step == 20
    assert opened.session.training.net == opened.session.training.first_net
    opened.ask(Reset())
    assert opened.session.training.step == 0


@pytest.mark.parametrize("what", ["colour pictures", "a table"])
def test_its_twin_is_the_run_without_the_edit(what: str, tmp_path: Path) -> None:
    line = Line()
    data = put(KINDS[what])
    line.ask(Load(spec_of(data), settings=SETTINGS, seed=5, run=str(tmp_path / "run")))
    line.ask(Step(20))
    line.ask(SetTwin(True))
    line.ask(WIDEN)
    line.ask(Step(25))
    settle(line)
    plain = Line()
    plain.ask(Load(spec_of(data), settings=SETTINGS, seed=5))
    plain.ask(Step(45))
    assert bits(run_of(line).training) == bits(plain.session.training)
    line.ask(Save(str(tmp_path / "run")))
    kept(line)
    closed(line)
    opened = Line()
    assert isinstance(opened.ask(OpenRun(str(tmp_path / "run"))), Loaded)
    assert settle(opened).steps == 25
    assert bits(run_of(opened).training) == bits(plain.session.training)


# -------------------------------------------------------------------------------------------------- without its data
@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    made = Talk(tmp_path)
    yield made
    made.close()


def saved(folder: Path) -> str:
    """A saved run on own data; return the digest of that."""
    line = trained("grey pictures", folder)
    line.ask(Save(str(folder)))
    closed(line)
    return line.session.training.dataset.spec.own


def words(answer: object) -> str:
    assert isinstance(answer, Rejected), answer
    return " ".join(map(str, (answer.sentence, *answer.advice)))


def test_a_run_whose_data_is_gone_or_damaged_says_which_and_what_to_do(tmp_path: Path, talk: Talk) -> None:
    digest = saved(tmp_path / "run")
    folder = library.folder_of(digest)
    whole = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert isinstance(talk.ask(OpenRun(str(tmp_path / "run"))), Loaded)
    shutil.move(folder, tmp_path / "elsewhere")
    said = words(talk.ask(OpenRun(str(tmp_path / "run"))))
    assert "run" in said
    assert "“숫자 그림” is not on this computer" in said
    assert ".garden" in said
    folder.mkdir()
    for name, at in (
        (library.DATA_FILE, 900),
        (library.DATA_FILE, 4),
        (library.ABOUT_FILE, 30),
        (library.ABOUT_FILE, -9),
    ):
        for file, content in whole.items():
            changed = bytearray(content)
            if file == name:
                changed[at] ^= 1
            (folder / file).write_bytes(changed)
        said = words(talk.ask(OpenRun(str(tmp_path / "run"))))
        assert "“숫자 그림” is damaged" in said
        assert words(talk.ask(Load(DataSpec("own", own=digest, title="숫자 그림"))))
    for file, content in whole.items():
        (folder / file).write_bytes(content)
    assert isinstance(talk.ask(OpenRun(str(tmp_path / "run"))), Loaded)


def test_data_that_is_deleted_meanwhile_stays_in_the_training_that_has_it(tmp_path: Path) -> None:
    line = trained("arrays", tmp_path / "run")
    library.remove(line.session.training.dataset.spec.own)
    for command in (Undo(), Redo(), Step(30), LookBack(10), BackToNow(), Reset(), Step(5), Save(str(tmp_path / "run"))):
        answer = line.ask(command)
        assert not isinstance(answer, Rejected), answer
    closed(line)
    assert "is not on this computer" in words(Line().ask(OpenRun(str(tmp_path / "run"))))


@pytest.mark.parametrize("digest", ["", "x", "../../etc", "0" * 63 + "\u0663", "0" * 64, "A" * 64])
def test_a_digest_that_is_none_is_a_sentence(digest: str, tmp_path: Path) -> None:
    assert words(Line().ask(Load(DataSpec("own", own=digest, title="a"))))


def test_a_run_keeps_its_list_entry_without_its_data(tmp_path: Path) -> None:
    library.remove(saved(tmp_path / "runs" / "a"))
    (one,) = runs.list_runs(tmp_path / "runs")
    assert one.record is not None
    assert one.record.data.title == "숫자 그림"


# ---------------------------------------------------------------------------------------------------- the files' format
def test_runs_on_own_data_alone_are_of_the_new_format(tmp_path: Path) -> None:
    saved(tmp_path / "own")
    line = Line()
    line.ask(Load(DataSpec("xor", samples=40), run=str(tmp_path / "xor")))
    line.ask(Save(str(tmp_path / "xor")))
    closed(line)
    told = {
        name: json.loads((tmp_path / name / runs.RECORD_FILE).read_text(encoding="utf-8")) for name in ("own", "xor")
    }
    assert (told["own"]["format"], told["xor"]["format"]) == (6, 5) == (runs.FORMAT, 5)
    assert told["own"]["data"]["title"] == "숫자 그림"
    assert not {"own", "title"} & told["xor"]["data"].keys(), "an older version knows no such fields"
    _, metadata = checkpoint.read_tensors(tmp_path / "own" / runs.WEIGHTS_FILE)
    assert json.loads(metadata["torchgarden"])["format"] == 6


def test_a_run_of_format_5_opens_and_trains_on() -> None:
    folder = OLD / "before own data"
    text = (folder / runs.RECORD_FILE).read_text(encoding="utf-8")
    assert '"format": 5' in text
    assert '"title"' not in text
    training = checkpoint.read(folder, device=torch.device("cpu")).training
    made = again(training)
    torch.testing.assert_close(made.model.flat, training.model.flat, rtol=1e-3, atol=1e-4)  # made on another processor
    assert runs.read_record(folder).data == training.dataset.spec == DataSpec("xor", samples=40)
    training.take(5)
    assert training.step > 12


def test_a_run_of_a_newer_format_says_so_though_it_cannot_be_read(tmp_path: Path) -> None:
    saved(tmp_path / "run")
    file = tmp_path / "run" / runs.RECORD_FILE
    plain = json.loads(file.read_text(encoding="utf-8"))
    plain |= {"format": 7, "something": {"is": "NobodyKnows"}}
    file.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(runs.RunError, match="newer TorchGarden"):
        runs.read_record(tmp_path / "run")
