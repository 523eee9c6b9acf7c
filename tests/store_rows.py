"""Hand-made rows for the ledger's tests: a small register, invented persons, entries that follow legally."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from domain.alarms import ORDER_ROADS, ROADS, Alarm, AlarmKind, Cause, Fact, Level, Order, Place, Step, Verb
from domain.changes import (
    AlarmRaised,
    AlarmStepped,
    AnyChange,
    AuditRow,
    Batch,
    DeviceChanged,
    Entry,
    EvidenceAdded,
    LifeSigned,
    Moved,
    OrderMade,
    OrderStepped,
    PersonErased,
)
from domain.events import Answer, AnyEvent, DoorMoved, Located, OrderAnswered, Refusal
from domain.register import Contact, Devices, People, PersonFile, Register, Responders, Site
from domain.situation import Situation
from domain.store import Ledger

START = 1_700_000_000_000
NOTE = "门后传来呼救声-unmistakable"


def register(people: list[str], devices: list[str]) -> Register:
    n, m = len(devices), len(people)
    rows = np.full(n, -1, dtype=np.int32)
    zeros = np.zeros(n)
    table = Devices(
        ids=devices,
        name=[f"name {d}" for d in devices],
        kind=zeros.astype(np.int8),
        ring=zeros.astype(np.int8),
        community_row=rows,
        building_row=rows,
        home_row=rows,
        person_row=rows,
        floor=zeros.astype(np.int16),
        lon=zeros,
        lat=zeros,
        period_s=zeros.astype(np.int32),
        installed=zeros.astype(np.int64),
        bedroom=zeros.astype(np.bool_),
        gateway=[""] * n,
    )
    persons = People(
        ids=people,
        home_row=np.full(m, -1, dtype=np.int32),
        flags=np.ones(m, dtype=np.uint16),
        label=["王小明 in the open"] * m,
    )
    responders = Responders(
        ids=["r1"],
        call_sign=["01"],
        kind=np.zeros(1, dtype=np.int8),
        device=[devices[0]],
        community_row=np.full(1, -1, dtype=np.int32),
        grid_row=np.full(1, -1, dtype=np.int32),
        base_lon=np.zeros(1),
        base_lat=np.zeros(1),
    )
    site = Site(id="t", name="T", kind="sample", lon0=0, lat0=0)
    return Register(site=site, devices=table, people=persons, responders=responders)


FAMILY, GIVEN = "王李张刘陈杨赵黄周吴", "小明芳娜敏静丽强磊军"


def person(number: int) -> PersonFile:
    """An invented person; every field holds a string that occurs nowhere else."""
    name = FAMILY[number % 10] + GIVEN[number // 10 % 10] + GIVEN[number // 100 % 10]
    return PersonFile(
        id=f"P{number}",
        name=name,
        phone=f"100{number:08}",
        id_number=f"000000{number:012}",
        born="1941-02-03",
        contacts=(Contact(name=f"联系人{number}", relation="女儿", phone=f"101{number:08}"),),
        notes=f"medical-note-of-{number}",
    )


def values_of(file: PersonFile) -> list[str]:
    """Every personal string of a file."""
    contacts = [text for c in file.contacts for text in (c.name, c.phone)]
    return [file.name, file.phone, file.id_number, file.notes, *contacts]


def new_ledger(folder: Path, people: int = 5) -> Ledger:
    files = [person(n) for n in range(people)]
    estate = register([f.id for f in files], ["d0", "d1", "d2"])
    return Ledger.create(folder / "STATION.db", estate, files, now=START)


def raised(number: int, subject: str = "", note: str = "") -> AlarmRaised:
    at = START + number
    alarm = Alarm(
        id=f"A{number}",
        kind=AlarmKind.ELDER_SILENCE if subject else AlarmKind.INCIDENT,
        level=Level.RED,
        cause=Cause(AlarmKind.ELDER_SILENCE, subject or f"call{number}", at),
        at=at,
        place=Place(lon=1.0, lat=2.0),
        subject=subject,
        trail=(Step(at=at, verb=Verb.RAISE, by="desk"),),
    )
    return AlarmRaised(alarm=alarm, key=alarm.key, note=note)


class Historian:
    """Makes legal entries out of arbitrary numbers, holding the live situation as the desk does."""

    def __init__(self, estate: Register) -> None:
        self.live = Situation(estate)
        self.number = 0

    def entry(self, draws: list[tuple[int, int, str]]) -> Entry:
        """One entry of a change for each draw (what, which, words)."""
        seq, at = self.live.seq + 1, START + 1000 * (self.live.seq + 1)
        changes: list[AnyChange] = []
        events: list[AnyEvent] = [DoorMoved(id=f"e{seq}", device="d1", at=at, received=at, judged=at, open=True)]
        for what, which, words in draws:
            for change in self._change(what % 8, which, words, at):
                self.live.apply_change(change)
                changes.append(change)
        if orders := list(self.live.orders):
            words = draws[0][2] if draws else ""
            answer = OrderAnswered(
                id=f"o{seq}",
                device="d0",
                at=at,
                received=at,
                judged=at,
                order=orders[0],
                answer=Answer.ACCEPT,
                text=words,
            )
            events.append(answer)
        self.live.seq, self.live.at = seq, at
        key = f"P{seq % 5}"
        row = AuditRow(at=at, user="u", role="operator", verb="reveal", target=key, done=True, key=key, note="reason")
        refusal = Refusal(reason="json", topic="t", device="dx", at=at, body="{")
        return Entry(batch=Batch(seq, at, tuple(changes)), events=tuple(events), audit=(row,), refusals=(refusal,))

    def _change(self, what: int, which: int, words: str, at: int) -> Iterator[AnyChange]:
        alarms, orders = list(self.live.alarms.values()), list(self.live.orders.values())
        if what == 0:
            yield DeviceChanged(device=f"d{which % 4}", heard=at, state="open", battery=which % 100)
        elif what == 1:
            yield LifeSigned(person=f"P{which % 6}", at=at)
        elif what == 2:
            yield Moved(devices=("d0",), at=(at,), lon=(1.5,), lat=(2.5,), accuracy_m=(5.0,), heading=(90.0,))
        elif what == 3 or not alarms:
            self.number += 1
            yield raised(self.number, subject=f"P{which % 5}" if which % 2 else "", note=words)
        elif what == 4:
            yield EvidenceAdded(alarm=alarms[which % len(alarms)].id, fact=Fact(code="seen", at=at))
        elif what == 5:
            yield from self._step_alarm(alarms[which % len(alarms)], which, words, at)
        elif what == 6 and orders:
            yield from self._step_order(orders[which % len(orders)], which, words, at)
        elif what == 7 and which % 10 == 0:
            yield PersonErased(person=f"P{which % 5}", at=at)
        else:
            self.number += 1
            alarm = alarms[which % len(alarms)].id
            step = Step(at=at, verb=Verb.DISPATCH, by="u", note=words)
            yield OrderMade(
                order=Order(
                    id=f"O{self.number}", alarm=alarm, responder="r1", by="u", at=at, release_at=at + 5, trail=(step,)
                )
            )

    def _step_alarm(self, alarm: Alarm, which: int, words: str, at: int) -> Iterator[AnyChange]:
        verbs = [verb for stage, verb in ROADS if stage is alarm.stage]
        if verbs:
            step = Step(at=at, verb=verbs[which % len(verbs)], by="u")
            yield AlarmStepped(alarm=alarm.id, step=step, key=alarm.key, note=words)

    def _step_order(self, order: Order, which: int, words: str, at: int) -> Iterator[AnyChange]:
        verbs = [verb for stage, verb in ORDER_ROADS if stage is order.stage]
        if verbs:
            key = self.live.alarms[order.alarm].key
            step = Step(at=at, verb=verbs[which % len(verbs)], by="u")
            yield OrderStepped(order=order.id, step=step, key=key, note=words)


def doors(seq: int, n: int = 1) -> Entry:
    """A plain entry: `n` doors moved."""
    at = START + 1000 * seq
    changes = tuple(DeviceChanged(device=f"d{k % 3}", heard=at, state="open") for k in range(n))
    events = tuple(
        DoorMoved(id=f"e{seq}-{k}", device=f"d{k % 3}", at=at, received=at, judged=at, open=True) for k in range(n)
    )
    return Entry(batch=Batch(seq, at, changes), events=events)


def fix(number: int, device: str = "d0") -> Located:
    at = START + 1000 * number
    return Located(
        id=f"f{number}", device=device, at=at - 7, received=at + 3, judged=at, lon=116.397128, lat=39.916527, battery=80
    )


def same(a: Situation, b: Situation) -> bool:
    """Whether two situations are equal in every column, alarm, order and cause."""
    return a.freeze() == b.freeze()
