"""What hovering tells: a few lines about one thing, with ages, and never an unmasked name."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from domain.alarms import Order, OrderStage
from domain.register import DeviceKind, PersonFlag
from domain.situation import STATES
from layers import drawing_words, health, names, words
from layers.picture import Picture
from layers.target import target_of

PRIVATE_TIMES = (DeviceKind.LOCK, DeviceKind.DOOR)  # at a home: its times are a resident's diary (Q2, Q9)
SENT = (OrderStage.HELD, OrderStage.OFFERED, OrderStage.ACCEPTED, OrderStage.EN_ROUTE, OrderStage.ON_SCENE)


def lines(key: str, picture: Picture) -> list[str]:
    """Lines about what `key` stands for; none for what is not in the register, or must not be told here."""
    target = target_of(key)
    if target is None or target[0] not in _TELLERS:
        return []
    return [line for line in _TELLERS[target[0]](target[1], picture) if line]


def under_way(picture: Picture) -> dict[str, Order]:
    """The newest open order of each responder id."""
    orders = (order for order in picture.situation.orders.values() if order.stage in SENT)
    return {order.responder: order for order in sorted(orders, key=lambda order: order.at)}


def totals_text(rentals: int, elders: int) -> str:
    """A building's totals: "rentals 12 · alone 3"; what is nought is left out."""
    parts = []
    if rentals:
        parts.append(QCoreApplication.translate("Map", "rentals {0}").format(rentals))
    if elders:
        parts.append(QCoreApplication.translate("Map", "alone {0}").format(elders))
    return " · ".join(parts)


def gathered(classes: Sequence[str], counts: Sequence[int]) -> list[str]:
    """What a cluster holds, a line a class; and what a click does."""
    said = {
        "rentals": QCoreApplication.translate("Map", "Rentals"),
        "elders": QCoreApplication.translate("Map", "Elders alone"),
        "devices": QCoreApplication.translate("Map", "Devices to look after"),
    }
    told = [f"{said[name]}  {count:,}" for name, count in zip(classes, counts, strict=True) if count]
    return [*told, QCoreApplication.translate("Map", "Click: closer")] if told else []


def not_heard(picture: Picture, row: int) -> str:
    """How long a device has been silent, or that it never spoke."""
    heard = int(picture.situation.devices.heard[row])
    if not heard:
        return QCoreApplication.translate("Map", "never heard")
    return QCoreApplication.translate("Map", "silent {0}").format(words.span(picture.now - heard))


def _building(ident: str, picture: Picture) -> list[str]:
    plan, register = picture.plan, picture.register
    row = register.buildings.row(ident)
    if row < 0:
        return []
    homes = int((register.homes.building_row == row).sum())
    told = [words.building(register, ident)]
    floors = int(register.buildings.levels[row])
    one, many = QCoreApplication.translate("Map", "1 floor"), QCoreApplication.translate("Map", "{0} floors")
    told.append(words.counted(floors, one, many))
    if homes:
        one, many = QCoreApplication.translate("Map", "1 home"), QCoreApplication.translate("Map", "{0} homes")
        told.append(words.counted(homes, one, many))
    told.append(totals_text(int(plan.by_building(plan.rented)[row]), int(plan.by_building(plan.elders)[row])))
    return [" · ".join(told[:3]), *told[3:]]


def _home(ident: str, picture: Picture) -> list[str]:
    register = picture.register
    row = register.homes.row(ident)
    if row < 0 or not picture.home_marks:
        return []
    told = [f"{register.address(row)} · {words.tenure(int(register.homes.tenure[row]))}"]
    alone = (register.people.home_row == row) & ((register.people.flags & int(PersonFlag.ELDER_ALONE)) != 0)
    for person in alone.nonzero()[0].tolist():
        told += _person(register.people.ids[person], picture)[:1]
    return told


def _person(ident: str, picture: Picture) -> list[str]:
    register = picture.register
    row = register.people.row(ident)
    if row < 0 or not picture.home_marks:
        return []
    told = [picture.situation.label(ident)]
    life = int(picture.situation.life[row])
    if register.people.flags[row] & int(PersonFlag.ELDER_ALONE):
        told.append(QCoreApplication.translate("Map", "lives alone"))
        told.append(
            QCoreApplication.translate("Map", "last sign of life {0}").format(words.ago(picture.now - life))
            if life
            else QCoreApplication.translate("Map", "no sign of life yet")
        )
    return [" · ".join(told), register.address(int(register.people.home_row[row]))]


def _device(ident: str, picture: Picture) -> list[str]:
    devices = picture.register.devices
    row = devices.row(ident)
    if row < 0:
        return []
    kind = int(devices.kind[row])
    at_home = devices.home_row[row] >= 0
    told = [" · ".join(part for part in (names.said(devices.name[row]), words.device_kind(kind)) if part)]
    if at_home and picture.home_marks:
        told.append(picture.register.address(int(devices.home_row[row])))
    if not (at_home and kind in PRIVATE_TIMES):
        told.append(_state(picture, row))
    told.append(_pulse(picture, row))
    return told


def _state(picture: Picture, row: int) -> str:
    states = picture.situation.devices
    word = words.device_state(STATES[states.state[row]])
    since = int(states.state_since[row])
    return f"{word} · {words.span(picture.now - since)}" if word and since else word


def _pulse(picture: Picture, row: int) -> str:
    """How it is: heard when, offline, battery. A home's lock is said to be well or not, without a time."""
    devices, states = picture.register.devices, picture.situation.devices
    told = []
    private = devices.home_row[row] >= 0 and devices.kind[row] in PRIVATE_TIMES
    if health.bad(picture)[row]:
        told.append(not_heard(picture, row))
    elif private:
        told.append(QCoreApplication.translate("Map", "working"))
    elif states.heard[row]:
        told.append(QCoreApplication.translate("Map", "heard {0}").format(words.ago(picture.now - states.heard[row])))
    if states.online[row] == 0:
        told.append(QCoreApplication.translate("Map", "offline"))
    if states.battery[row] >= 0:
        told.append(QCoreApplication.translate("Map", "battery {0} %").format(int(states.battery[row])))
    return " · ".join(told)


def _camera(ident: str, picture: Picture) -> list[str]:
    cameras = picture.register.cameras
    row = cameras.row(ident)
    if row < 0:
        return []
    sight = QCoreApplication.translate("Map", "looks {0}° · {1}° wide · {2}").format(
        round(float(cameras.bearing[row])), round(float(cameras.fov[row])), words.distance(float(cameras.range_m[row]))
    )
    device = picture.register.devices.row(ident)
    return [names.said(cameras.name[row]) or ident, sight, _pulse(picture, device) if device >= 0 else ""]


def _responder(ident: str, picture: Picture) -> list[str]:
    responders = picture.register.responders
    row = responders.row(ident)
    if row < 0 or not picture.situation.on_duty[row]:
        return []
    told = [f"{responders.call_sign[row]} · {words.responder_class(int(responders.kind[row]))}"]
    tracker = int(picture.plan.tracker_row[row])
    at = int(picture.situation.fixes.at[tracker]) if tracker >= 0 else 0
    if at:
        accuracy = round(float(picture.situation.fixes.accuracy_m[tracker]))
        told.append(QCoreApplication.translate("Map", "fix {0} · ±{1} m").format(words.ago(picture.now - at), accuracy))
    else:
        told.append(QCoreApplication.translate("Map", "no fix: taken to be at the post"))
    order = under_way(picture).get(ident)
    if order is not None and order.alarm in picture.situation.alarms:
        where = words.place(picture.situation.alarms[order.alarm], picture.register)
        told.append(f"{words.order_stage(order.stage)} → {where}")
    return told


def _alarm(ident: str, picture: Picture) -> list[str]:
    alarm = picture.situation.alarms.get(ident)
    if alarm is None:
        return []
    return [
        f"{words.level(alarm.level)} · {words.alarm_kind(alarm)}",
        words.place(alarm, picture.register),
        f"{words.span(picture.now - alarm.at)} · {words.stage(alarm.stage)}",
    ]


def _order(ident: str, picture: Picture) -> list[str]:
    order = picture.situation.orders.get(ident)
    return _responder(order.responder, picture) if order is not None else []


def _grid(ident: str, picture: Picture) -> list[str]:
    register = picture.register
    row = register.grids.row(ident)
    if row < 0:
        return []
    keeper = register.responders.row(register.grids.keeper[row])
    return [names.said(register.grids.name[row]), register.responders.call_sign[keeper] if keeper >= 0 else ""]


def _community(ident: str, picture: Picture) -> list[str]:
    register = picture.register
    row = register.communities.row(ident)
    if row < 0:
        return []
    count = int((register.buildings.community_row == row).sum())
    one, many = QCoreApplication.translate("Map", "1 building"), QCoreApplication.translate("Map", "{0} buildings")
    return [register.communities.name[row], words.counted(count, one, many)]


def _safety(ident: str, picture: Picture) -> list[str]:
    objects = picture.register.safety
    row = objects.row(ident)
    return [words.safety_kind(int(objects.kind[row])), names.said(objects.name[row])] if row >= 0 else []


def _drawing(ident: str, picture: Picture) -> list[str]:
    drawing = picture.situation.drawings.get(ident)
    return drawing_words.lines(drawing, picture.register) if drawing is not None and picture.home_marks else []


_TELLERS: Mapping[str, Callable[[str, Picture], list[str]]] = {
    "alarm": _alarm,
    "building": _building,
    "camera": _camera,
    "community": _community,
    "device": _device,
    "drawing": _drawing,
    "grid": _grid,
    "home": _home,
    "order": _order,
    "person": _person,
    "responder": _responder,
    "safety": _safety,
}
