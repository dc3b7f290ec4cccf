"""The cards of a service as they are read: their sections, in the order that people know from paper. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.info.catalogue.shape import Service
from kiosk.info.faces import CodeFace, TextFace
from kiosk.info.inputs import OpenMap, OpenSamples, OpenTechnological, PrintCard, TakeAway
from kiosk.info.paging import Block, cut, parts
from kiosk.info.saying import Saying
from kiosk.info.take_away import codes
from kiosk.info.visit import Card, Code, State
from kiosk.touch.faces import ButtonFace


def card_face(say: Saying, state: State, card: Card) -> TextFace:
    """A page of a card, and what can be done with it."""
    service = say.content.catalogue.services[card.local_no]
    blocks = tuple(steps(say, service) if card.technological else where(say, service, state))
    if not card.technological:
        blocks += tuple(sections(say, service))
    pages = cut(blocks, say.room(state, beside=True))
    page = min(card.page, len(pages) - 1)
    return TextFace(
        title=say.pick(service.name),
        blocks=pages[page],
        actions=tuple(_actions(say, state, service, card)),
        told=say.own(f"card.{state.printing}") if state.printing else numbers(say, service),
        ways=say.ways(page, len(pages)),
    )


def numbers(say: Saying, service: Service) -> str:
    """The service's own number, and the state's."""
    key = "card.numbers-state" if service.state_id else "card.numbers"
    return say.own(key, local_no=service.local_no, state_id=service.state_id)


def where(say: Saying, service: Service, state: State) -> Iterator[Block]:
    """The line and the windows, and whether they receive now."""
    content = say.content
    line = content.line_of(service)
    yield Block("heading", say.own("card.where.heading"))
    if not line:
        yield Block("text", say.own("card.where.not-here"))
        return
    windows = content.windows_of(line)
    hall_line = content.hall.lines[line]
    words = say.own("card.where.line", letter=hall_line.letter, name=say.pick(hall_line.name))
    told, _ = say.line_state(line, state)
    yield Block("text", f"{words}. {told}.")
    if windows:
        at = say.own("card.where.windows", windows=say.windows(windows), zones=say.zones(windows))
        yield Block("text", f"{at[:1].upper()}{at[1:]}.")


def sections(say: Saying, service: Service) -> Iterator[Block]:
    """The information card. What a service does not say is left out; what it costs is always said."""
    catalogue = say.content.catalogue
    if service.without:
        yield Block("notice", say.pick(service.without))
    authority = catalogue.authorities.get(service.authority)
    body = ""
    if authority:
        body = "\n".join(
            filter(None, (say.pick(part) for part in (authority.name, authority.address, authority.hours)))
        )
        body += f"\n{authority.phone}" if authority.phone else ""
    documents = "\n".join(paper(say, each) for each in service.documents)
    acts = "\n".join(say.pick(catalogue.acts[each].name) for each in service.acts)
    told = {
        "documents": "\n".join(filter(None, (documents, say.pick(service.papers)))),
        "fee": fee(say, service),
        "term": say.pick(service.term),
        "who": say.pick(service.who),
        "submit": say.pick(service.submit),
        "result": say.pick(service.result),
        "receive": say.pick(service.receive),
        "refusal": say.pick(service.refusal),
        "authority": body,
        "acts": acts,
    }
    for key in ("authority", "who", "documents", "submit", "fee", "term", "refusal", "result", "receive", "acts"):
        if told[key]:
            yield Block("heading", say.own(f"card.section.{key}"))
            yield from parts(told[key])


def paper(say: Saying, document: str) -> str:
    """A paper with what is to be known about it."""
    found = say.content.catalogue.documents[document]
    note = say.pick(found.note)
    return f"{say.pick(found.name)} ({note})" if note else say.pick(found.name)


def fee(say: Saying, service: Service) -> str:
    """What a service costs, in words."""
    words = say.pick(service.fee)
    if service.cost:
        cost = f"{service.cost:,.2f}".replace(",", "\u00a0").replace(".00", "")
        return " ".join(filter(None, (say.own("fee.sum", sum=cost), words)))
    return words or say.own("fee.free")


def brief_fee(say: Saying, service: Service) -> str:
    """What a service costs, as short as a row of a list has room for: the first sentence, or what it begins with."""
    words = fee(say, service)
    return re.split(r"[.:;](?:\s|$)", words, maxsplit=1)[0]


def steps(say: Saying, service: Service) -> Iterator[Block]:
    """The technological card: who does what, and until when."""
    yield Block("heading", say.own("card.technological"))
    for place, step in enumerate(say.content.catalogue.steps(service.local_no), 1):
        yield Block("text", f"{place}. {say.pick(step.action)}")
        key = "step.row-term" if step.term else "step.row"
        part = say.own(f"step.{step.part}")
        yield Block("point", say.own(key, who=say.pick(step.who), part=part, term=say.pick(step.term)))


def code_face(say: Saying, code: Code) -> CodeFace:
    """The card as a code, or as several where it does not fit into one."""
    service = say.content.catalogue.services[code.local_no]
    found = codes(say, service)
    page = min(code.page, len(found) - 1)
    url = bool(say.content.catalogue.catalogue.base_url)
    text = say.own("code.url" if url else "code.text")
    if len(found) > 1:
        text += " " + say.own("code.page", page=page + 1, pages=len(found))
    return CodeFace(say.own("code.title"), f"{say.pick(service.name)}. {text}", found[page], say.ways(page, len(found)))


def _actions(say: Saying, state: State, service: Service, card: Card) -> Iterator[ButtonFace]:
    content, local_no = say.content, service.local_no
    if not card.technological and service.documents:
        yield say.button("card.action.samples", OpenSamples(local_no))
    windows = content.windows_of(content.line_of(service))
    if content.map and any(w in content.map.windows for w in windows):
        yield say.button("card.action.map", OpenMap(windows))
    yield say.button("card.action.take-away", TakeAway(local_no))
    if state.can_print is not None:
        can = state.can_print and state.printing != "printing"
        key = "card.action.print" if state.can_print else "card.action.no-print"
        yield say.button(key, PrintCard(local_no) if can else None)
    if not card.technological and content.catalogue.steps(local_no):
        yield say.button("card.action.technological", OpenTechnological(local_no))
