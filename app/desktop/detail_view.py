"""What the detail card says of one thing on the map: lines, people by masked label, and where else to look."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.desktop import figures, places, reading, texts
from app.desktop.detail_rows import (
    HIDDEN,
    MOST_LINKS,
    STATELESS,
    Context,
    DetailView,
    Link,
    age,
    alarm_links,
    device_links,
    land,
    online,
    person_of,
    place_links,
    stillness,
    who_lives,
)
from app.desktop.i18n import translate
from domain.register.codes import DeviceKind, ResponderClass, Ring, SafetyKind, Tenure
from domain.situation.states import STATES
from layers import names
from layers.target import Kind


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
    rows += who_lives(c, homes)
    links = alarm_links(c, lambda a: a.place.building == ident)
    links += device_links(c, np.flatnonzero(r.devices.building_row == row))
    links += [Link("home", r.homes.ids[h], places.home_name(r, r.homes.ids[h])) for h in homes[:MOST_LINKS]]
    return DetailView(("building", ident), places.building_name(r, ident), land(c, row), tuple(rows), (), tuple(links))


def _home(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.homes.row(ident)
    if row < 0:
        return None
    lives_here = [int(p) for p in np.flatnonzero(r.people.home_row == row)]
    rows = (
        *stillness(c, lives_here),
        (translate("Detail", "Floor"), str(int(r.homes.floor[row]))),
        (translate("Detail", "Tenure"), texts.say("Tenures", texts.TENURES[Tenure(int(r.homes.tenure[row]))])),
    )
    building = r.buildings.ids[int(r.homes.building_row[row])]
    links = alarm_links(c, lambda a: a.place.home == ident)
    links += device_links(c, np.flatnonzero(r.devices.home_row == row))
    links.append(Link("building", building, places.building_name(r, building)))
    people = tuple(person_of(c, p) for p in lives_here)
    return DetailView(
        ("home", ident),
        places.home_name(r, ident),
        land(c, int(r.homes.building_row[row])),
        rows,
        people,
        tuple(links),
    )


def _person(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.people.row(ident)
    if row < 0:
        return None
    home = int(r.people.home_row[row])
    links = alarm_links(c, lambda a: a.subject == ident)
    if home >= 0:
        links.append(Link("home", r.homes.ids[home], places.home_name(r, r.homes.ids[home])))
    rows = stillness(c, [row])
    person = person_of(c, row)
    return DetailView(("person", ident), person.label, person.sub, tuple(rows), (person,), tuple(links))


def _device(c: Context, ident: str) -> DetailView | None:
    r, states = c.situation.register, c.situation.devices
    row = r.devices.row(ident)
    if row < 0:
        return None
    kind, ring = DeviceKind(int(r.devices.kind[row])), Ring(int(r.devices.ring[row]))
    state = STATES[int(states.state[row])]
    rows: list[tuple[str, str]] = []
    if kind not in STATELESS:
        rows.append((translate("Detail", "State"), texts.say("States", texts.STATES[state])))
        rows.append((translate("Detail", "Since"), age(c, int(states.state_since[row]))))
    rows += [
        (translate("Detail", "Last heard"), age(c, int(states.heard[row]))),
        (translate("Detail", "Line"), online(int(states.online[row]))),
    ]
    if states.battery[row] >= 0:
        rows.append((translate("Detail", "Battery"), f"{int(states.battery[row])} %"))
    if r.devices.gateway[row]:
        rows.append((translate("Detail", "Gateway"), r.devices.gateway[row]))
    links = alarm_links(c, lambda a: a.device == ident)
    links += place_links(c, int(r.devices.home_row[row]), int(r.devices.building_row[row]))
    sub = f"{texts.say('Devices', texts.DEVICES[kind])} · {texts.say('Rings', texts.RINGS[ring])}"
    return DetailView(("device", ident), names.said(r.devices.name[row]) or ident, sub, tuple(rows), (), tuple(links))


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
        rows.append((translate("Detail", "Last fix"), f"{age(c, int(s.fixes.at[device]))} · ±{accuracy}"))
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
        rows.append((translate("Detail", "Last heard"), age(c, int(c.situation.devices.heard[device]))))
    zoned = ident in c.situation.zones
    sub = translate("Detail", "Camera · watches a zone") if zoned else translate("Detail", "Camera")
    return DetailView(("camera", ident), names.said(r.cameras.name[row]) or ident, sub, tuple(rows))


def _area(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.grids.row(ident)
    if row < 0:
        return None
    homes = np.flatnonzero(np.isin(r.homes.building_row, np.flatnonzero(r.buildings.grid_row == row)))
    keeper = reading.call_sign(c.situation, r.grids.keeper[row]) if r.grids.keeper[row] else HIDDEN
    rows = [
        (translate("Detail", "Keeper"), keeper),
        (translate("Detail", "Buildings"), figures.count(int((r.buildings.grid_row == row).sum()))),
        (translate("Detail", "Homes"), figures.count(len(homes))),
        *who_lives(c, homes),
    ]
    community = int(r.grids.community_row[row])
    links = (Link("responder", r.grids.keeper[row], keeper),) if r.grids.keeper[row] else ()
    return DetailView(
        ("grid", ident),
        names.said(r.grids.name[row]),
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
        *who_lives(c, homes),
    ]
    links = tuple(
        Link("grid", r.grids.ids[g], names.said(r.grids.name[g])) for g in np.flatnonzero(r.grids.community_row == row)
    )
    return DetailView(("community", ident), r.communities.name[row], kind, tuple(rows), (), links)


def _safety(c: Context, ident: str) -> DetailView | None:
    r = c.situation.register
    row = r.safety.row(ident)
    if row < 0:
        return None
    kind = texts.say("Safety", texts.SAFETY[SafetyKind(int(r.safety.kind[row]))])
    links = tuple(place_links(c, -1, int(r.safety.building_row[row])))
    return DetailView(("safety", ident), names.said(r.safety.name[row]) or kind, kind, (), (), links)


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
