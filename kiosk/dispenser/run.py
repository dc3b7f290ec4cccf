"""The dispenser as a process: a touch screen, a printer and the bus, until it is told to stop.

The first frame comes before the bus and the printer: nobody looks at a black screen while libraries load.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.clock import new_id
from broker.contracts.phrases import Phrases
from display.look import kivy_setup
from display.look.stopping import stop_on_signals
from display.look.trace import open_trace
from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.frame import Frame, Words
from kiosk.dispenser.inputs import Press
from kiosk.dispenser.menu import Menu
from kiosk.dispenser.visit import Issued

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile
    from display.look.trace import Note

HERE = Path(__file__).parent


def words_of(hall: HallFile) -> Words:
    """What the dispenser of a hall says."""
    shared = Phrases.load(HERE.parent / "touch" / "phrases")
    return Words(hall, Menu.of(hall), Phrases.load(HERE / "phrases"), shared)


def run(settings: Settings) -> None:
    """Give tickets in the hall of `settings` until SIGTERM or SIGINT. ConfigError when its hall file is wrong."""
    hall = settings.hall_file()
    kivy_setup.prepare(settings.state_dir, settings.window_size)
    # From here on the order matters: Kivy opens its window while it is imported.
    from kivy.base import stopTouchApp  # noqa: PLC0415
    from kivy.clock import Clock  # noqa: PLC0415

    stop_on_signals(stopTouchApp, lambda: Clock.schedule_once(lambda _: None))
    from display.look.frames import after_each_frame, after_first_frame  # noqa: PLC0415
    from kiosk.dispenser.panel import Panel, read_all_screens  # noqa: PLC0415
    from kiosk.touch.touch_app import TouchApp  # noqa: PLC0415

    note = open_trace()

    def touched(press: Press | None) -> None:
        if press is not None:
            note("touch", type(press).__name__)
        attendant.touched(press, new_id())

    panel = Panel(touched)
    app = TouchApp(panel, settings.panel)
    attendant = Attendant(words_of(hall), show=panel.show, wake_in=app.wake_in)
    after_each_frame(_noting_frames(attendant, note))

    def join() -> None:
        from kiosk.dispenser.joining import join_hall  # noqa: PLC0415 - after the first frame

        leave = join_hall(settings, hall, app, panel, attendant, note)
        app.bind(on_stop=lambda *_: leave())
        read_all_screens()

    after_first_frame(join)
    app.wait_for_events()
    app.run()


def _noting_frames(attendant: Attendant, note: Note) -> Callable[[], None]:
    """Traces the first frame of each screen, and of each ticket: the moment at which a visitor has a number."""
    seen: list[Frame | None] = [None]
    tickets: list[str] = [""]

    def note_frame() -> None:
        attendant.drawn()
        if attendant.shown is None or attendant.shown is seen[0]:
            return
        seen[0] = attendant.shown
        note("shown", type(attendant.shown.face).__name__)
        place = attendant.state.place
        if isinstance(place, Issued) and place.ticket.id != tickets[0]:
            tickets[0] = place.ticket.id
            note("flip", place.ticket.id)

    return note_frame
