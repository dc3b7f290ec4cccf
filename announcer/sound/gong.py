"""The gong before a call: two struck notes, a falling third, made here so that it is nobody else's. Before a call that
follows another at once it is the second note alone.

`python -m announcer.sound.gong` writes `gong.wav` and `short_gong.wav` again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from announcer.sound.finish import at_loudness, faded, to_pcm
from announcer.sound.loudness import Samples
from announcer.sound.pcm import RATE, Pcm, write

GONG = Path(__file__).with_name("gong.wav")
SHORT_GONG = Path(__file__).with_name("short_gong.wav")

_SECONDS, _SHORT = 1.2, 0.6
# When it is struck (s), its pitch (Hz: E5, C5), how loud.
_STRIKES = ((0.0, 659.26, 1.0), (0.42, 523.25, 0.9))
# A bar's overtones: multiple of the pitch, share, seconds in which it falls to 1/e. The high ones die first.
_PARTIALS = ((1.0, 1.0, 0.30), (2.0, 0.35, 0.20), (2.76, 0.18, 0.10), (5.40, 0.06, 0.04))
_ATTACK = 0.003


def struck(rate: int = RATE) -> Pcm:
    """The gong, -16 LUFS, under -1 dBFS, 1.2 s, dying away so that speech may follow at once."""
    return _bell(_STRIKES, _SECONDS, rate)


def struck_once(rate: int = RATE) -> Pcm:
    """The short gong, 0.6 s, as loud."""
    return _bell([(0.0, *_STRIKES[-1][1:])], _SHORT, rate)


def _bell(strikes: Sequence[tuple[float, float, float]], seconds: float, rate: int) -> Pcm:
    moment = np.arange(round(seconds * rate)) / rate
    sound: Samples = np.zeros(len(moment))
    for start, pitch, strength in strikes:
        since = np.maximum(moment - start, 0.0)
        for multiple, share, decay in _PARTIALS:
            bell = np.exp(-since / decay) * np.minimum(since / _ATTACK, 1.0)
            sound += strength * share * bell * np.sin(2 * np.pi * pitch * multiple * since)
    sound *= np.minimum(1.0, (seconds - moment) / 0.15)
    return to_pcm(faded(at_loudness(sound * 0.2, rate), rate), rate)


if __name__ == "__main__":
    write(GONG, struck())
    write(SHORT_GONG, struck_once())
