"""Draws a layout, or words, that somebody has only drafted: beside the screen, in the screen's own way.

Asked from afar (`do` `draw`), so that whoever changes a layout in a browser sees it as this board would show it. What
hangs in the hall stays on the screen meanwhile; it stands still for the time of two frames.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kivy.clock import Clock
from msgspec import Struct, ValidationError, convert

from broker.bus.appliance import Appliance, Outcome
from broker.bus.clock import now
from broker.contracts import hall_phrases
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.wrong import Told, wrong
from broker.contracts.phrases import Phrases
from broker.contracts.status import Do
from display.board.board import Board
from display.board.layout import side
from display.board.layouts.load import STANDARD, load, parse
from display.board.layouts.rules import screen
from display.board.layouts.shape import Layout
from display.board.reading import Screen
from display.board.samples import STATES
from display.board.stand_in import stand_in
from display.board.view import Teller
from display.look.palette import PALETTES, repainted
from display.look.picture import MAX_BYTES, TURNS, finished, jpeg

if TYPE_CHECKING:
    from PIL.Image import Image

WHAT = "draw"
PATIENCE = 20.0  # seconds; a board on a Raspberry Pi makes all its letters anew
PHRASES = Path(__file__).with_name("phrases")
AREA = "board"

T = TypeVar("T")


class Draft(Struct, frozen=True, forbid_unknown_fields=True):
    """`layout`, `phrases`: texts of such files; "": what came with the software. `state`: of the samples."""

    layout: str = ""
    phrases: str = ""
    state: str = "busy"
    size: tuple[int, int] = (1920, 1080)
    language: str = ""


def draw_drafts(appliance: Appliance, hall: HallFile, inches: float) -> None:
    """Teach a board to draw what it is sent. Its mistakes are told in words."""

    def draw(do: Do) -> Outcome:
        try:
            draft = convert(do.arguments, Draft, strict=False)
            layout, phrases = _layout(draft, hall), _phrases(draft)
        except (ValidationError, ConfigError) as bad:
            return "failed", str(bad), ""
        picture = _drawn(draft, layout, phrases, hall, inches)
        return "done", f"{draft.size[0]}x{draft.size[1]}", base64.b64encode(jpeg(picture, MAX_BYTES)).decode("ascii")

    appliance.can(WHAT, draw)


def _layout(draft: Draft, hall: HallFile) -> Layout:
    layout = parse(draft.layout, "layout.toml", hall) if draft.layout else load(STANDARD)
    shape = side(Screen(*draft.size))
    if not layout.areas(shape):
        raise ConfigError([Told("layout.toml:1: ", wrong("layout.empty", side=screen(shape)))])
    return layout


def _phrases(draft: Draft) -> Phrases:
    phrases = Phrases.load(PHRASES)
    if draft.phrases:
        phrases.speak(hall_phrases.parse(draft.phrases, {AREA: phrases}, part=True).get(AREA, {}))
    return phrases


def _drawn(draft: Draft, layout: Layout, phrases: Phrases, hall: HallFile, inches: float) -> Image:
    """A step at a time, between the frames of what hangs in the hall."""
    look = repainted(PALETTES[layout.board.theme], layout.theme)
    heard = STATES.get(draft.state, STATES["busy"])(hall, now(hall.timezone))
    view = Teller(hall, phrases, (draft.language,) if draft.language else (), layout).view(heard)

    def made() -> Board:
        board = Board(look, layout, inches, size=draft.size, media=stand_in())
        board.show(view)
        return board

    board = between_frames(made)
    for _ in range(TURNS):
        between_frames(lambda: None)
    return between_frames(lambda: finished(board, board.look.ground))


def between_frames(deed: Callable[[], T]) -> T:
    """Have it done in the screen's thread. TimeoutError when that does not come to it; else what it raises."""
    done: Future[T] = Future()

    def do(_: float) -> None:
        try:
            done.set_result(deed())
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            done.set_exception(error)

    Clock.schedule_once(do)
    return done.result(PATIENCE)
