"""A board of more lines than it has room for, whose parts follow each other quickly. Says which lines stood there and what its
heading said, until each has had its turn; then that nothing is due any more when all have room.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot
from display.look import kivy_setup
from tests.display.halls import HALL


class Heard:
    """A source of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def age(self) -> float:
        return 0.1


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "1920x1080")
    from kivy.base import EventLoop
    from kivy.core.window import Window
    from msgspec.structs import replace

    import display.board
    from display.board import presenter
    from display.board.board import Board
    from display.board.layouts.load import load
    from display.board.samples import snapshot
    from display.board.stand_in import stand_in
    from display.board.view import Teller

    EventLoop.ensure_window()
    presenter.TURN = 0.2
    layout = load("media")
    now = datetime.now(HALL.timezone)
    board = Board(layout=layout, size=Window.size, media=stand_in())
    Window.add_widget(board)
    phrases = Phrases.load(Path(display.board.__file__).with_name("phrases"))
    shows = presenter.Presenter(board, Teller(HALL, phrases, ("uk",), layout), HALL.timezone)
    hall = snapshot(HALL, now, calls=0)
    lines = tuple(replace(hall.lines[0], letter=letter, waiting=2) for letter in "АБВГДЕЖ")
    shows.watch(Heard(replace(hall, lines=lines)))
    stood: dict[str, str] = {}
    while not set("".join(stood.values())) >= set("АБВГДЕЖ"):
        EventLoop.idle()
        if board.turn:
            stood[board.turn] = "".join(strip.letter for strip in board._lines)
    shows.watch(Heard(replace(hall, lines=lines[:2])))
    while board.turn:
        EventLoop.idle()
    while shows._turn_later.is_triggered:  # the last one that is due; nothing ticks after it
        EventLoop.idle()
    print(json.dumps({"stood": dict(sorted(stood.items())), "turns": board.turns}))


if __name__ == "__main__":
    main()
