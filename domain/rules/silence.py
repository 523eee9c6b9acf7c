"""Device silence: which devices have fallen silent, offline or flat – the question that two rules must answer alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.clock import DAY, MINUTE, SECOND
from domain.register import DeviceKind
from domain.situation import Situation

TOLERANCE = 3
"""Periods without a word until a device counts as silent: two heartbeats in a row may be lost on the air."""
MIN_SILENT_MS = 2 * MINUTE
"""Never silent before this, however short its period: a tracker that changes its cell or reboots takes as long."""
TRACKER_SILENT_MS = 15 * MINUTE
"""A responder's tracker is not told as a fault before this: cellars and lifts swallow the network, and the map draws
the age of every fix all along."""
OFFLINE_MS = 30 * SECOND
"""How long a device must stay offline: a reconnect takes seconds, and a gateway's wills arrive one after another."""
NEVER_HEARD_MS = DAY
"""How long after its install a device may stay unheard."""
BATTERY_DEAD = 1
"""Per cent at which a device's words can end at any moment (coin cells give way within hours)."""

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Silence:
    """One boolean a device row. `mute`: not heard within its tolerance; `offline`: said so; `flat`: battery dead;
    `never`: not heard since its install."""

    mute: BoolArray
    offline: BoolArray
    flat: BoolArray
    never: BoolArray

    @property
    def fallen(self) -> BoolArray:
        """Was heard and is not any more."""
        return self.mute | self.offline

    @property
    def bad(self) -> BoolArray:
        """Not to be relied upon, for whatever reason."""
        return self.mute | self.offline | self.flat | self.never


def unreliable(situation: Situation, now: int) -> Silence:
    """What is true at `now` (epoch ms), whatever the desk could hear meanwhile."""
    d, r = situation.devices, situation.register.devices
    mute = (r.period_s > 0) & (d.heard > 0) & (now - d.heard > limit_ms(situation))
    flat = (d.battery >= 0) & (d.battery <= BATTERY_DEAD)
    return Silence(mute, (d.online == 0) & (d.heard > 0), flat, d.heard == 0)


def proven(situation: Situation, now: int) -> Silence:
    """As `unreliable`, but only where the desk has listened long enough to say so, and the device ought to speak.

    After a start or a new link every device gets one period and a minute: the broker may have lost its queue, and
    a living device speaks within its period. Trackers of responders off duty owe nothing (R6).
    """
    d, r = situation.devices, situation.register.devices
    listening = now - max(situation.desk_started, situation.link_since)
    heard_out = listening > r.period_s.astype(np.int64) * SECOND + MINUTE
    silence = unreliable(situation, now)
    never = (d.heard == 0) & (r.installed > 0) & (now - r.installed > NEVER_HEARD_MS) & (r.period_s > 0)
    never &= listening > limit_ms(situation) + MINUTE
    settled = (now - d.online_since >= OFFLINE_MS) & (listening >= OFFLINE_MS)
    owed = ~_off_duty(situation)
    return Silence(
        silence.mute & heard_out & owed,
        silence.offline & settled & owed,
        silence.flat & (r.kind != DeviceKind.TRACKER),
        never & owed,
    )


def limit_ms(situation: Situation) -> npt.NDArray[np.int64]:
    """How long each device may stay without a word, ms."""
    devices = situation.register.devices
    least = np.where(devices.kind == DeviceKind.TRACKER, TRACKER_SILENT_MS, MIN_SILENT_MS)
    return np.maximum(TOLERANCE * devices.period_s.astype(np.int64) * SECOND, least)


def suspect(situation: Situation, now: int) -> BoolArray:
    """Devices that have missed a word or are offline, silent or not: how a dying gateway looks before it is proven."""
    d = situation.devices
    promised = situation.register.devices.period_s > 0
    late = promised & (d.heard > 0) & (now - d.heard > limit_ms(situation) // 2)
    found: BoolArray = (late | ((d.online == 0) & (d.heard > 0))) & ~_off_duty(situation)
    return found


def listening_well(situation: Situation) -> bool:
    """Whether anything can be said of silence at all: the link is up and the broker's queue for us is drained."""
    return situation.link_up and situation.link_caught_up


def _off_duty(situation: Situation) -> BoolArray:
    off = np.zeros(len(situation.register.devices), dtype=np.bool_)
    for device, responder in situation.register.responder_of_device.items():
        row = situation.register.devices.row(device)
        if row >= 0:
            off[row] = not situation.on_duty[responder]
    return off
