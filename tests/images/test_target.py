"""One tree of layers makes cards for two machines, and a card says for which it is."""

import subprocess
from pathlib import Path

import pytest

from provisioning.image import disk
from provisioning.image.build import IMAGES, layers_of
from provisioning.image.computer import ARM, PC, architecture_of, computer_for
from provisioning.image.layers import layers_for, lines_for
from provisioning.image.running import Failed
from provisioning.image.target import AMD64, ARM64, TARGETS, Target
from provisioning.image.updates import KEYRING, SETTINGS, settle

pytestmark = pytest.mark.fast


def card(tmp_path: Path, program: str) -> Path:
    """A card whose first partition alone is there, with one program for firmware."""
    boot = tmp_path / "boot"
    subprocess.run(["/sbin/mkdosfs", "-C", "-F", "32", boot, "40960"], check=True, capture_output=True)
    subprocess.run(["mmd", "-i", boot, "::/EFI", "::/EFI/BOOT"], check=True)
    (tmp_path / program).write_bytes(b"MZ")
    subprocess.run(["mcopy", "-i", boot, tmp_path / program, "::/EFI/BOOT/"], check=True)
    table = bytearray(disk.MIB)
    table[446 + 8 : 446 + 12] = (disk.MIB // 512).to_bytes(4, "little")
    made = tmp_path / "card.img"
    made.write_bytes(bytes(table) + boot.read_bytes())
    return made


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_card_says_for_which_machine_it_is(tmp_path: Path, target: Target):
    made = card(tmp_path, target.efi)
    assert architecture_of(made) == target.name
    assert computer_for(made) is {"amd64": PC, "arm64": ARM}[target.name]


def test_a_card_that_no_machine_starts_is_no_card(tmp_path: Path):
    with pytest.raises(Failed, match="no firmware"):
        architecture_of(card(tmp_path, "BOOTIA32.EFI"))


def test_each_machine_has_a_kernel_and_the_boot_loader_that_its_firmware_starts():
    for target in TARGETS.values():
        packages = {name for layer in layers_of() for name in layer.packages_for(target.name)}
        assert f"linux-image-{target.name}" in packages
        assert f"grub-efi-{target.name}-bin" in packages


def test_what_only_a_raspberry_pi_has_is_not_laid_into_a_pcs_card():
    names = {target.name: [layer.name for layer in layers_for(layers_of(), target.name)] for target in TARGETS.values()}
    assert set(names[ARM64.name]) - set(names[AMD64.name]) == {"25-raspberry-pi"}
    assert "non-free-firmware" in ARM64.components
    assert "non-free-firmware" not in AMD64.components


def test_a_raspberry_pi_is_started_by_files_that_its_card_has():
    layer = IMAGES / "layers/25-raspberry-pi"
    settings = dict(
        line.split("=", 1) for line in (layer / "boot/config.txt").read_text().splitlines() if not line.startswith("#")
    )
    listed = {Path(each).name for each in lines_for((layer / "boot-of-root").read_text("utf-8"), ARM64.name)}
    assert settings["kernel"] in listed
    assert settings["arm_64bit"] == settings["enable_uart"] == "1"
    assert {"bootcode.bin", "start.elf", "fixup.dat", "start4.elf", "fixup4.dat"} <= listed


def test_a_line_of_a_list_may_be_for_some_machines_alone():
    listed = "# why\nusr/a\n\nusr/b [amd64]\nusr/[c] [arm64 riscv64]\n"
    assert lines_for(listed, "amd64") == ["usr/a", "usr/b"]
    assert lines_for(listed, "arm64") == ["usr/a", "usr/[c]"]


def test_an_update_for_another_machine_is_refused(tmp_path: Path):
    laid = IMAGES / "layers/30-updates/overlay" / SETTINGS
    (tmp_path / SETTINGS).parent.mkdir(parents=True)
    (tmp_path / SETTINGS).write_bytes(laid.read_bytes())
    settle(tmp_path, tmp_path / "kept", "arm64")
    assert "\ncompatible=cherha-arm64\n" in (tmp_path / SETTINGS).read_text("utf-8")
    assert (tmp_path / KEYRING).read_bytes() == (tmp_path / "kept/updates.pem").read_bytes()
