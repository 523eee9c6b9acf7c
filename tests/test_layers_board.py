"""The board on a real canvas: what is redrawn when, what a click says, the focus, the switches, the legend chip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from domain.alarms import Step, Verb
from domain.changes import AlarmRaised, AlarmStepped, Batch, DeviceChanged, DutyChanged
from domain.clock import HOUR, SECOND
from domain.register import Register, Site
from domain.situation import Situation
from layers import guards
from layers.board import MapBoard
from layers.catalogue import LAYERS
from layers.legend import HEIGHT, LegendChip
from layers.picture import Rank
from map.canvas import MapCanvas
from map.frame import LocalFrame
from map.palette import PAPER
from map.ragged import Ragged
from map.scene import Scene
from map.shapes import Dots, Opened, Ribbons, Shape
from tests.layers_rows import NOW, moved, order, raise_smoke, register, situation, smoke


class Watched(MapCanvas):
    """The real canvas, which also remembers what it was given last."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, list[Shape]] = {}
        self.times: dict[str, int] = {}
        self.scenes = 0
        self.focus = -1.0

    def set_shapes(self, layer: str, shapes: Sequence[Shape] | None, bright: bool = False) -> None:
        self.given[layer] = list(shapes or [])
        self.times[layer] = self.times.get(layer, 0) + 1
        super().set_shapes(layer, shapes, bright)

    def set_scene(self, scene: Scene, frame: LocalFrame) -> None:
        self.scenes += 1
        super().set_scene(scene, frame)

    def set_focus(self, strength: float) -> None:
        self.focus = strength
        super().set_focus(strength)

    def dot(self, layer: str, key: str) -> np.ndarray | None:
        for shape in self.given.get(layer, []):
            if isinstance(shape, Dots) and key in shape.keys:
                return shape.xy[list(shape.keys).index(key)]
        return None


@pytest.fixture
def live() -> Situation:
    return situation(register())


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Watched]:
    widget = Watched()
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()
    yield widget
    widget.close_pictures()


@pytest.fixture
def board(canvas: Watched, live: Situation) -> MapBoard:
    made = MapBoard(canvas)
    made.open(live.register, live, NOW)
    return made


def until(condition: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not condition():
        assert clock.elapsed() < 5000
        QTest.qWait(5)


def tell(board: MapBoard, live: Situation, *changes: object) -> None:
    batch = Batch(live.seq + 1, live.at, tuple(changes))  # type: ignore[arg-type]
    live.apply(batch)
    board.changed(batch)


def test_opening_draws_the_scene_and_every_layer_once(board: MapBoard, canvas: Watched) -> None:
    assert canvas.scenes == 1
    assert canvas.times == {layer.key: 1 for layer in LAYERS}
    assert canvas.given["grids"] == canvas.given["safety"] == []  # off until someone wants them


def test_a_fix_moves_its_guard_and_leaves_the_other_layers_alone(
    board: MapBoard, canvas: Watched, live: Situation
) -> None:
    before = dict(canvas.times)
    tell(board, live, moved(("t1", 0.0, 0.0, NOW + SECOND)))
    until(lambda: canvas.times["guards"] > before["guards"])
    assert canvas.dot("guards", "responder:r1") == pytest.approx([0.0, 0.0], abs=1e-3)
    assert {k for k, n in canvas.times.items() if n != before[k]} <= {"guards", "orders", "trails", "selection"}
    assert canvas.scenes == 1


def test_bursts_are_drawn_once_and_the_last_state_wins(board: MapBoard, canvas: Watched, live: Situation) -> None:
    before = canvas.times["guards"]
    for i in range(50):
        tell(board, live, moved(("t1", float(i), 0.0, NOW + i)))
    until(lambda: canvas.times["guards"] > before)
    until(lambda: bool((spot := canvas.dot("guards", "responder:r1")) is not None and abs(spot[0] - 49) < 1e-3))
    assert canvas.times["guards"] - before <= 3


def test_time_ages_the_guards_but_never_rebuilds_the_scene_within_the_hour(board: MapBoard, canvas: Watched) -> None:
    board.tick(NOW + 40 * SECOND)

    def faded() -> bool:
        (dots,) = (s for s in canvas.given["guards"] if isinstance(s, Dots))
        return dots.alpha is not None and bool((dots.alpha < guards.FRESH_MOST + 1e-6).all())

    until(faded)
    assert canvas.scenes == 1
    board.tick(NOW + HOUR)
    assert canvas.scenes == 2


def test_off_duty_disappears_at_once(board: MapBoard, canvas: Watched, live: Situation, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.legend_changed):
        tell(board, live, DutyChanged(responder="r1", on_duty=False, at=NOW))
    until(lambda: canvas.dot("guards", "responder:r1") is None)
    assert {row.text: row.count for row in board.legend()}["officer"] == 1


def test_a_focus_opens_the_building_dims_the_rest_and_ends_with_the_alarm(
    board: MapBoard, canvas: Watched, live: Situation
) -> None:
    raise_smoke(live, order("r2"))
    board.changed([AlarmRaised(alarm=smoke())])
    board.focus_alarm("A1")
    board.show_ranks([Rank("r1", 50, 200, order().route)])
    until(lambda: any(isinstance(s, Opened) for s in canvas.given["alarms"]))
    assert canvas.focus == 1.0
    board.flush()
    until(lambda: sum(isinstance(s, Ribbons) for s in canvas.given["orders"]) == 2)
    step = Step(at=NOW, verb=Verb.FALSE_ALARM, by="u")
    tell(board, live, AlarmStepped(alarm="A1", step=step, key="A1"))
    until(lambda: not canvas.given["alarms"])
    assert canvas.focus == 0.0 and board.picture is not None and board.picture.ranks == ()


def test_a_focus_on_nothing_leaves_the_light_on(board: MapBoard, canvas: Watched) -> None:
    board.focus_alarm("nothing")
    assert canvas.focus == 0.0
    board.focus_alarm(None)
    assert canvas.focus == 0.0


def test_a_switch_hides_a_layer_and_brings_it_back(board: MapBoard, canvas: Watched) -> None:
    board.set_layer_on("guards", False)
    until(lambda: canvas.given["guards"] == [])
    assert not board.layer_on("guards")
    board.set_layer_on("guards", True)
    until(lambda: canvas.given["guards"] != [])
    board.set_layer_on("rentals", False)
    assert canvas.scenes == 2
    with pytest.raises(KeyError):
        board.set_layer_on("nonsense", True)


def test_another_look_and_another_language_redraw_everything(board: MapBoard, canvas: Watched) -> None:
    before = dict(canvas.times)
    board.set_palette(PAPER)
    assert board.picture is not None and board.picture.palette is PAPER and canvas.scenes == 2
    assert all(canvas.times[key] == n + 1 for key, n in before.items())
    board.retranslate()
    assert all(canvas.times[key] == n + 2 for key, n in before.items())


def test_a_click_says_what_it_hit_by_its_register_id(board: MapBoard, canvas: Watched, qtbot: QtBot) -> None:
    said: list[tuple[str, str]] = []
    board.picked.connect(lambda kind, key: said.append((kind, key)))
    for layer, key in (
        ("guards", "responder:r1"),
        ("windows", "home:h3-502"),
        ("blocks", "building:b1"),
        ("alarms", "alarm:A:1"),
        ("guards", "rubbish"),
    ):
        canvas.clicked.emit(layer, key, None)
    canvas.ground_clicked.emit(1.0, 2.0)
    expected = [("responder", "r1"), ("home", "h3-502"), ("building", "b1"), ("alarm", "A:1"), ("", ""), ("", "")]
    assert said == expected


def test_a_real_click_on_a_guard_picks_him(board: MapBoard, canvas: Watched, qtbot: QtBot) -> None:
    until(canvas.sharp)
    spot = canvas.dot("guards", "responder:r2")
    assert spot is not None
    x, y = canvas.view.project(spot[None])[0]
    with qtbot.waitSignal(board.picked) as caught:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert caught.args == ["responder", "r2"]


def test_on_the_wall_a_home_cannot_be_picked_selected_or_flown_to(canvas: Watched, live: Situation) -> None:
    wall = MapBoard(canvas, home_marks=False)
    wall.open(live.register, live, NOW)
    said: list[tuple[str, str]] = []
    wall.picked.connect(lambda kind, key: said.append((kind, key)))
    canvas.clicked.emit("windows", "home:h3-502", None)
    assert said == [("", "")]
    wall.select("person", "p1")
    wall.flush()
    assert canvas.given["selection"] == []
    assert not wall.fly_to("home", "h3-502") and wall.where("person", "p1") is None


def test_hovering_tells_and_the_tooltip_is_masked(board: MapBoard, canvas: Watched, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.hovered) as caught:
        canvas.hovered.emit("windows", "home:h3-502")
    assert caught.args == ["home", "h3-502"]
    assert canvas.toolTip().startswith("3-1-502 · ") and "刘**" in canvas.toolTip()
    canvas.hovered.emit("", "")
    assert canvas.toolTip() == ""


def test_a_selection_is_ringed_or_outlined_and_can_be_cleared(board: MapBoard, canvas: Watched) -> None:
    for kind, ident in (
        ("building", "b1"),
        ("home", "h3-502"),
        ("person", "p1"),
        ("device", "g1"),
        ("responder", "r1"),
    ):
        board.select(kind, ident)  # type: ignore[arg-type]
        board.refresh()
        assert len(canvas.given["selection"]) == 1
    board.select("responder", "r6")  # off duty: nowhere
    board.refresh()
    assert canvas.given["selection"] == []
    board.select(None)
    board.refresh()
    assert canvas.given["selection"] == []


def test_flying_goes_there_or_says_that_it_cannot(board: MapBoard, canvas: Watched, live: Situation) -> None:
    assert board.fly_to("responder", "r1")
    east, north = board.where("responder", "r1") or (0.0, 0.0)
    until(lambda: canvas.sharp() and abs(canvas.view.east - east) < 1 and abs(canvas.view.north - north) < 1)
    assert not board.fly_to("alarm", "nothing") and not board.fly_to("responder", "r6")


def within(canvas: Watched, spots: np.ndarray) -> bool:
    left, top, right, bottom = canvas.room()
    px = canvas.view.project(spots)
    return bool(((px >= (left - 1, top - 1)) & (px <= (right + 1, bottom + 1))).all())


def test_an_alarm_stays_in_sight_with_its_building_and_whoever_is_chosen_until_a_hand_moves_the_map(
    board: MapBoard, canvas: Watched, live: Situation
) -> None:
    until(canvas.sharp)
    raise_smoke(live)
    tower = np.array([(142.5, -10.5, 0.0), (142.5, -10.5, 54.0)])
    assert board.fly_to("alarm", "A1")
    board.focus_alarm("A1")
    near = 3.2
    until(lambda: canvas.sharp() and canvas.view.px_per_m == near and within(canvas, tower))
    live_frame = canvas.frame
    assert live_frame is not None
    far = np.array([(142.5, -10.5), (142.5, -150.0), (-90.0, -150.0)])
    route = [(float(lon), float(lat)) for lon, lat in live_frame.to_degrees(far)]
    rank = Rank("r1", 180.0, None, tuple(route))
    board.show_ranks([rank])
    assert canvas.aim() == canvas.view, "nobody is chosen yet"
    board.show_ranks([rank], ["r1"])
    until(lambda: canvas.sharp() and within(canvas, far) and within(canvas, tower))
    assert canvas.view.px_per_m < near
    seen = canvas.view
    board.show_ranks([rank], ["r1"])
    assert canvas.aim() == seen, "what is in sight is not flown to again"
    canvas.resize(500, 420)
    until(lambda: canvas.sharp() and canvas.view.width == 500 and within(canvas, far))
    canvas.home_by_hand()
    canvas.set_view(canvas.view.but(east=-400.0))
    board.show_ranks([rank], ["r1"])
    canvas.resize(640, 420)
    until(canvas.sharp)
    assert canvas.view.east == -400.0, "a hand has moved it"


def test_before_it_is_opened_a_board_is_empty_and_calm(qtbot: QtBot, canvas: Watched) -> None:
    board = MapBoard(canvas)
    board.changed([DeviceChanged(device="k1", heard=NOW)])
    board.tick(NOW)
    board.select("building", "b1")
    board.focus_alarm("A1")
    board.show_ranks([])
    board.refresh()
    assert board.legend() == [] and board.tooltip("building", "b1") == [] and board.where("building", "b1") is None
    assert canvas.given == {}


def test_a_second_register_replaces_the_first(board: MapBoard, canvas: Watched) -> None:
    bare = Register(site=Site(id="x", name="X", kind="import", lon0=120.0, lat0=33.0))
    board.open(bare, Situation(bare), NOW)
    assert canvas.scenes == 2 and all(not shapes for shapes in canvas.given.values())


def test_the_legend_chip_counts_switches_and_stays_in_its_corner(
    board: MapBoard, canvas: Watched, live: Situation, qtbot: QtBot
) -> None:
    chip = LegendChip(board)
    chip.show()
    assert [row.count for row in chip.entries()] == [109, 3, 1, 2, 1, 1, 1, 0]
    assert canvas.rect().contains(chip.geometry()) and chip.x() == 16
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.box_of("cameras").center())
    assert not board.layer_on("cameras")
    wide = chip.width()
    canvas.resize(756, 400)
    until(lambda: chip.height() == HEIGHT)  # one row at 1366 beside a case: those whose shapes say it go unnamed
    canvas.resize(560, 400)
    until(lambda: chip.width() < wide and chip.height() > HEIGHT)
    assert canvas.rect().contains(chip.geometry()) and chip.height() <= 61
    assert [row.count for row in chip.entries()] == [109, 3, 1, 2, 1, 1, 1, 0]
    tell(board, live, DutyChanged(responder="r6", on_duty=True, at=NOW))
    until(lambda: chip.entries()[-1].count == 1)
    chip.grab()


def test_the_legend_lets_what_is_live_shine_through(
    board: MapBoard, canvas: Watched, live: Situation, qtbot: QtBot
) -> None:
    chip = LegendChip(board)
    chip.show()
    clear = chip.grab().toImage()
    assert not canvas.live_under(chip.geometry())
    x, y = canvas.view.unproject([chip.geometry().center().toTuple()])[0]
    way = Ribbons(Ragged.of([np.array([(x - 400.0, y), (x + 400.0, y)])]), np.full((1, 4), 255, dtype=np.uint8))
    canvas.set_shapes("guards", [way])
    canvas.grab()
    assert not canvas.live_under(chip.geometry()), "what stands back does not count"
    canvas.set_shapes("orders", [way], bright=True)
    canvas.grab()
    assert canvas.live_under(chip.geometry()) and chip.grab().toImage() != clear
    canvas.set_shapes("orders", [], bright=True)
    dot = Dots(np.array([(x, y)]), np.zeros(1, dtype=np.int16), ["alarm:A"])
    canvas.set_shapes("alarms", [dot], bright=True)
    canvas.grab()
    assert canvas.live_under(chip.geometry())
    canvas.set_shapes("alarms", [], bright=True)
    canvas.grab()
    assert not canvas.live_under(chip.geometry()) and chip.grab().toImage() == clear


def test_the_menu_of_all_layers_switches_them(board: MapBoard, qtbot: QtBot) -> None:
    chip = LegendChip(board)
    menu = chip.menu()
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["Grids"].isChecked() and actions["Guards"].isChecked()
    actions["Grids"].trigger()
    assert board.layer_on("grids") and "grids" in {row.layer for row in chip._board.legend()}
    assert "Selection" not in actions and "Alarms" not in actions
