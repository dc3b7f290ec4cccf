"""An app with a label and the waiting loop. Says what the loop did while nothing, something and too much happened."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from display.look import kivy_setup
from tests.broker.until import until


def calm(loop: Any, flips: list[float]) -> dict[str, object]:
    """What happens when nothing happens."""
    # The first turns after a start belong to the window being shown.
    for _ in range(20):
        before = loop.turns
        time.sleep(0.3)
        if before == loop.turns:
            break
    drawn = len(flips)
    time.sleep(1.5)  # longer than Kivy's own second-long timers
    return {"idle turns": loop.turns - before, "idle frames": len(flips) - drawn}


def awakening(change_from_here: Callable[[Callable[[], None]], None], label: Any) -> float:
    """Seconds from another thread's wish to a frame, when the window sleeps."""
    time.sleep(0.5)
    wished = time.monotonic()
    change_from_here(lambda: setattr(label, "text", str(wished)))
    return time.monotonic() - wished


def animated(loop: Any, clock: Any) -> dict[str, object]:
    """What happens when a frame is asked for at once, always."""
    spinning = clock.schedule_interval(lambda _: None, 0)
    before, since = loop.turns, time.monotonic()
    time.sleep(1.0)
    spinning.cancel()
    return {"turns a second when animated": (loop.turns - before) / (time.monotonic() - since)}


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "320x240")
    from kivy.app import App
    from kivy.clock import Clock
    from kivy.core.window import Window
    from kivy.uix.label import Label

    from display.look import waiting_window

    if "poll" in sys.argv:
        waiting_window.BLOCKING_DRIVERS = frozenset()
    loop = waiting_window.install()
    said: dict[str, object] = {"installed": loop is not None}
    flips: list[float] = []
    Window.bind(on_flip=lambda *_: flips.append(time.monotonic()))
    label = Label(text="0")
    app = App()
    app.build = lambda: label

    def change_from_here(change: Callable[[], None]) -> None:
        count = len(flips)
        Clock.schedule_once(lambda _: change())
        until(lambda: len(flips) > count, 20)

    def story() -> None:
        try:
            until(lambda: flips, 20)
            change_from_here(lambda: setattr(label, "text", "1"))
            said["woken"] = label.text
            if loop:
                said.update(calm(loop, flips))
                said["slowest awakening"] = max(awakening(change_from_here, label) for _ in range(4))
                said.update(animated(loop, Clock))
        finally:
            Clock.schedule_once(lambda _: app.stop())

    threading.Thread(target=story, daemon=True).start()
    app.run()
    print(json.dumps(said))


if __name__ == "__main__":
    main()
