"""Alarms that have ended: small grey numerals where they were, for whoever looks back over the last hours."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from domain.changes import AlarmRaised, AlarmStepped, Change, PersonErased
from domain.clock import SECOND
from layers import alarms, filtering, tips
from layers.layer import LegendRow
from layers.picture import Picture
from layers.target import key_of
from map.shapes import Dots, Shape
from map.sprites import sprite

FAINT = 0.6


class EndedLayer:
    """What the picture still holds of the last day, but what was about a person or a home (Q6). Off until asked for."""

    key = "ended"
    default_on = False
    bright = False
    period_ms = 10 * SECOND
    pace_ms = 500
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({AlarmRaised, AlarmStepped, PersonErased})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Alarms that have ended")

    def shapes(self, picture: Picture) -> list[Shape]:
        """One glyph each, lying on the ground beneath what is open."""
        past = filtering.past(picture)
        kept = filtering.ended(picture, past)
        found = [(a, alarms.spot(picture, a)) for a, shown in zip(past, kept.tolist(), strict=True) if shown]
        found = [(alarm, xyz) for alarm, xyz in found if not np.isnan(xyz[0])]
        if not found:
            return []
        return [
            Dots(
                np.array([xyz for _, xyz in found]),
                np.array([sprite(f"level{int(a.level)}", "grey") for a, _ in found], dtype=np.int16),
                [key_of("alarm", a.id) for a, _ in found],
                alpha=np.full(len(found), FAINT, dtype=np.float32),
                size=0.9,
            )
        ]

    def legend(self, picture: Picture) -> list[LegendRow]:
        """How many the picture holds."""
        past = filtering.past(picture)
        shown = int(filtering.ended(picture, past).sum())
        return [LegendRow(self.key, "small_ring", "grey", self.title, len(past), shown)] if past else []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Level, kind, place, how it ended."""
        return tips.lines(key, picture)
