"""The power supply as a Raspberry Pi's own sensor sees it: whether the voltage was too low, now or since the machine started.

Three places tell, on different kernels: the alarm of the voltage sensor, the firmware's file, the firmware's program.
The driver looks every two seconds and forgets what was before, so what was seen is kept on disk with the boot's id.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from broker.acceptance.finding import Power
from broker.bus.on_disk import keep, kept

log = logging.getLogger(__name__)

LATCH = "under-voltage.json"
FIRMWARE = "sys/devices/platform/soc/soc:firmware/get_throttled"
_NOW, _EARLIER = 0x1, 0x10000  # bits: the voltage is too low, or was since the start
_PROGRAM = "vcgencmd"


class _Seen(Struct, frozen=True):
    """`boot`: the start of the machine in which it was; `times`: so often."""

    boot: str
    times: int


class Supply:
    """`state_dir`: where the latch lies. Another `root` is a machine for tests; `program`: what the firmware's program says."""

    def __init__(
        self, state_dir: Path, root: Path = Path("/"), program: Callable[[], str | None] | None = None
    ) -> None:
        self._latch, self._root = state_dir / LATCH, root
        self._program = program or (_asked if shutil.which(_PROGRAM) else lambda: None)
        self._was_low, self._lock = False, threading.Lock()

    @property
    def slow(self) -> bool:
        """Only a program tells: a process each time."""
        return not self._alarms() and not self._text(FIRMWARE)

    def look(self) -> Power:
        """Now. What was seen once stays true until the machine starts again."""
        with self._lock:
            flags = self._flags()
            if flags is None:
                return Power(sensed=False)
            boot = self._text("proc/sys/kernel/random/boot_id")
            seen = kept(self._latch, _Seen)
            times = seen.times if seen is not None and seen.boot == boot != "" else 0
            low = bool(flags & _NOW)
            more = times + (low and not self._was_low) or int(bool(flags & _EARLIER))
            self._was_low = low
            if more > times:
                self._note(_Seen(boot, more))
            return Power(sensed=True, low=more > 0, times=more)

    def _note(self, seen: _Seen) -> None:
        try:
            keep(self._latch, seen)
        except OSError as full:
            log.warning("a drop of the voltage is not kept: %s", full)

    def _flags(self) -> int | None:
        """As the firmware's file has them; None: there is no sensor."""
        alarms = [self._text(alarm) for alarm in self._alarms()]
        told = self._text(FIRMWARE) or (None if alarms else self._program())
        flags = _number(told)
        if not alarms:
            return flags
        return (flags or 0) | (_NOW if "1" in alarms else 0)

    def _alarms(self) -> list[str]:
        return [
            str(name.with_name("in0_lcrit_alarm").relative_to(self._root))
            for name in sorted(self._root.glob("sys/class/hwmon/*/name"))
            if self._text(str(name.relative_to(self._root))) == "rpi_volt"
        ]

    def _text(self, file: str) -> str:
        try:
            return (self._root / file).read_text("utf-8", errors="replace").strip("\0\n ")
        except OSError:
            return ""


class PaperSupply(Supply):
    """A supply without a machine: for tests, pictures and the demo. `low` is set, as by a kettle on the same cable."""

    def __init__(self, *, low: bool = False, sensed: bool = True) -> None:
        super().__init__(Path(), Path("nowhere"), lambda: None)
        self.low, self.sensed, self._times = low, sensed, 0

    def look(self) -> Power:
        self._times += self.low and not self._was_low
        self._was_low = self.low
        return Power(sensed=self.sensed, low=self._times > 0, times=self._times)


def _number(told: str | None) -> int | None:
    """`throttled=0x50005`, `0x50005` or `50005`: all are in hex."""
    try:
        return int((told or "").rpartition("=")[2], 16)
    except ValueError:
        return None


def _asked() -> str | None:
    try:
        words = (_PROGRAM, "get_throttled")
        return subprocess.run(words, capture_output=True, text=True, timeout=5, check=True).stdout.strip()  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return None
