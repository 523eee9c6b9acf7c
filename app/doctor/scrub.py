"""What a text keeps when it leaves the station: the program's own words and small figures – nobody's name, no secret.

Logs are free of personal data by rule already (`app.logs`); this is for what slipped in with an exception's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from devices.redact import tells_of_person

GONE, FOREIGN = "—", "□"
"""Put in the place of a secret or a person's value; of letters that the program does not use in its own words."""

_LOG_KEYS = frozenset({"event", "logger", "level", "timestamp", "exception", "child", "message"})
"""Keys of our own log lines whose names would match a person's field, or never hold one."""

_TIME_KEYS = frozenset({"at", "since", "until", "start_ms", "last", "judged", "received"})
_LARGEST = 10_000_000
_SECRET_KEY = re.compile(
    r"token|passw|pwd|secret|credential|authori[sz]ation|cookie|session_id|private|api_?key|(^|_)key$|^hash$|cipher|pem$",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"(?P<what>token|password|passwd|pwd|secret|api[_-]?key|authorization|bearer|(?<!\w)key)"
    r"(?P<between>[\"']?\s*[:=]\s*[\"']?|\s+is\s+[\"']?)[^\s\"',;)}\]]+",
    re.IGNORECASE,
)
_PEM = re.compile(r"-----BEGIN [^-]*-----.*?(-----END [^-]*-----|\Z)", re.DOTALL)
_FOREIGN = re.compile(r"\w*[^\x00-\x7f\W]\w*")
_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]*\d)(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])[A-Za-z0-9+/]{40,}={0,2}"
)
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("-----BEGIN", _PEM, GONE),
    ("://", re.compile(r"(?<=://)[^/\s@]+@"), f"{GONE}@"),
    ("", _SPELLED, rf"\g<what>\g<between>{GONE}"),
    ("", re.compile(r"(?i)(?<=bearer )\S+"), GONE),
    ("", re.compile(r"(?<![\w/\\])(/home|/Users|[A-Za-z]:\\Users)[/\\][^/\\\s\"']+"), "~"),
    ("@", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), GONE),
    ("", _BASE64, GONE),
    ("", re.compile(r"(?<!\w)(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{20,}={0,2}"), GONE),
    ("", re.compile(r"(?:\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|%[0-9A-Fa-f]{2}){2,}"), FOREIGN),
    (".", re.compile(r"(?<![\d.])(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"), "*"),
    ("", re.compile(r"\d{6}[ -]\d{8}[ -]\d{3}[\dXx]"), "*"),
    ("", re.compile(r"(?<!\d)1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)"), "*"),
    ("", re.compile(r"\d{7,}[Xx]?"), "*"),
)
"""What a text must hold for the rule to be tried ("" nothing), the rule, and what is put instead. In this order: what
is recognised by what stands around it goes before what is recognised by itself.
"""

_SHORT, _MOST = 64, 10_000
"""Letters of a text, and texts, whose answer is remembered: a log says the same words over and over."""


class Scrubber:
    """Scrubs with the rules above, and of values known to be a person's: those in Latin letters, which no rule tells
    from the program's own words.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        latin = sorted({v.strip() for v in known if len(v.strip()) > 1 and re.search("[A-Za-z]", v)}, key=len)
        words = "|".join(re.escape(value) for value in reversed(latin))
        self._known = re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE) if latin else None
        self._home = str(Path.home())
        self._said: dict[str, str] = {}

    def text(self, text: str) -> str:
        """Any text, of one line or many."""
        said = self._said.get(text)
        if said is None:
            said = self._scrubbed(text)
            if len(text) <= _SHORT and len(self._said) < _MOST:
                self._said[text] = said
        return said

    def _scrubbed(self, text: str) -> str:
        if len(self._home) > 1:
            text = text.replace(self._home, "~")
        if self._known is not None:
            text = self._known.sub(GONE, text)
        for needle, pattern, instead in _RULES:
            if needle in text:
                text = pattern.sub(instead, text)
        return text if text.isascii() else _FOREIGN.sub(FOREIGN, text)

    def value(self, key: str, value: Any) -> Any:
        """A value of JSON under its key, at any depth."""
        if value is None or isinstance(value, bool):
            return value
        if _SECRET_KEY.search(key) or (key not in _LOG_KEYS and tells_of_person(key)):
            return GONE
        if isinstance(value, dict):
            return {self.text(inner): self.value(inner, kept) for inner, kept in value.items()}
        if isinstance(value, list):
            return [self.value(key, kept) for kept in value]
        if isinstance(value, int | float):
            return value if key in _TIME_KEYS or abs(value) < _LARGEST else "*"
        return self.text(value)

    def line(self, line: str) -> str:
        """A line of a log: JSON by its fields, anything else as a text."""
        try:
            fields = json.loads(line)
        except ValueError:
            return self.text(line)
        return json.dumps(self.value("", fields), ensure_ascii=False)

    def log(self, text: str) -> str:
        """A log's whole text. A block that spans lines (a key in PEM) goes before the lines are looked at."""
        whole = _PEM.sub(GONE, text)
        return "\n".join(self.line(line) for line in whole.split("\n"))
