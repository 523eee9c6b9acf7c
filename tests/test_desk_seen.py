"""Which events were taken: positions are remembered in a memory that does not grow, everything else for a day."""

from __future__ import annotations

from domain.clock import HOUR
from domain.desk.seen import FIXES, SeenIds

T0 = 1_750_000_000_000


def test_a_position_that_comes_twice_is_one_and_so_is_one_from_before_the_start() -> None:
    seen = SeenIds(T0, [("t1", "old")])
    assert seen.add("t1", "a", fix=True) and not seen.add("t1", "a", fix=True)
    assert seen.add("t2", "a", fix=True)
    assert not seen.add("t1", "old", fix=True)


def test_the_last_positions_are_known_and_the_memory_of_them_does_not_grow() -> None:
    seen = SeenIds(T0)
    for n in range(3 * FIXES):
        seen.add("t1", str(n), fix=True)
    assert not seen.add("t1", str(2 * FIXES + 1), fix=True)
    assert len(seen._fixes) + len(seen._fixes_before) <= 2 * FIXES


def test_positions_push_no_event_out() -> None:
    seen = SeenIds(T0)
    assert seen.add("d1", "pressed")
    for n in range(2 * FIXES + 1):
        seen.add("t1", str(n), fix=True)
    seen.tick(T0 + 5 * HOUR)
    assert not seen.add("d1", "pressed")
