"""One mouth of the hall: a thread that takes turns from the line-up and lets them be heard, one at a time.

Everything that is heard is told as it happens (`account.Told`), and everything that is not, with its reason.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from announcer.account import ENDED, NO_WORDS, PREEMPTED, QUIET, SOUND_FAILED, STOPPED, VOICE_FAILED, Told
from announcer.alarm import Alarm
from announcer.item import Item
from announcer.line_up import OVER, Call, Dropped, LineUp, Turn
from announcer.naming import Names
from announcer.news import Bulletin, News
from announcer.outlet import Outlet
from announcer.phrasing import Phrase
from announcer.sound.players import NoSoundDevice, Part
from announcer.together import Words, in_words
from announcer.workshop import Workshop
from broker.bus.clock import new_id
from broker.bus.trace import mark
from broker.contracts.announced import Kind
from broker.contracts.phrases import Phrases

log = logging.getLogger(__name__)

_LOOK_UP = 30.0  # seconds after which a mouth with nothing to say shows that it still goes on
_AT_ONCE = 1.0  # seconds after an announcement, in which people still listen


@dataclass(frozen=True, slots=True)
class Rules:
    """What a mouth is told of its hall. `emergency`: the words of one, by its reason. `told` hears of each announcement."""

    phrases: Phrases
    line_up: LineUp = field(default_factory=LineUp)
    alarm: Alarm = field(default_factory=Alarm)
    emergency: Callable[[str], Sequence[Phrase]] = lambda _: ()
    told: Callable[[Told], None] = lambda _: None
    names: Names = field(default_factory=Names)

    def words(self, turn: Turn) -> list[Words]:
        return in_words(self.phrases, turn, self.names)


class Speaker:
    """`hear`, `withdraw`, `notice` and the like may come from any thread and return at once."""

    def __init__(
        self,
        outlet: Outlet,
        workshop: Workshop,
        rules: Rules,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.outlet = outlet
        self._workshop, self._rules, self._clock = workshop, rules, clock
        self._ended = float("-inf")  # when people last heard something
        self._line_up, self._alarm = rules.line_up, rules.alarm
        self._bulletin = Bulletin()
        self._notices: deque[Item] = deque()
        self._now: Item | None = None
        self._changed = threading.Condition()
        self._stopping = False
        self._turned = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"speaker-{outlet.id}", daemon=True)

    @property
    def line_up(self) -> LineUp:
        return self._line_up

    @property
    def stands(self) -> float:
        """Seconds since its thread last went on, by the machine's steady clock."""
        return time.monotonic() - self._turned

    def hear(self, call: Call) -> None:
        """A call happened: it is spoken in its turn, if it is new and fresh."""
        self._lines(lambda line_up: line_up.hear(call, self._clock()))

    def withdraw(self, ticket: str, seq: int = 0, why: str = OVER) -> None:
        """A ticket needs no more calling."""
        self._lines(lambda line_up: line_up.withdraw(ticket, seq, why))

    def be_quiet(self, since: float = float("-inf")) -> None:
        """Nobody is to be called now: what waits is dropped, what is being said is said to its end."""
        with self._changed:
            self._bulletin = self._bulletin.cleared()
        self._lines(lambda line_up: line_up.cleared(since))

    def tell(self, news: News) -> None:
        """Something happened to the hall itself: it is said before the next call, if it is new and fresh."""
        with self._changed:
            self._bulletin = self._bulletin.hear(news, self._clock())
            self._changed.notify()

    def alarm(self, why: str | None, at: float) -> None:
        """The hall says that an emergency is in force, or (None) that none is: `at` by the hall's time.

        A new one breaks off whatever is being said; one that is over is broken off itself.
        """
        with self._changed:
            before, self._alarm = self._alarm, self._alarm.heard(why, at, self._clock())
            if self._alarm.why != before.why and (now := self._now) is not None:
                ends = now.what == "emergency"
                if ends or self._alarm.why:
                    now.cut = ENDED if ends else PREEMPTED
                    self.outlet.player.cut()
            self._changed.notify()

    def notice(self, title: str, phrases: Sequence[Phrase], what: Kind = "test", id: str = "") -> Future[None]:  # noqa: A002 - its name in the contract
        """Say something that is no call, before the next call. The future is done when it was said."""
        item = Item(title, what, phrases, id=id or new_id())
        with self._changed:
            self._notices.append(item)
            self._changed.notify()
        return item.said

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Be silent at once, end the thread."""
        with self._changed:
            self._stopping = True
            if self._now is not None:
                self._now.cut = STOPPED
            self._changed.notify()
        self.outlet.player.close()
        if self._thread.ident is not None:
            self._thread.join(timeout=10)

    def _lines(self, change: Callable[[LineUp], LineUp]) -> None:
        with self._changed:
            self._line_up, drops = self._taken(change(self._line_up))
            self._changed.notify()
        self._account(drops)

    @staticmethod
    def _taken(line_up: LineUp) -> tuple[LineUp, tuple[Dropped, ...]]:
        return line_up.accounted(), line_up.drops

    def _account(self, drops: Sequence[Dropped]) -> None:
        """Never under the lock: whoever hears may speak to the bus, and the bus to us."""
        for drop in drops:
            self._tell(Told(new_id(), "call", "dropped", self._clock(), (drop.call,), why=drop.why))

    def _tell(self, told: Told) -> None:
        try:
            self._rules.told(replace(told, zones=self.outlet.zones))
        except Exception:  # a record that is lost must not silence the hall
            log.exception("not told: %s", told)

    def _run(self) -> None:
        while (item := self._next()) is not None:
            try:
                self._say(item)
            except Exception as error:  # whatever it was, one announcement is lost: the mouth must not die of it
                if not self._stopping:
                    log.exception("not said: %s", item.title)
                item.failed = item.failed or SOUND_FAILED
                item.said.set_exception(error)
            else:
                item.said.set_result(None)
            self._over(item)

    def _say(self, item: Item) -> None:
        if not self.outlet.set_volume(urgent=item.what == "emergency"):
            item.cut = QUIET
            return
        made = [self._workshop.make(phrase) for phrase in item.phrases]
        gong = item.gong(listening=self._clock() - self._ended < _AT_ONCE)
        parts = [self._part(item, part, place) for place, part in enumerate(one.result for one in made)]
        if gong is not None:
            parts = [self._part(item, lambda: gong), *parts]
        try:
            self.outlet.player.play(parts, item.title, lambda: self._begin(item))
        except NoSoundDevice:
            item.failed = SOUND_FAILED
            raise
        if item.failed:
            raise RuntimeError(item.failed)

    def _part(self, item: Item, part: Part, place: int = 0) -> Part:
        """A part that is passed over when it cannot be had, or when its announcement is broken off or lets somebody in."""

        def had() -> Path | None:
            self._turned = time.monotonic()
            if item.cut or self._lets_in(item, place):
                return None
            try:
                file = part()
            except Exception:
                if not self._stopping:
                    log.exception("a part is missing: %s", item.title)
                item.failed = VOICE_FAILED
                return None
            if file is not None and not file.is_file():
                log.warning("%s: there is no %s", item.title, file)
                item.failed = "sound-missing"
                return None
            return file

        return had

    def _lets_in(self, item: Item, place: int) -> bool:
        """Whether somebody's first words go before phrase `place`."""
        with self._changed:
            if (said := item.said_at(place)) is not None:
                return not said
            kept = item.decide(place, self._line_up, self._clock())
            if kept is None:
                return False
            self._line_up, drops = self._taken(kept)
        self._account(drops)
        for words in (words for call in kept.rest for words in self._rules.words(kept.rest_of(call))):
            self._workshop.make(words.phrase)  # so that it is there when its turn comes
        return True

    def _begin(self, item: Item) -> None:
        item.began = self._clock()
        mark("first-sample", ticket=item.calls[0].ticket if item.calls else "")
        self._tell(
            Told(item.id, item.what, "started", item.began, item.calls, began=item.began, phrases=len(item.phrases))
        )

    def _over(self, item: Item) -> None:
        """Told once it is known what became of it; an emergency is due again after a pause."""
        with self._changed:
            self._now = None
            self._ended = self._clock() if item.began is not None else self._ended
            if item.what == "emergency" and not item.cut:
                self._alarm = self._alarm.said(self._clock())
        why = item.cut or item.failed or self.outlet.unheard() or ""
        state = "dropped" if item.cut else "failed" if why else "finished"
        if state == "finished" and item.calls and not item.phrases:
            why = NO_WORDS
        told = Told(item.id, item.what, state, self._clock(), item.calls, why=why or None, began=item.began)  # type: ignore[arg-type]
        self._tell(told)

    def _next(self) -> Item | None:
        while True:
            with self._changed:
                if self._stopping:
                    return None
                self._turned = time.monotonic()
                item, drops = self._chosen(self._clock())
                if item is None and not drops:
                    due = self._alarm.wait(self._clock())
                    self._changed.wait(_LOOK_UP if due is None else min(due, _LOOK_UP))
                self._now = item
            self._account(drops)
            if item is not None:
                return item

    def _chosen(self, now: float) -> tuple[Item | None, tuple[Dropped, ...]]:
        self._alarm, why = self._alarm.take(now)
        if why is not None:
            return Item(why, "emergency", self._rules.emergency(why)), ()
        if self._notices:
            return self._notices.popleft(), ()
        self._bulletin, news = self._bulletin.take(now)
        if news:
            return Item(news.title, "news", news.phrases), ()
        taken, turn = self._line_up.take(now)
        self._line_up, drops = self._taken(taken)
        return (Item.of(turn, self._rules.words(turn)) if turn else None), drops
