"""Text broken into at most so many lines, the last one elided; Chinese breaks anywhere, Latin at spaces."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from app.desktop.fonts import font


def wrapped(text: str, width: float, size: str = "small", *, bold: bool = False, most: int = 2) -> list[str]:
    """The lines of `text` in `width` logical px."""
    face = font(size, bold)
    layout = QTextLayout(text, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[tuple[int, int]] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0))
        starts.append((line.textStart(), line.textLength()))
    layout.endLayout()
    lines = [text[a : a + n].strip() for a, n in starts]
    if len(lines) > most:
        rest = text[starts[most - 1][0] :]
        lines = [*lines[: most - 1], QFontMetricsF(face).elidedText(rest, Qt.TextElideMode.ElideRight, width)]
    return lines or [""]
