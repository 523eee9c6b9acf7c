"""The few words that stand on the map: figures as people say them, and codes as short as a chip allows.

Codes use the contexts of the window's own tables ("Kinds", "Classes", …), so one catalogue entry serves both.
"""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from domain.alarms import Alarm, AlarmKind, Fact, IncidentKind, Level, OrderStage, Stage
from domain.register import DeviceKind, Register, ResponderClass, SafetyKind, Tenure
from layers import names

Code = TypeVar("Code")


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802  # lupdate finds texts by this name; Qt's own
    """The text itself; marks it for the catalogue."""  # has no usable type
    return text


_KINDS: Mapping[AlarmKind, str] = {
    AlarmKind.ELDER_SILENCE: QT_TRANSLATE_NOOP("Kinds", "Elder alone, long still"),
    AlarmKind.UNREGISTERED_OPENER: QT_TRANSLATE_NOOP("Kinds", "Opener to be checked"),
    AlarmKind.SMOKE: QT_TRANSLATE_NOOP("Kinds", "Smoke alarm"),
    AlarmKind.SOS: QT_TRANSLATE_NOOP("Kinds", "Call for help"),
    AlarmKind.DEVICE_SILENT: QT_TRANSLATE_NOOP("Kinds", "Device silent"),
    AlarmKind.INTRUSION: QT_TRANSLATE_NOOP("Kinds", "Somebody in the zone"),
    AlarmKind.REGISTRATION_STALE: QT_TRANSLATE_NOOP("Kinds", "Registration out of date"),
    AlarmKind.LINK_DOWN: QT_TRANSLATE_NOOP("Kinds", "Device link down"),
    AlarmKind.INCIDENT: QT_TRANSLATE_NOOP("Kinds", "Incident by telephone"),
}
_INCIDENTS: Mapping[IncidentKind, str] = {
    IncidentKind.FIRE: QT_TRANSLATE_NOOP("Incidents", "Fire"),
    IncidentKind.MEDICAL: QT_TRANSLATE_NOOP("Incidents", "Medical emergency"),
    IncidentKind.VIOLENCE: QT_TRANSLATE_NOOP("Incidents", "Violence"),
    IncidentKind.DISPUTE: QT_TRANSLATE_NOOP("Incidents", "Dispute"),
    IncidentKind.THEFT: QT_TRANSLATE_NOOP("Incidents", "Theft"),
    IncidentKind.LOST: QT_TRANSLATE_NOOP("Incidents", "Lost person or thing"),
    IncidentKind.OTHER: QT_TRANSLATE_NOOP("Incidents", "Other"),
}
_STAGES: Mapping[Stage, str] = {
    Stage.RAISED: QT_TRANSLATE_NOOP("Stages", "to be acknowledged"),
    Stage.ACKNOWLEDGED: QT_TRANSLATE_NOOP("Stages", "acknowledged"),
    Stage.DISPATCHED: QT_TRANSLATE_NOOP("Stages", "dispatched"),
    Stage.ACCEPTED: QT_TRANSLATE_NOOP("Stages", "accepted"),
    Stage.EN_ROUTE: QT_TRANSLATE_NOOP("Stages", "on the way"),
    Stage.ON_SCENE: QT_TRANSLATE_NOOP("Stages", "on scene"),
    Stage.FED_BACK: QT_TRANSLATE_NOOP("Stages", "fed back"),
    Stage.SHELVED: QT_TRANSLATE_NOOP("Stages", "shelved"),
    Stage.CLOSED: QT_TRANSLATE_NOOP("Stages", "closed"),
    Stage.FALSE_ALARM: QT_TRANSLATE_NOOP("Stages", "false alarm"),
    Stage.DUPLICATE: QT_TRANSLATE_NOOP("Stages", "duplicate"),
}
_ORDER_STAGES: Mapping[OrderStage, str] = {
    OrderStage.HELD: QT_TRANSLATE_NOOP("OrderStages", "leaving"),
    OrderStage.OFFERED: QT_TRANSLATE_NOOP("OrderStages", "sent, no answer yet"),
    OrderStage.ACCEPTED: QT_TRANSLATE_NOOP("OrderStages", "accepted"),
    OrderStage.EN_ROUTE: QT_TRANSLATE_NOOP("OrderStages", "on the way"),
    OrderStage.ON_SCENE: QT_TRANSLATE_NOOP("OrderStages", "on scene"),
}
_CLASSES: Mapping[ResponderClass, str] = {
    ResponderClass.OFFICER: QT_TRANSLATE_NOOP("Classes", "officer"),
    ResponderClass.AUXILIARY: QT_TRANSLATE_NOOP("Classes", "auxiliary"),
    ResponderClass.GRID_WORKER: QT_TRANSLATE_NOOP("Classes", "grid worker"),
    ResponderClass.VOLUNTEER: QT_TRANSLATE_NOOP("Classes", "volunteer"),
    ResponderClass.PROPERTY: QT_TRANSLATE_NOOP("Classes", "property staff"),
    ResponderClass.FIRE_POST: QT_TRANSLATE_NOOP("Classes", "estate fire post"),
    ResponderClass.EXTERNAL: QT_TRANSLATE_NOOP("Classes", "external service"),
}
_TENURES: Mapping[Tenure, str] = {
    Tenure.OWNER: QT_TRANSLATE_NOOP("Tenures", "owner-occupied"),
    Tenure.RENTAL: QT_TRANSLATE_NOOP("Tenures", "rental"),
    Tenure.GROUP_RENTAL: QT_TRANSLATE_NOOP("Tenures", "group rental"),
    Tenure.VACANT: QT_TRANSLATE_NOOP("Tenures", "vacant"),
}
_DEVICES: Mapping[DeviceKind, str] = {
    DeviceKind.DOOR: QT_TRANSLATE_NOOP("Devices", "door magnet"),
    DeviceKind.LOCK: QT_TRANSLATE_NOOP("Devices", "smart lock"),
    DeviceKind.GATE: QT_TRANSLATE_NOOP("Devices", "gate"),
    DeviceKind.BARRIER: QT_TRANSLATE_NOOP("Devices", "barrier"),
    DeviceKind.SMOKE: QT_TRANSLATE_NOOP("Devices", "smoke detector"),
    DeviceKind.TRACKER: QT_TRANSLATE_NOOP("Devices", "tracker"),
    DeviceKind.CAMERA: QT_TRANSLATE_NOOP("Devices", "camera"),
    DeviceKind.PANEL: QT_TRANSLATE_NOOP("Devices", "door panel"),
    DeviceKind.SOS: QT_TRANSLATE_NOOP("Devices", "SOS button"),
    DeviceKind.METER: QT_TRANSLATE_NOOP("Devices", "meter"),
    DeviceKind.GENERIC: QT_TRANSLATE_NOOP("Devices", "device"),
}
_STATES: Mapping[str, str] = {
    "open": QT_TRANSLATE_NOOP("States", "open"),
    "closed": QT_TRANSLATE_NOOP("States", "closed"),
    "alarm": QT_TRANSLATE_NOOP("States", "in alarm"),
    "clear": QT_TRANSLATE_NOOP("States", "normal"),
    "locked": QT_TRANSLATE_NOOP("States", "locked"),
    "unlocked": QT_TRANSLATE_NOOP("States", "unlocked"),
    "opened": QT_TRANSLATE_NOOP("States", "was opened"),
    "passed": QT_TRANSLATE_NOOP("States", "let someone through"),
    "refused": QT_TRANSLATE_NOOP("States", "refused someone"),
    "pressed": QT_TRANSLATE_NOOP("States", "pressed"),
    "live": QT_TRANSLATE_NOOP("States", "picture live"),
    "frozen": QT_TRANSLATE_NOOP("States", "picture frozen"),
    "lost": QT_TRANSLATE_NOOP("States", "picture lost"),
}
_SAFETY: Mapping[SafetyKind, str] = {
    SafetyKind.HYDRANT: QT_TRANSLATE_NOOP("Safety", "hydrant"),
    SafetyKind.AED: QT_TRANSLATE_NOOP("Safety", "AED"),
    SafetyKind.RISER: QT_TRANSLATE_NOOP("Safety", "riser"),
    SafetyKind.LIFT: QT_TRANSLATE_NOOP("Safety", "lift"),
    SafetyKind.GAS_VALVE: QT_TRANSLATE_NOOP("Safety", "gas valve"),
    SafetyKind.FIRE_LANE: QT_TRANSLATE_NOOP("Safety", "fire lane"),
}


def _say(context: str, table: Mapping[Code, str], code: Code) -> str:
    return QCoreApplication.translate(context, table[code]) if code in table else str(code)


def tenure(code: int) -> str:
    """How a home is held."""
    return _say("Tenures", _TENURES, Tenure(code))


def responder_class(code: int) -> str:
    """A class of responder."""
    return _say("Classes", _CLASSES, ResponderClass(code))


def device_kind(code: int) -> str:
    """A device kind."""
    return _say("Devices", _DEVICES, DeviceKind(code))


def device_state(word: str) -> str:
    """A word of `DeviceChanged.state`; "" where nothing is known."""
    return "" if word == "unknown" else _say("States", _STATES, word)


def safety_kind(code: int) -> str:
    """A safety object's kind."""
    return _say("Safety", _SAFETY, SafetyKind(code))


def stage(code: Stage) -> str:
    """Where an alarm stands."""
    return _say("Stages", _STAGES, code)


def order_stage(code: OrderStage) -> str:
    """Where an order stands."""
    return _say("OrderStages", _ORDER_STAGES, code)


def alarm_kind(alarm: Alarm) -> str:
    """What an alarm is about; an incident by what the caller told of."""
    if alarm.incident is not None:
        return _say("Incidents", _INCIDENTS, alarm.incident)
    return _say("Kinds", _KINDS, alarm.kind)


def level(code: Level) -> str:
    """ "level 1"."""
    return QCoreApplication.translate("Map", "level {0}").format(int(code))


# -- figures


def span(ms: float) -> str:
    """A length of time as one glances at it: 50″, 2′10″, 26′, 11h40′, 3d4h. Negative counts as nothing."""
    seconds = max(0, round(ms / 1000))
    h, m, s = seconds // 3600, seconds // 60 % 60, seconds % 60
    if h >= 48:
        return f"{h // 24}d{h % 24}h"
    if h:
        return f"{h}h{m:02d}′"
    if m >= 10:
        return f"{m}′"
    return f"{m}′{s:02d}″" if m else f"{s}″"


def walk(seconds: float) -> str:
    """A walking time to five seconds: 50″, 3′20″."""
    return span(5 * round(max(seconds, 0.0) / 5) * 1000)


def distance(metres: float) -> str:
    """A distance as people say it: 40 m, 350 m, 1.2 km."""
    if metres < 100:
        return f"{10 * round(metres / 10)} m"
    return f"{50 * round(metres / 50)} m" if metres < 975 else f"{metres / 1000:.1f} km"


def ago(ms: float) -> str:
    """The age of something: "1′20″ ago"."""
    return QCoreApplication.translate("Map", "{0} ago").format(span(ms))


def left(ms: float) -> str:
    """What is left of a time: "20′ left"."""
    return QCoreApplication.translate("Map", "{0} left").format(span(ms))


def eta(foot_s: float, floor_s: float | None, floor: int) -> str:
    """Two times for a responder: at the foot of the building, and at the floor where there is one."""
    foot = QCoreApplication.translate("Map", "foot {0}").format(walk(foot_s))
    if floor_s is None or floor <= 1:
        return foot
    up = QCoreApplication.translate("Map", "floor {0} {1}").format(floor, walk(floor_s))
    return f"{foot} · {up}"


def floor(number: int) -> str:
    """ "Floor 12"."""
    return QCoreApplication.translate("Map", "Floor {0}").format(number)


def counted(n: int, one: str, many: str) -> str:
    """ "1 home", "12 homes"; `many` has a {0} for the number."""
    return one if n == 1 else many.format(n)


# -- places


def building(register: Register, ident: str) -> str:
    """A building's name; its id where it has none."""
    row = register.buildings.row(ident)
    return (names.said(register.buildings.name[row]) or ident) if row >= 0 else ""


def home_number(register: Register, ident: str) -> str:
    """The door's number, "1203"; "2-1203" where the building has several stairwells."""
    row = register.homes.row(ident)
    if row < 0:
        return ""
    unit, number = int(register.homes.unit_row[row]), register.homes.name[row]
    if unit < 0 or int((register.units.building_row == register.units.building_row[unit]).sum()) < 2:
        return number
    return f"{register.units.name[unit].removesuffix('单元')}-{number}"


def place(alarm: Alarm, register: Register) -> str:
    """Where an alarm is: "Bldg 3 · Floor 12 · 1203"; the device's or community's name out of doors."""
    at = alarm.place
    parts = [building(register, at.building)]
    if at.floor:
        parts.append(floor(at.floor))
    parts.append(home_number(register, at.home))
    if not any(parts):
        parts = [device_name(register, alarm.device) or community(register, at.community)]
    return " · ".join(part for part in parts if part)


def device_name(register: Register, ident: str) -> str:
    """A device's own name, else its kind."""
    row = register.devices.row(ident)
    return (names.said(register.devices.name[row]) or device_kind(register.devices.kind[row])) if row >= 0 else ""


def community(register: Register, ident: str) -> str:
    """A community's name."""
    row = register.communities.row(ident)
    return register.communities.name[row] if row >= 0 else ""


def unsaid(_line: Fact) -> str:
    """For a board that was given no words for evidence: nothing is shown rather than a bare code."""
    return ""


def waiting_map() -> tuple[str, str]:
    """What the map says before the first picture."""
    return (
        QCoreApplication.translate("Map", "Waiting for the desk"),
        QCoreApplication.translate("Map", "The estate comes up in a few seconds."),
    )


def symbology() -> str:
    """What leads to the page of the layers."""
    return QCoreApplication.translate("Map", "Order and opacity…")


def legend_hint() -> str:
    """What a hand may do to a row of the legend."""
    return QCoreApplication.translate("Map", "Click: on or off · right click: order and opacity")


def empty_map() -> tuple[str, str]:
    """What a map without anything on it says, and what to do."""
    return (
        QCoreApplication.translate("Map", "No map data yet"),
        QCoreApplication.translate("Map", "Import OpenStreetMap data or a buildings file, or start the sample estate."),
    )
