"""The virtual machines in which cards are tried, in QEMU's words. Which one a card is for, it says itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provisioning.image.compare import partitions
from provisioning.image.running import Failed, run
from provisioning.image.target import AMD64, ARM64


@dataclass(frozen=True, slots=True)
class Computer:
    """`emulated`: its processors, where the machine that it runs on cannot lend its own."""

    program: str
    package: str
    words: tuple[str, ...]
    emulated: tuple[str, ...]
    firmware: Path
    variables: Path
    firmware_package: str

    @property
    def tools(self) -> dict[str, str]:
        return {self.program: self.package, str(self.firmware): self.firmware_package, "mdir": "mtools"}


_SCREEN = "xres=1280,yres=720"
PC = Computer(
    program="qemu-system-x86_64",
    package="qemu-system-x86",
    words=("-machine", "q35", "-device", f"virtio-vga,{_SCREEN}"),
    emulated=("-accel", "tcg,thread=multi", "-cpu", "Nehalem"),
    firmware=Path("/usr/share/OVMF/OVMF_CODE_4M.fd"),
    variables=Path("/usr/share/OVMF/OVMF_VARS_4M.fd"),
    firmware_package="ovmf",
)
# No Raspberry Pi: QEMU's have no PCI. The card is the same, its processor too; firmware and U-Boot are not tried.
ARM = Computer(
    program="qemu-system-aarch64",
    package="qemu-system-arm",
    words=("-machine", "virt", "-device", f"virtio-gpu-pci,{_SCREEN}"),
    emulated=("-accel", "tcg,thread=multi", "-cpu", "cortex-a72"),
    firmware=Path("/usr/share/AAVMF/AAVMF_CODE.fd"),
    variables=Path("/usr/share/AAVMF/AAVMF_VARS.fd"),
    firmware_package="qemu-efi-aarch64",
)
_STARTS = {AMD64: PC, ARM64: ARM}


def architecture_of(card: Path) -> str:
    """The machine that a card is for: the one whose firmware finds a program on it."""
    listed = run(["mdir", "-b", "-i", f"{card}@@{partitions(card)['boot'][0]}", "::/EFI/BOOT"]).upper()
    for target in _STARTS:
        if target.efi in listed:
            return target.name
    raise Failed(f"{card}: no firmware that is known here finds a program on it")


def computer_for(card: Path) -> Computer:
    named = architecture_of(card)
    return next(computer for target, computer in _STARTS.items() if target.name == named)
