"""`Sentence`: one finding in two languages – what it means for the station, and what to do ("" for nothing)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """Templates; the fields in braces are a finding's facts."""

    en: str
    zh: str
    en_do: str = ""
    zh_do: str = ""
