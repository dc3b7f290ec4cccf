"""A catalogue as CPSV-AP 3 in JSON-LD: the shape in which public services of Europe are exchanged. Pure.

CC BY 4.0, https://semiceu.github.io/CPSV-AP/releases/3.2.0/ names the classes and the properties. What the profile has
no property for (refusal, technological cards) stays at home.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from broker.contracts.fields import Text
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import pick
from kiosk.info.catalogue.shape import Catalogue, Service

Node = dict[str, Any]

CONTEXT: Node = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "locn": "http://www.w3.org/ns/locn#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CURRENCY = "http://publications.europa.eu/resource/authority/currency/UAH"


def exported(catalogue: Catalogue, hall: HallFile) -> Node:
    """The catalogue as one JSON-LD document; ids are names within the hall, `urn:cherha:<hall>:…`."""
    urn = _Urn(hall.hall.id)
    graph: list[Node] = [_hall(hall, urn)]
    graph += [
        _node(
            urn("organisation", each.id),
            "cv:PublicOrganisation",
            {"dct:identifier": each.id, "dct:title": _words(each.name), "skos:prefLabel": _words(each.name)},
            {"dct:spatial": "http://publications.europa.eu/resource/authority/country/UKR"},
        )
        for each in catalogue.authority
    ]
    graph += [
        _node(urn("life-event", each.id), "cv:LifeEvent", {"dct:identifier": each.id, "dct:title": _words(each.name)})
        for each in catalogue.life_event
    ]
    graph += [
        _node(urn("category", each.id), "skos:Concept", {"skos:prefLabel": _words(each.name)})
        for each in catalogue.category
    ]
    graph += [
        _node(urn("evidence", each.id), "cv:Evidence", {"dct:identifier": each.id, "dct:title": _words(each.name)})
        for each in catalogue.document
    ]
    graph += [
        _node(urn("act", each.id), "eli:LegalResource", {"dct:identifier": each.id, "dct:title": _words(each.name)})
        for each in catalogue.act
    ]
    for service in catalogue.service:
        graph += _service(service, hall, urn)
    return {"@context": CONTEXT, "@graph": graph}


class _Urn:
    def __init__(self, hall: str) -> None:
        self._hall = hall

    def __call__(self, kind: str, name: str) -> str:
        return f"urn:cherha:{self._hall}:{kind}:{quote(name, safe='-')}"


def _hall(hall: HallFile, urn: _Urn) -> Node:
    return _node(
        urn("organisation", "hall"),
        "cv:PublicOrganisation",
        {
            "dct:identifier": hall.hall.id,
            "dct:title": _words(hall.hall.name),
            "skos:prefLabel": _words(hall.hall.name),
            "locn:address": _words(hall.hall.address),
        },
        {"dct:spatial": "http://publications.europa.eu/resource/authority/country/UKR"},
    )


def _service(service: Service, hall: HallFile, urn: _Urn) -> Iterator[Node]:
    key = service.local_no
    channel, cost, output = urn("channel", key), urn("cost", key), urn("output", key)
    refers: dict[str, Any] = {
        "cv:hasCompetentAuthority": urn("organisation", service.authority or "hall"),
        "cv:hasChannel": channel,
        "cv:hasCost": cost,
        "cpsv:produces": output if service.result else None,
        "cv:isGroupedBy": [urn("life-event", each) for each in service.life_event],
        "cv:thematicArea": [urn("category", each) for each in service.category],
        "cpsv:hasInputEvidence": [urn("evidence", each) for each in service.documents],
        "cv:hasLegalResource": [urn("act", each) for each in service.acts],
    }
    named = {
        "dct:identifier": [key, service.state_id] if service.state_id else key,
        "dct:title": _words(service.name),
        # A description is mandatory; who may apply is the nearest to one that a card has.
        "dct:description": _words(service.who or service.result or service.name),
        "dcat:keyword": _words(service.also),
        "cv:processingTime": {"@type": "xsd:duration", "@value": f"P{service.days}D"}
        if service.days is not None
        else None,
        "dct:language": [
            f"http://publications.europa.eu/resource/authority/language/{each}" for each in ("UKR", "ENG")
        ],
    }
    yield _node(urn("service", key), "cpsv:PublicService", named, refers)
    hours = {"cv:openingHours": hall.hall.reception, "dct:description": _words(service.submit)}
    yield _node(channel, "cv:Channel", hours, {"cv:ownedBy": urn("organisation", "hall")})
    # No cost is said too: whoever reads it elsewhere must not have to guess.
    sum_ = 0 if service.cost is None and not service.fee else service.cost
    yield _node(
        cost,
        "cv:Cost",
        {"cv:value": sum_, "dct:description": _words(service.fee)},
        {"cv:currency": CURRENCY if sum_ is not None else None},
    )
    if service.result:
        yield _node(
            output, "cv:Output", {"dct:title": _words(service.result), "dct:description": _words(service.receive)}
        )


def _words(text: Text) -> list[Node]:
    return [{"@language": language, "@value": pick(text, language)} for language in text]


def _node(name: str, kind: str, said: Node, refers: Node | None = None) -> Node:
    """A node; what is not said is left out."""
    found: Node = {"@id": name, "@type": kind}
    found |= {key: value for key, value in said.items() if value not in (None, "", [], {})}
    for key, target in (refers or {}).items():
        if target:
            found[key] = [{"@id": each} for each in target] if isinstance(target, list) else {"@id": target}
    return found
