"""What a card in a virtual machine says of its two roots: which of them runs, and the marks of its boot loader."""

from __future__ import annotations

from provisioning.image.boot_choice import marks_in
from provisioning.image.guest import Guest

_SLOT = r"sed -n 's/.*rauc\.slot=\([AB]\).*/\1/p' /proc/cmdline"
_MARKS = "grub-editenv /boot/firmware/grub/grubenv list"


def slot_of(guest: Guest) -> str:
    """ "A" or "B"; "" where the kernel was not told."""
    return guest.run(_SLOT)[1]


def marks_of(guest: Guest) -> dict[str, str]:
    """Empty while they cannot be read."""
    code, words = guest.run(_MARKS)
    return marks_in(words) if code == 0 else {}
