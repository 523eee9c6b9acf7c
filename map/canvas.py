"""The map widget: a cached static picture, dynamic shapes over it, gestures, and what was clicked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from map.frame import LocalFrame
from map.palette import NIGHT, Palette
from map.scene import Scene
from map.shapes import Shape
from map.view import Bounds, View

BLOCKS, WINDOWS, AREAS = "blocks", "windows", "areas"  # the layer names that clicks in the scene report


@dataclass(frozen=True)
class Click:
    """How and where: `button`, `modifiers`, the ground under it in metres, and the widget position (logical px)."""

    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier
    east: float
    north: float
    at: QPointF


class MapCanvas(QWidget):
    """Draws a Scene and named layers of shapes. All methods belong to the GUI thread; none of them waits for a render.

    Signals: `clicked(layer, key, Click)` something that has a key ("blocks", "windows", "areas" or a shape layer);
    `ground_clicked(east, north)` nothing there (every click while picking is off); `double_clicked(layer, key)`;
    `hovered(layer, key)` on change, two empty strings for nothing; `view_changed(View)`; `user_panned()` on the first
    move of a manual pan, zoom, turn or key; `rendered(ms)` a sharp picture has arrived, `ms` after it was asked for.
    """

    clicked = Signal(str, str, object)
    double_clicked = Signal(str, str)
    hovered = Signal(str, str)
    ground_clicked = Signal(float, float)
    view_changed = Signal(object)
    user_panned = Signal()
    rendered = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = View()
        self._palette = NIGHT

    # -- what is drawn
    def set_scene(self, scene: Scene, frame: LocalFrame) -> None:
        """Replace the static picture; the first non-empty scene is fitted into the window, later ones keep the view."""
        raise NotImplementedError

    def set_palette(self, palette: Palette) -> None:
        """Change the look; everything is redrawn (shapes keep the RGBA they were given)."""
        raise NotImplementedError

    def set_shapes(self, layer: str, shapes: Sequence[Shape] | None, bright: bool = False) -> None:
        """Replace the shapes of one layer (None removes it); cheap. `bright`: keeps its light under `set_focus`."""
        raise NotImplementedError

    def set_layer_visible(self, layer: str, visible: bool) -> None:
        """Show or hide a shape layer (also one to come), or the scene's "blocks", "windows", "trees", "labels"."""
        raise NotImplementedError

    def set_layer_order(self, order: Sequence[str]) -> None:
        """Names from lowest to highest; layers not named come above, in order of arrival."""
        raise NotImplementedError

    def set_focus(self, strength: float) -> None:
        """0: calm. 1: everything but bright layers at about a third of its light (faded within 200 ms)."""
        raise NotImplementedError

    def set_attribution(self, text: str) -> None:
        """Text at the bottom right, e.g. "© OpenStreetMap 贡献者"."""
        raise NotImplementedError

    def set_empty_text(self, title: str, hint: str = "") -> None:
        """What an empty scene says."""
        raise NotImplementedError

    def set_picking(self, on: bool) -> None:
        """Off: every click is a `ground_clicked` (drawing a boundary)."""
        raise NotImplementedError

    # -- where it is looked at from
    @property
    def view(self) -> View:
        """The view as it is now (in the middle of a flight: where it has got to)."""
        return self._view

    @property
    def frame(self) -> LocalFrame | None:
        """The local frame given with the scene."""
        raise NotImplementedError

    @property
    def palette_now(self) -> Palette:
        """The look in use."""
        return self._palette

    def set_view(self, view: View) -> None:
        """Jump there; width, height and dpr are the widget's own."""
        raise NotImplementedError

    def fly_to(self, target: tuple[float, float] | Bounds, px_per_m: float | None = None, ms: int = 350) -> None:
        """Fly to a point (east, north) or bounds in metres within `ms` (at most 400); any gesture interrupts it."""
        raise NotImplementedError

    def fit(self, ms: int = 0) -> None:
        """The whole scene in sight."""
        raise NotImplementedError

    def set_flat(self, flat: bool) -> None:
        """Plan (True) or 2.5D (False)."""
        raise NotImplementedError

    def toggle_flat(self) -> None:
        """Plan <-> 2.5D, about the middle of the window."""
        raise NotImplementedError

    def turn(self, deg: float) -> None:
        """Turn the bearing by `deg` clockwise, animated."""
        raise NotImplementedError

    # -- what is there
    def pick(self, px: QPointF | tuple[float, float]) -> tuple[str, str] | None:
        """(layer, key) of what is drawn at a pixel: dots, opened floors, windows, blocks, areas, in that order."""
        raise NotImplementedError

    def frame_times(self) -> list[float]:
        """Durations of the latest paints (at most 600), milliseconds."""
        raise NotImplementedError

    def sharp(self) -> bool:
        """The picture on show was rendered for exactly this view; nothing is under way."""
        raise NotImplementedError

    def grab_picture(self) -> QImage:
        """What is on show, at the widget's physical size."""
        raise NotImplementedError
