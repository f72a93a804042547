"""Cheap looks come as often as they may, dear ones half as often, and none is put off for long."""

from __future__ import annotations

import itertools

import pytest

from core.train.session.ticks import OFTEN_S, pause_s


@pytest.mark.parametrize("cost_s", [0.0, 1e-4, 0.001, 0.002])
def test_what_costs_little_is_not_put_off(cost_s: float) -> None:
    assert pause_s(cost_s, share=0.03, longest_s=0.75) == cost_s / 0.03 <= OFTEN_S


def test_what_costs_more_takes_half_its_share_at_least_and_its_whole_share_at_most() -> None:
    for cost_s in (0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 1.0):
        assert 0.015 <= cost_s / pause_s(cost_s, share=0.03, longest_s=0.75) <= 0.03
    assert pause_s(0.01, share=0.03, longest_s=0.75) > 0.55


def test_a_look_is_put_off_up_to_a_moment_and_beyond_only_if_its_share_wants_it() -> None:
    assert pause_s(0.02, share=0.03, longest_s=0.75) == 0.75
    assert pause_s(0.06, share=0.03, longest_s=0.75) == pytest.approx(2.0)


def test_a_dearer_look_never_comes_sooner() -> None:
    pauses = [pause_s(cost / 1e4, share=0.06, longest_s=1.5) for cost in range(2000)]
    assert all(a <= b for a, b in itertools.pairwise(pauses))
