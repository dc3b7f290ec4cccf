"""A dispenser's screen and a finger, and a hall that speaks at the worst moment; prints as JSON where each finger led.

Run by a test.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from display.look import kivy_setup

GROUP = "Місце проживання"  # opens a menu of its own
OTHERS = "Інші центри"
PLOT = "Земельна ділянка"  # of the line that the hall closes and opens; below the group


class Standing:
    """Nobody's dispenser: its clock, its hall and its frames come from here."""

    def __init__(self) -> None:
        from kivy.core.window import Window

        from kiosk.dispenser.attendant import Attendant
        from kiosk.dispenser.inputs import LinkChanged
        from kiosk.dispenser.run import words_of
        from kiosk.dispenser.screens import SCREENS
        from kiosk.touch.panel import Panel
        from tests.kiosk.dispenser.halls import hall

        self.at = 100.0
        self.panel = Panel(SCREENS, self.touched, self.finger, clock=lambda: self.at)
        self.attendant = Attendant(
            words_of(hall()), show=self.panel.show, wake_in=lambda *_: None, clock=lambda: self.at
        )
        self.attendant.serve(lambda _effect: None, lambda: None)
        self.attendant.tell(LinkChanged(self.at, connected=True))
        Window.add_widget(self.panel)

    def touched(self, press: Any) -> None:
        self.attendant.touched(press, "spare", steady=self.panel.steady)

    def finger(self, down: bool) -> None:  # noqa: FBT001 - as the panel tells it
        self.attendant.finger(down)

    def hall_says(self, *closed: str) -> None:
        from kiosk.dispenser.inputs import HallSeen

        self.attendant.tell(HallSeen(self.at, "open", closed_lines=frozenset(closed)))

    def city_says(self) -> None:
        """How busy another hall is: one more button, for which others make room."""
        from kiosk.dispenser.inputs import BranchSeen, CitySeen

        text = {"uk": "Центр", "en": "Centre"}
        self.attendant.tell(CitySeen(self.at, (BranchSeen(text, text, True, 3, 5.0, self.at),)))

    def draw(self, seconds: float = 0.0) -> None:
        """Layouts take more than a turn. Then so much time passes."""
        from kivy.base import EventLoop

        for _ in range(3):
            EventLoop.idle()
        self.panel.drawn()
        self.attendant.drawn()
        self.at += seconds

    def at_home(self) -> None:
        from kiosk.touch.presses import Leave

        self.draw(2.0)
        self.attendant.touched(Leave(), "")
        self.hall_says()
        self.draw(2.0)

    def down(self, label: str) -> Any:
        """A finger on the button with this label. It is to be lifted."""
        return self.down_at(self.place_of(label))

    def down_at(self, where: tuple[float, float]) -> Any:
        from kivy.tests.common import UnitTestTouch

        touch = UnitTestTouch(*where)
        touch.touch_down()
        return touch

    def place_of(self, label: str) -> tuple[float, float]:
        from kiosk.touch.pressing import Pressing

        found = [each for each in self.panel.walk() if isinstance(each, Pressing) and each.face.label == label]
        return tuple(found[0].center)

    @property
    def screen(self) -> str:
        assert self.attendant.shown
        face = self.attendant.shown.face
        return f"{type(face).__name__} {face.title}"

    @property
    def closed(self) -> list[str]:
        """The buttons that cannot be pressed."""
        from kiosk.touch.pressing import Pressing

        all_of_them = [each for each in self.panel.walk() if isinstance(each, Pressing)]
        return [each.face.label for each in all_of_them if each.face.press is None]


def main(home: Path) -> None:
    kivy_setup.prepare(home, "1080x1920")
    from kivy.base import EventLoop

    from kiosk.touch.look import look

    EventLoop.ensure_window()
    look.fit(1080, 1920, 21.5)
    place = Standing()
    print(json.dumps({**while_it_is_down(place), **on_its_way(place)}))


def while_it_is_down(place: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {}
    place.at_home()
    finger = place.down(GROUP)
    place.hall_says("land")
    place.draw(0.1)
    told["closed under the finger"] = place.closed
    gc.collect()  # buttons that are gone are gone
    finger.touch_up()
    told["between press and release"] = place.screen

    place.at_home()
    finger = place.down(GROUP)
    place.hall_says("land")
    place.at += 11.0
    place.hall_says("land")
    place.draw()
    told["closed under what only lies there"] = place.closed
    finger.touch_up()
    return told


def on_its_way(place: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {}
    place.at_home()
    where = place.place_of(GROUP)
    place.hall_says("land")
    place.down_at(where).touch_up()
    told["before it is drawn"] = place.screen

    place.at_home()
    place.hall_says("land")
    place.draw(0.1)
    place.down(GROUP).touch_up()
    told["just drawn"] = place.screen

    place.at_home()
    place.hall_says("land")
    place.draw(2.0)
    place.hall_says()
    place.draw(0.1)
    place.down(PLOT).touch_up()
    told["on a button that comes to life"] = place.screen

    place.at_home()
    place.city_says()
    place.draw(0.1)
    place.down(OTHERS).touch_up()
    told["on what has just come"] = place.screen
    place.at += 0.5
    place.down(OTHERS).touch_up()
    told["on it a moment later"] = place.screen

    place.at_home()
    place.down(GROUP).touch_up()
    place.draw(0.1)
    place.down_at(where).touch_up()
    told["a second strike"] = place.screen
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]))
