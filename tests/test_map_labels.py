"""Labels never overlap, the important ones stay, and chips do not hop."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from map.brush import LabelJob
from map.chips import ChipStyle, Line
from map.furniture import round_length
from map.paint_labels import LabelRoom
from map.placer import Placer
from map.view import View

VIEW = View(width=600, height=400)


def job(x: float, y: float, priority: int = 0, text: str = "巡-05", leader: bool = False) -> LabelJob:
    line = Line(text, (255, 255, 255, 255))
    return LabelJob(
        priority, x, y, (line,), ChipStyle(fill=(0, 0, 0, 255)), 9.0, "l", text, leader=leader, memory=(x, y, text)
    )


@given(st.lists(st.tuples(st.floats(-50, 650), st.floats(-50, 450), st.integers(0, 9)), max_size=60))
def test_no_two_labels_overlap(qapp: QApplication, places: list[tuple[float, float, int]]) -> None:
    room = LabelRoom()
    for _ in range(2):  # the second time with remembered places
        placed = room.place([job(*p, text=f"巡-{i:02d}", leader=i == 3) for i, p in enumerate(places)], VIEW)
        for i, a in enumerate(placed):
            assert not any(a.box.intersects(b.box) for b in placed[i + 1 :])


def test_the_higher_priority_keeps_its_place(qapp: QApplication) -> None:
    room = LabelRoom()
    crowd = [job(300, 200, k, text=str(k)) for k in range(30)]
    placed = room.place(crowd, VIEW)
    assert 0 < len(placed) < 30
    assert placed[0].job.priority == 29
    assert min(p.job.priority for p in placed) == 30 - len(placed)


def test_a_chip_stays_where_it_was(qapp: QApplication) -> None:
    room = LabelRoom()
    mover, fixed = job(300, 200, 1, "a"), job(330, 200, 5, "b")
    moved = room.place([mover, fixed], VIEW)[1].box
    assert room.place([mover], VIEW)[0].box == moved  # the neighbour is gone, the chip does not hop back


def test_a_leader_label_stays_inside(qapp: QApplication) -> None:
    box = LabelRoom().place([job(595, 5, 9, "12层 · 1203 烟感", leader=True)], VIEW)[0].box
    assert box.left() >= 0
    assert box.top() >= 0
    assert box.right() <= 600


@given(st.floats(-20, 120), st.floats(-20, 120), st.floats(1, 60), st.floats(1, 60))
def test_taken_ground_is_not_free(x: float, y: float, w: float, h: float) -> None:
    placer = Placer(100, 100)
    if placer.free(x, y, w, h):
        placer.take(x, y, w, h)
        assert not placer.free(x, y, w, h) or min(x + w, y + h) <= 0


@given(st.floats(0.01, 1e6))
def test_scale_bars_are_round(most: float) -> None:
    length = round_length(most)
    assert length <= most * 1.0000001 < length * 2.5000001
    assert f"{length:e}"[0] in "125"
