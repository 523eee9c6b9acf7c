"""`World`: the whole play put together from a register, what the desk knew of it, a clock and a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.simulator.elders import Elders, most_silent
from app.simulator.ground import Ground
from app.simulator.guards import Guards
from app.simulator.homes import Homes
from app.simulator.incidents import Incidents
from app.simulator.rhythm import Rhythm
from app.simulator.stage import Stage
from app.simulator.timeline import Timeline
from app.simulator.voices import Voices
from devices.orders import OrderBody
from devices.settings import BrokerSettings
from domain.clock import Clock
from domain.register import Register
from domain.situation import Situation

PLAYABLE = ("sample", "import+demo")
"""Registers that may be played on (R10); there is no switch."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PATIENCE_S, ALONE_S = 10.0, 2.0
"""How long an ending simulator waits for the broker's last acknowledgements; and once whoever started it is gone."""


class NotForPlaying(Exception):
    """The simulator will not speak here; the text says why in one sentence."""


@dataclass(frozen=True)
class Play:
    """What is played: `situation` as the desk left it (who is on duty, last signs of life)."""

    register: Register
    situation: Situation
    broker: BrokerSettings
    clock: Clock
    seed: int = 1


class World:
    """Raises NotForPlaying for a register that is not a sample's, or a broker that is not on this machine."""

    def __init__(self, play: Play) -> None:
        register, situation = play.register, play.situation
        _refuse_the_real(register, play.broker)
        self._guards: Guards | None = None
        self.alone = False
        self.timeline = Timeline(play.clock)
        self.voices = Voices(register, play.broker, play.clock, self._heard)
        stage = Stage(self.timeline, self.voices, random.Random(play.seed))
        for row in np.flatnonzero(situation.devices.online == 0):
            self.voices.sleep(register.devices.ids[row])
        doors = Homes(register).elders()
        life = {person: int(situation.life[register.people.row(person)]) for person in doors}
        silent = most_silent(life)
        homes, ground = Homes(register, silent), Ground(register)
        self.elders = Elders(doors, life, silent, stage.fork())
        self.rhythm = Rhythm(register, homes, stage.fork())
        self.incidents = Incidents(register, homes, ground, self.elders, stage.fork())
        self._guards = Guards(register, situation, ground, stage.fork(), self.incidents.handled)

    def run(self) -> bool:
        """Play until `stop`; False where the broker did not let the devices in, and then nothing was played."""
        if not self.voices.start():
            return False
        self.rhythm.start()
        if self._guards is not None:
            self._guards.start()
        self.elders.start()
        self.incidents.start()
        self.timeline.run()
        return True

    def stop(self) -> None:
        """Let `run` return; from any thread or a signal handler."""
        self.timeline.stop()

    def report(self) -> dict[str, Any]:
        """Leave the broker once it has everything, and tell what was said: `published` is what the desk must have."""
        unacked = self.voices.finish(ALONE_S if self.alone else PATIENCE_S)
        channels = dict(self.voices.published)
        return {
            "published": sum(channels.values()),
            "channels": channels,
            "unacked": unacked,
            "incidents": [[str(kind), device] for kind, device in self.incidents.begun],
            "failures": self.timeline.failures,
        }

    def _heard(self, device: str, order: OrderBody) -> None:
        if self._guards is not None:
            self._guards.heard(device, order)


def _refuse_the_real(register: Register, broker: BrokerSettings) -> None:
    if register.site.kind not in PLAYABLE:
        raise NotForPlaying("The simulator plays only on the sample estate or on an import made for it.")
    if broker.host not in LOOPBACK:
        raise NotForPlaying("The simulator speaks only to a broker on this machine.")
