"""Asks the feeds in a thread of its own, seldom and politely; the screen never waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import SystemRandom

from broker.bus.back_off import back_off
from kiosk.info.news.fault import FeedFault
from kiosk.info.news.item import News
from kiosk.info.news.keeping import Kept, keep, kept, together

log = logging.getLogger(__name__)

EVERY = 900.0  # seconds between two looks at a feed that answers
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0


class Newsroom:
    """`on_news` hears what there is to read, first from the disk, then whenever it changes or was seen to be current;
    `on_fault` the feeds that are at fault, each with why, whenever that changes. Both in the newsroom's thread.
    """

    def __init__(
        self,
        feeds: tuple[str, ...],
        hosts: frozenset[str],
        folder: Path,
        *,
        on_news: Callable[[News], None],
        on_fault: Callable[[dict[str, FeedFault]], None],
        now: Callable[[], datetime],
        every: float = EVERY,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self._feeds, self._hosts, self._folder = feeds, hosts, folder
        self._on_news, self._on_fault, self._now = on_news, on_fault, now
        self._every, self._first_pause = every, first_pause
        self._kept: dict[str, Kept] = {}
        self._faults: dict[str, FeedFault] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="news", daemon=True)

    def start(self) -> None:
        if self._feeds:
            self._thread.start()

    def stop(self, patience: float = 2.0) -> None:
        """A fetch that is under way is left to end by itself: it holds nothing that anybody waits for."""
        self._stopping.set()
        if self._feeds:
            self._thread.join(patience)

    def _work(self) -> None:
        self._kept = {url: found for url in self._feeds if (found := kept(self._folder, url))}
        if self._kept:
            self._on_news(together(list(self._kept.values())))
        tries, chance = 0, SystemRandom().random
        while not self._stopping.is_set():
            faults = {url: fault for url in self._feeds if (fault := self._ask(url))}
            if self._stopping.is_set():
                return
            told = {url: str(fault) for url, fault in faults.items()}
            if told != {url: str(fault) for url, fault in self._faults.items()}:
                self._faults = faults
                self._on_fault(faults)
            if self._kept:
                self._on_news(together(list(self._kept.values())))
            tries = tries + 1 if faults else 0
            pause = back_off(tries, chance(), self._first_pause, LONGEST_PAUSE) if faults else self._every
            self._stopping.wait(pause)

    def _ask(self, url: str) -> FeedFault | None:
        """Ask one feed; what was kept of it stays when it is at fault."""
        from kiosk.info.news.feed import read  # noqa: PLC0415 - heavy, and in this thread
        from kiosk.info.news.fetching import fetch  # noqa: PLC0415

        before = self._kept.get(url)
        etag, modified = (before.etag, before.modified) if before else ("", "")
        try:
            found = fetch(url, self._hosts, etag=etag, modified=modified)
            if found.body is None and before is None:
                return FeedFault("refused", "304")
            items = read(found.body, found.charset) if found.body is not None else before.items if before else ()
            if before is not None and not items:
                return FeedFault("unreadable", "no items")
            newer = Kept(
                url=url,
                read=self._now() if found.at is None else datetime.fromtimestamp(found.at, self._now().tzinfo),
                items=items,
                etag=found.etag or (etag if found.body is None else ""),
                modified=found.modified or (modified if found.body is None else ""),
            )
            self._kept[url] = newer
            keep(self._folder, newer)
        except FeedFault as fault:
            log.info("%s: %s", url, fault)
            return fault
        except OSError as error:
            log.warning("news could not be kept: %s", error)  # they can be read all the same, until the next start
        except Exception as error:  # whatever a stranger sends, there is a next time
            log.exception("%s", url)
            return FeedFault("unreadable", type(error).__name__)
        return None
