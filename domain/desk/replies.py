"""Why the desk refuses a command: the closed list of codes, and the exception that carries one to the door."""

from __future__ import annotations

REPLY_CODES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("not_allowed", ("verb",)),
    ("out_of_reach", ()),
    ("unknown_alarm", ("alarm",)),
    ("unknown_order", ("order",)),
    ("unknown_responder", ("responder",)),
    ("unknown_person", ("person",)),
    ("unknown_camera", ("camera",)),
    ("bad_watcher", ()),
    ("bad_zone", ()),
    ("unknown_drawing", ()),
    ("drawing_changed", ("user",)),
    ("drawing_gone", ()),
    ("drawing_unnamed", ()),
    ("drawing_points", ("least", "most")),
    ("drawing_crosses", ()),
    ("drawing_small", ("square_metres",)),
    ("drawing_short", ("metres",)),
    ("drawing_outside", ()),
    ("drawing_beyond_grid", ()),
    ("drawing_off_camera", ()),
    ("drawing_overlaps", ("grid",)),
    ("drawing_takes", ("building", "grid")),
    ("unknown_place", ()),
    ("no_road", ("stage", "verb")),
    ("nobody_named", ()),
    ("off_duty", ("responder",)),
    ("already_sent", ("responder", "order")),
    ("class_not_sent", ("responder", "class")),
    ("ground_floor_only", ("responder", "class")),
    ("officers_needed", ("count",)),
    ("override_not_allowed", ()),
    ("bad_reason", ()),
    ("reason_missing", ()),
    ("bad_minutes", ()),
    ("bad_field", ("field",)),
    ("same_alarm", ()),
    ("not_owner", ("owner",)),
    ("no_subject", ()),
    ("alarm_ended", ()),
    ("erased", ("person",)),
    ("text_too_short", ()),
    ("unknown_command", ()),
    ("store_fault", ()),
)
"""Every code once, with the params that go with it."""

FALSE_REASONS: tuple[str, ...] = (
    "cooking",
    "steam",
    "pressed_by_mistake",
    "well",
    "known_visitor",
    "authorised",
    "animal",
    "device_fault",
    "test",
    "other",
)
"""What a false alarm may turn out to have been."""

_PARAMS = {code: frozenset(params) for code, params in REPLY_CODES}


class Refused(Exception):
    """A person's mistake; nothing has been changed. The desk turns it into a Reply and an audit row."""

    def __init__(self, code: str, params: dict[str, str | int | float] | None = None) -> None:
        """Raises ValueError for a code that is not in the list, or for other params than it carries."""
        super().__init__(code)
        if _PARAMS.get(code) != (params or {}).keys():
            raise ValueError(f"not a reply: {code} {sorted(params or {})}")
        self.code = code
        self.params: dict[str, str | int | float] = params or {}
