"""What is drawn on the map, at the desk: validity, rights, undo, conflicts, audit, replay, and gates set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.seat import wire
from app.station.alarm_index import AlarmIndex
from app.station.cut import Cut
from domain.access import Seat
from domain.changes import Batch, Drawn
from domain.clock import HOUR
from domain.commands import Draw, Reply
from domain.desk.areas import grid_ring
from domain.drawings import Drawing, DrawingKind, Sketch
from domain.events import GateMoved
from domain.situation import Keyframe, Situation, locked_gates
from tests.desk_scene import AUDITOR, GRID0, GRID1, OPERATOR, PROPERTY, SUPERVISOR, Loop, new_ledger

OTHER = replace(OPERATOR, user="other")


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    with new_ledger(tmp_path) as ledger:
        yield Loop(ledger)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loop]:
    with new_ledger(tmp_path_factory.mktemp("drawings")) as ledger:
        yield Loop(ledger)


def at(*metres: tuple[float, float], lon: float = 120.002, lat: float = 33.0) -> tuple[tuple[float, float], ...]:
    """Points about a place, so many metres east and north (roughly: a degree is 93.4 and 110.9 km here)."""
    return tuple((lon + east / 93_400, lat + north / 110_900) for east, north in metres)


SQUARE = at((0, 0), (40, 0), (40, 30), (0, 30))
BOW = at((0, 0), (40, 30), (40, 0), (0, 30))


def zone(points: object = SQUARE, name: str = "Building site", kind: DrawingKind = DrawingKind.ZONE) -> Sketch:
    return Sketch(kind=kind, name=name, points=points)  # type: ignore[arg-type]


def grid(points: object, of: str = "g0") -> Sketch:
    return Sketch(kind=DrawingKind.GRID, of=of, points=points)  # type: ignore[arg-type]


def gate(*, locked: bool) -> Sketch:
    return Sketch(kind=DrawingKind.GATE, of="G1", locked=locked)


def draw(loop: Loop, sketch: Sketch | None, ident: str = "", base: int = 0, by: Seat = OPERATOR) -> Reply:
    reply: Reply = loop.do(Draw(id=ident, base=base, sketch=sketch), by)
    return reply


def drawn(loop: Loop, sketch: Sketch, by: Seat = OPERATOR) -> Drawing:
    reply = draw(loop, sketch, by=by)
    assert reply.done, reply
    return loop.situation.drawings[str(reply.data["drawing"])]


# drawing, changing, taking away, and the ledger


def test_a_drawing_stands_changes_goes_and_is_replayed(loop: Loop) -> None:
    one = drawn(loop, zone())
    assert (one.sketch.name, one.by, one.grids, one.community) == ("Building site", "op", ("g0",), "c0")
    loop.desk.commit(loop.now)
    reply = draw(loop, zone(SQUARE[:3]), one.id, one.rev)
    assert reply.done and reply.data["rev"] > one.rev
    loop.desk.commit(loop.now)
    again = Situation.thaw(loop.situation.register, loop.situation.freeze())
    assert again.drawings == loop.situation.drawings and again.drawn == loop.situation.drawn
    replayed = Situation(loop.situation.register)
    for batch in loop.ledger.batches(0):
        replayed.apply(batch)
    assert replayed.drawings == loop.situation.drawings
    assert draw(loop, None, one.id, int(reply.data["rev"])).done and not loop.situation.drawings


def test_an_older_keyframe_has_nothing_drawn(loop: Loop) -> None:
    """As one was written before there were drawings: without the fields."""
    import msgspec

    old = msgspec.to_builtins(loop.situation.freeze(), builtin_types=(bytes,))
    del old["drawings"], old["drawn"]
    thawed = Situation.thaw(loop.situation.register, msgspec.convert(old, Keyframe))
    assert thawed.drawings == {} and thawed.drawn == 0


def test_a_name_is_sealed_in_the_file_and_comes_back_from_it(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        one = drawn(loop, zone(name="Zhuangyuan workshop"))
        loop.desk.commit(loop.now)
        ledger.keyframe(loop.situation)
        (row,) = [r for _, r in ledger.audit_rows(9) if r.verb == "draw"]
        assert "Zhuangyuan workshop" in row.note and row.note.startswith("— → zone")
        raw = b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.is_file())
        assert b"Zhuangyuan" not in raw
        (batch,) = [b for b in ledger.batches(0) if any(isinstance(c, Drawn) for c in b.changes)]
        (change,) = [c for c in batch.changes if isinstance(c, Drawn)]
        assert change.drawing == one


# validity


@pytest.mark.parametrize(
    ("sketch", "code"),
    [
        (zone(BOW), "drawing_crosses"),
        (zone(SQUARE[:2]), "drawing_points"),
        (zone(((float("nan"), 33.0), *SQUARE)), "drawing_points"),
        (zone(SQUARE * 51), "drawing_points"),
        (zone(at((0, 0), (2, 0), (2, 2))), "drawing_small"),
        (zone(at((0, 0), (1, 0), (2, 0))), "drawing_small"),
        (zone(at((0, 0), (40, 0), (40, 3000))), "drawing_outside"),
        (zone(name="  "), "drawing_unnamed"),
        (zone(at((0, 0), (3, 0)), kind=DrawingKind.PATROL), "drawing_short"),
        (zone(at((0, 0)), kind=DrawingKind.PATROL), "drawing_points"),
        (Sketch(kind=DrawingKind.GATE, of="nowhere"), "unknown_place"),
    ],
)
def test_what_is_no_drawing_is_refused_and_changes_nothing(loop: Loop, sketch: Sketch, code: str) -> None:
    before = dict(loop.situation.drawings)
    assert draw(loop, sketch).code == code
    assert loop.situation.drawings == before and loop.situation.drawn == 0


wild = st.floats(allow_nan=True, allow_infinity=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(DrawingKind),
    points=st.lists(st.tuples(wild, wild), max_size=5),
    of=st.sampled_from(["", "g0", "G1", "cam1", "x"]),
    ident=st.text(max_size=12),
    base=st.integers(-9, 9),
)
def test_nothing_that_is_asked_makes_the_desk_fall(
    shared: Loop, kind: DrawingKind, points: list[tuple[float, float]], of: str, ident: str, base: int
) -> None:
    """Refused or done (a gate needs no points), never raised."""
    command = Draw(id=ident, base=base, sketch=Sketch(kind=kind, name=ident, of=of, points=tuple(points)))
    reply = shared.do(command, SUPERVISOR)
    assert not reply.done or kind is DrawingKind.GATE or all(abs(number) <= 180 for p in points for number in p)
    for drawing in list(shared.situation.drawings.values()):
        assert draw(shared, None, drawing.id, drawing.rev, SUPERVISOR).done


def test_commands_and_changes_cross_the_socket(loop: Loop) -> None:
    one = drawn(loop, zone())
    asked = wire.Ask(1, Draw(id="draw-1", base=1, sketch=one.sketch))
    assert wire.unpack_up(wire.pack(asked)) == asked
    told = wire.Changes(Batch(1, 1, (Drawn(id=one.id, rev=1, at=1, drawing=one), Drawn(id=one.id, rev=2, at=1))))
    assert wire.unpack_down(wire.pack(told)) == told


def test_a_route_may_cross_itself(loop: Loop) -> None:
    assert drawn(loop, zone((*BOW, BOW[0]), kind=DrawingKind.PATROL)).sketch.points == tuple(
        (round(x, 7), round(y, 7)) for x, y in (*BOW, BOW[0])
    )


def test_a_ring_that_was_closed_and_points_that_came_twice_are_tidied(loop: Loop) -> None:
    one = drawn(loop, zone((SQUARE[0], *SQUARE, SQUARE[0]), name=" a \n b "))
    assert len(one.sketch.points) == 4 and one.sketch.name == "a b"


WEST = ((119.999, 32.999), (120.005, 32.999), (120.005, 33.005), (119.999, 33.005))


def test_a_grid_is_drawn_over_the_registers_and_its_going_brings_that_back(loop: Loop) -> None:
    smaller = (*WEST[:2], (120.0035, 33.005), WEST[3])
    one = drawn(loop, grid(smaller), SUPERVISOR)
    assert one.id == "grid:g0"
    assert len(grid_ring(loop.situation.register, loop.situation.drawings, 0)) == 4
    assert loop.desk._core.areas.find(120.0048, 33.0045, loop.situation.drawings)[0] == ""
    assert draw(loop, None, one.id, one.rev, SUPERVISOR).done
    assert loop.desk._core.areas.find(120.0048, 33.0045, loop.situation.drawings)[0] == "g0"


def test_grids_do_not_overlap_and_no_building_changes_hands(loop: Loop) -> None:
    wide = (WEST[0], (120.0062, 32.999), (120.0062, 33.005), WEST[3])
    refused = draw(loop, grid(wide), by=SUPERVISOR)
    assert (refused.code, refused.params) == ("drawing_overlaps", {"grid": "g1"})
    narrow = ((120.003, 32.999), *WEST[1:3], (120.003, 33.005))
    refused = draw(loop, grid(narrow), by=SUPERVISOR)
    assert (refused.code, refused.params) == ("drawing_takes", {"building": "b0", "grid": "g0"})
    assert draw(loop, grid(WEST, "nowhere"), by=SUPERVISOR).code == "unknown_place"


# who may


def test_who_may_draw_what(loop: Loop) -> None:
    assert draw(loop, zone(), by=PROPERTY).code == "not_allowed"
    assert draw(loop, zone(), by=AUDITOR).code == "not_allowed"
    assert draw(loop, grid(WEST), by=OPERATOR).params == {"verb": "draw_grid"}
    mine = drawn(loop, zone(), GRID0)
    assert draw(loop, zone(SQUARE[:3]), mine.id, mine.rev, GRID1).code == "out_of_reach"
    assert draw(loop, None, mine.id, mine.rev, GRID1).code == "out_of_reach"
    assert draw(loop, zone(), by=GRID1).code == "out_of_reach"
    over = at((-50, 0), (50, 0), (50, 30), (-50, 30), lon=120.005)
    assert draw(loop, zone(over), by=GRID0).code == "drawing_beyond_grid"
    both = drawn(loop, zone(over))
    assert both.grids == ("g0", "g1")
    assert draw(loop, None, both.id, both.rev, GRID0).code == "drawing_beyond_grid"
    assert draw(loop, zone(at((-50, 0), (0, 0), (0, 30), (-50, 30), lon=120.005)), by=GRID0).done, "to the very edge"


def test_a_seat_is_told_of_what_lies_within_its_reach_only(loop: Loop) -> None:
    west, east = drawn(loop, zone()), drawn(loop, zone(at((0, 0), (40, 0), (40, 30), lon=120.008)))
    cut = Cut(loop.situation.register, GRID0, AlarmIndex(loop.situation))
    assert [d.id for d in cut.keyframe(loop.situation).drawings] == [west.id]
    changes = tuple(Drawn(id=d.id, rev=d.rev, at=1, drawing=d) for d in (west, east))
    told = cut.batch(Batch(1, 1, changes)).changes
    assert [getattr(c, "drawing", None) for c in told] == [west, None], "what moved away is gone for this seat"
    assert not Cut(loop.situation.register, AUDITOR, AlarmIndex(loop.situation)).batch(Batch(1, 1, changes)).changes


# two at once, and undo


def test_the_second_of_two_is_told_who_was_quicker_and_nothing_is_lost(loop: Loop) -> None:
    one = drawn(loop, zone())
    assert draw(loop, zone(SQUARE[:3], "by other"), one.id, one.rev, OTHER).done
    refused = draw(loop, zone(name="by me"), one.id, one.rev)
    assert (refused.code, refused.params) == ("drawing_changed", {"user": "other"})
    assert loop.situation.drawings[one.id].sketch.name == "by other"
    again = draw(loop, zone(name="by me"), one.id, loop.situation.drawings[one.id].rev)
    assert again.done and loop.situation.drawings[one.id].sketch.name == "by me"
    assert draw(loop, None, one.id, int(again.data["rev"]), OTHER).done
    assert draw(loop, zone(), one.id, int(again.data["rev"])).code == "drawing_gone"


def test_an_id_that_was_never_given_is_nobodys(loop: Loop) -> None:
    one = drawn(loop, zone())
    for ident in ("draw-9", "draw-0", "mine", "grid:g0"):
        assert draw(loop, zone(), ident).code == "unknown_drawing", ident
    assert draw(loop, None, "draw-9").code == "unknown_drawing"
    assert draw(loop, zone(kind=DrawingKind.NO_GO), one.id, one.rev).code == "unknown_drawing", "a kind stays"
    assert draw(loop, gate(locked=True), "gate:other").code == "unknown_drawing"


corner = st.tuples(st.integers(-200, 200), st.integers(-60, 60))
sketches = st.one_of(
    st.builds(lambda p: zone(at(*p)), st.lists(corner, min_size=2, max_size=7)),
    st.builds(lambda p: zone(at(*p), kind=DrawingKind.NO_GO), st.lists(corner, min_size=2, max_size=7)),
    st.builds(lambda p: zone(at(*p), kind=DrawingKind.PATROL), st.lists(corner, min_size=1, max_size=7)),
    st.builds(lambda shut: gate(locked=shut), st.booleans()),
)
edits = st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), sketches)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=edits)
def test_what_is_done_and_undone_is_as_it_was(shared: Loop, edits: list[tuple[int, Sketch | None]]) -> None:
    """Whatever is drawn, changed and taken away: the same commands backwards with what stood before lead back."""
    before = {key: d.sketch for key, d in shared.situation.drawings.items()}
    undo: list[tuple[str, Sketch | None]] = []
    for which, sketch in edits:
        standing = list(shared.situation.drawings.values())
        old = standing[which] if which < len(standing) else None
        if sketch is not None and old is not None and old.sketch.kind is not sketch.kind:
            old = None
        if sketch is not None and sketch.kind is DrawingKind.GATE:
            old = shared.situation.drawings.get("gate:G1")
        reply = draw(shared, sketch, old.id if old else "", old.rev if old else 0)
        if reply.done:
            undo.append((str(reply.data["drawing"]), old.sketch if old else None))
    for ident, sketch in reversed(undo):
        now = shared.situation.drawings.get(ident)
        assert draw(shared, sketch, ident, now.rev if now else 0).done
    assert {key: d.sketch for key, d in shared.situation.drawings.items()} == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.lists(corner, max_size=8))
def test_what_stands_is_simple_large_and_on_the_estate(shared: Loop, points: list[tuple[int, int]]) -> None:
    from itertools import combinations

    from shapely import LineString, Polygon

    reply = draw(shared, zone(at(*points)))
    if reply.done:
        ident = str(reply.data["drawing"])
        ring = shared.desk._core.ground.metres(shared.situation.drawings[ident].sketch.points)
        sides = [LineString((a, b)) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
        assert not any(one.crosses(other) for one, other in combinations(sides, 2))
        assert Polygon(ring).area >= 10
        assert draw(shared, None, ident, int(reply.data["rev"])).done
    else:
        assert reply.code in {"drawing_crosses", "drawing_points", "drawing_small", "drawing_outside"}


def test_a_cameras_view_begins_at_its_camera(loop: Loop) -> None:
    def view(of: str, lon: float) -> Sketch:
        return Sketch(kind=DrawingKind.VIEW, of=of, points=at((0, 0), (30, -10), (30, 10), lon=lon))

    assert drawn(loop, view("cam1", 120.002)).id == "view:cam1"
    assert draw(loop, view("cam1", 120.0024), "view:cam1", 1).code == "drawing_off_camera"
    assert draw(loop, view("cam9", 120.002)).code == "unknown_place"
    assert draw(loop, view("cam2", 120.008), by=GRID0).code == "out_of_reach"


# gates


def test_a_gate_is_as_whoever_spoke_last_says(loop: Loop) -> None:
    shut = frozenset({0})
    assert locked_gates(loop.situation) == frozenset()
    one = drawn(loop, gate(locked=True))
    assert locked_gates(loop.situation) == shut
    loop.now += 60_000
    loop.take(GateMoved(locked=False, **loop.head("gate1")))  # type: ignore[arg-type]
    assert locked_gates(loop.situation) == frozenset(), "its device spoke later"
    loop.now += 60_000
    assert draw(loop, gate(locked=True), one.id, one.rev).done
    assert locked_gates(loop.situation) == shut


def test_a_device_that_says_the_same_again_after_a_hand_has_the_last_word(loop: Loop) -> None:
    loop.take(GateMoved(locked=True, **loop.head("gate1")))  # type: ignore[arg-type]
    since = int(loop.situation.devices.state_since[loop.situation.register.devices.row("gate1")])
    loop.now += HOUR
    loop.take(GateMoved(locked=True, **loop.head("gate1")))  # type: ignore[arg-type]
    row = loop.situation.register.devices.row("gate1")
    assert loop.situation.devices.state_since[row] == since, "what lasts is no news"
    drawn(loop, gate(locked=False))
    assert locked_gates(loop.situation) == frozenset()
    loop.now += HOUR
    loop.take(GateMoved(locked=True, **loop.head("gate1")))  # type: ignore[arg-type]
    assert locked_gates(loop.situation) == frozenset({0})
