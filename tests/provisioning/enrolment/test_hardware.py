"""Two boxes are never taken for one, whatever their makers left undone."""

from pathlib import Path

import pytest

from provisioning.enrolment.hardware import hardware, is_anothers

pytestmark = pytest.mark.fast

UUID = "4c4c4544-0042-3510-8052-b3c04f4b4e32"
EXAMPLES = (
    "03000200-0400-0500-0006-000700080009",
    "00020003-0004-0005-0006-000700080009",
    "00010203-0405-0607-0809-0A0B0C0D0E0F",
    "00000000-0000-0000-0000-000000000000",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "fefefefe-fefe-fefe-fefe-fefefefefefe",
    "12345678-1234-5678-90ab-cddeefaabbcc",
)


def a_pc(root: Path, uuid: str, *, board: str = "Default string") -> None:
    for place, told in (("sys/class/dmi/id/product_uuid", uuid), ("sys/class/dmi/id/board_serial", board)):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(f"{told}\n")
    (root / "etc").mkdir(exist_ok=True)
    (root / "etc/machine-id").write_text(uuid.replace("-", "").lower() + "\n")


def socket(root: Path, name: str, address: str, at: str = "pci0000:00/0000:00:1f.6") -> None:
    """A network socket; `at` nothing: one that the kernel has made up."""
    there = root / "sys/class/net" / name
    there.mkdir(parents=True)
    (there / "address").write_text(f"{address}\n")
    if at:
        (root / "sys/devices" / at).mkdir(parents=True)
        (there / "device").symlink_to(root / "sys/devices" / at)


def test_a_box_is_called_by_its_makers_number(tmp_path: Path):
    a_pc(tmp_path, UUID)
    socket(tmp_path, "eno1", "00:1b:21:aa:bb:cc")
    assert hardware(tmp_path) == UUID


def test_another_box_is_known_by_its_makers_number_alone(tmp_path: Path):
    """A start must not take a box for another because a socket is late or `machine-id` is made anew."""
    socket(tmp_path, "eno1", "00:1b:21:aa:bb:cc")
    assert not is_anothers(UUID, tmp_path), "this one has no number: nobody can tell"
    a_pc(tmp_path, UUID, board="/7X/CN1")
    assert not is_anothers(UUID, tmp_path)
    assert not is_anothers("-7X-CN1", tmp_path), "the first number that an earlier version read may have been another"
    assert not is_anothers("", tmp_path), "a role of the authority's own machine"
    assert not is_anothers("mac-00-1b-21-aa-bb-cd", tmp_path)
    assert not is_anothers("0123456789abcdef0123456789abcdef", tmp_path)
    assert is_anothers("10000000a1b2c3d4", tmp_path)
    assert is_anothers(UUID.replace("4c4c", "4c4d"), tmp_path)


@pytest.mark.parametrize("lost", [*EXAMPLES, ""])
def test_a_box_that_has_lost_a_number_or_come_to_one_is_not_anothers(tmp_path: Path, lost: str):
    """A battery that is empty, a firmware that was written anew, a read that fails: its role must begin all the same."""
    a_pc(tmp_path, lost, board="/7X/CN1")
    assert not is_anothers(UUID, tmp_path)
    assert not is_anothers(lost, tmp_path), "an earlier version took that for a number"
    a_pc(tmp_path, UUID)
    assert not is_anothers("-7X-CN1", tmp_path)
    assert not is_anothers(lost, tmp_path)
    assert not is_anothers(UUID.upper(), tmp_path), "kernels differ in how they write it"
    assert is_anothers(UUID.replace("4c4c", "4c4d"), tmp_path)


@pytest.mark.parametrize("uuid", EXAMPLES)
def test_a_number_that_many_boxes_share_is_none(tmp_path: Path, uuid: str):
    a_pc(tmp_path, uuid)
    socket(tmp_path, "eno1", "00:1b:21:aa:bb:cc")
    assert hardware(tmp_path) == "mac-00-1b-21-aa-bb-cc"


def test_a_socket_that_can_be_pulled_out_or_was_made_up_comes_after_the_boxs_own(tmp_path: Path):
    a_pc(tmp_path, EXAMPLES[0])
    socket(tmp_path, "lo", "00:00:00:00:00:00", at="")
    socket(tmp_path, "dummy0", "00:1b:21:00:00:01", at="")
    socket(tmp_path, "random0", "02:1b:21:00:00:02", at="pci0000:00/0000:00:01.0")
    socket(tmp_path, "enx0", "00:1b:21:00:00:03", at="pci0000:00/usb1/1-1")
    assert hardware(tmp_path) == "mac-00-1b-21-00-00-03"
    socket(tmp_path, "eno1", "00:1b:21:00:00:04")
    assert hardware(tmp_path) == "mac-00-1b-21-00-00-04"


def test_a_box_without_any_number_has_no_name(tmp_path: Path):
    a_pc(tmp_path, EXAMPLES[3])
    assert hardware(tmp_path) == ""
