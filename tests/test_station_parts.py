"""The station's small parts: inbox, lock, broker setting, clock, logs, report figures."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog

from app.clock import last_time_of_day, read_clock, start_clock
from app.logs import hide_personal, set_up_logs
from app.station.broker import PASSWORD_VARIABLE, read_broker
from app.station.counts import Counts
from app.station.errors import SecondDesk
from app.station.inbox import Inbox
from app.station.lock import DeskLock
from app.station.report import alarms_part, stages_part
from app.station.tally import Tally
from devices.link import Heard
from domain.alarms import AlarmKind, Step, Verb, advance
from domain.events import Located, Refusal, SmokeSensed
from tests import station_scene as scene


def fix(number: int, device: str = "trk0", token: int | None = None) -> Heard:
    event = Located(id=f"e{number}", device=device, at=number, received=number, lon=120.0, lat=33.0)
    return Heard((event,), None, token, False)


def smoke(number: int) -> Heard:
    event = SmokeSensed(id=f"s{number}", device="smoke0", at=number, received=number, alarm=True)
    return Heard((event,), None, number, True)


def refused(reason: str = "not_json") -> Heard:
    return Heard((), Refusal(reason=reason, topic="t", device="d", at=1), 1, True)


# the inbox


def test_urgent_comes_first_and_wakes() -> None:
    woken = list[int]()
    inbox = Inbox(lambda: woken.append(1))
    for heard in (fix(1), smoke(2), fix(3), smoke(4)):
        inbox.put(heard)
    assert [h.token for h in inbox.urgent(10)] == [2, 4] and woken == [1, 1]
    assert len(inbox) == 2 and len(inbox.bulk(10)) == 2 and len(inbox) == 0
    assert inbox.received == 4 and inbox.folded == 0


def test_a_full_inbox_folds_the_oldest_position_of_the_same_device_and_counts_it() -> None:
    inbox = Inbox(bulk_limit=4)
    for number in range(1, 7):
        inbox.put(fix(number))
    inbox.put(fix(99, "trk1"))
    taken = [h.events[0].id for h in inbox.bulk(100)]
    assert taken == ["e3", "e4", "e5", "e6", "e99"]
    assert inbox.folded == 2 and inbox.received == 7


def test_what_the_broker_keeps_for_us_is_never_folded() -> None:
    inbox = Inbox(bulk_limit=2)
    for number in range(1, 6):
        inbox.put(fix(number, token=number))
    assert len(inbox.bulk(100)) == 5 and inbox.folded == 0


def test_urgent_messages_are_never_folded() -> None:
    inbox = Inbox(bulk_limit=1)
    for number in range(1, 200):
        inbox.put(smoke(number))
    assert len(inbox.urgent(1000)) == 199 and inbox.folded == 0


# counts and report


def test_every_message_has_one_fate() -> None:
    counts = Counts()
    counts.message(smoke(1), ["taken"])
    counts.message(smoke(1), ["duplicate"])
    counts.message(refused(), [])
    counts.message(smoke(2), ["judging_failed"])
    counts.message(smoke(3), ["dropped"])
    counts.message(smoke(4), ["not_leased"])
    assert (counts.stored, counts.duplicates, dict(counts.quarantined)) == (1, 1, {"not_json": 1, "judging_failed": 1})
    assert (counts.dropped, counts.not_leased, counts.total) == (1, 1, 6)
    counts.add(Counts(dropped=2, not_leased=3))
    assert (counts.dropped, counts.not_leased, counts.total) == (3, 4, 11)


def test_a_tally_outlives_a_killed_desk(tmp_path: Path) -> None:
    path = tmp_path / "desk.tally"
    first = Tally(path, {"stored": 100, "refused": 1, "refused:late": 1})
    first.keep(Counts(duplicates=3), 0)
    second = Tally(path, {"stored": 150, "refused": 1, "refused:late": 1})
    now = {"stored": 160, "refused": 3, "refused:late": 1, "refused:not_json": 2}
    assert second.part(now, Counts(stored=10, duplicates=1), 5, 0) == {
        "received": 71,
        "stored": 60,
        "duplicates": 4,
        "quarantined": {"not_json": 2},
    }
    assert second.part(now, Counts(), 0, 7)["folded"] == 7
    second.keep(Counts(dropped=2, not_leased=3), 0)
    apart = Tally(path, {}).part(now, Counts(not_leased=1), 0, 0)
    assert (apart["off_duty"], apart["not_leased"]) == (2, 4), "a fate each, over a desk that died as well"
    assert Tally(None, {"stored": 9}).part({"stored": 9}, Counts(), 0, 0)["received"] == 0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"base": 3}', '{"base": {"stored": "x"}}', '{"base": {}, "folded": null}']
)
def test_a_damaged_tally_and_a_disk_without_room_end_no_desk(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run" / "desk.tally"
    path.parent.mkdir()
    path.write_text(text)
    tally = Tally(path, {"stored": 5})
    assert tally.part({"stored": 7}, Counts(), 0, 0)["received"] == 2
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("in the way")
    tally.keep(Counts(duplicates=1), 0)
    path.parent.unlink()
    tally.keep(Counts(duplicates=1), 0)
    assert Tally(path, {"stored": 9}).part({"stored": 9}, Counts(), 0, 0)["received"] == 5


def test_stage_seconds_are_judging_seconds_between_stages() -> None:
    alarm = scene.alarm(1, AlarmKind.SMOKE, side=0, device="smoke0")
    road = [Verb.ACKNOWLEDGE, Verb.DISPATCH, Verb.ACCEPT, Verb.EN_ROUTE, Verb.ARRIVE, Verb.FEED_BACK, Verb.CLOSE]
    for minutes, verb in enumerate(road, 1):
        alarm = advance(alarm, Step(at=alarm.cause.since + minutes * minutes * 60_000, verb=verb, by="u"))
    stages = stages_part([alarm])
    assert list(stages) == ["acknowledged", "dispatched", "accepted", "en_route", "on_scene", "fed_back", "closed"]
    assert stages["acknowledged"] == {"p50": 60.0, "p90": 60.0} and stages["closed"]["p50"] == 13 * 60.0
    assert alarms_part([alarm])["smoke"] == {"raised": 1, "closed": 1}
    assert alarms_part([])["sos"] == {"raised": 0, "closed": 0}


# the lock


def test_a_second_desk_is_refused_and_a_killed_one_leaves_nothing(tmp_path: Path) -> None:
    station = tmp_path / "s.db"
    hold = "import sys, time; from app.station.lock import DeskLock; from pathlib import Path;"
    hold += "l = DeskLock(Path(sys.argv[1])); l.take(); print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", hold, str(station)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline()
        with pytest.raises(SecondDesk, match=r"^Another desk already keeps s\.db; a station has one desk\.$"):
            DeskLock(station).take()
        other.kill()
    lock = DeskLock(station)
    lock.take()
    lock.release()


# settings


def test_a_broker_is_written_as_host_and_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "secret")
    assert read_broker("10.0.0.1:1883").password == ""
    settings = read_broker("mq.example:8883,desk,/ca.pem")
    assert (settings.host, settings.port, settings.username, settings.ca_file) == (
        "mq.example",
        8883,
        "desk",
        "/ca.pem",
    )
    assert settings.password == "secret"


@pytest.mark.parametrize("text", ["", "host", "host:", ":1883", "host:abc", "host:0", "host:70000"])
def test_anything_else_is_no_broker(text: str) -> None:
    with pytest.raises(ValueError, match="is not a broker"):
        read_broker(text)


def test_a_clock_goes_to_a_child_and_comes_back() -> None:
    clock = start_clock(60.0, 5_000)
    again = read_clock(clock.spell())
    assert (again.start_ms, again.start_real, again.speed) == (5_000, clock.start_real, 60.0)
    with pytest.raises(ValueError, match="speed"):
        start_clock(0)


def test_a_time_of_day_is_the_last_one_that_was() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime(2026, 5, 4, 10, 0, tzinfo=zone).timestamp()
    for text, day in (("03:12", 4), ("23:00", 3), ("10:00", 4)):
        at = datetime.fromtimestamp(last_time_of_day(text, "Asia/Shanghai", now) / 1000, zone)
        assert (at.day, f"{at:%H:%M}") == (day, text)
    with pytest.raises(ValueError, match="does not match"):
        last_time_of_day("25:00", "Asia/Shanghai", now)


# logs


def test_logs_are_json_lines_without_personal_fields(tmp_path: Path) -> None:
    script = (
        "import sys, logging, structlog; from pathlib import Path; from app.logs import set_up_logs;"
        "set_up_logs('desk', folder=Path(sys.argv[1])); log = structlog.get_logger('x');"
        "log.info('seen', device='d1', name='司徒望舒', row={'phone': '19900000001', 'n': 1});"
        "logging.getLogger('paho').warning('away')"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    text = (tmp_path / "desk.log").read_text("utf-8")
    first, second = (json.loads(line) for line in text.splitlines())
    assert (first["event"], first["device"], first["name"], first["row"]) == ("seen", "d1", "—", {"phone": "—", "n": 1})
    assert second["event"] == "away" and second["level"] == "warning"
    assert "司徒" not in text and "199" not in text
    assert "away" in done.stderr and "seen" not in done.stderr


def test_personal_keys_are_hidden_in_lists_too() -> None:
    event = hide_personal(None, "", {"rows": [{"note": "x", "id": "p1"}]})
    assert event == {"rows": [{"note": "—", "id": "p1"}]}
    assert structlog.get_config() and callable(set_up_logs)
