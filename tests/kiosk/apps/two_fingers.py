"""Two buttons and hands on them; prints as JSON what was pressed. Run by a test."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from display.look import kivy_setup


def main(state_dir: Path) -> None:
    kivy_setup.prepare(state_dir, "800x600")
    from kivy.clock import Clock
    from kivy.tests.common import UnitTestTouch
    from kivy.uix.boxlayout import BoxLayout

    from kiosk.touch.big_button import BigButton
    from kiosk.touch.faces import ButtonFace
    from kiosk.touch.touch_app import TouchApp

    pressed: list[str] = []
    told: dict[str, list[str]] = {}
    box = BoxLayout()
    for name in ("left", "right"):
        box.add_widget(BigButton(face=ButtonFace(name, name), touched=pressed.append))
    app = TouchApp(box, 21.5)

    def hands(_: float) -> None:
        finger, palm = UnitTestTouch(200, 300), UnitTestTouch(600, 300)
        finger.touch_down()
        palm.touch_down()
        palm.touch_move(590, 300)
        palm.touch_up()
        finger.touch_up()
        told["a palm while a finger is down"] = pressed.copy()
        pressed.clear()

        finger, palm = UnitTestTouch(200, 300), UnitTestTouch(600, 300)
        finger.touch_down()
        palm.touch_down()
        finger.touch_up()
        palm.touch_up()
        told["a palm that stays longer"] = pressed.copy()
        pressed.clear()

        for touch in (UnitTestTouch(600, 300), UnitTestTouch(200, 300)):
            touch.touch_down()
            touch.touch_up()
        told["one after the other"] = pressed.copy()
        app.stop()

    Clock.schedule_once(hands, 0.5)
    app.run()
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
