"""The card's partitions: they fit, and all who name them name the same."""

import re
from pathlib import Path

import pytest

from provisioning.image import disk

pytestmark = pytest.mark.fast

IMAGES = Path(__file__).resolve().parents[2] / "images"
CONFIG = (IMAGES / "genimage.cfg").read_text("utf-8")
SIGNATURE = "43485248"


def partitions() -> dict[str, tuple[str, int]]:
    found = re.findall(r"partition (\S+) \{(.*?)\}", CONFIG, re.DOTALL)
    values = {name: dict(re.findall(r"(\S+) = \"?([^\s\"]+)", body)) for name, body in found}
    return {name: (each.get("image", ""), int(each["size"].removesuffix("M"))) for name, each in values.items()}


def test_a_card_has_the_four_partitions_that_an_mbr_can_have():
    assert list(partitions()) == ["boot", "root-a", "root-b", "data"]


def test_the_partitions_are_as_large_as_what_is_laid_into_them():
    told = partitions()
    assert told["boot"] == ("boot.vfat", disk.BOOT_MIB)
    assert told["root-a"] == ("root.ext4", disk.ROOT_MIB)
    assert told["root-b"] == ("", disk.ROOT_MIB), "left out, so that a packed card weighs half as much"
    assert told["data"] == ("data.ext4", disk.DATA_MIB)


def test_a_card_is_no_larger_than_promised():
    whole = sum(size for _, size in partitions().values()) + 2
    assert whole * disk.MIB <= 2_500_000_000


def test_everybody_names_the_partitions_by_the_same_signature():
    assert f"disk-signature = 0x{SIGNATURE}" in CONFIG
    for file in IMAGES.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.name != "README.md":
            for named in re.findall(r"(?i)partuuid[=/](\w+)-", file.read_text("utf-8")):
                assert named == SIGNATURE, file


def test_the_boot_loader_starts_each_slot_from_its_own_partition():
    script = (IMAGES / "boot/grub.cfg").read_text("utf-8")
    order = list(partitions())
    for slot in "AB":
        assert f"set tried=${slot}_TRY; set number={order.index(f'root-{slot.lower()}') + 1};" in script
    start = (IMAGES / "layers/20-boot/overlay/boot/start.cfg").read_text("utf-8")
    assert " ro " in re.search(r"^if linux .*$", start, re.MULTILINE).group()  # type: ignore[union-attr]


def test_what_people_read_on_the_card_is_read_by_every_editor():
    """Old ones of Windows show one long line, or letters of another alphabet."""
    words = (IMAGES / "boot/README.txt").read_bytes()
    assert words.startswith(b"\xef\xbb\xbf")
    assert words.count(b"\n") == words.count(b"\r\n")
