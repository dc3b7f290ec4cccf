"""The touch panel: whether a calibration holds, and the way back and forth between calibrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.service_menu.calibration import AS_IT_IS
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.toolbox import Toolbox

if TYPE_CHECKING:
    from kiosk.service_menu.correcting import Correcting


def touch(toolbox: Toolbox) -> Report:
    correcting = _correcting(toolbox)
    lines = [line("touch-none" if correcting.holds == AS_IT_IS else "touch-calibrated")]
    if correcting.can_undo:
        lines.append(line("touch-can-undo"))
    if correcting.can_redo:
        lines.append(line("touch-can-redo"))
    return Report(tuple(lines))


def undo(toolbox: Toolbox) -> Report:
    correcting = _correcting(toolbox)
    if not correcting.can_undo:
        return Report((line("touch-nothing"),))
    correcting.undo()
    return touch(toolbox)


def redo(toolbox: Toolbox) -> Report:
    correcting = _correcting(toolbox)
    if not correcting.can_redo:
        return Report((line("touch-nothing"),))
    correcting.redo()
    return touch(toolbox)


def _correcting(toolbox: Toolbox) -> Correcting:
    assert toolbox.correcting is not None  # every appliance has a screen; only its twin in tests may have none
    return toolbox.correcting
