"""Where the units are, and a root folder in which systemd's own tools can look at them."""

from __future__ import annotations

import shutil
from pathlib import Path

from provisioning.subcommands import ROLES

ROOT = Path(__file__).resolve().parents[2]
SYSTEMD = ROOT / "systemd"
UNITS = SYSTEMD / "system"
OVERLAYS = sorted((ROOT / "images/layers").glob("*/overlay"))
LAID_UNITS = sorted(
    unit for overlay in OVERLAYS for unit in (overlay / "etc/systemd/system").glob("*.*") if not unit.is_symlink()
)
"""Units of a card that lie in the layers of its image, beside what they start."""
DEBIANS = Path("/lib/systemd/system")
ROLE_UNITS = [f"cherha-{role}.service" for role in ROLES]
MOSQUITTO = """\
[Unit]
Description=Mosquitto MQTT Broker
After=network-online.target
Wants=network-online.target

[Service]
Type=notify
NotifyAccess=main
ExecStart=/usr/sbin/mosquitto -c /etc/mosquitto/mosquitto.conf

[Install]
WantedBy=multi-user.target
"""
"""Debian 13's own, which ours is laid over."""


def lay(root: Path) -> None:
    """The project's files where an image has them; programs that the units start are there in name."""
    shutil.copytree(UNITS, root / "etc/systemd/system")
    shutil.copytree(SYSTEMD / "libexec", root / "opt/cherha/libexec")
    for overlay in OVERLAYS:
        if (overlay / "opt/cherha/libexec").is_dir():
            shutil.copytree(overlay / "opt/cherha/libexec", root / "opt/cherha/libexec", dirs_exist_ok=True)
    for name in ("tmpfiles.d", "sysusers.d"):
        shutil.copytree(SYSTEMD / name, root / "usr/lib" / name)
    for program in ("opt/cherha/bin/cherha", "usr/sbin/mosquitto", "usr/lib/xorg/Xorg"):
        (root / program).parent.mkdir(parents=True, exist_ok=True)
        (root / program).write_text("#!/bin/sh\n")
        (root / program).chmod(0o755)


def lay_with_debians(root: Path) -> None:
    """With Debian's own units beside ours, as `systemd-analyze` needs them."""
    shutil.copytree(DEBIANS, root / "usr/lib/systemd/system", symlinks=True)
    (root / "usr/lib/systemd/system/mosquitto.service").write_text(MOSQUITTO)
    lay(root)
    for unit in LAID_UNITS:
        shutil.copy(unit, root / "etc/systemd/system")
    (root / "bin").mkdir()
    for program in ("systemctl", "kill"):
        shutil.copy(root / "usr/sbin/mosquitto", root / "bin" / program)
