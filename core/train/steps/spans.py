"""Where in the flat buffer the elements of each column of the numbers lie: in few long spans, or scattered.

Torch's one-pass Adam takes lists of contiguous tensors, with one learning rate and one age for a list. What an edit
added has its own, but lies in blocks: whole rows of a weight, or the ends of its rows. Span by span, a step of a grown
network is one pass over memory again, in a fifth of the time that separate operations take.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

LEAST = 256
"""Elements that a span must have on average: a call for each costs as much as some hundred elements."""
WORD_BYTES = 8
"""Bytes that are compared at a time."""


@dataclass(frozen=True)
class Spans:
    """The lengths of all spans, in order, and for each column the places of its spans among them."""

    lengths: list[int]
    places: list[list[int]]

    def of(self, flat: Tensor) -> list[list[Tensor]]:
        """Return the spans of (n,), as views, by column."""
        pieces = torch.split(flat, self.lengths)
        return [list(map(pieces.__getitem__, places)) for places in self.places]


def spans_of(columns: Tensor, *, count: int) -> Spans | None:
    """Return the spans of `count` columns, given which one each element uses (n,); None where they are too short."""
    begins = _begins(columns)
    if begins is None or len(begins) > len(columns) // LEAST:
        return None
    ends = torch.cat([begins[1:], begins.new_tensor([len(columns)])])
    places: list[list[int]] = [[] for _ in range(count)]
    for place, column in enumerate(columns[begins].tolist()):
        places[column].append(place)
    return Spans((ends - begins).tolist(), places)


def _begins(columns: Tensor) -> Tensor | None:
    """Return where the spans begin; None where a pattern shorter than a word repeats."""
    each = WORD_BYTES // columns.element_size()
    whole = len(columns) // each
    words = columns[: whole * each].contiguous()
    if words.storage_offset() % each:
        words = words.clone()
    table, words = words.view(whole, each), words.view(torch.int64)
    # Words that differ from the one before. Only in them, and after the last word, can a span begin.
    other = (words[1:] != words[:-1]).nonzero().flatten() + 1
    first = torch.cat([other.new_zeros(1), other]) if whole else other
    runs = torch.cat([other, other.new_tensor([whole])]) - first if whole else other
    mixed = (table[first] != table[first, :1]).any(1)
    if bool((mixed & (runs > 1)).any()):
        return None
    places = (first[:, None] * each + torch.arange(each)).flatten()
    places = torch.cat([places, torch.arange(whole * each, len(columns))])[1:]
    return torch.cat([places.new_zeros(1), places[columns[places] != columns[places - 1]]])
