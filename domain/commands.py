"""Commands: what a person at a seat may ask of the desk. Unlike events they may be refused, and say why."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, TypeAlias

from msgspec import Struct

from domain.alarms import IncidentKind
from domain.drawings import Sketch
from domain.events import Answer


class Command(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`verb` is the permission it needs (access.MAY)."""

    verb: ClassVar[str] = ""


class Acknowledge(Command, frozen=True, kw_only=True, tag="acknowledge"):
    """接警: this alarm is mine."""

    verb: ClassVar[str] = "acknowledge"
    alarm: str


class Dispatch(Command, frozen=True, kw_only=True, tag="dispatch"):
    """派警: send these responders (ids). Also reinforces. `override` needs a supervisor and a reason (N-22)."""

    verb: ClassVar[str] = "dispatch"
    alarm: str
    responders: tuple[str, ...]
    override: str = ""


class TakeBack(Command, frozen=True, kw_only=True, tag="take_back"):
    """Take an order back – within five seconds nothing has left; later the responder is told."""

    verb: ClassVar[str] = "take_back"
    order: str
    note: str = ""


class RelayAnswer(Command, frozen=True, kw_only=True, tag="relay_answer"):
    """A responder answered by radio or telephone: the operator enters it (also external services 119/120)."""

    verb: ClassVar[str] = "relay_answer"
    order: str
    answer: Answer
    result: str = ""
    note: str = ""


class Close(Command, frozen=True, kw_only=True, tag="close"):
    """结警, only after feedback."""

    verb: ClassVar[str] = "close"
    alarm: str
    note: str = ""


class FalseAlarm(Command, frozen=True, kw_only=True, tag="false_alarm"):
    """误报, with a reason (a code of the list, and free text)."""

    verb: ClassVar[str] = "false_alarm"
    alarm: str
    reason: str
    note: str = ""


class MarkDuplicate(Command, frozen=True, kw_only=True, tag="duplicate"):
    """重复警情: the same thing as another alarm."""

    verb: ClassVar[str] = "duplicate"
    alarm: str
    of: str


class Shelve(Command, frozen=True, kw_only=True, tag="shelve"):
    """挂起 for some minutes of judging time, with a reason; comes back by itself."""

    verb: ClassVar[str] = "shelve"
    alarm: str
    minutes: int
    reason: str


class Resume(Command, frozen=True, kw_only=True, tag="resume"):
    """Bring a shelved alarm back now."""

    verb: ClassVar[str] = "resume"
    alarm: str


class ReportIncident(Command, frozen=True, kw_only=True, tag="report_incident"):
    """Incident by telephone (N-21): where (home, building or a point) and what; the caller's number is sealed."""

    verb: ClassVar[str] = "report_incident"
    kind: IncidentKind
    building: str = ""
    home: str = ""
    lon: float | None = None
    lat: float | None = None
    caller: str = ""
    note: str = ""


class Reveal(Command, frozen=True, kw_only=True, tag="reveal"):
    """Show a person's fields unmasked, for a stated reason; logged. `fields` of name, phone, id_number, born, notes."""

    verb: ClassVar[str] = "reveal"
    person: str
    fields: tuple[str, ...]
    reason: str


class Contacts(Command, frozen=True, kw_only=True, tag="contacts"):
    """The contacts of an alarm's subject; for the alarm's owner one press, the alarm being the reason; logged."""

    verb: ClassVar[str] = "contacts"
    alarm: str


class SearchPeople(Command, frozen=True, kw_only=True, tag="search_people"):
    """People by name, pinyin initials or address; answered masked, cut to the seat's reach; logged as a count."""

    verb: ClassVar[str] = "search_people"
    text: str
    limit: int = 20


class Rank(Command, frozen=True, kw_only=True, tag="rank"):
    """The nearest responders for an alarm, by walking time; nothing changes."""

    verb: ClassVar[str] = "rank"
    alarm: str
    limit: int = 8


class PersonErase(Command, frozen=True, kw_only=True, tag="erase"):
    """Destroy a person's key (Q12). Cannot be undone."""

    verb: ClassVar[str] = "erase"
    person: str
    reason: str


class ReadQuarantine(Command, frozen=True, kw_only=True, tag="read_quarantine"):
    """The newest refused messages, redacted."""

    verb: ClassVar[str] = "read_quarantine"
    limit: int = 200


class ReadAudit(Command, frozen=True, kw_only=True, tag="read_audit"):
    """Audit rows, newest first."""

    verb: ClassVar[str] = "read_audit"
    limit: int = 200
    before: int | None = None


class ExportPicture(Command, frozen=True, kw_only=True, tag="export_picture"):
    """A picture of the map leaves the window, as masked as it is there; logged before it is given. `to`: "clipboard" or
    "file"."""

    verb: ClassVar[str] = "export_picture"
    to: Literal["clipboard", "file"]


class WatchCameras(Command, frozen=True, kw_only=True, tag="watch_cameras"):
    """Lease these cameras (ids) to a watcher, or renew: {"cameras": those that are the watcher's}. To be asked for
    again within 30 s (real), all of them at once, by the same user. `watcher`: 1…64 of A–Z a–z 0–9 _ . -"""

    verb: ClassVar[str] = "watch_cameras"
    watcher: str
    cameras: tuple[str, ...]


class DrawZone(Command, frozen=True, kw_only=True, tag="draw_zone"):
    """Draw a camera's zone: corners in shares of the picture, 0…1 from the upper left; none removes it."""

    verb: ClassVar[str] = "draw_zone"
    camera: str
    corners: tuple[tuple[float, float], ...]


class Draw(Command, frozen=True, kw_only=True, tag="draw"):
    """Draw on the map, change what is drawn, or (without a sketch) take it away. `id` "": a new one, its id is given:
    {"drawing": id, "rev": revision}. `base`: the revision that was looked at, 0 where none stood."""

    verb: ClassVar[str] = "draw"
    id: str = ""
    base: int = 0
    sketch: Sketch | None = None


AnyCommand: TypeAlias = (
    Acknowledge
    | Dispatch
    | TakeBack
    | RelayAnswer
    | Close
    | FalseAlarm
    | MarkDuplicate
    | Shelve
    | Resume
    | ReportIncident
    | Reveal
    | Contacts
    | SearchPeople
    | Rank
    | PersonErase
    | ReadQuarantine
    | ReadAudit
    | ExportPicture
    | WatchCameras
    | DrawZone
    | Draw
)


class Reply(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to a command. `code` "" when done, else why not (a code the window puts into words).

    `data` is the command's own: {"alarm": id} of ReportIncident, {"orders": [ids]} of Dispatch, the fields of Reveal,
    {"people": [{"id", "label", "home"}]} of SearchPeople, {"ranks": [...]} of Rank, {"rows": [...]} of the readers.
    """

    code: str = ""
    params: dict[str, str | int | float] = {}
    data: dict[str, Any] = {}

    @property
    def done(self) -> bool:
        """Whether the command was carried out."""
        return not self.code
