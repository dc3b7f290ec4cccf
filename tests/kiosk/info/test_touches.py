"""A real terminal: its process, a real broker, the real queue-master, a paper tape, a server of news, and fingers."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PIL import Image

from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import NEEDS, STRIKE, HallNow, real_hall
from tests.kiosk.info.feeds import FeedServer, feed_server
from tests.kiosk.info.halls import DEMO

pytestmark = NEEDS

# Where things stand on 1080x1920, px from the upper left corner.
SEARCH, MAP, NEWS, ENGLISH = (540, 428), (281, 954), (799, 1551), (467, 1767)
KEYS = {"п": (447, 1362), "р": (540, 1362), "о": (633, 1362), "и": (447, 1457), "с": (260, 1457)}
FIRST_FOUND, PRINT, HOME = (540, 403), (798, 1400), (411, 1640)
FIND_WINDOW, WINDOW_14, MAP_HOME = (282, 1533), (411, 855), (411, 1644)
TAKE_AWAY = (282, 1400)


@pytest.fixture(scope="module")
def feeds() -> Iterator[FeedServer]:
    with feed_server() as found:
        yield found


@pytest.fixture(scope="module")
def terminal(feeds: FeedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallNow]:
    told = {"CHERHA_CATALOGUE": str(DEMO / "catalogue"), "CHERHA_FEEDS": feeds.url}
    with real_hall(tmp_path_factory.mktemp("hall"), touched="info", home="HomeFace", **told) as found:
        yield found


def type_word(terminal: HallNow, word: str) -> None:
    for letter in word:
        terminal.finger(KEYS[letter], "SearchFace")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_visitor_finds_a_service_by_the_word_they_know_and_takes_its_card_on_paper(terminal: HallNow, language: str):
    if language == "en":
        terminal.finger(ENGLISH, "HomeFace")
    slips = len(terminal.slips())
    terminal.finger(SEARCH, "SearchFace")
    type_word(terminal, "пропис")
    terminal.finger(FIRST_FOUND, "TextFace")
    shown = terminal.traced("shown", "TextFace")
    terminal.finger(PRINT, "TextFace")
    until(lambda: terminal.traced("shown", "TextFace") == shown + 2)  # «printing», then «printed»
    time.sleep(STRIKE)
    until(lambda: len(terminal.slips()) == slips + 1)
    paper = Image.open(terminal.tape / terminal.slips()[-1])
    assert paper.width in (384, 576)
    assert paper.height > 600
    terminal.finger(HOME, "HomeFace")


def test_a_visitor_asks_where_window_14_is_and_sees_the_way(terminal: HallNow):
    terminal.finger(MAP, "MapFace")
    before = terminal.picture()
    terminal.finger(FIND_WINDOW, "ListFace")
    terminal.finger(WINDOW_14, "MapFace")
    assert terminal.picture().tobytes() != before.tobytes()
    terminal.finger(MAP_HOME, "HomeFace")


def test_a_card_is_taken_along_as_a_code(terminal: HallNow):
    zxing = pytest.importorskip("zxingcpp")
    terminal.finger(SEARCH, "SearchFace")
    type_word(terminal, "пропис")
    terminal.finger(FIRST_FOUND, "TextFace")
    terminal.finger(TAKE_AWAY, "CodeFace")
    (code,) = zxing.read_barcodes(terminal.picture())
    assert code.text == "https://lotsman.example.org/p/01-01%2F01"
    terminal.finger(HOME, "HomeFace")


def test_city_news_are_fetched_by_the_side_and_are_there_to_be_read(terminal: HallNow, feeds: FeedServer):
    until(lambda: bool(feeds.asked))
    terminal.finger(NEWS, "ListFace")
    terminal.finger((540, 330), "TextFace")
    assert "news" not in terminal.problems
    terminal.finger(HOME, "HomeFace")
