"""A tablet's slide, and somebody who takes the screen from it; prints as JSON whether the slide is on it. Run by a test."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from display.look import kivy_setup


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "1280x800")
    from kivy.base import EventLoop
    from kivy.uix.widget import Widget

    EventLoop.ensure_window()
    from broker.contracts.playlists import Slide
    from kiosk.survey import flow
    from kiosk.survey.frame import frame
    from kiosk.survey.inputs import SlidesSeen, WindowSeen
    from kiosk.survey.screens import SCREENS
    from kiosk.survey.screens.slide import SlideScreen
    from kiosk.touch.panel import Panel
    from tests.kiosk.survey.tablets import WORDS

    panel = Panel(SCREENS, lambda _press: None)
    state, _ = flow.step(flow.started(0.0), WindowSeen(0.5, None, None, open=True))

    def slides(*files: str) -> None:
        nonlocal state
        seen = tuple(Slide(str(Path(sys.argv[1]) / file), "picture", 10.0) for file in files)
        state, _ = flow.step(state, SlidesSeen(1.0, seen))
        panel.show(frame(state, WORDS, 1))

    def playing() -> list[str]:
        return [Path(each._slide.file).name for each in panel.children if isinstance(each, SlideScreen)]

    told = {}
    slides("one.png")
    told["alone"] = playing()
    panel.cover(Widget())
    told["covered"] = playing()
    slides("two.png")
    told["another while covered"] = playing()
    panel.uncover()
    told["uncovered"] = playing()
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
