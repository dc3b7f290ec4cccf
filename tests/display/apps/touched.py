"""An app that says in which turn of its loop it was touched, and sleeps otherwise until it is told to stop."""

from __future__ import annotations

import sys
from pathlib import Path

from display.look import kivy_setup
from display.look.stopping import stop_on_signals


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "320x240")
    from kivy.base import stopTouchApp
    from kivy.clock import Clock

    stop_on_signals(stopTouchApp, lambda: Clock.schedule_once(lambda _: None))
    from kivy.app import App
    from kivy.uix.widget import Widget

    from display.look import waiting_window
    from display.look.frames import after_first_frame

    class Touchable(Widget):
        def on_touch_down(self, touch: object) -> bool:
            print("touched", flush=True)
            return True

    app = App()
    app.build = Touchable
    waiting_window.install()
    after_first_frame(lambda: print("shown", flush=True))
    app.run()
    print("stopped", flush=True)


if __name__ == "__main__":
    main()
