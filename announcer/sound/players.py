"""Who makes the air move: the system's player, and beside it one that writes files and one that does nothing.

A part is asked for when it is its turn, so the gong sounds while the speech after it is still being made.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from announcer.sound.pcm import Pcm, read, silence, write
from broker.contracts.errors import HardwareError

Part = Callable[[], Path | None]  # a finished WAV file, waited for; None: nothing to be heard

# Best first: pw-play puts the first sample out soonest. One process a file, because a pipe into a running player
# holds 64 KiB back: a third of a second of silence.
COMMANDS = (("pw-play",), ("paplay",), ("aplay", "-q"))
_GRACE = 5.0  # seconds over the length of a sound, after which a player hangs


class NoSoundDevice(HardwareError):
    """Nothing can be heard: no player, no sound card, no sound server, or it hangs."""

    code = "no-sound-device"

    def __init__(self, why: str, *, hung: bool = False) -> None:
        super().__init__(why)
        self.hung = hung  # it took long to find out, so it is not tried again at once


class Player(Protocol):
    """Plays one announcement at a time, from one thread."""

    def play(self, parts: Sequence[Part], title: str, started: Callable[[], None]) -> None:
        """Let all parts be heard one after the other, and return when they were.

        `started` is called once, when the first sample leaves. NoSoundDevice when nothing can be heard.
        """
        ...

    def cut(self) -> None:
        """Break off what is being played, if anything is; the next announcement is heard. From any thread."""
        ...

    def close(self) -> None:
        """Be silent at once. May come from any thread; `play` then returns soon."""
        ...


class SystemPlayer:
    """The player of the system, one process a part. `command` gets the file as its last argument."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = tuple(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._cuts = 0

    @classmethod
    def find(cls, commands: Sequence[Sequence[str]] = COMMANDS) -> SystemPlayer:
        """The first player that can really play: a moment of silence is tried. NoSoundDevice when none can."""
        why = ["no pw-play, paplay or aplay"]
        for command in commands:
            if shutil.which(command[0]):
                player = cls(command)
                try:
                    player.check()
                except NoSoundDevice as error:
                    why.append(str(error))
                else:
                    return player
        raise NoSoundDevice(why[-1])

    def check(self) -> None:
        """Play 20 ms of silence. NoSoundDevice when that fails."""
        with tempfile.TemporaryDirectory(prefix="cherha-sound-") as folder:
            moment = Path(folder, "silence.wav")
            write(moment, silence(0.02))
            self._run(moment, lambda: None)

    def play(self, parts: Sequence[Part], title: str, started: Callable[[], None]) -> None:  # noqa: ARG002 - only files have titles
        cuts, begun = self._cuts, False
        for part in parts:
            file = part()
            if file is not None and not self._closed and cuts == self._cuts:
                self._run(file, (lambda: None) if begun else started)
                begun = True

    def cut(self) -> None:
        self._cuts += 1
        if self._process:
            self._process.terminate()

    def close(self) -> None:
        self._closed = True
        if self._process:
            self._process.terminate()

    def _run(self, file: Path, started: Callable[[], None]) -> None:
        cuts = self._cuts
        patience = read(file).seconds + _GRACE
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a fixed command and a file of ours
                [*self.command, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
        except OSError as error:
            raise NoSoundDevice(f"{self.command[0]}: {error}") from None
        started()
        with self._process as process:
            if cuts != self._cuts:
                process.terminate()
            try:
                _, said = process.communicate(timeout=patience)
            except subprocess.TimeoutExpired:
                process.kill()
                raise NoSoundDevice(f"{self.command[0]} hung for {patience:.0f} s and was killed", hung=True) from None
        if process.returncode and not self._closed and cuts == self._cuts:
            last = said.decode(errors="replace").strip().rpartition("\n")[2]
            raise NoSoundDevice(f"{self.command[0]}: {last}")


class WavPlayer:
    """Writes each announcement as one WAV file, named by its moment: "20261123-080004.120 А042 5.wav".

    `paced`: takes as long as it would take to hear. The last `keep` files stay.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime], *, paced: bool = True, keep: int = 100) -> None:
        self._folder = folder
        self._now = now
        self._paced = paced
        self._keep = keep
        self._closed = threading.Event()
        self._quiet = threading.Event()  # set by `cut` and by `close`

    def play(self, parts: Sequence[Part], title: str, started: Callable[[], None]) -> None:
        moment, begun = self._now(), time.monotonic()
        if not self._closed.is_set():
            self._quiet.clear()
        started()
        heard: Pcm | None = None
        for part in parts:  # each is asked for when it is its turn, as with a loudspeaker
            file = part()
            if file is not None:
                heard = read(file) if heard is None else heard + read(file)
                if self._paced and self._quiet.wait(max(0.0, begun + heard.seconds - time.monotonic())):
                    heard = heard.until(time.monotonic() - begun)
                    break
        if heard is None:
            return
        stamp = f"{moment:%Y%m%d-%H%M%S}.{moment.microsecond // 1000:03d}"
        write(self._folder / f"{stamp} {title}.wav", heard)
        for old in sorted(self._folder.glob("*.wav"))[: -self._keep]:
            old.unlink(missing_ok=True)

    def cut(self) -> None:
        self._quiet.set()

    def close(self) -> None:
        self._closed.set()
        self._quiet.set()


class SilentPlayer:
    """Makes no sound and takes no time; remembers what it was asked for."""

    def __init__(self) -> None:
        self.played: list[str] = []

    def play(self, parts: Sequence[Part], title: str, started: Callable[[], None]) -> None:
        started()
        for part in parts:
            part()
        self.played.append(title)

    def cut(self) -> None:
        pass

    def close(self) -> None:
        pass


class WithSpare:
    """The system's player while it works, a spare one while it does not.

    A device that was busy or unplugged is tried again at the next announcement, one that hung after `again_after`.
    `find` makes the player or raises NoSoundDevice. `told` hears the reason when sound goes, None when it is back.
    """

    def __init__(
        self,
        find: Callable[[], Player],
        spare: Player,
        told: Callable[[str | None], None],
        *,
        again_after: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find = find
        self._spare = spare
        self._told = told
        self._again_after = again_after
        self._clock = clock
        self._player: Player | None = None
        self._why: str | None = None
        self._tried = float("-inf")
        self.unheard: str | None = None  # why the last announcement reached nobody

    def check(self) -> None:
        """Look for a way to be heard, unless there is one or it was looked for a moment ago."""
        if self._player is not None or self._clock() - self._tried < self._again_after:
            return
        self._look()

    def play(self, parts: Sequence[Part], title: str, started: Callable[[], None]) -> None:
        begun = False

        def begin() -> None:
            nonlocal begun
            if not begun:
                begun = True
                started()

        if self._player is None and self._tried != float("-inf") and not self._hung:
            self._look()
        if self._player is not None:
            try:
                self._player.play(parts, title, begin)
            except NoSoundDevice as error:
                self._tried = self._clock()
                self._lost(error)
            else:
                self.unheard = None
                return
        self.unheard = NoSoundDevice.code
        self._spare.play(parts, title, begin)
        self.check()  # afterwards: looking costs time that a call does not have

    def cut(self) -> None:
        self._spare.cut()
        if self._player is not None:
            self._player.cut()

    def close(self) -> None:
        self._spare.close()
        if self._player is not None:
            self._player.close()

    def _look(self) -> None:
        self._tried = self._clock()
        try:
            self._player = self._find()
        except NoSoundDevice as error:
            self._lost(error)
        else:
            self._hung = False
            if self._why is not None:
                self._told(None)
            self._why = None

    _hung = False

    def _lost(self, error: NoSoundDevice) -> None:
        self._player, self._hung = None, error.hung
        if self._why is None:
            self._told(str(error))
        self._why = str(error)
