"""Two made-up halls of the same city, so that the load of others is seen at the dispenser. Pure; nothing is random.

One tells its load every minute; the other, a remote desk with a poor link, every twenty: what it told grows old.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import pi, sin

from broker.contracts.city import Branch, City

EVERY = 60.0  # seconds
_RARELY = timedelta(minutes=20)
_SWELL = timedelta(minutes=47)  # from one crowd to the next
_MINUTES = 1.4  # of waiting, for each who waits: so many windows are open there


def city(at: datetime) -> City:
    """What a gatherer of the city would tell the demo's hall at `at`."""
    return City(at=at, halls=(_pier(at), _hamlet(at)))


def _pier(at: datetime) -> Branch:
    waiting = round(12 + 10 * sin(2 * pi * (at.timestamp() / _SWELL.total_seconds())))
    return Branch(
        id="pier",
        name={"uk": "ЦНАП «Пристань»", "en": "Pier service centre"},
        address={"uk": "наб. Якірна, 3", "en": "3 Yakirna Embankment"},
        waiting=waiting,
        likely=round(waiting * _MINUTES, 1),
        at=at,
    )


def _hamlet(at: datetime) -> Branch:
    told = datetime.fromtimestamp(at.timestamp() // _RARELY.total_seconds() * _RARELY.total_seconds(), at.tzinfo)
    return Branch(
        id="hamlet",
        name={"uk": "Віддалене місце «Хутір»", "en": "Khutir remote desk"},
        address={"uk": "с. Хутір, вул. Польова, 1", "en": "1 Polova Street, Khutir"},
        waiting=int(told.timestamp() // _RARELY.total_seconds()) % 3,
        at=told,
    )
