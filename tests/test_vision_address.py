"""Addresses of streams: where a password ends, what is refused, and that no password is shown or goes elsewhere."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.address import address_of
from vision.sources import BadSource, open_source, shown
from vision.trouble import SENTENCES, Trouble


def test_an_address_is_taken_apart_and_spelt_for_ffmpeg() -> None:
    plain = address_of("rtsp://10.0.0.7")
    assert (plain.port, plain.path, plain.spelt) == (554, "", "rtsp://10.0.0.7:554")
    hard = address_of("rtsp://admin:p@ss!/w#1%3F@[fe80::1]:8554/a/b?c=d")
    assert (hard.user, hard.password, hard.there) == ("admin", "p@ss!/w#1?", "[fe80::1]:8554")
    assert hard.spelt == "rtsp://admin:p%40ss%21%2Fw%231%3F@[fe80::1]:8554/a/b?c=d" and "ss" not in hard.bare


@pytest.mark.parametrize(
    ("spec", "login", "there", "path"),
    [
        ("rtsp://10.0.0.7/live@2", ":", "10.0.0.7:554", "/live@2"),
        ("rtsp://10.0.0.7:8554?user=a@b", ":", "10.0.0.7:8554", "?user=a@b"),
        ("rtsp://admin:secret@10.0.0.7/cam?mail=a@b", "admin:secret", "10.0.0.7:554", "/cam?mail=a@b"),
        ("rtsp://admin:se@cret@localhost/cam@1", "admin:se@cret", "localhost:554", "/cam@1"),
        ("rtsp://a:b@[::1]/live@2", "a:b", "[::1]:554", "/live@2"),
        ("http://cam/mjpg?user=a@b.c&pwd=secret", ":", "cam:80", "/mjpg?user=a@b.c&pwd=secret"),
        ("rtsp://admin:12#4@10.0.0.7/ch1", "admin:12#4", "10.0.0.7:554", "/ch1"),
        ("rtsp://admin:p/ss@cam/ch1", "admin:p/ss", "cam:554", "/ch1"),
        ("rtsp://admin:secret@相机.local/ch1", "admin:secret", "相机.local:554", "/ch1"),
    ],
)
def test_an_at_sign_of_the_path_ends_no_password(spec: str, login: str, there: str, path: str) -> None:
    address = address_of(spec)
    assert (f"{address.user}:{address.password}", address.there, address.path) == (login, there, path)


@pytest.mark.parametrize(
    "spec",
    [
        "rtsp://admin:12/secret@10.0.0.7/ch1", "rtsp://admin:secret@cam/live@2", "rtsp://admin:p@ss/secret@10.0.0.7/x",
        "rtsp://cam.local:554/secret@2",
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_refused(spec: str) -> None:
    with pytest.raises(BadSource, match="%40") as told:
        open_source(spec)
    assert "'rtsp://…'" in str(told.value) and "secret" not in str(told.value)


@pytest.mark.parametrize(
    "spec",
    [
        "rtsp://[::1/x", "rtsp://::1/x", "rtsp://a b/x", "rtsp://h=1/x", "rtsp://h:+5/x", "rtsp://h:٥/x", "rtsp://h:/x",
        "rtsp://h:0/x", "rtsp://h:65536/x", "rtsp:///x", "rtsp://", "ftp://h/x", "h/x", "rtsp://a@/x",
    ],
)  # fmt: skip
def test_what_no_host_or_port_can_be_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match="no "):
        address_of(spec)


def test_what_is_shown() -> None:
    assert shown("rtsp://admin:secret@10.0.0.7:554/ch1?token=abc") == "rtsp://10.0.0.7:554/ch1"
    assert shown("rtsp://10.0.0.7/user=admin&password=secret&channel=1") == "rtsp://10.0.0.7/…"
    assert shown("http://cam/mjpg?user=a@b.c&pwd=secret") == "http://cam/mjpg"
    assert shown("rtsp://10.0.0.7/admin:secret/ch1") == "rtsp://10.0.0.7/…"
    assert shown("admin:secret@rtsp://10.0.0.7/ch1") == "…"
    assert shown("/home/someone/film.mp4") == "film.mp4"
    for password in ("12#4", "p#ss", "p/ss", "h:8x", "[x", "a@b"):
        assert shown(f"rtsp://admin:{password}@10.0.0.7/ch1") == "rtsp://10.0.0.7/ch1"
    with pytest.raises(BadSource) as told:
        open_source("RTSP://admin:secret@10.0.0.7/ch1")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("10.0.0.1:554/user=admin_password=s3cret_channel=1", "…"),
        ("rtsp:/10.0.0.1:554/user=admin&password=s3cret", "rtsp:…"),
        ("rtsp:admin:s3cret", "rtsp:…"),
        ("rtsp//10.0.0.1/user=admin&password=a/s3cret", "…"),
        ("admin:s3cret@10.0.0.1/live", "…"),
        ("admin:a/s3cret", "…"),
        ("RTSP:/admin/s3cret", "…"),
        ("rtsp\uff1a//admin\uff1as3cret\uff2010.0.0.1/live", "…"),
        ("10.0.0.1/user\uff1dadmin_password\uff1ds3cret", "…"),
        ("webcam:admin:s3cret@10.0.0.1", "webcam:…"),
        ("10.0.0.1/live?s3cret/x", "live"),
    ],
)  # fmt: skip
def test_no_password_is_shown_of_an_address_that_is_misspelt(spec: str, told: str) -> None:
    assert shown(spec) == told
    with pytest.raises(BadSource) as bad:
        open_source(spec)
    assert "s3cret" not in str(bad.value)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("/home/someone/东门 12-3_夜.mp4", "东门 12-3_夜.mp4"),
        ("films/gate.avi", "gate.avi"),
        ("C:\\films\\gate.mp4", "gate.mp4"),
        ("c:/films/gate.mp4", "gate.mp4"),
        ("\\\\nas\\films\\gate.mp4", "gate.mp4"),
        ("/films/3#楼/gate.mp4", "gate.mp4"),
        ("/films/", "films"),
        ("webcam:0", "webcam:0"),
        ("webcam:x", "webcam:x"),
        ("", ""),
    ],
)
def test_a_film_that_is_missing_is_told_by_its_name(spec: str, told: str) -> None:
    assert shown(spec) == told


NASTY = st.text("a1.:@/?#[]%&=;+ -_~!'\"\\相", max_size=8)
HOSTS = st.sampled_from(["10.0.0.7", "[fe80::1]", "cam", "cam.local", "localhost"])
PATHS = st.sampled_from(["", "/", "/live@2", "/a/b?c=d@e", "?user=a@b.c", "/user=x&y=z", "/x#y"])


@given(NASTY, NASTY, NASTY, HOSTS, st.sampled_from(["", ":8554"]), PATHS)
def test_no_password_is_ever_shown(user: str, left: str, right: str, host: str, port: str, path: str) -> None:
    rest = f"{user}:{left}SECRET{right}@{host}{port}{path}"
    for misspelt in ("", "rtsp:", "rtsp:/", "rtsp//", "rstp:/", "rtsp\uff1a//", "RTSP:\\\\"):
        assert "SECRET" not in shown(misspelt + rest)
    spec = f"rtsp://{rest}"
    assert "SECRET" not in shown(spec)
    try:
        address = address_of(spec)
    except ValueError:
        return
    assert "SECRET" not in address.there
    told = [Trouble(code, place).text for code in SENTENCES for place in (address.there, address.host)]
    assert not [text for text in told if "SECRET" in text]


@given(NASTY, HOSTS, st.sampled_from(["", ":8554"]), PATHS)
def test_a_password_in_percents_goes_to_its_camera_or_nowhere(left: str, host: str, port: str, path: str) -> None:
    try:
        address = address_of(f"rtsp://admin:{quote(left, safe='')}SECRET@{host}{port}{path}")
    except ValueError:
        assert "@" in path and host.startswith("cam")
        return
    assert (address.host, address.password, address.path) == (host, f"{left}SECRET", path)
