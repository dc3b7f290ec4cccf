"""However `cherha pair` ends, systemd does with the roles what is due: a role's file may be another by then."""

from pathlib import Path

import pytest

from tests.systemd.own_systemd import OwnSystemd, lacking
from tests.systemd.units import lay

pytestmark = [pytest.mark.kill, pytest.mark.wire]
UNIT = "appliance-pairing.service"
ENDS = ("exit 0", "exit 3", "exit 1", "kill -9 $$")


def _program(path: Path, does: str) -> None:
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


def test_the_roles_are_looked_after_on_every_way_out(tmp_path: Path) -> None:
    if lack := lacking():
        pytest.skip(lack)

    def box(folder: Path) -> None:
        lay(folder)
        _program(folder / "opt/cherha/bin/cherha", "exec sh /run/ends")
        _program(folder / "opt/cherha/libexec/restart-roles", "id -u >> /run/looked")
        for name in ("run/cherha/restart", "var/lib/cherha/roles"):
            (folder / name).mkdir(parents=True)
        (folder / "var/lib/cherha/roles/board.toml").touch()

    systemd = OwnSystemd(tmp_path, box)
    try:
        for number, end in enumerate(ENDS, 1):
            systemd.inside("sh", "-c", f"echo '{end}' > /run/ends")
            systemd.ctl("start", UNIT)
            looked = systemd.inside("cat", "/run/looked").stdout.split()
            assert looked == ["0"] * number, (end, systemd.words_of(UNIT))
    finally:
        systemd.stop()
