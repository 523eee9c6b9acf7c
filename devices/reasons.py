"""Why a message is refused: the closed list of reasons, and the way from a decoder's complaint to one of them."""

from __future__ import annotations

import re

BAD_TOPIC = "bad_topic"
WRONG_SITE = "wrong_site"
UNKNOWN_KIND = "unknown_kind"
UNKNOWN_DEVICE = "unknown_device"
KIND_MISMATCH = "kind_mismatch"
UNKNOWN_CHANNEL = "unknown_channel"
TOO_LARGE = "too_large"
EMPTY = "empty"
NOT_UTF8 = "not_utf8"
TOO_DEEP = "too_deep"
NOT_JSON = "not_json"
WRONG_TYPE = "wrong_type"
OUT_OF_RANGE = "out_of_range"
MISSING_FIELD = "missing_field"
BAD_ID = "bad_id"
BAD_TIME = "bad_time"

REASONS: tuple[str, ...] = (
    BAD_TOPIC,
    WRONG_SITE,
    UNKNOWN_KIND,
    UNKNOWN_DEVICE,
    KIND_MISMATCH,
    UNKNOWN_CHANNEL,
    TOO_LARGE,
    EMPTY,
    NOT_UTF8,
    TOO_DEEP,
    NOT_JSON,
    WRONG_TYPE,
    OUT_OF_RANGE,
    MISSING_FIELD,
    BAD_ID,
    BAD_TIME,
)
"""Every reason a refusal may carry, in the order in which a message is looked at."""

_MISSING = re.compile(r"missing required field")
_AT = re.compile(r"at `\$\.at`")
_ID = re.compile(r"matching regex .* - at `\$\.(id|order)`", re.DOTALL)
_TYPE = re.compile(r", got `|Expected `(str|object)`$")

_BY_COMPLAINT: tuple[tuple[re.Pattern[str], str], ...] = (
    (_MISSING, MISSING_FIELD),
    (_AT, BAD_TIME),
    (_ID, BAD_ID),
    (_TYPE, WRONG_TYPE),
)


def of_complaint(complaint: str) -> str:
    """The reason for a msgspec ValidationError's text (held against msgspec's wording by tests/test_devices_decode.py).

    A figure beyond its range, a word that is not in its list and a text of the wrong form are all OUT_OF_RANGE.
    """
    for pattern, reason in _BY_COMPLAINT:
        if pattern.search(complaint):
            return reason
    return OUT_OF_RANGE
