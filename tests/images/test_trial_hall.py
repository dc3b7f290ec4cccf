"""The hall that a card is tried with: its settings are such as roles take, and the data partition is where it belongs."""

from pathlib import Path

import pytest

from broker.bus.settings import Settings
from provisioning.image import tools
from provisioning.image.machine import credential
from provisioning.image.trial_hall import ROLES, lay_hall
from provisioning.subcommands import ROLES as KNOWN

pytestmark = pytest.mark.fast

HALL = Path(__file__).resolve().parents[2] / "provisioning/demo/hall.toml"


def test_every_role_of_the_trial_takes_its_settings(tmp_path: Path):
    lay_hall(HALL, tmp_path, ROLES)
    assert set(ROLES) <= set(KNOWN)
    for role in ROLES:
        settings = Settings.read(tmp_path / f"roles/{role}.toml", {})
        assert settings.state_dir == Path(f"/var/lib/cherha/{role}")
        assert (tmp_path / settings.hall.name).is_file()


def test_folders_that_memory_is_bound_to_are_on_the_data_partition(tmp_path: Path):
    lay_hall(HALL, tmp_path)
    fstab = (HALL.parents[2] / "images/layers/10-system/overlay/etc/fstab").read_text("utf-8")
    bound = [line.split()[0] for line in fstab.splitlines() if " none bind" in line]
    assert bound
    assert all((tmp_path / Path(each).relative_to("/var/lib/cherha")).is_dir() for each in bound)


def test_a_missing_program_is_told_by_the_package_that_brings_it():
    needed = {"sh": "dash", "no-such-program": "some-package", "/no/such/file": "another", "no-such-too": "another"}
    assert tools.packages_missing(needed) == ["some-package", "another"]


def test_a_unit_goes_into_the_virtual_machine_through_its_firmware():
    told = credential("systemd.extra-unit.a.service", "[Unit]\n")
    assert told == "type=11,value=io.systemd.credential.binary:systemd.extra-unit.a.service=W1VuaXRdCg=="
