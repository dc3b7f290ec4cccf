"""The project's files as in an image, with a program that runs this checkout."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.systemd.units import ROOT, lay

# A developer's checkout and its Python lie where a role may not look: below a home, or below /tmp, which is its own else.
_HERE = """\
[Service]
ProtectHome=tmpfs
PrivateTmp=no
ReadWritePaths=/tmp
BindReadOnlyPaths={homes}
StandardError=append:/var/log/roles.log
Environment=DISPLAY={display} CHERHA_SOUND=silent CHERHA_VOICE=chime CHERHA_OFFICE_PORT=0
Environment=CHERHA_WINDOW_SIZE=640x360 CHERHA_WINDOW=1
"""
_CHERHA = """\
#!/bin/sh
export PYTHONPATH={root} PYTHONDONTWRITEBYTECODE=1
exec {python} -m provisioning.command "$@"
"""


def in_homes(*places: str) -> list[str]:
    return [place for place in dict.fromkeys(places) if place.startswith(("/root/", "/home/"))]


def lay_runnable(folder: Path, display: str = "") -> None:
    """`display`: where roles that draw find a screen."""
    lay(folder)
    (folder / "opt/cherha/bin/cherha").write_text(_CHERHA.format(root=ROOT, python=sys.executable))
    (folder / "etc/systemd/system/cherha-.service.d/90-here.conf").write_text(
        _HERE.format(display=display, homes=" ".join(in_homes(str(ROOT), sys.base_prefix, sys.prefix)))
    )
    for name in ("usr/sbin/mosquitto", "usr/lib/xorg/Xorg"):  # this machine's own are below
        (folder / name).unlink()
