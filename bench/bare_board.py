"""The least that is a board: a window that hears the hall's snapshots and writes the newest call's number in one label.

`python -m bench.bare_board FOLDER WIDTHxHEIGHT HALL.toml PORT`. It notes what it heard and drew in CHERHA_TRACE, as a
board does: what a board's frame after a call is compared with.
"""

from __future__ import annotations

import sys
from pathlib import Path

from broker.bus.appliance import Appliance
from broker.bus.link import Link
from broker.bus.watch import HallWatch
from broker.contracts.hall_check import load
from broker.contracts.status import About
from display.look import kivy_setup
from display.look.stopping import stop_on_signals
from display.look.trace import open_trace

NAME = "bare-board-1"


def main() -> None:
    folder, size, hall_file, port = sys.argv[1:]
    hall = load(Path(hall_file))
    kivy_setup.prepare(Path(folder), size)
    from kivy.app import App  # noqa: PLC0415 - opens the window
    from kivy.base import stopTouchApp  # noqa: PLC0415
    from kivy.clock import Clock  # noqa: PLC0415
    from kivy.uix.label import Label  # noqa: PLC0415

    from display.look.answering import answer_technicians  # noqa: PLC0415
    from display.look.frames import after_each_frame, after_first_frame  # noqa: PLC0415
    from display.look.waiting_window import install  # noqa: PLC0415

    stop_on_signals(stopTouchApp, lambda: Clock.schedule_once(lambda _: None))
    install()
    trace = open_trace()
    label = Label(text="000", font_size="200sp")
    drawn: list[int | None] = [None]
    app = App()
    app.build = lambda: label
    after_each_frame(lambda: trace("flip", drawn[0]))

    def join() -> None:
        link = Link(hall.hall.id, NAME, "127.0.0.1", int(port))
        appliance = Appliance(
            link, id=NAME, role="board", version="", about=About(role="board", version=""), zone=hall.timezone
        )
        answer_technicians(appliance, lambda: None)

        def draw(_: float) -> None:
            if source.snapshot is not None:
                label.text = next((call.number for call in source.snapshot.calls), "000")
                drawn[0] = source.snapshot.seq

        draw_soon = Clock.create_trigger(draw)

        def heard() -> None:
            if source.snapshot is not None:
                trace("heard", source.snapshot.seq)
                draw_soon()

        source = HallWatch(link, heard)
        link.start()
        appliance.ready()
        app.bind(on_stop=lambda *_: appliance.stop())
        app.bind(on_stop=lambda *_: link.stop())

    after_first_frame(join)
    app.run()


if __name__ == "__main__":
    main()
