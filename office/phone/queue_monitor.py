"""The lines of a hall as Smart Data Models' `QueueMonitor` entities (NGSI-LD, key-values), for a city's data platform.
Pure. The model: https://github.com/smart-data-models/dataModel.QueueManagement (version 0.0.1).
"""

from __future__ import annotations

from typing import Any

from broker.contracts.phrases import pick
from office.phone.public_state import PublicLine, PublicState

CONTEXT = [
    "https://raw.githubusercontent.com/smart-data-models/dataModel.QueueManagement/master/context.jsonld",
]


def queue_monitors(state: PublicState, language: str, source: str) -> list[dict[str, Any]]:
    """One entity a line. `source`: where this hall's state is to be had ("": it is not said)."""
    return [_entity(state, line, language, source) for line in state.lines]


def _entity(state: PublicState, line: PublicLine, language: str, source: str) -> dict[str, Any]:
    note = next((n for n in state.notices if not n.lines or line.id in n.lines), None)
    entity = {
        "id": f"urn:ngsi-ld:QueueMonitor:{state.hall.id}:{line.id}",
        "type": "QueueMonitor",
        "localId": f"{state.hall.id}/{line.id}",
        "officeName": pick(state.hall.name, language),
        "serviceId": line.id,
        "serviceName": pick(line.name, language),
        "queueLine": line.letter,
        "serviceStatus": _status(state, line),
        "serviceStatusNote": pick(note.text, language) if note else "",
        "ticketsToServe": line.waiting,
        "dateModified": state.at.isoformat(timespec="seconds"),
        "source": source,
        "@context": CONTEXT,
    }
    return {key: value for key, value in entity.items() if value != ""}


def _status(state: PublicState, line: PublicLine) -> str:
    """Open, Closed or Suspended: the words of the model."""
    parked = any(note.stops and line.id in note.lines for note in state.notices)
    if state.state == "suspended" or parked:
        return "Suspended"
    return "Open" if line.open and state.state == "open" else "Closed"
