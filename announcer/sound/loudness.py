"""How loud a sound is: integrated loudness of ITU-R BS.1770-4, one channel, in LUFS.

Written here because the library for it loads SciPy (50 MB) into an appliance that only needs this; the library
is the oracle of the tests. The filters are those of BS.1770 re-derived for any rate, see
https://www.itu.int/rec/R-REC-BS.1770 annex 1 and De Man, "Evaluation of implementations of the EBU R128
loudness measurement" (AES 145, 2018). They are applied in the frequency domain, with room for their tails.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]  # 1.0 is full scale

SILENCE = -70.0  # LUFS; the absolute gate, and the answer for silence
_OFFSET = -0.691
_BLOCK, _STEP = 0.4, 0.1  # seconds
_RELATIVE_GATE = -10.0
_TAIL = 1.0  # seconds in which the 38 Hz high-pass has died away


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS; SILENCE when nothing is above the absolute gate.

    A sound shorter than one block of 0.4 s is measured as one block.
    """
    weighted = k_weighted(samples, rate)
    power = _block_power(weighted, rate)
    levels = _OFFSET + 10 * np.log10(np.maximum(power, 1e-12))
    loud = levels > SILENCE
    if not loud.any():
        return SILENCE
    gate = _OFFSET + 10 * math.log10(float(power[loud].mean())) + _RELATIVE_GATE
    return float(_OFFSET + 10 * math.log10(float(power[loud & (levels > gate)].mean())))


def k_weighted(samples: Samples, rate: int) -> Samples:
    """Samples as the head hears them: a high shelf, then a high-pass."""
    size = 1 << (len(samples) + round(_TAIL * rate) - 1).bit_length()
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = _biquad(_shelf(rate), z) * _biquad(_high_pass(rate), z)
    return np.fft.irfft(np.fft.rfft(samples, size) * response, size)[: len(samples)]


def peak_dbfs(samples: Samples) -> float:
    """The highest sample in dB of full scale."""
    return 20 * math.log10(max(float(np.abs(samples).max(initial=0.0)), 1e-9))


def _block_power(samples: Samples, rate: int) -> Samples:
    block, step = round(_BLOCK * rate), round(_STEP * rate)
    if len(samples) < block:
        samples = np.pad(samples, (0, block - len(samples)))
    sums = np.concatenate(([0.0], np.cumsum(samples**2)))
    starts = np.arange(0, len(samples) - block + 1, step)
    power: Samples = (sums[starts + block] - sums[starts]) / block
    return power


def _biquad(coefficients: tuple[Sequence[float], Sequence[float]], z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    b, a = coefficients
    response: NDArray[np.complex128] = (b[0] + b[1] * z + b[2] * z**2) / (a[0] + a[1] * z + a[2] * z**2)
    return response


def _shelf(rate: int) -> tuple[Sequence[float], Sequence[float]]:
    k, q = math.tan(math.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    b = (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k)
    return b, (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k)


def _high_pass(rate: int) -> tuple[Sequence[float], Sequence[float]]:
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    # BS.1770 does not normalise the numerator of this one.
    norm = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm)
