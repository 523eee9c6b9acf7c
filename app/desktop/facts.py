"""Facts in words: lines of evidence, of what is not known, and why a responder stands where he stands in a ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from itertools import groupby

from app.desktop import figures, places, reading, texts
from app.desktop.i18n import QT_TRANSLATE_NOOP
from domain.alarms import Fact, IncidentKind
from domain.events import Answer, Credential
from domain.register.codes import ResponderClass
from domain.situation import Situation
from layers import names, words

FACTS: dict[str, str] = {
    "no_sign_of_life": QT_TRANSLATE_NOOP("Facts", "No sign of life since {since} · {hours} h"),
    "magnet_heard": QT_TRANSLATE_NOOP("Facts", "{device} reported at {heard}: the stillness is real"),
    "life_again": QT_TRANSLATE_NOOP("Facts", "A sign of life came again: {device}"),
    "cause_at_home_unknown": QT_TRANSLATE_NOOP("Facts", "asleep, away, or in need"),
    "magnet_was_silent": QT_TRANSLATE_NOOP("Facts", "{device} was silent itself since {since}"),
    "desk_was_down": QT_TRANSLATE_NOOP("Facts", "the desk was down from {since} to {until}"),
    "silence_cannot_be_judged": QT_TRANSLATE_NOOP("Facts", "{person} is not watched since {since}"),
    "silences_cannot_be_judged": QT_TRANSLATE_NOOP("Facts", "{count} elders are not watched: {persons}"),
    "opener_not_enrolled": QT_TRANSLATE_NOOP(
        "Facts", "{device} opened by {credential} that is not enrolled for {home}"
    ),
    "opened_again": QT_TRANSLATE_NOOP("Facts", "Opened again by {credential}"),
    "who_opened_unknown": QT_TRANSLATE_NOOP("Facts", "who it was: to be checked"),
    "registration_age": QT_TRANSLATE_NOOP("Facts", "Registration was synced {hours} h ago"),
    "tenancy_cannot_be_judged": QT_TRANSLATE_NOOP("Facts", "openers are not judged: the register is {hours} h old"),
    "smoke_sensed": QT_TRANSLATE_NOOP("Facts", "{device}: smoke"),
    "smoke_density": QT_TRANSLATE_NOOP("Facts", "density {density}"),
    "smoke_cleared": QT_TRANSLATE_NOOP("Facts", "{device} is clear again"),
    "smoke_again": QT_TRANSLATE_NOOP("Facts", "{device}: smoke again"),
    "neighbour_in_alarm": QT_TRANSLATE_NOOP("Facts", "{device} is in alarm too"),
    "neighbours_quiet": QT_TRANSLATE_NOOP("Facts", "{count} detectors around are normal"),
    "neighbours_silent": QT_TRANSLATE_NOOP("Facts", "{count} detectors around do not report: {devices}"),
    "no_neighbour_detector": QT_TRANSLATE_NOOP("Facts", "no other detector in this building"),
    "people_on_floor_and_above": QT_TRANSLATE_NOOP("Facts", "{count} residents on the floor and above"),
    "people_need_help": QT_TRANSLATE_NOOP("Facts", "{count} need help: {persons}"),
    "fire_or_steam_unknown": QT_TRANSLATE_NOOP("Facts", "fire, or steam and cooking"),
    "seen_in_zone": QT_TRANSLATE_NOOP("Facts", "{device}: somebody stands in the drawn zone"),
    "seen_again": QT_TRANSLATE_NOOP("Facts", "Seen in the zone again"),
    "who_is_there_unknown": QT_TRANSLATE_NOOP("Facts", "who it is and why: to be checked"),
    "help_called": QT_TRANSLATE_NOOP("Facts", "{device} was pressed"),
    "pressed_again": QT_TRANSLATE_NOOP("Facts", "Pressed again"),
    "place_from_device": QT_TRANSLATE_NOOP("Facts", "place: sent by the device"),
    "place_from_fix": QT_TRANSLATE_NOOP("Facts", "place: fix {age_s} old, ±{accuracy_m}"),
    "place_from_home": QT_TRANSLATE_NOOP("Facts", "place: the home, {home}"),
    "place_as_installed": QT_TRANSLATE_NOOP("Facts", "place: where {device} is installed"),
    "place_unknown": QT_TRANSLATE_NOOP("Facts", "where the caller is"),
    "reason_of_call_unknown": QT_TRANSLATE_NOOP("Facts", "why help was called"),
    "not_heard": QT_TRANSLATE_NOOP("Facts", "{device} not heard for {minutes}, expected every {period_s}"),
    "reported_offline": QT_TRANSLATE_NOOP("Facts", "{device} off line since {since}"),
    "device_offline": QT_TRANSLATE_NOOP("Facts", "off line"),
    "battery_dead": QT_TRANSLATE_NOOP("Facts", "{device}: battery {battery} %"),
    "never_heard": QT_TRANSLATE_NOOP("Facts", "{device} never heard since {installed}"),
    "heard_again": QT_TRANSLATE_NOOP("Facts", "{device} is heard again"),
    "silent_again": QT_TRANSLATE_NOOP("Facts", "{device} is silent again"),
    "battery_or_radio_unknown": QT_TRANSLATE_NOOP("Facts", "battery, power or radio"),
    "devices_silent_together": QT_TRANSLATE_NOOP(
        "Facts", "{count} of {of} devices behind {gateway} fell silent: {devices}"
    ),
    "never_heard_together": QT_TRANSLATE_NOOP("Facts", "{count} devices were never heard: {devices}"),
    "devices_heard_again": QT_TRANSLATE_NOOP("Facts", "{count} of {of} devices behind {gateway} are heard again"),
    "broker_link_down": QT_TRANSLATE_NOOP("Facts", "The device link is down since {since}"),
    "broker_link_up": QT_TRANSLATE_NOOP("Facts", "The device link is up again"),
    "heard_late": QT_TRANSLATE_NOOP("Facts", "the message came {late_s} late"),
    "clock_doubtful": QT_TRANSLATE_NOOP("Facts", "the clock of {device} is doubtful"),
    "reported_by_telephone": QT_TRANSLATE_NOOP("Facts", "Called in: {incident}"),
    "overdue_acknowledge": QT_TRANSLATE_NOOP("Facts", "Not taken within {limit_s}"),
    "overdue_accept": QT_TRANSLATE_NOOP("Facts", "{responder} did not answer within {limit_s}"),
    "overdue_arrive": QT_TRANSLATE_NOOP("Facts", "{responder} has not arrived within {limit_s}"),
    "overdue_feedback": QT_TRANSLATE_NOOP("Facts", "{responder} has not fed back within {limit_s}"),
    "order_declined": QT_TRANSLATE_NOOP("Facts", "{responder} declined"),
    "declined_by_all": QT_TRANSLATE_NOOP("Facts", "All {count} who were sent declined"),
    "matrix_overridden": QT_TRANSLATE_NOOP("Facts", "{user} let {responders} be sent against the matrix"),
    "false_alarm_reason": QT_TRANSLATE_NOOP("Facts", "False alarm: {reason}"),
    "duplicate_of": QT_TRANSLATE_NOOP("Facts", "The same as: {alarm}"),
    "also_reported": QT_TRANSLATE_NOOP("Facts", "Reported again: {alarm}"),
}
"""Facts of alarms (`domain.rules.facts`)."""

REASONS: dict[str, str] = {
    "nearest": QT_TRANSLATE_NOOP("Facts", "nearest"),
    "further": QT_TRANSLATE_NOOP("Facts", "{seconds} farther"),
    "detour_locked_gate": QT_TRANSLATE_NOOP("Facts", "{gate} locked: +{metres}"),
    "through_locked_gate": QT_TRANSLATE_NOOP("Facts", "{gate} has to be opened"),
    "through_no_go": QT_TRANSLATE_NOOP("Facts", "leads through a no-go area"),
    "detour_no_go": QT_TRANSLATE_NOOP("Facts", "round a no-go area: +{metres}"),
    "stairs": QT_TRANSLATE_NOOP("Facts", "stairs, {storeys} storeys"),
    "lift": QT_TRANSLATE_NOOP("Facts", "lift, {storeys} storeys"),
    "ground_floor_only": QT_TRANSLATE_NOOP("Facts", "door and cordon only"),
    "stale_fix": QT_TRANSLATE_NOOP("Facts", "fix {age_s} old"),
    "no_fix_from_base": QT_TRANSLATE_NOOP("Facts", "no fix: taken from the post"),
    "no_position": QT_TRANSLATE_NOOP("Facts", "position not known"),
    "busy": QT_TRANSLATE_NOOP("Facts", "busy with {alarm}"),
    "class_not_sent": QT_TRANSLATE_NOOP("Facts", "{class} not for this"),
    "two_officers": QT_TRANSLATE_NOOP("Facts", "two officers are needed"),
    "own_grid": QT_TRANSLATE_NOOP("Facts", "own grid"),
    "leaves_grid_empty": QT_TRANSLATE_NOOP("Facts", "leaves {grid} empty"),
    "other_community": QT_TRANSLATE_NOOP("Facts", "from {community}"),
    "no_path": QT_TRANSLATE_NOOP("Facts", "no way on foot known"),
    "by_telephone": QT_TRANSLATE_NOOP("Facts", "by telephone"),
}
"""Why somebody is ranked where he is (`domain.dispatch`)."""

OF_ONE: dict[str, str] = {
    "silences_cannot_be_judged": QT_TRANSLATE_NOOP("Facts", "{count} elder is not watched: {persons}"),
    "neighbours_quiet": QT_TRANSLATE_NOOP("Facts", "{count} detector around is normal"),
    "neighbours_silent": QT_TRANSLATE_NOOP("Facts", "{count} detector around does not report: {devices}"),
    "people_on_floor_and_above": QT_TRANSLATE_NOOP("Facts", "{count} resident on the floor and above"),
    "people_need_help": QT_TRANSLATE_NOOP("Facts", "{count} needs help: {persons}"),
    "never_heard_together": QT_TRANSLATE_NOOP("Facts", "{count} device was never heard: {devices}"),
    "declined_by_all": QT_TRANSLATE_NOOP("Facts", "The only one who was sent declined"),
    "stairs": QT_TRANSLATE_NOOP("Facts", "stairs, {storeys} storey"),
    "lift": QT_TRANSLATE_NOOP("Facts", "lift, {storeys} storey"),
}
"""The same where what is counted (COUNTED) is one."""

COUNTED = ("count", "storeys")
OWN_TIME = frozenset({"no_sign_of_life"})
"""Facts whose words begin with a time."""

Value = str | int | float
LISTED = 4
"""Names of a list that are told one by one."""


def line(fact: Fact, situation: Situation, tz: tzinfo) -> str:
    """One line of evidence with its time; a code without words stands for itself, so that nothing is hidden."""
    return _timed(_own_time(fact), reason(fact, situation), tz)


def lines(facts: Iterable[Fact], situation: Situation, tz: tzinfo) -> list[str]:
    """Lines of evidence; facts of one time share it, two on a line."""
    told: list[str] = []
    for at, same in groupby(facts, key=_own_time):
        words = [reason(f, situation) for f in same]
        pairs = [" · ".join(words[i : i + 2]) for i in range(0, len(words), 2)]
        told += [_timed(at, pairs[0], tz), *pairs[1:]]
    return told


def _own_time(fact: Fact) -> int:
    """When it became known; 0 where its words carry the time that matters, so that no two times stand side by side."""
    return 0 if fact.code in OWN_TIME else fact.at


def _timed(at: int, words: str, tz: tzinfo) -> str:
    return f"{figures.time_of_day(at, tz, seconds=True)}  {words}" if at else words


def reason(fact: Fact, situation: Situation) -> str:
    """A fact without its time: why somebody is ranked where he is, for one."""
    one = any(fact.params.get(name) == 1 for name in COUNTED)
    text = (OF_ONE.get(fact.code) if one else None) or FACTS.get(fact.code) or REASONS.get(fact.code)
    if text is None:
        return fact.code
    values = {name: shown(name, value, situation) for name, value in fact.params.items()}
    return texts.say("Facts", text).format_map(Known(values))


class Known(dict[str, str]):
    """A figure that a fact should carry and does not is a dash, never an error."""

    def __missing__(self, key: str) -> str:
        return figures.MINUS


def shown(name: str, value: Value, situation: Situation) -> str:
    """One figure of a fact or a reply as people say it."""
    show = _PARAMS.get(name)
    return show(value, situation) if show is not None else str(value)


def _device(value: Value, s: Situation) -> str:
    row = s.register.devices.row(str(value))
    return names.said(s.register.devices.name[row]) if row >= 0 else str(value)


def _devices(value: Value, s: Situation) -> str:
    return ", ".join(_device(one, s) for one in str(value).split()[:LISTED])


def _persons(value: Value, s: Situation) -> str:
    return ", ".join(s.label(one) for one in str(value).split()[:LISTED])


def _moment(value: Value, s: Situation) -> str:
    tz = figures.zone(s.register.site.zone)
    day = figures.date(int(value), tz)
    return (
        figures.time_of_day(int(value), tz)
        if day == figures.date(s.at or int(value), tz)
        else (f"{day[5:]} {figures.time_of_day(int(value), tz)}")
    )


def _gate(value: Value, s: Situation) -> str:
    gates = s.register.gates
    rows = [gates.row(str(value)), *(i for i, device in enumerate(gates.device) if device == value)]
    return next((names.said(gates.name[row]) for row in rows if row >= 0), str(value))


def _grid(value: Value, s: Situation) -> str:
    row = s.register.grids.row(str(value))
    return names.said(s.register.grids.name[row]) if row >= 0 else str(value)


def _community(value: Value, s: Situation) -> str:
    row = s.register.communities.row(str(value))
    return s.register.communities.name[row] if row >= 0 else str(value)


def _alarm(value: Value, s: Situation) -> str:
    alarm = s.alarms.get(str(value))
    return f"{reading.title(alarm)} {places.where(s.register, alarm.place)}" if alarm is not None else str(value)


def _responders(value: Value, s: Situation) -> str:
    return ", ".join(reading.call_sign(s, one) for one in str(value).replace(",", " ").split())


def _class(value: Value, _s: Situation) -> str:
    code = ResponderClass(value) if isinstance(value, int) else ResponderClass[str(value).upper()]
    return texts.say("Classes", texts.CLASSES[code])


def _reason(value: Value, _s: Situation) -> str:
    for context, table in (("FalseReasons", texts.FALSE_REASONS), ("ShelveReasons", texts.SHELVE_REASONS)):
        if value in table:
            return texts.say(context, table[str(value)])
    return str(value)


def _seconds(value: Value, _s: Situation) -> str:
    return figures.span(float(value) * 1000)


def _minutes(value: Value, _s: Situation) -> str:
    return figures.span(float(value) * 60_000)


_PARAMS: dict[str, Callable[[Value, Situation], str]] = {
    "device": _device,
    "gate": _gate,
    "grid": _grid,
    "community": _community,
    "building": lambda value, s: words.building(s.register, str(value)),
    "alarm": _alarm,
    "responder": _responders,
    "responders": _responders,
    "class": _class,
    "reason": _reason,
    **dict.fromkeys(("seconds", "age_s", "late_s", "limit_s", "period_s"), _seconds),
    "minutes": _minutes,
    **dict.fromkeys(("metres", "accuracy_m"), lambda value, _s: figures.distance(float(value))),
    **dict.fromkeys(("since", "until", "heard"), _moment),
    "installed": lambda value, s: figures.date(int(value), figures.zone(s.register.site.zone)),
    "devices": _devices,
    "persons": _persons,
    "hours": lambda value, _s: f"{float(value):g}",
    "home": lambda value, s: places.home_name(s.register, str(value)),
    "person": lambda value, s: s.label(str(value)),
    "credential": lambda value, _s: texts.say("Credentials", texts.CREDENTIALS[Credential(str(value))]),
    "incident": lambda value, _s: texts.say("Incidents", texts.INCIDENTS[IncidentKind(str(value))]),
    "answer": lambda value, _s: texts.say("Answers", texts.ANSWERS[Answer(str(value))]),
}
