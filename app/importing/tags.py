"""What OpenStreetMap tags mean to a sandtable."""

from __future__ import annotations

import re

from domain.register import GroundKind

GATES = frozenset(
    {"gate", "lift_gate", "swing_gate", "sliding_gate", "kissing_gate", "turnstile", "full-height_turnstile"}
)
WALLS = frozenset({"wall", "fence", "city_wall", "retaining_wall", "hedge"})
AREA_GROUND = ("landuse", "leisure", "natural", "amenity")

ROAD_WIDTH_M = {
    "trunk": 14.0, "primary": 12.0, "primary_link": 7.0, "secondary": 10.0, "secondary_link": 7.0, "tertiary": 8.0,
    "tertiary_link": 6.0, "unclassified": 6.0, "residential": 6.0, "living_street": 5.0, "service": 4.0,
    "pedestrian": 5.0, "track": 3.0, "footway": 2.0, "path": 1.5, "steps": 2.0, "cycleway": 2.5,
}  # fmt: skip
"""Drawing widths in metres where a way states none: common lane counts times 3–3.5 m; for the eye only."""

_NOT_FOR_FEET = frozenset(
    {"motorway", "motorway_link", "trunk", "trunk_link", "construction", "proposed", "raceway", "bus_guideway",
     "platform", "corridor", "elevator", "rest_area", "services"}
)  # fmt: skip
_GREEN = {
    ("landuse", "grass"), ("landuse", "forest"), ("landuse", "meadow"), ("landuse", "recreation_ground"),
    ("landuse", "flowerbed"), ("leisure", "park"), ("leisure", "garden"), ("leisure", "pitch"),
    ("leisure", "playground"), ("natural", "wood"), ("natural", "scrub"), ("natural", "grassland"),
    ("natural", "heath"),
}  # fmt: skip
_NOT_LIVED_IN = frozenset(
    {"commercial", "retail", "office", "school", "university", "kindergarten", "hospital", "church", "public",
     "industrial", "warehouse", "garage", "garages", "kiosk", "roof", "shed", "utility", "service", "train_station",
     "civic", "government", "stadium", "greenhouse", "hotel", "sports_hall", "construction"}
)  # fmt: skip
STOREY_M = 3.0
"""Height of a storey where only levels are known: GB 50096-2011 (5.5.1) has 2.8 m; slabs and roof come on top."""


def walkable(tags: dict[str, str]) -> bool:
    """Whether feet may use the way: the access hierarchy of OpenStreetMap, `foot` before `access`."""
    if tags["highway"] in _NOT_FOR_FEET:
        return tags.get("foot") in ("yes", "designated")
    if "foot" in tags:
        return tags["foot"] not in ("no", "use_sidepath")
    return tags.get("access") != "no"


def levels(tags: dict[str, str]) -> int:
    """Levels above ground, 0 where not stated or not a number; bounded to what stands on earth."""
    number = _number(tags.get("building:levels", ""))
    return max(1, min(163, round(number))) if number else 0


def height_m(tags: dict[str, str]) -> float:
    """Height in metres, 0 where not stated."""
    text = tags.get("height", "") or tags.get("building:height", "")
    number = _number(text)
    return round(min(830.0, number * (0.3048 if "'" in text or "ft" in text else 1.0)), 2)


def _number(text: str) -> float:
    match = re.match(r"\s*(\d+(?:[.,]\d+)?)", text)
    return float(match[1].replace(",", ".")) if match else 0.0


def building_name(tags: dict[str, str]) -> str:
    """What people call it: its name, else house name, house number, reference."""
    for key in ("name:zh", "name", "addr:housename", "addr:housenumber", "ref"):
        if tags.get(key):
            return tags[key]
    return ""


def is_residential(tags: dict[str, str]) -> bool:
    """Whether people may live there; an untyped `building=yes` counts unless it is an amenity, office or shop."""
    if tags["building"] in _NOT_LIVED_IN:
        return False
    return tags["building"] != "yes" or not any(k in tags for k in ("amenity", "shop", "office", "tourism", "leisure"))


def ground_kind(tags: dict[str, str]) -> GroundKind | None:
    """What a flat area is painted as; None: not at all."""
    if tags.get("natural") == "water" or tags.get("landuse") in ("basin", "reservoir", "pond"):
        return GroundKind.WATER
    if any((key, value) in _GREEN for key, value in tags.items()):
        return GroundKind.GREEN
    if tags.get("amenity") == "parking":
        return GroundKind.PARKING
    if tags.get("highway") == "pedestrian" or tags.get("place") == "square":
        return GroundKind.PLAZA
    return None
