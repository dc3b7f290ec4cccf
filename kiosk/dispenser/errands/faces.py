"""What the screens of errands say, word for word. Pure."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from msgspec import Struct

from broker.contracts.booking_code import ALPHABET
from broker.contracts.fields import Text
from broker.contracts.phrases import FIRST, Phrases, pick
from broker.contracts.replies import TicketView
from kiosk.dispenser.errands.wanted import (
    CODE_SIGNS,
    FEWEST_CASE_SIGNS,
    CasePad,
    CodePad,
    Document,
    Errands,
    Late,
    OpenCasePad,
    OpenCodePad,
    PrintLate,
    Submit,
    Told,
    Where,
)
from kiosk.dispenser.inputs import Again, ChooseService
from kiosk.dispenser.slips.ticket_slip import PHRASES as SLIP_PHRASES
from kiosk.dispenser.slips.ticket_slip import clock_range
from kiosk.dispenser.visit import State
from kiosk.touch.faces import ButtonFace
from kiosk.touch.keyboard_face import Key, KeyboardFace
from kiosk.touch.presses import Leave
from kiosk.touch.typing_keys import Erase, EraseAll, Type
from kiosk.touch.words import Saying

PHRASES = Phrases.load(Path(__file__).parent / "phrases")

_HALF = 4  # signs of a code in each of its groups
_CODE_ROWS = tuple(ALPHABET[start : start + 6] for start in range(0, len(ALPHABET), 6))
_CASE_ROWS = ("123", "456", "789")
_FEW_WINDOWS = 4


class PadFace(Struct, frozen=True):
    """Keys of the signs that there may be. `typed`: as far as it is, `said`: the same for the ear; `wrong`: why it cannot
    be right, or "".
    """

    unheard: ClassVar[tuple[str, ...]] = ("typed",)

    title: str
    text: str
    typed: str
    said: str
    hint: str
    wrong: str
    keys: KeyboardFace
    back: ButtonFace
    go: ButtonFace


class AnswerFact(Struct, frozen=True):
    label: str
    value: str


class AnswerFace(Struct, frozen=True):
    """One answer. `number`: a ticket's, or ""; `urgent`: its visitor is awaited now."""

    icon: str
    title: str
    number: str
    text: str
    facts: tuple[AnswerFact, ...]
    main: ButtonFace
    other: ButtonFace | None = None
    urgent: bool = False


def errand_buttons(say: Saying, state: State, errands: Errands) -> tuple[ButtonFace, ...]:
    """Our buttons of the first screen; none while the hall is out of reach."""
    if state.lost:
        return ()
    own = partial(PHRASES.say, say.language)
    found = []
    if errands.bookings:
        found.append(ButtonFace(own("home.booking"), OpenCodePad(), kind="quiet"))
    if errands.documents:
        found.append(ButtonFace(own("home.document"), OpenCasePad(), kind="quiet"))
    return tuple(found)


def errand_face(say: Saying, state: State, place: Any, errands: Errands) -> PadFace | AnswerFace:
    """The screen of an errand, but for `Waiting`, which shows what was there before."""
    return _Errand(say, state, errands).face(place)


class _Errand(Struct, frozen=True):
    saying: Saying
    state: State
    errands: Errands

    def say(self, key: str, **slots: object) -> str:
        return PHRASES.say(self.saying.language, key, **slots)

    def slip(self, key: str) -> str:
        return SLIP_PHRASES.say(self.saying.language, f"slip.{key}")

    def button(self, key: str, press: Any, kind: Any = "primary") -> ButtonFace:
        return ButtonFace(self.say(key), press, kind=kind)

    def done(self) -> ButtonFace:
        return self.button("done", Leave())

    def to_menu(self) -> ButtonFace:
        return self.button("to-menu", Again(), "quiet")

    def face(self, place: Any) -> PadFace | AnswerFace:
        match place:
            case CodePad():
                return self.code_pad(place)
            case CasePad():
                return self.case_pad(place)
            case Where(ticket, again):
                return self.where(ticket, again=again)
            case Document():
                return self.document(place)
            case Late(ticket, message):
                return self.late(ticket, message)
            case Told():
                return self.told(place)
        raise TypeError(place)

    def code_pad(self, pad: CodePad) -> PadFace:
        filled = pad.typed.ljust(CODE_SIGNS, "_")
        return PadFace(
            title=self.say("code.title"),
            text=self.say("code.text"),
            typed=" ".join(f"{filled[:_HALF]}–{filled[_HALF:]}"),
            said=self.code_aloud(pad.typed),
            hint="",
            wrong=self.say("code.wrong") if pad.wrong else "",
            keys=self.keys(_CODE_ROWS, erase_all=False),
            back=self.saying.back(),
            go=self.button("code.go", Submit() if len(pad.typed) == CODE_SIGNS else None),
        )

    def code_aloud(self, typed: str) -> str:
        """The signs that are there, and how many are still to come."""
        missing = CODE_SIGNS - len(typed)
        if not missing:
            return _one_by_one(typed)
        return f"{_one_by_one(typed)}. {PHRASES.count(self.saying.language, 'code.missing', missing)}".lstrip(". ")

    def case_pad(self, pad: CasePad) -> PadFace:
        return PadFace(
            title=self.say("case.title"),
            text=self.say("case.text"),
            typed=pad.typed,
            said=_one_by_one(pad.typed),
            hint=self.say("case.hint"),
            wrong="",
            keys=self.keys(_CASE_ROWS, erase_all=True),
            back=self.saying.back(),
            go=self.button("case.go", Submit() if len(pad.typed) >= FEWEST_CASE_SIGNS else None),
        )

    def keys(self, signs: tuple[str, ...], *, erase_all: bool) -> KeyboardFace:
        rows = [tuple(Key(ButtonFace(sign, Type(sign), spoken=sign.lower())) for sign in row) for row in signs]
        shared = self.saying.shared
        erase = Key(ButtonFace("", Erase(), icon="erase", kind="quiet", spoken=shared("keyboard.spoken.erase")))
        if not erase_all:
            return KeyboardFace((*rows[:-1], (*rows[-1], erase)), max(map(len, rows)))
        every = ButtonFace("", EraseAll(), icon="cross", kind="quiet", spoken=shared("keyboard.spoken.erase-all"))
        return KeyboardFace((*rows, (Key(every), Key(ButtonFace("0", Type("0"))), erase)), max(map(len, rows)))

    def where(self, ticket: TicketView, *, again: bool) -> AnswerFace:
        """The number, who is ahead, when, and what to do; nothing of what its holder came for, or by which right."""
        state = ticket.state if f"where.{ticket.state}.title" in PHRASES.keys(FIRST) else "other"
        window = ticket.window or ""
        key = f"where.{state}"
        urgent = state == "called"
        title = self.say("where.again") if again and not urgent else self.say(f"{key}.title", window=window)
        facts = []
        if state == "waiting":
            if ticket.ahead is not None:
                facts.append(AnswerFact(self.slip("ahead"), str(ticket.ahead or self.slip("ahead-none"))))
            hall = self.saying.words.hall
            facts.append(AnswerFact(self.slip("when"), clock_range(ticket, hall, self.saying.language)))
        if state in ("waiting", "called"):
            facts += self.zone(ticket.zone, self.say("where.go") if urgent else self.slip("zone"))
        icon = "warning" if state in ("no-show", "held", "called") else "clock" if state == "waiting" else "check"
        text = self.say(f"{key}.text", window=window)
        return AnswerFace(icon, title, ticket.number, text, tuple(facts), self.done(), urgent=urgent)

    def zone(self, zone: str | None, label: str) -> list[AnswerFact]:
        hall = self.saying.words.hall
        if zone is None or zone not in hall.zones:
            return []
        return [AnswerFact(label, pick(hall.zones[zone].name, self.saying.language))]

    def document(self, place: Document) -> AnswerFace:
        title, text = self.say(f"document.{place.state}.title"), self.say(f"document.{place.state}.text")
        facts = [AnswerFact(self.say("document.case"), place.case)]
        if place.state != "ready":
            icon = "check" if place.state == "handed-out" else "clock"
            again = self.button("document.other", OpenCasePad(), "quiet")
            return AnswerFace(icon, title, "", text, tuple(facts), self.done(), again)
        hall = self.saying.words.hall
        service = hall.services.get(self.errands.documents)
        if service is None:  # the hall file has changed, and this answer is older
            return AnswerFace("check", title, "", text, tuple(facts), self.done())
        facts += self.zone(hall.zone_of(service.line), self.say("where.go"))
        windows = [str(window.id) for window in hall.window if service.line in hall.served_by(window)]
        if 0 < len(windows) <= _FEW_WINDOWS:
            key = "document.windows" if len(windows) > 1 else "document.window"
            facts.append(AnswerFact(self.say(key), ", ".join(windows)))
        if service.line in self.state.closed_lines:
            opens = dict(self.state.opens).get(service.line)
            when = self.saying.moment(opens) if opens else self.say("document.not-today")
            facts.append(AnswerFact(self.say("document.opens"), when))
            return AnswerFace("check", title, "", text, tuple(facts), self.done())
        ticket = self.button("document.ticket", ChooseService(service.id))
        return AnswerFace("check", title, "", text, tuple(facts), ticket, self.button("done", Leave(), "quiet"))

    def late(self, ticket: TicketView, message: Text) -> AnswerFace:
        """Nothing of the ticket but that it is of the ordinary queue: what it says is on it."""
        hall = self.saying.words.hall
        facts = [AnswerFact(self.slip("when"), clock_range(ticket, hall, self.saying.language))]
        if ticket.ahead is not None:
            facts.insert(0, AnswerFact(self.slip("ahead"), str(ticket.ahead or self.slip("ahead-none"))))
        text = f"{pick(message, self.saying.language)} {self.say('late.text')}"
        go, leave = self.button("late.print", PrintLate()), self.button("late.leave", Leave(), "quiet")
        return AnswerFace("clock", self.say("late.title"), "", text, tuple(facts), go, leave)

    def told(self, place: Told) -> AnswerFace:
        kind = place.about.partition(".")[0]
        about = place.about if f"told.{place.about}.title" in PHRASES.keys(FIRST) else f"{kind}.other"
        own = f"told.{about}.text"
        parts = [pick(place.message, self.saying.language)] if place.message else []
        if own in PHRASES.keys(FIRST):
            parts.append(self.say(own, **self.scannable()))
        title, text = self.say(f"told.{about}.title"), " ".join(part for part in parts if part)
        icon = "clock" if about in ("check-in.too-early", "check-in.other-day") else "warning"
        if place.retry is None:
            return AnswerFace(icon, title, "", text, (), self.button("to-menu", Again()))
        again = OpenCasePad() if isinstance(place.retry, CasePad) else OpenCodePad()
        return AnswerFace(icon, title, "", text, (), self.button("try-again", again), self.to_menu())

    def scannable(self) -> dict[str, str]:
        """What may be held before the scanner here."""
        things = [self.say("scan.ticket")]
        things += [self.say("scan.booking")] if self.errands.bookings else []
        things += [self.say("scan.case")] if self.errands.documents else []
        return {"things": ", ".join(things)}


def _one_by_one(signs: str) -> str:
    """As somebody reads a code out."""
    return ", ".join(signs.lower())
