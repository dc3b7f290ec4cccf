"""A card for a telephone: its address, or its essentials as text, in codes that telephones read from a screen. Pure."""

from __future__ import annotations

from urllib.parse import quote

from kiosk.info.catalogue.shape import Service
from kiosk.info.saying import Saying

# Bytes of UTF-8 in one code. A version 20 code of level M holds 666; a bigger one has modules too small for an old
# telephone at half a metre.
MOST = 640


def codes(say: Saying, service: Service) -> tuple[str, ...]:
    """What each code says; at least one."""
    base = say.content.catalogue.catalogue.base_url
    if base:
        slots = {"local_no": quote(service.local_no, safe=""), "state_id": quote(service.state_id, safe="")}
        return (base.format(**slots),)
    return _cut(_essentials(say, service))


def _essentials(say: Saying, service: Service) -> list[str]:
    from kiosk.info.card_face import fee, paper  # noqa: PLC0415 - a card names its codes as well

    hall = say.content.hall.hall
    papers = [f"- {paper(say, each)}" for each in service.documents]
    told = [
        say.pick(service.name),
        *([f"{say.own('card.section.documents')}:", *papers] if papers else []),
        *say.pick(service.papers).splitlines(),
        f"{say.own('card.section.fee')}: {fee(say, service)}",
    ]
    if service.term:
        told.append(f"{say.own('card.section.term')}: {say.pick(service.term)}")
    if service.submit:
        told.append(f"{say.own('card.section.submit')}: {say.pick(service.submit)}")
    told += [f"{say.pick(hall.name)}, {say.pick(hall.address)}" if hall.address else say.pick(hall.name)]
    if hall.hot_line:
        told.append(hall.hot_line)
    return told


def _cut(lines: list[str]) -> tuple[str, ...]:
    """Lines in texts of at most MOST bytes; a line that is longer itself is cut between words."""
    texts = [""]
    for line in lines:
        for piece in _pieces(line):
            longer = f"{texts[-1]}\n{piece}" if texts[-1] else piece
            if len(longer.encode()) <= MOST:
                texts[-1] = longer
            else:
                texts.append(piece)
    return tuple(texts)


def _pieces(line: str) -> list[str]:
    pieces = [""]
    for word in line.split(" "):
        longer = f"{pieces[-1]} {word}" if pieces[-1] else word
        if len(longer.encode()) <= MOST:
            pieces[-1] = longer
        else:
            pieces.append(word[: MOST // 4])
    return pieces
