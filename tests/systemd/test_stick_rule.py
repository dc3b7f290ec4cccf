"""What is looked at as a stick: what is plugged into USB, and never the disk that the box itself runs from."""

import pytest

from tests.systemd.udev_rules import is_taken

pytestmark = pytest.mark.fast

RULE = "61-cherha-stick.rules"
STICK = {
    "ACTION": "add",
    "SUBSYSTEM": "block",
    "ENV{ID_BUS}": "usb",
    "ENV{ID_FS_USAGE}": "filesystem",
    "ENV{ID_PART_ENTRY_UUID}": "1a2b3c4d-01",
}


def test_a_stick_is_looked_at_with_a_table_of_partitions_or_without():
    assert is_taken(RULE, STICK)
    assert is_taken(RULE, {name: value for name, value in STICK.items() if name != "ENV{ID_PART_ENTRY_UUID}"})


@pytest.mark.parametrize("number", ["01", "02", "03", "04"])
def test_a_card_that_is_a_disk_on_usb_is_none(number: str):
    assert not is_taken(RULE, {**STICK, "ENV{ID_PART_ENTRY_UUID}": f"43485248-{number}"})


def test_what_has_no_file_system_or_is_built_in_is_none():
    assert not is_taken(RULE, {**STICK, "ENV{ID_FS_USAGE}": "raid"})
    assert not is_taken(RULE, {**STICK, "ENV{ID_BUS}": "ata"})
