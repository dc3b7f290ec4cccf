"""A Raspberry Pi's card on QEMU's board of a Pi 3: `cherha image test --pi`.

QEMU plays the board's own firmware: it starts the program that the card's `config.txt` names, with the description of the
board, both from the card's first partition. From there on all is the card's: U-Boot, GRUB, the kernel and its driver of a
card reader. The board has no line on which a shell could be asked. What is asked is what the card keeps: the marks of its
boot loader, and what lies on it once the plug is drawn: then the copy into its second root has just begun, which would take
more than an hour (0.6 MB a second), and is asked of a virtual machine instead.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from provisioning.image.boot_choice import read_marks
from provisioning.image.compare import partitions
from provisioning.image.cut_disk import Cut
from provisioning.image.monitor import Monitor
from provisioning.image.power_cuts import PROMISES, looked_at
from provisioning.image.running import Failed, run
from provisioning.image.trial import BOOT, Trial
from provisioning.image.trial_hall import enrolled

ROLES = ("queue-master",)  # a screen of a Pi wants a graphics chip that QEMU has not
PROGRAM = {"qemu-system-aarch64": "qemu-system-arm", "mcopy": "mtools", "debugfs": "e2fsprogs"}
_BOARD = "bcm2837-rpi-3-b.dtb"
_START = "/boot/start.cfg"
_SIZE = "4G"  # QEMU wants a power of two
_LOOK = 5.0  # seconds between two looks at the marks


def try_pi(card: Path, hall: Path, out: Path, epoch: int, trial: Trial) -> list[str]:
    """The promises that were broken; none is the good answer. The last picture and the serial line's words are in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    hall_card = enrolled(card, hall, out / "card", epoch, roles=ROLES)
    run(["truncate", "-s", _SIZE, hall_card])
    _unwatched(hall_card, out / "start.cfg")
    places = partitions(hall_card)
    board = _Board(hall_card, out)
    try:
        for promise, marks in (
            ("U-Boot starts GRUB, and GRUB counts the start", {"A_TRY": "1"}),
            ("the roles have been ready for a minute: the slot is well", {"A_TRY": "0", "A_OK": "1"}),
        ):
            seen, told = board.comes_to(marks, BOOT)
            trial.found(promise, kept=seen, facts=f"{board.age():.0f} s after power on, {told}")
            if not seen:
                break
    finally:
        board.cut_power(out / "pi.png")
    broken = looked_at(Cut(hall_card, 0, "kept", 0), [], out / "looked-at", places)
    for promise in PROMISES[:-1]:
        trial.found(f"after the plug: {promise}", kept=promise not in broken, facts=broken.get(promise, ""))
    size = partitions(hall_card)["data"][1]
    trial.found("the data partition has taken the rest of the card", kept=size > places["data"][1], facts=f"{size}")
    return trial.wrong


class _Board:
    def __init__(self, card: Path, out: Path) -> None:
        self._card = card
        self._env = out / "grubenv"
        self._began = time.monotonic()
        beside = {name: out / name for name in (_firmware(card, out), _BOARD)}
        for name, file in beside.items():
            _take(card, name, file)
        loader, description = beside.values()
        monitor = out / "monitor"
        monitor.unlink(missing_ok=True)
        words: list[str | Path] = [
            "qemu-system-aarch64", "-M", "raspi3b", "-kernel", loader, "-dtb", description,
            "-drive", f"if=sd,format=raw,file={card}", "-display", "none", "-no-reboot",
            "-serial", "null", "-serial", f"file:{out / 'serial.log'}",
            "-qmp", f"unix:{monitor},server=on,wait=off",
        ]  # fmt: skip
        with (out / "qemu.log").open("wb") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._monitor = monitor

    def age(self) -> float:
        """Seconds since power on."""
        return time.monotonic() - self._began

    def comes_to(self, marks: Mapping[str, str], seconds: float) -> tuple[bool, dict[str, str]]:
        """Whether the boot loader's marks are such, and what they were at the last look. It looks until the time is over,
        or the board has ended.
        """
        end = time.monotonic() + seconds
        while True:
            ended = self._process.poll() is not None or time.monotonic() > end
            _take(self._card, "grub/grubenv", self._env)
            told = read_marks(self._env.read_bytes())
            if ended or marks.items() <= told.items():
                return marks.items() <= told.items(), told
            time.sleep(_LOOK)

    def cut_power(self, picture: Path) -> None:
        if self._process.poll() is None:
            try:
                with closing(Monitor(self._monitor)) as monitor:
                    monitor.picture(picture)
            finally:  # a board that shows no picture is ended, too
                self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def _unwatched(card: Path, work: Path) -> None:
    """QEMU's board starts anew in the moment in which its watchdog is begun with."""
    root = f"{card}?offset={partitions(card)['root-a'][0]}"
    told = run(["debugfs", "-R", f"cat {_START}", root])
    work.write_text(told.replace(" quiet ", " systemd.watchdog_sec=off quiet "))
    for words in (f"rm {_START}", f"write {work} {_START}"):
        run(["debugfs", "-w", "-R", words, root])
    if run(["debugfs", "-R", f"cat {_START}", root]) != work.read_text():
        raise Failed(f"{_START} cannot be written in {card}")


def _firmware(card: Path, out: Path) -> str:
    """The program that a board's own firmware starts, as the card's config.txt says it."""
    file = out / "config.txt"
    _take(card, file.name, file)
    for line in file.read_text().splitlines():
        if line.startswith("kernel="):
            return line.removeprefix("kernel=").strip()
    raise Failed(f"{card}: its config.txt names no program")


def _take(card: Path, name: str, file: Path) -> None:
    run(["mcopy", "-n", "-o", "-i", f"{card}@@{partitions(card)['boot'][0]}", f"::/{name}", file])
