"""A screen whose drawing loop hangs when it is told to (a line on standard input), while its other threads go on."""

import sys
import threading
import time
from pathlib import Path

from display.look import kivy_setup


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "320x240")
    from kivy.app import App
    from kivy.clock import Clock
    from kivy.uix.widget import Widget

    from display.look.frames import after_first_frame
    from display.look.pulse import show_pulse
    from display.look.waiting_window import install

    def hang(_: float) -> None:
        print("hangs", flush=True)
        while True:
            time.sleep(1)

    def wait_for_the_word() -> None:
        sys.stdin.readline()
        Clock.schedule_once(hang)

    install()
    app = App()
    app.build = Widget
    after_first_frame(show_pulse)
    threading.Thread(target=wait_for_the_word, daemon=True).start()
    app.run()


if __name__ == "__main__":
    main()
