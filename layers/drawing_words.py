"""Words about what is drawn: its kind, its name, its state, and who drew it."""

from PySide6.QtCore import QCoreApplication

from domain.drawings import Drawing, DrawingKind
from domain.register import Register
from layers import names


def kind_words(kind: DrawingKind) -> str:
    """The kind in the reader's language."""
    return {
        DrawingKind.ZONE: QCoreApplication.translate("Drawings", "Zone"),
        DrawingKind.NO_GO: QCoreApplication.translate("Drawings", "No-go area"),
        DrawingKind.GRID: QCoreApplication.translate("Drawings", "Grid"),
        DrawingKind.GATE: QCoreApplication.translate("Drawings", "Gate"),
        DrawingKind.PATROL: QCoreApplication.translate("Drawings", "Patrol route"),
    }[kind]


def name_words(drawing: Drawing, register: Register) -> str:
    """Its own name, or that of the grid or gate it is about."""
    sketch = drawing.sketch
    if sketch.kind not in (DrawingKind.GRID, DrawingKind.GATE):
        return sketch.name
    table = register.grids if sketch.kind is DrawingKind.GRID else register.gates
    row = table.row(sketch.of)
    return names.said(table.name[row]) if row >= 0 else sketch.of


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
