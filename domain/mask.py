"""How a person's fields look to eyes that have no purpose yet: 王**, 138****5678."""

from __future__ import annotations

ERASED = "—"


def mask_name(name: str) -> str:
    """The first character (the family name's) and as many stars as keep the length of a common name from telling."""
    return f"{name[0]}**" if name else ERASED


def mask_phone(number: str) -> str:
    """First three and last four digits; a shorter number is hidden whole."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 9 else "*" * len(number)
