"""A series keeps every point and tells the extremes of any range exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.train.charts.series import Series


def noise(count: int, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    steps = np.cumsum(draw.integers(1, 50, count)).astype(float)
    return steps, draw.normal(size=count).astype(np.float32).astype(float)


def built(steps: np.ndarray, values: np.ndarray) -> Series:
    series = Series()
    for step, value in zip(steps, values, strict=True):
        series.append(step, value)
    return series


def told(series: Series, start: int, end: int) -> tuple[float, float]:
    low, high = series.extremes(np.array([start]), np.array([end]))
    return float(low[0]), float(high[0])


@settings(deadline=None, max_examples=60)
@given(count=st.integers(1, 3000), cut=st.integers(0, 3000), more=st.integers(0, 1500), data=st.data())
def test_extremes_are_exact_after_any_growth_and_rewind(count: int, cut: int, more: int, data: st.DataObject) -> None:
    steps, values = noise(count + more)
    series = Series()
    series.extend(steps[: count // 2], values[: count // 2])
    for step, value in zip(steps[count // 2 : count], values[count // 2 : count], strict=True):
        series.append(step, value)
    keep = min(cut, count)
    series.rewind(steps[keep - 1] if keep else 0)
    kept = np.concatenate([values[:keep], values[count:]])
    series.extend(steps[count:], values[count:])
    assert series.count == len(kept)
    np.testing.assert_array_equal(series.y, kept.astype(np.float32))
    if len(kept):
        start = data.draw(st.integers(0, len(kept) - 1))
        end = data.draw(st.integers(start + 1, len(kept)))
        assert told(series, start, end) == (kept[start:end].min(), kept[start:end].max())


def test_one_by_one_and_at_once_build_the_same_pyramid() -> None:
    steps, values = noise(5000)
    one, all_ = built(steps, values), Series()
    all_.extend(steps, values)
    for left, right in ((0, steps[-1]), (steps[1000], steps[1040]), (steps[37], steps[4711])):
        a, b = (series.curve(left=left, right=right, columns=300) for series in (one, all_))
        np.testing.assert_array_equal(a.low, b.low)
        np.testing.assert_array_equal(a.high, b.high)
        np.testing.assert_allclose(a.mean, b.mean, atol=1e-6)


def test_values_not_measured_are_no_points() -> None:
    series = Series()
    assert not series.append(1, math.nan)
    assert not series.append(2, math.inf)
    assert series.append(3, 0.5)
    series.extend(np.array([4.0, 5.0, 6.0]), np.array([math.nan, 0.25, -math.inf]))
    assert list(series.x) == [3, 5]
    assert series.last == 0.25


def test_a_single_spike_among_a_million_points_is_seen_at_every_zoom() -> None:
    series = Series()
    values = np.zeros(1_000_000)
    values[654_321] = 9.0
    series.extend(np.arange(1_000_000.0), values)
    for span in (1_000_000, 100_000, 4_000, 50):
        curve = series.curve(left=654_321 - span / 2, right=654_321 + span / 2, columns=400)
        assert curve.high.max() == 9.0
        assert len(curve.x) <= 403


def test_sparse_stretches_beside_dense_ones_keep_their_points() -> None:
    steps = np.concatenate([np.arange(500_000.0), 500_000 + 10_000 * np.arange(300.0)])
    values = np.concatenate([np.zeros(500_000), np.tile([0.0, 1.0], 150)])
    series = Series()
    series.extend(steps, values)
    curve = series.curve(left=0, right=steps[-1], columns=800)
    late = curve.count[curve.x > 500_000]
    assert len(late) >= 290  # not a handful of coarse blocks
    assert set(late) == {1}


def test_the_line_runs_on_to_the_edges_of_a_zoomed_view() -> None:
    series = built(np.arange(0, 1000, 100.0), np.arange(10.0))
    curve = series.curve(left=210, right=290, columns=100)
    assert list(curve.x) == [200, 300]


def test_columns_do_not_shimmer_while_a_run_grows() -> None:
    steps, values = noise(20_000)
    series = Series()
    series.extend(steps[:19_000], values[:19_000])
    before = series.curve(left=0, right=steps[18_999], columns=400)
    series.extend(steps[19_000:19_100], values[19_000:19_100])
    after = series.curve(left=0, right=steps[19_099], columns=400)
    same = len(before.x) - 1
    np.testing.assert_array_equal(before.low[:same], after.low[:same])


def test_nearest_and_empty() -> None:
    series = Series()
    assert series.nearest(5) is None
    assert math.isnan(series.last)
    assert len(series.curve(left=0, right=1, columns=10).x) == 0
    series.extend(np.array([10.0, 20.0]), np.array([1.0, 2.0]))
    assert series.nearest(14) == (10.0, 1.0)
    assert series.nearest(16) == (20.0, 2.0)
    assert series.nearest(99) == (20.0, 2.0)


@pytest.mark.parametrize("value", [1e300, -1e300])
def test_values_beyond_float32_do_not_warn(value: float) -> None:
    series = Series()
    series.append(1, value)
    series.extend(np.array([2.0]), np.array([value]))
    assert abs(series.last) == pytest.approx(3e38)
