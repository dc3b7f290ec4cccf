"""Says over the whole screen which appliance this is."""

from __future__ import annotations

from kiosk.service_menu.report import Report, line
from kiosk.service_menu.toolbox import Toolbox


def identify(toolbox: Toolbox) -> Report:
    toolbox.identify()
    return Report((line("identified", "good", toolbox.appliance),))
