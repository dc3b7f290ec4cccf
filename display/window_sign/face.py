"""What a sign shows: its own window in the hall's snapshot, and how old that is, made into words. Pure.

Nothing is shown that the snapshot does not say. What it said too long ago is shown with its age.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot, WindowView
from display.look.aging import STALE, age_in_words
from display.look.two_languages import TwoLanguages, Words

AREA = "window-sign"  # of the hall's own phrases
Kind = Literal["calling", "serving", "free", "paused", "closed", "stopped", "connecting"]
WITH_NUMBER: tuple[Kind, ...] = ("calling", "serving")


class Face(Struct, frozen=True):
    """`number`: the ticket's, where there is one. `age`: words for it, once the data is old.

    `short`: what a module of four letters shows in its place.
    """

    kind: Kind
    window: str
    label: Words
    words: Words
    number: str = ""
    age: str = ""
    short: str = ""


class Teller:
    """Makes faces for the sign of one window."""

    def __init__(self, window: int, phrases: Phrases, languages: tuple[str, ...]) -> None:
        self.window = window
        self.phrases = phrases
        self._in = TwoLanguages(phrases, languages)

    def face(self, snapshot: Snapshot | None, age: float) -> Face:
        """`age`: seconds since the queue-master was last heard."""
        view = next((each for each in snapshot.windows if each.id == self.window), None) if snapshot else None
        kind, number = _what(snapshot, view)
        stale = snapshot is not None and age > STALE
        return Face(
            kind=kind,
            window=str(self.window),
            label=self._in.words("window"),
            words=self._words(kind, snapshot),
            number=number,
            age=self._age(age) if stale else "",
            short=self._short(kind, number, stale=stale),
        )

    def identify(self, appliance: str) -> Words:
        """Which sign this is, for a technician who asks from afar: its id, and what stands above it."""
        return Words(appliance, self._in.words("identify").first)

    def _words(self, kind: Kind, snapshot: Snapshot | None) -> Words:
        if kind == "stopped" and snapshot is not None and snapshot.notices:
            return self._in.of(snapshot.notices[0].text)
        return self._in.words(kind)

    def _short(self, kind: Kind, number: str, *, stale: bool) -> str:
        """A module of four letters cannot say how old its number is, so it shows none that may be."""
        if stale or kind == "connecting":
            return self._in.words("short.unknown").first
        if kind == "free":
            return str(self.window)
        return number or self._in.words("short.closed").first

    def _age(self, age: float) -> str:
        languages = [language for language in (self._in.first, self._in.second) if language]
        return "  ·  ".join(
            self.phrases.say(language, "stale", age=age_in_words(age, self.phrases, language)) for language in languages
        )


def _what(snapshot: Snapshot | None, view: WindowView | None) -> tuple[Kind, str]:
    if snapshot is None or view is None:  # a hall that has no such window has not been told of it yet
        return "connecting", ""
    if view.state in ("calling", "serving") and view.ticket:
        # While the hall is suspended nobody is called on; who sits at the window is still served there.
        if snapshot.hall == "suspended" and view.state == "calling":
            return "stopped", ""
        return ("calling" if view.state == "calling" else "serving"), view.ticket
    if snapshot.hall == "suspended":
        return "stopped", ""
    if snapshot.hall == "closed" or view.state == "closed":
        return "closed", ""
    return ("paused" if view.state == "paused" else "free"), ""
