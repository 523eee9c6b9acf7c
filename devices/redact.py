"""What may be kept of a refused message: its shape and its technical values – no picture, no face, no person (R2).

The quarantine is read by an administrator who looks for a broken device, so a body keeps its keys, figures and short
technical words. The list says what may stay; everything else is left out, because nobody can list what devices send.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

MAX_BYTES = 2048
"""Longest body kept, in bytes of UTF-8."""
MAX_TOPIC = 200
_MAX_ITEMS = 32
_MAX_DEPTH = 8
_MAX_FIGURES = 8

_PICTURE = re.compile(
    r"face|image|img|picture|photo|pic$|snapshot|thumb|avatar|frame|video|jpe?g|png|base64|b64|embedding|feature|template"
    r"|biometric|audio|人脸|图|照",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"name|phone|mobile|^tel|id_?card|id_?n|identity|passport|born|birth|address|mail|plate|subject|person|user|card"
    r"|text|note|xm$|sfz|姓|名|电话|手机|证|址",
    re.IGNORECASE,
)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,31}")
_TOKEN = re.compile(r"[A-Za-z0-9_.:+-]{1,40}")
_TIME_KEYS = frozenset({"at", "ts", "time", "timestamp"})
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_LONG_NUMBER = re.compile(r"\d{7,}")
_LONGEST_FIGURE = 10_000_000


def redact(body: bytes) -> str:
    """A refused body as bounded text without personal data; never raises."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return f"<{len(body)} bytes, not UTF-8>"
    try:
        kept = msgspec.json.encode(_value("", msgspec.json.decode(body), 0)).decode()
    except (msgspec.MsgspecError, RecursionError, ValueError):
        kept = f"<{len(body)} bytes, not JSON> {_shape(text)}"
    return _cut(kept, MAX_BYTES)


def redact_topic(topic: str) -> str:
    """A topic of unknown form as bounded ASCII, with whatever looks like a person's number masked."""
    plain = "".join(c if c.isascii() and c.isprintable() else "?" for c in topic[:MAX_TOPIC])
    return _LONG_NUMBER.sub("*", plain)


def tells_of_person(key: str) -> bool:
    """Whether a field of that name may hold a picture, a face, or a person's data."""
    return bool(_PICTURE.search(key) or _PERSONAL.search(key))


def redact_device(device: str) -> str:
    """A device id from a topic; one that looks like an identity number is masked."""
    return _ID_NUMBER.sub("*", device)


def _value(key: str, value: Any, depth: int) -> Any:
    if _PICTURE.search(key):
        return "<dropped>"
    if depth > _MAX_DEPTH:
        return "<deep>"
    if isinstance(value, dict):
        items = list(value.items())[:_MAX_ITEMS]
        return {_key(k): _value(k, v, depth + 1) for k, v in items}
    if isinstance(value, list):
        return _list(key, value, depth)
    return _scalar(key, value)


def _list(key: str, value: list[Any], depth: int) -> Any:
    if len(value) > _MAX_FIGURES and all(isinstance(v, int | float) for v in value):
        return f"<{len(value)} figures>"  # a face template is nothing but a row of figures
    return [_value(key, v, depth + 1) for v in value[:_MAX_ITEMS]]


def _key(key: str) -> str:
    return _LONG_NUMBER.sub("*", key) if _KEY.fullmatch(key) else "<key>"


def _scalar(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if _PERSONAL.search(key):
        return "***"
    if isinstance(value, str):
        return _word(key, value)
    return value if key in _TIME_KEYS or abs(value) < _LONGEST_FIGURE else "***"


def _word(key: str, value: str) -> str:
    """A short technical word stays, long digits in it masked; any other text is told by its length alone."""
    if not _TOKEN.fullmatch(value):
        return f"<text of {len(value)}>"
    return value if key in _TIME_KEYS else _LONG_NUMBER.sub("*", value)


def _shape(text: str) -> str:
    """A text that is not JSON as its outline, letters to a and figures to 9: enough to recognise a cut-off message."""
    head = text[:200]
    return "".join(_outline(c) for c in head)


def _outline(c: str) -> str:
    if c.isdigit():
        return "9"
    if c.isalpha():
        return "a"
    return c if c.isascii() and c.isprintable() else "?"


def _cut(text: str, limit: int) -> str:
    data = text.encode()
    return text if len(data) <= limit else data[: limit - 4].decode(errors="ignore") + "…"
