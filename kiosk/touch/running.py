"""A touch appliance as a process: its screen first, then the bus and all that hangs on it, until it is told to stop.

The first frame comes before the bus: nobody looks at a black screen while libraries load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from broker.bus.clock import new_id
from broker.bus.hall_phrases import Areas, speak_as_the_hall
from broker.contracts.phrases import Phrases
from display.look import heap, kivy_setup
from display.look.stopping import stop_on_signals
from display.look.trace import Note, open_trace
from kiosk.touch.aloud.volume import STEPS, first_step
from kiosk.touch.attendant import Attendant, Show, WakeIn
from kiosk.touch.frame import Frame
from kiosk.touch.front import Front
from kiosk.touch.reader import Fittings
from kiosk.touch.screens import Screens, read_all
from kiosk.touch.troubles import Troubles

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile
    from kiosk.touch.panel import Panel
    from kiosk.touch.touch_app import TouchApp


class Stage(Struct, frozen=True):
    """What an appliance has when its first frame is on the screen, to be joined to the world.

    `touched`: what is pressed in another way than by a finger (a button on a wire) is pressed here. `front`: whose
    screen it is.
    `troubles`: what is wrong with what hangs on the appliance beside its screen. `areas`: the phrases that a hall may have
    words of its own for.
    """

    settings: Settings
    hall: HallFile
    app: TouchApp
    panel: Panel
    attendant: Attendant[Any, Any]
    note: Note
    touched: Callable[[Any], None]
    front: Front
    troubles: Troubles
    areas: Areas


def run_touch_screen(
    settings: Settings,
    hall: HallFile,
    screens: Screens,
    *,
    attend: Callable[[Show, WakeIn], Attendant[Any, Any]],
    join: Callable[[Stage], Callable[[], None]],
    area: str,
    also: Mapping[str, Phrases] = {},
    drawn: Callable[[Stage], None] = lambda _stage: None,
) -> None:
    """Serve visitors until SIGTERM or SIGINT.

    `area`: whose the words are that it does not share with the other touch screens; `also`: more words, of their areas.
    `join` connects the stage after its first frame and returns what says goodbye; it should import what it needs
    itself. `drawn` is called after the first frame of each new screen.
    """
    heap.put_off_searches()
    kivy_setup.prepare(settings.state_dir, settings.window_size)
    # From here on the order matters: Kivy opens its window while it is imported.
    from kivy.base import stopTouchApp  # noqa: PLC0415
    from kivy.clock import Clock  # noqa: PLC0415
    from kivy.core.window import Window  # noqa: PLC0415

    stop_on_signals(stopTouchApp, lambda: Clock.schedule_once(lambda _: None))
    from display.look.frames import after_each_frame, after_first_frame  # noqa: PLC0415
    from kiosk.touch.look import look  # noqa: PLC0415
    from kiosk.touch.panel import Panel  # noqa: PLC0415
    from kiosk.touch.touch_app import TouchApp  # noqa: PLC0415

    note = open_trace()

    def touched(press: Any) -> None:
        if press is not None:
            note("touch", type(press).__name__)
        attendant.touched(press, new_id(), steady=panel.steady)

    panel = Panel(screens, touched, finger=lambda down: attendant.finger(down))  # noqa: PLW0108 - there is none yet
    app = TouchApp(panel, settings.panel, settings.screen_bottom)
    attendant = attend(lambda _: None, app.wake_in)
    areas = {area: attendant.words.own, "touch": attendant.words.shared, **also}
    speak_as_the_hall(settings.state_dir, areas)
    fitted = [Window.size]

    def equip() -> None:
        fittings = Fittings(
            lowers=look.room < Window.height,
            dark_after=settings.dark_after * 60 or None,
            headset=bool(settings.headset),
            volumes=STEPS,
            volume=first_step(settings.headset_dba),
        )
        attendant.equip(fittings, settings.strike_guard)

    def fit(*_: object) -> None:
        """A screen that was switched on late, or another one."""
        if Window.size != fitted[0]:
            fitted[0] = Window.size
            equip()
            panel.fit()

    equip()
    attendant.shows(panel.show)  # not before: a screen that is drawn twice is there half as soon
    stage = Stage(settings, hall, app, panel, attendant, note, touched, Front(attendant, touched), Troubles(), areas)
    after_each_frame(_noting_frames(stage, drawn))

    def join_hall() -> None:
        from display.look.pulse import show_pulse  # noqa: PLC0415 - after the first frame
        from kiosk.touch.wired import wire  # noqa: PLC0415

        show_pulse()
        leave, unwire = join(stage), wire(stage)
        app.bind(on_stop=lambda *_: (unwire(), leave()))
        read_all(screens)
        heap.search_only_what_comes()

    Window.bind(size=fit)
    after_first_frame(join_hall)
    app.wait_for_events()
    app.run()


def _noting_frames(stage: Stage, drawn: Callable[[Stage], None]) -> Callable[[], None]:
    """Traces the first frame of each screen."""
    seen: list[Frame[Any] | None] = [None]

    def note_frame() -> None:
        stage.panel.drawn()
        stage.attendant.drawn()
        if stage.attendant.shown is None or stage.attendant.shown is seen[0]:
            return
        seen[0] = stage.attendant.shown
        stage.note("shown", type(stage.attendant.shown.face).__name__)
        drawn(stage)

    return note_frame
