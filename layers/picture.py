"""What a layer is given to draw from: the plan, the situation, the look, the time, and what the seat looks at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.alarms import Alarm, Fact
from domain.register import Register
from domain.situation import Situation
from layers import words
from layers.filters import NOTHING, Filters
from layers.kept import Kept
from layers.plan import Plan
from layers.target import Target
from layers.trails import Trails
from map.palette import NIGHT, Palette


@dataclass(frozen=True)
class Rank:
    """One candidate for an alarm: seconds to the foot of the building and to the floor, and the way in degrees."""

    responder: str
    foot_s: float
    floor_s: float | None = None
    route: Sequence[tuple[float, float]] = ()

    @classmethod
    def of(cls, row: "Rank | Mapping[str, Any]") -> "Rank":
        """From a row of `Reply.data["ranks"]`; KeyError or ValueError for anything else."""
        if isinstance(row, Rank):
            return row
        floor = row.get("floor_s")
        route = tuple((float(lon), float(lat)) for lon, lat in row.get("route", ()))
        return cls(str(row["responder"]), float(row["foot_s"]), None if floor is None else float(floor), route)


@dataclass(frozen=True)
class Picture:
    """One moment as one seat sees it. Read on the GUI thread, which also applies changes to `situation`.

    `now` UTC epoch ms of judging time. `home_marks` False is the wall: nothing that tells one home from another (R9).
    `focus`: id of the alarm that everything else steps back for, "" none. `ranks`: candidates for it; `chosen` ids of
    those about to be sent. `glide_ms`: real milliseconds in which a guard glides to a new fix.
    `filters`: what is shown. `off`: layers that are not shown at all.
    """

    plan: Plan
    situation: Situation
    now: int
    palette: Palette = NIGHT
    home_marks: bool = True
    focus: str = ""
    ranks: tuple[Rank, ...] = ()
    chosen: frozenset[str] = frozenset()
    selected: Target | None = None
    glide_ms: int = 0
    trails: Trails = field(default_factory=Trails)
    kept: Kept = field(default_factory=Kept)
    off: frozenset[str] = frozenset()
    say: Callable[[Fact], str] = words.unsaid
    filters: Filters = NOTHING

    @property
    def register(self) -> Register:
        """The register of the plan."""
        return self.plan.register

    @property
    def alarm(self) -> Alarm | None:
        """The alarm in focus."""
        return self.situation.alarms.get(self.focus)
