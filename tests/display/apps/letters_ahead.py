"""A foreseen call comes to a board that made its letters ahead and to one that did not. Says what letters each set for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from msgspec.structs import replace

import display.board
from broker.contracts.numbers import split, written
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot
from display.board.samples import heard, snapshot
from display.board.view import Teller
from display.look import kivy_setup
from display.look.palette import LIGHT
from tests.display.halls import HALL, NOON

SIZES = {"wide": (1920, 1080), "upright": (1080, 1920)}


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "320x200")
    from display.board.board import Board
    from display.look import lettering
    from display.look.picture import drawn

    teller = Teller(HALL, Phrases.load(Path(display.board.__file__).with_name("phrases")), ("uk", "en"))
    letters: list[str] = []

    class Read(lettering.CoreLabel):  # type: ignore[misc]
        def render(self, real: bool = False) -> object:  # noqa: FBT001, FBT002 - Kivy's
            if real:
                letters.append(self.text)
            return super().render(real)

    lettering.CoreLabel = Read  # type: ignore[misc]
    before = snapshot(HALL, NOON, calls=3)
    after, number = _one_more(before)
    said: dict[str, object] = {"number": number}
    for name, size in SIZES.items():
        wanted = {}
        for which in ("ahead", "bare"):
            lettering.forget()
            board = Board(LIGHT, size=size)
            board.show(teller.view(heard(before, NOON)))
            drawn(board, LIGHT.ground)
            if which == "ahead":
                for _piece in board.rehearse():
                    pass
            letters.clear()
            board.show(teller.view(heard(after, NOON)))
            drawn(board, LIGHT.ground)
            wanted[which] = sorted(letters)
        said[name] = wanted
    print(json.dumps(said))


def _one_more(before: Snapshot) -> tuple[Snapshot, str]:
    """The next of the line of the newest call is called, to the same window."""
    last = before.calls[0]
    letter, digits = split(last.number)
    call = replace(last, number=written(letter, digits + 1))
    lines = tuple(replace(line, waiting=line.waiting - 1) if line.letter == letter else line for line in before.lines)
    return replace(before, calls=(call, *before.calls), lines=lines), call.number


if __name__ == "__main__":
    main()
