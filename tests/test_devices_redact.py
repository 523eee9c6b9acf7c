"""What the quarantine may keep: shapes and figures, but no picture, no face template, no person (R2)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.redact import MAX_BYTES, redact, redact_device, redact_topic

PHONE = "13812345678"
ID_NUMBER = "320981199001011234"
PICTURE = base64.b64encode(bytes(range(256)) * 20).decode()


@pytest.mark.parametrize(
    "body",
    [
        {"faceImage": PICTURE},
        {"deep": {"x": [{"snapshot": PICTURE}]}},
        {"unsuspicious": PICTURE},
        {"v": PICTURE[:60]},
        {"v": [0.123456 + i for i in range(128)]},
        {"name": "王小明", "phone": PHONE, "mobile": int(PHONE)},
        {"owner": "王小明"},
        {"v": PHONE, "w": int(PHONE), "x": f"tel-{PHONE}"},
        {"idcard": ID_NUMBER, "v": ID_NUMBER, "w": int(ID_NUMBER)},
        {"id": ID_NUMBER},
        {f"王小明{PHONE}": 1, f"p{PHONE}": 1},
        {"subject": "wangxiaoming", "text": "help"},
    ],
)
def test_nothing_personal_is_kept(body: dict[str, Any]) -> None:
    kept = redact(json.dumps(body, ensure_ascii=False).encode())
    for secret in (PHONE, ID_NUMBER, PICTURE[:40], "王", "小明", "0.123456", "wangxiaoming", "help"):
        assert secret not in kept
    json.loads(kept)


def test_what_a_technician_needs_is_kept() -> None:
    body = {"id": "e-17", "at": 1750000000000, "open": "yes", "battery": 101, "nested": {"lon": 116.3}}
    assert json.loads(redact(json.dumps(body).encode())) == body


def test_a_cut_off_message_is_kept_as_its_outline() -> None:
    kept = redact(f'{{"name":"王小明","phone":"{PHONE}'.encode())
    assert "王" not in kept and PHONE not in kept
    assert kept.endswith('{"aaaa":"aaa","aaaaa":"99999999999')


def test_bytes_that_are_no_text_are_told_by_their_number() -> None:
    assert redact(b"\xff\xd8\xff" * 10) == "<30 bytes, not UTF-8>"


def test_topics_lose_numbers_of_persons() -> None:
    assert PHONE not in redact_topic(f"sandtable/v1/t/door/{PHONE}/x/y")
    assert len(redact_topic("x" * 5000)) <= 200
    assert redact_device(ID_NUMBER) == "*" and redact_device("door-17") == "door-17"


@given(st.binary(max_size=3000) | st.text(max_size=3000).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_any_body_is_kept_bounded(body: bytes) -> None:
    assert len(redact(body).encode()) <= MAX_BYTES


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=30) | st.integers() | st.floats(), max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_text_beyond_ascii_and_no_long_figure_is_kept(body: dict[str, Any]) -> None:
    kept = redact(json.dumps(body).encode())
    assert all(c.isascii() or c == "…" for c in kept)
