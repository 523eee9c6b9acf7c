"""What the detail card says of one thing on the map: lines, people by masked label, and where else to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
import numpy.typing as npt

from app.desktop import figures, places, reading, texts
from app.desktop.i18n import translate
from domain.access import Seat, may
from domain.register.codes import DeviceKind, PersonFlag, ResponderClass, Ring, SafetyKind, Tenure
from domain.rules import ELDER_LIMIT_MS
from domain.situation import Situation
from domain.situation.states import STATES
from layers.target import Kind, Target

MOST_LINKS = 60
_HIDDEN = "—"


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
    """One card. `rows` are (what, value)."""

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


def build(context: Context, kind: Kind, ident: str) -> DetailView | None:
    """The card of one thing; None for what has none (an alarm has the case column) or is not in the register."""
    make = _MAKERS.get(kind)
    return make(context, ident) if make is not None else None


def _building(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.buildings.row(ident)
    if row < 0:
        return None
    homes = np.flatnonzero(r.homes.building_row == row)
    lift = translate("Detail", "with lift") if r.buildings.has_lift[row] else translate("Detail", "no lift")
    rows = [
        (translate("Detail", "Levels"), f"{int(r.buildings.levels[row])} · {lift}"),
        (translate("Detail", "Homes"), figures.count(len(homes))),
    ]
    for tenure in Tenure:
        n = int((r.homes.tenure[homes] == tenure).sum())
        if n:
            rows.append((texts.say("Tenures", texts.TENURES[tenure]), figures.count(n)))
    rows += _who_lives(c, homes)
    links = _alarm_links(c, lambda a: a.place.building == ident)
    links += _device_links(c, np.flatnonzero(r.devices.building_row == row))
    links += [Link("home", r.homes.ids[h], places.home_name(r, r.homes.ids[h])) for h in homes[:MOST_LINKS]]
    return DetailView(("building", ident), places.building_name(r, ident), _land(c, row), tuple(rows), (), tuple(links))


def _who_lives(c: Context, homes: npt.NDArray[np.int64]) -> list[tuple[str, str]]:
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


def _land(c: Context, building_row: int) -> str:
    r = c.situation.register
    community, grid = int(r.buildings.community_row[building_row]), int(r.buildings.grid_row[building_row])
    parts = [r.communities.name[community]] if community >= 0 else []
    return " · ".join([*parts, *([r.grids.name[grid]] if grid >= 0 else [])])


def _home(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.homes.row(ident)
    if row < 0:
        return None
    rows = (
        (translate("Detail", "Floor"), str(int(r.homes.floor[row]))),
        (translate("Detail", "Tenure"), texts.say("Tenures", texts.TENURES[Tenure(int(r.homes.tenure[row]))])),
    )
    building = r.buildings.ids[int(r.homes.building_row[row])]
    links = _alarm_links(c, lambda a: a.place.home == ident)
    links += _device_links(c, np.flatnonzero(r.devices.home_row == row))
    links.append(Link("building", building, places.building_name(r, building)))
    people = tuple(_person_of(c, int(p)) for p in np.flatnonzero(r.people.home_row == row))
    return DetailView(
        ("home", ident),
        places.home_name(r, ident),
        _land(c, int(r.homes.building_row[row])),
        rows,
        people,
        tuple(links),
    )


def _person_of(c: Context, row: int) -> Person:
    people = c.situation.register.people
    ident, flags = people.ids[row], int(people.flags[row])
    words = [text for flag, text in _flag_words() if flags & int(flag)]
    erased = ident in c.situation.erased
    return Person(ident, c.situation.label(ident), " · ".join(words), may(c.seat, "reveal") and not erased)


def _flag_words() -> tuple[tuple[PersonFlag, str], ...]:
    return (
        (PersonFlag.ELDER_ALONE, translate("Detail", "elder living alone")),
        (PersonFlag.TENANT, translate("Detail", "tenant")),
        (PersonFlag.NEEDS_HELP, translate("Detail", "needs help on the stairs")),
        (PersonFlag.MINOR, translate("Detail", "minor")),
        (PersonFlag.KEY_HOLDER, translate("Detail", "holds a key")),
    )


def _person(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.people.row(ident)
    if row < 0:
        return None
    home = int(r.people.home_row[row])
    links = _alarm_links(c, lambda a: a.subject == ident)
    if home >= 0:
        links.append(Link("home", r.homes.ids[home], places.home_name(r, r.homes.ids[home])))
    rows: list[tuple[str, str]] = []
    if int(r.people.flags[row]) & int(PersonFlag.ELDER_ALONE) and c.situation.life[row]:
        left = ELDER_LIMIT_MS - (c.now - int(c.situation.life[row]))
        rows.append((translate("Detail", "Time left before someone looks"), figures.left(max(0, left))))
    person = _person_of(c, row)
    return DetailView(("person", ident), person.label, person.sub, tuple(rows), (person,), tuple(links))


def _device(c: Context, ident: str) -> DetailView | None:
    r, states = c.situation.register, c.situation.devices
    row = r.devices.row(ident)
    if row < 0:
        return None
    kind, ring = DeviceKind(int(r.devices.kind[row])), Ring(int(r.devices.ring[row]))
    state = STATES[int(states.state[row])]
    rows = [
        (translate("Detail", "State"), texts.say("States", texts.STATES[state])),
        (translate("Detail", "Since"), _age(c, int(states.state_since[row]))),
        (translate("Detail", "Last heard"), _age(c, int(states.heard[row]))),
        (translate("Detail", "Line"), _online(int(states.online[row]))),
    ]
    if states.battery[row] >= 0:
        rows.append((translate("Detail", "Battery"), f"{int(states.battery[row])} %"))
    if r.devices.gateway[row]:
        rows.append((translate("Detail", "Gateway"), r.devices.gateway[row]))
    links = _alarm_links(c, lambda a: a.device == ident)
    links += _place_links(c, int(r.devices.home_row[row]), int(r.devices.building_row[row]))
    sub = f"{texts.say('Devices', texts.DEVICES[kind])} · {texts.say('Rings', texts.RINGS[ring])}"
    return DetailView(("device", ident), r.devices.name[row] or ident, sub, tuple(rows), (), tuple(links))


def _online(code: int) -> str:
    words = {1: translate("Detail", "connected"), 0: translate("Detail", "not connected")}
    return words.get(code, translate("Detail", "not known"))


def _age(c: Context, at: int) -> str:
    if not at:
        return translate("Detail", "never")
    return translate("Detail", "{age} ago").format(age=figures.span(c.now - at))


def _place_links(c: Context, home_row: int, building_row: int) -> list[Link]:
    r = c.situation.register
    if home_row >= 0:
        return [Link("home", r.homes.ids[home_row], places.home_name(r, r.homes.ids[home_row]))]
    if building_row >= 0:
        ident = r.buildings.ids[building_row]
        return [Link("building", ident, places.building_name(r, ident))]
    return []


def _device_links(c: Context, rows: npt.NDArray[np.int64]) -> list[Link]:
    d, states = c.situation.register.devices, c.situation.devices
    links = []
    for row in rows[:MOST_LINKS]:
        state = texts.say("States", texts.STATES[STATES[int(states.state[row])]])
        name = d.name[row] or texts.say("Devices", texts.DEVICES[DeviceKind(int(d.kind[row]))])
        links.append(Link("device", d.ids[row], f"{name} · {state}"))
    return links


def _alarm_links(c: Context, mine: Callable[..., bool]) -> list[Link]:
    return [Link("alarm", a.id, f"{int(a.level)} · {reading.title(a)}") for a in c.situation.open_alarms() if mine(a)]


def _responder(c: Context, ident: str) -> DetailView | None:
    r, s = c.situation.register, c.situation
    row = r.responders.row(ident)
    if row < 0:
        return None
    device = r.devices.row(r.responders.device[row]) if r.responders.device[row] else -1
    duty = translate("Detail", "on duty") if s.on_duty[row] else translate("Detail", "off duty")
    rows = [(translate("Detail", "Duty"), duty)]
    if device >= 0 and s.fixes.at[device]:
        accuracy = figures.distance(float(s.fixes.accuracy_m[device]))
        rows.append((translate("Detail", "Last fix"), f"{_age(c, int(s.fixes.at[device]))} · ±{accuracy}"))
    elif s.on_duty[row]:
        rows.append((translate("Detail", "Last fix"), translate("Detail", "none: taken to stand at the post")))
    orders = [o for o in s.orders.values() if o.open and o.responder == ident]
    links = []
    for order in orders:
        rows.append((translate("Detail", "Order"), texts.say("OrderStages", texts.ORDER_STAGES[order.stage])))
        if order.alarm in s.alarms:
            links.append(Link("alarm", order.alarm, reading.title(s.alarms[order.alarm])))
    kind = texts.say("Classes", texts.CLASSES[ResponderClass(int(r.responders.kind[row]))])
    return DetailView(("responder", ident), r.responders.call_sign[row], kind, tuple(rows), (), tuple(links))


def _camera(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.cameras.row(ident)
    if row < 0:
        return None
    rows = [
        (translate("Detail", "Looks towards"), f"{float(r.cameras.bearing[row]):.0f}°"),
        (translate("Detail", "Field of view"), f"{float(r.cameras.fov[row]):.0f}°"),
        (translate("Detail", "Reach"), figures.distance(float(r.cameras.range_m[row]))),
        (translate("Detail", "Height"), f"{float(r.cameras.height_m[row]):.0f} m"),
    ]
    device = r.devices.row(ident)
    if device >= 0:
        rows.append((translate("Detail", "Last heard"), _age(c, int(c.situation.devices.heard[device]))))
    sub = translate("Detail", "Camera · no picture source is set up")
    return DetailView(("camera", ident), r.cameras.name[row] or ident, sub, tuple(rows))


def _area(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.grids.row(ident)
    if row < 0:
        return None
    homes = np.flatnonzero(np.isin(r.homes.building_row, np.flatnonzero(r.buildings.grid_row == row)))
    keeper = reading.call_sign(c.situation, r.grids.keeper[row]) if r.grids.keeper[row] else _HIDDEN
    rows = [
        (translate("Detail", "Keeper"), keeper),
        (translate("Detail", "Buildings"), figures.count(int((r.buildings.grid_row == row).sum()))),
        (translate("Detail", "Homes"), figures.count(len(homes))),
        *_who_lives(c, homes),
    ]
    community = int(r.grids.community_row[row])
    links = (Link("responder", r.grids.keeper[row], keeper),) if r.grids.keeper[row] else ()
    return DetailView(
        ("grid", ident),
        r.grids.name[row],
        r.communities.name[community] if community >= 0 else "",
        tuple(rows),
        (),
        links,
    )


def _community(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.communities.row(ident)
    if row < 0:
        return None
    homes = np.flatnonzero(np.isin(r.homes.building_row, np.flatnonzero(r.buildings.community_row == row)))
    kind = translate("Detail", "walled estate") if r.communities.walled[row] else translate("Detail", "open estate")
    rows = [
        (translate("Detail", "Buildings"), figures.count(int((r.buildings.community_row == row).sum()))),
        (translate("Detail", "Homes"), figures.count(len(homes))),
        *_who_lives(c, homes),
    ]
    links = tuple(Link("grid", r.grids.ids[g], r.grids.name[g]) for g in np.flatnonzero(r.grids.community_row == row))
    return DetailView(("community", ident), r.communities.name[row], kind, tuple(rows), (), links)


def _safety(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.safety.row(ident)
    if row < 0:
        return None
    kind = texts.say("Safety", texts.SAFETY[SafetyKind(int(r.safety.kind[row]))])
    links = tuple(_place_links(c, -1, int(r.safety.building_row[row])))
    return DetailView(("safety", ident), r.safety.name[row] or kind, kind, (), (), links)


_MAKERS: dict[Kind, Callable[[Context, str], DetailView | None]] = {
    "building": _building,
    "home": _home,
    "person": _person,
    "device": _device,
    "responder": _responder,
    "camera": _camera,
    "grid": _area,
    "community": _community,
    "safety": _safety,
}
