"""What each role may say and hear: one table, of which the broker's access list is made. Pure.

Whatever is not in it is denied. `<me>` is the name in the client's certificate, by which the broker knows it;
`<window>` is each window of the hall.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from broker.contracts.topics import Topics

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""What a name in a certificate may be. Nothing that means something in a topic or in an access list."""


HEAD = "# Made of broker/mosquitto/access.py at each enrolment."
BROKER = "broker"
"""The role of the broker's own certificate, with which nobody calls."""


@dataclass(frozen=True, slots=True)
class May:
    """Topics below the hall's root."""

    say: tuple[str, ...] = ()
    hear: tuple[str, ...] = ()

    def __or__(self, other: May) -> May:
        return May((*self.say, *other.say), (*self.hear, *other.hear))


# What every appliance says of itself, and what it hears of that: its own ghosts from an earlier life.
APPLIANCE = May(
    say=(
        "appliance/<me>/status",
        "appliance/<me>/about",
        "appliance/<me>/problem/+",
        "appliance/<me>/did",
        "appliance/<me>/acceptance",
    ),
    hear=("appliance/<me>/do", "appliance/<me>/status", "appliance/<me>/problem/+"),
)
ASKING = May(say=("command/<me>",), hear=("reply/<me>", "reply/<me>/#"))
WATCHING = May(hear=("state/hall", "state/hall-file", "appliance/+/status"))
# A touched appliance lets people call for help, shows slides or a catalogue, and tells a technician at its service menu
# what is wrong anywhere in the hall.
TOUCHED = (
    APPLIANCE
    | ASKING
    | WATCHING
    | May(
        say=("appliance/<me>/bequest",), hear=("appliance/<me>/bequest", "event", "content/+", "appliance/+/problem/+")
    )
)

ROLES: Mapping[str, May] = {
    "queue-master": APPLIANCE
    | May(
        say=(
            "reply/#", "event", "state/hall", "state/hall-file", "state/branch", "state/seen", "content/+",
            "standby/+/told", "standby/+/vote",
            # Instead of the desk, where the authority is sealed: after the standby has taken over.
            "enrolment/asking", "enrolment/said",
        ),
        hear=(
            "command/+", "content/+", "appliance/+/status", "appliance/+/shown", "standby/+/ask", "standby/+/voted",
            "enrolment/wish",
        ),
    ),
    # Has everything that the queue-master has; what it may say beside that is no more than a board.
    "standby": APPLIANCE
    | WATCHING
    | May(say=("standby/<me>/ask", "standby/<me>/voted"), hear=("standby/<me>/told", "standby/<me>/vote")),
    # Has a vote when the queue-master and its standby lose sight of each other.
    "witness": APPLIANCE | WATCHING | May(say=("standby/<me>/voted",), hear=("standby/<me>/vote",)),
    "dispenser": TOUCHED | May(hear=("state/city",)),
    "info": TOUCHED,
    "survey": TOUCHED,
    "board": APPLIANCE | WATCHING | May(say=("appliance/<me>/shown",), hear=("content/+", "appliance/+/speaking")),
    "window-sign": APPLIANCE | WATCHING | May(say=("appliance/<me>/shown",), hear=("content/+", "appliance/+/speaking")),
    "buttons": APPLIANCE | ASKING | WATCHING,
    "announcer": APPLIANCE | ASKING | WATCHING | May(say=("appliance/<me>/speaking",), hear=("event", "content/+")),
    # Its pages speak for whoever is signed in at a window or at the reception, and for technicians.
    "office": APPLIANCE
    | ASKING
    | May(
        say=("command/window-<window>", "appliance/+/do", "enrolment/wish"),
        hear=(
            "enrolment/asking", "enrolment/said",
            "reply/window-<window>", "event", "state/hall", "state/branch", "state/city", "state/seen", "content/+",
            "appliance/+/status", "appliance/+/about", "appliance/+/problem/+", "appliance/+/did",
            "appliance/+/speaking", "appliance/+/shown", "appliance/+/acceptance",
        ),
    ),
    # The desk that lets boxes in, updates them when nobody waits, and pairs those that are there. It has no topics of an appliance: nobody restarts it from afar.
    "desk": May(say=("enrolment/asking", "enrolment/said"), hear=("enrolment/wish", "state/hall", "appliance/+/status")),
    # Who gathers the halls of a city: https links, a bridge, a script.
    "city": ASKING | May(say=("state/city",), hear=("state/branch",)),
    # A city's own booking site, as `cherha bookings`.
    "site": ASKING,
}  # fmt: skip


OF_A_WINDOW = ("buttons", "survey")
"""Roles that speak for the window with which they were let in, and for no other."""

_SPOKEN_FOR = re.compile(
    "|".join(
        re.escape(topic.removeprefix("command/")).replace("<window>", "[0-9]+")
        for may in ROLES.values()
        for topic in may.say
        if topic.startswith("command/") and topic != "command/<me>"
    )
)


def is_spoken_for(name: str) -> bool:
    """Whether somebody speaks in this name who has another, as the office in a window's: no box may have it."""
    return _SPOKEN_FOR.fullmatch(name) is not None


def access_list(
    hall: str,
    names: Mapping[str, str],
    windows: Iterable[int],
    also: Mapping[str, May] = {},
    own: Mapping[str, int] = {},
) -> str:
    """The access list for `names` (of certificates) with their roles. ValueError for a name or a role that is none.

    `also`: roles beside those of every hall, as the demo's made-up people; `own`: the window of each name that has one.
    """
    root, roles, at = Topics(hall).root, {**ROLES, **also}, tuple(windows)
    callers = {name: role for name, role in names.items() if role != BROKER}
    lines = [f"{HEAD} What is not here is denied."]
    for name, role in sorted(callers.items()):
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be a name in a certificate")
        if role not in roles:
            raise ValueError(f"{role!r} is no role; there are {', '.join(roles)}")
        note = f"{role}, window {own[name]}" if name in own else role  # read by the queue-master, too: `speaking`
        lines += ["", f"# {note}", f"user {name}"]
        for verb, patterns in (("write", roles[role].say), ("read", roles[role].hear)):
            topics = dict.fromkeys(topic for pattern in patterns for topic in _spelt(pattern, name, at))
            lines += [f"topic {verb} {root}{topic}" for topic in topics]
    return "\n".join([*lines, ""])


def _spelt(pattern: str, name: str, windows: tuple[int, ...]) -> list[str]:
    own = pattern.replace("<me>", name)
    return [own.replace("<window>", str(window)) for window in windows] if "<window>" in own else [own]
