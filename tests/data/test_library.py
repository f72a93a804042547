"""The library: what is in it is what was put there, or a sentence, whoever shares the disk."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core import files
from core.data import library
from core.data.library import ABOUT_FILE, DATA_FILE, LibraryError
from core.data.tensors import write_tensors
from core.messages.own.prepared import About, PicturePreparation, PlainPreparation, TableColumn, TablePreparation
from core.sentence import Problem
from core.train.model.safetensors import read_tensors
from core.train.training import own
from core.workers import wire
from tests.conftest import ROOT
from tests.data.made import KINDS, put, spec_of
from tests.hostile import DIARY, SHAPES, bounded, damaged
from tests.hostile import put as lay

few = settings(
    max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
GREY, TABLE, ARRAYS = KINDS["grey pictures"], KINDS["a table"], KINDS["arrays"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


# ------------------------------------------------------------------------------------------------ put, listed, deleted
@pytest.mark.parametrize("what", KINDS)
def test_what_is_put_is_listed_and_read_as_it_was(what: str) -> None:
    data = put(KINDS[what])
    assert library.listed() == (data,)
    assert data.about == KINDS[what]
    assert library.read_about(data.digest) == KINDS[what]
    assert data.bytes == sum(file.stat().st_size for file in library.folder_of(data.digest).iterdir())
    assert data.made.endswith("+00:00")
    read = own.read(spec_of(data))
    assert (read.training, len(read.inputs), read.known.input) == (60, 75, KINDS[what].input)
    assert read.known.classes == KINDS[what].classes
    assert wire.decode(wire.encode(data))[0] == data


def test_what_torch_reads_is_what_was_written(tmp_path: Path) -> None:
    values = torch.arange(24, dtype=torch.uint8)
    write_tensors(
        tmp_path / "a", inputs=[bytes(values[:5].tolist()), bytes(values[5:].tolist())], shape=(2, 3, 2, 2), of="U8",
        targets=torch.tensor([1, 0]).numpy().tobytes(), classify=True,
    )  # fmt: skip
    tensors, _ = read_tensors(tmp_path / "a")
    assert torch.equal(tensors["inputs"], values.reshape(2, 3, 2, 2))
    assert tensors["targets"].tolist() == [1, 0]
    for inputs in ([b"x" * 23], [b"x" * 25], []):
        with pytest.raises(ValueError, match="other numbers"):
            write_tensors(tmp_path / "b", inputs=inputs, shape=(2, 3, 2, 2), of="U8", targets=b"x" * 16, classify=True)


def test_the_same_data_is_there_once_and_other_data_beside_it() -> None:
    one, two, other = put(GREY), put(GREY), put(GREY, seed=1)
    assert one == two
    assert {found.digest for found in library.listed()} == {one.digest, other.digest}
    assert put(replace(GREY, title="another")).digest not in (one.digest, other.digest)


def test_the_newest_is_first_and_what_is_deleted_is_gone() -> None:
    old, new = put(GREY), put(TABLE)
    os.utime(library.folder_of(old.digest) / ABOUT_FILE, (1e9, 1e9))
    assert [one.digest for one in library.listed()] == [new.digest, old.digest]
    library.remove(new.digest)
    library.remove(new.digest)
    assert [one.digest for one in library.listed()] == [old.digest]
    assert [one.name for one in library.place().iterdir()] == [old.digest]


def test_a_library_elsewhere_is_its_own(tmp_path: Path) -> None:
    data = put(GREY, at=tmp_path / "도서관 a")
    assert library.listed() == ()
    assert library.listed(tmp_path / "도서관 a") == (data,)
    assert library.digest_of(library.folder_of(data.digest, tmp_path / "도서관 a")) == data.digest


def test_data_that_was_damaged_is_whole_after_it_is_put_again() -> None:
    data = put(GREY)
    folder = library.folder_of(data.digest)
    for spoil in (
        lambda: (folder / DATA_FILE).write_bytes(b"x"),
        lambda: (folder / DATA_FILE).unlink(),
        lambda: (folder / ABOUT_FILE).write_bytes(b"{}"),
        lambda: (files.remove_tree(folder), folder.write_bytes(b"a file")),
    ):
        spoil()
        assert put(GREY).digest == data.digest
        assert own.read(spec_of(data)).training == 60
    assert [one.name for one in library.place().iterdir()] == [data.digest]


CODE = "from tests.data.made import KINDS, put\nprint(put(KINDS['arrays']).digest)\n"


def test_two_processes_that_put_the_same_at_once_both_have_it(home: Path) -> None:
    environment = {**os.environ, "TORCHGARDEN_HOME": str(home)}
    processes = [
        subprocess.Popen([sys.executable, "-c", CODE], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    digests = {process.communicate(timeout=60)[0].strip() for process in processes}
    assert digests == {put(ARRAYS).digest}
    assert [one.name for one in library.place().iterdir()] == list(digests)


def test_whoever_is_slower_has_what_the_quicker_one_put(monkeypatch: pytest.MonkeyPatch) -> None:
    real = files.rename

    def slower(source: Path, target: Path) -> None:
        monkeypatch.setattr(files, "rename", real)
        put(ARRAYS)  # another process, in between
        real(source, target)

    monkeypatch.setattr(files, "rename", slower)
    data = put(ARRAYS)
    assert library.listed() == (data,)
    assert [one.name for one in library.place().iterdir()] == [data.digest]


def test_a_full_disk_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("write", "rename"):
        with monkeypatch.context() as patched:

            def full(*_: object, **__: object) -> None:
                raise OSError(28, "No space left on device")

            patched.setattr(files, name, full)
            with pytest.raises(OSError, match="No space"):
                put(GREY)
        assert list(library.place().iterdir()) == []
        assert library.listed() == ()


@POSIX
def test_a_library_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError) as caught:
        put(GREY, at=tmp_path / "file" / "below")
    assert "cannot be kept in" in str(caught.value)
    assert caught.value.advice


def test_what_killed_processes_left_goes_after_a_day() -> None:
    put(GREY)
    old, new = library.place() / ".123-abc", library.place() / ".124-abc"
    for one in (old, new):
        one.mkdir()
        (one / DATA_FILE).write_bytes(b"x")
    os.utime(old, (time.time() - 2 * library.STALE_S,) * 2)
    assert len(library.listed()) == 1, "what is on its way is not listed"
    put(TABLE)
    assert not old.exists()
    assert new.exists()


# ------------------------------------------------------------------------------------------------------------- hostile
@POSIX
def test_a_link_is_no_data_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    data = put(GREY)
    folder = library.folder_of(data.digest)
    folder.rename(tmp_path / "outside")
    folder.symlink_to(tmp_path / "outside", target_is_directory=True)
    assert library.listed() == ()
    with pytest.raises(LibraryError, match="not on this computer"):
        own.read(spec_of(data))
    library.remove(data.digest)
    assert not os.path.lexists(folder)
    assert library.digest_of(tmp_path / "outside") == data.digest
    folder.symlink_to(tmp_path / "outside", target_is_directory=True)
    assert put(GREY).digest == data.digest
    assert not folder.is_symlink()
    assert library.digest_of(tmp_path / "outside") == data.digest


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", [ABOUT_FILE, DATA_FILE])
def test_whatever_lies_there_instead_is_a_sentence(tmp_path: Path, name: str, shape: str) -> None:
    data = put(GREY, at=tmp_path / "here")
    lay(tmp_path / "here" / data.digest / name, shape)
    with bounded():
        library.listed(tmp_path / "here")
        with contextlib.suppress(LibraryError):
            library.read_about(data.digest, library=tmp_path / "here")
        with contextlib.suppress(OSError):
            assert library.digest_of(tmp_path / "here" / data.digest) != data.digest
    assert (tmp_path / "here" / "diary").read_text(encoding="utf-8") == DIARY


ABOUTS = [wire.to_plain(about) for about in KINDS.values()]


@few
@given(st.sampled_from(ABOUTS).flatmap(damaged))
@example({**ABOUTS[0], "input": [2**62] * 3000})
@example({**ABOUTS[0], "format": 2})
@example({**ABOUTS[0], "training": 2**62, "validation": -(2**62) + 5})
@example({**ABOUTS[0], "altered": -1})
@example({**ABOUTS[2], "classes": ["a"]})
@example({**ABOUTS[3], "preparation": {"is": "PlainPreparation", "mean": float("nan"), "scale": 1.0}})
@example({**ABOUTS[3], "preparation": {"is": "PlainPreparation", "mean": 0.0, "scale": 0.0}})
def test_any_values_about_data_are_possible_ones_or_refused(plain: Any) -> None:
    try:
        about = library.about_of(json.dumps(plain).encode("utf-8", "surrogatepass"))
    except (ValueError, Problem, RecursionError):
        return
    samples, size = about.training + about.validation, 1
    for length in about.input:
        size *= length
    assert 2 <= samples <= library.MOST_SAMPLES
    assert 1 <= size <= library.MOST_INPUTS
    assert size * samples * 4 <= library.MOST_BYTES
    assert len(about.classes) <= library.MOST_CLASSES


@few
@given(st.data())
def test_any_byte_changed_in_the_data_refuses_it(data: st.DataObject) -> None:
    made = put(ARRAYS)
    file = library.folder_of(made.digest) / data.draw(st.sampled_from([ABOUT_FILE, DATA_FILE]))
    whole = file.read_bytes()
    content = bytearray(whole)
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content[: data.draw(st.sampled_from([len(content), len(content) // 2, 7]))])
    try:
        with pytest.raises(LibraryError):
            own.read(spec_of(made))
    finally:
        file.write_bytes(whole)


def placed(about: About, tensors: dict[str, torch.Tensor]) -> own.Read:
    """Data that somebody made with a digest of its own: read it."""
    from core.train.model.safetensors import pieces

    with library.writing() as folder:
        with (folder / DATA_FILE).open("wb") as file:
            for piece in pieces({name: one.contiguous() for name, one in tensors.items()}, {}, piece_bytes=1 << 20):
                file.write(piece)
        made = library.put(folder, about)
    return own.read(spec_of(made))


X, Y = torch.zeros(75, 5), torch.arange(75) % 2
ODD: dict[str, dict[str, torch.Tensor]] = {
    "no inputs": {"targets": Y},
    "no targets": {"inputs": X},
    "fewer samples": {"inputs": X[:74], "targets": Y},
    "fewer targets": {"inputs": X, "targets": Y[:74]},
    "another shape": {"inputs": X[:, :4], "targets": Y},
    "another type": {"inputs": X.double(), "targets": Y},
    "bytes": {"inputs": X.to(torch.uint8), "targets": Y},
    "targets of another type": {"inputs": X, "targets": Y.float()[:, None]},
    "a class too many": {"inputs": X, "targets": torch.where(Y == 1, 2, Y)},
    "a class below": {"inputs": X, "targets": Y - 1},
    "no number": {"inputs": torch.where(X == 0, float("nan"), X), "targets": Y},
    "infinite": {"inputs": X + float("inf"), "targets": Y},
}


@pytest.mark.parametrize("what", ODD)
def test_data_that_is_not_what_is_said_of_it_is_refused_though_its_digest_is_right(what: str) -> None:
    with pytest.raises(LibraryError, match="“arrays” is damaged"):
        placed(ARRAYS, ODD[what])


def test_numbers_that_are_learned_must_be_numbers() -> None:
    x, y = torch.zeros(75, 4), torch.ones(75, 1)
    assert placed(TABLE, {"inputs": x, "targets": y}).training == 60
    y[7] = float("inf")
    with pytest.raises(LibraryError, match="damaged"):
        placed(TABLE, {"inputs": x, "targets": y})


def test_data_of_a_newer_version_says_so() -> None:
    data = put(GREY)
    file = library.folder_of(data.digest) / ABOUT_FILE
    file.write_bytes(json.dumps({**ABOUTS[0], "format": 2}).encode())
    with pytest.raises(LibraryError, match="newer TorchGarden"):
        own.read(spec_of(data))


@pytest.mark.parametrize("digest", ["", "..", "a" * 63, "g" * 64, "A" * 64, "../" + "a" * 61, "a" * 64 + "\n"])
def test_a_name_that_is_no_digest_leads_nowhere(digest: str) -> None:
    for ask in (library.folder_of, library.read_about, library.remove):
        with pytest.raises(LibraryError, match="not the name"):
            ask(digest)


@pytest.mark.parametrize(
    ("about", "hidden"),
    [
        (ARRAYS, (16, 16)),
        (replace(GREY, input=(1, 28, 28), preparation=PicturePreparation(1, 28, 28)), (64, 32)),
        (replace(GREY, input=(3, 32, 32), preparation=PicturePreparation(3, 32, 32)), (128, 64)),
    ],
)  # fmt: skip
def test_the_usual_network_follows_from_the_data(about: About, hidden: tuple[int, ...]) -> None:
    known = own.known(spec_of(put(about)))
    assert known.hidden == hidden
    assert known.outputs == len(about.classes)
    assert known.settings.batch_size == 4
    assert own.known(spec_of(put(replace(about, training=300)))).settings.batch_size == 32


def test_the_limits_are_checked_where_data_is_put() -> None:
    for about in (
        replace(ARRAYS, training=0), replace(ARRAYS, validation=0), replace(ARRAYS, classes=("a",)),
        replace(ARRAYS, classes=("a", "a")), replace(ARRAYS, input=(2, 2)), replace(ARRAYS, input=(10**6,)),
        replace(ARRAYS, preparation=PlainPreparation(0.0, -1.0)), replace(TABLE, classes=("a", "b")),
        replace(TABLE, input=(3,)), replace(GREY, preparation=PicturePreparation(1, 8, 9)), replace(GREY, altered=61),
        replace(TABLE, preparation=TablePreparation((TableColumn("a", "number", fill=float("inf")),), "y"), input=(1,)),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"impossible|another one|twice|too much"):
            library.check(about)
