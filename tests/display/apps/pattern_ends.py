"""A pattern that nobody ends, on a screen whose two minutes are half a second. Says what was there when."""

from __future__ import annotations

import json
import sys
import threading
import time
from datetime import UTC
from pathlib import Path

from broker.acceptance.hardware import PaperHardware
from broker.acceptance.taking import Acceptance
from broker.bus.appliance import Appliance
from broker.bus.clock import new_id, now
from broker.bus.memory import MemoryBroker
from broker.contracts.status import About, Do
from display.look import kivy_setup

SECONDS = 20.0


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]))
    from kivy.base import EventLoop
    from kivy.core.window import Window
    from kivy.uix.floatlayout import FloatLayout

    from display.look import patterns

    EventLoop.ensure_window()
    patterns.LASTS = 0.5
    bus = MemoryBroker().client("board-1", "test-hall")
    board = Appliance(bus, id="board-1", role="board", version="1", about=About(role="board", version="1"), zone=UTC)
    taken = Acceptance(board, bus, Path(sys.argv[1]), UTC, {}, hardware=PaperHardware())
    host = FloatLayout(size=Window.size)
    Window.add_widget(host)
    busy = [False]
    made = patterns.Patterns(
        board, taken, UTC, put=host.add_widget, away=host.remove_widget, busy=lambda: busy[0], place=""
    )

    def ask() -> object:
        """A wish comes in a thread of its own; the screen turns meanwhile."""
        answers: list[object] = []
        wish = Do(id=new_id(), what=patterns.EDGES, at=now(UTC))
        asked = threading.Thread(target=lambda: answers.append(made.begin(wish, made._edges)))
        asked.start()
        while asked.is_alive():
            EventLoop.idle()
        return answers[0]

    def stands() -> bool:
        return bool(host.children)

    first = ask()
    shown, deadline = stands(), time.monotonic() + SECONDS
    while stands() and time.monotonic() < deadline:
        EventLoop.idle()
    ended, busy[0] = not stands(), True
    refused = ask()
    print(json.dumps({"first": first, "shown": shown, "ended": ended, "refused": refused, "then": stands()}))


if __name__ == "__main__":
    main()
