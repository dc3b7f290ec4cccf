"""What speaks to the headset: one thread that lets made speech be heard, until somebody says stop."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from functools import partial

from msgspec import Struct, field

from announcer.phrasing import Phrase
from kiosk.touch.aloud.headset import Headset, HeadsetAway
from kiosk.touch.aloud.maker import Made, Maker

log = logging.getLogger(__name__)


class _Speech(Struct):
    """Some phrases in a row, of which those said are taken away. `over`: nobody wants to hear them any more."""

    rest: deque[tuple[Phrase, Made]]
    volume: float
    over: threading.Event = field(default_factory=threading.Event)


class Mouth:
    """All calls return at once. `said` is told of each speech that was heard to its end, `started` of each first sample,
    `away` why nothing is heard; in the thread.
    """

    def __init__(
        self,
        maker: Maker,
        headset: Headset,
        *,
        said: Callable[[], None] = lambda: None,
        started: Callable[[Phrase], None] = lambda _phrase: None,
        away: Callable[[str], None] = lambda _why: None,
    ) -> None:
        self._maker, self._headset = maker, headset
        self._said, self._started, self._away = said, started, away
        self._speech: _Speech | None = None
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="aloud", daemon=True)

    def start(self) -> None:
        self._maker.start()
        self._thread.start()

    def say(self, phrases: Sequence[Phrase], volume: float, *, after: bool = False) -> None:
        """Say this instead of whatever is being said, or `after` it. `volume`: dB below the loudest."""
        with self._changed:
            after = after and self._speech is not None
            made = zip(phrases, self._maker.want(phrases, after=after), strict=True)
            if after and self._speech is not None:
                self._speech.rest.extend(made)
                self._speech.volume = volume
                return
            self._hush()
            self._speech = _Speech(deque(made), volume)
            self._changed.notify()

    def foresee(self, phrases: Sequence[Phrase]) -> None:
        """These may be asked for next."""
        self._maker.foresee(phrases)

    def hush(self) -> None:
        """Be silent at once."""
        with self._changed:
            self._hush()

    def stop(self, patience: float = 5.0) -> None:
        with self._changed:
            self._stopping = True
            self._hush()
            self._changed.notify()
        self._maker.stop(patience)
        if self._thread.ident is not None:
            self._thread.join(patience)

    def _hush(self) -> None:
        if self._speech is not None:
            self._speech.over.set()
            for _, made in self._speech.rest:
                made.cancel()
            self._speech = None

    def _run(self) -> None:
        while (speech := self._next()) is not None:
            while (one := self._take(speech)) is not None:
                self._utter(*one, speech)
            if not speech.over.is_set():
                self._said()

    def _next(self) -> _Speech | None:
        with self._changed:
            while not self._stopping:
                if self._speech is not None:
                    return self._speech
                self._changed.wait()
        return None

    def _take(self, speech: _Speech) -> tuple[Phrase, Made] | None:
        """The next phrase of it. None: it is over, and not the one that is being said any more."""
        with self._changed:
            if speech.rest and not speech.over.is_set():
                return speech.rest.popleft()
            if self._speech is speech:
                self._speech = None
            return None

    def _utter(self, phrase: Phrase, made: Made, speech: _Speech) -> None:
        try:
            file = made.result()
            if file is not None and not speech.over.is_set():
                self._headset.play(file, speech.volume, speech.over, partial(self._started, phrase))
        except CancelledError:
            pass
        except HeadsetAway as error:
            self._away(str(error))
        except Exception:  # one sentence is lost: whoever cannot see must not lose all the others
            log.exception("not said: %r", phrase.text)
