"""A card in a virtual PC: firmware, boot loader, kernel, systemd, as on the wall."""

from __future__ import annotations

import base64
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from provisioning.image.computer import PC, Computer
from provisioning.image.guest import Guest
from provisioning.image.monitor import Monitor
from provisioning.image.running import Failed, run

VARIABLES = "variables.fd"  # what a PC's firmware remembers, in the folder of its disk
TELL = 30.0  # seconds after which somebody who waits is told what is waited for
HOST = "10.0.2.2"  # this machine, as a virtual PC with a cable sees it: QEMU's own, and always the same
LONG_AGO = "1970-01-01T00:00:00"
# A card has no way in. systemd takes units from the firmware of a virtual machine, and from that alone: a shell on a
# line that only the machine's owner holds.
_SHELL = """\
[Unit]
DefaultDependencies=no
Wants=dev-hvc0.device
After=dev-hvc0.device
[Service]
ExecStart=/bin/sh -c 'stty raw -echo; PS1= PS2= exec /bin/sh'
StandardInput=tty-force
StandardOutput=tty
StandardError=tty
TTYPath=/dev/hvc0
Restart=always
"""
_WANTS = "[Unit]\nWants=trial-shell.service\n"


class Machine:
    """A virtual PC with the disk `disk` (qcow2). Its clock says 1970, and it has no network but for a `cable` to HOST.

    `stick`: a file that it has as a second disk, read only. `anew`: it may start anew by itself; otherwise it ends
    where it would. `locked`: the disk lets itself be read alone, as a worn card does. `besides`: QEMU's words for what it
    has besides. `writes`: a file that gets every write to the disk, in its order. `told`: credentials for its systemd.
    `accelerator`: QEMU's words for its processors; without, they are emulated.
    """

    def __init__(
        self,
        disk: Path,
        folder: Path,
        say: Callable[[str], None],
        *,
        memory: int = 1536,
        stick: Path | None = None,
        anew: bool = False,
        locked: bool = False,
        besides: tuple[str, ...] = (),
        cable: bool = False,
        writes: Path | None = None,
        told: Mapping[str, str] = MappingProxyType({}),
        computer: Computer = PC,
        accelerator: tuple[str, ...] = (),
    ) -> None:
        self._folder = folder
        self._say = say
        self._began = time.monotonic()
        self._monitor: Monitor | None = None
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("monitor", "shell"):
            (folder / name).unlink(missing_ok=True)
        variables = folder / VARIABLES
        if not variables.exists():
            shutil.copy(computer.variables, variables)
        units = {
            "systemd.extra-unit.trial-shell.service": _SHELL,
            "systemd.unit-dropin.sysinit.target~trial": _WANTS,
            **told,
        }
        words = [
            computer.program, *(accelerator or computer.emulated), *computer.words, "-smp", "2",
            "-m", str(memory), "-uuid", "43485248-0000-4000-8000-0000000000ff", "-display", "none",
            "-nic", "user,model=virtio-net-pci" if cable else "none",
            "-rtc", f"base={LONG_AGO}",
            *(() if anew else ("-no-reboot",)), *besides,
            "-drive", f"if=pflash,format=raw,unit=0,readonly=on,file={computer.firmware}",
            "-drive", f"if=pflash,format=raw,unit=1,file={variables}",
            *_drive(disk, writes, first=cable, locked=locked),
            *(("-drive", f"if=virtio,format=raw,readonly=on,file={stick}") if stick else ()),
            "-device", "virtio-rng-pci", "-device", "virtio-serial",
            "-chardev", f"socket,id=shell,path={folder / 'shell'},server=on,wait=off",
            "-device", "virtconsole,chardev=shell", "-serial", f"file:{folder / 'serial.log'}",
            "-qmp", f"unix:{folder / 'monitor'},server=on,wait=off",
            *(word for name, text in units.items() for word in ("-smbios", credential(name, text))),
        ]  # fmt: skip
        with (folder / "qemu.log").open("wb") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            self.until("its sockets", lambda: (folder / "shell").exists() and (folder / "monitor").exists(), 60)
            self.guest = Guest(folder / "shell")
            self._monitor = Monitor(folder / "monitor")
        except BaseException:
            self.cut_power()
            raise

    def until(self, what: str, condition: Callable[[], object], seconds: float, pause: float = 0.2) -> None:
        """Wait for `condition`, and tell now and then that `what` is waited for.

        Failed when the machine is gone or `seconds` are over.
        """
        began = told = time.monotonic()
        while not condition():
            now = time.monotonic()
            if self._process.poll() is not None:
                raise Failed(f"{what}: the virtual machine ended: {(self._folder / 'qemu.log').read_text()[-2000:]}")
            if now - began > seconds:
                raise Failed(f"{what}: not within {seconds:g} s in the virtual machine")
            if now - told >= TELL:
                told = now
                self._say(f"  {now - self._began:5.0f} s after power on: waiting for {what} since {now - began:.0f} s")
            time.sleep(pause)

    def comes(self, what: str, condition: Callable[[], object], seconds: float, pause: float = 0.2) -> bool:
        """The same, where it may not come: whether it did."""
        try:
            self.until(what, condition, seconds, pause)
        except Failed:
            return False
        return True

    def gone(self) -> bool:
        """It has ended, or wanted to start anew: it is not let."""
        return self._process.poll() is not None

    def picture(self, file: Path) -> None:
        """What its screen shows, as PNG."""
        assert self._monitor
        self._monitor.picture(file)

    def touch(self, x: float, y: float, *, down: bool) -> None:
        """A finger on its touch screen, or off it; as Monitor has it."""
        assert self._monitor
        self._monitor.touch(x, y, down=down)

    def cut_power(self) -> None:
        """As if the plug were drawn: nothing is written any more, not even what QEMU has in memory."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        if self._monitor:
            self._monitor.close()


def _drive(disk: Path, writes: Path | None, *, first: bool, locked: bool) -> list[str]:
    """`first`: before the network, which firmware would otherwise ask for a system."""
    if writes is None and first:
        return [
            "-drive",
            f"if=none,id=card,format=qcow2,file={disk}",
            "-device",
            "virtio-blk-pci,drive=card,bootindex=0",
        ]
    if writes is None:
        return ["-drive", f"if=virtio,format=qcow2,file={disk}{',readonly=on' if locked else ''}"]
    writes.write_bytes(b"")
    return [
        "-blockdev", f"qcow2,node-name=card,file.driver=file,file.filename={disk}",
        "-blockdev", f"file,node-name=log,filename={writes}",
        "-blockdev", "blklogwrites,node-name=logged,file=card,log=log,log-sector-size=512",
        "-device", "virtio-blk-pci,drive=logged,bootindex=0",
    ]  # fmt: skip


def credential(name: str, text: str) -> str:
    """An argument for -smbios. https://systemd.io/CREDENTIALS"""
    packed = base64.b64encode(text.encode()).decode()
    return f"type=11,value=io.systemd.credential.binary:{name}={packed}"


def fresh_disk(card: Path, disk: Path, gibibytes: int = 8) -> None:
    """A disk of a whole card's size that begins as `card` and leaves it alone; for a PC that has started nothing yet.

    Firmware that remembers another PC's disks, of a drill that was cut short, would start its own shell before this one.
    """
    disk.unlink(missing_ok=True)
    disk.with_name(VARIABLES).unlink(missing_ok=True)
    words: list[str | Path] = ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", card.resolve(), disk]
    run([*words, f"{gibibytes}G"])
