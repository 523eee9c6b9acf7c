"""Filters in words: layers, facets, classes, times, and how many are shown of how many."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.desktop import texts
from app.desktop.i18n import QT_TRANSLATE_NOOP, translate
from domain.alarms import AlarmKind, Level
from domain.register import DeviceKind, ResponderClass, Ring, SafetyKind, Tenure
from layers import words
from layers.filtering import Count

FACETS = {
    "homes": QT_TRANSLATE_NOOP("Filters", "Homes"),
    "guard_class": QT_TRANSLATE_NOOP("Filters", "Guards on duty"),
    "guard_fix": QT_TRANSLATE_NOOP("Filters", "Guards · fix"),
    "guards": QT_TRANSLATE_NOOP("Filters", "Guards and trails · seen"),
    "device_kind": QT_TRANSLATE_NOOP("Filters", "Devices"),
    "device_health": QT_TRANSLATE_NOOP("Filters", "Devices · health"),
    "device_ring": QT_TRANSLATE_NOOP("Filters", "Devices · ring"),
    "devices": QT_TRANSLATE_NOOP("Filters", "Devices · heard"),
    "camera_state": QT_TRANSLATE_NOOP("Filters", "Cameras"),
    "safety_kind": QT_TRANSLATE_NOOP("Filters", "Safety objects"),
    "ended_level": QT_TRANSLATE_NOOP("Filters", "Ended alarms"),
    "ended_kind": QT_TRANSLATE_NOOP("Filters", "Ended alarms · kind"),
    "ended": QT_TRANSLATE_NOOP("Filters", "Ended alarms · ended"),
}
"""Rows of the page by facet, or by layer for its time."""
_OWN = {
    "elder": QT_TRANSLATE_NOOP("Filters", "elder living alone"),
    "well": QT_TRANSLATE_NOOP("Filters", "well"),
    "low": QT_TRANSLATE_NOOP("Filters", "battery low"),
    "bad": QT_TRANSLATE_NOOP("Filters", "silent or offline"),
    "alarm": QT_TRANSLATE_NOOP("Filters", "in alarm (always shown)"),
    "fresh": QT_TRANSLATE_NOOP("Filters", "fresh"),
    "stale": QT_TRANSLATE_NOOP("Filters", "older than 30 s"),
    "none": QT_TRANSLATE_NOOP("Filters", "no fix"),
    "live": QT_TRANSLATE_NOOP("Filters", "working"),
    "frozen": QT_TRANSLATE_NOOP("Filters", "picture frozen"),
    "out": QT_TRANSLATE_NOOP("Filters", "out"),
}
_SHOWN = {
    "homes": QT_TRANSLATE_NOOP("Filters", "{0} of {1} marks of homes"),
    "devices": QT_TRANSLATE_NOOP("Filters", "{0} of {1} devices"),
    "guards": QT_TRANSLATE_NOOP("Filters", "{0} of {1} guards"),
    "cameras": QT_TRANSLATE_NOOP("Filters", "{0} of {1} cameras"),
    "safety": QT_TRANSLATE_NOOP("Filters", "{0} of {1} safety objects"),
    "ended": QT_TRANSLATE_NOOP("Filters", "{0} of {1} ended alarms"),
}
ANY, SPAN = -1, 0
TIMES = {
    ANY: QT_TRANSLATE_NOOP("Filters", "at any time"),
    5 * 60_000: QT_TRANSLATE_NOOP("Filters", "within the last 5 minutes"),
    3_600_000: QT_TRANSLATE_NOOP("Filters", "within the last hour"),
    12 * 3_600_000: QT_TRANSLATE_NOOP("Filters", "within the last 12 hours"),
    SPAN: QT_TRANSLATE_NOOP("Filters", "from … to …"),
}
"""Choices of a time by ms."""


def facet(key: str) -> str:
    """What a row of the page asks."""
    return translate("Filters", FACETS[key])


_CODES: dict[str, Callable[[str], str]] = {
    "device_kind": lambda code: words.device_kind(DeviceKind[code.upper()]),
    "device_ring": lambda code: texts.say("Rings", texts.RINGS[Ring[code.upper()]]),
    "guard_class": lambda code: words.responder_class(ResponderClass[code.upper()]),
    "safety_kind": lambda code: words.safety_kind(SafetyKind[code.upper()]),
    "ended_level": lambda code: words.level(Level(int(code))),
    "ended_kind": lambda code: texts.say("Kinds", texts.KINDS[AlarmKind(code)]),
}


def code(key: str, name: str) -> str:
    """A class of a facet."""
    if key in _CODES:
        return _CODES[key](name)
    if key == "homes" and name != "elder":
        return words.tenure(Tenure[name.upper()])
    return translate("Filters", _OWN[name])


def time(ms: int) -> str:
    """A choice of TIMES."""
    return translate("Filters", TIMES[ms])


def shown(count: Count) -> str:
    """ "132 of 410 devices"."""
    return translate("Filters", _SHOWN[count.layer]).format(f"{count.shown:,}", f"{count.all:,}")


def chip(counts: Iterable[Count], community: str) -> str:
    """What stands on the map while something is filtered away."""
    told = [*([community] if community else []), *(shown(count) for count in counts)]
    if not told:
        return translate("Filters", "Filtered: nothing of this kind is here")
    return translate("Filters", "Filtered: {0} shown").format(translate("Filters", ", ").join(told))


def minutes(ms: int) -> str:
    """A time of another length, as an older file may hold it."""
    return translate("Filters", "within the last {0} min").format(round(ms / 60_000))


def all_shown() -> str:
    """The remark where there is nothing to clear."""
    return translate("Filters", "Nothing is filtered: everything is shown")
