"""Which ranked responders the case offers: those who may go first, a few who may not with the reason, ticked ones."""

from __future__ import annotations

from collections.abc import Sequence

from app.desktop.case_view import Ranked

ASKED = 50
"""How many the desk is asked to rank: it ranks by time, so those who only guard can stand before those who go up."""
MOST = 5
"""Candidates on show: as many as there are keys for them."""
MOST_REFUSED = 2
"""Of these, at most so many who may not be sent (for a seat that may send against the matrix: any number)."""


def offered(
    ranks: Sequence[Ranked], under_way: set[str], ticked: frozenset[str], *, anyone: bool
) -> tuple[Ranked, ...]:
    """At most MOST rows in the order of the keys; whoever is ticked is among them. `anyone`: the seat may override."""
    free = [r for r in ranks if r.responder not in under_way]
    may = [r for r in free if r.allowed]
    others = [r for r in free if not r.allowed]
    rows = may + (others if anyone else others[:MOST_REFUSED])
    shown = rows[:MOST]
    hidden = [r for r in rows[MOST:] if r.responder in ticked]
    for place in range(len(shown) - 1, -1, -1):
        if hidden and shown[place].responder not in ticked:
            shown[place] = hidden.pop()
    return tuple(shown)


def steady(rows: Sequence[Ranked], before: Sequence[str]) -> tuple[Ranked, ...]:
    """The same rows, each responder where he stood `before` (ids): a key that is about to be pressed keeps its person.

    Who is new takes the first place that has become free, the nearest first.
    """
    known = {r.responder: r for r in rows}
    places = [known.pop(responder, None) for responder in before]
    fresh = iter([r for r in rows if r.responder in known])
    filled = [place or next(fresh, None) for place in places]
    return tuple(r for r in (*filled, *fresh) if r is not None)
