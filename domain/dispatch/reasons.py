"""Why a responder stands where he stands in a ranking: the closed list of reasons and the figures they carry."""

from __future__ import annotations

from domain.alarms import Fact

REASONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("nearest", ()),
    ("further", ("seconds",)),
    ("detour_locked_gate", ("gate", "metres")),
    ("through_locked_gate", ("gate",)),
    ("through_no_go", ()),
    ("detour_no_go", ("metres",)),
    ("stairs", ("storeys",)),
    ("lift", ("storeys",)),
    ("ground_floor_only", ()),
    ("stale_fix", ("age_s",)),
    ("no_fix_from_base", ()),
    ("no_position", ()),
    ("busy", ("alarm", "order")),
    ("class_not_sent", ("class",)),
    ("two_officers", ()),
    ("own_grid", ("grid",)),
    ("leaves_grid_empty", ("grid",)),
    ("other_community", ("community",)),
    ("no_path", ()),
    ("by_telephone", ()),
)
"""Every code once. `seconds`, `age_s` s; `metres` m along the path; `class` the name of a ResponderClass, small."""

_PARAMS = {code: frozenset(params) for code, params in REASONS}


def reason(code: str, at: int = 0, params: dict[str, str | int | float] | None = None) -> Fact:
    """A Fact of the list. Raises ValueError for a code that is not in it, or for other params than it carries."""
    if _PARAMS.get(code) != (params or {}).keys():
        raise ValueError(f"not a reason: {code} {sorted(params or {})}")
    return Fact(code=code, at=at, params=params or {})
