"""`cherha run announcer`: the announcer as a process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path

from announcer.announcing import ROLE, Announcer, Making
from announcer.rendering import Rendering
from announcer.sound.players import Player, SilentPlayer, SystemPlayer, WavPlayer, WithSpare
from announcer.voices.choose import open_voices
from broker.bus.clock import now
from broker.bus.link import Link
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile


def run(settings: Settings) -> None:
    """Speak until SIGTERM or SIGINT. ConfigError when the hall file or the settings are wrong."""
    hall = settings.hall_file()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    name = settings.appliance or f"{ROLE}-1"
    voices = open_voices(settings.voice, hall.hall.languages, settings.state_dir / "clips")
    rendering = Rendering(voices, settings.state_dir / "speech")
    link = Link(hall.hall.id, name, settings.broker_host, settings.broker_port)
    spare = settings.state_dir / "announcements"
    # The player reports to the announcer, which is made of the player: the arrow back is a late one.
    player = open_player(settings.sound, spare, hall, lambda why: announcer.sound_changed(why, str(spare)))
    making = Making(rendering, player, wanted=settings.voice, version=release())
    announcer = Announcer(link, hall, making, id=name)
    if isinstance(player, WithSpare):
        player.check()
    link.start()
    announcer.start()
    try:
        stopping.wait()
    finally:
        announcer.stop()
        link.stop()
        for voice in voices:
            voice.close()


def open_player(setting: str, spare: Path, hall: HallFile, told: Callable[[str | None], None]) -> Player:
    """The player of CHERHA_SOUND: "player" (the system's, files in `spare` while it is silent), "wav:DIR", "silent".

    ConfigError for anything else.
    """
    kind, _, folder = setting.partition(":")
    match kind, bool(folder):
        case "player", False:
            return WithSpare(SystemPlayer.find, WavPlayer(spare, lambda: now(hall.timezone)), told)
        case "wav", True:
            return WavPlayer(Path(folder), lambda: now(hall.timezone))
        case "silent", False:
            return SilentPlayer()
    raise ConfigError([f"CHERHA_SOUND is {setting!r}; it is player, wav:DIR or silent"])
