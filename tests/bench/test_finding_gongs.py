"""Gongs are found again in a recording, also where speech is louder than they are."""

from __future__ import annotations

import numpy as np
import pytest

from announcer.sound.finish import to_samples
from announcer.sound.gong import GONG
from announcer.sound.pcm import RATE, read
from bench.sound_server import found
from bench.wrong import Wrong

pytestmark = pytest.mark.fast


def recording(*, loud: float) -> tuple[np.ndarray, np.ndarray]:
    """Ten seconds with a gong after one second and after six, and between them loud noise with the gong's own pitch."""
    gong = to_samples(read(GONG))
    chance = np.random.default_rng(7)
    heard = 0.001 * chance.standard_normal(10 * RATE)
    for at in (RATE, 6 * RATE):
        heard[at : at + len(gong)] += gong
    speech = np.roll(gong, RATE // 7)[: 2 * RATE] + 0.4 * chance.standard_normal(len(gong[: 2 * RATE]))
    heard[3 * RATE : 3 * RATE + len(speech)] += loud * speech
    return heard, gong


def test_the_gongs_are_found_and_not_what_is_merely_louder() -> None:
    heard, gong = recording(loud=6.0)
    assert found(heard, gong, 2, 0.7) == pytest.approx([RATE, 6 * RATE], abs=2)


def test_what_is_not_there_is_not_found() -> None:
    heard, gong = recording(loud=1.0)
    with pytest.raises(Wrong, match="only 2 of 3"):
        found(heard, gong, 3, 0.7)
