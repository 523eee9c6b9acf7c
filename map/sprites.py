"""The small registry of vector-drawn glyphs: a sprite is a shape in a hue, and its number is stable."""

from map.palette import HUES

# The forces: officer triangle, auxiliary square, grid worker disc, volunteer diamond, property staff pentagon,
# fire post hexagon.
SHAPES = (
    "triangle",
    "square",
    "disc",
    "diamond",
    "pentagon",
    "hexagon",
    "star",
    "cross",
    "small_square",
    "small_diamond",
    "small_disc",
    "small_ring",
    "small_triangle",
    "camera",
    "level1",
    "level2",
    "level3",
    "level4",
    "ring",
    "drop",
)


def sprite(shape: str, hue: str) -> int:
    """Number of a glyph, for `Dots.sprite`: one of SHAPES in one of `map.palette.HUES`; ValueError otherwise."""
    return SHAPES.index(shape) * len(HUES) + HUES.index(hue)
