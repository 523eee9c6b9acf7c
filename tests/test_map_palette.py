"""Colours that must be told apart are, also on paper and without red-green vision."""

import itertools

import numpy as np
import pytest

from map.palette import HUES, PALETTES, RGBA, Palette

CLASSES = ("blue", "amber", "green", "violet")
# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
BLIND = {
    "protanopia": [(0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)],
    "deuteranopia": [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)],
}


def linear(colour: RGBA) -> np.ndarray:
    c = np.array(colour[:3]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE Lab (D65) of linear RGB."""
    xyz = np.array([(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)]) @ np.clip(rgb, 0, 1)
    t = xyz / (0.95047, 1.0, 1.08883)
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(a: RGBA, b: RGBA) -> float:
    high, low = sorted((float(linear(c) @ (0.2126, 0.7152, 0.0722)) for c in (a, b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["night-cvd", "paper-cvd"])
@pytest.mark.parametrize("sight", BLIND)
def test_classes_stay_apart_without_red_green_vision(name: str, sight: str) -> None:
    palette, blind = PALETTES[name], np.array(BLIND[sight])
    seen = {hue: lab(blind @ linear(palette.hue(hue))) for hue in CLASSES}
    for a, b in itertools.combinations(CLASSES, 2):
        assert np.linalg.norm(seen[a] - seen[b]) >= 20, (a, b)


@pytest.mark.parametrize("name", ["paper", "paper-cvd"])
def test_ink_on_paper_can_be_read(name: str) -> None:
    palette = PALETTES[name]
    for hue in (*CLASSES, "red"):
        assert contrast(palette.hue(hue), (255, 255, 255, 255)) >= 4.9, hue
    assert contrast(palette.text, palette.ground) >= 7


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
def test_every_hue_and_style_has_a_colour(palette: Palette) -> None:
    assert all(len(palette.hue(hue)) == 4 for hue in HUES)
    assert palette.area("no such style") == palette.area("yard")
    assert palette.line("no such style") == palette.line("path")


@pytest.mark.parametrize("name", PALETTES)
def test_names_are_still_read_while_everything_stands_back(name: str) -> None:
    palette = PALETTES[name]
    shade = np.array((palette.vignette if palette.dark else palette.ground)[:3])
    grounds = [palette.roof, palette.roof_far, palette.wall_light, *(palette.area(a).fill for a in palette.areas)]
    for ground in grounds:
        left = np.array(ground[:3]) * palette.dim + shade * (1 - palette.dim)
        text = left + (np.array(palette.text_soft[:3]) - left) * palette.dim_names
        assert contrast(tuple(text), tuple(left)) >= 3.0
    assert palette.dim < palette.dim_names < 0.85, "they do stand back"
