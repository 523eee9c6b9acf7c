"""Smart lock 智能门锁."""

from __future__ import annotations

from devices.kinds.kind import Kind
from devices.kinds.payload import Head, Percent, SubjectId, Told, epoch_ms, whole
from domain.events import AnyEvent, Credential, LockOpened
from domain.register.codes import DeviceKind


class LockPayload(Told, frozen=True, kw_only=True, gc=False):
    """`event`: `{"id", "at", "credential", "subject"?: enrolled id, "battery"?: %}`; `credential`: see `Credential`."""

    credential: Credential
    subject: SubjectId | None = None
    battery: Percent | None = None

    def event(self, head: Head) -> AnyEvent:
        return LockOpened(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            credential=self.credential,
            subject=self.subject,
            battery=whole(self.battery),
        )


KIND = Kind(DeviceKind.LOCK, {"event": LockPayload})
