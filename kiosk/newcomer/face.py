"""What a box without a role says, in both languages at once: nobody has chosen one yet. Pure."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from broker.contracts.arrival import WANTED_ROLES, Arrival
from broker.contracts.phrases import FIRST, Phrases
from kiosk.touch.faces import ButtonFace

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
SECOND = "en"
Tone = Literal["calm", "good", "bad"]
_TONES: dict[str, Tone] = {
    "accepted": "good", "no-room": "bad", "refused": "bad", "kit-broken": "bad", "no-kit": "bad", "hall-broken": "bad",
}  # fmt: skip
ASKED = ("searching", "waiting")  # while it may say what it wants to be
CODED, BROKEN = ("waiting", "founded"), ("kit-broken", "hall-broken")
MOST_MISTAKES = 5


class Said(Struct, frozen=True):
    title: str
    text: str


class Face(Struct, frozen=True):
    """`code`: in the largest letters that fit; "" while there is none. `mistakes`: of the kit, with file and line.

    `foot`: which box this is, and whom to call. `roles`: to be touched, where that can be; each takes itself back.
    """

    tone: Tone
    first: Said
    second: Said
    code: str
    mistakes: str
    foot: str
    roles: tuple[ButtonFace, ...] = ()
    choose: tuple[str, str] = ("", "")


NOTHING_HEARD = Arrival(stage="no-kit")
"""While nothing has asked for this box: it has no kit, or has just been switched on."""


def face(arrival: Arrival, *, touchable: bool = False) -> Face:
    """`touchable`: somebody can touch the screen, or has a mouse."""
    chooses = touchable and arrival.stage in ASKED
    return Face(
        tone=_TONES.get(arrival.stage, "calm"),
        first=_said(arrival, FIRST),
        second=_said(arrival, SECOND),
        code=arrival.code if arrival.stage in CODED else "",
        mistakes=_mistakes(arrival) if arrival.stage in BROKEN else "",
        foot=" · ".join(part for part in (arrival.hall, arrival.hardware, arrival.technician) if part),
        roles=tuple(_role(each, wanted=each == arrival.role) for each in WANTED_ROLES) if chooses else (),
        choose=(PHRASES.say(FIRST, "choose"), PHRASES.say(SECOND, "choose")) if chooses else ("", ""),
    )


def _role(role: str, *, wanted: bool) -> ButtonFace:
    first, second = (PHRASES.say(language, f"role.{role}") for language in (FIRST, SECOND))
    return ButtonFace(first, "" if wanted else role, second, kind="chosen" if wanted else "card")


def _said(arrival: Arrival, language: str) -> Said:
    stage = arrival.stage
    slots = {"hall": arrival.hall, "address": arrival.address, "name": arrival.name}
    why = arrival.details[0] if stage == "refused" and arrival.details else ""
    key = f"refused.{why}" if f"refused.{why}" in PHRASES else f"{stage}.text"
    return Said(PHRASES.say(language, f"{stage}.title", **slots), PHRASES.say(language, key, **slots))


def _mistakes(arrival: Arrival) -> str:
    told = arrival.details[:MOST_MISTAKES]
    more = len(arrival.details) - len(told)
    return "\n".join([*told, *([f"… +{more}"] if more else [])])
