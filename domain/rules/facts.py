"""Every fact that a rule or the desk can state: its code and the figures it carries, for a window to say."""

from __future__ import annotations

from typing import NamedTuple

from domain.alarms import Fact


class FactSpec(NamedTuple):
    """A code and the names of its params. Values are ids, codes, or numbers in the unit that the name tells.

    `persons` and `devices` hold ids parted by a space, at most LIST_MAX of them; `count` says how many there are.
    """

    code: str
    params: tuple[str, ...] = ()


LIST_MAX = 24
"""How many ids a list in a fact holds at most."""

FACTS: tuple[FactSpec, ...] = (
    # silence of an elder living alone
    FactSpec("no_sign_of_life", ("person", "since", "hours")),
    FactSpec("magnet_heard", ("device", "heard")),
    FactSpec("life_again", ("person", "device")),
    FactSpec("cause_at_home_unknown"),
    FactSpec("magnet_was_silent", ("device", "since")),
    FactSpec("desk_was_down", ("since", "until")),
    FactSpec("silence_cannot_be_judged", ("person", "since")),
    FactSpec("silences_cannot_be_judged", ("count", "persons")),
    # an opener of a rental who is not registered
    FactSpec("opener_not_enrolled", ("home", "device", "credential", "subject")),
    FactSpec("opened_again", ("device", "credential", "subject")),
    FactSpec("who_opened_unknown"),
    FactSpec("registration_age", ("hours",)),
    FactSpec("tenancy_cannot_be_judged", ("hours",)),
    # smoke
    FactSpec("smoke_sensed", ("device", "floor")),
    FactSpec("smoke_density", ("density",)),
    FactSpec("smoke_cleared", ("device",)),
    FactSpec("smoke_again", ("device",)),
    FactSpec("neighbour_in_alarm", ("device", "floor")),
    FactSpec("neighbours_quiet", ("count",)),
    FactSpec("neighbours_silent", ("count", "devices")),
    FactSpec("no_neighbour_detector"),
    FactSpec("people_on_floor_and_above", ("count",)),
    FactSpec("people_need_help", ("count", "persons")),
    FactSpec("fire_or_steam_unknown"),
    # a call for help
    FactSpec("help_called", ("device", "person")),
    FactSpec("pressed_again", ("device",)),
    FactSpec("place_from_device", ("device",)),
    FactSpec("place_from_fix", ("device", "age_s", "accuracy_m")),
    FactSpec("place_from_home", ("home",)),
    FactSpec("place_as_installed", ("device",)),
    FactSpec("place_unknown"),
    FactSpec("reason_of_call_unknown"),
    # devices and links
    FactSpec("not_heard", ("device", "since", "minutes", "period_s")),
    FactSpec("reported_offline", ("device", "since")),
    FactSpec("device_offline"),
    FactSpec("battery_dead", ("device", "battery")),
    FactSpec("never_heard", ("device", "installed")),
    FactSpec("never_heard_together", ("count", "devices")),
    FactSpec("heard_again", ("device",)),
    FactSpec("silent_again", ("device",)),
    FactSpec("battery_or_radio_unknown"),
    FactSpec("devices_silent_together", ("gateway", "count", "of", "devices")),
    FactSpec("devices_heard_again", ("gateway", "count", "of")),
    FactSpec("broker_link_down", ("since", "minutes")),
    FactSpec("broker_link_up"),
    # what cameras see
    FactSpec("seen_in_zone", ("device", "score")),
    FactSpec("seen_again", ("device",)),
    FactSpec("who_is_there_unknown"),
    # about the message itself
    FactSpec("heard_late", ("late_s",)),
    FactSpec("clock_doubtful", ("device",)),
    # the desk's own
    FactSpec("reported_by_telephone", ("incident",)),
    FactSpec("overdue_acknowledge", ("limit_s",)),
    FactSpec("overdue_accept", ("order", "responder", "limit_s")),
    FactSpec("overdue_arrive", ("order", "responder", "limit_s")),
    FactSpec("overdue_feedback", ("order", "responder", "limit_s")),
    FactSpec("order_declined", ("order", "responder")),
    FactSpec("declined_by_all", ("count",)),
    FactSpec("matrix_overridden", ("user", "responders")),
    FactSpec("false_alarm_reason", ("reason",)),
    FactSpec("duplicate_of", ("alarm",)),
    FactSpec("also_reported", ("alarm",)),
)
"""Every code once. `since`, `until`, `heard`, `installed` are epoch ms."""

_PARAMS = {spec.code: frozenset(spec.params) for spec in FACTS}


def fact(code: str, at: int = 0, **params: str | int | float) -> Fact:
    """A Fact of the list. Raises ValueError for a code that is not in it, or for other params than it carries."""
    if _PARAMS.get(code) != params.keys():
        raise ValueError(f"not a fact: {code} {sorted(params)}")
    return Fact(code=code, at=at, params=params)


def id_list(ids: list[str]) -> str:
    """Ids as one param: parted by a space, cut at LIST_MAX."""
    return " ".join(ids[:LIST_MAX])
