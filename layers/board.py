"""The board: binds one canvas to a register and a situation, and keeps every layer as fresh as it must be."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.alarms import Fact
from domain.changes import AnyChange, Batch, Drawn, DutyChanged, Moved, OrderMade, OrderStepped
from domain.register import Register
from domain.situation import Situation
from layers import afar, filtering, lights, selection, words
from layers.catalogue import BY_KEY, LAYERS
from layers.estate import Estate
from layers.filters import NOTHING, Filters
from layers.framing import CLOSE_PX_PER_M, Framing
from layers.hands import Hands
from layers.layer import Layer, LegendRow
from layers.pace import Pace, glide_ms
from layers.picture import Picture, Rank
from layers.plan import Plan
from layers.sight import InSight
from layers.symbology import MARKS, PLAIN, Symbology
from layers.target import Kind, key_of
from layers.trails import Trails
from map.canvas import BLOCKS, WINDOWS, MapCanvas
from map.palette import Palette


class MapBoard(QObject):
    """Everything the map shows for one seat. All methods belong to the GUI thread, which also applies the changes.

    `picked(kind, id)`: something was clicked ("" and "": the bare ground). `double_picked(kind, id)`. `hovered(kind,
    id)` on change. `legend_changed()`: switches or counts may differ. `say` puts a line of evidence into words.
    `home_marks` False is the wall's variant (R9): no home-level marks, homes cannot be picked.
    """

    picked = Signal(str, str)
    marked = Signal(str, str)
    double_picked = Signal(str, str)
    hovered = Signal(str, str)
    legend_changed = Signal()

    def __init__(
        self,
        canvas: MapCanvas,
        parent: QObject | None = None,
        *,
        home_marks: bool = True,
        say: Callable[[Fact], str] = words.unsaid,
    ) -> None:
        super().__init__(parent or canvas)  # never outlives what it draws on
        self.canvas = canvas
        self._home_marks = home_marks
        self._say = say
        self._picture: Picture | None = None
        self._estate: Estate | None = None
        self._hour = -1
        self._framing = Framing(canvas)
        self._on = {layer.key: layer.default_on for layer in LAYERS}
        self._pace = Pace(self, self._draw, self.flush)
        self.symbology = PLAIN
        self.filters = NOTHING
        canvas.set_layer_order(PLAIN.order)
        self._hands = Hands(canvas, home_marks=home_marks)
        self._hands.picked.connect(self.picked)
        self._hands.double_picked.connect(self.double_picked)
        self._hands.hovered.connect(self.hovered)
        self._sight = InSight(canvas, lambda: self._picture)
        self._sight.changed.connect(self.legend_changed)
        self._say_empty()

    # -- what is shown

    @property
    def picture(self) -> Picture | None:
        """What the layers are drawn from; None before `open`."""
        return self._picture

    def open(
        self,
        register: Register,
        situation: Situation,
        now: int,
        *,
        speed: float = 1.0,
        estate: Estate | None = None,
    ) -> None:
        """Show a register and a situation (again: replace both). `speed`: judging ms a real ms, for the glide.

        `estate`: of this register, made (and warmed) where it costs the window nothing.
        """
        plan = Plan(register) if estate is None else estate.plan
        fits = estate is not None and estate.home_marks is self._home_marks
        self._estate = estate if fits else Estate(plan, home_marks=self._home_marks)
        self._picture = Picture(
            plan,
            situation,
            now,
            palette=self.canvas.palette_now,
            home_marks=self._home_marks,
            glide_ms=glide_ms(speed),
            trails=Trails(len(register.devices)),
            say=self._say,
            filters=self.filters,
            off=self._off(),
        )
        self._hands.picture = self._picture
        self._pace.restart()
        self.canvas.set_attribution(register.site.attribution)
        self._say_empty()
        self.canvas.set_focus(0.0)
        self._follow_fixes()
        self._set_scene()
        self.refresh()

    def changed(self, changes: Batch | Iterable[AnyChange]) -> None:
        """The situation has just applied these: redraw what they touch, as soon as each layer's pace allows."""
        if self._picture is None:
            return
        kinds = {type(change) for change in (changes.changes if isinstance(changes, Batch) else changes)}
        if Moved in kinds:
            self._follow_fixes()
        self._pace.touch(layer.key for layer in LAYERS if not layer.touched_by.isdisjoint(kinds))
        if not kinds.isdisjoint((DutyChanged, Drawn)):
            self.legend_changed.emit()
        if not kinds.isdisjoint((OrderMade, OrderStepped)):
            self._keep_in_sight()
        if self._picture.focus and (self._picture.alarm is None or not self._picture.alarm.open):
            self.focus_alarm(None)

    def tick(self, now: int) -> None:
        """Time has passed (`now` epoch ms of judging time): ages grow, lights follow the hour. For once a second."""
        if self._picture is None:
            return
        self._alter(now=now)
        if lights.hour_of(now, self._picture.register.site.zone) != self._hour:
            self._set_scene()
        self._pace.tick(now)

    def set_palette(self, palette: Palette) -> None:
        """Another look."""
        self.canvas.set_palette(palette)
        self._alter(palette=palette)
        self._set_scene()
        self.refresh()

    def retranslate(self) -> None:
        """The language has changed."""
        self._say_empty()
        self._set_scene()  # the names of the blocks are part of it
        self.refresh()
        self.legend_changed.emit()

    def _say_empty(self) -> None:
        """What a map without anything on it says: the estate is on its way, or there is none."""
        self.canvas.set_empty_text(*(words.waiting_map() if self._picture is None else words.empty_map()))

    # -- what is looked at

    def select(self, kind: Kind | None, ident: str = "") -> None:
        """Mark one alarm, building, device, person, responder …; None clears."""
        self._alter(selected=None if kind is None or not ident else (kind, ident))
        self.marked.emit(kind or "", ident)
        self._pace.touch(["selection"])

    def focus_alarm(self, ident: str | None) -> None:
        """Everything steps back for one alarm, its building opens at its floor; None ends it. Ranks are forgotten."""
        self._alter(focus=ident or "", ranks=(), chosen=frozenset())
        if (ident or "") != self._framing.alarm:
            self._framing.end()
        self.canvas.set_focus(1.0 if self._picture is not None and self._picture.alarm is not None else 0.0)
        self._pace.touch(["alarms", "orders", "guards", "elders"])

    def show_ranks(self, ranks: Sequence[Rank | Mapping[str, Any]], chosen: Iterable[str] = ()) -> None:
        """Candidates for the alarm in focus, best first (rows of `Reply.data["ranks"]` will do); `chosen`: ids."""
        self._alter(ranks=tuple(Rank.of(row) for row in ranks), chosen=frozenset(chosen))
        self._keep_in_sight()
        self._pace.touch(["orders", "guards"])

    def _keep_in_sight(self) -> None:
        if self._picture is not None:
            self._framing.follow(self._picture)

    def where(self, kind: Kind, ident: str) -> tuple[float, float] | None:
        """East and north in metres of anything on the map; None where it is nowhere or must not be shown here."""
        if self._picture is None:
            return None
        found = selection.whereabouts(self._picture, (kind, ident))
        return None if found is None else (float(found[0]), float(found[1]))

    def fly_to(self, kind: Kind, ident: str, px_per_m: float = CLOSE_PX_PER_M) -> bool:
        """Fly there; False where there is nowhere to fly to. An alarm stays in sight with all that belongs to it."""
        alarm = self._picture.situation.alarms.get(ident) if self._picture is not None and kind == "alarm" else None
        if alarm is not None and self._picture is not None:
            return self._framing.begin(self._picture, alarm)
        self._framing.end()
        spot = self.where(kind, ident)
        if spot is not None:
            self.canvas.fly_to(spot, max(px_per_m, self.canvas.view.px_per_m))
        return spot is not None

    # -- layers

    def layer_on(self, key: str) -> bool:
        """Whether a layer is shown."""
        return self._on[key]

    def set_layer_on(self, key: str, on: bool) -> None:
        """Show or hide a layer; KeyError for one that is not in LAYERS."""
        if self._on[key] is on:
            return
        self._on[key] = on
        self.canvas.set_layer_visible(key, on)
        if key == "buildings":
            for part in (BLOCKS, WINDOWS):
                self.canvas.set_layer_visible(part, on)
        elif BY_KEY[key].in_scene:
            self._set_scene()
        self._alter(off=self._off())
        self._pace.touch([key, "gathered"])
        self.legend_changed.emit()

    def set_symbology(self, look: Symbology) -> None:
        """Another order of the layers, and how strongly each shows."""
        others, self.symbology = look.differing(self.symbology), look
        self.canvas.set_layer_order(look.order)
        for key in others:
            self.canvas.set_layer_opacity(key, look.share(key))
        if not set(MARKS).isdisjoint(others):
            self._set_scene()
        self._alter(off=self._off())
        self._pace.touch(["gathered"])
        self.legend_changed.emit()

    def set_filters(self, filters: Filters) -> None:
        """Another choice of what is shown; open alarms are in none."""
        if filters == self.filters:
            return
        homes = filters.touches("homes") or self.filters.touches("homes")
        self.filters = filters
        self._alter(filters=filters)
        if homes:
            self._set_scene()
        self._pace.touch(("devices", "cameras", "guards", "trails", "safety", "ended", "gathered"))
        self.legend_changed.emit()

    def legend(self) -> list[LegendRow]:
        """All rows of all layers, with counts as they are now; empty before `open`."""
        if self._picture is None:
            return []
        return [self._sight.told(row) for layer in LAYERS for row in layer.legend(self._picture)]

    def _off(self) -> frozenset[str]:
        """Layers that do not show at all."""
        return frozenset(key for key, on in self._on.items() if not on or not self.symbology.share(key))

    def tooltip(self, kind: Kind, ident: str) -> list[str]:
        """Lines about one thing; masked labels only."""
        return [] if self._picture is None else BY_KEY["buildings"].tooltip(key_of(kind, ident), self._picture)

    # -- drawing

    def refresh(self) -> None:
        """Draw every layer now."""
        self._pace.touch_all()
        self.flush()

    def flush(self) -> None:
        """Draw what is dirty and whose pace allows it; the rest comes later by itself."""
        if self._picture is not None:
            self._pace.flush()

    def _draw(self, layer: Layer) -> None:
        picture = self._picture
        assert picture is not None  # noqa: S101  # flush has looked
        shapes = afar.seen(layer.key, layer.shapes(picture), picture.palette) if self._on[layer.key] else None
        self.canvas.set_shapes(layer.key, shapes, bright=layer.bright)
        if layer.key == "gathered":
            self._sight.look()

    def _alter(self, **changes: Any) -> None:
        if self._picture is not None:
            self._picture = self._hands.picture = replace(self._picture, **changes)

    def _follow_fixes(self) -> None:
        assert self._picture is not None  # noqa: S101  # both callers have looked
        fixes = self._picture.situation.fixes
        self._picture.trails.record(self._picture.plan, fixes.lon, fixes.lat, fixes.at)

    def _set_scene(self) -> None:
        if self._picture is None or self._estate is None:
            return
        self._hour = lights.hour_of(self._picture.now, self._picture.register.site.zone)
        marks = {key: self._on[key] * self.symbology.share(key) for key in MARKS}
        kept = filtering.homes(self._picture)
        scene = self._estate.scene(self._picture.palette, self._hour, paths=self._on["paths"], kept=kept, **marks)
        self.canvas.set_scene(scene, self._picture.plan.frame)
