"""Starts the role again, or the whole machine."""

from __future__ import annotations

from kiosk.service_menu.report import Report, line
from kiosk.service_menu.toolbox import Toolbox


def what_can_be_restarted(toolbox: Toolbox) -> Report:
    lines = [line("restart-what", value=f"{toolbox.role} · {toolbox.appliance}")]
    if not toolbox.machine.has_systemd:
        lines.append(line("restart-machine-none"))
    return Report(tuple(lines))


def restart_role(toolbox: Toolbox) -> Report:
    toolbox.restart()
    return Report((line("restarting", "good"),))


def restart_machine(toolbox: Toolbox) -> Report:
    if not toolbox.machine.has_systemd or toolbox.machine.tells(("systemctl", "reboot")) is None:
        return Report((line("restart-machine-none", "bad"),))
    return Report((line("restarting", "good"),))
