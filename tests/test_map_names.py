"""Names are written a few a paint, come to an end even where the atlas cannot hold them, and the first named stay."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from map import text_atlas
from map.chips import Line, plain
from map.names import WRITTEN_A_PAINT, Names
from map.palette import PALETTES
from map.ragged import Ragged
from map.scene import Blocks, Scene
from map.stage import Stage
from map.text_atlas import TextAtlas
from map.view import View

NIGHT = PALETTES["night"]
STYLE = plain(NIGHT)
LONG = "幸福里小区东南角第十三号住"
VIEW = View(px_per_m=2.0, width=1200, height=900, dpr=2.0)

pytestmark = pytest.mark.usefixtures("qapp")


def crowd(names: int) -> Stage:
    """So many blocks with names of thirteen signs each, none in another's way."""
    at = [((n % 10 - 4.5) * 85.0, (n // 10 - 34.5) * 10.0) for n in range(names)]
    rings = [[(e - 4, n - 4), (e + 4, n - 4), (e + 4, n + 4), (e - 4, n + 4)] for e, n in at]
    blocks = Blocks(
        Ragged.of(rings),
        np.zeros(names),
        np.full(names, 3.0),
        np.ones(names, dtype=np.int32),
        np.zeros((names, 4), dtype=np.uint8),
        [f"b{n}" for n in range(names)],
        [f"{LONG[:10]}{n:03d}" for n in range(names)],
    )
    return Stage(Scene(blocks=blocks))


def texts(n: int) -> list[Line]:
    return [Line(f"{LONG[:10]}{i:03d}", NIGHT.text_soft, 12) for i in range(n)]


def paint(names: Names, stage: Stage, view: View) -> int:
    """How many names stand in the window."""
    image = QImage(round(view.width * view.dpr), round(view.height * view.dpr), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(view.dpr)
    painter = QPainter(image)
    names.draw(painter, stage, view, NIGHT, np.zeros((0, 4)))
    painter.end()
    return len(names.boxes())


def paints_until_whole(names: Names, stage: Stage, view: View, most: int) -> int:
    for n in range(1, most + 1):
        paint(names, stage, view)
        if names.whole:
            return n
    raise AssertionError(f"names were still written after {most} paints")


def test_more_names_than_the_atlas_holds_come_to_an_end() -> None:
    names, stage = Names(), crowd(700)
    paints_until_whole(names, stage, VIEW, 2 * 700 // WRITTEN_A_PAINT + 2)
    shown = paint(names, stage, VIEW)
    assert names.whole and 0 < shown < 700, "what found no room is left out, and nothing is written again"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """An atlas of 50 names, 100 at most."""
    monkeypatch.setattr(text_atlas, "HEIGHT", 36 * 10)
    monkeypatch.setattr(text_atlas, "LARGEST", 36 * 20)


@pytest.mark.usefixtures("small")
def test_those_left_out_get_their_room_when_others_are_gone() -> None:
    names, many, few = Names(), crowd(120), crowd(60)
    paints_until_whole(names, many, VIEW, 20)
    paints_until_whole(names, few, VIEW, 20)
    fresh = Names()
    paints_until_whole(fresh, few, VIEW, 20)
    assert paint(names, few, VIEW) == paint(fresh, few, VIEW)


@pytest.mark.usefixtures("small")
def test_the_atlas_leaves_out_the_last_named_and_takes_them_in_later() -> None:
    atlas, lines = TextAtlas(), texts(120)
    for _ in range(20):
        source = atlas.slots(lines, STYLE, 2.0, 24)
    written = source[:, 2] > 0
    assert 40 < written.sum() < 120
    assert written[: written.sum()].all() and (source[~written, 2] < 0).all()
    last = lines[-30:]
    atlas.slots(last, STYLE, 2.0, 24)
    assert (atlas.slots(last, STYLE, 2.0, 24)[:, 2] > 0).all(), "whoever is not asked for any more makes room"


@pytest.mark.usefixtures("small")
def test_a_name_that_is_there_twice_is_written_once_also_when_the_atlas_starts_anew() -> None:
    atlas, lines = TextAtlas(), texts(60)
    atlas.slots(lines[:30], STYLE, 2.0, 30)
    source = atlas.slots([lines[59]] * 100 + lines[30:], STYLE, 2.0, 31)
    assert (source[:, 2] > 0).all() and (source[:100] == source[-1]).all()
    assert len(np.unique(source[:, :2], axis=0)) == 30 == len(atlas._slots)
