"""Pictures of the board in every state: `python -m display.board.gallery HALL.toml FOLDER`. Needs a (virtual) screen.

Each is drawn into a buffer of its own size, so that one small window makes them all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from broker.contracts.hall_check import load
from broker.contracts.phrases import Phrases
from display.board.layouts import load as layouts
from display.board.layouts.load import STANDARD
from display.board.samples import STATES
from display.board.view import Teller
from display.look import kivy_setup
from display.look.palette import PALETTES, repainted

ONE_HALL = str(Path(__file__).parent / "layouts" / "one-hall.toml")
WIDE, UPRIGHT = (1920, 1080), (1080, 1920)


class Picture(NamedTuple):
    state: str
    size: tuple[int, int] = WIDE
    layout: str = STANDARD
    languages: tuple[str, ...] = ("uk", "en")
    inches: float = 43.0

    @property
    def file(self) -> str:
        """`board-<state>-<layout>-<language>-<width>x<height>.png`, without the layout where it is the standard one."""
        layout = "" if self.layout == STANDARD else f"-{Path(self.layout).stem}"
        return f"board-{self.state}{layout}-{self.languages[0]}-{self.size[0]}x{self.size[1]}.png"


# What a reader of the documents should see.
PICTURES = (
    Picture("busy"),
    Picture("busy", languages=("en",)),
    Picture("busy", UPRIGHT),
    Picture("one-call"),
    Picture("empty"),
    Picture("air-raid"),
    Picture("air-raid", UPRIGHT),
    Picture("registers-down"),
    Picture("registers-down", UPRIGHT),
    Picture("registers-down", languages=("en",)),
    Picture("resuming"),
    Picture("resuming", UPRIGHT),
    Picture("closing"),
    Picture("closing", UPRIGHT),
    Picture("suspended", UPRIGHT),
    Picture("many-new"),
    Picture("closed"),
    Picture("stale"),
    Picture("connecting"),
    Picture("busy", layout="calls"),
    Picture("busy", UPRIGHT, "calls"),
    Picture("one-call", UPRIGHT, "calls", ("en",)),
    Picture("busy", layout="media"),
    Picture("calm", layout="media"),
    Picture("busy", UPRIGHT, "media"),
    Picture("calm", UPRIGHT, "media"),
    Picture("many-new", layout=ONE_HALL),
    Picture("busy", UPRIGHT, ONE_HALL),
    Picture("elsewhere", layout=ONE_HALL),
    Picture("air-raid", layout="media"),
)


def draw_all(hall_file: Path, folder: Path, pictures: Sequence[Picture] = PICTURES) -> None:
    """Write each of `pictures` into `folder`."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
    from display.board.board import Board  # noqa: PLC0415 - after kivy_setup
    from display.board.stand_in import stand_in  # noqa: PLC0415
    from display.look.picture import drawn  # noqa: PLC0415

    hall = load(hall_file)
    phrases = Phrases.load(Path(__file__).with_name("phrases"))
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=hall.timezone)
    folder.mkdir(parents=True, exist_ok=True)
    for each in pictures:
        layout = layouts.load(each.layout)  # the example names zones that this hall may not have
        look = repainted(PALETTES[layout.board.theme], layout.theme)
        board = Board(look, layout, each.inches, size=each.size, media=stand_in())
        board.show(Teller(hall, phrases, each.languages, layout).view(STATES[each.state](hall, now)))
        picture = drawn(board, board.look.ground)
        picture.thumbnail((1280, 1280))
        picture.quantize(128).save(folder / each.file, optimize=True)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]))
