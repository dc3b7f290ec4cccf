"""The hall kit on the technician's page: there where this machine has founded the hall, and who takes it is noted."""

import asyncio
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from broker.contracts.staffed import StaffDeed
from office.technician.arriving.hall_kit import HallKit
from provisioning.kit.command import main as kit_command
from provisioning.kit.reading import read
from provisioning.kit.signing import need_unchanged
from tests.provisioning.enrolment.standing import HALL

pytestmark = pytest.mark.fast

ASKED = Request({"type": "http", "method": "GET", "path": "/technician/hall-kit.toml", "headers": []})


class Noted:
    """An audit that remembers."""

    def __init__(self) -> None:
        self.deeds: list[StaffDeed] = []

    def note(self, deed: StaffDeed, staff: str | None, **_: object) -> None:
        self.deeds.append(deed)


def test_who_takes_the_kit_is_noted_and_its_authority_is_no_secret(tmp_path: Path):
    file, noted = tmp_path / "hall-kit.toml", Noted()
    kit_command(["make", str(HALL), "--address", "10.0.0.5", "--authority", str(tmp_path / "a"), "--out", str(file)])
    kit = HallKit(file, noted)  # type: ignore[arg-type]
    authority = asyncio.run(kit.authority(ASKED))
    assert noted.deeds == []
    assert bytes(authority.body) == (tmp_path / "a/hall.pem").read_bytes()
    taken = asyncio.run(kit.kit(ASKED))
    need_unchanged(read(bytes(taken.body))[0])
    assert taken.headers["cache-control"] == "no-store"
    assert noted.deeds == ["kit-taken"]


@pytest.mark.parametrize("file", [None, Path("/nowhere/hall-kit.toml")])
def test_a_hall_that_was_not_founded_here_has_none(file: Path | None):
    noted = Noted()
    kit = HallKit(file, noted)  # type: ignore[arg-type]
    assert not kit.is_there
    for handler in (kit.kit, kit.authority):
        with pytest.raises(HTTPException, match="404"):
            asyncio.run(handler(ASKED))
    assert noted.deeds == []
