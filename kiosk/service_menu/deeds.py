"""Who does a deed: by name, so that nothing is read before a technician asks for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

from kiosk.service_menu.report import Report, line
from kiosk.service_menu.toolbox import Toolbox

log = logging.getLogger(__name__)

Does = Callable[[Toolbox], Report]

_CHECKS = "kiosk.service_menu.checks."
PLACES = {
    "problems": "problems:problems",
    "printer": "printer:how_it_is",
    "test-slip": "printer:print_test_slip",
    "versions": "versions:versions",
    "identify": "identify:identify",
    "restart": "restart:what_can_be_restarted",
    "restart-role": "restart:restart_role",
    "restart-machine": "restart:restart_machine",
    "clock": "clock:clock",
    "network": "network:network",
    "sound": "sound:sound",
    "touch": "touch:touch",
    "touch-undo": "touch:undo",
    "touch-redo": "touch:redo",
    "stick": "bundle:look_for_stick",
    "bundle": "bundle:write_bundle",
    "sheet-store": "sheet:store",
    "sheet-print": "sheet:print_it",
}


def do(deed: str, toolbox: Toolbox) -> Report:
    """Do it now. Whatever goes wrong is a line of the report."""
    module, _, name = PLACES[deed].partition(":")
    try:
        does: Does = getattr(import_module(_CHECKS + module), name)
        return does(toolbox)
    except Exception as error:  # a check must never take the appliance with it
        log.exception("%s failed", deed)
        return Report((line("broke", "bad", str(error) or type(error).__name__),))
