"""A state for every screen, for the gallery and for tests of looks. Pure."""

from __future__ import annotations

from broker.contracts.fields import Text
from kiosk.service_menu.items import DEEDS, offered
from kiosk.service_menu.report import Line, Report, line
from kiosk.service_menu.state import Asking, Items, Pad, Place, Shown, State, Working

_ALL = offered({deed.needs for deed in DEEDS.values()})
_PAPER: tuple[Text, Text] = (
    {"uk": "У принтері закінчився папір", "en": "The printer is out of paper"},
    {"uk": "Вставте новий рулон друком догори й закрийте кришку.", "en": "Put in a new roll and close the cover."},
)
_VERSIONS = Report(
    (
        line("version-software", value="0.1.0"),
        line("version-role", value="dispenser · dispenser-1"),
        line("version-python", value="3.13.5"),
        line("version-kivy", value="2.3.1"),
        line("version-system", value="Debian GNU/Linux 13 (trixie)"),
        line("version-kernel", value="6.12.47+rpt-rpi-v8"),
        line("version-model", value="Raspberry Pi 4 Model B Rev 1.5"),
        line("version-serial", value="10000000a1b2c3d4"),
        line("version-screen", value="1080x1920, 21.5″"),
    )
)


def _in(place: Place) -> State:
    return State(place=place, who="Олена Коваль", offers=_ALL)


STATES: dict[str, State] = {
    "pad": State(place=Pad("481"), offers=_ALL),
    "pad-wait": State(place=Pad(wrong=True, until=30.0), offers=_ALL),
    "pad-new": State(place=Pad(), offers=_ALL, has_codes=False),
    "items": _in(Items()),
    "working": _in(Working("printer", "test-slip", 1, 30.0)),
    "problems": _in(Shown("problems", Report((Line("bad", _PAPER[0], remedy=_PAPER[1]),)))),
    "no-problems": _in(Shown("problems", Report((line("no-problems", "good"),)))),
    "printer": _in(Shown("printer", Report((line("printer-well", "good"), line("printer-paper", value="80"))))),
    "versions": _in(Shown("versions", _VERSIONS)),
    "restart": _in(Asking("restart-role", Shown("restart", Report((line("restart-what"),))))),
    "still-there": State(place=Items(), who="Олена Коваль", offers=_ALL, asked=True),
}
