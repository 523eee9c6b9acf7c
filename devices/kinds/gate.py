"""Gate 门禁: who passed or was refused, and whether the gate itself is locked."""

from __future__ import annotations

from devices.kinds.kind import Kind
from devices.kinds.payload import Head, SubjectId, Told, epoch_ms
from domain.events import AnyEvent, Credential, GateMoved, GatePassed
from domain.register.codes import DeviceKind


class GatePayload(Told, frozen=True, kw_only=True, gc=False):
    """`event`: a pass `{"id", "at", "allowed": bool, "credential", "subject"?, "inbound"?: bool}`, or the gate itself
    `{"id", "at", "locked": bool}`; with both, the gate itself counts.
    """

    locked: bool | None = None
    allowed: bool | None = None
    credential: Credential | None = None
    subject: SubjectId | None = None
    inbound: bool = True

    def __post_init__(self) -> None:
        """A pass needs both its fields; said in the decoder's own words, so that one table maps them to a reason."""
        if self.locked is None:
            for name in ("allowed", "credential"):
                if getattr(self, name) is None:
                    raise ValueError(f"Object missing required field `{name}`")

    def event(self, head: Head) -> AnyEvent:
        if self.locked is not None:
            return GateMoved(
                id=self.id,
                device=head.device,
                at=epoch_ms(self.at),
                received=head.received,
                retained=head.retained,
                locked=self.locked,
            )
        return self._passed(head, self.credential or Credential.CARD)

    def _passed(self, head: Head, credential: Credential) -> GatePassed:
        return GatePassed(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            allowed=bool(self.allowed),
            credential=credential,
            subject=self.subject,
            inbound=self.inbound,
        )


KIND = Kind(DeviceKind.GATE, {"event": GatePayload})
