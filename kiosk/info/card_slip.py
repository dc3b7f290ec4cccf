"""A card on paper: the essentials of a service, as long as a slip may be. Pure."""

from __future__ import annotations

from datetime import datetime

from kiosk.info.card_face import fee, numbers, paper
from kiosk.info.saying import Saying
from kiosk.info.take_away import codes
from kiosk.printing.slip import Slip, SlipLine


def card_slip(say: Saying, local_no: str, now: datetime) -> Slip:
    """The slip of a service's card. KeyError when the catalogue does not have it."""
    service = say.content.catalogue.services[local_no]
    hall = say.content.hall
    windows = say.content.windows_of(say.content.line_of(service))
    where = f"{say.windows(windows)}, {say.zones(windows)}" if windows else ""
    lines = [
        SlipLine("hall", say.pick(hall.hall.name)),
        SlipLine("address", say.pick(hall.hall.address)),
        SlipLine("service", say.pick(service.name)),
        SlipLine("issued", numbers(say, service)),
        SlipLine("prepare-heading", say.own("card.section.documents") if service.documents else ""),
        *(SlipLine("prepare", paper(say, each)) for each in service.documents),
        *(SlipLine("text", line.strip()) for line in say.pick(service.papers).splitlines()),
        SlipLine("text", say.pick(service.without)),
    ]
    for key, told in (
        ("fee", fee(say, service)),
        ("term", say.pick(service.term)),
        ("submit", say.pick(service.submit)),
        ("receive", say.pick(service.receive)),
    ):
        if told:
            lines += [SlipLine("prepare-heading", say.own(f"card.section.{key}")), SlipLine("text", told)]
    if where:
        heading = SlipLine("prepare-heading", say.own("card.where.heading"))
        lines += [heading, SlipLine("text", where[:1].upper() + where[1:])]
    if hall.hall.hot_line:
        number = hall.hall.hot_line.replace(" ", "\u00a0")
        lines.append(SlipLine("hot-line", say.own("slip.hot-line", number=number)))
    lines.append(SlipLine("issued", say.own("slip.taken", when=f"{now:%d.%m.%Y, %H:%M}")))
    base = say.content.catalogue.catalogue.base_url
    return Slip(say.language, tuple(line for line in lines if line.text), codes(say, service)[0] if base else "")
