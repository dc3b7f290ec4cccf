"""Takes in a changed hall file while the hall works, when the office asks: `do` `look-at-hall` and `take-hall`.

The text comes by the file system, which the office shares: a candidate lies beside the hall file, under a name of its
own, and is renamed over it once it was found good. Both messages say the file's SHA-256, so that nothing else is
taken. The days that are different lie in a file of their own: with `exceptions`, its SHA-256, it is that file which is
looked at or taken, by the hall file as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from broker.bus.appliance import Action, Outcome
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import FIRST, Phrases
from broker.contracts.status import Do
from broker.queuemaster.calendar import Calendar
from broker.queuemaster.errands import Errands
from broker.queuemaster.plan_and_calendar import load
from broker.queuemaster.state import Hall
from broker.queuemaster.taking_hall import obstacles

CANDIDATE = ".candidate.toml"  # beside the hall file
OTHER_DAYS = ".candidate.ics"
PHRASES = Path(__file__).parent / "phrases"


class Master(Protocol):
    """Whose hall it is: a `QueueMaster`."""

    hall: Hall

    def take(self, plan: HallFile, calendar: Calendar) -> None: ...


class Teachable(Protocol):
    """What can be taught to answer a `do`: an `Appliance`."""

    def can(self, what: str, action: Action) -> None: ...


class NotNow(Exception):
    """The hall file cannot be taken: why, a line each."""


class HallDesk:
    """`tell` is called at the beginning, and whenever another file is the hall's."""

    def __init__(self, path: Path, master: Master, errands: Errands, tell: Callable[[], None] = lambda: None) -> None:
        self._path, self._master, self._errands, self._tell = path, master, errands, tell
        self._phrases = Phrases.load(PHRASES)

    def teach(self, appliance: Teachable) -> None:
        self._tell()
        appliance.can("look-at-hall", lambda do: self._answer(do, take=False))
        appliance.can("take-hall", lambda do: self._answer(do, take=True))

    def _answer(self, do: Do, *, take: bool) -> Outcome:
        language = str(do.arguments.get("language", FIRST))
        days = do.arguments.get("exceptions")
        path = self._path if take or days else self._path.with_name(CANDIDATE)
        other = self._path.with_name(OTHER_DAYS) if days and not take else None
        try:
            if not _is(path, do.arguments.get("sha256")):
                return "failed", self._phrases.say(language, "hall-file.another-text"), ""
            plan, calendar = load(path, other)
            if days and not _is(other or path.parent / plan.hall.exceptions, days):
                return "failed", self._phrases.say(language, "hall-file.another-text"), ""
        except ConfigError as wrong:
            return "failed", "\n".join(wrong.said(language)), ""
        except OSError as error:
            return "failed", f"{path.name}: {error.strerror}", ""

        def take_it() -> None:
            found = obstacles(self._master.hall, plan)
            if found:
                raise NotNow(
                    "\n".join(self._phrases.say(language, f"hall-file.{key}", **slots) for key, slots in found)
                )
            if take:
                self._master.take(plan, calendar)

        try:
            self._errands.ask(take_it)
        except NotNow as obstacle:
            return "failed", str(obstacle), ""
        if take:
            self._tell()
        return "done", "", ""


def _is(path: Path, name: object) -> bool:
    """Whether the file has this SHA-256."""
    return sha256(path.read_bytes()).hexdigest() == name
