"""The type of the window: a face that holds Chinese and Latin, six sizes, two weights, figures of one width."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from app.desktop.look import SIZES

FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei UI",
    "WenQuanYi Micro Hei",
    "Segoe UI",
    "DejaVu Sans",
)


@cache
def family() -> str:
    """The first of FAMILIES that is installed; the system's own where none is."""
    installed = set(QFontDatabase.families())
    own = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return next((name for name in FAMILIES if name in installed), own)


@cache
def font(size: str = "small", bold: bool = False) -> QFont:
    """A face of one of look.SIZES; figures are tabular, so that a running clock does not tremble."""
    face = QFont(family())
    face.setPixelSize(SIZES[size])
    face.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    face.setFeature(QFont.Tag("tnum"), 1)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face
