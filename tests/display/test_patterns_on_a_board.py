"""A board shows the edges of its screen when a technician asks, asks what was seen, and shows its calls again."""

from __future__ import annotations

import pytest

from tests.broker.until import until
from tests.display.board_hall import Board, Hall, has, numbers_on
from tests.display.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.wire, pytest.mark.timeout(120)]
BLACK = (0.0, 0.0, 0.0, 1.0)


def test_the_edges_are_shown_and_then_the_calls_again(board: Board, hall: Hall, virtual_screen: VirtualScreen) -> None:
    board.shows(hall.call("А042"))
    assert hall.ask("edge-pattern").outcome == "done"
    until(lambda: has(BLACK, virtual_screen.picture(), 0.7), what="the pattern")
    picture = virtual_screen.picture()
    width, height = picture.size
    for x, y in ((width // 3, 1), (width // 3, height - 2), (1, height // 3), (width - 2, height // 3)):
        around = [picture.getpixel((x + dx, y + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        assert any(min(each) > 200 for each in around), f"no line at {x}, {y}"
    assert hall.ask("end-pattern").outcome == "done"
    until(lambda: numbers_on(hall.picture()) == [("А042", "1")], what="the calls")
