"""Services of another list into a catalogue: what has the same number is replaced, the rest stays. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kiosk.info.catalogue.shape import Act, Authority, Catalogue, Category, Document, LifeEvent, Service


def merged(catalogue: Catalogue, services: Iterable[Service]) -> Catalogue:
    """The catalogue with these services, in the order in which they first stood.

    What a service names and the catalogue does not have becomes an entry of that name: a spreadsheet can begin one.
    """
    all_services = {**catalogue.services, **{each.local_no: each for each in services}}
    service = tuple(all_services.values())

    def named(kind: type, known: Iterable[str], wanted: Iterable[str]) -> tuple[object, ...]:
        missing = dict.fromkeys(each for each in wanted if each and each not in set(known))
        return tuple(kind(id=each, name={"uk": each}) for each in missing)

    return msgspec.structs.replace(
        catalogue,
        service=service,
        category=catalogue.category + named(Category, catalogue.categories, (c for s in service for c in s.category)),
        life_event=catalogue.life_event
        + named(LifeEvent, catalogue.life_events, (e for s in service for e in s.life_event)),
        authority=catalogue.authority + named(Authority, catalogue.authorities, (s.authority for s in service)),
        document=catalogue.document + named(Document, catalogue.documents, (d for s in service for d in s.documents)),
        act=catalogue.act + named(Act, catalogue.acts, (a for s in service for a in s.acts)),
    )
