"""What a detail card is made of: rows, people by masked label, links to what else there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
import numpy.typing as npt

from app.desktop import figures, places, reading, texts
from app.desktop.i18n import translate
from app.desktop.limits import watched_elders
from domain.access import Seat, may
from domain.register.codes import DeviceKind, PersonFlag
from domain.rules import ELDER_LIMIT_MS
from domain.situation import Situation
from domain.situation.states import STATES
from layers import names
from layers.target import Kind, Target

MOST_LINKS = 60
HIDDEN = "—"
STATELESS = frozenset({DeviceKind.TRACKER, DeviceKind.METER})
"""Kinds that are heard or not, but are in no state of their own."""


@dataclass(frozen=True)
class Person:
    """A person by masked label; `reveal`: the seat may ask for more."""

    id: str
    label: str
    sub: str
    reveal: bool


@dataclass(frozen=True)
class Link:
    """Something else that can be looked at."""

    kind: Kind
    id: str
    text: str


@dataclass(frozen=True)
class DetailView:
    """One card. `rows` are (what, value). A target without an id: several things, none of them in particular."""

    target: Target
    title: str
    sub: str
    rows: tuple[tuple[str, str], ...] = ()
    people: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Context:
    """What a card is read from."""

    situation: Situation
    seat: Seat
    tz: tzinfo
    now: int


def who_lives(c: Context, homes: npt.NDArray[np.int64]) -> list[tuple[str, str]]:
    """Residents of some homes, counted."""
    people = c.situation.register.people
    here = np.isin(people.home_row, homes)
    rows = [(translate("Detail", "Residents"), figures.count(int(here.sum())))]
    for flag, words in (
        (PersonFlag.ELDER_ALONE, translate("Detail", "Elders living alone")),
        (PersonFlag.NEEDS_HELP, translate("Detail", "Need help on the stairs")),
    ):
        n = int((here & ((people.flags & int(flag)) != 0)).sum())
        if n:
            rows.append((words, figures.count(n)))
    return rows


def land(c: Context, building_row: int) -> str:
    """Community and grid of a building."""
    r = c.situation.register
    community, grid = int(r.buildings.community_row[building_row]), int(r.buildings.grid_row[building_row])
    parts = [r.communities.name[community]] if community >= 0 else []
    return " · ".join([*parts, *([names.said(r.grids.name[grid])] if grid >= 0 else [])])


def stillness(c: Context, people: Iterable[int]) -> list[tuple[str, str]]:
    """For an elder with a magnet: how long nothing stirred and what is left. Elapsed times only, never a diary."""
    elders = [p for p in people if int(c.situation.register.people.flags[p]) & int(PersonFlag.ELDER_ALONE)]
    watched = set(watched_elders(c.situation.register).tolist()) if elders else set()
    rows: list[tuple[str, str]] = []
    for person in elders:
        life = int(c.situation.life[person])
        if person not in watched or not life:
            continue
        rows.append((translate("Detail", "Last sign of life"), age(c, life)))
        left = ELDER_LIMIT_MS - (c.now - life)
        over = translate("Detail", "over by {time}").format(time=figures.left(-left))
        rows.append((translate("Detail", "Left until someone looks"), figures.left(left) if left >= 0 else over))
    return rows


def person_of(c: Context, row: int) -> Person:
    """One person by masked label."""
    people = c.situation.register.people
    ident, flags = people.ids[row], int(people.flags[row])
    words = [text for flag, text in flag_words() if flags & int(flag)]
    erased = ident in c.situation.erased
    return Person(ident, c.situation.label(ident), " · ".join(words), may(c.seat, "reveal") and not erased)


def flag_words() -> tuple[tuple[PersonFlag, str], ...]:
    """What the flags mean."""
    return (
        (PersonFlag.ELDER_ALONE, translate("Detail", "elder living alone")),
        (PersonFlag.TENANT, translate("Detail", "tenant")),
        (PersonFlag.NEEDS_HELP, translate("Detail", "needs help on the stairs")),
        (PersonFlag.MINOR, translate("Detail", "minor")),
        (PersonFlag.KEY_HOLDER, translate("Detail", "holds a key")),
    )


def online(code: int) -> str:
    """Whether the line stands."""
    words = {1: translate("Detail", "connected"), 0: translate("Detail", "not connected")}
    return words.get(code, translate("Detail", "not known"))


def age(c: Context, at: int) -> str:
    """How long ago."""
    if not at:
        return translate("Detail", "never")
    return translate("Detail", "{age} ago").format(age=figures.span(c.now - at))


def place_links(c: Context, home_row: int, building_row: int) -> list[Link]:
    """To the home, else the building."""
    r = c.situation.register
    if home_row >= 0:
        return [Link("home", r.homes.ids[home_row], places.home_name(r, r.homes.ids[home_row]))]
    if building_row >= 0:
        ident = r.buildings.ids[building_row]
        return [Link("building", ident, places.building_name(r, ident))]
    return []


def device_links(c: Context, rows: npt.NDArray[np.int64]) -> list[Link]:
    """To devices, with their states."""
    d, states = c.situation.register.devices, c.situation.devices
    links = []
    for row in rows[:MOST_LINKS]:
        kind = DeviceKind(int(d.kind[row]))
        state = texts.say("States", texts.STATES[STATES[int(states.state[row])]])
        name = names.said(d.name[row]) or texts.say("Devices", texts.DEVICES[kind])
        links.append(Link("device", d.ids[row], name if kind in STATELESS else f"{name} · {state}"))
    return links


def alarm_links(c: Context, mine: Callable[..., bool]) -> list[Link]:
    """To open alarms of the thing."""
    return [Link("alarm", a.id, f"{int(a.level)} · {reading.title(a)}") for a in c.situation.open_alarms() if mine(a)]
