"""Does the [documents] of a hall file make sense? Rules like those of `hall_rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from broker.contracts.hall_shape import Mistake, did_you_mean
from broker.contracts.hall_tables import Raw, ids_of, names, one, tables


def documents(raw: Raw) -> Iterator[Mistake]:
    """Whoever learns that a document is ready is offered a ticket of a service that exists and takes walk-ins."""
    if "documents" not in raw:
        return
    table, here = one(raw, "documents"), ("documents", "service")
    service = table.get("service")
    if service == "" or "service" not in table:
        yield ("documents",), '"service" is missing; name the service by which documents are handed out'
    elif isinstance(service, str):
        found = next((each for _, each in tables(raw, "service") if each.get("id") == service), None)
        if found is None:
            known = ids_of(raw, "service")
            yield here, f'there is no [[service]] with the id "{service}"; {did_you_mean(service, known)}'
        elif (modes := names(found, "modes")) and "walk-in" not in modes:
            yield here, f'the service "{service}" is by booking only; whoever comes for a document has none'
    wrong = table.get("wrong_cases")
    if isinstance(wrong, int) and not isinstance(wrong, bool) and wrong < 1:
        yield ("documents", "wrong_cases"), f'"wrong_cases" is {wrong}; it must be 1 or more'


RULES: tuple[Callable[[Raw], Iterator[Mistake]], ...] = (documents,)
