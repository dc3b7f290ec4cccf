"""The technician's page: who needs hands, what is wrong and what to do, what screens show and should show. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.phrases import Phrases
from broker.contracts.status import About, Did
from office.appliances import Machine
from office.on_screens import MOST, THERE, on_screen
from office.standing import Standing, Trust
from office.technician.deeds import Deeds
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
OFFERED = ("identify", "self-test", "acceptance", "edge-pattern", "touch-pattern", "end-pattern", "restart")
ASKED_FIRST = ("acceptance", "edge-pattern", "touch-pattern", "restart")
"""What stops an appliance, or takes its screen: a question says what it does."""
LOG = "log"
SHORT = 7  # letters of a hall file's SHA-256 by which people tell two apart
PRESS = "press-"  # a box without wires is pressed by asking it


class Trouble(Struct, frozen=True):
    code: str
    message: str
    remedy: str
    since: datetime


class Deed(Struct, frozen=True):
    at: datetime
    words: str
    good: bool


class Card(Struct, frozen=True):
    """One appliance. `should`: what its screen ought to have, where that is not what it has. `deeds`: what may be asked
    of it now. `screen`: it can show a picture of itself. `log`: it tells its last lines. `sheet`: its last acceptance.
    `settable`: it has a page of settings.
    """

    id: str
    name: str
    place: str
    state: str
    label: str
    about: str
    shows: str
    should: str
    doubtful: bool
    troubles: tuple[Trouble, ...]
    deeds: tuple[str, ...]
    lately: tuple[Deed, ...]
    screen: bool
    log: bool
    sheet: str = ""
    settable: bool = False

    @property
    def needs_hands(self) -> bool:
        return bool(self.troubles) or self.doubtful or self.state not in THERE


class Technician(Struct, frozen=True):
    """`needing`: cards of those that need hands, `fine`: of the others. `versions`: "" while all run the same."""

    needing: tuple[Card, ...]
    fine: tuple[Card, ...]
    totals: str
    versions: str
    trust: Trust
    warning: str
    notice: str


def technician(
    standing: Standing,
    deeds: Deeds,
    words: Words,
    say: Words,
    sheets: Mapping[str, str] | None = None,
    *,
    settable: Mapping[str, Trouble | None] | None = None,
    of_roles: Mapping[str, Trouble] | None = None,
) -> Technician:
    """`words`: the page's own; `say`: the office's; `sheets`: what is to be told of each one's acceptance; `settable`: who
    has a page of settings, and what its box did not take of them; `of_roles`: what else is wrong with who has that role.
    """
    sheets, settable, of_roles = sheets or {}, settable or {}, of_roles or {}
    cards = [
        _settable(
            replace(
                _card(machine, standing, deeds, words, say, also=of_roles.get(machine.role)),
                sheet=sheets.get(machine.id, ""),
            ),
            settable,
        )
        for machine in standing.machines.all
    ]
    needing = tuple(card for card in cards if card.needs_hands)
    return Technician(
        needing=needing,
        fine=tuple(card for card in cards if not card.needs_hands),
        totals=words.count("totals.needing", len(needing)) if needing else words("totals.fine", all=len(cards)),
        versions=_versions(standing, words),
        trust=standing.trust,
        warning=standing.warning(say),
        notice=standing.hall_notice(say),
    )


def may_do(machine: Machine | None, what: str) -> bool:
    """Whether a technician may ask `what` of it from here, now."""
    if machine is None or machine.about is None or machine.state not in THERE:
        return False
    return what in machine.about.can and (what in OFFERED or what.startswith(PRESS))


def told(did: Did, words: Words) -> str:
    """What came of a deed, in one line."""
    outcome = words.named("outcome", did.outcome)
    by = words("deed.by", who=did.by) if did.by else ""
    message = f": {words.named('because', did.message)}" if did.message and did.outcome != "done" else ""
    return f"{words.named('deed', did.what)}{by} — {outcome}{message}"


def _card(
    machine: Machine, standing: Standing, deeds: Deeds, words: Words, say: Words, *, also: Trouble | None
) -> Card:
    seen = on_screen(machine, standing, say)
    about = machine.about
    parts = (
        machine.status.version if machine.status else "",
        about.hardware if about else "",
        _hall_file(about, standing, words),
    )
    return Card(
        id=machine.id,
        name=say.named("role", machine.role) or machine.id,
        place=about.place if about and about.place else "",
        state=machine.state,
        label=say.named("state.appliance", machine.state),
        about=" · ".join(part for part in parts if part),
        shows=seen.words,
        should=_should(machine, standing, words) if seen.doubtful else "",
        doubtful=seen.doubtful,
        troubles=(*_troubles(machine, words, say), *((also,) if also else ())),
        deeds=tuple(sorted((what for what in (about.can if about else ()) if may_do(machine, what)), key=_in_order)),
        lately=tuple(Deed(did.at, told(did, words), did.outcome == "done") for did in deeds.of(machine.id)),
        screen=machine.has_screen,
        log=about is not None and LOG in about.can,
    )


def _settable(card: Card, settable: Mapping[str, Trouble | None]) -> Card:
    unfit = settable.get(card.id)
    troubles = (*card.troubles, unfit) if unfit else card.troubles
    return replace(card, settable=card.id in settable, troubles=troubles)


def _in_order(what: str) -> tuple[int, str]:
    return (OFFERED.index(what) if what in OFFERED else -1, what)


def _hall_file(about: About | None, standing: Standing, words: Words) -> str:
    """Which hall file it runs, and whether the hall has a newer one."""
    runs = _file_of(about)
    if not runs:
        return ""
    masters = (each for each in standing.machines.all if each.role == "queue-master" and each.state in THERE)
    hall = next((found for each in masters if (found := _file_of(each.about))), runs)
    return words("hall-file.same" if hall == runs else "hall-file.older", runs=runs[:SHORT], hall=hall[:SHORT])


def _file_of(about: About | None) -> str:
    return about.hall_file if about and isinstance(about.hall_file, str) else ""


def _troubles(machine: Machine, words: Words, say: Words) -> tuple[Trouble, ...]:
    found = [
        Trouble(problem.code, say.of(problem.message), say.of(problem.remedy), problem.since)
        for problem in sorted(machine.problems.values(), key=lambda p: p.since)
    ]
    if machine.state == "lost" and machine.status:
        # A box without power says nothing of itself: what to do about it is the same for all.
        found.append(Trouble("lost", words("lost.message"), words("lost.remedy"), machine.status.at))
    return tuple(found)


def _should(machine: Machine, standing: Standing, words: Words) -> str:
    """The calls that its zones have now: what a board that is right has on it."""
    snapshot, shown = standing.snapshot, machine.shown
    if snapshot is None or shown is None:
        return ""
    own = [call for call in snapshot.calls if not shown.zones or call.zone in shown.zones][:MOST]
    if snapshot.hall != "open" or not own:
        return words("should.nothing")
    return words("should.calls", calls=", ".join(f"{call.number}\u00a0→\u00a0{call.window}" for call in own))


def _versions(standing: Standing, words: Words) -> str:
    found = Counter(machine.status.version for machine in standing.machines.all if machine.status)
    if len(found) <= 1:
        return ""
    return words("versions", versions=", ".join(f"{version}: {count}" for version, count in sorted(found.items())))
