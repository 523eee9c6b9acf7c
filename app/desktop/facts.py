"""Facts in words: lines of evidence, of what is not known, and why a responder stands where he stands in a ranking."""

from __future__ import annotations

from datetime import tzinfo

from domain.alarms import Fact
from domain.situation import Situation


def line(fact: Fact, situation: Situation, tz: tzinfo) -> str:
    """One line of evidence with its time."""
    return fact.code


def reason(fact: Fact, situation: Situation) -> str:
    """Why somebody is ranked where he is."""
    return fact.code
