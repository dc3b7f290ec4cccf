"""A playlist on an appliance's disk: its slides by the hour, and what is told of those that cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from PIL import Image

from broker.bus.content_versions import Version, Versions
from broker.bus.memory import MemoryBroker
from broker.contracts.fields import Text
from broker.contracts.playlists import Slide
from display.media.playlist import LONGEST, SLIDE_BROKEN, Playlist
from tests.display.halls import NOON

pytestmark = pytest.mark.fast


class Appliance:
    """One that starts again and again; `folder` is its disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slides: list[tuple[str, ...]] = []
        self.problems: dict[str, Text] = {}
        self.wakes: list[float | None] = []
        self.at = NOON

    def has(self, toml: str) -> None:
        versions = Versions(self.folder / "playlist")
        unpacked = versions.fresh("unpacked")
        unpacked.mkdir(parents=True)
        for name in ("a.png", "b.png"):
            Image.new("RGB", (8, 8)).save(unpacked / name)
        (unpacked / "playlist.toml").write_text(toml)
        versions.activate(Version("0" * 64, "summer"), unpacked)

    def start(self) -> Playlist:
        later: list[Callable[[], None]] = []
        playlist = Playlist(
            MemoryBroker().client("board-1"),
            "playlist",
            self.folder,
            staff=self,
            release="1",
            later=later.append,
            changed=lambda slides: self.slides.append(tuple(Path(slide.file).name for slide in slides)),
            wall_clock=lambda: self.at,
            wake_in=self.wakes.append,
        )
        playlist.read()
        for then in later:
            then()
        return playlist

    def problem(self, code: str, message: Text, remedy: Text) -> None:
        assert remedy["uk"]
        self.problems[code] = message

    def clear(self, code: str) -> None:
        self.problems.pop(code, None)


@pytest.fixture
def appliance(tmp_path: Path) -> Appliance:
    return Appliance(tmp_path)


ALWAYS = '[[slide]]\nfile = "a.png"\n'
EVENING = '[[slide]]\nfile = "b.png"\nhours = "12:01-18:00"\n'


def test_each_hour_has_its_slides_and_nothing_is_looked_at_before_they_change(appliance: Appliance):
    appliance.has(ALWAYS + EVENING)
    playlist = appliance.start()
    assert appliance.slides == [("a.png",)]
    assert appliance.wakes == [pytest.approx(53.0)]
    appliance.at = NOON + timedelta(seconds=53)
    playlist.look_at_the_clock()
    assert appliance.slides[-1] == ("a.png", "b.png")
    assert appliance.wakes[-1] == LONGEST  # not at 18:00 alone: the clock may be set right meanwhile


def test_without_hours_and_without_a_playlist_nobody_is_woken(appliance: Appliance):
    appliance.start()
    appliance.has(ALWAYS)
    appliance.start()
    assert appliance.slides == [(), ("a.png",)]
    assert appliance.wakes == [None, None]


def test_what_cannot_be_shown_is_told_until_there_is_another_playlist(appliance: Appliance):
    appliance.has(ALWAYS)
    playlist = appliance.start()
    playlist.ended(Slide("/somewhere/a.png", "picture", 20.0), "no frame")
    assert "a.png" in appliance.problems[SLIDE_BROKEN]["uk"]
    assert "/somewhere" not in appliance.problems[SLIDE_BROKEN]["en"]
    playlist.ended(Slide("/somewhere/b.mp4", "video", 20.0), "ffpyplayer is not installed")
    told = appliance.problems[SLIDE_BROKEN]["uk"]
    assert all(part in told for part in ("a.png", "b.mp4", "no frame", "not installed"))  # each of them
    playlist.read()
    assert not appliance.problems


def test_a_playlist_that_was_shown_is_not_blamed_for_restarts_and_one_that_never_was_is(appliance: Appliance):
    appliance.has(ALWAYS)
    for _ in range(5):
        appliance.start()
    assert appliance.slides[-1] == ()
    assert "content-playlist" in appliance.problems
    other = Appliance(appliance.folder / "other")
    other.has(ALWAYS)
    other.start().proven()
    for _ in range(5):
        other.start()
    assert other.slides[-1] == ("a.png",)


def test_a_wrong_hour_in_a_made_up_clock_is_an_hour_all_the_same(appliance: Appliance):
    appliance.at = datetime.combine(NOON.date(), time(23, 59, 59), tzinfo=NOON.tzinfo)
    appliance.has(EVENING)
    appliance.start()
    assert appliance.slides == [()]
