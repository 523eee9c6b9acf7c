"""How the window divides itself: look.md's figures for a large and for a small screen, logical pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """Widths of rail and case, height of the strip; `folded`: the strip stands in the case column."""

    rail: int
    case: int
    strip: int
    folded: bool


WIDE = Grid(rail=344, case=432, strip=152, folded=False)
NARROW = Grid(rail=264, case=344, strip=0, folded=True)
NARROW_BELOW = 1600


def grid_for(width: int) -> Grid:
    """The grid for a window of this width."""
    return WIDE if width >= NARROW_BELOW else NARROW
