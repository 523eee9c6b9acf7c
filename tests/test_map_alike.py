"""A shape that says what the one before it said is not painted or placed anew; one that says anything else is."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from map.alike import alike
from map.ragged import Ragged
from map.shapes import Discs, Dots, Opened, Ribbons, Shape
from map.stack import Stack


def dots() -> Dots:
    return Dots(np.array([[1.0, 2.0], [3.0, np.nan]]), np.zeros(2, dtype=np.int16), ["a", "b"], labels=["x", ""])


def ribbons() -> Ribbons:
    paths = Ragged.of([[(0, 0), (5, 5)], [(1, 1), (2, 2), (3, 3)]])
    return Ribbons(paths, np.zeros((2, 4), dtype=np.uint8), ticks=[[1.0], np.array([2.0, 3.0])])


def opened() -> Opened:
    return Opened("b", 3, (1, 2, 3, 255), hot=(0.5, 0.5), lines=("one", "two"))


SHAPES = (dots, ribbons, opened, lambda: Discs(np.zeros((1, 2)), np.ones(1), np.zeros((1, 4), dtype=np.uint8)))


@pytest.mark.parametrize("make", SHAPES)
def test_two_of_the_same_are_alike_and_stay_on_show(make: Any) -> None:
    stack = Stack()
    assert alike(make(), make())
    assert stack.set("layer", [make()], bright=False)
    first = next(iter(stack.shown())).held[0]
    assert not stack.set("layer", [make()], bright=False), "nothing to repaint"
    assert next(iter(stack.shown())).held[0] is first
    assert stack.set("layer", [make()], bright=True), "its light has changed"
    assert stack.set("layer", None, bright=False) and not stack.set("layer", None, bright=False)


def other(value: object) -> object:  # noqa: PLR0911
    if isinstance(value, np.ndarray):
        return value + 1
    if isinstance(value, Ragged):
        return Ragged(value.points + 0.5, value.starts)
    if isinstance(value, str):
        return value + "!"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list | tuple) and value:
        return type(value)([*value[:-1], other(value[-1])])
    return None


@pytest.mark.parametrize("make", SHAPES)
def test_one_field_that_differs_is_seen(make: Any) -> None:
    shape: Shape = make()
    for field in fields(shape):
        before = getattr(shape, field.name)
        changed = other(before)
        if changed is None or (isinstance(before, np.ndarray) and not before.size):
            continue
        assert not alike(shape, replace(shape, **{field.name: changed})), field.name  # type: ignore[arg-type]
    assert not alike(dots(), opened())


def test_dots_under_way_go_on_where_they_are() -> None:
    stack, there = Stack(), replace(dots(), xy=np.array([[9.0, 9.0], [3.0, 3.0]]), glide_ms=60_000)
    stack.set("guards", [replace(dots(), glide_ms=60_000)], bright=False)
    stack.set("guards", [there], bright=False)
    glide = next(iter(stack.shown())).held[0].glide
    assert glide is not None and glide.moving
    assert not stack.set("guards", [replace(there)], bright=False)
    assert next(iter(stack.shown())).held[0].glide is glide, "it did not start anew"
