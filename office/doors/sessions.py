"""Who is in: sessions of people, each bound to what it was begun for. Pure: time and chance are passed in.

What a browser holds is chance of 256 bits; what is kept is its digest, so that nobody who reads our disk is anybody.
A session locks itself after a while without a hand on it, and ends when the working day must be over.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

LONGEST = 14 * 3600.0  # seconds from the sign-in
MOST = 500  # sessions at a time; the oldest goes


class Session(Struct, frozen=True, kw_only=True):
    """`key`: the digest of what the browser holds. `window`: the console that it is bound to, None: to none.

    `began`: Unix seconds. `seen`: when a hand was last on it, in the clock that is passed to `Sessions`.
    """

    key: str
    person: str
    window: int | None
    began: float
    seen: float = 0.0
    locked: bool = False


class Whereabouts(Struct, frozen=True):
    """Where one of the staff is: their sessions; when they were last seen, in Unix seconds; how long none of their PINs
    is looked at yet, in seconds.
    """

    sessions: tuple[Session, ...]
    seen: float | None
    shut: float


def key_of(token: str) -> str:
    """What is kept of a browser's token."""
    return sha256(token.encode()).hexdigest()


class Sessions:
    """`lock_after`: seconds without a hand after which a session is locked; 0: never.

    `now` is seconds of a clock that never jumps, `wall` Unix seconds.
    """

    def __init__(self, lock_after: float, kept: Iterable[Session] = (), now: float = 0.0) -> None:
        self._lock_after = lock_after
        self._all = {session.key: replace(session, seen=now) for session in kept}

    @property
    def all(self) -> tuple[Session, ...]:
        return tuple(self._all.values())

    def begin(self, token: str, person: str, window: int | None, now: float, wall: float) -> Session:
        """Somebody has signed in."""
        session = Session(key=key_of(token), person=person, window=window, began=wall, seen=now)
        self._all[session.key] = session
        while len(self._all) > MOST:
            del self._all[min(self._all.values(), key=lambda each: each.began).key]
        return session

    def find(self, token: str, wall: float) -> Session | None:
        """The session of a browser that shows `token`."""
        session = self._all.get(key_of(token))
        return session if session is not None and wall - session.began < LONGEST else None

    def alive(self, session: Session, now: float) -> None:
        """A hand was on it."""
        if session.key in self._all and not session.locked:
            self._all[session.key] = replace(self._all[session.key], seen=now)

    def lock(self, session: Session) -> None:
        self._change(session, locked=True)

    def unlock(self, session: Session, now: float) -> None:
        self._change(session, locked=False, seen=now)

    def bind(self, session: Session, window: int | None) -> None:
        """From now on it stands at `window`."""
        self._change(session, window=window)

    def end(self, session: Session) -> None:
        self._all.pop(session.key, None)

    def of(self, person: str) -> tuple[Session, ...]:
        """All of one person: a console and, say, a telephone."""
        return tuple(each for each in self._all.values() if each.person == person)

    def at(self, window: int) -> Session | None:
        """Whose console this window is now."""
        return next((each for each in self._all.values() if each.window == window), None)

    def fall_asleep(self, now: float) -> tuple[Session, ...]:
        """Lock what no hand was on for too long; those that were locked."""
        if not self._lock_after:
            return ()
        idle = [each for each in self.all if not each.locked and now - each.seen >= self._lock_after]
        for session in idle:
            self.lock(session)
        return tuple(idle)

    def run_out(self, wall: float, people: Iterable[str]) -> tuple[Session, ...]:
        """End what is older than a working day, and what is of nobody in `people` any more; those that were ended."""
        known = set(people)
        over = [each for each in self.all if wall - each.began >= LONGEST or each.person not in known]
        for session in over:
            self.end(session)
        return tuple(over)

    def _change(self, session: Session, **fields: object) -> None:
        if session.key in self._all:
            self._all[session.key] = replace(self._all[session.key], **fields)
