"""KVM where it runs what a card is, emulated processors elsewhere.

That /dev/kvm is there and answers says little: nested in another virtual machine it may stop at the first rare
instruction. So a kernel is started in it, the card's own, and has to get as far as looking for its root.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

from provisioning.image.compare import partitions
from provisioning.image.computer import PC, Computer
from provisioning.image.running import run

KVM = Path("/dev/kvm")
WITH_KVM = ("-accel", "kvm", "-cpu", "host")
PATIENCE = 30.0  # seconds; where KVM works it takes two
_LOOKS = "Unable to mount root"


def accelerator(card: Path, work: Path, computer: Computer = PC, device: Path = KVM) -> tuple[str, ...]:
    """QEMU's words for the quicker of the two that work here."""
    if platform.machine() not in computer.program or not os.access(device, os.R_OK | os.W_OK):
        return computer.emulated
    work.mkdir(parents=True, exist_ok=True)
    return WITH_KVM if runs(WITH_KVM, kernel_of(card, work / "vmlinuz"), work) else computer.emulated


def runs(words: tuple[str, ...], kernel: Path, work: Path, patience: float = PATIENCE) -> bool:
    """A kernel gets as far as looking for its root, of which there is none; then it starts anew, and QEMU ends."""
    serial = work / "probe.log"
    serial.unlink(missing_ok=True)
    asked: list[str | Path] = [
        "qemu-system-x86_64", *words, "-m", "512", "-display", "none", "-nic", "none", "-no-reboot",
        "-serial", f"file:{serial}", "-kernel", kernel, "-append", "console=ttyS0 panic=-1",
    ]  # fmt: skip
    try:
        done = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=patience)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0 and _LOOKS in serial.read_text("utf-8", "replace")


def kernel_of(card: Path, kernel: Path) -> Path:
    """The kernel of the card's first root, as the file `kernel`."""
    root = f"{card}?offset={partitions(card)['root-a'][0]}"
    told = run(["debugfs", "-R", "stat /vmlinuz", root])
    link = re.search(r'link dest: "(.+?)"', told)
    run(["debugfs", "-R", f"dump {link[1] if link else 'vmlinuz'} {kernel}", root])
    return kernel
