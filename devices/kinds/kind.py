"""`Kind`: one device kind of the wire – its word, its number in the register, and which body each channel takes."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from devices.kinds.payload import Payload, Status
from domain.register.codes import DeviceKind


@dataclass(frozen=True)
class Kind:
    """One kind. `channels` names the body of each channel beside `status`, which every kind has."""

    code: DeviceKind
    channels: dict[str, type[Payload]] = field(default_factory=dict)
    decoders: dict[str, msgspec.json.Decoder[Payload]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Compile the decoders once."""
        bodies: dict[str, type[Payload]] = {"status": Status, **self.channels}
        object.__setattr__(self, "decoders", {name: msgspec.json.Decoder(body) for name, body in bodies.items()})

    @property
    def name(self) -> str:
        """The word in a topic."""
        return self.code.wire_name
