"""A headset that is known to be broken before somebody who needs it finds out.

It is tried with a breath of silence at the start, and every minute while it fails; each sentence that somebody hears is
a trial too. `told` is given why it fails, or None when it works again; each change once, from any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from announcer.sound.pcm import silence, write
from announcer.sound.spare import SpareFolder
from kiosk.touch.aloud.headset import Headset, HeadsetAway, Started

AGAIN = 60.0  # seconds
_RATE, _BREATH = 22050, 0.05


class WatchedHeadset:
    def __init__(self, headset: Headset, told: Callable[[str | None], None], again: float = AGAIN) -> None:
        self._headset, self._told, self._again = headset, told, again
        self._one = threading.Lock()  # a device may have room for one sound only
        self._why: str | None = None
        self._wanted = threading.Event()  # somebody speaks: no trial now
        self._stopped = threading.Event()
        self._broken = threading.Event()
        self._thread = threading.Thread(target=self._try, name="headset", daemon=True)

    def start(self) -> None:
        self._broken.set()  # until it has been tried
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._wanted.set()
        self._broken.set()

    def play(self, file: Path, volume: float, over: threading.Event, started: Started) -> None:
        self._wanted.set()
        with self._one:
            self._wanted.clear()
            try:
                self._headset.play(file, volume, over, started)
            except HeadsetAway as error:
                self._saw(str(error))
                raise
            self._saw(None)

    def _try(self) -> None:
        spare = SpareFolder("headset")
        breath = spare.path / "breath.wav"
        write(breath, silence(_BREATH, _RATE))
        while True:
            self._broken.wait()
            if self._stopped.is_set():
                return
            with self._one:
                try:
                    self._headset.play(breath, 0.0, self._wanted, lambda: None)
                    self._saw(None)
                except HeadsetAway as error:
                    self._saw(str(error))
            self._stopped.wait(self._again)

    def _saw(self, why: str | None) -> None:
        (self._broken.set if why is not None else self._broken.clear)()
        if self._stopped.is_set():
            self._broken.set()  # the trial's thread has to hear of the end
        was, self._why = self._why, why
        if (was is None) != (why is None):
            self._told(why)
