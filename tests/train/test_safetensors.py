"""Our reader and writer of the safetensors format agree with the safetensors package, and trust no file."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from core.messages.train_reports import Array
from core.train.model import safetensors
from core.train.model.safetensors import FileError, pieces, read_tensors
from tests.train.arrays import from_array

TENSORS = {
    "a.weight": torch.arange(12, dtype=torch.float32).reshape(3, 4),
    "b": torch.tensor(3.5, dtype=torch.float64),
    "c": torch.tensor([], dtype=torch.int64),
    "d": torch.arange(5, dtype=torch.uint8),
    "e": torch.tensor([True, False]),
    "f": torch.randn(2, 3, generator=torch.Generator().manual_seed(0)).to(torch.bfloat16),
    "한글": torch.arange(-2, 2, dtype=torch.int16),
}


def write(path: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    """Write in small pieces, as a save does."""
    kept = {name: tensor.contiguous() for name, tensor in tensors.items()}
    path.write_bytes(b"".join(pieces(kept, metadata, piece_bytes=7)))


def same(left: dict[str, torch.Tensor], right: dict[str, torch.Tensor]) -> bool:
    return left.keys() == right.keys() and all(
        left[name].dtype == right[name].dtype
        and left[name].shape == right[name].shape
        and torch.equal(left[name], right[name])
        for name in left
    )


def test_the_package_reads_what_we_write(tmp_path: Path) -> None:
    write(tmp_path / "x", TENSORS, {"torchgarden": '{"step": 3}'})
    assert same(load_file(tmp_path / "x"), TENSORS)
    with safe_open(tmp_path / "x", "pt") as file:
        assert file.metadata() == {"torchgarden": '{"step": 3}'}


def test_we_read_what_the_package_writes(tmp_path: Path) -> None:
    save_file(TENSORS, tmp_path / "x", metadata={"k": "v"})
    tensors, metadata = read_tensors(tmp_path / "x")
    assert same(tensors, TENSORS)
    assert metadata == {"k": "v"}


def damaged(header: object, content: bytes = b"\0" * 16) -> bytes:
    text = json.dumps(header).encode() if not isinstance(header, bytes) else header
    return struct.pack("<Q", len(text)) + text + content


ENTRY = {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 7,
        struct.pack("<Q", 2**62) + b"{}",
        damaged(b"{"),
        damaged([]),
        damaged(b"[" * 100_000),
        damaged({"a": ENTRY | {"dtype": "F99"}}),
        damaged({"a": ENTRY | {"shape": [5]}}),
        damaged({"a": ENTRY | {"shape": [-4]}}),
        damaged({"a": ENTRY | {"data_offsets": [0, 15]}}),
        damaged({"a": ENTRY | {"data_offsets": [4, 20]}}),
        damaged({"a": ENTRY | {"data_offsets": [0]}}),
        damaged({"a": ENTRY, "b": ENTRY}),
        damaged({"a": ENTRY}, b"\0" * 17),
        damaged({"a": ENTRY}, b"\0" * 15),
        damaged({"a": {}}),
        damaged({"a": 3}),
        damaged({"a": ENTRY, "__metadata__": {"k": 3}}),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(FileError):
        read_tensors(tmp_path / "x")


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_tensors(tmp_path / "nothing")


def test_arrays_carry_tensors_both_ways() -> None:
    for name in ("a.weight", "b", "c", "d", "한글"):
        array = safetensors.to_array(TENSORS[name])
        assert torch.equal(from_array(array), TENSORS[name])
    assert safetensors.to_array(TENSORS["a.weight"]) == Array("f4", (3, 4), struct.pack("<12f", *range(12)))
    assert safetensors.to_array(TENSORS["a.weight"].T).shape == (4, 3)
