"""A sound card that is a pipe: it tells when the first sample of something comes out of the system's player."""

from __future__ import annotations

import os
import select
import threading
import time
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from bench.wrong import Wrong

_CARD = """\
pcm.!default {{
  type file
  slave.pcm "nothing"
  file "{pipe}"
  format "raw"
}}
pcm.nothing {{ type null }}
"""
SILENCE = 1.5  # seconds without a sample, after which an announcement is over


class Loudspeaker(AbstractContextManager["Loudspeaker"]):
    """`environment` leads every ALSA program to it."""

    def __init__(self, folder: Path) -> None:
        pipe, card = folder / "sound", folder / "asound.conf"
        os.mkfifo(pipe)
        card.write_text(_CARD.format(pipe=pipe), encoding="utf-8")
        # PipeWire's player, which goes first, must find nobody to play for.
        self.environment = {"ALSA_CONFIG_PATH": str(card), "PIPEWIRE_REMOTE": "nobody", "XDG_RUNTIME_DIR": str(folder)}
        self._pipe = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)  # also for writing: so it never comes to an end
        self._moments: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def wait_for_sound(self, since_ns: int, seconds: float = 10.0) -> float:
        """The moment (CLOCK_MONOTONIC) of the first samples after `since_ns`. Wrong when none come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for moment in list(self._moments):
                if moment >= since_ns / 1e9:
                    return moment
            time.sleep(0.005)
        raise Wrong("there was no sound")

    def wait_for_silence(self) -> None:
        while self._moments and time.monotonic() - self._moments[-1] < SILENCE:
            time.sleep(0.05)

    def _listen(self) -> None:
        while not self._over.is_set():
            readable, _, _ = select.select([self._pipe], [], [], 0.1)
            if readable and os.read(self._pipe, 1 << 20):
                self._moments.append(time.monotonic())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        os.close(self._pipe)
