"""Pictures of the board in every state: `python -m display.board.gallery HALL.toml FOLDER`. Needs a (virtual) screen.

Each is drawn into a buffer of its own size, so that one small window makes them all.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

from broker.contracts.hall_check import load
from broker.contracts.phrases import Phrases
from display.board.samples import STATES
from display.board.view import Teller
from display.look import kivy_setup

# state, languages, size: what a reader of the documents should see.
PICTURES = (
    ("busy", ("uk", "en"), (1920, 1080)),
    ("busy", ("en",), (1920, 1080)),
    ("busy", ("uk", "en"), (1080, 1920)),
    ("one-call", ("uk", "en"), (1920, 1080)),
    ("empty", ("uk", "en"), (1920, 1080)),
    ("air-raid", ("uk", "en"), (1920, 1080)),
    ("air-raid", ("uk", "en"), (1080, 1920)),
    ("registers-down", ("uk", "en"), (1920, 1080)),
    ("registers-down", ("uk", "en"), (1080, 1920)),
    ("registers-down", ("en",), (1920, 1080)),
    ("resuming", ("uk", "en"), (1920, 1080)),
    ("resuming", ("uk", "en"), (1080, 1920)),
    ("closed", ("uk", "en"), (1920, 1080)),
    ("stale", ("uk", "en"), (1920, 1080)),
    ("connecting", ("uk", "en"), (1920, 1080)),
)


def draw_all(hall_file: Path, folder: Path, pictures: tuple[tuple[str, tuple[str, ...], tuple[int, int]], ...]) -> None:
    """Write `board-<state>-<language>-<width>x<height>.png` for each of `pictures` into `folder`."""
    kivy_setup.prepare(Path(gettempdir()), "320x200")
    from display.board.board import Board  # noqa: PLC0415 - after kivy_setup
    from display.look.picture import drawn  # noqa: PLC0415

    hall = load(hall_file)
    phrases = Phrases.load(Path(__file__).with_name("phrases"))
    now = datetime(2026, 11, 23, 10, 42, 7, tzinfo=hall.timezone)
    folder.mkdir(parents=True, exist_ok=True)
    for state, languages, size in pictures:
        board = Board(size=size)
        board.show(Teller(hall, phrases, languages).view(STATES[state](hall, now)))
        picture = drawn(board, board.look.ground)
        picture.thumbnail((1280, 1280))
        name = f"board-{state}-{languages[0]}-{size[0]}x{size[1]}.png"
        picture.quantize(128).save(folder / name, optimize=True)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]), PICTURES)
