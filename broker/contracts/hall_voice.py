"""The parts of a hall file that say how the voice behaves: in which words and how often, where it is heard, how loud.

See `hall_file` for the whole, `voice_rules` for what must hold.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from msgspec import Struct


class AnnouncerPart(Struct, frozen=True, kw_only=True):
    """[announcer]. `languages`: "ticket", a call is said in Ukrainian and in its visitor's own language; "hall", in every
    language of the hall. `rounds`: how often in a row a call is said while at most `busy` wait; beyond that once, and
    those of one zone together, `merge` at most (1: never together). `stale`: older than that, a call is not said any
    more. An emergency, which is what a suspended hall's reason is called, is said again every `emergency_every`.
    `duck`: by how many decibels media go down while the voice speaks. `wording`: "auto", a voice that is behind its
    boards says «Вікно номер п'ять» for «Пройдіть до вікна номер п'ять»; "full", it never does; "short", always.
    """

    languages: Literal["ticket", "hall"] = "ticket"
    rounds: int = 1
    busy: int = 2
    merge: int = 3
    wording: Literal["auto", "full", "short"] = "auto"
    stale: timedelta = timedelta(seconds=20)
    emergencies: tuple[str, ...] = ("air-raid", "evacuation")
    emergency_every: timedelta = timedelta(seconds=30)
    duck: float = 20.0


class Output(Struct, frozen=True, kw_only=True):
    """[[output]]: a loudspeaker of the voice, or several on one wire. `appliance`: the announcer that it hangs on.

    `zones`: whose calls are heard there; none: everybody's. `device`: its name in the sound system, never its number;
    absent: the system's own. `loop`: the name of a second device that gets the same sound at full loudness, as an
    induction loop or headsets. `volume`: percent of full loudness, while no [[loudness]] says otherwise.
    """

    id: str
    appliance: str = "announcer-1"
    zones: tuple[str, ...] = ()
    device: str = ""
    loop: str = ""
    volume: int = 100


class Loudness(Struct, frozen=True, kw_only=True):
    """[[loudness]]: at some `hours`, the voice is at `volume` percent (0: quiet) at `outputs` (none named: at all).

    Of two that cover the same time, the earlier in the file holds. Emergencies are as loud as ever.
    """

    hours: str
    volume: int
    outputs: tuple[str, ...] = ()
