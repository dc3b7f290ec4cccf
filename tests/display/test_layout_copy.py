"""A layout that the hall gives to its boards: drawn from the next start on, never a bad one, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from broker.bus.content_versions import in_use
from broker.bus.memory import MemoryBroker
from broker.bus.settings import Settings
from broker.content.beginnings import BEGINNINGS
from broker.content.bundle import look_into, pack
from broker.contracts import codec
from broker.contracts.errors import ConfigError
from broker.contracts.topics import Topics
from display.board.layout_copy import LayoutCopy, layout_of_the_hall
from display.board.layouts import bundle, load
from display.board.layouts.chosen import chosen
from tests.broker.content.bundles import Staff, offer, web_server, whole, zipped
from tests.broker.until import until
from tests.display.halls import HALL

pytestmark = pytest.mark.fast

FAR = '[board]\nlike = "standard"\ndistance = 9.0\n'
ELSEWHERE = '[board]\nlike = "standard"\nzones = ["hall-7"]\n'


class Board:
    """A board that begins anew as often as it wants to; `begins` counts."""

    def __init__(self, stack: ExitStack, folder: Path, layout: str = "layout") -> None:
        self._stack, self.staff, self.begins = stack, Staff(), 0
        self.settings = Settings(state_dir=folder, layout=layout)
        self.broker = MemoryBroker()
        self.master = self.broker.client("queue-master")
        self.master.start()
        self._copy: LayoutCopy | None = None
        self.begin()
        stack.callback(self.end)

    def begin(self) -> None:
        self.layout, drawn = chosen(self.settings, HALL)
        bus = self.broker.client("board-1")
        self._copy = LayoutCopy(bus, self.settings, HALL, drawn, staff=self.staff, anew=self._anew)
        bus.start()

    def _anew(self) -> None:
        self.begins += 1

    def end(self) -> None:
        if self._copy:
            self._copy.stop()

    def offer(self, text: str, version: str = "1") -> None:
        body = zipped({bundle.FILE: text})
        address = self._stack.enter_context(web_server(whole(body)))
        topic = Topics(HALL.hall.id).content(self.settings.layout)
        self.master.publish(topic, codec.encode(offer(body, address, version)), retain=True)
        self.broker.deliver()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_layout_of_the_hall_is_drawn_from_the_next_start_on(stack: ExitStack, tmp_path: Path) -> None:
    board = Board(stack, tmp_path)
    assert board.layout == load.load("standard")
    board.offer(FAR)
    until(lambda: board.begins == 1, 30)
    board.end()
    board.begin()
    assert board.layout.board.distance == 9.0
    board.offer('[board]\nlike = "standard"\n', "2")
    until(lambda: board.begins == 2, 30)
    assert chosen(board.settings, HALL)[0].board.distance == load.load("standard").board.distance
    assert board.staff.problems == {}


def test_a_layout_with_a_zone_that_the_hall_has_not_is_told_and_not_drawn(stack: ExitStack, tmp_path: Path) -> None:
    board = Board(stack, tmp_path)
    board.offer(ELSEWHERE)
    until(lambda: "content-layout" in board.staff.problems, 30)
    assert 'there is no zone "hall-7"' in board.staff.problems["content-layout"]["en"]
    assert board.begins == 0


def test_a_layout_that_the_hall_has_outgrown_gives_way_to_the_one_before(stack: ExitStack, tmp_path: Path) -> None:
    board = Board(stack, tmp_path)
    for count, text in enumerate((FAR, FAR.replace("9", "8")), 1):
        board.offer(text, str(count))
        until(lambda count=count: board.begins == count, 30)
        board.end()
        board.begin()
    folder = in_use(tmp_path / "content" / "layout")
    assert folder is not None
    (folder / bundle.FILE).write_text(ELSEWHERE, "utf-8")
    board.end()
    board.begin()
    assert board.layout == load.load("standard")  # for this moment: the board comes up, whatever is there
    assert 'there is no zone "hall-7"' in board.staff.problems["content-layout"]["en"]
    assert board.begins == 3
    assert chosen(board.settings, HALL)[0].board.distance == 9.0


def test_a_board_with_a_layout_of_its_own_hears_of_none(tmp_path: Path) -> None:
    bus = MemoryBroker().client("board-1")
    for layout in ("media", str(tmp_path / "layout-of-ours.toml")):
        settings = Settings(state_dir=tmp_path, layout=layout)
        assert layout_of_the_hall(bus, settings, HALL, None, staff=Staff()) is None
    with pytest.raises(ConfigError, match='did you mean "media"'):
        chosen(Settings(state_dir=tmp_path, layout="medai"), HALL)


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_what_a_hall_begins_with_is_a_good_bundle_and_changes_nothing(kind: str, tmp_path: Path) -> None:
    pack(BEGINNINGS[kind], tmp_path / "bundle.zip")
    assert look_into(kind, tmp_path / "bundle.zip", HALL)


def test_the_layout_that_a_hall_begins_with_is_the_standard_one() -> None:
    assert bundle.load(BEGINNINGS["layout"]) == load.parse('[board]\nlike = "standard"\n', "x.toml")
