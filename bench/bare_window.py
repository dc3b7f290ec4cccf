"""The least that is a Kivy window with a word in it: what an appliance's start is compared with.

`python -m bench.bare_window FOLDER WIDTHxHEIGHT` notes its first frame in CHERHA_TRACE and ends.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from broker.bus.trace import mark
from display.look import kivy_data, kivy_setup


def main() -> None:
    # The same window as an appliance's, with all that Kivy reads for anybody.
    os.environ["KIVY_DATA_DIR"] = str(kivy_data.shipped())
    kivy_setup.prepare(Path(sys.argv[1]), sys.argv[2])
    from kivy.app import App  # noqa: PLC0415 - opens the window
    from kivy.uix.label import Label  # noqa: PLC0415

    from display.look.frames import after_each_frame  # noqa: PLC0415

    app = App()
    app.build = lambda: Label(text="000")

    def shown() -> None:
        mark("flip", about="")
        app.stop()

    after_each_frame(shown)
    app.run()


if __name__ == "__main__":
    main()
