"""At the queue-master: the second disk and its own term, as its loop sees them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from broker.bus.on_disk import keep, kept
from broker.bus.seam import Bus, Message
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts.errors import ContractError
from broker.contracts.standby import Follow, Vote, Voted
from broker.contracts.topics import Topics
from broker.queuemaster.from_backup import FILE as RESTORED
from broker.queuemaster.journal import Journal
from broker.queuemaster.second import GoOn, TermOver
from broker.standby.giving_back import OFFICE, given_back
from broker.standby.holding import Holding, Own, State
from broker.standby.kept_files import KEY, SEALED, KeptFiles
from broker.standby.mirroring import BESIDE
from broker.standby.sealing import is_sealed_by, kept_key
from broker.standby.second_office import CARRIED, PREPARED, STAFF
from broker.standby.serving import Serving

log = logging.getLogger(__name__)

TERM = "term.json"
TICK = 0.25  # seconds
MISSED = 10.0  # seconds without standby or witness, after which staff are told
NO_STANDBY, STANDBY_LATE, NO_WITNESS = "no-standby", "standby-late", "no-witness"
OVER = (
    "Another box has become the queue-master of this hall; this one must not decide any more.\n"
    "Nothing is lost; it becomes the standby by itself. More: docs/technicians/backup.md"
)


class Copied:
    """A standby without a witness: everything goes to its disk, and nobody waits for that."""

    def __init__(self, bus: Bus, journal: Journal, files: KeptFiles, heard: Callable[[str, Follow], None]) -> None:
        self._last = time.monotonic()  # moment in which somebody followed
        self._hears = heard
        self._serving = Serving(bus, journal, files, self._heard)
        self._thread = threading.Thread(target=self._serving.run, name="standby", daemon=True)
        self._thread.start()

    @property
    def missing(self) -> frozenset[str]:
        return frozenset({NO_STANDBY} if time.monotonic() - self._last > MISSED else ())

    def ready(self, go_on: GoOn) -> bool:
        return go_on()

    def written(self, seq: int, go_on: GoOn) -> bool:  # noqa: ARG002 - the follower says itself how far it is
        self._serving.written()
        return True

    def stop(self) -> None:
        self._serving.stop()
        self._thread.join()

    def _heard(self, who: str, follow: Follow) -> None:
        self._last = time.monotonic()
        self._hears(who, follow)


class Paired(Copied):
    """With a witness: what `holding` says decides when anybody is answered. Its word is kept in `folder`."""

    def __init__(
        self, bus: Bus, journal: Journal, files: KeptFiles, folder: Path, *, standby: str, witness: str
    ) -> None:
        self._bus, self._topics = bus, Topics(bus.hall)
        self._file, self._standby, self._voters = folder / TERM, standby, (standby, witness)
        self._changed = threading.Condition()
        restored = (folder / RESTORED).is_file()
        self._holding = Holding(kept(self._file, Own), bus.client, self._standby, time.monotonic(), restored=restored)
        # Who has not the numbers yet that are passed over is no heir: it would give them out.
        self._holding.written(journal.seq + (1 if restored else 0))
        self._keep()
        self._witness = witness
        self._level = self._witnessed = time.monotonic()  # when the standby had all, and the witness was heard
        self._stopping = threading.Event()
        self._ticking = threading.Thread(target=self._tick, name="term", daemon=True)
        bus.subscribe(self._topics.voted("+"), self._voted)
        super().__init__(bus, journal, files, self._followed)
        self._ticking.start()

    @property
    def missing(self) -> frozenset[str]:
        now, found = time.monotonic(), set(super().missing)
        if self._holding.state is State.PAIRED:
            self._level = now
        if not found and now - self._level > MISSED:
            found.add(STANDBY_LATE)
        if now - self._witnessed > MISSED:
            found.add(NO_WITNESS)
        return frozenset(found)

    def ready(self, go_on: GoOn) -> bool:
        return self._wait(lambda: self._holding.state in (State.ALONE, State.PAIRED), go_on)

    def written(self, seq: int, go_on: GoOn) -> bool:
        with self._changed:
            self._holding.written(seq)
        self._serving.written()
        return self._wait(lambda: self._holding.may_answer(seq), go_on)

    def stop(self) -> None:
        self._stopping.set()
        self._ticking.join()
        super().stop()

    def _wait(self, sure: Callable[[], bool], go_on: GoOn) -> bool:
        with self._changed:
            while go_on():
                if self._holding.state is State.OVER:
                    raise TermOver(OVER)
                if sure():
                    return True
                self._changed.wait(TICK)
        return False

    def _followed(self, who: str, follow: Follow) -> None:
        if who == self._standby:
            with self._changed:
                self._done(self._holding.followed(follow.durable, time.monotonic()))

    def _voted(self, message: Message) -> None:
        try:
            told = codec.read(Voted, message.body)
        except ContractError as error:
            log.warning("a vote that cannot be read: %s", error)
            return
        voter = message.topic.split("/")[-2]
        if voter == self._witness and told.held.term:  # with an empty disk it says no, and is as good as away
            self._witnessed = time.monotonic()
        with self._changed:
            self._done(self._holding.voted(told.granted, told.held, voter))

    def _tick(self) -> None:
        while not self._stopping.wait(TICK):
            with self._changed:
                self._done(self._holding.tick(time.monotonic()))
                wish = self._holding.to_ask(time.monotonic()) if self._kept else None
            if wish is not None:
                for voter in self._voters:
                    self._bus.publish(self._topics.vote(voter), codec.encode(Vote(wish)))

    def _done(self, is_new: bool) -> None:  # noqa: FBT001 - it is the question
        """On the disk before any voter hears of it; what could not be written is tried again with each tick."""
        if is_new:
            log.warning("the term of this queue-master: %s, %s", self._holding.state.value, self._holding.own.register)
            self._kept = False
        if not self._kept:
            try:
                self._keep()
            except OSError as error:
                if is_new:
                    log.error("the term could not be kept: %s", error)  # noqa: TRY400 - the words say it all
        self._changed.notify_all()

    def _keep(self) -> None:
        keep(self._file, self._holding.own)
        self._kept = True


def kept_files(settings: Settings) -> KeptFiles:
    """What a queue-master with these settings backs up."""
    wanted = {"content": settings.content, "broker": settings.broker_files}
    open_ones = {name: Path(folder) for name, folder in wanted.items() if folder}
    if settings.broker_files:  # the desk prepares both, side by side
        open_ones[CARRIED] = Path(settings.broker_files).with_name(PREPARED)
    also = tuple(map(Path, settings.backs_up.split()))
    state = settings.state_dir
    # The list as the office has it, and not only as the desk has laid it beside: nobody waits for that.
    staff = {f"{CARRIED}/{STAFF}": state.parent / OFFICE / STAFF}
    return KeptFiles(
        state, settings.hall, open_ones, also, lambda: {**_came_sealed(state), **staff, **given_back(state)}
    )


def _came_sealed(state: Path) -> Mapping[str, Path]:
    """What came here sealed while this box followed: of the other machine's identity, roles and authority it has no more
    than that. What it has itself goes before it. What another word has sealed would spoil the whole backup.
    """
    came, key = state / BESIDE, kept_key(state / KEY)
    found = sorted(path for path in came.rglob(f"*{SEALED}") if key is None or is_sealed_by(key, path))
    return {path.relative_to(came).as_posix(): path for path in found}


def second_disk(settings: Settings, bus: Bus, journal: Journal) -> Copied:
    files = kept_files(settings)
    if not settings.witness:
        return Copied(bus, journal, files, lambda _who, _follow: None)
    return Paired(bus, journal, files, settings.state_dir, standby=settings.standby, witness=settings.witness)
