"""A sound device by its name: PipeWire, PulseAudio and ALSA each have a way to list and to choose them.

Asked for a name that is not there, pw-play and paplay play through some other device without a word. So whether it is
there is asked before every announcement (13 ms).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence

from announcer.sound.players import COMMANDS, NoSoundDevice, Part, SystemPlayer

_CHOOSE = {"pw-play": "--target", "paplay": "--device", "aplay": "-D"}
_LIST = {"pw-play": ("pw-cli", "ls", "Node"), "paplay": ("pactl", "list", "short", "sinks"), "aplay": ("aplay", "-L")}
_PATIENCE = 5.0  # seconds


def names(player: str) -> list[str]:
    """The devices that a player knows. NoSoundDevice when it cannot be asked."""
    try:
        done = subprocess.run(_LIST[player], capture_output=True, check=True, timeout=_PATIENCE, text=True)  # noqa: S603 - fixed commands
    except (OSError, subprocess.SubprocessError) as error:
        raise NoSoundDevice(f"{_LIST[player][0]}: {error}") from None
    return read(player, done.stdout)


def read(player: str, listing: str) -> list[str]:
    """The names in what a player's lister says. Pure."""
    if player == "pw-play":
        return re.findall(r'node\.name = "([^"]+)"', listing)
    if player == "paplay":
        return [row.split("\t")[1] for row in listing.splitlines() if row.count("\t") > 1]
    return [row.strip() for row in listing.splitlines() if row and not row[0].isspace()]


def chosen(wanted: str, known: Sequence[str]) -> str | None:
    """The device that is meant: of just that name, or the only one whose name has it in it."""
    if wanted in known:
        return wanted
    near = [name for name in known if wanted.lower() in name.lower()]
    return near[0] if len(near) == 1 else None


class DevicePlayer:
    """See `Player`. The system's player on one device; NoSoundDevice while the device is not plugged in."""

    def __init__(self, program: str, wanted: str, known: Callable[[str], list[str]] = names) -> None:
        self._program, self._wanted, self._known = program, wanted, known
        self._inner = SystemPlayer(self._command())

    @classmethod
    def find(cls, wanted: str, commands: Sequence[Sequence[str]] = COMMANDS) -> DevicePlayer:
        """With the first player that knows the device and can really play on it."""
        why = "no pw-play, paplay or aplay"
        for command in commands:
            if shutil.which(command[0]):
                try:
                    player = cls(command[0], wanted)
                    player.check()
                except NoSoundDevice as error:
                    why = str(error)
                else:
                    return player
        raise NoSoundDevice(why)

    def check(self) -> None:
        self._inner.check()

    def play(self, parts: Sequence[Part], title: str, started: Callable[[], None]) -> None:
        self._inner.command = self._command()
        self._inner.play(parts, title, started)

    def cut(self) -> None:
        self._inner.cut()

    def close(self) -> None:
        self._inner.close()

    def _command(self) -> tuple[str, ...]:
        name = chosen(self._wanted, self._known(self._program))
        if name is None:
            raise NoSoundDevice(f"{self._program} knows no device {self._wanted}")
        quiet = next(tuple(command[1:]) for command in COMMANDS if command[0] == self._program)
        return (self._program, *quiet, _CHOOSE[self._program], name)
