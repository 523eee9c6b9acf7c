"""The wiring: every connection between panels, map, bridge and acts stands here, so the program can be read here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from app.desktop.about import show_about
from app.desktop.acts import Acts
from app.desktop.attention import Attention
from app.desktop.base_maps import BaseMaps
from app.desktop.beside import Beside
from app.desktop.bookmarks import Bookmarks
from app.desktop.bridge import Bridge, Picture
from app.desktop.camera_room import CameraRoom, Given
from app.desktop.cases import Cases
from app.desktop.comfort import Comfort
from app.desktop.command_list import Action
from app.desktop.doctor_page import DoctorPage
from app.desktop.doctor_page import arguments as doctor_asked
from app.desktop.drawings import Drawings
from app.desktop.estates import Estates
from app.desktop.filters import SeatFilters
from app.desktop.follow import Follow
from app.desktop.hands import Hands
from app.desktop.i18n import Languages, translate
from app.desktop.looking import Looking
from app.desktop.manual import KEYS, ManualWindow
from app.desktop.measuring import Measuring
from app.desktop.menus import Menus
from app.desktop.picture_out import Mark, PictureOut
from app.desktop.rows_page import AUDIT, QUARANTINE
from app.desktop.screen import Screen
from app.desktop.selecting import Selecting
from app.desktop.settings import SeatSettings
from app.desktop.sound import SoundPlan, Speaker
from app.desktop.switches import SeatSwitches
from app.desktop.symbology import SeatSymbology
from app.desktop.wall import Wall
from app.desktop.watching import Watching
from app.desktop.workbench import Workbench
from app.paths import log_folder
from domain.access import may
from domain.commands import ReadAudit, ReadQuarantine

NOTHING_GIVEN = Given({}, None)
ANYTIME = frozenset({Qt.Key.Key_F1, Qt.Key.Key_F10})
"""Manual and menu: they need no picture."""


PATIENCE_MS = 20_000
"""So long a desk may take to come up beside its window before the window says that there is none."""


class Wiring(QObject):
    """One seat's window, wired. `sign_out` is called when another person wishes to sit down."""

    def __init__(
        self,
        bench: Workbench,
        bridge: Bridge,
        languages: Languages,
        given: Given = NOTHING_GIVEN,
        *,
        sign_out: Callable[[], None],
    ) -> None:
        super().__init__(bench)
        self.bench, self.bridge, self.languages = bench, bridge, languages
        self.cases = Cases(self)
        self.follow = Follow()
        self.plan = SoundPlan()
        self.speaker = Speaker(self)
        self.acts = Acts(bridge, self.cases, self)
        self.screen = Screen(bench, bridge, self.cases, follow=self.follow, plan=self.plan, languages=languages)
        self.looking = Looking(bench, bridge, self.cases, self.acts, self.screen)
        self.attention = Attention(
            bench,
            bridge,
            self.cases,
            acts=self.acts,
            screen=self.screen,
            looking=self.looking,
            follow=self.follow,
            plan=self.plan,
            speaker=self.speaker,
        )
        self.hands = Hands(bench, self.cases, self.acts, self.attention.go_to_alarm)
        self.comfort = Comfort(bench, languages, self.speaker)
        self.base_maps = BaseMaps(bench)
        self.symbology = SeatSymbology(bench)
        self.switches = SeatSwitches(bench)
        self.filters = SeatFilters(bench, lambda: bridge.now, lambda: self.screen.tz)
        self.estates = Estates(bench, self.filters)
        self.beside = Beside(bench, bridge, self.cases, self.estates, self.screen.say_fact)
        self.manual = ManualWindow(languages, bench.theme, bench)
        self.measuring = Measuring(bench)
        self.drawings = Drawings(bench, bridge)
        self.selecting = Selecting(bench, bridge, self.screen, lambda: bool(self.cases.alarm))
        self.bookmarks = Bookmarks(bench.canvas, bench.say, bench)
        self.picture_out = PictureOut(bench.canvas, self._mark, bench.say, bridge.ask, bench)
        self.room = CameraRoom(bridge, given, self)
        self.watching = Watching(bench, bridge, self.cases, self.room)
        self.screen.blind = self.room.blind
        self.wall = Wall(bench, bridge, self.cases, self.room.blind)
        bench.cameras.opened.connect(lambda camera: self.looking.went("camera", camera))
        bench.destroyed.connect(bridge.forget)  # an answer that comes now is for nobody
        self._sign_out = sign_out
        self._begun = QElapsedTimer()
        self._begun.start()
        self.menus = Menus(bench, self._doings(), self._switched, bench.legend.menu)
        self._wire_bridge()
        self._wire_rail()
        self._wire_case()
        self._wire_detail()
        self._wire_map()
        self._wire_commands()
        self._wire_window()

    # -- the connections

    def _wire_bridge(self) -> None:
        bridge, status = self.bridge, self.bench.status
        bridge.opened.connect(self._opened)
        bridge.changed.connect(self.screen.changed)
        bridge.changed.connect(self.bench.overview.changed)
        bridge.pulse.connect(lambda pulse: status.show_pulse(pulse, bridge.now))
        bridge.pulse.connect(self.bench.band.show_pulse)
        bridge.lost.connect(self._show_lost)
        bridge.resumed.connect(lambda: self._show_lost(""))
        bridge.refused_command.connect(self.looking.refused)
        self.screen.raised.connect(self.attention.raised)
        self.looking.alarm_wished.connect(self.attention.go_to_alarm)
        self.screen.rank_due.connect(self.acts.rank)
        self.screen.tick_done.connect(self.attention.sound)
        self.speaker.unavailable.connect(
            lambda _why: status.show_note(translate("Wiring", "No sound device: alarms are silent here"))
        )

    def _wire_rail(self) -> None:
        rail = self.bench.rail
        rail.alarm_chosen.connect(self.attention.go_to_alarm)
        rail.step_wished.connect(self.hands.step_on)
        rail.elder_chosen.connect(self.looking.elder)
        rail.waiting_wished.connect(self.attention.next_waiting)
        self.bench.top.counts.clicked.connect(self.attention.next_alarm)
        self.bench.timeline.alarm_chosen.connect(self.attention.go_to_alarm)
        self.bench.case.timeline.alarm_chosen.connect(self.attention.go_to_alarm)

    def _wire_case(self) -> None:
        case, acts = self.bench.case, self.acts
        self.cases.chosen.connect(self.attention.chosen)
        self.cases.altered.connect(self.attention.altered)
        case.step_wished.connect(self.hands.step)
        case.item_ticked.connect(self.cases.tick_item)
        case.dispatch.toggled.connect(self.cases.toggle)
        case.dispatch.send_wished.connect(self.hands.send)
        case.dispatch.external_wished.connect(lambda who: acts.send(self.cases.alarm, [who]))
        case.dispatch.take_back_wished.connect(self.hands.take_back)
        case.dispatch.order_back_wished.connect(acts.take_back_order)
        case.dispatch.answer_relayed.connect(acts.relay)
        acts.relay_wished.connect(self.hands.relay_menu)
        case.exits.contacts_wished.connect(self.hands.contacts)
        case.exits.false_alarm_wished.connect(lambda why: acts.false_alarm(self.cases.alarm, why))
        case.exits.shelve_wished.connect(lambda minutes, why: acts.shelve(self.cases.alarm, minutes, why))
        case.exits.duplicate_wished.connect(lambda of: acts.duplicate(self.cases.alarm, of))

    def _wire_detail(self) -> None:
        detail = self.bench.detail
        detail.closed.connect(self.looking.close_detail)
        detail.link_chosen.connect(self.looking.look_at)
        detail.fly_wished.connect(self.looking.fly)
        detail.reveal_wished.connect(self.looking.reveal)
        detail.report_wished.connect(self.looking.report_at)

    def _wire_map(self) -> None:
        board, canvas = self.bench.board, self.bench.canvas
        board.picked.connect(self.looking.picked)
        self.looking.drawing_wished.connect(self.drawings.picked)
        canvas.user_panned.connect(self.attention.panned)
        canvas.installEventFilter(self.attention)
        self.bench.star.clicked.connect(self.attention.star)
        self.bench.legend.symbology_wished.connect(self.symbology.open)

    def _wire_commands(self) -> None:
        commands = self.bench.commands
        commands.went.connect(self.looking.went)
        commands.incident.connect(self.looking.incident)
        commands.people_wished.connect(lambda text: self.acts.search(text, self.looking.people))
        commands.person_chosen.connect(self.looking.elder)

    def _wire_window(self) -> None:
        self.bench.top.menu_button.setMenu(self.menus.menu)
        self.bench.on_key = self._pressed
        self.bench.retranslated.connect(self._retranslate)
        self.bench.closing.connect(self.close)

    def _pressed(self, key: int) -> bool:
        """Before the first picture there is nothing that a key could do, and nothing to complain of."""
        return (self.bridge.picture is not None or key in ANYTIME) and self.menus.press(key)

    def _doings(self) -> dict[str, Callable[[], object]]:
        bench = self.bench
        return {
            "next_alarm": self.attention.next_alarm,
            "step": self.hands.step,
            "send": self.hands.send,
            "take_back": self.hands.take_back,
            "contacts": self.hands.contacts,
            "incident": lambda: bench.commands.begin_incident(""),
            "calm": self._calm,
            "find": bench.commands.open,
            "flat": bench.canvas.toggle_flat,
            "home": bench.canvas.home_by_hand,
            "overview": bench.overview.toggle,
            "wall": self.wall.toggle,
            "wall_size": self.wall.ask_size,
            "follow": self.attention.star,
            "symbology": self.symbology.open,
            "filters": self.filters.open,
            "clear_filters": self.filters.clear,
            "estates": self.estates.menu,
            "only_estate": self.estates.toggle_alone,
            "beside": self.beside.toggle,
            "strip": lambda: bench.show_strip(not bench.strip_shown),
            "arrange": lambda: bench.docks.arrange(not bench.docks.arranging),
            "reset_layout": bench.reset_layout,
            "measure": self.measuring.distance,
            "measure_area": self.measuring.area,
            "drawings": self.drawings.open,
            "base_map": self.base_maps.menu,
            "views": self.bookmarks.open,
            "copy_picture": self.picture_out.copy,
            "save_picture": self.picture_out.save,
            "copy_point": bench.coordinates.copy,
            "datum": bench.coordinates.choose,
            "theme": self.comfort.theme,
            "colour_blind": self.comfort.colour_blind,
            "sound": self.comfort.sound_switch,
            "try_sound": lambda: self.speaker.play(1),
            "language_zh": partial(self.comfort.speak, "zh_CN"),
            "language_en": partial(self.comfort.speak, "en"),
            "sign_out": self._sign_out,
            "menu": bench.top.menu_button.showMenu,
            "manual": self.manual.open,
            "keys": partial(self.manual.open, KEYS),
            "audit": lambda: self.looking.rows(translate("Wiring", "Who did what"), AUDIT, ReadAudit()),
            "quarantine": lambda: self.looking.rows(translate("Wiring", "Quarantine"), QUARANTINE, ReadQuarantine()),
            "doctor": lambda: DoctorPage(bench.theme, lambda: self.languages.now, doctor_asked(), bench).show(),
            "logs": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder()))),
            "about": lambda: show_about(bench),
            "quit": bench.close,
            **{f"tick{n}": partial(self.hands.tick_number, n) for n in range(1, 6)},
        }

    # -- beginning, other languages, the end

    def _opened(self, picture: Picture) -> None:
        bench = self.bench
        self.comfort.begin(SeatSettings(picture.site.id, picture.seat.user))
        self.bookmarks.begin(self.comfort.settings)
        bench.coordinates.begin(self.comfort.settings, picture.site.datum)
        bench.restore_layout(self.comfort.settings.layout())
        self.follow.settle(picture.situation.alarms, self.cases.alarm)
        self.screen.open(picture)
        bench.overview.begin(self.comfort.settings)
        self.base_maps.begin(self.comfort.settings)
        self.wall.begin(self.comfort.settings)
        self.symbology.begin(self.comfort.settings)
        self.switches.begin(self.comfort.settings)
        self.filters.begin(self.comfort.settings)
        self._show_lost("")
        self.menus.use_seat(picture.seat)
        if self.screen.finder is not None:
            bench.commands.set_up(
                self.screen.finder,
                self._commands,
                may_report=may(picture.seat, "report_incident"),
                may_search=may(picture.seat, "search_people"),
            )
        bench.use_grid(bench.grid)
        bench.setFocus()

    def _commands(self) -> list[Action]:
        return [
            *self.menus.for_command_bar(),
            *self.bookmarks.for_command_bar(),
            *self.estates.for_command_bar(),
        ]

    def _show_lost(self, reason: str) -> None:
        if not reason:
            self.bench.status.show_remark("")  # what was refused for want of a line has had its say
        if self.bridge.picture is None and not self._begun.hasExpired(PATIENCE_MS):
            return  # window and desk start side by side, and nothing on show can be old yet
        self.bench.status.show_lost(reason)
        self.bench.band.show_lost(reason if self.bridge.picture is not None else "")

    def _retranslate(self) -> None:
        self.menus.retranslate()
        self.screen.refresh()

    def _mark(self) -> Mark | None:
        """What is written under a picture of the map now."""
        picture = self.bridge.picture
        return None if picture is None else Mark.of(picture, self.bridge.now, self.screen.tz)

    def _calm(self) -> None:
        """A measure goes first: it was drawn last."""
        if not self.measuring.put_down():
            self.attention.calm()

    def _switched(self, name: str) -> bool:
        bench = self.bench
        here = {
            "strip": bench.strip_shown,
            "arrange": bench.docks.arranging,
            "overview": bench.overview.open,
            "wall": self.wall.open,
            "only_estate": self.estates.alone,
            "beside": self.beside.open,
        }
        return here[name] if name in here else self.comfort.switched(name)

    def leave(self) -> None:
        """Whoever sat here goes: nothing of what they looked at stays on the screen, or waits behind it."""
        bench = self.bench
        for page in bench.findChildren(QDialog):  # windows of their own: they would outlive the hidden workbench
            page.close()
        self.wall.shut()
        bench.commands.close()
        self.looking.close_detail()
        self.cases.choose("")
        self.filters.leave()
        self.switches.leave()
        self.beside.shut()
        self.drawings.leave()
        self.measuring.put_down()
        bench.canvas.tools.drop_band()
        bench.board.select(None)
        bench.status.show_remark("")

    def close(self) -> None:
        """Keep what the seat should find again."""
        if self.bridge.picture is not None:
            self.comfort.settings.keep("layout", self.bench.layout_state())
        self.wall.shut()
        self.room.stop()
        self.speaker.stop()
