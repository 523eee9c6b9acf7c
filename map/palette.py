"""The colours of the map by name: night and paper, each also for eyes that cannot tell red from green."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

RGBA = tuple[int, int, int, int]


def rgba(text: str, alpha: int = 255) -> RGBA:
    """ "#3D8BFF" -> (61, 139, 255, alpha)."""
    r, g, b = bytes.fromhex(text.lstrip("#"))
    return r, g, b, alpha


@dataclass(frozen=True)
class Ink:
    """Fill and edge of an area, or core and casing of a line; alpha 0 leaves it out."""

    fill: RGBA
    edge: RGBA = (0, 0, 0, 0)


@dataclass(frozen=True)
class Palette:
    """A look. Hues carry classes (blue, amber, green, violet) and urgency (red, orange), nothing else does.

    `name` is "night", "paper", "night-cvd" or "paper-cvd". All colours are straight (not premultiplied) RGBA 0..255.
    """

    name: str
    dark: bool
    ground: RGBA
    vignette: RGBA  # colour towards which the ground falls off at the rim
    text: RGBA
    text_soft: RGBA
    chip: RGBA  # background of boxed labels
    chip_edge: RGBA
    halo: RGBA  # behind unboxed text
    blue: RGBA
    amber: RGBA
    green: RGBA
    violet: RGBA
    red: RGBA
    orange: RGBA
    device: RGBA  # everything that is well and is no person
    wall_light: RGBA  # façade towards the light
    wall_dark: RGBA  # façade away from it
    wall_edge: RGBA
    roof: RGBA
    roof_far: RGBA  # roof colour at the end away from the light
    roof_edge: RGBA
    floor_line: RGBA
    pane: RGBA  # a dark window
    shadow: RGBA  # alpha: strength of the ground shadows
    tree: RGBA
    tree_light: RGBA
    glow: float  # strength of window halos, 0..1
    areas: Mapping[str, Ink]
    lines: Mapping[str, Ink]
    dim: float = 0.34  # light that is left under full focus
    dim_names: float = 0.68  # … to names, so that they are still read: at least 3 : 1 on what is left of the picture

    def hue(self, name: str) -> RGBA:
        """Colour of one of HUES."""
        return {"white": self.text, "grey": self.device}.get(name) or getattr(self, name)

    def area(self, style: str) -> Ink:
        """Ink of an area style; an unknown style is drawn as a yard."""
        return self.areas.get(style) or self.areas["yard"]

    def line(self, style: str) -> Ink:
        """Ink of a line style; an unknown style is drawn as a path."""
        return self.lines.get(style) or self.lines["path"]


HUES = ("green", "violet", "amber", "blue", "red", "orange", "grey", "white")

NIGHT = Palette(
    name="night",
    dark=True,
    ground=rgba("#0B1526"),
    vignette=rgba("#060B15"),
    text=rgba("#E8EEF7"),
    text_soft=rgba("#93A4BC"),
    chip=rgba("#0A111D", 226),
    chip_edge=rgba("#2A3B55"),
    halo=rgba("#080E19", 190),
    blue=rgba("#3D8BFF"),
    amber=rgba("#FFB020"),
    green=rgba("#2BD98A"),
    violet=rgba("#A879FF"),
    red=rgba("#FF4D4F"),
    orange=rgba("#FF9A3C"),
    device=rgba("#8BA0BC"),
    wall_light=rgba("#2B3A52"),
    wall_dark=rgba("#18212F"),
    wall_edge=rgba("#56719B"),
    roof=rgba("#47607F"),
    roof_far=rgba("#33465F"),
    roof_edge=rgba("#86A2C8"),
    floor_line=rgba("#0F1621", 150),
    pane=rgba("#0D141F"),
    shadow=rgba("#03060C", 150),
    tree=rgba("#17493C"),
    tree_light=rgba("#236350"),
    glow=1.0,
    areas={
        "community": Ink(rgba("#12233C"), rgba("#4E7299")),
        "yard": Ink(rgba("#1B3150"), rgba("#223B5E")),
        "road": Ink(rgba("#101E33")),
        "green": Ink(rgba("#173F36"), rgba("#21564A")),
        "water": Ink(rgba("#1D5A8C"), rgba("#2F76AE")),
        "plaza": Ink(rgba("#20395A"), rgba("#2B496F")),
        "parking": Ink(rgba("#172A45"), rgba("#28425F")),
        "outside": Ink(rgba("#0D1A2D"), rgba("#15263D")),
        "building_lot": Ink(rgba("#162A46")),
    },
    lines={
        "road": Ink(rgba("#112036"), rgba("#0C1829")),
        "street": Ink(rgba("#16273F"), rgba("#0C1829")),
        "path": Ink(rgba("#26415F")),
        "wall": Ink(rgba("#5C82AC")),
        "fence": Ink(rgba("#3C5878")),
        "border": Ink(rgba("#5E8CBC")),
        "water": Ink(rgba("#1D5A8C")),
        "rail": Ink(rgba("#2A3B52"), rgba("#0C1829")),
    },
)

PAPER = Palette(
    name="paper",
    dark=False,
    ground=rgba("#F3F1EC"),
    vignette=rgba("#E6E3DB"),
    text=rgba("#1B2430"),
    text_soft=rgba("#566273"),
    chip=rgba("#FFFFFF", 240),
    chip_edge=rgba("#C3C8CF"),
    halo=rgba("#FBFAF7", 215),
    blue=rgba("#1D5FD1"),
    amber=rgba("#9A5B00"),
    green=rgba("#0B7A4B"),
    violet=rgba("#6B3FC4"),
    red=rgba("#C81E2B"),
    orange=rgba("#B4530A"),
    device=rgba("#5D6B7E"),
    wall_light=rgba("#E4E1DA"),
    wall_dark=rgba("#C2C4C8"),
    wall_edge=rgba("#98A0AB"),
    roof=rgba("#FDFCFA"),
    roof_far=rgba("#F1EFEA"),
    roof_edge=rgba("#A9AFB8"),
    floor_line=rgba("#9AA2AD", 120),
    pane=rgba("#A9B4C2"),
    shadow=rgba("#4A4A5C", 74),
    tree=rgba("#B5CDA9"),
    tree_light=rgba("#CBDEBF"),
    glow=0.0,
    areas={
        "community": Ink(rgba("#FAF9F6"), rgba("#7F8FA6")),
        "yard": Ink(rgba("#EFEEE8"), rgba("#E0DED6")),
        "road": Ink(rgba("#FFFFFF"), rgba("#DDDAD2")),
        "green": Ink(rgba("#DCE8D2"), rgba("#C4D6B6")),
        "water": Ink(rgba("#BFD9EA"), rgba("#96BDD6")),
        "plaza": Ink(rgba("#F3ECE0"), rgba("#DED3C0")),
        "parking": Ink(rgba("#E9E9E6"), rgba("#D3D3CE")),
        "outside": Ink(rgba("#ECEAE4"), rgba("#E0DDD5")),
        "building_lot": Ink(rgba("#F2F1EC")),
    },
    lines={
        "road": Ink(rgba("#FFFFFF"), rgba("#D6D3CA")),
        "street": Ink(rgba("#FFFFFF"), rgba("#D6D3CA")),
        "path": Ink(rgba("#E2DCCF")),
        "wall": Ink(rgba("#6E7F96")),
        "fence": Ink(rgba("#A7B1BE")),
        "border": Ink(rgba("#5B7394")),
        "water": Ink(rgba("#BFD9EA")),
        "rail": Ink(rgba("#A9AFB8"), rgba("#FFFFFF")),
    },
    dim=0.40,
    dim_names=0.78,
)

# Violet against blue and green against amber fall together without red-green vision: these keep apart by lightness too.
NIGHT_CVD = replace(
    NIGHT,
    name="night-cvd",
    blue=rgba("#1F5FE6"),
    amber=rgba("#FFC233"),
    green=rgba("#16B98F"),
    violet=rgba("#D99BFF"),
    red=rgba("#FF5A3D"),
    orange=rgba("#FFA45C"),
)
PAPER_CVD = replace(
    PAPER,
    name="paper-cvd",
    blue=rgba("#0B3FB5"),
    amber=rgba("#846200"),
    green=rgba("#006B60"),
    violet=rgba("#B63C9E"),
    red=rgba("#B5200D"),
    orange=rgba("#A8560A"),
)
PALETTES: Mapping[str, Palette] = {p.name: p for p in (NIGHT, PAPER, NIGHT_CVD, PAPER_CVD)}
