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

FACTS: dict[str, str] = {
    "last_life": QT_TRANSLATE_NOOP("Facts", "Last sign of life"),
    "silent_minutes": QT_TRANSLATE_NOOP("Facts", "Still for {minutes}"),
    "magnet_alive": QT_TRANSLATE_NOOP("Facts", "{device} itself reports, so the stillness is real"),
    "life_again": QT_TRANSLATE_NOOP("Facts", "A sign of life came again"),
    "inside_not_known": QT_TRANSLATE_NOOP("Facts", "whether anyone is inside"),
    "absence_not_known": QT_TRANSLATE_NOOP("Facts", "whether the elder is away"),
    "lock_opened": QT_TRANSLATE_NOOP("Facts", "Opened by {credential}"),
    "credential_not_enrolled": QT_TRANSLATE_NOOP("Facts", "The credential is not enrolled for {home}"),
    "opener_not_known": QT_TRANSLATE_NOOP("Facts", "who opened – to be checked, nobody is accused"),
    "registration_age": QT_TRANSLATE_NOOP("Facts", "Registration was synced {hours} h ago"),
    "openers_not_judged": QT_TRANSLATE_NOOP("Facts", "whether openers are registered: not judged meanwhile"),
    "smoke_sensed": QT_TRANSLATE_NOOP("Facts", "{device}: smoke"),
    "smoke_density": QT_TRANSLATE_NOOP("Facts", "density {density}"),
    "smoke_neighbours": QT_TRANSLATE_NOOP("Facts", "{in_alarm} of {others} other detectors in alarm"),
    "need_help": QT_TRANSLATE_NOOP("Facts", "Need help: {here} on floor {floor}, {above} above"),
    "smoke_cleared": QT_TRANSLATE_NOOP("Facts", "The detector is clear again"),
    "fire_not_confirmed": QT_TRANSLATE_NOOP("Facts", "whether it is a fire"),
    "sos_pressed": QT_TRANSLATE_NOOP("Facts", "{device} was pressed"),
    "sos_position": QT_TRANSLATE_NOOP("Facts", "position {age_s} old"),
    "sos_again": QT_TRANSLATE_NOOP("Facts", "Pressed again"),
    "reason_not_known": QT_TRANSLATE_NOOP("Facts", "why help was called"),
    "device_offline": QT_TRANSLATE_NOOP("Facts", "The device went off line"),
    "device_not_heard": QT_TRANSLATE_NOOP("Facts", "Not heard for {minutes}, expected every {period_minutes}"),
    "battery_empty": QT_TRANSLATE_NOOP("Facts", "The battery is empty"),
    "battery_low": QT_TRANSLATE_NOOP("Facts", "Battery {percent} %"),
    "elder_not_watched": QT_TRANSLATE_NOOP("Facts", "{person} is not watched meanwhile"),
    "heard_again": QT_TRANSLATE_NOOP("Facts", "The device is heard again"),
    "gateway_silent": QT_TRANSLATE_NOOP("Facts", "{devices} of {of} devices behind {gateway} are silent"),
    "cause_not_known": QT_TRANSLATE_NOOP("Facts", "whether device, power or line failed"),
    "called_in": QT_TRANSLATE_NOOP("Facts", "Called in: {incident}"),
    "caller_known": QT_TRANSLATE_NOOP("Facts", "The caller's number is on file"),
    "overdue_acknowledge": QT_TRANSLATE_NOOP("Facts", "Nobody has taken it for {seconds}"),
    "overdue_accept": QT_TRANSLATE_NOOP("Facts", "{responder} has not answered for {seconds}"),
    "declined": QT_TRANSLATE_NOOP("Facts", "{responder} declined"),
    "all_declined": QT_TRANSLATE_NOOP("Facts", "Everyone who was sent declined"),
    "late_answer": QT_TRANSLATE_NOOP("Facts", "{responder} answered late: {answer}"),
    "duplicate_of": QT_TRANSLATE_NOOP("Facts", "The same as: {alarm}"),
    "false_reason": QT_TRANSLATE_NOOP("Facts", "False alarm: {reason}"),
    "shelved_for": QT_TRANSLATE_NOOP("Facts", "Shelved for {minutes}: {reason}"),
    "override": QT_TRANSLATE_NOOP("Facts", "A supervisor let {responders} be sent all the same"),
    "called_external": QT_TRANSLATE_NOOP("Facts", "{responder} was called"),
    "nearest": QT_TRANSLATE_NOOP("Facts", "nearest"),
    "straight_m": QT_TRANSLATE_NOOP("Facts", "{metres} straight"),
    "gate_detour": QT_TRANSLATE_NOOP("Facts", "{gate} locked: +{metres}"),
    "gate_locked": QT_TRANSLATE_NOOP("Facts", "{gate} is locked"),
    "fix_old": QT_TRANSLATE_NOOP("Facts", "fix {seconds} old"),
    "fix_none": QT_TRANSLATE_NOOP("Facts", "no fix: taken from the post"),
    "busy": QT_TRANSLATE_NOOP("Facts", "busy with {alarm}"),
    "held_elsewhere": QT_TRANSLATE_NOOP("Facts", "about to leave for {alarm}"),
    "foot_only": QT_TRANSLATE_NOOP("Facts", "to the foot of the building only"),
    "not_for_this": QT_TRANSLATE_NOOP("Facts", "{class} not for this"),
    "two_needed": QT_TRANSLATE_NOOP("Facts", "{class}: two are needed"),
    "leaves_grid": QT_TRANSLATE_NOOP("Facts", "leaves {grid} empty"),
    "other_community": QT_TRANSLATE_NOOP("Facts", "from the other community"),
    "no_way": QT_TRANSLATE_NOOP("Facts", "no way on foot known"),
    "off_duty": QT_TRANSLATE_NOOP("Facts", "off duty"),
    "by_telephone": QT_TRANSLATE_NOOP("Facts", "by telephone"),
    "no_lift": QT_TRANSLATE_NOOP("Facts", "stairs, {floors} floors"),
    "keeper": QT_TRANSLATE_NOOP("Facts", "keeper of {grid}"),
}

Value = str | int | float


def line(fact: Fact, situation: Situation, tz: tzinfo) -> str:
    """One line of evidence with its time; a code without words stands for itself, so that nothing is hidden."""
    return _timed(fact.at, reason(fact, situation), tz)


def lines(facts: Iterable[Fact], situation: Situation, tz: tzinfo) -> list[str]:
    """Lines of evidence; facts that follow each other at one time share a line."""
    grouped = groupby(facts, key=lambda fact: fact.at)
    return [_timed(at, " · ".join(reason(f, situation) for f in same), tz) for at, same in grouped]


def _timed(at: int, words: str, tz: tzinfo) -> str:
    return f"{figures.time_of_day(at, tz, seconds=True)}  {words}" if at else words


def reason(fact: Fact, situation: Situation) -> str:
    """A fact without its time: why somebody is ranked where he is, for one."""
    text = FACTS.get(fact.code)
    if text is None:
        return fact.code
    values = {name: _shown(name, value, situation) for name, value in fact.params.items()}
    return texts.say("Facts", text).format_map(_Known(values))


class _Known(dict[str, str]):
    """A figure that a fact should carry and does not is a dash, never an error."""

    def __missing__(self, key: str) -> str:
        return figures.MINUS


def _shown(name: str, value: Value, situation: Situation) -> str:
    show = _PARAMS.get(name)
    return show(value, situation) if show is not None else str(value)


def _device(value: Value, s: Situation) -> str:
    row = s.register.devices.row(str(value))
    return s.register.devices.name[row] if row >= 0 else str(value)


def _gate(value: Value, s: Situation) -> str:
    gates = s.register.gates
    rows = [gates.row(str(value)), *(i for i, device in enumerate(gates.device) if device == value)]
    return next((gates.name[row] for row in rows if row >= 0), str(value))


def _grid(value: Value, s: Situation) -> str:
    row = s.register.grids.row(str(value))
    return s.register.grids.name[row] if row >= 0 else str(value)


def _alarm(value: Value, s: Situation) -> str:
    alarm = s.alarms.get(str(value))
    return f"{reading.title(alarm)} {places.where(s.register, alarm.place)}" if alarm is not None else str(value)


def _responders(value: Value, s: Situation) -> str:
    return ", ".join(reading.call_sign(s, one) for one in str(value).split(","))


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
    "alarm": _alarm,
    "responder": _responders,
    "responders": _responders,
    "class": _class,
    "reason": _reason,
    "seconds": _seconds,
    "age_s": _seconds,
    "minutes": _minutes,
    "period_minutes": _minutes,
    "metres": lambda value, _s: figures.distance(float(value)),
    "home": lambda value, s: places.home_name(s.register, str(value)),
    "person": lambda value, s: s.label(str(value)),
    "credential": lambda value, _s: texts.say("Credentials", texts.CREDENTIALS[Credential(str(value))]),
    "incident": lambda value, _s: texts.say("Incidents", texts.INCIDENTS[IncidentKind(str(value))]),
    "answer": lambda value, _s: texts.say("Answers", texts.ANSWERS[Answer(str(value))]),
}
