"""`Guard`: one responder with a tracker – walks rounds, sends fixes, takes orders, goes there, works, reports."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.simulator.feedback import feedback
from app.simulator.ground import Ground, Points
from app.simulator.stage import Stage
from app.simulator.walk import Walk
from devices.orders import OrderBody
from domain.clock import MINUTE, SECOND
from domain.events import Answer

ROUND_M_S, ORDER_M_S = 1.2, 1.3
"""Walking speeds: on a round, and to an alarm (the routing's own figure, N-05)."""
FIX_MS = 5 * SECOND
FLOOR_MS = 12 * SECOND
NOISE_M = 2.5
_LEG_NODES = 12
_CLOSE_M = 40.0


@dataclass(frozen=True)
class Tempo:
    """Judging milliseconds between fixes on a round and on the way to an alarm."""

    round_ms: float
    order_ms: float


class Guard:
    """Runs on the timeline's thread. `where`: now, and the post around which the rounds lead.

    `declines(order)` is asked before an answer; `done(order)` is told after the feedback.
    """

    def __init__(
        self,
        device: str,
        where: tuple[Points, Points],
        ground: Ground,
        stage: Stage,
        tempo: Tempo,
        *,
        declines: Callable[[OrderBody], bool],
        done: Callable[[OrderBody], None],
    ) -> None:
        self.device = device
        self._at, self._post = where
        self._ground, self._tempo = ground, tempo
        self._timeline, self._voices, self._rng = stage.timeline, stage.voices, stage.rng
        self._declines, self._done = declines, done
        self._drift = np.zeros(2)
        self._node = self._before = ground.nearest(self._at)
        self._walk: Walk | None = None
        self._moved = self._timeline.clock.now()
        self._known: set[str] = set()
        self._waiting: deque[OrderBody] = deque()
        self._order: OrderBody | None = None
        self._working = False

    def begin(self) -> None:
        """Begin the shift; the first fix follows a second later, when the desk knows of the shift."""
        self._voices.say(self.device, "event", duty=True)
        self._timeline.after_real(1.0, self._fix)

    # walking

    def _fix(self) -> None:
        self._move()
        walk = self._walk
        self._drift = 0.8 * self._drift + self._rng.gauss(0, NOISE_M * 0.6) * _unit(self._rng)
        lon, lat = self._ground.degrees(self._at + self._drift)
        speed = 0.0 if walk is None else ORDER_M_S if self._order else ROUND_M_S
        heading = {} if walk is None else {"heading": round(walk.heading(), 1)}
        self._voices.say(
            self.device,
            "position",
            lon=round(lon, 7),
            lat=round(lat, 7),
            accuracy=round(self._rng.uniform(3, 8), 1),
            speed=speed,
            **heading,
        )
        self._timeline.after(self._tempo.order_ms if self._order else self._tempo.round_ms, self._fix)

    def _move(self) -> None:
        """Go as far as the time since the last move allows."""
        now = self._timeline.clock.now()
        metres = (now - self._moved) / 1000 * (ORDER_M_S if self._order else ROUND_M_S)
        self._moved = now
        while metres > 0 and not self._working:
            if self._walk is None:
                self._walk = self._next_leg()
            if self._walk is None:
                return
            metres = self._walk.advance(metres)
            self._at = self._walk.where()
            if self._walk.finished:
                self._walk = None
                if self._order is not None:
                    self._arrived(self._order)

    def _next_leg(self) -> Walk | None:
        """The next stretch of the round; None where there is nowhere to walk."""
        if self._node < 0 or self._order is not None:
            return None
        points = [self._at]
        for _ in range(_LEG_NODES):
            onward = self._ground.step(self._node, self._before, self._post, self._rng)
            self._before, self._node = self._node, onward
            points.append(self._ground.nodes[onward])
        walk = Walk(np.array(points))
        return walk if walk.length > 1.0 else None

    # orders

    def hear(self, order: OrderBody) -> None:
        """An order came down; the same one twice is one."""
        if order.verb != "offer":
            self._drop(order.order)
        elif order.order not in self._known:
            self._known.add(order.order)
            self._timeline.after(self._rng.uniform(2, 8) * SECOND, lambda: self._answer(order))

    def _answer(self, order: OrderBody) -> None:
        if order.order not in self._known:
            return
        if self._declines(order):
            self._reply(order, Answer.DECLINE)
            return
        self._reply(order, Answer.ACCEPT)
        self._waiting.append(order)
        self._take_next()

    def _take_next(self) -> None:
        if self._order is None and self._waiting:
            order = self._order = self._waiting.popleft()
            self._walk = None
            self._timeline.after(self._rng.uniform(3, 10) * SECOND, lambda: self._set_out(order))

    def _set_out(self, order: OrderBody) -> None:
        if self._order is not order:
            return
        self._reply(order, Answer.EN_ROUTE)
        self._moved = self._timeline.clock.now()
        self._walk = Walk(self._way(order))

    def _way(self, order: OrderBody) -> Points:
        """The route as given, unless one has walked on since it was reckoned."""
        if len(order.route) >= 2:
            route = self._ground.metres(*np.array(order.route).T)
            if np.hypot(*(route[0] - self._at)) < _CLOSE_M:
                return np.vstack([self._at, route[1:]])
        return self._ground.way(self._at, self._ground.metres(order.place.lon, order.place.lat)[0])

    def _arrived(self, order: OrderBody) -> None:
        self._working = True
        self._timeline.after(max(0, order.place.floor - 1) * FLOOR_MS, lambda: self._on_scene(order))

    def _on_scene(self, order: OrderBody) -> None:
        if self._order is order:
            self._reply(order, Answer.ARRIVE)
            self._timeline.after(self._rng.uniform(1, 3) * MINUTE, lambda: self._feed_back(order))

    def _feed_back(self, order: OrderBody) -> None:
        if self._order is order:
            result, text = feedback(order.kind, self._rng)
            self._reply(order, Answer.FEEDBACK, result=result, text=text)
            self._done(order)
            self._free()

    def _drop(self, order: str) -> None:
        """Taken back, or stood down: nothing more is said about it."""
        self._known.discard(order)
        self._waiting = deque(waiting for waiting in self._waiting if waiting.order != order)
        if self._order is not None and self._order.order == order:
            self._free()

    def _free(self) -> None:
        self._order, self._working, self._walk = None, False, None
        self._node = self._before = self._ground.nearest(self._at)
        self._moved = self._timeline.clock.now()
        self._take_next()

    def _reply(self, order: OrderBody, answer: Answer, **more: str) -> None:
        self._voices.say(self.device, "reply", order=order.order, answer=str(answer), **more)


def _unit(rng: random.Random) -> Points:
    turn = rng.uniform(0, 2 * np.pi)
    return np.array([np.cos(turn), np.sin(turn)])
