"""What the command bar offers for what was typed: places, people, actions, and an incident at a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.desktop import texts
from app.desktop.finder import Finder, Hit, initials, matches
from app.desktop.i18n import translate
from domain.alarms import IncidentKind

MOST = 14


@dataclass(frozen=True)
class Action:
    """Something the window can do: its words, other words that find it, its key, and the doing."""

    name: str
    text: str
    also: str
    key: str
    run: Callable[[], object]


@dataclass(frozen=True)
class Offer:
    """One line of the list. Exactly one of `hit`, `action`, `incident` (with its place in `hit`), `person` is meant."""

    what: str  # "go" | "do" | "incident" | "person" | "search"
    text: str
    sub: str = ""
    hit: Hit | None = None
    action: Action | None = None
    incident: IncidentKind | None = None
    person: str = ""
    home: str = ""


def split(text: str) -> tuple[str, str]:
    """Address and what follows it: "3d2dy502 火" → ("3d2dy502", "火")."""
    head, _, tail = text.strip().rpartition(" ")
    return (head, tail) if head and not tail[:1].isdigit() else (text.strip(), "")


def incident_text(kind: IncidentKind) -> str:
    """The kind in words."""
    return texts.say("Incidents", texts.INCIDENTS[kind])


def incidents_for(tail: str) -> list[IncidentKind]:
    """Kinds that answer what was typed after an address; all of them for nothing."""
    if not tail:
        return list(IncidentKind)
    return [k for k in IncidentKind if matches(tail, incident_text(k)) or str(k).startswith(tail.lower())]


def incident_offers(place: Hit) -> list[Offer]:
    """Every kind of incident at one place."""
    return [_incident(place, kind) for kind in IncidentKind]


def offers(
    text: str, finder: Finder | None, actions: Sequence[Action], *, may_report: bool, may_search: bool
) -> list[Offer]:
    """The list for what was typed; for nothing, the actions."""
    text = text.strip()
    if not text:
        return [_do(a) for a in actions][:MOST]
    head, tail = split(text)
    hits = finder.find(text, 8) if finder else []
    if tail and not hits and finder:
        hits = [h for h in finder.find(head, 3) if h.kind in ("home", "building")]
    offered = [Offer("go", h.text, h.sub, hit=h) for h in hits]
    place = next((h for h in hits if h.kind in ("home", "building")), None)
    if place is not None and may_report:
        found = incidents_for(tail)
        reports = [_incident(place, kind) for kind in found]
        offered = [*reports, *offered] if tail and found else [*offered[:3], *reports, *offered[3:]]
    offered += [_do(a) for a in actions if _answers(text, a)]
    if may_search and not text.isdigit():
        offered.append(
            Offer(
                "search",
                translate("CommandBar", "Search residents for “{text}”").format(text=text),
                translate("CommandBar", "masked; the search is logged"),
            )
        )
    return offered[:MOST]


def _do(action: Action) -> Offer:
    return Offer("do", action.text, action.key, action=action)


def _incident(place: Hit, kind: IncidentKind) -> Offer:
    text = translate("CommandBar", "Report: {kind}").format(kind=incident_text(kind))
    return Offer("incident", text, place.text, hit=place, incident=kind)


def _answers(text: str, action: Action) -> bool:
    names = (action.text, *action.also.split())
    return any(matches(text, name) for name in names) or initials(action.text).startswith(text.lower())
