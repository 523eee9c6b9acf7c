"""An invented estate for the map's tests and pictures: 130 blocks, 13k homes, a park with a pond."""

from dataclasses import replace

import numpy as np
import pytest

from map.boxes import boxes_of
from map.palette import PALETTES, Palette
from map.ragged import Ragged
from map.scene import Areas, Blocks, Lines, Scene, Trees, Windows
from map.stage import Stage

QUARTERS_E, QUARTERS_N = (-330.0, -110.0, 110.0, 330.0), (-210.0, 0.0, 210.0)


def rect(e: float, n: float, w: float, h: float) -> np.ndarray:
    """(4, 2) anticlockwise rectangle about its middle."""
    return np.array([(e - w / 2, n - h / 2), (e + w / 2, n - h / 2), (e + w / 2, n + h / 2), (e - w / 2, n + h / 2)])


def _footprints() -> list[tuple[np.ndarray, int]]:
    found: list[tuple[np.ndarray, int]] = []
    for c, e in enumerate(QUARTERS_E):
        for r, n in enumerate(QUARTERS_N):
            if (c, r) == (2, 1):
                continue  # the park
            if (c, r) in {(0, 0), (3, 2), (1, 2)}:
                found += [
                    (rect(e + x, n + y, 26, 22), 18 + (i * 5) % 13)
                    for i, (x, y) in enumerate(
                        [(-60, -55), (0, -62), (60, -50), (-62, 5), (4, 10), (64, 14), (-30, 66), (38, 70)]
                    )
                ]
                continue
            found += [(rect(e - 62 + 62 * i, n - 75 + 37 * j, 52, 13), 6) for j in range(5) for i in range(3)]
    return found


def _windows(levels: list[int], palette: Palette, rng: np.random.Generator) -> tuple[Windows, np.ndarray]:
    rental = rng.random(len(levels)) < 0.22
    columns: list[tuple[int, int, float]] = []
    for b, floors in enumerate(levels):
        homes = 8 if floors == 6 else 4
        columns += [(b, f, (k + 0.5) / homes) for f in range(1, floors + 1) for k in range(homes)]
    block, floor, along = (np.array(c) for c in zip(*columns, strict=True))
    n = len(block)
    rgba = np.zeros((n, 4), dtype=np.uint8)
    warm = (222, 200, 150) if palette.dark else (232, 205, 140)
    rgba[rng.random(n) < 0.34] = (*warm, 170)
    blue = (rng.random(n) < 0.45) & rental[block]
    rgba[blue] = palette.blue
    glow = rng.random(n) < 0.012
    rgba[glow] = palette.amber
    keys = [f"w{b}-{f}-{a:.3f}" for b, f, a in columns]
    return Windows(block.astype(np.int32), floor.astype(np.int32), along.astype(float), rgba, glow, keys), rental


def estate(palette: Palette = PALETTES["night"], seed: int = 4) -> Scene:
    """The whole invented estate; the blocks of rentals are tinted blue."""
    rng = np.random.default_rng(seed)
    found = _footprints()
    levels = [floors for _, floors in found]
    windows, rental = _windows(levels, palette, rng)
    tint = np.zeros((len(found), 4), dtype=np.uint8)
    tint[rental] = (*palette.blue[:3], 110 if palette.dark else 60)
    blocks = Blocks(
        Ragged.of([ring for ring, _ in found]),
        np.zeros(len(found)),
        np.array(levels) * 3.0,
        np.array(levels, np.int32),
        tint,
        [f"b{i}" for i in range(len(found))],
        [f"{i + 1}栋" for i in range(len(found))],
        windows,
    )
    return Scene(_areas(), _lines(), blocks, _trees(rng), home=(-450.0, -330.0, 450.0, 330.0))


def _areas() -> Areas:
    yards = [rect(e, n, 204, 192) for e in QUARTERS_E for n in QUARTERS_N if (e, n) != (110.0, 0.0)]
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    pond = np.column_stack([110 + 62 * np.cos(t) + 9 * np.cos(3 * t), 4 + 26 * np.sin(t) + 5 * np.sin(2 * t)])
    rings = [rect(0, 0, 900, 660), *yards, rect(110, 0, 204, 192), pond, rect(110, -78, 60, 22)]
    styles = ["community", *["yard"] * len(yards), "green", "water", "plaza"]
    keys = ["estate", *[""] * len(yards), "park", "pond", ""]
    return Areas(Ragged.of(rings), styles, keys, ["", *[""] * len(yards), "中心公园", "", ""])


def _lines() -> Lines:
    paths = [[(e, -330), (e, 330)] for e in (-220, 0, 220)] + [[(-450, n), (450, n)] for n in (-105, 105)]
    border = np.vstack([rect(0, 0, 900, 660), rect(0, 0, 900, 660)[:1]])
    outside = [[(-700, -360), (700, -360)], [(480, -600), (480, 600)]]
    styles = ["street"] * 5 + ["road"] * 2 + ["border"]
    return Lines(Ragged.of([*paths, *outside, border]), styles, np.array([9.0] * 5 + [18, 14, 0]))


def _trees(rng: np.random.Generator) -> Trees:
    park = rng.uniform((12, -92), (208, 92), (150, 2))
    park = park[np.abs((park[:, 0] - 110) / 74) ** 2 + np.abs((park[:, 1] - 4) / 36) ** 2 > 1]
    rows = np.array([(e + s, n) for e in (-220, 0, 220) for s in (-7, 7) for n in range(-320, 321, 26)], dtype=float)
    rows += rng.normal(0, 1.2, rows.shape)
    xy = np.vstack([park, rows])
    return Trees(xy, rng.uniform(1.8, 3.4, len(xy)))


def test_every_home_has_a_pane_on_both_long_walls() -> None:
    scene = estate()
    panes = Stage(scene).panes
    walls = {(int(w), int(e)) for w, e in zip(panes.window, panes.edge, strict=True)}
    per_home = np.bincount([w for w, _ in walls], minlength=len(scene.blocks.windows))
    assert per_home.min() >= 2
    assert per_home.max() == 3  # homes at an end look out of the end wall too
    assert np.all((panes.t >= 0) & (panes.t <= 1) & (panes.t[:, :1] < panes.t[:, 1:]))
    assert np.all(panes.z[:, 1] > panes.z[:, 0])


def test_panes_of_an_l_shaped_block_lie_on_its_walls() -> None:
    ring = [(0, 0), (40, 0), (40, 12), (12, 12), (12, 30), (0, 30)]
    windows = Windows(
        np.array([0, 0]),
        np.array([1, 1]),
        np.array([0.1, 0.9]),
        np.full((2, 4), 255, np.uint8),
        np.array([False, False]),
        ["west", "east"],
        span=np.array([0.2, 0.2]),
    )
    blocks = Blocks(
        Ragged.of([ring]),
        np.zeros(1),
        np.array([3.0]),
        np.array([1], np.int32),
        np.zeros((1, 4), np.uint8),
        ["b"],
        [""],
        windows,
    )
    panes = Stage(Scene(blocks=blocks)).panes
    east_back = panes.edge[(panes.window == 1)]
    assert set(east_back.tolist()) == {0, 1, 2}  # front, east end, and the inner wall behind it, not the far wing
    assert set(panes.edge[panes.window == 0].tolist()) >= {0, 4}


def test_boxes_follow_the_long_side() -> None:
    box = boxes_of(Ragged.of([rect(10, 20, 50, 12), rect(0, 0, 10, 40)]))
    assert np.allclose(box.length, [50, 40])
    assert np.allclose(box.depth, [12, 10])
    assert np.allclose(box.at(0, (0.5, 0.5)), [(10, 20)])
    assert np.allclose(box.u, [(1, 0), (0, 1)])


def test_a_column_of_the_wrong_length_is_refused() -> None:
    scene = estate()
    with pytest.raises(ValueError, match=r"Blocks\.keys has 1 rows"):
        replace(scene.blocks, keys=["one"])
    with pytest.raises(ValueError, match="fewer than 3 points"):
        Areas(Ragged.of([[(0, 0), (1, 1)]]), ["yard"])
