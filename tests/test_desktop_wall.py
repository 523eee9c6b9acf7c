"""The wall: it shows what the workbench shows, soon, in type for its readers – and nothing of any single home."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.wall import FLIGHT_MS, MIRROR_MS
from app.desktop.wall_page import WallPage
from app.desktop.wall_type import CAPITAL, STEPS, WallType
from domain.alarms import Fact
from domain.changes import EvidenceAdded
from tests.desktop_rows import NOW, Station
from tests.wall_rows import open_wall, wall_words
from tests.whole_run import keep_settings_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def station(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Station]:
    keep_settings_in(tmp_path)
    made = Station(qtbot, qapp)
    yield made
    made.wiring.wall.shut()


@given(
    width_px=st.integers(1280, 7680), width_m=st.floats(0.4, 40.0), distance_m=st.floats(0.5, 60.0),
)  # fmt: skip
def test_the_least_letter_is_sixteen_minutes_high_at_the_farthest_eye(
    width_px: int, width_m: float, distance_m: float
) -> None:
    px = WallType.of(width_px, width_m, distance_m).px
    capital_m = px[0] * CAPITAL * width_m / width_px
    assert math.degrees(2 * math.atan(capital_m / 2 / distance_m)) * 60 >= 16.0 - 1e-6
    assert list(px) == sorted(px) and px[-1] >= px[0] * (STEPS[-1] - 0.5)


def test_it_looks_where_the_workbench_looks_and_soon(station: Station) -> None:
    wall = open_wall(station)
    bench = station.bench.canvas
    bench.set_view(bench.view.but(px_per_m=2.5, bearing_deg=40.0).panned(120, 60))
    station.until(lambda: wall.canvas.aim().bearing_deg == pytest.approx(40.0))
    aim = wall.canvas.aim()
    assert (aim.east, aim.north) == pytest.approx((bench.view.east, bench.view.north))
    e0, n0, e1, n1 = bench.view.visible()
    w0, s0, w1, s1 = aim.visible()
    assert w0 <= e0 + 1 and s0 <= n0 + 1 and w1 >= e1 - 1 and s1 >= n1 - 1, "all of what the workbench sees is in sight"
    assert MIRROR_MS + FLIGHT_MS <= 300


def test_another_size_still_shows_all_that_the_workbench_sees(station: Station) -> None:
    wall = open_wall(station)
    wall.resize(1920, 540)
    station.until(lambda: wall.canvas.aim().height < 600)

    def held() -> bool:
        e0, n0, e1, n1 = station.bench.canvas.view.visible()
        w0, s0, w1, s1 = wall.canvas.aim().visible()
        return w0 <= e0 + 1 and s0 <= n0 + 1 and w1 >= e1 - 1 and s1 >= n1 - 1

    station.until(held)


def test_the_case_of_the_workbench_stands_on_it_without_a_name(station: Station) -> None:
    wall = open_wall(station)
    station.raise_alarm()
    station.give(
        EvidenceAdded(alarm="A1", fact=Fact(code="people_need_help", at=NOW, params={"count": 1, "persons": "p1"})),
        EvidenceAdded(alarm="A1", fact=Fact(code="people_on_floor_and_above", at=NOW, params={"count": 88})),
    )
    label = station.situation.label("p1")
    station.until(lambda: "88 residents" in wall_words(wall))
    told = wall_words(wall)
    assert label not in told and "need help" not in told
    assert station.bench.rail.cards["A1"].card.title in told
    assert wall.board.picture is not None and wall.board.picture.focus == "A1" and not wall.board.picture.home_marks


def test_switches_and_a_lost_line_are_seen_on_it(station: Station) -> None:
    from app.seat.messages import Lost, Resumed

    wall = open_wall(station)
    station.bench.board.set_layer_on("cameras", False)
    assert not wall.board.layer_on("cameras")
    station.bridge.deliver(Lost("the desk is gone"))
    station.until(wall.band.isVisible)
    station.bridge.deliver(Resumed())
    station.until(lambda: not wall.band.isVisible())


def test_its_size_is_asked_and_kept(station: Station) -> None:
    wall = open_wall(station)
    before = wall.figures.type.px[0]
    page: WallPage = station.wiring.wall.ask_size()
    station.qtbot.addWidget(page)
    page.distance_m.setValue(12.0)
    assert wall.figures.type.px[0] > before and str(wall.figures.type.px[0]) in page.words.text()
    assert station.wiring.wall.metres()[1] == 12.0


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1920, 540), (1280, 720)])
def test_columns_leave_the_map_its_room(station: Station, width: int, height: int) -> None:
    wall = open_wall(station, width, height)
    assert wall.canvas.width() >= width * 0.3
    assert wall.figures.width() + wall.canvas.width() + wall.case.width() == width


def test_shut_it_is_gone_and_nothing_is_drawn_for_it(station: Station) -> None:
    open_wall(station)
    station.wiring.wall.toggle()
    assert station.wiring.wall.window is None
    station.raise_alarm()
    station.bench.canvas.set_view(station.bench.canvas.view.panned(50, 0))
    station.app.processEvents()
    assert station.wiring.wall.window is None
