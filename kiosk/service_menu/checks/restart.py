"""Starts the role again."""

from __future__ import annotations

from kiosk.service_menu.report import Report, line
from kiosk.service_menu.toolbox import Toolbox


def what_can_be_restarted(toolbox: Toolbox) -> Report:
    return Report((line("restart-what", value=f"{toolbox.role} · {toolbox.appliance}"),))


def restart_role(toolbox: Toolbox) -> Report:
    toolbox.restart()
    return Report((line("restarting", "good"),))
