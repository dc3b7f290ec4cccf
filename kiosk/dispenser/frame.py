"""What the screen says, word for word, as values: a pure picture of a state that Kivy only has to draw."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.hall_file import PriorityClass
from broker.contracts.phrases import FIRST, pick
from broker.contracts.replies import TicketView
from kiosk.dispenser.errands.faces import AnswerFace, PadFace, errand_face
from kiosk.dispenser.errands.wanted import Errand, Waiting
from kiosk.dispenser.inputs import Again, Take, ToggleNeed
from kiosk.dispenser.menu import pages
from kiosk.dispenser.offer_faces import BranchesFace, CardFace, MenuFace, SearchFace
from kiosk.dispenser.offering import Offering, Words
from kiosk.dispenser.slips.ticket_slip import PHRASES as SLIP_PHRASES
from kiosk.dispenser.slips.ticket_slip import clock_range, priority_mark, qr_content, slip_for, visit_name
from kiosk.dispenser.visit import AboutVisitor, Before, Issued, Issuing, Slip, Sorry, State
from kiosk.touch import frame as touch_frame
from kiosk.touch.aloud.items import Order
from kiosk.touch.faces import ButtonFace
from kiosk.touch.presses import Leave, More


class VisitorFace(Struct, frozen=True):
    """The priority step. `need`: the switch of the accessible window, where the hall has one."""

    title: str
    text: str
    service: str
    classes: tuple[ButtonFace, ...]
    need: ButtonFace | None
    go: ButtonFace
    back: ButtonFace


class IssuingFace(Struct, frozen=True):
    title: str
    text: str


class Fact(Struct, frozen=True):
    label: str
    value: str


class TicketFace(Struct, frozen=True):
    """`mark`: the priority's prefix beside the number, or "". `qr`: what to encode, or "" where paper carries it.

    `also`: what else stands on the slip, for whoever hears it. It is not drawn.
    """

    heard: ClassVar[Order] = ("title", ("number", "mark"), "service", "facts", "message", "also")

    title: str
    number: str
    mark: str
    service: str
    facts: tuple[Fact, ...]
    message: str
    slip: Slip
    qr: str
    done: ButtonFace
    also: tuple[str, ...] = ()


class NoticeFace(Struct, frozen=True):
    """There is nothing to choose. `icon`: one of display.look.icons; `grave`: everybody should look."""

    icon: str
    title: str
    text: str
    detail: str = ""
    grave: bool = False
    button: ButtonFace | None = None


Offered = MenuFace | SearchFace | CardFace | BranchesFace
Face = Offered | VisitorFace | IssuingFace | TicketFace | NoticeFace | PadFace | AnswerFace

Frame = touch_frame.Frame[Face]
"""The whole screen."""


def frame(state: State, words: Words) -> Frame:
    """The screen of a state. Equal states give equal frames, so that only a change is drawn."""
    say = _Saying(words, state.language)
    return say.frame(state, say.face(state))


class _Saying(Offering, frozen=True):
    def face(self, state: State) -> Face:
        if state.obstacle:
            return self.obstacle(state)
        if isinstance(state.place, Errand):
            return self.errand(state, state.place)
        return self.ticketing(state, state.place)

    def errand(self, state: State, place: Errand) -> Face:
        if not isinstance(place, Waiting):
            return errand_face(self, state, place, self.words.menu.errands)
        if place.said:
            return IssuingFace(self.own("issuing.title"), self.own("issuing.asking"))
        return self.face(replace(state, place=place.before))

    def ticketing(self, state: State, at: Before | Issuing | Issued | Sorry) -> Face:
        match at:
            case AboutVisitor() as about:
                return self.visitor(state, about)
            case Issuing() as issuing:
                return self.issuing(state, issuing)
            case Issued(ticket, slip):
                return self.ticket(ticket, slip)
            case Sorry(message):
                text = pick(message, self.language) if message else self.own("sorry.no-answer")
                again = self.button("sorry.again", Again(), kind="primary")
                return NoticeFace("warning", self.own("sorry.title"), text, button=again)
            case place:
                return self.browsing(state, place)

    def issuing(self, state: State, issuing: Issuing) -> Face:
        if issuing.said:
            return IssuingFace(self.own("issuing.title"), self.own("issuing.text"))
        asked = self.words.menu.asks_about_visitor
        if asked:
            return self.visitor(state, issuing.before)
        return self.browsing(state, issuing.before.before)

    def visitor(self, state: State, about: AboutVisitor) -> VisitorFace:
        menu = self.words.menu
        plain = "" if menu.priorities else "-plain"
        need = None
        if menu.accessible:
            kind = "ticked" if about.accessible else "box"
            need = self.button("visitor.accessible", ToggleNeed(), kind=kind)
        cut = pages(menu.priorities, state.classes)
        classes = [self.priority(p) for p in cut[min(about.page, len(cut) - 1)]]
        if about.page + 1 < len(cut):
            classes.append(self.button("visitor.more", More(), icon="arrow-right", kind="quiet"))
        return VisitorFace(
            title=self.own(f"visitor.title{plain}"),
            text=self.own(f"visitor.text{plain}"),
            service=pick(menu.services[about.service].name, self.language),
            classes=tuple(classes),
            need=need,
            go=self.button("visitor.without-priority" if menu.priorities else "visitor.take", Take(), kind="primary"),
            back=self.back(),
        )

    def priority(self, priority: PriorityClass) -> ButtonFace:
        evidence = pick(priority.evidence, self.language)
        note = self.own("visitor.evidence", evidence=evidence) if evidence else ""
        return ButtonFace(pick(priority.name, self.language), Take(priority.id), note=note)

    def ticket(self, ticket: TicketView, slip: Slip) -> TicketFace:
        hall = self.words.hall
        facts = []
        say = partial(SLIP_PHRASES.say, self.language)
        if ticket.ahead is not None:
            facts.append(Fact(say("slip.ahead"), str(ticket.ahead or say("slip.ahead-none"))))
        facts.append(Fact(say("slip.when"), clock_range(ticket, hall, self.language)))
        if ticket.zone in hall.zones:
            facts.append(Fact(say("slip.zone"), pick(hall.zones[ticket.zone].name, self.language)))
        on_screen = slip == "on-screen"
        return TicketFace(
            title=self.own("ticket.title"),
            number=ticket.number,
            mark=priority_mark(ticket, hall),
            service=visit_name(ticket, hall, self.language),
            facts=tuple(facts),
            message=self.own(f"ticket.{slip}"),
            slip=slip,
            qr=qr_content(ticket, hall) if on_screen else "",
            done=self.button("ticket.done-photo" if on_screen else "ticket.done", Leave(), kind="primary"),
            also=self.also(ticket),
        )

    def also(self, ticket: TicketView) -> tuple[str, ...]:
        """What stands on the slip and not on the screen: what to bring, when to come, whom to call."""
        lines = slip_for(ticket, self.words.hall, self.language).lines
        return tuple(line.text for line in lines if line.role in ("prepare-heading", "prepare", "rule", "hot-line"))

    def obstacle(self, state: State) -> NoticeFace:
        match state.obstacle:
            case "closed":
                detail = self.own("closed.next", when=self.moment(state.until)) if state.until else ""
                return NoticeFace("clock", self.own("closed.title"), self.own("closed.text"), detail)
            case "suspended":
                key = f"suspended.{state.why}"
                known = f"{key}.title" in self.words.own.keys(FIRST)
                key = key if known else "suspended"
                return NoticeFace("warning", self.own(f"{key}.title"), self.own(f"{key}.text"), grave=True)
            case code:
                icon = "clock" if code == "starting" else "warning"
                return NoticeFace(icon, self.own(f"{code}.title"), self.own(f"{code}.text"))
