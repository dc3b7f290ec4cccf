"""Every layout in every mode, on screens from 720p to 4K, read off the picture as a visitor reads it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from display.board.layout import Box
from display.board.layouts.load import names
from display.board.reading import Screen
from tests.display.reading_pictures import calls_on, heights_on
from tests.display.virtual_screen import PROGRAM, VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.timeout(400)]

SIZES = ("1280x720", "1920x1080", "1080x1920", "3840x2160", "720x1280", "2160x3840")
CALLING = ("busy", "many-new", "one-call", "calm", "registers-down", "resuming", "closing", "stale")
SILENT = {"air-raid": "stop", "closed": "bar", "empty": "", "connecting": ""}
OWN = """
[board]
like = "zone"
zones = ["hall-1"]
theme = "high-contrast"
[[arrow]]
zone = "hall-2"
points = "up"
[qr]
address = "https://example.org/queue"
text = { uk = "Черга на телефоні" }
"""
# Readers so far away that upright rows have their window under their number; one zone, and two.
FAR = """
[board]
like = "standard"
distance = 8.0
"""
FAR_ZONE = FAR + 'zones = ["hall-1"]'
LAYOUTS = (*names(), "own")
ALONE = (*(f"{far}/one-call/{size}" for far in ("far", "far-zone") for size in ("720x1280", "2160x3840", "1280x720")),)
UPRIGHT = (
    *(f"far/{state}/1080x1920" for state in (*CALLING, *SILENT)),
    *(f"far/{state}/1080x1920/en" for state in ("busy", "one-call", "registers-down", "air-raid")),
    *(f"calls/{state}/1080x1920" for state in ("many-new", "registers-down", "closing", "stale")),
    *ALONE,
)
ELSEWHERE = ("own/elsewhere/1920x1080", "own/elsewhere/1080x1920")
WANTED = [
    *UPRIGHT,
    *ELSEWHERE,
    *(f"{layout}/{state}/1920x1080" for layout in LAYOUTS for state in (*CALLING, *SILENT)),
    *(f"{layout}/busy/{size}" for layout in LAYOUTS for size in SIZES if size != "1920x1080"),
]


class Pictures:
    def __init__(self, folder: Path, said: dict[str, Any]) -> None:
        self._folder, self.said = folder, said

    def of(self, which: str) -> Image.Image:
        return Image.open(self._folder / f"{which.replace('/', '-')}.png").convert("RGB")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    if PROGRAM is None:
        pytest.skip("Xvfb is not installed")
    folder = tmp_path_factory.mktemp("layouts")
    for name, text in (("own", OWN), ("far", FAR), ("far-zone", FAR_ZONE)):
        (folder / f"{name}.toml").write_text(text, "utf-8")
    screen = VirtualScreen()
    try:
        said = screen.run_app("tests.display.apps.layouts", *WANTED, state_dir=folder, timeout=350)
    finally:
        screen.stop()
    return Pictures(folder, said)


def rgb(colour: list[float]) -> tuple[int, ...]:
    return tuple(round(part * 255) for part in colour[:3])


def share(picture: Image.Image, box: list[float], colour: list[float]) -> float:
    """How much of a box is of one colour."""
    x, y, width, height = box
    part = picture.crop((round(x), round(picture.height - y - height), round(x + width), round(picture.height - y)))
    counted = Counter({pixel: count for count, pixel in part.getcolors(part.width * part.height) or []})
    return counted[rgb(colour)] / (part.width * part.height)  # type: ignore[index]


class Rows:
    """What `calls_on` needs of a place."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.calls = tuple(Box(*row) for row in said["rows"])
        self.two_lines: bool = said["two_lines"]


@pytest.mark.parametrize("which", [which for which in WANTED if which.split("/")[1] in CALLING])
def test_every_call_that_has_a_row_can_be_read_off_the_picture(pictures: Pictures, which: str) -> None:
    said = pictures.said[which]
    read = calls_on(pictures.of(which), Rows(said), zones=said["zones"])
    assert read == [(number, window) for number, window, _ in said["calls"]]
    assert read, "nothing to read"


@pytest.mark.parametrize("which", [*ALONE, "far/one-call/1080x1920", "far/one-call/1080x1920/en", "far/calm/1080x1920"])
def test_what_is_called_is_as_high_on_the_picture_as_eight_metres_need(pictures: Pictures, which: str) -> None:
    """Measured at the ink itself: of each number and each window."""
    said, picture = pictures.said[which], pictures.of(which)
    wanted = Screen(*picture.size).capital(8.0)
    assert said["two_lines"]
    for high in heights_on(picture, Rows(said), zones=said["zones"]):
        assert high >= wanted * 0.97


@pytest.mark.parametrize("which", ["far/air-raid/1080x1920", "far/air-raid/1080x1920/en"])
def test_an_upright_board_in_an_alarm_shows_nothing_else(pictures: Pictures, which: str) -> None:
    said, picture = pictures.said[which], pictures.of(which)
    assert not calls_on(picture, Rows(said))
    assert share(picture, said["banner"], said["look"]["stop"]) > 0.6


@pytest.mark.parametrize("layout", LAYOUTS)
def test_who_is_called_now_stands_on_the_colour_of_a_call_and_the_others_do_not(
    pictures: Pictures, layout: str
) -> None:
    which = f"{layout}/busy/1920x1080"
    said, picture = pictures.said[which], pictures.of(which)
    for (_, _, stands_out), row in zip(said["calls"], said["rows"], strict=False):
        assert (share(picture, row, said["look"]["call"]) > 0.4) == stands_out


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("state", SILENT)
def test_in_an_alarm_and_in_a_closed_hall_there_is_nothing_else(pictures: Pictures, layout: str, state: str) -> None:
    which = f"{layout}/{state}/1920x1080"
    said, picture = pictures.said[which], pictures.of(which)
    assert not calls_on(picture, Rows(said))
    if SILENT[state]:
        assert share(picture, said["banner"], said["look"][SILENT[state]]) > 0.6
        assert said["banner"][2] * said["banner"][3] > 0.7 * 1920 * 1080


@pytest.mark.parametrize("which", ELSEWHERE)
def test_a_board_to_whose_zone_nobody_was_called_is_not_blank_where_calls_stand(pictures: Pictures, which: str) -> None:
    said, picture = pictures.said[which], pictures.of(which)
    assert not calls_on(picture, Rows(said))
    assert said["kind"] == "quiet"
    assert 0.75 < share(picture, said["banner"], said["look"]["ground"]) < 0.99


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_board_that_is_out_of_date_says_so_in_its_strip(pictures: Pictures, layout: str) -> None:
    for state, warned in (("stale", True), ("busy", False)):
        which = f"{layout}/{state}/1920x1080"
        said = pictures.said[which]
        assert (share(pictures.of(which), said["strip"], said["look"]["warning"]) > 0.4) == warned


@pytest.mark.parametrize("size", SIZES)
def test_a_telephone_reads_the_code_off_the_board(pictures: Pictures, size: str) -> None:
    """In high contrast too; and not in an alarm, when there is nothing to read but where to go."""
    zxingcpp = pytest.importorskip("zxingcpp")
    [code] = zxingcpp.read_barcodes(pictures.of(f"own/busy/{size}"))
    assert code.text == "https://example.org/queue"
    assert not zxingcpp.read_barcodes(pictures.of("own/air-raid/1920x1080"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_windows_that_call_at_once_are_all_on_the_screen(pictures: Pictures, layout: str) -> None:
    said = pictures.said[f"{layout}/many-new/1920x1080"]
    assert len(said["calls"]) == (8 if layout != "own" else sum(int(window) < 6 for _, window, _ in said["calls"]))
    assert all(stands_out for _, _, stands_out in said["calls"])
