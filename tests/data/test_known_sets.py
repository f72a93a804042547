"""Known sets are fetched whole or not at all: checked before they are opened, resumed, stopped, and read from hostile
files in sentences."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import socket
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core import files
from core.data import library
from core.data.asked import Alone, LookingOver
from core.data.fetched import connection, download
from core.data.fetched.answers import addresses, fetch, known
from core.data.fetched.connection import Patience, usable
from core.data.fetched.contents import read_set
from core.data.fetched.idx import read_idx
from core.data.fetched.matlab import read_mat
from core.data.fetched.sets import SETS, Source
from core.data.library import LibraryError
from core.folders import find_folders
from core.messages.catalogue import OWN
from core.messages.own.looking import Fetch
from core.messages.train_commands import DataSpec
from core.sentence import Sentence
from core.train.training import own
from tests.data import small_sets
from tests.data.small_sets import TRAINING, VALIDATION, classes, content_of, element, mat, matrix, pictures, placed
from tests.env.raw_server import OPENSSL, RawServer, answer, certificate_for
from tests.env.servers import Fault, FileServer, silent_server, status
from tests.hostile import bounded

QUICK = Patience(stall_s=0.4, connect_s=5.0, attempts=3, pause_s=0.01, longest_pause_s=0.02)
NAMES = [source.about.name for source in SETS]
few = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "www").mkdir()
    with FileServer(tmp_path / "www") as made:
        yield made


@pytest.fixture
def mnist(server: FileServer) -> Source:
    return placed("mnist", server.folder, server.url)


def got(source: Source, **named: str) -> str:
    """Fetch a set; return its digest."""
    return fetch(Fetch(source.about.name, **named), Alone(), sets=[source], patience=QUICK).data.digest


def said(source: Source, **named: str) -> str:
    """What is said when a set cannot be fetched; nothing of it is in the library then."""
    with pytest.raises(LibraryError) as caught:
        got(source, **named)
    assert library.listed() == ()
    assert not list(library.place().glob("*")) if library.place().is_dir() else True
    return " ".join(map(str, (caught.value.sentence, *caught.value.advice)))


# -------------------------------------------------------------------------------------------------------------- fetched
@pytest.mark.parametrize("name", NAMES)
def test_every_set_is_fetched_and_can_be_trained_on(server: FileServer, name: str) -> None:
    source = placed(name, server.folder, server.url)
    read = own.read(DataSpec(OWN, own=got(source)))
    size, of = 3072 if source.about.input[0] == 3 else 784, len(source.about.classes)
    assert read.training == TRAINING
    shown = pictures(TRAINING, size) + pictures(VALIDATION, size, begin=100)
    assert [bytes((one.flatten() * 255).round().to(dtype=own.torch.uint8).tolist()) for one in read.inputs] == shown
    assert read.targets.tolist() == classes(TRAINING, of) + classes(VALIDATION, of)
    assert source.about.attribution in read.known.attribution
    assert source.about.licence in read.known.attribution
    assert not (find_folders().cache / "data" / name).exists(), "what was fetched is in the library now"


def test_the_table_is_whole() -> None:
    assert NAMES == ["mnist", "fashion-mnist", "kmnist", "emnist-letters", "cifar-10", "svhn"]
    for source in SETS:
        about = source.about
        assert about.attribution
        assert about.licence
        assert about.bytes == sum(file.bytes for file in source.files)
        for file in source.files:
            assert files.is_name(file.name)
            assert len(bytes.fromhex(file.md5)) == 16
            assert file.addresses[0].startswith("https://")
            assert all(usable(address) == address for address in file.addresses)
    assert len({file.md5 for source in SETS for file in source.files}) == 16


def test_the_sums_are_those_that_torchvision_pins() -> None:
    datasets = pytest.importorskip("torchvision.datasets")
    pinned = {md5 for kind in ("MNIST", "FashionMNIST", "KMNIST") for _, md5 in getattr(datasets, kind).resources}
    pinned |= {datasets.EMNIST.md5, *(entry[2] for entry in datasets.SVHN.split_list.values())}
    for source in SETS:
        if source.layout != "cifar":
            assert {file.md5 for file in source.files} <= pinned


def test_a_set_that_is_there_is_told_and_not_fetched_again(server: FileServer, mnist: Source) -> None:
    assert [one.there for one in known(library.listed(), [mnist])] == [False]
    digest = got(mnist)
    asked = server.count()
    assert got(mnist) == digest
    assert server.count() == asked
    assert [one.there for one in known(library.listed(), [mnist])] == [True]


def test_a_set_that_is_damaged_in_the_library_is_fetched_again(mnist: Source) -> None:
    digest = got(mnist)
    with (library.folder_of(digest) / library.DATA_FILE).open("r+b") as file:
        file.truncate(100)
    assert got(mnist) == digest
    assert own.read(DataSpec(OWN, own=digest)).training == TRAINING


def test_a_set_that_nobody_knows_is_a_sentence() -> None:
    with pytest.raises(LibraryError, match="no set called x"):
        fetch(Fetch("x"), Alone())


# ---------------------------------------------------------------------------------------------------- what can go wrong
def test_a_wrong_file_is_not_used_and_says_so(server: FileServer, mnist: Source) -> None:
    server.forever["train-images"] = Fault("corrupt")
    assert "not the file that was published" in said(mnist)
    assert not list((find_folders().cache / "data" / "mnist").glob("train-images*"))


def test_a_cut_connection_goes_on_where_it_ended(server: FileServer, mnist: Source) -> None:
    whole = mnist.files[0].bytes
    server.faults["train-images"] = [Fault("truncate", after=whole // 2)]
    assert got(mnist)
    ranges = [request.range for request in server.requests if "train-images" in request.path]
    assert ranges == ["", f"bytes={whole // 2}-"]


def test_what_arrived_before_a_process_ended_is_not_fetched_again(server: FileServer, mnist: Source) -> None:
    server.forever["train-images"] = Fault("truncate", after=50)
    assert "broke off" in said(mnist)
    server.forever.clear()
    server.requests.clear()
    assert got(mnist)
    assert server.requests[0].range.startswith("bytes=")


def test_a_damaged_beginning_is_thrown_away_and_all_of_it_fetched(server: FileServer, mnist: Source) -> None:
    folder = find_folders().cache / "data" / "mnist"
    folder.mkdir(parents=True)
    (folder / f"{mnist.files[0].name}.part").write_bytes(b"x" * 40)
    (folder / f"{mnist.files[1].name}.part").write_bytes(b"x" * 100_000)
    assert got(mnist)


@pytest.mark.parametrize("kind", ["no range", "wrong range"])
def test_a_server_that_gives_another_piece_than_was_asked_for(server: FileServer, mnist: Source, kind: str) -> None:
    server.faults["train-images"] = [Fault("truncate", after=30), Fault(kind)]
    assert got(mnist)


def test_what_a_server_does_not_have_is_asked_elsewhere_and_then_said(server: FileServer, mnist: Source) -> None:
    (server.folder / "train-labels-idx1-ubyte.gz").unlink()
    assert "does not have train-labels" in said(mnist)
    assert server.count("train-labels") == 1, "it is not asked again"
    (server.folder / "b").mkdir()
    (server.folder / "b" / "train-labels-idx1-ubyte.gz").write_bytes(content_of(SETS[0])[1])
    more = replace(mnist.files[1], addresses=(*mnist.files[1].addresses, f"{server.url}/b/{mnist.files[1].name}"))
    assert got(replace(mnist, files=(mnist.files[0], more, *mnist.files[2:])))


@pytest.mark.parametrize(("code", "words"), [(403, "does not have"), (503, "answers with error 503")])
def test_a_server_that_refuses(server: FileServer, mnist: Source, code: int, words: str) -> None:
    server.forever[""] = status(code)
    assert words in said(mnist)


def test_it_goes_where_it_is_led_but_not_in_a_circle(server: FileServer, mnist: Source) -> None:
    (server.folder / "there").mkdir()
    name = mnist.files[0].name
    (server.folder / name).rename(server.folder / "there" / name)
    server.faults[f"/{name}"] = [Fault("redirect", to=f"{server.url}/there/{name}")]
    digest = got(mnist)
    library.remove(digest)
    server.faults.clear()
    server.forever[""] = Fault("redirect", to=f"{server.url}/{name}")
    assert said(mnist)
    server.forever[""] = Fault("redirect", to="file:///etc/passwd")
    assert said(mnist)


def test_it_is_not_led_from_a_secure_address_to_one_that_is_not() -> None:
    from core.data.fetched.connection import Unprotected, _Led

    request = type("Asked", (), {"full_url": "https://a/b"})()
    with pytest.raises(Unprotected):
        _Led().redirect_request(request, None, 302, "", None, "http://a/b")  # type: ignore[arg-type]
    problem = download._problem(Unprotected("http://a"), "https://host/x", SETS[0].files[0])
    assert "not secure" in str(problem)


def test_a_server_that_stops_sending(server: FileServer, mnist: Source) -> None:
    server.forever["train-images"] = Fault("stall", after=20)
    assert "stopped sending" in said(mnist)


def test_a_server_that_never_answers_and_one_that_is_not_there(mnist: Source) -> None:
    with silent_server() as url:
        assert "stopped sending" in said(mnist, mirror=url)
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert "cannot be reached" in said(mnist, mirror=f"http://127.0.0.1:{port}")


def test_a_slow_server_is_waited_for_and_told_of(server: FileServer, tmp_path: Path) -> None:
    content = os.urandom(300_000)
    (server.folder / "x").write_bytes(content)
    remote = download.Remote("x", hashlib.md5(content, usedforsecurity=False).hexdigest(), 300_000, ())
    server.forever["x"] = Fault("slow")
    told: list[int] = []
    assert download.fetch_file(remote, [f"{server.url}/x"], tmp_path, told.append, QUICK).read_bytes() == content
    assert told == sorted(told)
    assert len(set(told)) > 3


def test_more_than_the_file_can_have_is_not_kept(server: FileServer, tmp_path: Path) -> None:
    (server.folder / "x").write_bytes(b"\0" * (3 << 20))
    with pytest.raises(LibraryError):
        download.fetch_file(
            download.Remote("x", "0" * 32, 10, ()), [f"{server.url}/x"], tmp_path, lambda _: None, QUICK
        )
    assert sum(one.stat().st_size for one in tmp_path.glob("x*")) == 0


def test_a_proxy_that_refuses_is_named(server: FileServer, mnist: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    secure = [replace(file, addresses=(f"https://data.example/{file.name}",)) for file in mnist.files]
    monkeypatch.setenv("https_proxy", server.url)  # it knows no CONNECT: 501
    assert "proxy does not let data.example through" in said(replace(mnist, files=tuple(secure)))
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "")
    server.forever[""] = status(407)
    assert "asks for a name and a password" in said(mnist, mirror="http://data.example/sets")


@pytest.mark.skipif(OPENSSL is None, reason="only openssl makes a certificate")
def test_a_certificate_counts_when_the_system_or_a_variable_trusts_it(
    tmp_path: Path, mnist: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (tmp_path / "www" / mnist.files[0].name).read_bytes()
    for name in connection.CERTIFICATES:
        monkeypatch.delenv(name, raising=False)
    connection.trusted.cache_clear()
    with RawServer(answer(200, body=content), certificate=certificate_for(tmp_path)) as secure:
        with pytest.raises(LibraryError, match="certificate is not trusted"):
            download.fetch_file(mnist.files[0], [f"{secure.url}/x"], tmp_path, lambda _: None, QUICK)
        assert secure.requests == 0
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        connection.trusted.cache_clear()
        path = download.fetch_file(mnist.files[0], [f"{secure.url}/x"], tmp_path, lambda _: None, QUICK)
        assert path.read_bytes() == content
    connection.trusted.cache_clear()


def test_an_answer_whose_beginning_never_ends_and_one_without_a_length(
    tmp_path: Path, mnist: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (tmp_path / "www" / mnist.files[0].name).read_bytes()
    with RawServer(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + content) as server:
        path = download.fetch_file(mnist.files[0], [f"{server.url}/x"], tmp_path, lambda _: None, QUICK)
        assert path.read_bytes() == content
        path.unlink()
    for begin in (b"HTTP/1.1 200 OK\r\n", b"what is this", b"HTTP/1.1 200 OK\r\nX: "):
        with RawServer(begin, endless=b"a: " + b"b" * 100 + b"\r\n") as server, pytest.raises(LibraryError):
            download.fetch_file(mnist.files[0], [f"{server.url}/x"], tmp_path, lambda _: None, QUICK)


def test_a_full_disk_is_said_and_the_rest_is_kept(
    server: FileServer, mnist: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.added_to

    class Full:
        def __init__(self, path: Path) -> None:
            self._file: Any = real(path, buffering=0)

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def truncate(self, size: int) -> None:
            self._file.truncate(size)

        def write(self, block: bytes) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "added_to", lambda path, **_: Full(path))
    assert "disk is full" in said(mnist)
    assert server.count() == 1, "a disk that is full is no reason to ask again"


def test_a_full_disk_while_it_is_put_into_the_library(mnist: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.data.fetched import answers

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(answers, "write_tensors", full)
    assert "disk is full" in said(mnist)


class Stops:
    """Stops at the `after`th time it is asked."""

    def __init__(self, after: int) -> None:
        self.left = after

    def at(self, done: int, all_: int, doing: Sentence) -> None:
        self.left -= 1
        if self.left < 0:
            raise LookingOver


@pytest.mark.parametrize("after", [0, 1, 2, 5, 9, 14])
def test_a_person_can_stop_it_anywhere_and_go_on_later(server: FileServer, mnist: Source, after: int) -> None:
    with pytest.raises(LookingOver):
        fetch(Fetch("mnist"), Stops(after), sets=[mnist], patience=QUICK)
    assert library.listed() == ()
    assert not library.place().is_dir() or not list(library.place().iterdir())
    assert got(mnist)


def test_a_person_can_stop_while_a_server_says_nothing(server: FileServer, mnist: Source) -> None:
    server.forever["train-images"] = Fault("stall", after=20)
    with pytest.raises(LookingOver):
        fetch(Fetch("mnist"), Stops(6), sets=[mnist], patience=replace(QUICK, stall_s=60.0))


# -------------------------------------------------------------------------------------------------- mirrors and folders
def test_a_mirror_is_asked_in_a_folder_of_the_sets_name_or_in_its_own(server: FileServer, mnist: Source) -> None:
    gone = replace(mnist, files=tuple(replace(file, addresses=("http://127.0.0.1:9/",)) for file in mnist.files))
    library.remove(got(gone, mirror=server.url + "/"))
    placed("mnist", server.folder / "학교 자료" / "mnist", server.url)
    for file in mnist.files:
        (server.folder / file.name).unlink()
    assert got(gone, mirror=f"{server.url}/학교 자료")
    assert addresses(mnist, mnist.files[0], "https://a/b/") == (
        f"https://a/b/mnist/{mnist.files[0].name}", f"https://a/b/{mnist.files[0].name}",
    )  # fmt: skip


@pytest.mark.parametrize(
    "mirror", ["x", "ftp://a/b", "http://[x", "http://a:b/", "file:///etc", "http://", "http://u:p@a/", "http://a b/"]
)
def test_a_mirror_that_is_no_address_is_a_sentence(mnist: Source, mirror: str) -> None:
    assert "no address that can be asked" in said(mnist, mirror=mirror)


@pytest.mark.parametrize("below", ["", "mnist", "MNIST/raw"])
def test_files_that_lie_on_a_stick_are_taken_from_there(tmp_path: Path, below: str) -> None:
    source = placed("mnist", tmp_path / "막대 a" / below, "http://127.0.0.1:9")
    assert got(source, folder=str(tmp_path / "막대 a"))
    assert not (find_folders().cache / "data").exists()


def test_a_folder_that_lacks_a_file_or_has_another_is_said(tmp_path: Path) -> None:
    source = placed("mnist", tmp_path / "stick", "http://127.0.0.1:9")
    (tmp_path / "stick" / source.files[2].name).write_bytes(b"another")
    assert "t10k-images-idx3-ubyte.gz in" in said(source, folder=str(tmp_path / "stick"))
    (tmp_path / "stick" / source.files[2].name).unlink()
    assert "There is no t10k-images" in said(source, folder=str(tmp_path / "stick"))
    assert "There is no train-images" in said(source, folder=str(tmp_path / "nowhere"))


# -------------------------------------------------------------------------------------------------------- hostile files
GOOD = content_of(SETS[0])
HOSTILE: dict[str, tuple[str, list[bytes]]] = {
    "not packed": ("mnist", [b"hello", *GOOD[1:]]),
    "empty": ("mnist", [b"", *GOOD[1:]]),
    "cut off": ("mnist", [GOOD[0][:60], *GOOD[1:]]),
    "a bomb": ("mnist", [gzip.compress(b"\0" * (64 << 20)), *GOOD[1:]]),
    "another magic": ("mnist", [gzip.compress(small_sets.idx((1, 28, 28), b"\0" * 784, magic=b"\0\0\r")), *GOOD[1:]]),
    "lengths beyond all": ("mnist", [gzip.compress(small_sets.idx((2**32 - 1,) * 3, b"\0" * 784)), *GOOD[1:]]),
    "a length of nothing": ("mnist", [gzip.compress(small_sets.idx((0, 28, 28), b"")), *GOOD[1:]]),
    "bytes too many": ("mnist", [gzip.compress(small_sets.idx((1, 28, 28), b"\0" * 785)), *GOOD[1:]]),
    "fewer pictures": ("mnist", [gzip.compress(small_sets.idx((1, 28, 28), b"\0" * 784)), *GOOD[1:]]),
    "a class that is none": ("mnist", [GOOD[0], gzip.compress(small_sets.idx((12,), b"\x0a" * 12)), *GOOD[2:]]),
    "no zip": ("emnist-letters", [b"PK\x03\x04" + b"\0" * 50]),
    "an empty zip": ("emnist-letters", [small_sets.zipped([])]),
    "a zip of other names": ("emnist-letters", [small_sets.zipped([("../../x", b"1")])]),
    "no tar": ("cifar-10", [gzip.compress(b"x" * 2000)]),
    "a tar of other names": ("cifar-10", [small_sets.tar([("../../evil", b"1")])]),
    "a tar that is a bomb": ("cifar-10", [small_sets.tar([("a", b"\0" * (64 << 20))])]),
    "half a row": ("cifar-10", [small_sets.tar([(name, b"x" * 100) for name in SETS[4].members])]),
    "no mat": ("svhn", [b"x" * 300, b"x" * 300]),
    "a mat without arrays": ("svhn", [mat(), mat()]),
    "a mat of other arrays": ("svhn", [mat(matrix(b"X", (2, 2), b"1234"), matrix(b"y", (1, 1), b"1"))] * 2),
    "a mat that is a bomb": ("svhn", [mat(element(14, b"\0" * (64 << 20)))] * 2),
    "a shape of minus": ("svhn", [mat(matrix(b"X", (-32, -32, 3, 1), b"\0" * 3072), matrix(b"y", (1, 1), b"1"))] * 2),
    "a shape beyond all": ("svhn", [mat(matrix(b"X", (2**31 - 1,) * 4, b"\0"), matrix(b"y", (1, 1), b"1"))] * 2),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_files_that_are_not_what_they_say_are_a_sentence(tmp_path: Path, what: str) -> None:
    name, contents = HOSTILE[what]
    source = placed(name, tmp_path / "a" / "stick", "http://127.0.0.1:9", contents)
    with bounded():
        assert "something else than was expected" in said(source, folder=str(tmp_path / "a" / "stick"))
    assert [one.name for one in tmp_path.iterdir()] == ["a"], "nothing is written outside"


def test_a_mat_with_doubles_and_with_what_is_not_read_gives_the_rest() -> None:
    doubles = matrix(b"y", (3, 1), struct.pack("<3d", 1, 2, 10), class_=6, kind=9)
    small = matrix(b"z", (2, 1), b"\x01\x02", class_=6, kind=2)  # doubles that are stored as bytes
    text = matrix(b"t", (1, 2), b"ab", class_=4)
    found = read_mat(mat(doubles, small, text), most=10_000, tick=lambda: None)
    assert {name: one.values.tolist() for name, one in found.items()} == {"y": [1.0, 2.0, 10.0], "z": [1.0, 2.0]}


@few
@given(st.data())
def test_any_bytes_in_an_idx_or_mat_file_are_arrays_or_a_sentence(data: st.DataObject) -> None:
    whole = [small_sets.idx((2, 2, 2), b"12345678"), mat(matrix(b"X", (2, 2), b"1234"), matrix(b"y", (1, 1), b"1"))]
    whole.append(b"MATLAB".ljust(124) + b"\0\x01IM" + matrix(b"X", (2, 2), b"1234"))
    for content in whole:
        changed = bytearray(content)
        for _ in range(data.draw(st.integers(1, 4))):
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
        cut = bytes(changed[: data.draw(st.integers(0, len(changed)))])
        for read in (lambda c: read_idx(c, dimensions=3), lambda c: read_mat(c, most=10_000, tick=lambda: None)):
            for text in (cut, bytes(changed)):
                try:
                    read(text)
                except ValueError:
                    continue


@few
@example(place=0.999, value=1, which="emnist-letters")
@given(place=st.floats(0, 1), value=st.integers(0, 255), which=st.sampled_from(["emnist-letters", "cifar-10", "svhn"]))
def test_any_byte_changed_in_an_archive_is_samples_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, place: float, value: int, which: str
) -> None:
    real = next(one for one in SETS if one.about.name == which)
    contents = [bytearray(one) for one in content_of(real)]
    contents[0][int(place * (len(contents[0]) - 1))] = value
    folder = tmp_path_factory.getbasetemp() / "changed"
    source = placed(which, folder, "", [bytes(one) for one in contents])
    with contextlib.suppress(ValueError, OSError):  # OSError: a zip that begins before its file does
        read_set(source, {file.name: folder / file.name for file in source.files}, lambda: None)


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 56, 1 << 20, (1 << 20) + 1, 3 << 20])
@pytest.mark.parametrize("level", [0, 9])
def test_a_packed_array_of_any_length_is_unpacked_to_its_end(size: int, level: int) -> None:
    content = bytes(size)
    packed = element(15, zlib.compress(matrix(b"X", (1, size), content), level))
    whole = b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\x01IM" + packed
    assert bytes(read_mat(whole, most=size + 1000, tick=lambda: None)["X"].values) == content
    for cut in (1, 5, 20):
        with pytest.raises(ValueError):
            read_mat(whole[:132] + packed[4:-cut], most=size + 1000, tick=lambda: None)
