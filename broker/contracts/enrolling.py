"""What the desk of the hall's authority tells of those who ask to come in, and what a technician says to it.

The code that a box shows is never here: only who stands before the box can type it, and only the desk can compare it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from broker.contracts.fields import Id, Moment, WindowId

DeskDeed = Literal[
    "accept", "replace", "refuse", "identify", "revoke", "update", "stop-update", "unseal", "set", "set-clock"
]
Typed = Annotated[str, Meta(max_length=40)]
LONGEST_SETTING = 200  # letters
SetTo = Annotated[str, Meta(max_length=LONGEST_SETTING)]


class Newcomer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A box at the door. `known`: a name that such hardware has already: it was set up anew, or its card was copied."""

    id: Id
    hardware: str
    since: Moment
    role: str = ""
    address: str = ""
    known: str = ""
    identify: bool = False


class AtBox(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is set at a box, as the desk knows it: `has` is what the box told last, and over it what was wished since.

    `waits`: names of what the box has not taken yet, wished at `since`; `at_once`: it begins anew as soon as it has;
    `on_trial`: it takes nothing before its new version has been well.
    `takes`: its program takes wishes, it has said so. `unfit`: names of what it did not take of the last wish; `fell`:
    since its role did not stand with them; `passed`: of a wish that was not done, since the box had a later one. `taken`:
    when it took the last one; `stands`: its role has begun with it.
    """

    has: dict[str, str] = {}
    waits: tuple[str, ...] = ()
    since: Moment | None = None
    at_once: bool = False
    on_trial: bool = False
    takes: bool = False
    stands: bool = False
    unfit: tuple[str, ...] = ()
    fell: bool = False
    passed: tuple[str, ...] = ()
    taken: Moment | None = None


class LetIn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who has a certificate of this hall. `at_box`: of a role that can be set from the desk."""

    name: str
    role: str
    hardware: str = ""
    revoked: bool = False
    at_box: AtBox | None = None


class Updating(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A new version on the queue-master's machine, and how far it has come. `first`: the box on trial.

    `stopped`: whose return has stopped it, or "hand". `quiet`: the hall is closed, nobody waits or is served: boxes take it.
    `kinds`: of machines for which there is a bundle; `without`: boxes for which there is none, with their kind.
    """

    version: str
    state: Literal["offered", "trying", "going", "done", "stopped"]
    first: str = ""
    had: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    stopped: str = ""
    quiet: bool = False
    kinds: tuple[str, ...] = ()
    without: dict[str, str] = {}


class OwnClock(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who keeps the clock of the desk's machine. `kept`: "network" (NTP), "person" (somebody has set it since the start),
    "hall" (another desk has told it), "battery" or "nobody". `boot`: which start of which machine this is; whoever reads the same has the same clock.
    `settable`: it can be set from the desk. `wish` and `outcome`: what came of the last one, "done" or why it was refused.
    """

    kept: str
    boot: str = ""
    settable: bool = False
    wish: str = ""
    outcome: str = ""


class Asking(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything at the desk: who asks, who is in. `open`: the desk is there; its will says that it is not.

    `shut_until`: so many wrong codes were typed that none is taken before. `authority`: said by a standby that has taken
    over and cannot open the desk: the hall's authority is sealed there with the backup word, or not there at all.
    `second_page`: where the staff's pages are when the standby has taken over. `first`: the name of the first machine's
    queue-master, where a standby decides and a new box may take that machine's place. `moved_from` and `moved_to`: the
    queue-master's machine has another address, and the hall kit with it. `clock`: of the desk's machine.
    """

    open: bool = True
    authority: Literal["here", "sealed", "absent"] = "here"
    second_page: str = ""
    first: str = ""
    moved_from: str = ""
    moved_to: str = ""
    newcomers: tuple[Newcomer, ...] = ()
    members: tuple[LetIn, ...] = ()
    shut_until: Moment | None = None
    update: Updating | None = None
    clock: OwnClock | None = None


class DeskWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a technician says. `asked`: which box; `code`: as it stands on that box; `name`: as whom it comes in, whose
    place it takes, or who is shut out. `unseal`: `code` is the backup word. `set-clock`: it was `moment` when the steady
    clock of the start `boot` showed `steady` seconds.
    """

    id: Id
    at: Moment
    what: DeskDeed
    asked: str = ""
    code: Typed = ""
    name: Typed = ""
    role: Typed = ""
    window: WindowId | UnsetType = UNSET
    place: Annotated[str, Meta(max_length=80)] = ""
    settings: dict[Typed, SetTo] = {}
    seen: dict[Typed, SetTo] = {}
    at_once: bool = False
    moment: Moment | UnsetType = UNSET
    boot: Typed = ""
    steady: float = 0.0

    def __post_init__(self) -> None:
        """ValueError for what cannot be printed: it goes into a box's settings."""
        if not self.place.isprintable():
            raise ValueError("place: of signs that cannot be printed")
        if not all(each.isprintable() for named in self.settings.items() for each in named):
            raise ValueError("settings: of signs that cannot be printed")


class DeskSaid(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of it. `reason` and `details`: of a refusal."""

    id: str
    outcome: Literal["done", "refused"]
    reason: str = ""
    details: dict[str, str] = {}
