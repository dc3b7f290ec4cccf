"""Looks at codes, and keeps on disk how many were wrong: a power cut forgives nothing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.bus.on_disk import put
from broker.contracts.wrong_codes import wait_after
from kiosk.service_menu.codes import Codes, digest, who, without

log = logging.getLogger(__name__)

CODES, TRIES = "service-codes.json", "service-tries"


class Answer(Struct, frozen=True):
    """`name`: who came in, or None. `wait`: seconds until the next code is looked at."""

    name: str | None
    wait: float = 0.0


class Doorkeeper:
    """The door of one appliance; `folder` is its own folder for what must survive. From any thread.

    `clock` is monotonic. It says nothing of the time before a start, so the wait begins anew with each.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self._lock = threading.Lock()
        self._wrong = _read_tries(folder)
        self._open_at = clock() + wait_after(self._wrong)

    @property
    def wait(self) -> float:
        return max(0.0, self._open_at - self._clock())

    @property
    def has_codes(self) -> bool:
        """False on a new appliance: nobody can come in before `cherha service-codes` has made a code."""
        return bool(read_codes(self._folder).people)

    def look_at(self, code: str) -> Answer:
        """Whose code this is. A code that comes too soon is not looked at, and costs nothing."""
        with self._lock:
            if self.wait > 0:
                return Answer(None, self.wait)
            # Counted before it is known: whoever pulls the plug at the right moment has still used up a try.
            self._count(self._wrong + 1)
            codes = read_codes(self._folder)
            person = who(codes, digest(code, codes.salt)) if codes.people else None
            if person is None:
                return Answer(None, self.wait)
            self._count(0)
            if person.once:
                write_codes(self._folder, without(codes, person.name))
            return Answer(person.name)

    def _count(self, wrong: int) -> None:
        self._wrong = wrong
        self._open_at = self._clock() + wait_after(wrong)
        try:
            put(self._folder / TRIES, str(wrong).encode(), private=True)
        except OSError:
            # A full disk is what a technician comes for; until the next start the count is in memory.
            log.exception("wrong codes cannot be counted on disk")


def _read_tries(folder: Path) -> int:
    try:
        return max(0, int((folder / TRIES).read_text("ascii")))
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        log.warning("%s: %s; counted as many wrong codes", folder / TRIES, error)
        return 99


def read_codes(folder: Path) -> Codes:
    """The codes of an appliance; none when there is no such file, or nobody can read it."""
    try:
        return msgspec.json.decode((folder / CODES).read_bytes(), type=Codes)
    except FileNotFoundError:
        return Codes("")
    except (OSError, msgspec.DecodeError) as error:
        log.warning("%s: %s", folder / CODES, error)
        return Codes("")


def write_codes(folder: Path, codes: Codes) -> None:
    put(folder / CODES, msgspec.json.format(msgspec.json.encode(codes)), private=True)
