"""What every appliance says of itself, and what it does when a technician asks."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import Literal

import msgspec

from broker.bus.clock import new_id, now
from broker.bus.logs.answering import WHAT as LOG
from broker.bus.logs.answering import Answering
from broker.bus.logs.book import open_book
from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.acceptance import Sheet
from broker.contracts.errors import ContractError
from broker.contracts.fields import Text
from broker.contracts.phrases import Phrases
from broker.contracts.status import About, Did, Do, Problem, Status
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

PHRASES = Path(__file__).parent / "phrases"
TWIN = "twin"

State = Literal["init", "ready", "degraded", "stopping", "lost"]
Outcome = tuple[Literal["done", "failed"], str, str]
Action = Callable[[Do], Outcome]
"""Does what a technician asked: (outcome, message, base64 JPEG, a Sound, or ""). Runs in a thread of its own; may raise."""


class Sound(str):
    """base64 of an Ogg Opus."""

    __slots__ = ()


class Appliance:
    """The status, the problems and the abilities of one appliance. Make it before `bus.start()`.

    Its last will carries the boot id of this birth, so that the will of an older boot can be told apart.
    """

    def __init__(
        self,
        bus: Bus,
        *,
        id: str,  # noqa: A002 - its name in the contract
        role: str,
        version: str,
        about: About,
        zone: tzinfo,
    ) -> None:
        self.id, self.role, self.version, self.boot = id, role, version, new_id()
        self._bus, self._zone, self._about = bus, zone, about
        self._topics = Topics(bus.hall)
        self._actions: dict[str, Action] = {}
        self._log = Answering(open_book(id, bus.hall, bus.client), zone)
        self._done: deque[str] = deque(maxlen=64)
        self._problems: dict[str, Problem] = {}
        self._state: State = "init"
        self._lock = threading.RLock()
        self._heard_own = False  # the hall has heard this very life of ours
        bus.will(self._topics.status(id), codec.encode(self._status("lost")))
        bus.subscribe(self._topics.do(id), self._on_do)
        bus.subscribe(self._topics.problem(id, "+"), self._on_problem)
        bus.subscribe(self._topics.status(id), self._on_status)
        self.can("identify", lambda _do: ("done", f"{self.id} ({self.role})", ""))
        self.can("restart", self._restart)
        self.can(LOG, lambda _do: ("done", "", ""))  # its answer is made of lines: `_act`
        self._say("init")

    @property
    def state(self) -> State:
        return self._state

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems.values())

    def ready(self) -> None:
        self._say("ready")

    def degraded(self) -> None:
        """It works, but not wholly: a problem says what is missing."""
        self._say("degraded")

    def stop(self) -> None:
        """A goodbye in good order. Call `bus.stop()` after it."""
        self._say("stopping")

    def problem(self, code: str, message: Text, remedy: Text) -> None:
        """Tell the staff what is wrong and what to do with one's hands. `since` is kept while it lasts."""
        with self._lock:
            held = self._problems.get(code)
            if held is not None and (held.message, held.remedy) == (message, remedy):
                return
            since = held.since if held else now(self._zone)
            found = Problem(code=code, since=since, message=message, remedy=remedy)
            self._problems[code] = found
            if held is None:
                log.warning("the problem begins", extra={"problem": code})
            self._bus.publish(self._topics.problem(self.id, code), codec.encode(found), retain=True)

    def clear(self, code: str) -> None:
        with self._lock:
            if self._problems.pop(code, None) is not None:
                log.info("the problem is over", extra={"problem": code})
                self._bus.publish(self._topics.problem(self.id, code), b"", retain=True)

    def can(self, what: str, action: Action) -> None:
        """Teach it to answer `do` `what`. The list of what it can do goes into `about`."""
        with self._lock:
            self._actions[what] = action
            self._about = msgspec.structs.replace(self._about, can=tuple(sorted(self._actions)))
            self._bus.publish(self._topics.about(self.id), codec.encode(self._about), retain=True)

    def runs_hall(self, sha256: str) -> None:
        """Tell the hall by which hall file we work."""
        with self._lock:
            self._about = msgspec.structs.replace(self._about, hall_file=sha256)
            self._bus.publish(self._topics.about(self.id), codec.encode(self._about), retain=True)

    def has_screens(self, *sizes: str) -> None:
        """Tell the hall how large its screens are, if that is not what it knows: "1920x1080"."""
        with self._lock:
            if sizes != self._about.screens:
                self._about = msgspec.structs.replace(self._about, screens=sizes)
                self._bus.publish(self._topics.about(self.id), codec.encode(self._about), retain=True)

    def accepted(self, sheet: Sheet) -> None:
        """Tell the hall of the last acceptance, whatever came of it."""
        self._bus.publish(self._topics.acceptance(self.id), codec.encode(sheet), retain=True)

    def did_here(self, what: str, by: str, *, failed: bool = False, message: str = "") -> None:
        """Tell the hall what was done at the appliance itself, and by whom."""
        outcome: Literal["done", "failed"] = "failed" if failed else "done"
        did = Did(id=new_id(), what=what, at=now(self._zone), outcome=outcome, message=message, by=by)
        self._bus.publish(self._topics.did(self.id), codec.encode(did))

    def _status(self, state: State) -> Status:
        return Status(state=state, boot=self.boot, at=now(self._zone), role=self.role, version=self.version)

    def _say(self, state: State) -> None:
        with self._lock:
            self._state = state
            self._bus.publish(self._topics.status(self.id), codec.encode(self._status(state)), retain=True)

    def _on_status(self, message: Message) -> None:
        """Our own status came back. If it is a will, the broker spoke of an earlier connection: we are here.

        After it was heard once, one of another life is a twin's: a box with a copy of our card. Before that it was an
        earlier life of our own, whose connection the broker ends when ours comes.
        """
        try:
            said = codec.read(Status, message.body)
        except ContractError:
            return
        if said.boot == self.boot:
            self._heard_own = True
        elif self._heard_own:
            log.error("%s: another box says that it is us", self.id)
            phrases = Phrases.load(PHRASES)
            self.problem(TWIN, phrases.text(f"problem.{TWIN}", name=self.id), phrases.text(f"remedy.{TWIN}"))
        if said.state == "lost":
            self._say(self._state)

    def _on_problem(self, message: Message) -> None:
        """A problem that the broker kept from an earlier life, and that we do not have, is a ghost."""
        code = message.topic.rsplit("/", 1)[1]
        if message.body and message.retained and code not in self._problems:
            self._bus.publish(message.topic, b"", retain=True)

    def _on_do(self, message: Message) -> None:
        try:
            do = codec.read(Do, message.body)
        except ContractError as error:
            log.warning("%s: a wish that cannot be read: %s", self.id, error)
            return
        if do.id in self._done:
            return
        self._done.append(do.id)
        threading.Thread(target=self._act, args=(do,), name=f"do-{do.what}", daemon=True).start()

    def _act(self, do: Do) -> None:
        action = self._actions.get(do.what)
        outcome: Literal["done", "failed", "unknown"]
        if action is None:
            outcome, words, made = "unknown", f"{self.id} can: {', '.join(sorted(self._actions))}", ""
        else:
            try:
                outcome, words, made = action(do)
            except Exception as error:
                log.exception("%s: %s failed", self.id, do.what)
                outcome, words, made = "failed", str(error) or type(error).__name__, ""
        sound = made if isinstance(made, Sound) else ""
        picture = "" if sound else made
        at = now(self._zone)
        did = Did(id=do.id, what=do.what, at=at, outcome=outcome, message=words, picture=picture, sound=str(sound))
        did = self._log.did(do) if do.what == LOG else did
        try:
            self._bus.publish(self._topics.did(self.id), codec.encode(did))
        except ContractError as error:
            did = msgspec.structs.replace(did, outcome="failed", message=str(error), picture="", sound="")
            self._bus.publish(self._topics.did(self.id), codec.encode(did))

    def _restart(self, _do: Do) -> Outcome:
        # After the answer has left: whoever keeps us running (systemd, the demo) starts us again.
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
        return "done", "", ""
