"""A situation at rest: what the ledger stores now and then, and what a seat is sent first."""

from __future__ import annotations

from msgspec import Struct

from domain.alarms import Alarm, Order
from domain.drawings import Drawing


class Keyframe(Struct, frozen=True, kw_only=True):
    """All of a Situation but its register. `columns` holds numpy columns by "table.column" as (dtype, bytes).

    Free text stands only in the trail steps of `alarms` and `orders` and in the names of `drawings`; whoever writes a
    keyframe down seals it there.
    """

    seq: int
    at: int
    columns: dict[str, tuple[str, bytes]]
    alarms: tuple[Alarm, ...] = ()
    orders: tuple[Order, ...] = ()
    causes: tuple[tuple[str, str, int], ...] = ()
    zones: dict[str, tuple[tuple[float, float], ...]] = {}
    drawings: tuple[Drawing, ...] = ()
    drawn: int = 0
    erased: tuple[str, ...] = ()
    desk_started: int = 0
    desk_last: int = 0
    link_up: bool = False
    link_caught_up: bool = False
    link_since: int = 0
