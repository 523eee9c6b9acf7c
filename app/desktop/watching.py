"""`Watching`: which cameras are on the screen – beside the timeline for the chosen alarm, and in a camera's card."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.desktop.bridge import Bridge
from app.desktop.camera_room import CameraRoom
from app.desktop.camera_strip import cameras_for
from app.desktop.camera_words import trouble_words
from app.desktop.cases import Cases
from app.desktop.i18n import translate
from app.desktop.workbench import Workbench
from app.watcher.talk import Said
from domain.access import may
from domain.commands import DrawZone
from vision.tile import Tile


class Watching(QObject):
    """GUI thread."""

    def __init__(self, bench: Workbench, bridge: Bridge, cases: Cases, room: CameraRoom) -> None:
        super().__init__(bench)
        self._bench, self._bridge, self._cases, self._room = bench, bridge, cases, room
        self._camera = ""
        room.pictured.connect(self._pictured)
        room.altered.connect(self._altered)
        room.troubled.connect(self._troubled)
        bench.cameras.folded.connect(self.refresh)
        cases.chosen.connect(lambda _alarm: self.refresh())
        bridge.changed.connect(lambda _changes: self._show_zone())
        bench.detail.shown.connect(self._detail)
        bench.detail.camera.zone_wished.connect(self._draw)

    def refresh(self) -> None:
        """The cameras for the chosen alarm, and of the card; these alone are drawn."""
        situation = self._bridge.situation
        if situation is None:
            self._bench.cameras.clear()
            self._bench.detail.camera.tile.clear()
            return
        alarm = situation.alarms.get(self._cases.alarm)
        cameras = cameras_for(situation.register, alarm, set(self._room.watched), situation.drawings)
        self._bench.cameras.show_cameras(situation.register, cameras, self._room.fresh())
        self._room.look_at({*self._bench.cameras.cameras, *([self._camera] if self._camera else [])})

    def _troubled(self, said: Said) -> None:
        """Which camera, and what is wrong with it, for a while in the status bar."""
        situation = self._bridge.situation
        row = situation.register.cameras.row(said.camera) if situation is not None and said.camera else -1
        name = situation.register.cameras.name[row] if situation is not None and row >= 0 else said.camera
        self._bench.status.show_remark(f"{name}: {trouble_words(said)}" if name else trouble_words(said))

    def _altered(self) -> None:
        """Cameras have come or gone: what is not watched any more shows no picture either."""
        self.refresh()
        if self._camera:
            self._detail("camera", self._camera)

    def _pictured(self, tile: Tile) -> None:
        self._bench.cameras.show_tile(tile)
        self._bench.detail.camera.tile.show_tile(tile)
        if tile.camera == self._camera:
            self._bench.detail.camera.tile.say_why(self._why(self._camera))

    def _detail(self, kind: str, ident: str) -> None:
        """Another card, or none ("")."""
        self._camera = ident if kind == "camera" else ""
        card, situation = self._bench.detail.camera, self._bridge.situation
        card.setVisible(bool(self._camera))
        if self._camera and situation is not None:
            row = situation.register.cameras.row(ident)
            name = situation.register.cameras.name[row] if row >= 0 else ident
            card.tile.show_camera(ident, name or ident, self._room.fresh().get(ident), self._why(ident))
        self._show_zone()
        self.refresh()

    def _why(self, camera: str) -> str:
        if camera in self._room.watched:
            trouble = self._room.trouble(camera)
            return trouble_words(trouble) if trouble is not None else ""
        if camera not in self._room.cameras:
            return translate("Watching", "No picture source is set up for this camera")
        return translate("Watching", "Another seat watches this camera")

    def _show_zone(self) -> None:
        picture = self._bridge.picture
        if picture is not None and self._camera:
            zoned = self._camera in picture.situation.zones
            allowed = may(picture.seat, "draw_zone") and self._camera in self._room.watched
            self._bench.detail.camera.show_zone(zoned=zoned, may=allowed)

    def _draw(self, camera: str, corners: object) -> None:
        if isinstance(corners, tuple):
            self._bridge.ask(DrawZone(camera=camera, corners=corners))
