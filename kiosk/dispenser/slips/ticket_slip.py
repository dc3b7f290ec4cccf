"""What a ticket's slip says: a ticket and the hall file in, lines with roles out. Pure; no fonts, no paper, no clock.

Nothing on it tells who the visitor is. Even the class of priority stays off it ("veteran", "disability"): the mark
is enough for the hall, and a slip is left on benches and in bins.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from broker.contracts.hall_file import HallFile, Service
from broker.contracts.phrases import Phrases, pick
from broker.contracts.replies import TicketView
from broker.contracts.ticket_code import code_of
from broker.contracts.told_range import told_range
from kiosk.printing.slip import Slip, SlipLine

PHRASES = Phrases.load(Path(__file__).parent / "phrases")

_THINGS = 3


def slip_for(
    ticket: TicketView, hall: HallFile, language: str, *, alone: bool = False, copy: bool = False, large: bool = False
) -> Slip:
    """The slip of `ticket` in `language` (in Ukrainian where the hall or we have no words in it).

    `alone`: it was issued without the hall, and says why it bears no time. `copy`: the same slip may be about already. `large`: in
    large letters.
    """

    def say(key: str, **slots: object) -> str:
        return PHRASES.say(language, f"slip.{key}", **slots)

    lines = [
        SlipLine("hall", pick(hall.hall.name, language)),
        SlipLine("address", pick(hall.hall.address, language)),
        SlipLine("copy", say("copy") if copy else ""),
        SlipLine("number", ticket.number, label=say("number")),
        SlipLine("priority", say("priority", mark=priority_mark(ticket, hall)) if ticket.priority else ""),
        SlipLine("service", _came_for(ticket, hall, language) or ticket.service),
        SlipLine("when" if ticket.estimate else "when-unknown", clock_range(ticket, hall, language), say("when")),
        SlipLine("note", say("alone") if alone else ""),
        *_facts(ticket, hall, language),
    ]
    if legs := _legs(ticket, hall, language):
        lines += [SlipLine("prepare-heading", say("legs")), *(SlipLine("prepare", leg) for leg in legs)]
    prepare = _prepare(ticket, hall, language)
    if prepare:
        lines += [
            SlipLine("prepare-heading", say("prepare")),
            *(SlipLine("prepare", thing) for thing in prepare),
        ]
    if hall.phone.address:
        lines.append(SlipLine("rule", say("phone")))
    lines.append(SlipLine("rule", say("rule", within=_within(hall.policy.no_show_after, language))))
    if hall.hall.hot_line:
        lines.append(SlipLine("hot-line", say("hot-line", number=hall.hall.hot_line.replace(" ", "\u00a0"))))
    return Slip(language, tuple(line for line in lines if line.text), qr_content(ticket, hall), large=large)


def visit_name(ticket: TicketView, hall: HallFile, language: str) -> str:
    """What the visitor came for in one line: the service, or the package and its services in order. "" when unknown."""
    named = _came_for(ticket, hall, language)
    legs = _legs(ticket, hall, language)
    return f"{named}: {' → '.join(legs)}" if named and legs else named


def _came_for(ticket: TicketView, hall: HallFile, language: str) -> str:
    found = hall.packages.get(ticket.package or "") or hall.services.get(ticket.service)
    return pick(found.name, language) if found else ""


def _legs(ticket: TicketView, hall: HallFile, language: str) -> list[str]:
    """The services of a visit of several, in their order."""
    visit = (*ticket.legs_done, ticket.service, *ticket.legs)
    known = [pick(found.name, language) for leg in visit if (found := hall.services.get(leg))]
    return known if len(visit) > 1 else []


def qr_content(ticket: TicketView, hall: HallFile) -> str:
    """What the code of a ticket says, on paper and on the screen: the address of its page, where telephones reach the hall;
    else its id, which every command takes as `ticket`. A scanner types either as it is.
    """
    return code_of(ticket.id, hall.phone.address)


def priority_mark(ticket: TicketView, hall: HallFile) -> str:
    """The mark that stands beside a priority ticket's number («П»), or "" for an ordinary one."""
    if ticket.priority is None:
        return ""
    known = hall.priorities.get(ticket.priority)
    return known.prefix if known else "П"


def clock_range(ticket: TicketView, hall: HallFile, language: str) -> str:
    """ "10:40–10:55" on the hall's clock, or "time not known". The same words stand on screen and paper."""
    if ticket.estimate is None:
        return PHRASES.say(language, "slip.when-unknown")
    return told_range(ticket.estimate, ticket.issued_at, hall.timezone)


def _facts(ticket: TicketView, hall: HallFile, language: str) -> list[SlipLine]:
    zone = hall.zones.get(ticket.zone or "")
    ahead = "" if ticket.ahead is None else str(ticket.ahead or PHRASES.say(language, "slip.ahead-none"))
    facts = {
        "ahead": ahead,
        "zone": pick(zone.name, language) if zone else "",
        "window": str(ticket.window or ""),
    }
    issued = f"{ticket.issued_at.astimezone(hall.timezone):%d.%m.%Y,\u00a0%H:%M}"
    return [
        *(SlipLine("fact", text, PHRASES.say(language, f"slip.{key}")) for key, text in facts.items() if text),
        SlipLine("issued", issued, PHRASES.say(language, "slip.issued")),
    ]


def _prepare(ticket: TicketView, hall: HallFile, language: str) -> list[str]:
    """At most three things, and what priority asks for; a hall file parts them with new lines or semicolons."""
    asked = hall.packages.get(ticket.package or "") or hall.services.get(ticket.service)
    words = pick(asked.prepare, language) if asked else ""
    things = [thing for part in words.splitlines() for thing in (t.strip(" .\t") for t in part.split(";")) if thing]
    if not things and isinstance(asked, Service):  # nobody wrote it shorter for the slip
        things = [pick(thing, language) for thing in asked.bring]
    if len(things) > _THINGS:
        things = [*things[: _THINGS - 1], "; ".join(things[_THINGS - 1 :])]
    if ticket.priority:
        things.insert(0, PHRASES.say(language, "slip.prepare-priority"))
    return things


def _within(limit: timedelta, language: str) -> str:
    seconds = round(limit.total_seconds())
    if seconds % 60 == 0 and seconds:
        return PHRASES.say(language, "unit.minutes", n=seconds // 60)
    return PHRASES.say(language, "unit.seconds", n=seconds)
