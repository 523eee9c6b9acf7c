"""Tracker 定位终端 of a responder: fixes, duty, and answers to orders."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from devices.kinds.kind import Kind
from devices.kinds.payload import EventId, Head, Latitude, Longitude, Percent, ResultCode, Told, epoch_ms, whole
from domain.events import Answer, AnyEvent, DutyReported, Located, OrderAnswered
from domain.register.codes import DeviceKind


class FixPayload(Told, frozen=True, kw_only=True, gc=False):
    """`position`: `{"id", "at", "lon", "lat", "accuracy"?: m, "speed"?: m/s, "heading"?: °, "battery"?: %}`, WGS-84."""

    lon: Longitude
    lat: Latitude
    accuracy: Annotated[float, Meta(ge=0, le=100_000)] = 10.0
    speed: Annotated[float, Meta(ge=0, le=150)] | None = None
    heading: Annotated[float, Meta(ge=0, le=360)] | None = None
    battery: Percent | None = None

    def event(self, head: Head) -> AnyEvent:
        return Located(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            lon=self.lon,
            lat=self.lat,
            accuracy_m=self.accuracy,
            speed=self.speed,
            heading=self.heading,
            battery=whole(self.battery),
        )


class DutyPayload(Told, frozen=True, kw_only=True, gc=False):
    """`event`: `{"id", "at", "duty": bool}`, pressed on the device when a shift begins or ends."""

    duty: bool

    def event(self, head: Head) -> AnyEvent:
        return DutyReported(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            on_duty=self.duty,
        )


class AnswerPayload(Told, frozen=True, kw_only=True, gc=False):
    """`reply`: `{"id", "at", "order", "answer", "result"?: code, "text"?}`; `answer` as in `Answer`."""

    order: EventId
    answer: Answer
    result: ResultCode | None = None
    text: Annotated[str, Meta(max_length=500)] = ""

    def event(self, head: Head) -> AnyEvent:
        return OrderAnswered(
            id=self.id,
            device=head.device,
            at=epoch_ms(self.at),
            received=head.received,
            retained=head.retained,
            order=self.order,
            answer=self.answer,
            result=self.result,
            text=self.text,
        )


KIND = Kind(DeviceKind.TRACKER, {"event": DutyPayload, "position": FixPayload, "reply": AnswerPayload})
