"""Which root a card's boot loader starts, by the marks that it finds: what `images/boot/grub.cfg` decides. Pure."""

from __future__ import annotations

from collections.abc import Mapping

SIZE = 1024
HEAD = b"# GRUB Environment Block\n"
STARTS = "3"
# What the script takes where a mark is missing.
_FRESH = {"ORDER": "A B", "A_OK": "1", "B_OK": "0", "A_TRY": "0", "B_TRY": "0"}


def is_block(block: bytes) -> bool:
    return len(block) == SIZE and block.startswith(HEAD)


def read_marks(block: bytes) -> dict[str, str]:
    """The marks in GRUB's block of 1,024 bytes; none where it is not one."""
    if not is_block(block):
        return {}
    return marks_in(block.decode("utf-8", "replace"))


def marks_in(words: str) -> dict[str, str]:
    """The marks among lines, as GRUB's own program lists them."""
    lines = (line for line in words.splitlines() if not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines if "=" in line)


def chosen(marks: Mapping[str, str]) -> str:
    """ "A" or "B"."""
    now = {**_FRESH, **marks}
    for slot in now["ORDER"].split():
        if now[f"{slot}_OK"] == "1" and now[f"{slot}_TRY"] < STARTS:
            return slot
    if now["B_OK"] == "1" and (now["ORDER"] == "B A" or now["A_OK"] != "1"):
        return "B"
    return "A"
