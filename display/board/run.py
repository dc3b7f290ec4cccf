"""The calls board as a process: a window that shows the hall's snapshot until it is told to stop.

The first frame comes before the bus: a board that is switched on says at once that it is looking for the queue.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from display.board.layouts.chosen import chosen
from display.look import heap, kivy_setup
from display.look.palette import PALETTES, repainted
from display.look.stopping import stop_on_signals
from display.look.trace import open_trace

if TYPE_CHECKING:
    from broker.bus.settings import Settings

AREA = "board"  # of the hall's own phrases
PHRASES = Path(__file__).with_name("phrases")


def run(settings: Settings) -> None:
    """Show the hall of `settings` until SIGTERM or SIGINT. ConfigError when its hall file or its layout is wrong."""
    hall = settings.hall_file()
    layout, given = chosen(settings, hall)
    heap.put_off_searches()
    kivy_setup.prepare(settings.state_dir, settings.window_size)
    # From here on the order matters: Kivy opens its window while it is imported.
    from kivy.base import stopTouchApp  # noqa: PLC0415
    from kivy.clock import Clock  # noqa: PLC0415

    stop_on_signals(stopTouchApp, lambda: Clock.schedule_once(lambda _: None))
    from kivy.app import App  # noqa: PLC0415
    from kivy.core.window import Window  # noqa: PLC0415

    from broker.bus.hall_phrases import speak_as_the_hall  # noqa: PLC0415
    from broker.contracts.phrases import Phrases  # noqa: PLC0415
    from display.board.board import Board  # noqa: PLC0415
    from display.board.presenter import Presenter  # noqa: PLC0415
    from display.board.view import Teller  # noqa: PLC0415
    from display.look.frames import after_each_frame, after_first_frame  # noqa: PLC0415
    from display.look.waiting_window import install  # noqa: PLC0415

    install()
    trace = open_trace()
    look = repainted(PALETTES[layout.board.theme], layout.theme)
    board = Board(look, layout, settings.diagonal, size=Window.size)
    Window.clearcolor = board.look.ground
    phrases = Phrases.load(PHRASES)
    speak_as_the_hall(settings.state_dir, {AREA: phrases})
    teller = Teller(hall, phrases, layout=layout)
    presenter = Presenter(board, teller, hall.timezone, trace=trace)
    after_each_frame(lambda: trace("flip", presenter.drawn))
    app = App()
    app.build = lambda: board

    def join() -> None:
        from display.board.ahead import Rehearsals, make_ahead  # noqa: PLC0415 - after the first frame
        from display.board.examples import examples  # noqa: PLC0415
        from display.board.joining import Given, join_hall  # noqa: PLC0415
        from display.look.pulse import show_pulse  # noqa: PLC0415

        show_pulse()
        leave = join_hall(settings, hall, board, teller, presenter, given=Given(phrases, given))
        app.bind(on_stop=lambda *_: leave())
        awaited = examples(hall, teller.zones, hall.hall.languages[0])
        make_ahead(lambda: board.make_ahead(awaited), then=heap.search_only_what_comes)
        after_each_frame(Rehearsals(board).frame)

    after_first_frame(join)
    app.run()
