"""Draws boards of many layouts, states and sizes, as big as they are. Says where each has its rows."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from broker.contracts.phrases import Phrases
from display.look import kivy_setup
from tests.display.halls import HALL


def main() -> None:
    folder = Path(sys.argv[1])
    wanted = [each.split("/") for each in sys.argv[2:]]  # layout/state/size, and the language that comes first
    kivy_setup.prepare(folder, "320x200")
    import display.board
    from display.board.board import Board
    from display.board.layouts.load import load
    from display.board.samples import STATES
    from display.board.view import Teller
    from display.look.palette import PALETTES, repainted
    from display.look.picture import drawn

    phrases = Phrases.load(Path(display.board.__file__).with_name("phrases"))
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=HALL.timezone)
    said = {}
    for name, state, size, *first in wanted:
        layout = load(str(folder / f"{name}.toml") if (folder / f"{name}.toml").exists() else name, HALL)
        width, height = (int(part) for part in size.split("x"))
        board = Board(repainted(PALETTES[layout.board.theme], layout.theme), layout, size=(width, height))
        board.show(
            Teller(HALL, phrases, ("en",) if first == ["en"] else ("uk", "en"), layout).view(STATES[state](HALL, now))
        )
        which = "/".join((name, state, size, *first))
        drawn(board, board.look.ground).save(folder / f"{which.replace('/', '-')}.png")
        assert board.shown
        said[which] = {
            "rows": [list(box) for box in board.place.calls],
            "calls": [[row.number, row.window, row.stands_out] for row in board.rows],
            "zones": board.has_zones,
            "two_lines": board.place.two_lines,
            "banner": list(board.place.banner),
            "strip": list(board.place.strip),
            "kind": board.shown.banner.kind,
            "look": {
                token: getattr(board.look, token) for token in ("call", "stop", "bar", "warning", "accent", "ground")
            },
        }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
