"""Calls come one by one to a board that made its rows ahead and to one that did not. Says how many rows each made for a
call, and in which pictures they differ.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import display.board
from broker.contracts.phrases import Phrases
from display.board.examples import examples
from display.board.samples import heard, snapshot
from display.board.view import Teller
from display.look import kivy_setup
from display.look.palette import LIGHT
from tests.display.halls import HALL, NOON

SIZES = {"wide": (1920, 1080), "upright": (1080, 1920)}


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "320x200")
    from PIL import ImageChops

    from display.board import call_rows
    from display.board.board import Board
    from display.look.picture import drawn

    teller = Teller(HALL, Phrases.load(Path(display.board.__file__).with_name("phrases")), ("uk", "en"))
    awaited = examples(HALL, teller.zones, "uk")
    made: list[object] = []
    strip = call_rows.CallStrip

    class Counted(strip):  # type: ignore[misc, valid-type]
        def __init__(self, **kwargs: object) -> None:
            made.append(self)
            super().__init__(**kwargs)

    call_rows.CallStrip = Counted  # type: ignore[misc]
    said: dict[str, object] = {}
    for name, size in SIZES.items():
        ahead, bare = (Board(LIGHT, size=size) for _ in range(2))
        for board in (ahead, bare):
            board.show(teller.view(heard(snapshot(HALL, NOON, calls=0), NOON)))
        rooms = 0
        while ahead.make_ahead(awaited):
            rooms += 1
        differs, counts = [], {"ahead": 0, "bare": 0}
        for calls in range(1, min(rooms, 8) + 1):
            view = teller.view(heard(snapshot(HALL, NOON, calls=calls), NOON))
            pictures = []
            for which, board in (("ahead", ahead), ("bare", bare)):
                before = len(made)
                board.show(view)
                counts[which] += len(made) - before
                pictures.append(drawn(board, LIGHT.ground))
            if ImageChops.difference(*pictures).getbbox():
                differs.append(calls)
        said[name] = {"rooms": rooms, "made": counts, "differs": differs}
    print(json.dumps(said))


if __name__ == "__main__":
    main()
