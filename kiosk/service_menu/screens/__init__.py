"""The screens of the service menu: one .kv and one .py each."""

from __future__ import annotations

from kiosk.service_menu.faces import ItemsFace, PadFace, PatternFace, PointsFace, ReportFace, WordsFace
from kiosk.touch.screens import Screens

SCREENS: Screens = {
    PatternFace: "kiosk.service_menu.screens.pattern:PatternScreen",
    PointsFace: "kiosk.service_menu.screens.points:PointsScreen",
    PadFace: "kiosk.service_menu.screens.pad:PadScreen",
    ItemsFace: "kiosk.service_menu.screens.items:ItemsScreen",
    ReportFace: "kiosk.service_menu.screens.report:ReportScreen",
    WordsFace: "kiosk.service_menu.screens.words:WordsScreen",
}
