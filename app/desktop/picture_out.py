"""`PictureOut`: the map as a picture for the clipboard or a file, with a band that says whose it is and of when."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QRectF, QRunnable, QStandardPaths, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.desktop import figures
from app.desktop.bridge import Picture, Then
from app.desktop.fonts import font
from app.desktop.i18n import translate
from domain.commands import AnyCommand, ExportPicture, Reply
from map.canvas import MapCanvas
from map.palette import Palette

log = logging.getLogger(__name__)
Ask = Callable[[AnyCommand, Then], None]

BAND = 30
EDGE = 12.0
DEMO = "DEMO"


@dataclass(frozen=True)
class Mark:
    """What the band says: whose map, of when (with the zone), and whether nothing on it is real."""

    whose: str
    when: str
    demo: bool

    @staticmethod
    def of(picture: Picture, now: int, tz: tzinfo) -> Mark:
        """Of a station's picture at a moment of judging time (epoch ms)."""
        site, seat = picture.site, picture.seat
        whose = " · ".join(dict.fromkeys(part for part in (site.name, seat.label, seat.user) if part))
        moment = datetime.fromtimestamp(now / 1000, tz)
        when = f"{figures.date(now, tz)} {figures.time_of_day(now, tz, seconds=True)} {figures.offset(moment)}"
        return Mark(whose, when, site.kind in ("sample", "import+demo"))


def marked(image: QImage, mark: Mark, palette: Palette) -> QImage:
    """The picture with the band under it, at the picture's own density; nothing of the map is covered."""
    ratio = image.devicePixelRatio()
    out = QImage(image.width(), image.height() + round(BAND * ratio), QImage.Format.Format_RGB32)
    out.setDevicePixelRatio(ratio)
    painter = QPainter(out)
    painter.drawImage(0, 0, image)
    size = image.deviceIndependentSize()
    band = QRectF(0, size.height(), size.width(), BAND)
    painter.fillRect(band, QColor(*palette.ground))
    _write(painter, band.adjusted(EDGE, 0, -EDGE, 0), mark, palette)
    painter.end()
    return out


def _write(painter: QPainter, band: QRectF, mark: Mark, palette: Palette) -> None:
    """The time always whole at the right; whose it is gives way."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(*palette.text), 1))
    face = font("small")
    sizes, left = QFontMetricsF(face), band.left()
    if mark.demo:
        strong = font("small", bold=True)
        box = QRectF(left, band.top() + 5, QFontMetricsF(strong).horizontalAdvance(DEMO) + 14, band.height() - 10)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(strong)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, DEMO)
        left = box.right() + EDGE
    painter.setFont(face)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(band, Qt.AlignmentFlag.AlignRight | middle, mark.when)
    room = band.right() - sizes.horizontalAdvance(mark.when) - 2 * EDGE - left
    whose = sizes.elidedText(mark.whose, Qt.TextElideMode.ElideRight, max(room, 0.0))
    painter.drawText(QRectF(left, band.top(), max(room, 0.0), band.height()), middle, whose)


def write(image: QImage, file: str) -> str:
    """Write a picture whole or not at all, PNG or JPEG by its name; "" when done, else why not. Any thread."""
    path = Path(file)
    kind = "JPEG" if path.suffix.lower() in (".jpg", ".jpeg") else "PNG"
    packed = _packed(image, kind)
    if not packed:
        return translate("PictureOut", "the picture cannot be made into a {kind} file").format(kind=kind)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as out:
            out.write(packed)
            out.flush()
            os.fsync(out.fileno())  # a full disk may say so only now
        part.replace(path)
    except OSError as fault:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return fault.strerror or str(fault)
    return ""


def _packed(image: QImage, kind: str) -> bytes:
    """Empty where the kind cannot hold it: a JPEG ends at 65,500 pixels each way."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    done = image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data()) if done else b""


class _Writing(QRunnable):
    """One file, on a thread of the pool."""

    def __init__(self, image: QImage, file: str, done: Callable[[str, str], None]) -> None:
        super().__init__()
        self._image, self._file, self._done = image, file, done

    def run(self) -> None:
        """Write and tell."""
        self._done(self._file, write(self._image, self._file))


class PictureOut(QObject):
    """GUI thread; files are written on a thread of their own. `mark` gives the band, None before there is a picture.
    `ask` puts it to the desk: a picture of which the audit could keep no row is not given.

    `say(text, wrong)` puts a remark where the person looks. `written(file, why)`: "" it is there.
    """

    written = Signal(str, str)

    def __init__(
        self,
        canvas: MapCanvas,
        mark: Callable[[], Mark | None],
        say: Callable[[str, bool], None],
        ask: Ask,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._mark, self._say, self._window = canvas, mark, say, parent
        self._put = ask
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._under_way: dict[str, QImage] = {}
        self._folder = ""
        self.written.connect(self._told, Qt.ConnectionType.QueuedConnection)

    def picture(self) -> QImage | None:
        """The map as it is on the screen, names masked as there, with its band; None (and a word) without a map."""
        mark = self._mark()
        if mark is None:
            self._say(translate("PictureOut", "There is no map yet: the desk has not sent its picture"), True)
            return None
        return marked(self._canvas.grab_picture(), mark, self._canvas.palette_now)

    def copy(self) -> None:
        """Into the clipboard."""
        image = self.picture()
        if image is not None:
            self._put(ExportPicture(to="clipboard"), lambda reply: self._copied(reply, image))

    def _copied(self, reply: Reply, image: QImage) -> None:
        if reply.done:
            QApplication.clipboard().setImage(image)
            self._say(translate("PictureOut", "The map is in the clipboard as a picture"), False)

    def save(self) -> None:
        """Ask where to; the picture is of the moment of the asking."""
        image, mark = self.picture(), self._mark()
        if image is not None and mark is not None:
            self._put(ExportPicture(to="file"), lambda reply: self._granted(reply, image, _file_name(mark)))

    def _granted(self, reply: Reply, image: QImage, name: str) -> None:
        if reply.done:
            self._ask(image, name)

    def save_to(self, image: QImage, file: str) -> None:
        """Write it; what became of it is said later."""
        self._under_way[file] = image
        self._pool.start(_Writing(image, file, self.written.emit))

    def _ask(self, image: QImage, name: str) -> None:
        """Not modal: an alarm may come meanwhile."""
        folder = self._folder or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self._window, translate("PictureOut", "Save the map as a picture"), folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PNG (*.png)", "JPEG (*.jpg *.jpeg)"])
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda file: self.save_to(image, file))
        dialog.setModal(False)
        dialog.show()

    def _told(self, file: str, why: str) -> None:
        image = self._under_way.pop(file, None)
        if image is None:
            return
        if not why:
            self._folder = str(Path(file).parent)
            self._say(translate("PictureOut", "Saved: {file}").format(file=file), False)
            return
        log.warning("a picture of the map could not be saved")
        said = translate("PictureOut", "Not saved ({why}), nothing is lost: choose another place or kind")
        self._say(said.format(why=why), True)
        self._ask(image, Path(file).name)


def _file_name(mark: Mark) -> str:
    """Whose and when, without what file systems refuse."""
    station, when = mark.whose.split(" · ")[0], mark.when.rsplit(" ", 1)[0]
    return re.sub(r'[\\/:*?"<>|\s]+', "-", f"{station} {when}") + ".png"
