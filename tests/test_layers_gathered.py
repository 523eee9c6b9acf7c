"""A city through the board: clusters from afar whose numbers, tooltips and legend are those of a count by hand."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.station.alarm_index import AlarmIndex
from app.station.cut import Cut
from domain.access import Role, Seat
from domain.changes import Batch, DeviceChanged
from domain.register import Register
from domain.situation import Situation
from layers import afar
from layers.board import MapBoard
from layers.gathered import CLASSES, DEVICE, ELDER, RENTAL
from layers.legend import LegendChip
from map.canvas import MapCanvas
from map.crowd_cells import Cell
from map.palette import HUES, PAPER
from map.shapes import Crowd, Dots
from tests.layers_rows import FULL_NAMES, LABELS, NOW, register

ACROSS, PITCH_M = 4, 900.0
FAR = afar.NEAR_PX_PER_M * 0.4
PACKAGING = str(Path(__file__).parent.parent / "packaging")


@pytest.fixture(scope="module")
def city() -> Register:
    """The estate of the layers' tests, sixteen times."""
    sys.path.insert(0, PACKAGING)
    try:
        made = importlib.import_module("bench_city")
    finally:
        sys.path.remove(PACKAGING)
    one = register()
    found: Register = made.tiled(one, made.shifts_of(one, ACROSS, PITCH_M))
    return found


@pytest.fixture
def board(qtbot: QtBot, city: Register) -> Iterator[MapBoard]:
    yield from opened(qtbot, city)


def opened(
    qtbot: QtBot, city: Register, live: Situation | None = None, *, home_marks: bool = True
) -> Iterator[MapBoard]:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    board = MapBoard(canvas, home_marks=home_marks)
    board.open(city, live or well(city), NOW)
    settle(qtbot, board, FAR)
    yield board
    canvas.close_pictures()


def well(city: Register) -> Situation:
    """Every device has been heard."""
    live = Situation(city)
    live.apply(Batch(1, NOW, tuple(DeviceChanged(device=d, heard=NOW, online=True) for d in city.devices.ids)))
    return live


def settle(qtbot: QtBot, board: MapBoard, px_per_m: float | None = None) -> None:
    """Until nothing moves and nothing is lacking."""
    canvas = board.canvas
    if px_per_m is not None:
        canvas.set_view(canvas.view.but(px_per_m=px_per_m))

    def whole() -> bool:
        canvas.repaint()
        return canvas.sharp() and canvas.settled() and canvas._composer.crowds.whole

    qtbot.waitUntil(whole, timeout=20_000)
    canvas.repaint()


def clusters(board: MapBoard) -> list[tuple[Cell, tuple[float, float]]]:
    """Cell and middle of every cluster as painted."""
    return [
        (one.marks.cells.cell(int(one.marks.rows[at])), (x, y))
        for drawn in board.canvas._composer.crowds.drawn
        if drawn.layer == "gathered"
        for one in drawn.marks
        for at, (x, y) in zip(one.rows.tolist(), one.centres.tolist(), strict=True)
    ]


def by_hand(board: MapBoard) -> tuple[np.ndarray, np.ndarray]:
    """Places and classes of all that is to be gathered, row by row from the register."""
    assert board.picture is not None
    plan, reg = board.picture.plan, board.picture.register
    found = [
        (plan.home_xyz[row, :2], RENTAL) for row, tenure in enumerate(reg.homes.tenure.tolist()) if tenure in (1, 2)
    ]
    people = zip(reg.people.home_row.tolist(), reg.people.flags.tolist(), strict=True)
    found += [(plan.home_xyz[home, :2], ELDER) for home, flags in people if flags & 1]
    return np.array([xy for xy, _ in found], np.float32), np.array([kind for _, kind in found])


def in_cell(xy: np.ndarray, kind: np.ndarray, cell: Cell) -> list[int]:
    inside = (np.floor(xy.astype(float) / 2.0**cell.level) == (cell.i, cell.j)).all(axis=1)
    return np.bincount(kind[inside], minlength=len(CLASSES)).tolist()


def shown(board: MapBoard) -> dict[str, int | None]:
    return {row.layer: row.shown for row in board.legend() if row.layer in CLASSES[:2]}


@pytest.mark.parametrize("zoom", [FAR, FAR / 2, FAR / 5, FAR * 2])
def test_every_cluster_says_what_a_count_by_hand_finds(qtbot: QtBot, board: MapBoard, zoom: float) -> None:
    settle(qtbot, board, zoom)
    xy, kind = by_hand(board)
    found, told = clusters(board), Counter[str]()
    assert found
    for cell, middle in found:
        rentals, elders, wrong = in_cell(xy, kind, cell)
        assert wrong == 0 and board.canvas.pick(middle) is not None
        lines = layers_tooltip(board, cell)
        assert lines[:-1] == [f"{name}  {n:,}" for name, n in (("Rentals", rentals), ("Elders alone", elders)) if n]
        told.update({"rentals": rentals, "elders": elders})
    if all(0 <= x < 900 and 0 <= y < 600 for x, y in board.canvas.view.project(xy).tolist()):
        assert told == {"rentals": (kind == RENTAL).sum(), "elders": (kind == ELDER).sum()}


def layers_tooltip(board: MapBoard, cell: Cell) -> list[str]:
    """What stands beside the pointer on a cluster."""
    board.canvas.hovered.emit("gathered", cell.key)
    return board.canvas.toolTip().split("\n")


def test_pointing_at_a_cluster_tells_counts_and_nothing_of_anybody(board: MapBoard) -> None:
    for cell, _ in clusters(board):
        text = " ".join(layers_tooltip(board, cell))
        assert "Click: closer" in text and not any(name in text for name in (*FULL_NAMES, *LABELS))
    board.canvas.hovered.emit("", "")
    assert board.canvas.toolTip() == ""


def test_the_legend_counts_what_is_in_sight_from_afar_and_all_of_it_from_near(qtbot: QtBot, board: MapBoard) -> None:
    xy, kind = by_hand(board)
    for move in ((0.0, 0.0), (-240.0, -70.0), (-200.0, 60.0)):
        board.canvas.set_view(board.canvas.view.panned(*move))
        x, y = board.canvas.view.project(xy).T
        seen = kind[(x >= 0) & (y >= 0) & (x < 900) & (y < 600)]
        wanted = {"rentals": int((seen == RENTAL).sum()), "elders": int((seen == ELDER).sum())}
        qtbot.waitUntil(lambda wanted=wanted: shown(board) == wanted, timeout=20_000)
    assert 0 < wanted["rentals"] < (kind == RENTAL).sum()
    told(qtbot, board, wanted["rentals"])
    board.canvas.set_view(board.canvas.view.but(px_per_m=1.0))
    qtbot.waitUntil(lambda: shown(board) == {"rentals": None, "elders": None}, timeout=20_000)


def told(qtbot: QtBot, board: MapBoard, rentals: int) -> None:
    """What stands beside the pointer on the first row of the legend."""
    chip = LegendChip(board)
    qtbot.addWidget(chip)
    chip.refresh()
    chip.mouseMoveEvent(
        QMouseEvent(
            QEvent.Type.MouseMove, QPointF(chip.box_of("rentals").center()), QPointF(), Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    (row,) = (row for row in chip.entries() if row.layer == "rentals")
    assert f"{rentals:,} in sight or not filtered away, of {row.count:,}" in chip.toolTip()


def test_a_click_goes_into_the_cluster_and_chooses_nothing(qtbot: QtBot, board: MapBoard) -> None:
    picked: list[tuple[str, str]] = []
    board.picked.connect(lambda kind, ident: picked.append((kind, ident)))
    cell, (x, y) = clusters(board)[-1]
    before = board.canvas.view
    QTest.mouseClick(board.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    aim = board.canvas.aim()
    assert aim.px_per_m > before.px_per_m * 2 and not picked
    assert (aim.east // 2**cell.level, aim.north // 2**cell.level) == (cell.i, cell.j)
    settle(qtbot, board)
    xy, _ = by_hand(board)
    own = xy[(np.floor(xy.astype(float) / 2.0**cell.level) == (cell.i, cell.j)).all(axis=1)]
    px = board.canvas.view.project(own)
    assert len(own) and (px >= 0).all() and (px < (900, 600)).all(), "all that was in it is in sight"


def test_a_layer_that_is_off_is_not_counted(qtbot: QtBot, board: MapBoard) -> None:
    _, kind = by_hand(board)
    board.set_layer_on("rentals", False)
    qtbot.waitUntil(lambda: not (crowd_of(board).kind == RENTAL).any(), timeout=20_000)
    settle(qtbot, board)
    assert sum(crowd_of(board).index.counts(cell).sum() for cell, _ in clusters(board)) == (kind == ELDER).sum()
    board.set_layer_on("elders", False)
    qtbot.waitUntil(lambda: not board.canvas._stack._layers["gathered"].held, timeout=20_000)
    board.set_layer_on("rentals", True)
    board.set_layer_on("gathered", False)
    qtbot.waitUntil(lambda: "gathered" not in board.canvas._stack._layers, timeout=20_000)


def crowd_of(board: MapBoard) -> Crowd:
    (held,) = board.canvas._stack._layers["gathered"].held
    assert isinstance(held.shape, Crowd)
    return held.shape


def test_nothing_is_sorted_anew_while_nothing_changes(qtbot: QtBot, board: MapBoard) -> None:
    before = crowd_of(board)
    board.refresh()
    board.tick(NOW + 60_000)
    board.refresh()
    assert crowd_of(board) is before
    board.set_palette(PAPER)
    after = crowd_of(board)
    assert after is not before and (after.xy == before.xy).all() and tuple(after.rgba[RENTAL]) == PAPER.blue


@pytest.mark.parametrize(("role", "more"), [
    (Role.PROPERTY, {"communities": ("0.c1", "5.c1")}), (Role.AUDITOR, {}), (Role.GRID_WORKER, {"grids": ("3.w1",)}),
])  # fmt: skip
def test_a_seat_is_shown_clusters_of_what_it_may_see_alone(
    qtbot: QtBot, city: Register, role: Role, more: dict[str, Any]
) -> None:
    live = Situation(city)
    seat = Seat(user="u", role=role, label="u", **more)
    own = Cut(city, seat, AlarmIndex(live)).register(city, set())
    (board,) = opened_once(qtbot, own)
    if role is Role.GRID_WORKER:
        estate = {row for row, grid in enumerate(city.buildings.grid_row.tolist()) if city.grids.ids[grid] == "3.w1"}
        homes = zip(city.homes.building_row.tolist(), city.homes.tenure.tolist(), strict=True)
        assert (crowd_of(board).kind == RENTAL).sum() == sum(b in estate and t in (1, 2) for b, t in homes) > 0
        assert (crowd_of(board).kind == ELDER).sum() == 3
    else:
        assert not board.canvas._stack._layers["gathered"].held and not clusters(board)


def opened_once(qtbot: QtBot, own: Register, **more: Any) -> tuple[MapBoard]:
    made = opened(qtbot, own, **more)
    board = next(made)
    qtbot.addWidget(board.canvas, before_close_func=lambda _canvas: next(made, None))
    return (board,)


def test_a_wall_gathers_no_homes_and_no_devices_in_homes(qtbot: QtBot, city: Register) -> None:
    live = Situation(city)
    live.apply(Batch(1, NOW, tuple(DeviceChanged(device=d, heard=NOW, online=False) for d in city.devices.ids)))
    (board,) = opened_once(qtbot, city, live=live, home_marks=False)
    held = board.canvas._stack._layers["gathered"].held
    assert all((one.shape.kind == DEVICE).all() for one in held if isinstance(one.shape, Crowd))
    public = city.devices.home_row < 0
    assert all(len(one.shape.xy) <= public.sum() for one in held if isinstance(one.shape, Crowd))


def test_very_many_wrong_devices_are_gathered_and_few_are_not(
    qtbot: QtBot, city: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Situation(city)
    wrong = city.devices.ids[::2]
    live.apply(
        Batch(1, NOW, tuple(DeviceChanged(device=d, heard=NOW, online=d not in wrong) for d in city.devices.ids))
    )
    (board,) = opened_once(qtbot, city, live=live)
    assert not (crowd_of(board).kind == DEVICE).any()
    monkeypatch.setattr("layers.afar.MANY", 20)
    monkeypatch.setattr("layers.gathered.MANY", 20)
    board.refresh()
    settle(qtbot, board)
    dots = [h.shape for h in board.canvas._stack._layers["devices"].held if isinstance(h.shape, Dots)]
    assert all(shape.from_px_per_m >= afar.NEAR_PX_PER_M for shape in dots if len(shape.xy) > 20)
    placed = {d for shape in dots if len(shape.xy) > 20 for d in shape.keys}
    assert (crowd_of(board).kind == DEVICE).sum() == len(placed & {f"device:{d}" for d in wrong}) > 20


def test_many_movers_are_points_from_afar_each_of_which_can_be_picked(qtbot: QtBot) -> None:
    rng = np.random.default_rng(5)
    xy, n = rng.uniform(-900, 900, (afar.MANY + 1, 2)), afar.MANY + 1
    dots = Dots(xy, np.full(n, HUES.index("green"), np.int16), [f"responder:{i}" for i in range(n)])
    points, near = afar.seen("guards", [dots], PAPER)
    assert isinstance(points, Crowd) and tuple(points.rgba[points.kind[0]]) == PAPER.green
    assert points.to_px_per_m == near.from_px_per_m == afar.NEAR_PX_PER_M and points.keys == dots.keys
    few = replace(dots, xy=xy[1:], sprite=dots.sprite[1:], keys=dots.keys[1:])
    assert afar.seen("guards", [few], PAPER) == [few] and afar.seen("alarms", [dots], PAPER) == [dots]


def test_what_glides_unseen_comes_to_rest(qtbot: QtBot) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show()
    dots = Dots(np.zeros((1, 2)), np.zeros(1, np.int16), ["one"], glide_ms=50, from_px_per_m=canvas.view.px_per_m * 2)
    canvas.set_shapes("guards", [dots])
    canvas.set_shapes("guards", [replace(dots, xy=np.ones((1, 2)))])
    assert not canvas.settled()
    qtbot.waitUntil(canvas.settled, timeout=20_000)
    canvas.close_pictures()


def test_no_name_is_written_over_the_number_of_a_cluster(qtbot: QtBot, board: MapBoard) -> None:
    written = 0
    for share in (0.95, 0.93, 0.91):
        settle(qtbot, board, afar.NEAR_PX_PER_M * share)
        numbers = [QRectF(x - 10, y - 6, 20, 12) for _, (x, y) in clusters(board)]
        names = board.canvas._composer.names.boxes()
        assert numbers and not [name for name in names if any(name.intersects(one) for one in numbers)]
        written += len(names)
    board.set_layer_on("gathered", False)
    settle(qtbot, board)
    assert len(board.canvas._composer.names.boxes()) > written / 3
