"""A state for every screen, for the gallery and for tests of looks. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import structs
from msgspec.structs import replace

from broker.contracts.events import Estimate
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import pick
from broker.contracts.replies import TicketView
from broker.contracts.snapshot import Notice
from kiosk.dispenser.browsing import Branches, Card, Home, Purposes, Search, Services, has_card
from kiosk.dispenser.errands.samples import ERRANDS, errand_places
from kiosk.dispenser.inputs import BranchSeen, SendTake
from kiosk.dispenser.menu import LIFE_EVENTS, Group, Menu
from kiosk.dispenser.visit import AboutVisitor, Issued, Issuing, Place, Sorry, State, started
from kiosk.touch.help_call import HelpState
from kiosk.touch.typing_keys import Typed

Sample = Callable[[HallFile, datetime], State]


def _open() -> State:
    return replace(started(0.0), hall="open", connected=True)


def _service(hall: HallFile) -> str:
    return next(s.id for s in hall.service if "walk-in" in s.modes)


def _longest_group(hall: HallFile) -> str:
    groups = [e for e in Menu.of(hall).home if isinstance(e, Group)]
    return max(groups, key=lambda g: len(g.entries)).id


def _ticket(hall: HallFile, now: datetime, *, priority: bool = False) -> TicketView:
    service = hall.services[_service(hall)]
    times = [now + timedelta(minutes=m) for m in (21, 27, 36)]
    return TicketView(
        id="01KAQ5B2M4X7R8T9V0W1Y2Z3A4",
        number=f"{hall.lines[service.line].letter}042",
        service=service.id,
        line=service.line,
        zone=hall.zone_of(service.line),
        issued_at=now,
        ahead=7,
        estimate=Estimate(earliest=times[0], likely=times[1], latest=times[2]),
        priority=hall.priority[0].id if priority and hall.priority else None,
    )


def _at(place: Place) -> State:
    return replace(_open(), place=place)


def _stopped(hall: HallFile) -> State:
    """The registers of the longest group's lines are down."""
    group = _longest_group(hall)
    lines = tuple(dict.fromkeys(s.line for s in hall.service if group in s.menu))
    uk, en = (
        ", ".join(f"{hall.lines[each].letter} — {pick(hall.lines[each].name, words)}" for each in lines)
        for words in ("uk", "en")
    )
    notice = Notice(
        code="registers-down",
        text={
            "uk": f"Не працюють державні реєстри. Поки що не викликаємо: {uk}. Ваше місце в черзі збережено.",
            "en": f"The state registers are down. Not calling for now: {en}. Your place in the queue is kept.",
        },
        lines=lines,
        stops=True,
    )
    return replace(_at(Services(group)), closed_lines=frozenset(lines), notices=(notice,))


def _take(hall: HallFile) -> SendTake:
    return SendTake("01KAQ5B2M4X7R8T9V0W1Y2Z3A4", _service(hall), None, "uk", (), 8.0)


def _fullest_card(hall: HallFile) -> str:
    told = [s for s in hall.service if has_card(s)]
    return max(told, key=lambda s: len(s.not_needed) + len(s.bring) + bool(s.fee) + bool(s.term)).id


def _busy() -> State:
    """A city of three other halls, one of which was not heard for hours."""
    seen = (
        (
            {"uk": "ЦНАП «Лівий берег»", "en": "Left Bank centre"},
            {"uk": "просп. Злагоди, 12", "en": "12 Zlahody Ave."},
            4,
            9.0,
            40.0,
        ),
        (
            {"uk": "ЦНАП «Вокзал»", "en": "Station centre"},
            {"uk": "пл. Вокзальна, 1", "en": "1 Station Square"},
            31,
            55.0,
            400.0,
        ),
        (
            {"uk": "Віддалене місце", "en": "Remote window"},
            {"uk": "с. Кам’янка, вул. Сонячна, 3", "en": "Kamianka"},
            2,
            None,
            9000.0,
        ),
    )
    branches = tuple(BranchSeen(n, address, True, waiting, likely, -old) for n, address, waiting, likely, old in seen)
    return replace(_open(), branches=branches)


def _errand(name: str) -> Sample:
    return lambda hall, now: _at(errand_places(_ticket(hall, now))[name])


_MORNING = timedelta(hours=21, minutes=18)
_REFUSAL = {
    "uk": "Запис на сьогодні завершено. Наступний прийом: завтра о 08:00.",
    "en": "No more tickets today. Next reception: tomorrow at 08:00.",
}


def _alone(state: State, hall: HallFile, left: int = 99) -> State:
    """The hall is lost, and there are numbers for the first `left` lines of its services."""
    lines = tuple(dict.fromkeys(s.line for s in hall.service))
    spent = frozenset(lines[left:])
    return replace(state, lost=True, reserve=frozenset(lines[:left]), spent=spent, closed_lines=spent)


def _alone_number(hall: HallFile) -> str:
    return f"{hall.lines[hall.services[_service(hall)].line].letter}963"


STATES: dict[str, Sample] = {
    "menu": lambda _hall, _: _open(),
    "menu-no-paper": lambda _hall, _: replace(_open(), can_print=False),
    "services": lambda hall, _: _at(Services(_longest_group(hall))),
    "services-closed-line": lambda hall, now: replace(
        _at(Services(_longest_group(hall))),
        closed_lines=frozenset(hall.lines),
        opens=tuple((line, now + _MORNING) for line in hall.lines),
    ),
    "services-registers-down": lambda hall, _: _stopped(hall),
    "life-events": lambda _hall, _: _at(Services(LIFE_EVENTS)),
    "purposes": lambda hall, _: _at(Purposes(hall.matter[0].id, Home())),
    "purposes-closed-line": lambda hall, now: replace(
        _at(Purposes(hall.matter[0].id, Home())),
        closed_lines=frozenset({(line := next(s.line for s in hall.service if s.purpose == "submit"))}),
        opens=((line, now + _MORNING),),
    ),
    "card": lambda hall, _: _at(Card(_fullest_card(hall), Home())),
    "search": lambda _hall, _: _at(Search()),
    "search-found": lambda _hall, _: _at(Search(Typed("паспорт"))),
    "search-closed-line": lambda hall, now: replace(
        _at(Search(Typed("реєстр"))),
        closed_lines=frozenset(hall.lines),
        opens=tuple((line, now + _MORNING) for line in hall.lines),
    ),
    "search-nothing": lambda _hall, _: _at(Search(Typed("космодром"))),
    "menu-city": lambda _hall, _: _busy(),
    "branches": lambda _hall, _: replace(_busy(), place=Branches(0.0)),
    "visitor": lambda hall, _: _at(AboutVisitor(_service(hall), Home(), accessible=True)),
    "issuing": lambda hall, _: _at(Issuing(_take(hall), AboutVisitor(_service(hall), Home()), 0.0, 8.0, said=True)),
    "ticket": lambda hall, now: _at(Issued(_ticket(hall, now), "printed", 0.0)),
    "ticket-on-screen": lambda hall, now: _at(Issued(_ticket(hall, now, priority=True), "on-screen", 0.0)),
    "refused": lambda _hall, _: _at(Sorry(_REFUSAL)),
    "no-answer": lambda _hall, _: _at(Sorry(None)),
    "starting": lambda _hall, _: started(0.0),
    "menu-alone": lambda hall, _: _alone(_open(), hall),
    "services-alone": lambda hall, _: _alone(_at(Services(_longest_group(hall))), hall, left=1),
    "ticket-alone": lambda hall, now: _at(
        Issued(
            structs.replace(_ticket(hall, now), number=_alone_number(hall), ahead=None, estimate=None), "printed", 0.0
        )
    ),
    "no-connection": lambda _hall, _: replace(_open(), lost=True),
    "closed": lambda _hall, now: replace(_open(), hall="closed", until=now + _MORNING),
    "air-raid": lambda _hall, _: replace(_open(), hall="suspended", why="air-raid"),
    "help-called": lambda _hall, _: replace(_open(), help=HelpState("called", shown=True)),
    "help-coming": lambda _hall, _: replace(_open(), help=HelpState("coming", shown=True)),
    "help-unheard": lambda _hall, _: replace(_open(), help=HelpState("unheard", shown=True)),
    "still-there": lambda hall, _: replace(_at(Services(_longest_group(hall))), asked=True),
}
STATES |= {name: _errand(name) for name in ERRANDS}
