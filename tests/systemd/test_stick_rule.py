"""What is looked at as a stick: what is plugged into USB, and never the disk that the box itself runs from."""

import re
from fnmatch import fnmatchcase

import pytest

from tests.systemd.units import SYSTEMD

pytestmark = pytest.mark.fast

STICK = {
    "ACTION": "add",
    "SUBSYSTEM": "block",
    "ENV{ID_BUS}": "usb",
    "ENV{ID_FS_USAGE}": "filesystem",
    "ENV{ID_PART_ENTRY_UUID}": "1a2b3c4d-01",
}


def is_taken(device: dict[str, str]) -> bool:
    """Whether the rule matches, as udev reads it: all of a line's comparisons, a property that is not there being ""."""
    rule = (SYSTEMD / "udev/61-cherha-stick.rules").read_text("utf-8").splitlines()[-1]
    compared = re.findall(r'([A-Z]+(?:\{\w+\})?)(==|!=)"([^"]*)"', rule)
    assert len(compared) == len(STICK)
    return all(fnmatchcase(device.get(key, ""), pattern) == (how == "==") for key, how, pattern in compared)


def test_a_stick_is_looked_at_with_a_table_of_partitions_or_without():
    assert is_taken(STICK)
    assert is_taken({name: value for name, value in STICK.items() if name != "ENV{ID_PART_ENTRY_UUID}"})


@pytest.mark.parametrize("number", ["01", "02", "03", "04"])
def test_a_card_that_is_a_disk_on_usb_is_none(number: str):
    assert not is_taken({**STICK, "ENV{ID_PART_ENTRY_UUID}": f"43485248-{number}"})


def test_what_has_no_file_system_or_is_built_in_is_none():
    assert not is_taken({**STICK, "ENV{ID_FS_USAGE}": "raid"})
    assert not is_taken({**STICK, "ENV{ID_BUS}": "ata"})
