"""Takes in a changed hall file while the hall works, when the office asks: `do` `look-at-hall` and `take-hall`.

The text comes by the file system, which the office shares: a candidate lies beside the hall file, under a name of its
own, and is renamed over it once it was found good. Both messages say the file's SHA-256, so that nothing else is
taken.
"""

from __future__ import annotations

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
    def __init__(self, path: Path, master: Master, errands: Errands) -> None:
        self._path, self._master, self._errands = path, master, errands
        self._phrases = Phrases.load(PHRASES)

    def teach(self, appliance: Teachable) -> None:
        appliance.can("look-at-hall", lambda do: self._answer(do, self._path.with_name(CANDIDATE), take=False))
        appliance.can("take-hall", lambda do: self._answer(do, self._path, take=True))

    def _answer(self, do: Do, path: Path, *, take: bool) -> Outcome:
        language = str(do.arguments.get("language", FIRST))
        try:
            if sha256(path.read_bytes()).hexdigest() != do.arguments.get("sha256"):
                return "failed", self._phrases.say(language, "hall-file.another-text"), ""
            plan, calendar = load(path)
        except ConfigError as wrong:
            return "failed", "\n".join(wrong.mistakes), ""
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
        return "done", "", ""
