"""Sound in a file of any usual kind: Ogg Opus (the clips that are shipped), WAV, FLAC, MP3 (what people record).

Through `soundfile`: its wheels bring libsndfile with Opus for x86_64 and aarch64, so that an appliance needs neither
ffmpeg nor a process a clip. Imported late: a hall with RHVoice never needs it.
"""

from __future__ import annotations

import io
from importlib.util import find_spec

import numpy as np

from announcer.sound.finish import resampled, to_pcm, to_samples
from announcer.sound.pcm import RATE, BadSound, Pcm

SMALL = 0.99  # on libsndfile's scale from 0 (256 kbit/s) to 1 (6): some 13 kbit/s of speech at 24 kHz


def can_decode() -> bool:
    return find_spec("soundfile") is not None


def decode(data: bytes, name: str) -> Pcm:
    """A sound file as samples of our rate, one channel. BadSound when it is none; `name` is for the words of that."""
    try:
        import soundfile  # noqa: PLC0415 - see above

        samples, rate = soundfile.read(io.BytesIO(data), dtype="float64", always_2d=True)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise BadSound(f"{name}: {error}") from None
    if not len(samples):
        raise BadSound(f"{name}: empty")
    return to_pcm(resampled(np.asarray(samples.mean(axis=1)), rate, RATE), RATE)


def encode(sound: Pcm, squeeze: float = SMALL) -> bytes:
    """Samples as Ogg Opus, squeezed as said; not the same bytes each time, since each stream gets a number by chance."""
    import soundfile  # noqa: PLC0415

    file = io.BytesIO()
    soundfile.write(file, to_samples(sound), sound.rate, format="OGG", subtype="OPUS", compression_level=squeeze)
    return file.getvalue()
