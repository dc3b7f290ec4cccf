"""A gong, by the way in which the hall's voice would be heard here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from announcer.sound.players import NoSoundDevice, Player, SystemPlayer, WavPlayer
from broker.bus.clock import now
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.toolbox import Toolbox


def sound(toolbox: Toolbox) -> Report:
    setting = toolbox.settings.sound
    if setting == "silent":
        return Report((line("sound-silent", "warn"),))
    with as_file(files("announcer.sound") / "gong.wav") as gong:
        try:
            _player(setting, lambda: now(toolbox.zone)).play([lambda: gong], "gong", lambda: None)
        except NoSoundDevice as error:
            return Report((line("sound-none", "bad", str(error)),))
    return Report((line("sound-played", "good"),))


def _player(setting: str, at: Callable[[], datetime]) -> Player:
    if setting.startswith("wav:"):
        return WavPlayer(Path(setting.removeprefix("wav:")), at, paced=False)
    return SystemPlayer.find()
