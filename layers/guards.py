"""Guards: class by shape, call sign, and an honest age – a fix fades after 30 s and the reach it leaves open grows."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.changes import Change, DutyChanged, Moved, OrderMade, OrderStepped
from domain.clock import MINUTE, SECOND
from domain.register import ResponderClass
from layers import filtering, glyphs, tips, words
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import key_of
from map.shapes import Discs, Dots, Ribbons, Shape

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FRESH_MS = 30 * SECOND  # N-09: older than this a fix is never drawn as fresh
FADED_MS = 5 * MINUTE  # fully faded
FRESH_MOST = 0.72  # the most light that a stale fix may keep
FAINTEST = 0.42
WALK_M_S = 1.4  # a brisk walk (Bohannon 1997, adults, comfortable 1.3–1.5 m/s)
REACH_MOST_M = 200.0  # beyond that the disc says no more than "somewhere in the estate"
REACH_ALPHA, REACH_FULL_M = 100, 60.0  # a disc pales as it grows: what it says thins out too


@dataclass(frozen=True, eq=False)
class Heads:
    """Responders on duty with a place: `rows` (n,) of the register, `xy` (n, 2) metres, `age` (n,) ms.

    `fixed` (n,): by a fix; otherwise it is the base where one without a fix is taken to stand. `stale` (n,): the fix
    is older than FRESH_MS, or there is none.
    """

    rows: Ints
    xy: Floats
    age: Ints
    fixed: Bools
    stale: Bools

    def only(self, chosen: Bools) -> "Heads":
        """Those chosen."""
        return Heads(self.rows[chosen], self.xy[chosen], self.age[chosen], self.fixed[chosen], self.stale[chosen])


def heads(picture: Picture) -> Heads:
    """Everyone on duty who can be placed; off duty nobody is (R6), nor an external service that tells no position."""
    plan, situation = picture.plan, picture.situation
    on_duty = np.flatnonzero(situation.on_duty)
    tracker = plan.tracker_row[on_duty]
    fixes = situation.fixes
    at = np.where(tracker >= 0, fixes.at[tracker], 0) if len(fixes.at) else np.zeros(len(on_duty), dtype=np.int64)
    xy = plan.base_xy[on_duty]
    fixed = at > 0
    seen = tracker[fixed]
    xy[fixed] = plan.metres(fixes.lon[seen], fixes.lat[seen])
    placed = ~np.isnan(xy[:, 0]) & (fixed | (plan.register.responders.kind[on_duty] != ResponderClass.EXTERNAL))
    age = np.where(fixed, np.maximum(picture.now - at, 0), 0)
    stale = ~fixed | (age > FRESH_MS)
    return Heads(on_duty, xy, age, fixed, stale).only(placed)


def alphas(found: Heads) -> NDArray[np.float32]:
    """(n,) 1 while fresh, then at most FRESH_MOST and falling; a base without a fix is as faint as the oldest fix."""
    gone = np.clip((found.age - FRESH_MS) / (FADED_MS - FRESH_MS), 0, 1)
    faded = FRESH_MOST - gone * (FRESH_MOST - FAINTEST)
    return np.where(found.stale, np.where(found.fixed, faded, FAINTEST), 1.0).astype(np.float32)


def sprites(picture: Picture, found: Heads) -> NDArray[np.int16]:
    """(n,) class by shape; grey instead of green once stale."""
    kinds = picture.register.responders.kind[found.rows]
    green, grey = (
        np.array([glyphs.responder_sprite(kind, hue) for kind in range(len(ResponderClass))], dtype=np.int16)
        for hue in ("green", "grey")
    )
    return np.where(found.stale, grey[kinds], green[kinds]).astype(np.int16)


def age_text(found: Heads, i: int) -> str:
    """What a stale head says of itself; "" while fresh."""
    if not found.fixed[i]:
        return QCoreApplication.translate("Map", "no fix")
    return words.ago(int(found.age[i])) if found.stale[i] else ""


def reach(picture: Picture, found: Heads) -> list[Shape]:
    """How far each stale one may have walked since: accuracy and walking speed times age."""
    stale = found.only(found.stale & found.fixed)
    if not len(stale.rows):
        return []
    accuracy = np.nan_to_num(picture.situation.fixes.accuracy_m[picture.plan.tracker_row[stale.rows]], nan=10.0)
    radius = np.minimum(accuracy + WALK_M_S * stale.age / 1000, REACH_MOST_M)
    rgba = paint(picture.palette.green, len(radius))
    rgba[:, 3] = (REACH_ALPHA * np.minimum(1.0, REACH_FULL_M / radius)).astype(np.uint8)
    return [Discs(stale.xy, radius, rgba, dashed=True, fill=0.14)]


class TrailsLayer:
    """The last minute of each guard on duty, fading behind the dot."""

    key = "trails"
    default_on = True
    bright = False
    period_ms = 5_000
    pace_ms = 500
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({Moved, DutyChanged})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Trails of a minute")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Ribbons that fade towards their beginning."""
        window = picture.filters.windows.get("guards")
        within = None if window is None else window.bounds(picture.now)
        rows, paths = picture.trails.paths(picture.now, self._followed(picture), within)
        if not len(rows):
            return []
        rgba = paint(picture.palette.green, len(rows), 150)
        return [Ribbons(paths, rgba, width_px=2.0, fade=True, from_px_per_m=0.5)]

    def _followed(self, picture: Picture) -> Bools | None:
        """(devices,) trackers of the guards that are shown; None: all."""
        kept = filtering.guards(picture)
        if kept is None:
            return None
        shown = np.zeros(len(picture.register.devices) + 1, dtype=np.bool_)  # the last for whoever has no tracker
        shown[picture.plan.tracker_row[kept]] = True
        return shown[:-1]

    def legend(self, picture: Picture) -> list[LegendRow]:
        """None."""
        return []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """None."""
        return []


class GuardsLayer:
    """万家卫士: everyone on duty but those sent, and the candidates in a focus: they are drawn among the orders."""

    key = "guards"
    default_on = True
    bright = False
    period_ms = SECOND
    pace_ms = 100
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({Moved, DutyChanged, OrderMade, OrderStepped})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Guards")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Reach discs of the stale ones, then the dots."""
        found = heads(picture)
        elsewhere = tips.under_way(picture).keys() | {rank.responder for rank in picture.ranks if picture.focus}
        ids = picture.register.responders.ids
        found = found.only(np.array([ids[row] not in elsewhere for row in found.rows.tolist()], dtype=np.bool_))
        kept = filtering.guards(picture)
        found = found if kept is None else found.only(kept[found.rows])
        if not len(found.rows):
            return []
        return [*reach(picture, found), self._dots(picture, found)]

    def _dots(self, picture: Picture, found: Heads) -> Dots:
        palette, responders = picture.palette, picture.register.responders
        rows = found.rows.tolist()
        rgba = paint(palette.text, len(rows))
        rgba[found.stale] = palette.text_soft
        signs = [responders.call_sign[row] for row in rows]
        for i in np.flatnonzero(found.stale).tolist():
            signs[i] = f"{signs[i]} · {age_text(found, i)}"
        return Dots(
            found.xy,
            sprites(picture, found),
            [key_of("responder", responders.ids[row]) for row in rows],
            alpha=alphas(found),
            labels=signs,
            label_rgba=rgba,
            priority=(20 - responders.kind[found.rows]).astype(np.int32),
            glide_ms=picture.glide_ms,
            labels_from_px_per_m=0.6,
        )

    def legend(self, picture: Picture) -> list[LegendRow]:
        """On duty by class; external services are called, not on duty."""
        kinds = picture.register.responders.kind
        shown = set(kinds.tolist()) - {int(ResponderClass.EXTERNAL)}
        on, kept = picture.situation.on_duty, filtering.guards(picture)
        duty = Counter(kinds[on].tolist())
        seen = duty if kept is None else Counter(kinds[on & kept].tolist())
        return [
            LegendRow(self.key, glyphs.CLASS_SHAPES[kind], "green", words.responder_class(kind), duty[kind], seen[kind])
            for kind in sorted(shown)
        ]

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Call sign, class, age of the fix."""
        return tips.lines(key, picture)
