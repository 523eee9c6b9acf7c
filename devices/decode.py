"""From a topic and bytes to an event or a refusal: the one place where a device's message is judged well-formed."""

from __future__ import annotations

import re
from itertools import count

import msgspec

from devices import reasons
from devices.kinds import KINDS, Head, Kind
from devices.redact import redact, redact_device, redact_topic
from devices.topics import Topic, parse
from domain.events import AnyEvent, Refusal
from domain.register import Register

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_DEPTH = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}
_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


class Decoder:
    """Decodes messages for one site and its register. Thread-safe; never raises for a bad message.

    The order of the checks is that of `reasons.REASONS`: whose it is before what it says.
    """

    def __init__(self, site: str, register: Register) -> None:
        self._site = site
        self._kind_of = dict(zip(register.devices.ids, register.devices.kind.tolist(), strict=True))
        self._spare = count(1)

    def decode(self, topic: str, body: bytes, *, retained: bool, received: int) -> AnyEvent | Refusal:
        """The event that a message tells of, or why it is refused. `received`: receipt, judging time, epoch ms."""
        named = parse(topic)
        reason = self._misaddressed(named) or _malformed(body)
        if reason or named is None:
            return _refuse(reason or reasons.BAD_TOPIC, topic, named, body, received)
        head = Head(named.device, received, retained, f"r{received}-{next(self._spare)}")
        try:
            return _BY_NAME[named.kind].decoders[named.channel].decode(body).event(head)
        except msgspec.ValidationError as error:
            reason = reasons.of_complaint(str(error))
        except msgspec.DecodeError:
            reason = reasons.NOT_JSON
        except RecursionError:
            reason = reasons.TOO_DEEP
        return _refuse(reason, topic, named, body, received)

    def _misaddressed(self, topic: Topic | None) -> str:
        if topic is None:
            return reasons.BAD_TOPIC
        if topic.site != self._site:
            return reasons.WRONG_SITE
        kind = _BY_NAME.get(topic.kind)
        if kind is None:
            return reasons.UNKNOWN_KIND
        registered = self._kind_of.get(topic.device)
        if registered is None:
            return reasons.UNKNOWN_DEVICE
        if registered != kind.code:
            return reasons.KIND_MISMATCH
        return "" if topic.channel in kind.decoders else reasons.UNKNOWN_CHANNEL


def _malformed(body: bytes) -> str:
    """What is wrong with the bytes as such, "" for nothing."""
    if len(body) > MAX_BYTES:
        return reasons.TOO_LARGE
    if not body:
        return reasons.EMPTY
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return reasons.NOT_UTF8
    return reasons.TOO_DEEP if too_deep(body) else ""


def too_deep(body: bytes) -> bool:
    """Whether brackets outside strings nest deeper than MAX_DEPTH; brackets are only counted in most messages."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return False
    depth = 0
    for found in _BRACKETS.finditer(body):
        depth += _DEPTH.get(found.group(), 0)
        if depth > MAX_DEPTH:
            return True
    return False


def _refuse(reason: str, topic: str, named: Topic | None, body: bytes, received: int) -> Refusal:
    large = reason in (reasons.TOO_LARGE, reasons.TOO_DEEP)
    return Refusal(
        reason=reason,
        topic=redact_topic(topic) if named is None else redact_device(topic),
        device=redact_device(named.device) if named else "",
        at=received,
        body=f"<{len(body)} bytes>" if large else redact(body),
    )
