"""Words about what is drawn: its kind, its name, its state, and who drew it."""

from PySide6.QtCore import QCoreApplication

from domain.drawings import Drawing, DrawingKind
from domain.register import Register
from domain.register.tables import Table
from layers import names


def kind_words(kind: DrawingKind) -> str:
    """The kind in the reader's language."""
    return {
        DrawingKind.ZONE: QCoreApplication.translate("Drawings", "Zone"),
        DrawingKind.NO_GO: QCoreApplication.translate("Drawings", "No-go area"),
        DrawingKind.GRID: QCoreApplication.translate("Drawings", "Grid"),
        DrawingKind.GATE: QCoreApplication.translate("Drawings", "Gate"),
        DrawingKind.PATROL: QCoreApplication.translate("Drawings", "Patrol route"),
        DrawingKind.VIEW: QCoreApplication.translate("Drawings", "Camera view"),
    }[kind]


def name_words(drawing: Drawing, register: Register) -> str:
    """Its own name, or that of the grid, gate or camera it is about."""
    sketch = drawing.sketch
    names_of: dict[DrawingKind, tuple[Table, list[str]]] = {
        DrawingKind.GRID: (register.grids, register.grids.name),
        DrawingKind.GATE: (register.gates, register.gates.name),
        DrawingKind.VIEW: (register.cameras, register.cameras.name),
    }
    if sketch.kind not in names_of:
        return sketch.name
    table, told = names_of[sketch.kind]
    row = table.row(sketch.of)
    return names.said(told[row]) if row >= 0 else sketch.of


def state_words(drawing: Drawing) -> str:
    """Of a gate, how it was set by hand; else "" ."""
    if drawing.sketch.kind is not DrawingKind.GATE:
        return ""
    return (
        QCoreApplication.translate("Drawings", "locked by hand")
        if drawing.sketch.locked
        else QCoreApplication.translate("Drawings", "open by hand")
    )


def lines(drawing: Drawing, register: Register) -> list[str]:
    """For a tooltip."""
    kind = " · ".join(word for word in (kind_words(drawing.sketch.kind), state_words(drawing)) if word)
    by = QCoreApplication.translate("Drawings", "drawn by {user}").format(user=drawing.by)
    return [name_words(drawing, register), kind, by]
