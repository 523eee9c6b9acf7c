"""Leases: each camera is watched by exactly one watcher. In memory only: after a restart the first who asks has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.clock import SECOND

LEASE_MS = 30 * SECOND
"""How long a camera stays with a watcher that is not heard from (real time; the desk stretches it by its pace)."""


@dataclass(frozen=True)
class Lease:
    """Who watches – the watcher's name, and the user of the seat that asked for it – until when (epoch ms of judging
    time)."""

    user: str
    watcher: str
    until: int


class Leases:
    """Used on the desk's thread only. `pace`: judging milliseconds a real one."""

    def __init__(self, pace: float = 1.0) -> None:
        self._span = round(LEASE_MS * pace)
        self._held: dict[str, Lease] = {}

    def ask(self, user: str, watcher: str, cameras: Iterable[str], now: int) -> tuple[list[str], bool]:
        """Grant or renew: the cameras that are this watcher's now, and whether any of that is new. Cameras of this
        watcher that are not asked for any more are given back. A watcher is one user's: under another user the same
        name is somebody else."""
        alive = {camera: lease for camera, lease in self._held.items() if lease.until >= now}
        before = {camera for camera, lease in alive.items() if (lease.user, lease.watcher) == (user, watcher)}
        others = {camera: lease for camera, lease in alive.items() if camera not in before}
        granted = [camera for camera in dict.fromkeys(cameras) if camera not in others]
        self._held = others | {camera: Lease(user, watcher, now + self._span) for camera in granted}
        return granted, before != set(granted)

    def holder(self, camera: str, now: int) -> str:
        """The name of the watcher that watches a camera; "" for nobody."""
        lease = self._held.get(camera)
        return lease.watcher if lease is not None and lease.until >= now else ""
