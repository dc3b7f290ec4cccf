"""How loud: held against the library that the world measures with."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.sound.finish import CEILING, TARGET, finish, limited, resampled, to_pcm, to_samples, trimmed
from announcer.sound.gong import GONG, SHORT_GONG, struck, struck_once
from announcer.sound.loudness import SILENCE, Samples, loudness, peak_dbfs
from announcer.sound.pcm import RATE, Pcm, read, silence

pytestmark = pytest.mark.fast


def babble(seed: int, seconds: float, rate: int = RATE, level: float = 0.05) -> Samples:
    """Noise that swells and falls as speech does."""
    random = np.random.default_rng(seed)
    swell = np.repeat(random.random(int(seconds * 8) + 1), rate // 8)[: int(seconds * rate)]
    return np.clip(random.normal(size=len(swell)) * swell * level, -1, 1)


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 48_000])
@pytest.mark.parametrize("seed", range(3))
def test_loudness_agrees_with_pyloudnorm(rate: int, seed: int) -> None:
    sound = babble(seed, 3.0, rate)
    oracle = pyloudnorm.Meter(rate, filter_class="DeMan").integrated_loudness(sound)
    assert loudness(sound, rate) == pytest.approx(oracle, abs=0.01)


def test_a_full_tone_of_997_hz_is_3_db_under_full_scale_as_the_standard_says() -> None:
    tone = np.sin(2 * np.pi * 997 * np.arange(48_000 * 5) / 48_000)
    assert loudness(tone, 48_000) == pytest.approx(-3.01, abs=0.01)


def test_silence_has_no_loudness() -> None:
    assert loudness(np.zeros(RATE), RATE) == SILENCE


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.6, 4.0), st.floats(0.005, 0.4), st.sampled_from([22_050, 24_000]))
def test_finished_speech_is_at_the_target_and_under_the_ceiling(
    seed: int, seconds: float, level: float, rate: int
) -> None:
    done = to_samples(finish(to_pcm(babble(seed, seconds, rate, level), rate)))
    assert loudness(done, RATE) == pytest.approx(TARGET, abs=1.0)
    assert peak_dbfs(done) < -1.0


def test_speech_that_comes_loud_enough_still_loses_its_peaks() -> None:
    sound = babble(304, 3.0, level=0.265625)
    loud = sound * 10 ** ((TARGET - loudness(sound, RATE)) / 20)
    loud[RATE] = 0.99
    done = to_samples(finish(to_pcm(loud, RATE)))
    assert peak_dbfs(done) < -1.0
    assert loudness(done, RATE) == pytest.approx(TARGET, abs=1.0)


def test_speech_with_one_loud_click_keeps_under_the_ceiling_without_a_corner() -> None:
    sound = babble(1, 1.0, level=0.1)
    sound[RATE // 2] = 1.0
    held = limited(sound * 2, RATE)
    assert peak_dbfs(held) <= CEILING + 1e-6
    gain = held / np.where(sound == 0, 1, sound * 2)
    assert np.abs(np.diff(gain)).max() < 0.05


def test_dead_air_around_speech_is_cut_and_the_pause_after_it_is_added() -> None:
    speech = to_pcm(babble(2, 1.0), RATE)
    done = finish(silence(0.5) + speech + silence(0.7), pause=0.3)
    assert done.seconds == pytest.approx(1.0 + 0.3, abs=0.15)
    assert not any(done.samples[-RATE // 4 :])


def test_pure_silence_is_trimmed_to_nothing() -> None:
    assert len(trimmed(np.zeros(RATE), RATE)) == 0
    assert finish(silence(1.0)).samples == b""


def test_another_rate_keeps_the_pitch_and_the_level() -> None:
    tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(22_050) / 22_050)
    there = resampled(tone, 22_050, RATE)
    assert len(there) == RATE
    spectrum = np.abs(np.fft.rfft(there))
    assert int(spectrum.argmax()) == 1000
    assert np.abs(there[RATE // 4 : -RATE // 4]).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("file", [GONG, SHORT_GONG])
def test_the_gong_is_as_loud_as_the_voice_and_dies_away(file: Path) -> None:
    gong = to_samples(read(file))
    assert loudness(gong, RATE) == pytest.approx(TARGET, abs=1.0)
    assert peak_dbfs(gong) < -1.0
    assert np.abs(gong[-RATE // 100 :]).max() < 0.02
    assert np.abs(gong[: RATE // 100]).max() > 0.05  # it sounds from its first moment


@pytest.mark.parametrize(("made", "file"), [(struck, GONG), (struck_once, SHORT_GONG)])
def test_the_gong_in_the_folder_is_the_one_that_the_command_makes(made: Callable[[], Pcm], file: Path) -> None:
    fresh, kept = to_samples(made()), to_samples(read(file))
    assert np.abs(fresh - kept).max() < 2 / 32768


def test_two_rates_are_never_joined() -> None:
    with pytest.raises(ValueError, match="22050 Hz after 24000 Hz"):
        silence(0.1) + Pcm(22_050, b"")
