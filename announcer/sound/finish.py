"""Make raw speech fit for a hall: no dead air around it, one loudness, no peak over the ceiling, no clicks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from announcer.sound.loudness import SILENCE, Samples, loudness
from announcer.sound.pcm import RATE, Pcm

TARGET = -16.0  # LUFS
CEILING = -1.5  # dBFS of a sample; leaves half a decibel for the peaks between samples
_NEAR = 0.2  # LU: near enough
_FLOOR = -45.0  # dB below the peak: what counts as dead air
_LEAD, _TAIL = 0.02, 0.06  # seconds left before and after speech
_FADE = 0.005
_LOOK_AHEAD = 0.005
_FULL = 32768.0


def finish(raw: Pcm, *, pause: float = 0.0, rate: int = RATE) -> Pcm:
    """Speech at `TARGET` ±1 LUFS and under `CEILING`, at `rate`, then `pause` seconds of silence.

    Silence itself is trimmed to nothing.
    """
    samples = resampled(trimmed(to_samples(raw), raw.rate), raw.rate, rate)
    levelled = faded(at_loudness(samples, rate), rate)
    return to_pcm(np.concatenate((levelled, np.zeros(round(pause * rate)))), rate)


def to_samples(sound: Pcm) -> Samples:
    return np.frombuffer(sound.samples, dtype="<i2").astype(np.float64) / _FULL


def to_pcm(samples: Samples, rate: int) -> Pcm:
    return Pcm(rate, np.clip(np.rint(samples * _FULL), -_FULL, _FULL - 1).astype("<i2").tobytes())


def trimmed(samples: Samples, rate: int) -> Samples:
    """Without the dead air before and after."""
    level = np.abs(samples)
    loud = np.flatnonzero(level > level.max(initial=0.0) * 10 ** (_FLOOR / 20))
    if not len(loud):
        return samples[:0]
    return samples[max(0, loud[0] - round(_LEAD * rate)) : loud[-1] + 1 + round(_TAIL * rate)]


def resampled(samples: Samples, before: int, after: int) -> Samples:
    """The same sound at another rate, by cutting or padding its spectrum."""
    if before == after or not len(samples):
        return samples
    padded = np.pad(samples, (0, before // 10))  # the spectrum is a circle: keep its ends apart
    count = round(len(padded) * after / before)
    spectrum = np.fft.rfft(padded)
    bins = np.zeros(count // 2 + 1, dtype=np.complex128)
    kept = min(len(bins), len(spectrum))
    bins[:kept] = spectrum[:kept]
    return np.fft.irfft(bins, count)[: round(len(samples) * after / before)] * (count / len(padded))


def at_loudness(samples: Samples, rate: int, target: float = TARGET) -> Samples:
    """As loud as `target` LUFS. The limiter eats a little, so the gain is sought in a few steps."""
    gain = 0.0
    result = limited(samples, rate)  # what is as loud as it should be may still have its peaks too high
    for _ in range(6):
        level = loudness(result, rate) if len(result) else SILENCE
        if level <= SILENCE or abs(target - level) < _NEAR:
            break
        gain += target - level
        result = limited(samples * 10 ** (gain / 20), rate)
    return result


def limited(samples: Samples, rate: int, ceiling: float = CEILING) -> Samples:
    """No sample above `ceiling` dBFS: the gain goes down smoothly before a peak and comes back after it."""
    top = 10 ** (ceiling / 20)
    reach = round(_LOOK_AHEAD * rate)
    needed = np.minimum(1.0, top / np.maximum(np.abs(samples), 1e-9))
    if needed.min(initial=1.0) >= 1.0:
        return samples
    # Least gain within reach, then averaged over the same reach: never more than what a peak needs.
    least = sliding_window_view(np.pad(needed, 2 * reach, constant_values=1.0), 2 * reach + 1).min(axis=1)
    window = np.hanning(2 * reach + 3)[1:-1]
    smooth = np.convolve(least, window / window.sum(), mode="valid")
    return np.clip(samples * smooth, -top, top)


def faded(samples: Samples, rate: int) -> Samples:
    count = min(round(_FADE * rate), len(samples) // 2)
    if count:
        ramp = np.linspace(0.0, 1.0, count)
        samples = samples.copy()
        samples[:count] *= ramp
        samples[-count:] *= ramp[::-1]
    return samples
