"""Hundreds of labels with real letters in boxes of all shapes. Says which of them left their box."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from display.look import kivy_setup

WORDS = tuple(
    "Підприємництво та бізнес їжак ґанок З’єднання Реєстрація місця проживання ID-картка А042 — й щось Long words".split()
)


def main() -> None:
    kivy_setup.prepare(Path(sys.argv[1]), "320x240")
    from kivy.base import EventLoop

    from display.look.fit_label import FitLabel

    EventLoop.ensure_window()
    chance = Random(4711)
    outside, broken = [], []
    for _ in range(300):
        words = " ".join(chance.choices(WORDS, k=chance.randint(1, 8)))
        box = chance.randint(10, 900), chance.randint(8, 300)
        label = FitLabel(words=words, size=box, bold=chance.random() < 0.5, biggest=chance.choice([20, 90, 200]))
        label.texture_update()
        if label.texture_size[0] > box[0] or label.texture_size[1] > box[1]:
            outside.append([words, box, label.texture_size])
        shown = label.text.split()
        if any(one not in (other, f"{other}…") for one, other in zip(shown, words.split(), strict=False)):
            broken.append([words, label.text])
    print(json.dumps({"outside": outside, "broken": broken}))


if __name__ == "__main__":
    main()
