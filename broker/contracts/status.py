"""What appliances say of themselves, and what a technician asks of them."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from broker.contracts.announced import Kind, Outcome
from broker.contracts.fields import Id, Moment, Slug, Text, WindowId
from broker.contracts.log_lines import LogLine


class Status(Struct, frozen=True, kw_only=True):
    """Birth, state and last will. A will of an older `boot` than the last birth is ignored."""

    state: Literal["init", "ready", "degraded", "stopping", "lost"]
    boot: str
    at: Moment
    role: str
    version: str


class About(Struct, frozen=True, kw_only=True):
    """What the appliance is made of and what it can do (`can`: names of `do` that it answers). `place`: where in the
    hall it is, in the words of who hung it there. `hall_file`: the SHA-256 of the hall file that it runs.
    """

    role: str
    version: str
    hardware: str = ""
    screens: tuple[str, ...] = ()
    printer: str | None = None
    voice: str | None = None
    can: tuple[str, ...] = ()
    place: str | UnsetType = UNSET
    hall_file: str | UnsetType = UNSET


class Bequest(Struct, frozen=True, kw_only=True):
    """What a box leaves to the one that takes its name: small text files, by their names in its folder."""

    files: dict[str, str]


class Problem(Struct, frozen=True, kw_only=True):
    """One thing that is wrong, since when, and what to do about it with one's hands."""

    code: str
    since: Moment
    message: Text
    remedy: Text


class Do(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A technician's wish: `what` is identify, screenshot, self-test, restart, log, …"""

    id: Id
    what: Slug
    at: Moment
    arguments: dict[str, Any] = {}


class Did(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of it. `picture`: base64 of a JPEG, small enough for one message; `sound`: of an Ogg Opus. `lines`: of
    the log, for `log`.

    `by`: the technician's name, when it was asked for at the appliance itself, in its service menu.
    """

    id: str
    what: str
    at: Moment
    outcome: Literal["done", "failed", "unknown"]
    message: str = ""
    picture: str = ""
    sound: str = ""
    by: str = ""
    lines: tuple[LogLine, ...] = ()


class SpokenCall(Struct, frozen=True, kw_only=True):
    """One call in an announcement: by which event (`seq`), of which number, to which window."""

    seq: int
    number: str
    window: WindowId


class Speaking(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The voice begins an announcement (`started`: with the gong's first sample), or is done with it.

    For whoever acts while it sounds: a board flashes, media go down by `duck` decibels. What must not be lost is
    reported by a command. `zones`: where it is heard; none: everywhere. `seconds`: the longest that it may take;
    whoever hears of no end by then goes on as if it were over.
    """

    id: Id
    state: Literal["started"] | Outcome
    what: Kind
    at: Moment
    zones: tuple[Slug, ...] = ()
    calls: tuple[SpokenCall, ...] = ()
    seconds: float = 60.0
    duck: float = 20.0
    why: str | None = None


class Content(Struct, frozen=True, kw_only=True):
    """Where a content bundle (catalogue, surveys, phrases …) can be had, and how to know that it is whole.

    `size`: bytes of the packed bundle, so that whoever has no room for it does not begin; 0: not said.
    """

    name: str
    version: str
    sha256: str
    address: str
    size: int = 0
