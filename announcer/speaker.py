"""The one mouth of the hall: a thread that takes turns from the line-up and lets them be heard, one at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from announcer import phrasing
from announcer.line_up import Call, LineUp, Turn
from announcer.news import Bulletin, News
from announcer.phrasing import Phrase
from announcer.rendering import Rendering
from announcer.sound.gong import GONG
from announcer.sound.players import Part, Player
from broker.bus.trace import mark
from broker.contracts.phrases import FIRST, Phrases

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Item:
    title: str
    phrases: Sequence[Phrase] = ()
    turn: Turn | None = None
    said: Future[None] = field(default_factory=Future)


class Speaker:
    """`hear`, `withdraw` and `notice` may come from any thread and return at once."""

    def __init__(
        self,
        phrases: Phrases,
        rendering: Rendering,
        player: Player,
        *,
        line_up: LineUp | None = None,
        spoken: Callable[[Rendering], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        gong: Path = GONG,
    ) -> None:
        self._phrases = phrases
        self._rendering = rendering
        self._player = player
        self._line_up = line_up or LineUp()
        self._spoken = spoken
        self._clock = clock
        self._gong = gong
        self._bulletin = Bulletin()
        self._notices: deque[_Item] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        # Speech is made here while the gong sounds there; one worker, because voices are not for two threads.
        self._making = ThreadPoolExecutor(1, thread_name_prefix="voice")
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    @property
    def line_up(self) -> LineUp:
        return self._line_up

    def hear(self, call: Call) -> None:
        """A call happened: it is spoken in its turn, if it is new and fresh."""
        with self._changed:
            self._line_up = self._line_up.hear(call, self._clock())
            self._changed.notify()

    def withdraw(self, ticket: str) -> None:
        """A ticket needs no more calling."""
        with self._changed:
            self._line_up = self._line_up.withdraw(ticket)

    def be_quiet(self) -> None:
        """Nobody is to be called now: what waits is dropped, what is being said is said to its end."""
        with self._changed:
            self._line_up, self._bulletin = self._line_up.cleared(), self._bulletin.cleared()

    def tell(self, news: News) -> None:
        """Something happened to the hall itself: it is said before the next call, if it is new and fresh."""
        with self._changed:
            self._bulletin = self._bulletin.hear(news, self._clock())
            self._changed.notify()

    def notice(self, title: str, phrases: Sequence[Phrase]) -> Future[None]:
        """Say something that is no call, before the next call. The future is done when it was said."""
        item = _Item(title, phrases)
        with self._changed:
            self._notices.append(item)
            self._changed.notify()
        return item.said

    def start(self) -> None:
        self._making.submit(
            self._rendering.warm_up,
            # The first language alone: another one's voice is read from the card while this one speaks.
            [Phrase(FIRST, phrasing.cardinal(self._phrases, FIRST, 1))],
        )
        self._thread.start()

    def stop(self) -> None:
        """Be silent at once, end the threads."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._player.close()
        if self._thread.ident is not None:
            self._thread.join(timeout=10)
        self._making.shutdown(cancel_futures=True)

    def _run(self) -> None:
        while (item := self._next()) is not None:
            try:
                self._say(item)
            except Exception as error:  # whatever it was, one announcement is lost: the mouth must not die of it
                if not self._stopping:
                    log.exception("not said: %s", item.title)
                item.said.set_exception(error)
            else:
                item.said.set_result(None)

    def _say(self, item: _Item) -> None:
        phrases = self._in_words(item.turn) if item.turn else item.phrases
        made = [self._making.submit(self._rendering.sound, phrase) for phrase in phrases]
        parts: list[Part] = [lambda: self._gong, *(one.result for one in made)]
        self._player.play(
            parts, item.title, lambda: mark("first-sample", ticket=item.turn.call.ticket if item.turn else "")
        )
        self._spoken(self._rendering)

    def _next(self) -> _Item | None:
        with self._changed:
            while not self._stopping:
                if self._notices:
                    return self._notices.popleft()
                self._bulletin, news = self._bulletin.take(self._clock())
                if news:
                    return _Item(news.title, news.phrases)
                self._line_up, turn = self._line_up.take(self._clock())
                if turn:
                    return _Item(f"{turn.call.number} {turn.call.window}", turn=turn)
                self._changed.wait()
        return None

    def _in_words(self, turn: Turn) -> list[Phrase]:
        call = turn.call
        try:
            once = [
                phrasing.call(self._phrases, language, call.number, call.window, again=call.again)
                for language in call.languages
                if language in self._phrases.languages
            ]
        except ValueError:  # a number of another make: the gong sounds, the board shows it
            log.warning("no words for %r", call.number)
            return []
        return once * turn.rounds
