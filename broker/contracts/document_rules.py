"""Does the [documents] of a hall file make sense? Rules like those of `hall_rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import Raw, ids_of, names, one, tables
from broker.contracts.mistakes.wrong import wrong


def documents(raw: Raw) -> Iterator[Mistake]:
    """Whoever learns that a document is ready is offered a ticket of a service that exists and takes walk-ins."""
    if "documents" not in raw:
        return
    table, here = one(raw, "documents"), ("documents", "service")
    service = table.get("service")
    if service == "" or "service" not in table:
        yield ("documents",), wrong("documents.no-service")
    elif isinstance(service, str):
        found = next((each for _, each in tables(raw, "service") if each.get("id") == service), None)
        if found is None:
            known = ids_of(raw, "service")
            yield here, wrong("id.unknown", table="service", id=service, near=nearest(service, known))
        elif (modes := names(found, "modes")) and "walk-in" not in modes:
            yield here, wrong("documents.booking-only", service=service)
    cases = table.get("wrong_cases")
    if isinstance(cases, int) and not isinstance(cases, bool) and cases < 1:
        yield ("documents", "wrong_cases"), wrong("documents.wrong-cases", value=cases)


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (documents,)
