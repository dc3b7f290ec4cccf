"""Two cards are compared by partition and by file, so that whoever looks for what is not reproducible finds its name."""

import os
import subprocess
from pathlib import Path

import pytest

from provisioning.image import disk
from provisioning.image.compare import NAMES, _files, differences, partitions, unlike

pytestmark = pytest.mark.fast

MIB = disk.MIB


def card(folder: Path, *, motto: str) -> Path:
    """A card in small: four partitions of 2 MiB, the last three with the same file system."""
    folder.mkdir()
    tree = folder / "tree"
    (tree / "etc").mkdir(parents=True)
    (tree / "etc/motto").write_text(motto)
    root = folder / "root"
    subprocess.run(["mke2fs", "-q", "-t", "ext2", "-d", tree, root, "2M"], check=True, capture_output=True)
    table = bytearray(MIB)
    for number in range(4):
        entry = 446 + 16 * number
        table[entry + 8 : entry + 12] = ((1 + 2 * number) * MIB // 512).to_bytes(4, "little")
        table[entry + 12 : entry + 16] = (2 * MIB // 512).to_bytes(4, "little")
    made = folder / "card.img"
    made.write_bytes(bytes(table) + bytes(2 * MIB) + 3 * root.read_bytes())
    return made


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:/usr/sbin:/sbin")


def test_a_card_is_the_same_as_itself(tmp_path: Path):
    one = card(tmp_path / "a", motto="first")
    assert differences(one, one) == []
    assert partitions(one)["root-a"] == (3 * MIB, 2 * MIB)


def test_a_file_that_differs_is_named_with_its_partition(tmp_path: Path):
    one, other = (card(tmp_path / name, motto=name) for name in "ab")
    named = [line.split(": ")[:2] for line in differences(one, other)]
    assert ["root-a", "etc/motto"] in named
    assert {place for place, _ in named} <= set(NAMES) - {"boot"}


def test_a_link_that_was_taken_out_a_second_later_is_the_same_link(tmp_path: Path):
    for name, at in (("a", 1), ("b", 86_400)):
        (tmp_path / name).mkdir()
        link = tmp_path / name / "bin"
        link.symlink_to("usr/bin")
        os.utime(link, (at, at), follow_symlinks=False)
    assert dict(_files(tmp_path / "a")) == dict(_files(tmp_path / "b"))


def test_what_lies_before_the_partitions_counts_too(tmp_path: Path):
    one = card(tmp_path / "a", motto="same")
    other = tmp_path / "other.img"
    other.write_bytes(b"boot code" + one.read_bytes()[9:])
    assert differences(one, other) == ["first sector"]


def test_a_file_of_one_card_alone_is_named():
    told = unlike({"etc/a": "x", "etc/b": "x"}, {"etc/b": "y", "etc/c": "x"})
    assert told == ["etc/a: only in the first", "etc/b: x and y", "etc/c: only in the second"]
