"""Names for widgets: what the style sheet and the tests know them by."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject

Named = TypeVar("Named", bound=QObject)


def named(widget: Named, name: str) -> Named:
    """The widget, with this object name."""
    widget.setObjectName(name)
    return widget
