"""The colours of the window, made from the map's palette so that panels and map are one picture."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from string import Template

from PySide6.QtGui import QColor

import resources
from domain.alarms import Level
from map.palette import PALETTES, RGBA, Palette

SIZES = {"tiny": 12, "small": 14, "body": 16, "head": 20, "title": 28, "timer": 40}
"""The six sizes of type, in logical pixels; tiny is for ages only and nothing is smaller."""


@dataclass(frozen=True)
class Look:
    """One theme's colours as "#RRGGBB". `soft` variants are for text on a panel, `deep` ones for fills under text."""

    name: str
    dark: bool
    bar: str
    panel: str
    line: str
    card: str
    card_edge: str
    card_over: str
    field: str
    track: str
    text: str
    text_mid: str
    text_soft: str
    text_faint: str
    green: str
    green_deep: str
    green_soft: str
    amber: str
    amber_soft: str
    red: str
    red_soft: str
    red_deep: str
    red_card: str
    orange: str
    orange_card: str
    orange_deep: str
    grey: str
    grey_deep: str
    blue: str
    link: str
    violet: str
    on_fill: str

    def level(self, level: Level | int) -> QColor:
        """Red and orange belong to levels 1 and 2; 3 and 4 are told apart by shape alone."""
        return QColor({1: self.red, 2: self.orange}.get(int(level), self.grey))

    def level_card(self, level: Level | int) -> QColor:
        """The fill of a selected card."""
        return QColor({1: self.red_card, 2: self.orange_card}.get(int(level), self.card_over))

    def style_sheet(self) -> str:
        """The one style sheet, with this look's colours in it."""
        return Template(resources.text("styles/workbench.qss")).substitute({k: str(v) for k, v in asdict(self).items()})


def _hex(colour: RGBA) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour[:3])


_NIGHT = {
    "bar": "#080F1B",
    "panel": "#0A121F",
    "line": "#16233A",
    "card": "#0F1A2B",
    "link": "#8FB8FF",
    "card_edge": "#1E2E46",
    "card_over": "#14233A",
    "field": "#0E1828",
    "track": "#1C2A40",
    "text": "#EDF2FA",
    "text_mid": "#C3CFDF",
    "text_soft": "#8C9DB6",
    "text_faint": "#5A6B85",
    "green_deep": "#1FA870",
    "green_soft": "#9FE8C6",
    "amber_soft": "#D9B56C",
    "red_soft": "#FF7B78",
    "red_deep": "#E6484B",
    "red_card": "#2C1014",
    "orange_card": "#2A1C0E",
    "orange_deep": "#B4610F",
    "grey_deep": "#3A4D69",
    "grey": "#AEBACB",
    "on_fill": "#FFFFFF",
}
_PAPER = {
    "bar": "#FBFAF7",
    "panel": "#F6F4EF",
    "line": "#DAD7CF",
    "card": "#FFFFFF",
    "link": "#1D4F9E",
    "card_edge": "#D3D0C8",
    "card_over": "#EEF2F8",
    "field": "#FFFFFF",
    "track": "#E2DFD7",
    "text": "#18212D",
    "text_mid": "#36424F",
    "text_soft": "#566273",
    "text_faint": "#8A929D",
    "green_deep": "#0B7A4B",
    "green_soft": "#0B6540",
    "amber_soft": "#8A5200",
    "red_soft": "#BE1C29",
    "red_deep": "#C81E2B",
    "red_card": "#FDECEC",
    "orange_card": "#FCF1E4",
    "orange_deep": "#A8500A",
    "grey_deep": "#465569",
    "grey": "#5D6B7E",
    "on_fill": "#FFFFFF",
}


@cache
def look_of(name: str) -> Look:
    """The window's colours for a palette of `map.palette.PALETTES`; an unknown name is night."""
    palette: Palette = PALETTES.get(name, PALETTES["night"])
    hues = {hue: _hex(palette.hue(hue)) for hue in ("green", "amber", "red", "orange", "blue", "violet")}
    return Look(name=palette.name, dark=palette.dark, **hues, **(_NIGHT if palette.dark else _PAPER))
