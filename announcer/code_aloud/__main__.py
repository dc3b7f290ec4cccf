"""`python -m announcer.code_aloud CODE|--gong`: speak it by the best voice and player that are here."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from announcer.code_aloud.spelling import PHRASES, spelt
from announcer.rendering import Rendering
from announcer.sound.players import NoSoundDevice, Player, SystemPlayer
from announcer.voices.choose import open_voices
from broker.bus.clock import now
from broker.contracts.phrases import FIRST

log = logging.getLogger("announcer.code_aloud")


def main(words: list[str]) -> int:
    """0: it was heard; 1: there is nothing that it could be heard from."""
    try:
        player = _player()
        with as_file(files("announcer.sound") / "gong.wav") as gong:
            if words == ["--gong"]:
                player.play([lambda: gong], "gong", lambda: None)
                return 0
            state = Path(os.environ.get("CHERHA_STATE_DIR", "/var/lib/cherha/announcer"))
            rendering = Rendering(
                open_voices("best", PHRASES.languages, state / "clips"), Path(tempfile.gettempdir()) / "cherha-code"
            )
            phrase = spelt(words[0], FIRST)
            player.play([lambda: gong, lambda: rendering.sound(phrase)], "code", lambda: None)
    except NoSoundDevice as silent:
        log.warning("%s", silent)
        return 1
    return 0


def _player() -> Player:
    sound = os.environ.get("CHERHA_SOUND", "player")
    if sound.startswith("wav:"):
        from datetime import UTC  # noqa: PLC0415 - for tests and for a box without a loudspeaker

        from announcer.sound.players import WavPlayer  # noqa: PLC0415

        return WavPlayer(Path(sound.removeprefix("wav:")), lambda: now(UTC), paced=False)
    return SystemPlayer.find()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
