"""Measures the screens of a box without a role that can be touched: `measured_newcomer HOME`, prints them as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from display.look import kivy_setup
from kiosk.newcomer.face import face
from kiosk.newcomer.samples import STEPS

SIZES = ((1080, 1920), (1920, 1080), (1280, 800), (800, 1280), (1024, 600), (600, 1024), (800, 480), (480, 800))


def main() -> None:
    home = Path(sys.argv[1])
    kivy_setup.prepare(home, "320x200")
    from kivy.base import EventLoop

    from display.look.fit_label import FitLabel
    from kiosk.newcomer.newcomer import NewcomerScreen
    from kiosk.newcomer.panel_size import inches
    from kiosk.newcomer.roles import RoleButton
    from kiosk.touch.look import look
    from kiosk.touch.sizes import TARGET

    EventLoop.ensure_window()
    found = []
    for size in SIZES:
        for step in ("searching", "waiting", "wanted"):
            look.fit(*size, inches(*size, home))
            screen = NewcomerScreen(face(STEPS[step], touchable=True), size=size, size_hint=(None, None))
            for _ in range(4):
                EventLoop.idle()
            widgets = list(screen.walk())
            labels = [each for each in widgets if isinstance(each, FitLabel) and each.words]
            found.append(
                {
                    "screen": f"{step} {size[0]}x{size[1]}",
                    "mm": look.finger / TARGET,
                    "size": size,
                    "buttons": [[b.face.label, *b.pos, *b.size] for b in widgets if isinstance(b, RoleButton)],
                    "labels": [
                        [x.words, x.text.replace("\n", " "), x.font_size, *x.texture_size, *x.size] for x in labels
                    ],
                    "code": screen.face.code,
                }
            )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
