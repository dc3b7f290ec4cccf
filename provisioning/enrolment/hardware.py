"""Which box this is, by what its maker wrote into it; so that a card that was copied is not taken for another box."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PLACES = (
    "proc/device-tree/serial-number",  # a Raspberry Pi
    "sys/class/dmi/id/product_uuid",
    "sys/class/dmi/id/board_serial",
)
_LAST = "etc/machine-id"  # of the firmware's number, or made at the first start and then on a copied card too
_PASSING = re.compile(r"mac-.*|[0-9a-f]{32}")  # of a socket; of `machine-id`
_UUID = re.compile(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_NUMBER = re.compile(r"(?i)[0\s-]*|[f-]*|.*(default|filled|to be|none|unknown|serial|1234567).*")
# What makers of boards leave there: one byte again and again, bytes counted up (in either order of the first three
# fields), and AMI's own example, which thousands of cheap PCs share.
_EXAMPLES = re.compile(
    r"""(?ix) ([0-9a-f]{2}) \1{3} -\1\1 -\1\1 -\1\1 -\1{6}
    | (00010203-0405-0607|03020100-0504-0706) -0809-0a0b0c0d0e0f
    | (03000200-0400-0500|00020003-0004-0005) -0006-000700080009
    | deadbeef-.*"""
)


def hardware(root: Path = Path("/")) -> str:
    """A name of this box that stays. "" when it has none."""
    return next(_names((*_of_maker(root), *_cables(root), _read(root / _LAST))), "")


def is_anothers(name: str, root: Path = Path("/")) -> bool:
    """Whether a name that `hardware` once gave is surely another box's.

    Only makers' numbers tell: at a start a socket's may not be there yet, and some PCs have another `machine-id` each time.
    And only another number of the same kind does: a PC whose firmware was reset may lose its number, or come to one, and a
    read may fail; a dispenser must not stand still in the morning because of that.
    """
    own, like = [each.lower() for each in _names(_of_maker(root))], bool(_UUID.fullmatch(name))
    if not name or _PASSING.fullmatch(name) or next(_names([name]), "") != name:
        return False
    return name.lower() not in own and any(bool(_UUID.fullmatch(each)) is like for each in own)


def _of_maker(root: Path) -> list[str]:
    return [_read(root / place) for place in _PLACES]


def _names(told: Iterable[str]) -> Iterator[str]:
    for each in told:
        if each and not _NO_NUMBER.fullmatch(each) and not _EXAMPLES.fullmatch(each):
            yield re.sub(r"[^A-Za-z0-9.-]", "-", each)[:60]


def _cables(root: Path) -> Iterator[str]:
    """The numbers of its sockets, those first that cannot be pulled out: one of a device, and given by its maker."""
    found = []
    for socket in (root / "sys/class/net").glob("*"):
        address, device = _read(socket / "address"), socket / "device"
        if device.exists() and re.fullmatch(r"[0-9a-f][048c](:[0-9a-f]{2}){5}", address):
            found.append(("/usb" in str(device.resolve()), socket.name, f"mac-{address}"))
    yield from (each for _, _, each in sorted(found))


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii", errors="replace").strip("\0\n ")
    except OSError:
        return ""
