"""Reads a machine for its acceptance: files of the kernel, a file of our own. Another `root` is a machine for tests."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

from broker.acceptance.finding import Power, Storage
from broker.acceptance.supply import PaperSupply, Supply
from broker.bus.on_disk import put

_TOUCHED = re.compile(r"(?m)^B: PROP=[0-9a-f]*[2367abef]$")  # INPUT_PROP_DIRECT: it is touched where something is seen
_SAMPLES, _PAUSE = 5, 0.5  # the driver looks every two seconds


class Hardware:
    """`state_dir`: on the data partition."""

    def __init__(
        self, state_dir: Path, root: Path = Path("/"), pause: float = _PAUSE, supply: Supply | None = None
    ) -> None:
        self._state, self._root, self._pause = state_dir, root, pause
        self.supply = supply or Supply(state_dir, root)

    def power(self) -> Power:
        """Whether the supply was too weak: looked at for two seconds, and what was seen earlier."""
        found = self.supply.look()
        for _ in range(_SAMPLES - 1 if found.sensed and not found.low else 0):
            time.sleep(self._pause)
            found = self.supply.look()
        return found

    def storage(self) -> Storage:
        errors = sum(
            int(text) for each in self._root.glob("sys/fs/ext4/*/errors_count") if (text := self._text(each)).isdigit()
        )
        lives = [
            int(part, 16)
            for each in self._root.glob("sys/block/mmcblk*/device/life_time")
            for part in self._text(each).split()
            if part.startswith("0x")
        ]
        used = shutil.disk_usage(self._state if self._state.is_dir() else self._state.parent)
        return Storage(
            errors=errors,
            kept=self._canary(),
            free=used.free / used.total,
            room=used.free // 2**20,
            worn=max(lives, default=0),
        )

    def links(self) -> tuple[str, ...]:
        """Network interfaces that are up, with the speed of the cable."""
        found = []
        for each in sorted(self._root.glob("sys/class/net/*")):
            if each.name != "lo" and self._text(each / "operstate") in ("up", "unknown"):
                speed = self._text(each / "speed")
                found.append(f"{each.name} {speed} Mbit/s" if speed.isdigit() else each.name)
        return tuple(found)

    def name(self) -> str:
        return self._text(self._root / "proc/device-tree/model") or self._text(
            self._root / "sys/class/dmi/id/product_name"
        )

    def made_with(self, besides: str) -> str:
        """A digest of this machine, of the screen that is plugged in and of what it is touched by, and `besides`."""
        screens = filter(None, map(self._text, sorted(self._root.glob("sys/class/drm/*/edid"))))
        panels = (
            "\n".join(line for line in block.splitlines() if line.startswith(("I:", "N:", "U:")))
            for block in self._text(self._root / "proc/bus/input/devices").split("\n\n")
            if _TOUCHED.search(block)
        )
        board = self._text(self._root / "proc/device-tree/serial-number")
        told = [besides, self.name(), board, *screens, *sorted(panels)]
        return hashlib.sha256("\n\n".join(told).encode()).hexdigest()[:16]

    def _canary(self) -> bool:
        written, file = os.urandom(4096), self._state / "acceptance.canary"
        try:
            put(file, written)
            with file.open("rb") as again:
                os.posix_fadvise(again.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                return again.read() == written
        except OSError:
            return False
        finally:
            with suppress(OSError):
                file.unlink()

    @staticmethod
    def _text(file: Path) -> str:
        try:
            return file.read_text("utf-8", errors="replace").strip("\0\n ")
        except OSError:
            return ""


class PaperHardware(Hardware):
    """A machine in good order, without one: for tests, pictures and the demo."""

    def __init__(self, *, low: bool = False, kept: bool = True) -> None:
        super().__init__(Path(), pause=0, supply=PaperSupply(low=low))
        self._kept = kept

    def storage(self) -> Storage:
        return Storage(errors=0, kept=self._kept, free=0.6)

    def links(self) -> tuple[str, ...]:
        return ("eth0 1000 Mbit/s",)

    def name(self) -> str:
        return "Raspberry Pi 4 Model B Rev 1.5"
