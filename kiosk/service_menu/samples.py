"""A state for every screen, for the gallery and for tests of looks. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from broker.contracts.acceptance import Sheet
from broker.contracts.fields import Text
from kiosk.service_menu import touching
from kiosk.service_menu.acceptance import Verdict, line_of
from kiosk.service_menu.calibration import STANDING, Place, targets
from kiosk.service_menu.items import DEEDS, offered
from kiosk.service_menu.report import Line, Report, line
from kiosk.service_menu.state import (
    PATTERNS,
    Asking,
    Items,
    Judging,
    Next,
    Pad,
    Pattern,
    Points,
    Shown,
    Spot,
    State,
    Trial,
    Working,
)

_HAS = frozenset(deed.needs for deed in DEEDS.values())
_ALL = offered(_HAS)
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


def _in(place: Spot) -> State:
    return State(place=place, who=TECHNICIAN, offers=_ALL, has=_HAS)


_NETWORK = Report(
    (
        line("net-interface", "good", "192.168.10.21, 1000 Mbit/s", name="eth0"),
        line("net-gateway", "good", "192.168.10.1"),
        line("net-broker", "good", "2 ms", host="192.168.10.2:8883"),
        line("net-no-answer", "bad"),
    )
)
_CLOCK = Report(
    (
        line("clock-here", value="23.11.2026 10:42:07"),
        line("clock-hall", value="23.11.2026 10:42:07"),
        line("clock-difference", "good", "+0.1"),
        line("clock-ntp", "good"),
    )
)
TECHNICIAN = "Олена Коваль"
NOW = datetime(2026, 11, 23, 10, 42, 7, tzinfo=UTC)
VERDICTS = (
    Verdict("printer", "pass", {"uk": "Пробний талон надруковано", "en": "The test slip is printed"}),
    Verdict("touch", "pass", {"uk": "Найбільша похибка дотику: 1.9 mm", "en": "Farthest touch: 1.9 mm"}),
    Verdict("screen", "skipped", {"uk": "Пропущено", "en": "Skipped"}),
    Verdict("sound", "fail", {"uk": "Гонг відтворено", "en": "The gong was played"}),
)
SHEET = Sheet(
    at=NOW,
    appliance="dispenser-1",
    role="dispenser",
    technician=TECHNICIAN,
    version="0.1.0",
    accepted=False,
    checks=VERDICTS,
)
_SHEET = Report((line("sheet-bad", "bad"), *map(line_of, VERDICTS), line("sheet-stored", value="20261123-104207.json")))
_BUNDLE = Report((line("stick-found", "good", "/media/cherha/STICK"), line("bundle-what")))
_BESIDE = tuple(Place(place.x + 0.011, place.y + 0.004) for place in targets(STANDING))


def _measured() -> Spot:
    return touching.measured(Points("touch", _BESIDE, _BESIDE), State())


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
    "still-there": State(place=Items(), who=TECHNICIAN, offers=_ALL, has=_HAS, asked=True),
    "network": _in(Shown("network", _NETWORK)),
    "clock": _in(Shown("clock", _CLOCK)),
    "touch": _in(Shown("touch", Report((line("touch-none"),)))),
    "touch-points": _in(Points("touch", _BESIDE[:3], _BESIDE[:3])),
    "touch-measured": _in(_measured()),
    "touch-trial": _in(Trial(20.0)),
    "bundle": _in(Shown("bundle", _BUNDLE)),
    "acceptance-next": _in(Next(3)),
    "acceptance-judging": _in(Judging(0, Report((line("slip-printed", "good"),)))),
    "acceptance-sheet": _in(Shown("acceptance", _SHEET)),
    **{f"pattern-{kind}": _in(Pattern("screen", number)) for number, kind in enumerate(PATTERNS)},
}
