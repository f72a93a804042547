"""What is deleted waits for thirty days and comes back where it was; nothing is ever replaced or lost on the way."""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from core import bin as bins
from core import files
from core.bin import BESIDE, BinError, bins_for, listing, put, restore, sweep

NOW = datetime(2026, 11, 29, 12, 0, 0, tzinfo=timezone.utc)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "home" / "bin"


@pytest.fixture
def thing(tmp_path: Path) -> Path:
    made = tmp_path / "runs" / "나의 훈련"
    made.mkdir(parents=True)
    (made / "weights").write_text("learned")
    return made


def other_disk(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let our own bin lie on another disk."""
    real = files.rename

    def rename(source: Path, target: Path) -> None:
        if own in target.parents and own not in source.parents:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(source, target)

    monkeypatch.setattr(files, "rename", rename)


def test_what_was_deleted_comes_back_whole_and_the_bin_is_empty(own: Path, thing: Path) -> None:
    binned = put(thing, bins_for(thing, own=own), now=NOW)
    assert not thing.exists()
    assert (binned.content / "weights").read_text() == "learned"
    assert listing([own]) == [binned]
    assert (binned.name, binned.came_from, binned.since) == ("나의 훈련", thing, NOW)
    assert restore(binned) == thing
    assert (thing / "weights").read_text() == "learned"
    assert listing([own]) == []
    assert not own.exists()


def test_two_of_one_name_wait_beside_each_other_newest_first(own: Path, thing: Path) -> None:
    first = put(thing, [own], now=NOW)
    thing.mkdir()
    second = put(thing, [own], now=NOW + timedelta(seconds=5))
    assert listing([own]) == [second, first]


def test_after_thirty_days_it_is_deleted_and_not_a_day_earlier(own: Path, thing: Path) -> None:
    binned = put(thing, [own], now=NOW)
    assert sweep([own], now=NOW + timedelta(days=30)) == ()
    assert binned.content.is_dir()
    assert sweep([own], now=NOW + timedelta(days=30, seconds=1)) == (binned.entry,)
    assert list(own.iterdir()) == []


def test_only_what_we_put_there_is_swept(own: Path) -> None:
    for name in ("my photos", "20200101T000000Z", "20200101T000000Z-xyz", "20209999T000000Z-01234567"):
        (own / name).mkdir(parents=True)
    assert sweep([own, own / "not there"], now=NOW) == ()
    assert len(list(own.iterdir())) == 4


def test_what_lies_on_another_disk_waits_beside_it(own: Path, thing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other_disk(own, monkeypatch)
    binned = put(thing, bins_for(thing, own=own), now=NOW)
    assert binned.entry.parent == thing.parent / BESIDE
    assert not own.exists(), "the try has left nothing"
    assert listing([own, thing.parent / BESIDE]) == [binned]
    assert restore(binned) == thing
    assert os.listdir(thing.parent) == [thing.name]


def test_a_name_that_is_taken_meanwhile_is_not_replaced(own: Path, thing: Path) -> None:
    binned = put(thing, [own])
    thing.mkdir()  # empty: a plain rename would replace it
    with pytest.raises(BinError, match="called 나의 훈련 by now"):
        restore(binned)
    assert (binned.content / "weights").is_file()
    assert restore(binned, to=thing.with_name("other")).is_dir()


def test_its_folder_may_be_gone_meanwhile(own: Path, thing: Path) -> None:
    binned = put(thing, [own])
    thing.parent.rmdir()
    assert restore(binned) == thing


def test_what_is_gone_is_a_sentence_and_leaves_nothing(own: Path, thing: Path) -> None:
    binned = put(thing, [own])
    with pytest.raises(BinError, match="not there any more"):
        put(thing, [own])
    sweep([own], now=datetime.now(timezone.utc) + timedelta(days=31))
    with pytest.raises(BinError, match="not in the bin any more"):
        restore(binned)
    assert list(own.iterdir()) == []


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "may not be changed")])
def test_what_cannot_be_moved_stays_as_it_was(
    own: Path, thing: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refused(path: Path, content: str) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files, "write", refused)
    with pytest.raises(BinError, match=said) as caught:
        put(thing, bins_for(thing, own=own))
    assert "Errno" not in str(caught.value)
    assert (thing / "weights").read_text() == "learned"
    assert os.listdir(thing.parent) == [thing.name]
    assert not own.exists()


def test_a_link_goes_and_what_it_leads_to_stays(own: Path, thing: Path) -> None:
    link = thing.with_name("link")
    try:
        link.symlink_to(thing, target_is_directory=True)
    except OSError:
        pytest.skip("links are not allowed here")
    binned = put(link, [own])
    assert (thing / "weights").is_file()
    assert binned.content.is_symlink()
    sweep([own], now=datetime.now(timezone.utc) + timedelta(days=31))
    assert (thing / "weights").is_file()


@pytest.mark.parametrize(
    "origin",
    [
        "{", "[]", "{}", '{"from": 3}', '{"from": "runs/a"}', '{"from": "/etc/../home/a"}', '{"from": "/a/b\\u0000"}',
        '{"from": ""}', '{"from": "/elsewhere/a"}', '{"from": "' + "x" * 70_000 + '"}', b"\xff\xfe",
    ],
)  # fmt: skip
def test_an_entry_that_somebody_else_wrote_is_no_entry(tmp_path: Path, origin: str | bytes) -> None:
    entry = tmp_path / BESIDE / "20261129T120000Z-01234567"
    (entry / bins.CONTENT).mkdir(parents=True)
    content = origin.encode() if isinstance(origin, str) else origin
    (entry / bins.ORIGIN).write_bytes(content)
    assert listing([tmp_path / BESIDE]) == []
    (entry / bins.ORIGIN).write_text(json.dumps({"from": str(tmp_path / "a")}))
    assert len(listing([tmp_path / BESIDE])) == 1, "a whole one is seen"
