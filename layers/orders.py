"""Orders and candidates: the way as a ribbon with a tick each minute of walking, and who walks it with both times."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.alarms import OrderStage
from domain.changes import AlarmStepped, Change, DutyChanged, Moved, OrderMade, OrderStepped
from domain.clock import SECOND
from layers import guards, routes, tips, words
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import key_of
from map.ragged import Ragged
from map.shapes import Dots, Ribbons, Shape

Floats = NDArray[np.float64]

WALKING = (OrderStage.ACCEPTED, OrderStage.EN_ROUTE)
CANDIDATES_DRAWN = 3  # ways; chips are drawn for all ranks that are shown
SENT_PX, CANDIDATE_PX = 4.0, 2.5
BACKGROUND = 70  # alpha of another alarm's ribbon while one is in focus


@dataclass(frozen=True, eq=False)
class Way:
    """One ribbon to be: `path` (k, 2) metres, `ticks` metres along it."""

    path: Floats
    ticks: Sequence[float]
    key: str
    alpha: int
    planned: bool
    wide: bool


@dataclass(frozen=True)
class Head:
    """One chip to be: a responder id and its second line."""

    responder: str
    text: str
    alpha: float
    key: str


class OrdersLayer:
    """Open orders, and in an alarm's focus its ranked candidates. Keeps its light."""

    key = "orders"
    default_on = True
    bright = True
    period_ms = SECOND
    pace_ms = 250
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({OrderMade, OrderStepped, Moved, DutyChanged, AlarmStepped})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Orders")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Candidates' ways, orders' ways, then the heads."""
        ways, chips = _candidates(picture)
        ordered = _orders(picture)
        ways.extend(way for way, _ in ordered if way is not None)
        chips.extend(chip for _, chip in ordered)
        kinds = [(planned, wide) for planned in (True, False) for wide in (False, True)]
        groups = [[way for way in ways if (way.planned, way.wide) == kind] for kind in kinds]
        return [*(_ribbons(picture, group) for group in groups if group), *_heads(picture, chips)]

    def legend(self, picture: Picture) -> list[LegendRow]:
        """None: the ribbon explains itself."""
        return []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """The responder, where from, where to."""
        return tips.lines(key, picture)


def _orders(picture: Picture) -> list[tuple[Way | None, Head]]:
    found = []
    for order in tips.under_way(picture).values():
        alarm = picture.situation.alarms.get(order.alarm)
        if alarm is None or not alarm.open:
            continue
        here = not picture.focus or order.alarm == picture.focus
        path = routes.metres(picture.plan, order.route)
        at = fix(picture, order.responder) if order.stage in WALKING else None
        left, share = routes.ahead(path, at)
        key = key_of("order", order.id)
        way = None
        if len(left) >= 2 and order.stage is not OrderStage.ON_SCENE:
            ticks = routes.minute_ticks(left, order.foot_s * share)
            way = Way(left, ticks, key, 255 if here else BACKGROUND, order.stage not in WALKING, True)
        foot_s = order.foot_s * share
        floor_s = foot_s + order.floor_s if order.floor_s else None
        text = _stage_text(order.stage) or words.eta(foot_s, floor_s, alarm.place.floor)
        found.append((way, Head(order.responder, text, 1.0 if here else 0.5, key)))
    return found


def _stage_text(stage: OrderStage) -> str:
    """What replaces the times: nothing while someone is to come."""
    return words.order_stage(stage) if stage in (OrderStage.HELD, OrderStage.ON_SCENE) else ""


def _candidates(picture: Picture) -> tuple[list[Way], list[Head]]:
    """Ranked responders of the alarm in focus that no order has been made for."""
    alarm, sent = picture.alarm, tips.under_way(picture)
    if alarm is None or not alarm.open:
        return [], []
    ranks = [rank for rank in picture.ranks if rank.responder not in sent]
    ways, chips = [], []
    for place, rank in enumerate(ranks):
        key, chosen = key_of("responder", rank.responder), rank.responder in picture.chosen
        path = routes.metres(picture.plan, rank.route)
        if len(path) >= 2 and (chosen or place < CANDIDATES_DRAWN):
            ticks = routes.minute_ticks(path, rank.foot_s)
            ways.append(Way(path, ticks, key, 235 if chosen else 140, not chosen, chosen))
        chips.append(Head(rank.responder, words.eta(rank.foot_s, rank.floor_s, alarm.place.floor), 1.0, key))
    return ways, chips


def fix(picture: Picture, responder: str) -> Floats | None:
    """(2,) the fix of a responder, None where there is none."""
    row = picture.register.responders.row(responder)
    tracker = int(picture.plan.tracker_row[row]) if row >= 0 else -1
    fixes = picture.situation.fixes
    if tracker < 0 or not fixes.at[tracker]:
        return None
    xy: Floats = picture.plan.metres(fixes.lon[tracker], fixes.lat[tracker])[0]
    return None if np.isnan(xy[0]) else xy


def _ribbons(picture: Picture, ways: list[Way]) -> Ribbons:
    rgba = np.concatenate([paint(picture.palette.green, 1, way.alpha) for way in ways])
    return Ribbons(
        Ragged.of([way.path for way in ways]),
        rgba,
        width_px=SENT_PX if ways[0].wide else CANDIDATE_PX,
        ticks=[way.ticks for way in ways],
        dashed=ways[0].planned,
        keys=[way.key for way in ways],
    )


def _heads(picture: Picture, chips: list[Head]) -> list[Shape]:
    """The dots with their chips; someone without any place has none (the case column still lists them)."""
    found = guards.heads(picture)
    by_id = {picture.register.responders.ids[row]: i for i, row in enumerate(found.rows)}
    shown = [chip for chip in chips if chip.responder in by_id]
    if not shown:
        return []
    rows = np.array([by_id[chip.responder] for chip in shown], dtype=np.int64)
    heads = guards.Heads(found.rows[rows], found.xy[rows], found.age[rows], found.fixed[rows], found.stale[rows])
    responders, palette = picture.register.responders, picture.palette
    rgba = paint(palette.green, len(rows))
    rgba[heads.stale] = palette.device
    subs = [" · ".join(t for t in (chip.text, guards.age_text(heads, i)) if t) for i, chip in enumerate(shown)]
    dots = Dots(
        heads.xy,
        guards.sprites(picture, heads),
        [key_of("responder", chip.responder) for chip in shown],
        alpha=guards.alphas(heads) * np.array([chip.alpha for chip in shown], dtype=np.float32),
        labels=[responders.call_sign[row] for row in heads.rows.tolist()],
        subs=subs,
        label_rgba=rgba,
        priority=np.arange(200, 200 - len(rows), -1).astype(np.int32),
        boxed=True,
        glide_ms=picture.glide_ms,
        size=1.15,
    )
    return [*guards.reach(picture, heads), dots]
