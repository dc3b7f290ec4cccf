"""Boxes within boxes with labels in them. Says how often letters were set before the first frame, and for a new colour."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from display.look import kivy_setup


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "320x240")
    from kivy.base import EventLoop
    from kivy.core.window import Window
    from kivy.uix.boxlayout import BoxLayout

    from display.look import fit_label
    from display.look.fit_label import FitLabel

    EventLoop.ensure_window()
    asked: list[str] = []
    picture = fit_label.picture
    fit_label.picture = lambda text, size, **how: asked.append(text) or picture(text, size, **how)
    outer, labels = BoxLayout(), [FitLabel(words=f"Слово {n}") for n in range(4)]
    inner = outer
    for _ in range(4):
        inner.add_widget(deeper := BoxLayout(orientation="vertical"))
        inner = deeper
    for label in labels:
        inner.add_widget(label)
    Window.add_widget(outer)
    EventLoop.idle()
    first, boxes = len(asked), {tuple(label.size) for label in labels}
    for label in labels:
        label.color = (1, 0, 0, 1)
    EventLoop.idle()
    print(json.dumps({"first": first, "boxes": sorted(boxes), "coloured": len(asked) - first}))


if __name__ == "__main__":
    main()
