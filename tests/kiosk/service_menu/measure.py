"""Draws every screen of the service menu and tells as JSON where its buttons are and how its words fit. Run by a test."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from display.look import kivy_setup
from kiosk.service_menu.frame import frame
from kiosk.service_menu.room import Room
from kiosk.service_menu.samples import STATES

# size, inches: a standing and a lying dispenser, and a survey tablet
PANELS = (((1080, 1920), 21.5), ((1920, 1080), 21.5), ((1280, 800), 10.1))
READINGS = (("uk", False), ("en", False), ("uk", True), ("en", True))


def main(home: Path) -> None:
    kivy_setup.prepare(home, "320x200")
    from kivy.base import EventLoop  # noqa: PLC0415 - after kivy_setup

    from display.look.fit_label import FitLabel  # noqa: PLC0415
    from kiosk.service_menu.screens import SCREENS  # noqa: PLC0415
    from kiosk.service_menu.screens.cover import Cover  # noqa: PLC0415
    from kiosk.touch.big_button import BigButton  # noqa: PLC0415
    from kiosk.touch.look import look  # noqa: PLC0415

    EventLoop.ensure_window()
    found: list[dict[str, Any]] = []
    for size, inches in PANELS:
        for name, state in STATES.items():
            for language, large in READINGS if inches > 15 else READINGS[:2]:
                look.fit(*size, inches)
                panel = Cover(SCREENS, lambda _press: None, size=size)
                panel.show(
                    frame(
                        replace(state, language=language, large=large),
                        "dispenser-1",
                        Room.of(*size, look.mm, large=large),
                    )
                )
                for _ in range(3):
                    EventLoop.idle()
                widgets = list(panel.walk())
                buttons = [w for w in widgets if isinstance(w, BigButton)]
                labels = [w for w in widgets if isinstance(w, FitLabel) and w.words]
                found.append(
                    {
                        "state": name,
                        "screen": f"{name} {language}{' large' if large else ''} {size[0]}x{size[1]}",
                        "mm": look.mm,
                        "size": size,
                        "buttons": [[b.face.label, *b.pos, *b.size] for b in buttons if b.face.press is not None],
                        "labels": [
                            [x.words, x.text.replace("\n", " "), x.font_size, *x.texture_size, *x.size] for x in labels
                        ],
                    }
                )
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
