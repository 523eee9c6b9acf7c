"""The cells of a crowd hold exactly what a count by hand finds in them, at every level."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from map.crowd_cells import Cell
from map.crowd_index import CrowdIndex
from map.view import Bounds, View

KINDS = 3
SPANS = (3.0, 400.0, 30_000.0, 400_000.0)


@st.composite
def crowds(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Points evenly about, in heaps, and on the very edges of cells."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, span = draw(st.integers(0, 400)), draw(st.sampled_from(SPANS))
    xy = rng.uniform(-span, span, (n, 2))
    xy[: n // 3] = np.round(xy[: n // 3] / 4) * 4
    if draw(st.booleans()):
        xy[n // 2 :] = xy[n // 2 : n // 2 + 1] + rng.normal(0, 2, (n - n // 2, 2))
    return xy.astype(np.float32), rng.integers(0, KINDS, n).astype(np.int8)


def by_hand(xy: np.ndarray, kind: np.ndarray, level: int) -> Counter[tuple[int, int, int]]:
    size = 2.0**level
    return Counter(
        (int(x // size), int(y // size), int(k)) for (x, y), k in zip(xy.tolist(), kind.tolist(), strict=True)
    )


@given(crowd=crowds(), upward=st.booleans())
def test_every_cell_of_every_level_counts_what_lies_in_it(crowd: tuple[np.ndarray, np.ndarray], upward: bool) -> None:
    xy, kind = crowd
    index = CrowdIndex.of(xy, kind, KINDS)
    levels = list(range(index.finest, index.coarsest + 1))
    for level in levels if upward else levels[::-1]:  # merged from the level below, or each from the points
        cells, expected = index.cells(level), by_hand(xy, kind, level)
        found = {
            (*cells.ij[m].tolist(), k): int(c) for m, row in enumerate(cells.counts) for k, c in enumerate(row) if c
        }
        assert found == dict(expected)
        assert cells.counts.sum(axis=0).tolist() == np.bincount(kind, minlength=KINDS).tolist()
        assert len({cells.cell(row) for row in range(len(cells))}) == len(cells)


@given(crowd=crowds(), level=st.integers(0, 15))
def test_a_cluster_lies_in_its_cell_at_the_mean_of_its_points(crowd: tuple[np.ndarray, np.ndarray], level: int) -> None:
    xy, kind = crowd
    index = CrowdIndex.of(xy, kind, KINDS)
    cells = index.cells(index.finest + level)
    assert (np.floor_divide(cells.places, cells.size_m) == cells.ij).all()
    home = np.floor_divide(xy.astype(np.float64), cells.size_m)
    for row in range(len(cells)):
        mine = xy[(home == cells.ij[row]).all(axis=1)].astype(np.float64)
        assert cells.places[row] == pytest.approx(mine.mean(axis=0), abs=0.02)


@given(crowd=crowds(), data=st.data())
def test_a_cell_named_by_its_key_counts_the_same_before_and_after_its_level_is_known(
    crowd: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    xy, kind = crowd
    index = CrowdIndex.of(xy, kind, KINDS)
    level = data.draw(st.integers(index.finest, index.coarsest))
    cells = CrowdIndex.of(xy, kind, KINDS).cells(level)
    for row in range(len(cells)):
        cell = Cell.of(cells.cell(row).key)
        assert index.counts(cell).tolist() == cells.counts[row].tolist()
    assert not index.counts(Cell(level, 2**40, 0)).any() and not index.counts(Cell(60, 0, 0)).any()
    index.cells(level)
    for row in range(len(cells)):
        assert index.counts(cells.cell(row)).tolist() == cells.counts[row].tolist()


@given(crowd=crowds(), data=st.data())
def test_what_is_near_holds_all_that_is_within(crowd: tuple[np.ndarray, np.ndarray], data: st.DataObject) -> None:
    xy, kind = crowd
    index = CrowdIndex.of(xy, kind, KINDS)
    e0, n0 = (data.draw(st.floats(-5e5, 5e5)) for _ in range(2))
    bounds: Bounds = (e0, n0, e0 + data.draw(st.floats(0.1, 5e5)), n0 + data.draw(st.floats(0.1, 5e5)))
    rows = [row for piece in index.near(bounds) for row in range(len(xy))[piece]]
    assert len(rows) == len(set(rows))
    inside = (xy[:, 0] >= bounds[0]) & (xy[:, 1] >= bounds[1]) & (xy[:, 0] <= bounds[2]) & (xy[:, 1] <= bounds[3])
    assert set(np.flatnonzero(inside)) <= set(index.order[rows].tolist())
    level = data.draw(st.integers(index.finest, index.coarsest))
    whole, near = index.cells(level), set()
    for ij, counts in index.counts_near(bounds, level):
        for (i, j), own in zip(ij.tolist(), counts.tolist(), strict=True):
            at = whole.row(Cell(level, i, j))
            assert at is not None and whole.counts[at].tolist() == own
            near.add(at)
    assert set(whole.within(bounds).tolist()) <= near


def test_a_crowd_is_what_it_was_given_and_nothing_else() -> None:
    rng = np.random.default_rng(3)
    xy, kind = rng.normal(0, 900, (5000, 2)).astype(np.float32), rng.integers(0, 5, 5000).astype(np.int8)
    index = CrowdIndex.of(xy, kind, 5)
    assert (index.xy == xy[index.order]).all() and (index.kind == kind[index.order]).all()
    assert index.nbytes <= 60 * len(xy)
    with pytest.raises(ValueError, match="finite"):
        CrowdIndex.of(np.array([[0.0, np.nan]]), np.zeros(1, np.int8), 1)
    with pytest.raises(ValueError, match="class that is not 0 to 3"):
        CrowdIndex.of(xy, kind, 4)
    with pytest.raises(ValueError, match="classes"):
        CrowdIndex.of(xy, kind[1:], 5)
    with pytest.raises(ValueError, match="no level -1"):
        index.cells(-1)


@pytest.mark.parametrize("spacing", [3.0, 12.0, 40.0])
def test_the_spacing_of_rows_is_found(spacing: float) -> None:
    line = np.arange(0, 100) * spacing
    xy = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    assert CrowdIndex.of(xy, np.zeros(len(xy), np.int8), 1).spacing_m == pytest.approx(spacing, rel=0.15)


@settings(max_examples=60)
@given(crowds(), st.data())
def test_what_is_in_sight_and_how_far_a_cell_reaches_are_counted_by_hand(
    crowd: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    xy, kind = crowd
    index = CrowdIndex.of(xy, kind, KINDS)
    at = xy[data.draw(st.integers(0, len(xy) - 1))] if len(xy) else (0.0, 0.0)
    view = View(
        *map(float, at), data.draw(st.floats(0.004, 4)), data.draw(st.floats(0, 359)), data.draw(st.floats(25, 90)),
        640, 400,
    )  # fmt: skip
    x, y = view.project(xy.astype(np.float32)).T
    seen = (x >= 0) & (y >= 0) & (x < 640) & (y < 400)
    assert index.counts_in(view).tolist() == np.bincount(kind[seen], minlength=KINDS).tolist()
    level = data.draw(st.integers(index.finest, index.coarsest))
    cells = index.cells(level)
    for row in range(min(len(cells), 5)):
        cell = cells.cell(row)
        own = index.xy[(np.floor(index.xy / np.float32(2.0**level)) == (cell.i, cell.j)).all(axis=1)]
        assert index.reach(cell) == (*own.min(axis=0).tolist(), *own.max(axis=0).tolist())
    assert index.reach(Cell(level, 1 << 20, 0)) is None
