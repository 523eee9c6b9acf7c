"""The autopilot plays the operator through the window's own acts, for showing and testing: sample estates only."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.desktop.case_view import Ranked
from app.desktop.cases import first_choice
from app.desktop.i18n import translate
from app.desktop.wiring import Wiring
from domain.alarms import Alarm, Order, OrderStage, Stage
from domain.events import Answer

BEAT_MS = 300
THINK_MS = 1_000
"""About as long as a quick hand takes between two acts on one alarm (real time)."""

LINGER = 3
"""Beats that the chosen case stays in sight after its people were sent, so that an onlooker can follow."""

ALLOWED = frozenset({"sample", "import+demo"})


class Autopilot(QObject):
    """Looks after every open alarm at once, the chosen one in sight. Refuses any register but a sample's."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__(wiring)
        self._wiring = wiring
        self._next: dict[str, int] = {}
        self._ranks: dict[str, tuple[Ranked, ...]] = {}
        self._beats = 0
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self.closed: dict[str, int] = {}

    def start(self) -> None:
        """Take the seat."""
        self._timer.start()

    def stop(self) -> None:
        """Leave it."""
        self._timer.stop()

    def _beat(self) -> None:
        picture = self._wiring.bridge.picture
        if picture is None or picture.site.kind not in ALLOWED:
            return
        self._beats += 1
        alarms = picture.situation.open_alarms()
        self._look(alarms)
        for alarm in alarms:
            if self._next.get(alarm.id, 0) <= self._beats:
                self._next[alarm.id] = self._beats + max(1, THINK_MS // BEAT_MS)
                self._act(alarm)

    def _look(self, alarms: list[Alarm]) -> None:
        """Keep the worst alarm that is still being decided in sight."""
        chosen = self._wiring.cases.alarm
        alarms = [a for a in alarms if a.stage is not Stage.SHELVED]
        pressing = [a for a in alarms if a.stage in (Stage.RAISED, Stage.ACKNOWLEDGED)]
        current = next((a for a in alarms if a.id == chosen), None)
        if pressing and (current is None or (current not in pressing and self._beats % LINGER == 0)):
            self._wiring.attention.go_to_alarm(pressing[0].id)
        elif current is None and alarms:
            self._wiring.attention.go_to_alarm(alarms[0].id)
        elif current is None and chosen:
            self._wiring.cases.choose("")
            self._wiring.bench.canvas.fit(350)

    def _act(self, alarm: Alarm) -> None:
        acts = self._wiring.acts
        match alarm.stage:
            case Stage.RAISED:
                acts.acknowledge(alarm.id)
            case Stage.ACKNOWLEDGED:
                self._send(alarm)
            case Stage.FED_BACK:
                acts.close(alarm.id, translate("Autopilot", "closed by the autopilot of the demo"))
            case Stage.SHELVED:
                return
            case _:
                self._mind_orders(alarm)

    def _send(self, alarm: Alarm) -> None:
        situation = self._wiring.bridge.situation
        ranks = self._ranks.pop(alarm.id, None)
        if ranks is None or situation is None:
            self._wiring.acts.rank(alarm.id, lambda found: self._ranks.__setitem__(alarm.id, found))
            return
        chosen = first_choice(alarm, ranks, situation)
        if chosen:
            self._wiring.acts.send(alarm.id, chosen)

    def _mind_orders(self, alarm: Alarm) -> None:
        """Those without a tracker answer by radio; where nobody is under way any more somebody else is sent."""
        situation = self._wiring.bridge.situation
        orders = situation.orders_of(alarm.id) if situation else []
        for order in orders:
            if order.open and self._silent(order):
                self._relay(order)
        if not any(o.open for o in orders) and alarm.stage is Stage.DISPATCHED:
            self._send(alarm)

    def _silent(self, order: Order) -> bool:
        situation = self._wiring.bridge.situation
        row = situation.register.responders.row(order.responder) if situation else -1
        return situation is not None and row >= 0 and not situation.register.responders.device[row]

    def _relay(self, order: Order) -> None:
        answer = {
            OrderStage.OFFERED: Answer.ACCEPT,
            OrderStage.ACCEPTED: Answer.ARRIVE,
            OrderStage.EN_ROUTE: Answer.ARRIVE,
            OrderStage.ON_SCENE: Answer.FEEDBACK,
        }.get(order.stage)
        if answer is not None:
            self._wiring.acts.relay(order.id, str(answer), "handled" if answer is Answer.FEEDBACK else "")
