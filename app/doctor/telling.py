"""Findings as people read them in a terminal, and as machines read them: one JSON object, or one line each."""

from __future__ import annotations

import unicodedata
from typing import Any

from app.doctor import words
from app.doctor.finding import Finding, State, worst

_INDENT = 20


def lines(finding: Finding, lang: str) -> list[str]:
    """State, part and meaning on one line; what to do on the next."""
    head = _wide(words.state_name(finding.state, lang), 9) + _wide(words.check_name(finding.check, lang), 10)
    told = [f"{head} {words.meaning(finding, lang)}"]
    if finding.state is not State.OK and (do := words.advice(finding, lang)):
        told.append(f"{' ' * _INDENT}→ {do}")
    return told


def body(finding: Finding, lang: str) -> dict[str, Any]:
    """One finding for machines."""
    return {
        "check": finding.check,
        "state": finding.state.value,
        "code": finding.code,
        "meaning": words.meaning(finding, lang),
        "do": words.advice(finding, lang),
        "facts": finding.facts,
    }


def whole(findings: list[Finding], lang: str) -> dict[str, Any]:
    """All of them; "worst" is ok, warning or fault."""
    state = worst(findings)
    return {
        "worst": (State.OK if state is State.SKIPPED else state).value,
        "findings": [body(finding, lang) for finding in findings],
    }


def _wide(text: str, columns: int) -> str:
    """Padded to so many columns of a terminal, where a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(0, columns - taken)
