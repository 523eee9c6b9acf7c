"""The wiring: every connection between panels, map, bridge and acts stands here, so the program can be read here."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QUrl
from PySide6.QtGui import QCursor, QDesktopServices
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from app.desktop import reading
from app.desktop.about import show_about, show_keys
from app.desktop.acts import Acts
from app.desktop.bridge import Bridge, Picture
from app.desktop.case_view import may_tick
from app.desktop.cases import Cases
from app.desktop.finder import Hit
from app.desktop.follow import Follow
from app.desktop.i18n import Languages, translate
from app.desktop.menus import Menus
from app.desktop.replies import refused_words
from app.desktop.revealed import lines_of
from app.desktop.rows_page import AUDIT, QUARANTINE, RowsPage
from app.desktop.screen import Screen, age_s
from app.desktop.settings import SeatSettings
from app.desktop.sound import SoundPlan, Speaker
from app.desktop.workbench import Workbench
from app.paths import log_folder
from domain.access import may
from domain.alarms import Alarm, Level, Stage
from domain.commands import ReadAudit, ReadQuarantine, Reply, ReportIncident
from layers.target import Kind
from map.canvas import MapCanvas

REVEALED = ("name", "phone")


class Wiring(QObject):
    """One seat's window, wired. `sign_out` wishes another person; `quit_wished` the end."""

    def __init__(self, bench: Workbench, bridge: Bridge, languages: Languages, *, sign_out: Callable[[], None]) -> None:
        super().__init__(bench)
        self.bench, self.bridge, self.languages = bench, bridge, languages
        self.cases = Cases(self)
        self.follow = Follow()
        self.plan = SoundPlan()
        self.speaker = Speaker(self)
        self.acts = Acts(bridge, self.cases, self)
        self.screen = Screen(bench, bridge, self.cases, follow=self.follow, plan=self.plan, languages=languages)
        self.settings = SeatSettings()
        self._sign_out = sign_out
        self._night = True
        self._cvd = False
        self.menus = Menus(bench, self._doings(), self._switched, self._layer_menu)
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
        bridge.pulse.connect(lambda pulse: status.show_pulse(pulse, bridge.now))
        bridge.lost.connect(status.show_lost)
        bridge.resumed.connect(lambda: status.show_lost(""))
        bridge.refused_command.connect(self._refused)
        self.screen.raised.connect(self._raised)
        self.screen.rank_due.connect(self.acts.rank)
        self.screen.tick_done.connect(self._sound)
        self.speaker.unavailable.connect(
            lambda _why: status.show_note(translate("Wiring", "No sound device: alarms are silent here"))
        )

    def _wire_rail(self) -> None:
        rail = self.bench.rail
        rail.alarm_chosen.connect(self.go_to_alarm)
        rail.step_wished.connect(self._step_on)
        rail.elder_chosen.connect(self._elder)
        rail.waiting_wished.connect(self.next_alarm)
        self.bench.top.counts.clicked.connect(self.next_alarm)
        self.bench.timeline.alarm_chosen.connect(self.go_to_alarm)
        self.bench.case.timeline.alarm_chosen.connect(self.go_to_alarm)

    def _wire_case(self) -> None:
        case, acts = self.bench.case, self.acts
        self.cases.chosen.connect(self._chosen)
        self.cases.altered.connect(self._altered)
        case.step_wished.connect(self._step)
        case.item_ticked.connect(self.cases.tick_item)
        case.dispatch.toggled.connect(self.cases.toggle)
        case.dispatch.send_wished.connect(self._send)
        case.dispatch.external_wished.connect(lambda who: acts.send(self.cases.alarm, [who]))
        case.dispatch.take_back_wished.connect(acts.take_back)
        case.dispatch.order_back_wished.connect(acts.take_back_order)
        case.dispatch.answer_relayed.connect(acts.relay)
        acts.relay_wished.connect(self._relay_menu)
        case.exits.contacts_wished.connect(self._contacts)
        case.exits.false_alarm_wished.connect(lambda why: acts.false_alarm(self.cases.alarm, why))
        case.exits.shelve_wished.connect(lambda minutes, why: acts.shelve(self.cases.alarm, minutes, why))
        case.exits.duplicate_wished.connect(lambda of: acts.duplicate(self.cases.alarm, of))

    def _wire_detail(self) -> None:
        detail = self.bench.detail
        detail.closed.connect(self._close_detail)
        detail.link_chosen.connect(self.look_at)
        detail.fly_wished.connect(self._fly)
        detail.reveal_wished.connect(self._reveal)
        detail.report_wished.connect(self._report_at)

    def _wire_map(self) -> None:
        board, canvas = self.bench.board, self.bench.canvas
        board.picked.connect(self._picked)
        canvas.user_panned.connect(self._panned)
        canvas.installEventFilter(self)
        self.bench.star.clicked.connect(self._star)

    def _wire_commands(self) -> None:
        commands = self.bench.commands
        commands.went.connect(self._went)
        commands.incident.connect(self._incident)
        commands.people_wished.connect(lambda text: self.acts.search(text, self._people))
        commands.person_chosen.connect(self._elder)

    def _wire_window(self) -> None:
        self.bench.top.menu_button.setMenu(self.menus.menu)
        self.bench.on_key = self.menus.press
        self.bench.retranslated.connect(self._retranslate)
        self.bench.closing.connect(self.close)

    def _doings(self) -> dict[str, Callable[[], object]]:
        bench, acts = self.bench, self.acts
        return {
            "next_alarm": self.next_alarm,
            "step": self._step,
            "send": self._send,
            "take_back": acts.take_back,
            "contacts": self._contacts,
            "incident": lambda: bench.commands.begin_incident(""),
            "calm": self.calm,
            "find": bench.commands.open,
            "flat": bench.canvas.toggle_flat,
            "home": lambda: bench.canvas.fit(350),
            "follow": self._star,
            "strip": lambda: bench.show_strip(not bench.strip_shown),
            "reset_layout": lambda: bench.use_grid(bench.grid),
            "theme": self._theme,
            "colour_blind": self._colour_blind,
            "sound": self._sound_switch,
            "try_sound": lambda: self.speaker.play(1),
            "language_zh": partial(self.speak, "zh_CN"),
            "language_en": partial(self.speak, "en"),
            "sign_out": self._sign_out,
            "menu": bench.top.menu_button.showMenu,
            "keys": lambda: show_keys(bench),
            "audit": lambda: self._rows(translate("Wiring", "Who did what"), AUDIT, ReadAudit()),
            "quarantine": lambda: self._rows(translate("Wiring", "Quarantine"), QUARANTINE, ReadQuarantine()),
            "logs": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder()))),
            "about": lambda: show_about(bench),
            "quit": bench.close,
            **{f"tick{n}": partial(self._tick_number, n) for n in range(1, 6)},
        }

    # -- what follows from what

    def _opened(self, picture: Picture) -> None:
        bench = self.bench
        self.settings = SeatSettings(picture.site.id, picture.seat.user)
        bench.restore_layout(self.settings.layout())
        self.speaker.muted = not self.settings.flag("sound", default=True)
        self.screen.open(picture)
        bench.status.show_lost("")
        self.menus.use_seat(picture.seat)
        if self.screen.finder is not None:
            bench.commands.set_up(
                self.screen.finder,
                self.menus.for_command_bar,
                may_report=may(picture.seat, "report_incident"),
                may_search=may(picture.seat, "search_people"),
            )
        bench.use_grid(bench.grid)
        bench.setFocus()

    def _raised(self, alarm: Alarm) -> None:
        situation, picture = self.bridge.situation, self.bridge.picture
        if situation is None or picture is None:
            return
        user = picture.seat.user
        ours = situation.alarms.get(self.cases.alarm)
        undecided = ours is not None and ours.stage in (Stage.RAISED, Stage.ACKNOWLEDGED) and ours.level <= Level.ORANGE
        busy = undecided or reading.waits_for_order(situation, user, alarm.id)
        by_hand = alarm.trail[0].by == user if alarm.trail else False
        if by_hand or self.follow.came(alarm, busy=busy):
            self.go_to_alarm(alarm.id)
        self._sound()

    def _sound(self) -> None:
        picture = self.bridge.picture
        if picture is None:
            return
        open_ = [(a, age_s(picture, a)) for a in picture.situation.alarms.values() if a.open]
        before = set(self.plan.flagged)
        self.speaker.play(self.plan.due(open_))
        if self.plan.flagged != before:
            self.screen.show_alarms()

    def go_to_alarm(self, alarm: str) -> None:
        """Choose an alarm and fly to it."""
        self._close_detail()
        self.cases.choose(alarm)
        self.bench.board.fly_to("alarm", alarm)

    def next_alarm(self) -> None:
        """The next alarm that needs a person."""
        situation = self.bridge.situation
        found = self.follow.next(situation.alarms, self.cases.alarm) if situation else ""
        if found:
            self.go_to_alarm(found)

    def _chosen(self, alarm: str) -> None:
        bench = self.bench
        self.follow.looked_at(alarm)
        bench.rail.select(alarm)
        bench.board.focus_alarm(alarm or None)
        bench.show_case_column(bool(alarm))
        bench.show_strip(bool(alarm))
        bench.rail.show_waiting(len(self.follow.waiting))
        if alarm:
            self.screen.show_case()
            self.acts.rank(alarm)

    def _altered(self) -> None:
        self.screen.show_case()
        desk = self.cases.desk
        rows = [
            {"responder": r.responder, "foot_s": r.foot_s, "floor_s": r.floor_s, "route": r.route} for r in desk.ranks
        ]
        self.bench.board.show_ranks(rows, desk.ticked)

    def calm(self) -> None:
        """One step back: the detail, then the case, then the whole estate."""
        if self.bench.detail.showing:
            self._close_detail()
        elif self.cases.alarm:
            self.cases.choose("")
        else:
            self.bench.board.select(None)
            self.bench.canvas.fit(350)
        self.bench.setFocus()

    def _step(self) -> None:
        self.acts.step(self.bench.case.note.text().strip(), self.bench.case.dispatch.reason)

    def _send(self) -> None:
        self.acts.send_ticked(self.bench.case.dispatch.reason)

    def _step_on(self, alarm: str) -> None:
        if self.cases.alarm != alarm:
            self.go_to_alarm(alarm)
        self._step()

    def _tick_number(self, n: int) -> None:
        view = self.bench.case.view
        if self.cases.alarm and view is not None and n <= len(view.candidates) and may_tick(view, n - 1):
            self.cases.toggle(view.candidates[n - 1].responder)

    def _relay_menu(self, order: str) -> None:
        menu = self.bench.case.dispatch.order_menu(order)
        if menu is not None:
            step = self.bench.case.next
            menu.popup(step.mapToGlobal(QPoint(0, step.height())) if step.isVisible() else QCursor.pos())

    def _contacts(self) -> None:
        alarm, shown = self.cases.alarm, self.bench.case.contacts
        if alarm and shown.showing:
            shown.forget()
        elif alarm:
            self.acts.contacts(alarm, lambda reply: self._show_contacts(alarm, reply))

    def _show_contacts(self, alarm: str, reply: Reply) -> None:
        if reply.done and self.cases.alarm == alarm:
            self.bench.case.contacts.show_lines(lines_of(reply.data))

    def _reveal(self, person: str, reason: str) -> None:
        self.acts.reveal(
            person,
            REVEALED,
            reason,
            lambda reply: self.bench.detail.show_revealed(
                person, lines_of(reply.data) if reply.done else [refused_words(reply, self.bridge.situation)]
            ),
        )

    # -- map and detail

    def _picked(self, kind: str, ident: str) -> None:
        if kind == "alarm":
            self.go_to_alarm(ident)
        elif kind == "order":
            order = self.bridge.situation.orders.get(ident) if self.bridge.situation else None
            if order is not None:
                self.look_at("responder", order.responder)
        elif ident:
            self.look_at(kind, ident)
        else:
            self._close_detail()

    def look_at(self, kind: Kind | str, ident: str) -> None:
        """Open the card of one thing and mark it on the map; an alarm opens its case."""
        if kind == "alarm":
            self.go_to_alarm(ident)
        elif self.screen.show_detail(kind, ident):  # type: ignore[arg-type]  # a signal carries plain text
            self.bench.board.select(kind, ident)  # type: ignore[arg-type]  # as above
            self.bench.show_detail(True, case=bool(self.cases.alarm))

    def _close_detail(self) -> None:
        if self.bench.detail.showing:
            self.screen.close_detail()
            self.bench.board.select(None)
            self.bench.show_detail(False, case=bool(self.cases.alarm))

    def _fly(self, kind: str, ident: str) -> None:
        self.bench.board.fly_to(kind, ident)  # type: ignore[arg-type]  # a signal carries plain text

    def _went(self, kind: str, ident: str) -> None:
        self.look_at(kind, ident)
        self._fly(kind, ident)

    def _elder(self, person: str, home: str) -> None:
        if home:
            self._went("home", home)
        elif person:
            self.look_at("person", person)

    def _panned(self) -> None:
        self.follow.panned()
        self.bench.star.show_following(False)

    def _star(self) -> None:
        self.follow.give_back()
        self.bench.star.show_following(True)
        if self.follow.waiting:
            self.next_alarm()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, MapCanvas):
            if event.type() == QEvent.Type.MouseButtonPress:
                self.follow.dragging = True
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self.follow.dragging = False
        return False

    # -- incidents and people

    def _report_at(self, kind: str, ident: str) -> None:
        hits = self.screen.finder
        if hits is not None:
            self.bench.commands.offer_incident(Hit(kind, ident, self.bench.detail.title.text()))  # type: ignore[arg-type]

    def _incident(self, command: ReportIncident) -> None:
        self.acts.report(command, self._reported)

    def _reported(self, reply: Reply) -> None:
        situation = self.bridge.situation
        alarm = str(reply.data.get("alarm", ""))
        if reply.done and situation is not None and alarm in situation.alarms:
            self.go_to_alarm(alarm)

    def _people(self, reply: Reply) -> None:
        rows = reply.data.get("people", []) if reply.done else []
        register = self.bridge.situation.register if self.bridge.situation else None
        if register is not None:
            rows = [{**r, "address": register.address(register.homes.row(str(r.get("home", ""))))} for r in rows]
        self.bench.commands.show_people(rows)

    def _rows(self, title: str, columns: tuple[str, ...], command: ReadAudit | ReadQuarantine) -> None:
        page = RowsPage(title, columns, self.screen.tz, self.bench)
        page.show()

        def came(reply: Reply) -> None:
            if not isValid(page):
                return
            if reply.done:
                page.show_rows(reply.data.get("rows", []))
            else:
                page.show_trouble(refused_words(reply, self.bridge.situation))

        self.bridge.ask(command, came)

    def _refused(self, reply: Reply) -> None:
        self.bench.status.show_remark(refused_words(reply, self.bridge.situation))

    # -- look, language, sound, end

    def use_theme(self, dark: bool, *, cvd: bool) -> None:
        """Dark or light; for eyes that confuse red and green, or not."""
        self._night, self._cvd = dark, cvd
        self.bench.theme.use(("night" if dark else "paper") + ("-cvd" if cvd else ""))

    def _theme(self) -> None:
        self.use_theme(not self._night, cvd=self._cvd)
        self.settings.keep("theme", "dark" if self._night else "light")

    def _colour_blind(self) -> None:
        self.use_theme(self._night, cvd=not self._cvd)
        self.settings.keep("cvd", self._cvd)

    def speak(self, language: str) -> None:
        """Change the language now."""
        self.languages.use(language)
        self.settings.keep("language", language)

    def _retranslate(self) -> None:
        self.menus.retranslate()
        self.screen.refresh()

    def _sound_switch(self) -> None:
        self.speaker.muted = not self.speaker.muted
        self.settings.keep("sound", not self.speaker.muted)
        self.bench.status.show_note(translate("Wiring", "Sound is off at this seat") if self.speaker.muted else "")

    def _switched(self, name: str) -> bool:
        return {"strip": self.bench.strip_shown, "colour_blind": self._cvd, "sound": not self.speaker.muted}[name]

    def _layer_menu(self) -> QMenu:
        return self.bench.legend.menu()

    def close(self) -> None:
        """Keep what the seat should find again."""
        if self.bridge.picture is not None:
            self.settings.keep("layout", self.bench.layout_state())
        self.speaker.stop()
