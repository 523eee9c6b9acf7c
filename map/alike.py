"""Whether two shapes say the same: one that does is not painted, placed, or set gliding anew."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from map.ragged import Ragged
from map.shapes import Crowd, Shape

PLAIN = ("spacing_m", "from_px_per_m", "to_px_per_m")


def alike(a: Shape, b: Shape) -> bool:
    """Same kind and the same in every field, arrays by their values (NaN equals NaN); of a crowd, the very same arrays:
    a million of keys are not compared on the GUI thread."""
    if isinstance(a, Crowd) and isinstance(b, Crowd):
        return all(getattr(a, f.name) is getattr(b, f.name) for f in fields(a) if f.name not in PLAIN) and all(
            getattr(a, name) == getattr(b, name) for name in PLAIN
        )
    return type(a) is type(b) and all(_same(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))


def _same(a: Any, b: Any) -> bool:
    if a is b:
        return True
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.shape == b.shape and bool(np.array_equal(a, b, equal_nan=a.dtype.kind == "f"))
    if isinstance(a, Ragged) and isinstance(b, Ragged):
        return _same(a.starts, b.starts) and _same(a.points, b.points)
    if isinstance(a, str) or not isinstance(a, Sequence):
        return bool(a == b) if not isinstance(b, np.ndarray | Sequence) or isinstance(b, str) else False
    return isinstance(b, Sequence) and len(a) == len(b) and all(map(_same, a, b))
