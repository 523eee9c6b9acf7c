"""`--video`: what is no film is refused in one sentence before anything starts; a film goes to the window."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from app.cli.films import check_cameras, video_env
from app.cli.main import app
from app.desktop.options import read
from app.watcher import film as films
from domain.store import Ledger
from tests import desk_scene, station_scene

run = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a film in it, and much that is none."""
    writer = cv2.VideoWriter(str(tmp_path / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for _ in range(3):
        writer.write(np.full((48, 64, 3), 90, np.uint8))
    writer.release()
    (tmp_path / "README.md").write_text("# no film\n" * 200)
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "cut.mp4").write_bytes(b"\0\0\0\x20ftypisom" + bytes(2000))
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("video", "said"),
    [
        ("README.md", "{folder}/README.md cannot be read as a film"),
        ("cam-02=README.md", "{folder}/README.md cannot be read as a film"),
        ("cut.mp4", "{folder}/cut.mp4 cannot be read as a film"),
        ("empty.mp4", "{folder}/empty.mp4 is empty"),
        ("folder", "{folder}/folder is a folder"),
        ("nowhere.mp4", "There is no film {folder}/nowhere.mp4"),
        ("sub/nowhere.mp4", "There is no film {folder}/sub/nowhere.mp4"),
        ("", "--video was given nothing to show"),
        ("webcam:x", "is no webcam; say webcam:0"),
        ("10.0.0.1:554/user=admin_password=secret_channel=1", "There is no film"),
        ("rtsp://", "is no address of a stream"),
        ("ftp://user:secret@host/film", "'ftp://host/film' is no address of a stream"),
        ("rtsp://user:secret@[::1/film", "is no address of a stream"),
        ("rtsp://user:secret@10.0.0.7:99999/film", "'rtsp://10.0.0.7:99999/film' is no address of a stream"),
        ("rtsp://user:secret@10.0.0.7:x/film", "'rtsp://…' is no address of a stream"),
        ("rtsp://user:12/secret@10.0.0.7/film", "write an @ of the path as %40, a / or ? of the password as %2F"),
    ],
)
def test_what_is_no_film_is_refused_before_anything_starts(folder: Path, video: str, said: str) -> None:
    before = sorted(folder.rglob("*"))
    result = run.invoke(app, ["demo", "--seconds", "1", "--no-window", "--video", video])
    assert result.exit_code == 2 and result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1 and "othing was started" in result.stderr
    assert said.format(folder=folder) in result.stderr and "secret" not in result.stderr
    assert sorted(folder.rglob("*")) == before


def test_sources_of_cameras_go_to_the_window_by_its_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(folder / "film.avi", folder / "a=b.avi")
    ((name, value),) = video_env(["film.avi", "cam-03=rtsp://u:p@10.0.0.7/ch=1", "cam-04=webcam:0", "./a=b.avi"])
    monkeypatch.setenv(name, value)
    options = read(["--runtime", "r.json"])
    assert options.videos == {
        "cam-03": "rtsp://u:p@10.0.0.7/ch=1", "cam-04": "webcam:0", "": "./a=b.avi",
    }  # fmt: skip
    assert read(["--runtime", "r.json"]).videos == {}, "and no child of the window inherits it"
    assert video_env(None) == ()


def test_a_decoder_that_does_not_answer_reads_no_film(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert films.readable(folder / "film.avi")
    monkeypatch.setattr(films, "PATIENCE_S", 0.0)
    assert not films.readable(folder / "film.avi")


def test_a_camera_that_the_station_does_not_have_is_refused_by_its_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = desk_scene.register()
    Ledger.create(folder / "s.db", register, [], now=station_scene.T0).close()
    first = register.cameras.ids[0]
    check_cameras(folder / "s.db", [f"{first}=film.avi", "film.avi", "rtsp://host/film"])
    with pytest.raises(typer.Exit):
        check_cameras(folder / "s.db", [f"{first}=film.avi", "cam-99=film.avi"])
    assert f"There is no camera 'cam-99' in s.db; it has {first}" in capsys.readouterr().err
