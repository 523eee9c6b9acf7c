"""Every code of the domain in words: the one place where kinds, stages, verbs and classes become language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.desktop.i18n import QT_TRANSLATE_NOOP
from domain.alarms import AlarmKind, IncidentKind, OrderStage, Stage, Verb
from domain.events import Answer, Credential
from domain.register.codes import DeviceKind, ResponderClass, Ring, SafetyKind, Tenure

KINDS: dict[AlarmKind, str] = {
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
INCIDENTS: dict[IncidentKind, str] = {
    IncidentKind.FIRE: QT_TRANSLATE_NOOP("Incidents", "Fire"),
    IncidentKind.MEDICAL: QT_TRANSLATE_NOOP("Incidents", "Medical emergency"),
    IncidentKind.VIOLENCE: QT_TRANSLATE_NOOP("Incidents", "Violence"),
    IncidentKind.DISPUTE: QT_TRANSLATE_NOOP("Incidents", "Dispute"),
    IncidentKind.THEFT: QT_TRANSLATE_NOOP("Incidents", "Theft"),
    IncidentKind.LOST: QT_TRANSLATE_NOOP("Incidents", "Lost person or thing"),
    IncidentKind.OTHER: QT_TRANSLATE_NOOP("Incidents", "Other"),
}
STAGES: dict[Stage, str] = {
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
ORDER_STAGES: dict[OrderStage, str] = {
    OrderStage.HELD: QT_TRANSLATE_NOOP("OrderStages", "leaving"),
    OrderStage.OFFERED: QT_TRANSLATE_NOOP("OrderStages", "sent, no answer yet"),
    OrderStage.ACCEPTED: QT_TRANSLATE_NOOP("OrderStages", "accepted"),
    OrderStage.EN_ROUTE: QT_TRANSLATE_NOOP("OrderStages", "on the way"),
    OrderStage.ON_SCENE: QT_TRANSLATE_NOOP("OrderStages", "on scene"),
    OrderStage.FED_BACK: QT_TRANSLATE_NOOP("OrderStages", "fed back"),
    OrderStage.DECLINED: QT_TRANSLATE_NOOP("OrderStages", "declined"),
    OrderStage.TAKEN_BACK: QT_TRANSLATE_NOOP("OrderStages", "taken back"),
    OrderStage.STOOD_DOWN: QT_TRANSLATE_NOOP("OrderStages", "stood down"),
}
VERBS: dict[Verb, str] = {
    Verb.RAISE: QT_TRANSLATE_NOOP("Verbs", "Raised"),
    Verb.ACKNOWLEDGE: QT_TRANSLATE_NOOP("Verbs", "Acknowledged"),
    Verb.DISPATCH: QT_TRANSLATE_NOOP("Verbs", "Dispatched"),
    Verb.ACCEPT: QT_TRANSLATE_NOOP("Verbs", "Accepted"),
    Verb.DECLINE: QT_TRANSLATE_NOOP("Verbs", "Declined"),
    Verb.EN_ROUTE: QT_TRANSLATE_NOOP("Verbs", "On the way"),
    Verb.ARRIVE: QT_TRANSLATE_NOOP("Verbs", "On scene"),
    Verb.FEED_BACK: QT_TRANSLATE_NOOP("Verbs", "Feedback"),
    Verb.CLOSE: QT_TRANSLATE_NOOP("Verbs", "Closed"),
    Verb.FALSE_ALARM: QT_TRANSLATE_NOOP("Verbs", "False alarm"),
    Verb.DUPLICATE: QT_TRANSLATE_NOOP("Verbs", "Duplicate"),
    Verb.SHELVE: QT_TRANSLATE_NOOP("Verbs", "Shelved"),
    Verb.RESUME: QT_TRANSLATE_NOOP("Verbs", "Taken up again"),
    Verb.TAKE_BACK: QT_TRANSLATE_NOOP("Verbs", "Taken back"),
    Verb.STAND_DOWN: QT_TRANSLATE_NOOP("Verbs", "Stood down"),
    Verb.SEND: QT_TRANSLATE_NOOP("Verbs", "Sent"),
}
REPORTED = QT_TRANSLATE_NOOP("Verbs", "Reported")
"""How an incident by telephone begins: a person put it in."""
ANSWERS: dict[Answer, str] = {
    Answer.ACCEPT: QT_TRANSLATE_NOOP("Answers", "Accepts"),
    Answer.DECLINE: QT_TRANSLATE_NOOP("Answers", "Declines"),
    Answer.EN_ROUTE: QT_TRANSLATE_NOOP("Answers", "On the way"),
    Answer.ARRIVE: QT_TRANSLATE_NOOP("Answers", "Arrived"),
    Answer.FEEDBACK: QT_TRANSLATE_NOOP("Answers", "Feeds back"),
}
CREDENTIALS: dict[Credential, str] = {
    Credential.FACE: QT_TRANSLATE_NOOP("Credentials", "face"),
    Credential.CARD: QT_TRANSLATE_NOOP("Credentials", "card"),
    Credential.QR: QT_TRANSLATE_NOOP("Credentials", "QR code"),
    Credential.PIN: QT_TRANSLATE_NOOP("Credentials", "PIN"),
    Credential.FINGERPRINT: QT_TRANSLATE_NOOP("Credentials", "fingerprint"),
    Credential.PHONE: QT_TRANSLATE_NOOP("Credentials", "phone"),
    Credential.KEY: QT_TRANSLATE_NOOP("Credentials", "mechanical key"),
    Credential.ONE_TIME: QT_TRANSLATE_NOOP("Credentials", "one-time code"),
}
CLASSES: dict[ResponderClass, str] = {
    ResponderClass.OFFICER: QT_TRANSLATE_NOOP("Classes", "officer"),
    ResponderClass.AUXILIARY: QT_TRANSLATE_NOOP("Classes", "auxiliary"),
    ResponderClass.GRID_WORKER: QT_TRANSLATE_NOOP("Classes", "grid worker"),
    ResponderClass.VOLUNTEER: QT_TRANSLATE_NOOP("Classes", "volunteer"),
    ResponderClass.PROPERTY: QT_TRANSLATE_NOOP("Classes", "property staff"),
    ResponderClass.FIRE_POST: QT_TRANSLATE_NOOP("Classes", "estate fire post"),
    ResponderClass.EXTERNAL: QT_TRANSLATE_NOOP("Classes", "external service"),
}
TENURES: dict[Tenure, str] = {
    Tenure.OWNER: QT_TRANSLATE_NOOP("Tenures", "owner-occupied"),
    Tenure.RENTAL: QT_TRANSLATE_NOOP("Tenures", "rental"),
    Tenure.GROUP_RENTAL: QT_TRANSLATE_NOOP("Tenures", "group rental"),
    Tenure.VACANT: QT_TRANSLATE_NOOP("Tenures", "vacant"),
    Tenure.UNKNOWN: QT_TRANSLATE_NOOP("Tenures", "not known"),
}
DEVICES: dict[DeviceKind, str] = {
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
STATES: dict[str, str] = {
    "unknown": QT_TRANSLATE_NOOP("States", "not known"),
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
RINGS: dict[Ring, str] = {
    Ring.NONE: QT_TRANSLATE_NOOP("Rings", "no ring"),
    Ring.OUTER: QT_TRANSLATE_NOOP("Rings", "outer ring"),
    Ring.MIDDLE: QT_TRANSLATE_NOOP("Rings", "middle ring"),
    Ring.INNER: QT_TRANSLATE_NOOP("Rings", "inner ring"),
}
SAFETY: dict[SafetyKind, str] = {
    SafetyKind.HYDRANT: QT_TRANSLATE_NOOP("Safety", "hydrant"),
    SafetyKind.AED: QT_TRANSLATE_NOOP("Safety", "AED"),
    SafetyKind.RISER: QT_TRANSLATE_NOOP("Safety", "riser"),
    SafetyKind.LIFT: QT_TRANSLATE_NOOP("Safety", "lift"),
    SafetyKind.GAS_VALVE: QT_TRANSLATE_NOOP("Safety", "gas valve"),
    SafetyKind.FIRE_LANE: QT_TRANSLATE_NOOP("Safety", "fire lane"),
}
FIELDS: dict[str, str] = {
    "name": QT_TRANSLATE_NOOP("Fields", "Name"),
    "phone": QT_TRANSLATE_NOOP("Fields", "Phone"),
    "id_number": QT_TRANSLATE_NOOP("Fields", "ID number"),
    "born": QT_TRANSLATE_NOOP("Fields", "Born"),
    "notes": QT_TRANSLATE_NOOP("Fields", "Notes"),
    "contacts": QT_TRANSLATE_NOOP("Fields", "Contacts"),
}

TABLES: dict[str, Mapping[Any, str]] = {
    "Kinds": KINDS,
    "Incidents": INCIDENTS,
    "Stages": STAGES,
    "OrderStages": ORDER_STAGES,
    "Verbs": VERBS,
    "Answers": ANSWERS,
    "Credentials": CREDENTIALS,
    "Classes": CLASSES,
    "Tenures": TENURES,
    "Devices": DEVICES,
    "States": STATES,
    "Rings": RINGS,
    "Safety": SAFETY,
    "Fields": FIELDS,
}


def say(context: str, text: str) -> str:
    """A text of one of the tables in the window's language."""
    return QCoreApplication.translate(context, text)


CARD_STAGES: dict[Stage, str] = {Stage.RAISED: QT_TRANSLATE_NOOP("Stages", "to acknowledge")}
"""Shorter words for a card on the rail, where a stage must be read whole."""


def card_stage(stage: Stage) -> str:
    """Where an alarm stands, as short as it can be said."""
    return say("Stages", CARD_STAGES.get(stage) or STAGES[stage])


def mine() -> str:
    """The owner of an alarm is this seat."""
    return QCoreApplication.translate("Cards", "mine")


FALSE_REASONS: dict[str, str] = {
    "cooking": QT_TRANSLATE_NOOP("FalseReasons", "Cooking"),
    "steam": QT_TRANSLATE_NOOP("FalseReasons", "Steam or dust"),
    "pressed_by_mistake": QT_TRANSLATE_NOOP("FalseReasons", "Pressed by mistake"),
    "well": QT_TRANSLATE_NOOP("FalseReasons", "Person is well"),
    "authorised": QT_TRANSLATE_NOOP("FalseReasons", "Works or staff, announced"),
    "animal": QT_TRANSLATE_NOOP("FalseReasons", "Animal, shadow or light"),
    "known_visitor": QT_TRANSLATE_NOOP("FalseReasons", "Visitor or tenant is known"),
    "device_fault": QT_TRANSLATE_NOOP("FalseReasons", "Device fault"),
    "test": QT_TRANSLATE_NOOP("FalseReasons", "Test"),
    "other": QT_TRANSLATE_NOOP("FalseReasons", "Other reason"),
}
SHELVE_REASONS: dict[str, str] = {
    "repair": QT_TRANSLATE_NOOP("ShelveReasons", "Waiting for a repair"),
    "callback": QT_TRANSLATE_NOOP("ShelveReasons", "Waiting for a call back"),
    "visit_booked": QT_TRANSLATE_NOOP("ShelveReasons", "Visit is booked"),
    "known_absence": QT_TRANSLATE_NOOP("ShelveReasons", "Absence is known"),
    "other": QT_TRANSLATE_NOOP("ShelveReasons", "Other reason"),
}
REVEAL_REASONS: dict[str, str] = {
    "alarm": QT_TRANSLATE_NOOP("RevealReasons", "Alarm being handled"),
    "rescue": QT_TRANSLATE_NOOP("RevealReasons", "Danger to life"),
    "visit": QT_TRANSLATE_NOOP("RevealReasons", "Visit planned"),
    "own_request": QT_TRANSLATE_NOOP("RevealReasons", "The resident asked"),
    "registration": QT_TRANSLATE_NOOP("RevealReasons", "Checking the registration"),
}
RESULTS: dict[str, str] = {
    "handled": QT_TRANSLATE_NOOP("Results", "Handled on the spot"),
    "false_alarm": QT_TRANSLATE_NOOP("Results", "False alarm"),
    "person_well": QT_TRANSLATE_NOOP("Results", "Person is well"),
    "hospital": QT_TRANSLATE_NOOP("Results", "Taken to hospital"),
    "registered": QT_TRANSLATE_NOOP("Results", "Checked and registered"),
    "nobody_there": QT_TRANSLATE_NOOP("Results", "Nobody there"),
    "repaired": QT_TRANSLATE_NOOP("Results", "Repaired"),
    "handed_over": QT_TRANSLATE_NOOP("Results", "Handed over"),
}
TABLES |= {
    "FalseReasons": FALSE_REASONS,
    "ShelveReasons": SHELVE_REASONS,
    "RevealReasons": REVEAL_REASONS,
    "Results": RESULTS,
}


def the_desk() -> str:
    """The desk itself, for what happens by time."""
    return QCoreApplication.translate("Cards", "the desk")


def the_caller() -> str:
    """Whoever called an incident in; the number beside it is masked."""
    return QCoreApplication.translate("Cards", "caller")


def key_holder() -> str:
    """Someone who holds a key of the home."""
    return QCoreApplication.translate("Fields", "holds a key")
