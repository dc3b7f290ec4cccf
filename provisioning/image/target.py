"""The machines that cards are made for, and what of a card hangs on the machine. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A machine, by Debian's name for it, and what others call it."""

    name: str
    wheels: str  # in the names of wheels
    triplet: str  # of its libraries, and before the names of programs that work on its binaries
    loader: str  # the program that starts programs
    grub: str
    efi: str  # what firmware starts when nobody has told it what to
    processor: str = ""  # that QEMU emulates quickest
    boards: tuple[str, ...] = ()  # as Raspberry Pi Imager calls those that its card starts on
    components: str = "main non-free"  # of Debian's archive
    tools: tuple[tuple[str, str], ...] = ()  # what a build on another machine wants: program, its package

    @property
    def strip(self) -> str:
        return f"{self.triplet}-strip"


AMD64 = Target("amd64", "x86_64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2", "x86_64-efi", "BOOTX64.EFI")
ARM64 = Target(
    "arm64",
    "aarch64",
    "aarch64-linux-gnu",
    "ld-linux-aarch64.so.1",
    "arm64-efi",
    "BOOTAA64.EFI",
    processor="cortex-a72",  # the usual one signs every return address, and that takes a third of the time
    boards=("pi3-64bit", "pi4-64bit"),
    components="main non-free non-free-firmware",  # the first programs of a Raspberry Pi
    tools=(
        ("aarch64-linux-gnu-strip", "binutils-aarch64-linux-gnu"),
        ("arch-test", "arch-test"),
        ("qemu-aarch64-static", "qemu-user-static"),
    ),
)
TARGETS = {target.name: target for target in (AMD64, ARM64)}
