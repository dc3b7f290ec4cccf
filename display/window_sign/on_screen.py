"""A sign that is a small screen: its window first, then the bus, until it is told to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broker.bus.clock import now
from display.look import heap, kivy_setup
from display.look.stopping import stop_on_signals
from display.look.trace import open_trace

if TYPE_CHECKING:
    from broker.bus.settings import Settings
    from broker.contracts.hall_file import HallFile
    from display.window_sign.face import Teller
    from display.window_sign.layout import Arrow


def run_on_screen(settings: Settings, hall: HallFile, teller: Teller, arrow: Arrow) -> None:
    """Show the window's state until SIGTERM or SIGINT."""
    heap.put_off_searches()
    kivy_setup.prepare(settings.state_dir, settings.window_size)
    # From here on the order matters: Kivy opens its window while it is imported.
    from kivy.base import stopTouchApp  # noqa: PLC0415
    from kivy.clock import Clock  # noqa: PLC0415

    stop_on_signals(stopTouchApp, lambda: Clock.schedule_once(lambda _: None))
    from kivy.app import App  # noqa: PLC0415
    from kivy.core.window import Window  # noqa: PLC0415

    from display.look.frames import after_each_frame, after_first_frame  # noqa: PLC0415
    from display.look.palette import PALETTES  # noqa: PLC0415
    from display.look.waiting_window import install  # noqa: PLC0415
    from display.window_sign.presenter import Presenter  # noqa: PLC0415
    from display.window_sign.watching import Watching  # noqa: PLC0415
    from display.window_sign.window_sign import WindowSign  # noqa: PLC0415

    install()
    trace = open_trace()
    sign = WindowSign(look=PALETTES[settings.theme], arrow=arrow, size=Window.size)
    watching = Watching(teller)
    presenter = Presenter(sign, watching, hall.timezone, trace=trace)
    after_each_frame(lambda: trace("flip", presenter.drawn))
    app = App()
    app.build = lambda: sign

    def join() -> None:
        from display.look.answering import accepted_screen, answer_technicians, screen_size  # noqa: PLC0415 - after the first frame
        from display.look.confirming import Confirming  # noqa: PLC0415
        from display.look.patterns import cover_with_patterns  # noqa: PLC0415
        from display.look.pulse import show_pulse  # noqa: PLC0415
        from display.power.attending import ScreenLight  # noqa: PLC0415
        from display.window_sign.joining import Member  # noqa: PLC0415

        show_pulse()
        member = Member(settings, hall, screens=(screen_size(),))
        answer_technicians(member.appliance, lambda: sign.identify(teller.identify(member.appliance.id)))
        taken = member.accept(accepted_screen(lambda: sign.identify(teller.identify(member.appliance.id))))
        cover_with_patterns(sign, member.appliance, taken, hall.timezone, settings.place)
        light = ScreenLight(settings, hall.timezone, member.appliance)
        after_each_frame(
            Confirming(
                lambda: presenter.shown(member.appliance.boot),
                lambda: presenter.moving,
                member.tell,
                lambda: now(hall.timezone),
            ).frame
        )

        def heard() -> None:
            presenter.heard()
            light.heard()

        source = member.watch(heard)
        presenter.watch(source)
        light.watch(source)
        member.speak_for_the_hall(teller.phrases, presenter.spoken)
        watching.listen(member.listen(presenter.spoken))
        member.start()
        app.bind(on_stop=lambda *_: light.stop())
        app.bind(on_stop=lambda *_: member.stop())
        heap.search_only_what_comes()

    after_first_frame(join)
    app.run()
