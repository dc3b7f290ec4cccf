"""The contract: golden payloads, schemas and tables agree with the code, and no bytes break the reader."""

from __future__ import annotations

import json
import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import broker.contracts
from broker.contracts import codec
from broker.contracts.commands import AnyCommand
from broker.contracts.errors import ContractError
from broker.contracts.events import AnyEvent, UnknownEvent
from broker.contracts.papers.schemas import PAYLOADS, schemas
from broker.contracts.papers.writing import ROOT, papers
from broker.contracts.speakers import WHO
from broker.contracts.topics import TABLE

pytestmark = pytest.mark.fast

EXAMPLES = {
    path.stem: path.read_bytes()
    for path in sorted((Path(broker.contracts.__file__).parent / "examples").glob("*.json"))
}


def payload(example: str) -> str:
    """ "event.ticket-called" -> "Event": the payload that an example is one of."""
    return {name.lower(): name for name in PAYLOADS}[example.split(".", maxsplit=1)[0]]


def decoded(example: str) -> Any:
    body = EXAMPLES[example]
    match payload(example):
        case "Command":
            return codec.command(body)
        case "Event":
            return codec.event(body)
        case other:
            return codec.read(PAYLOADS[other], body)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_golden_payload_is_read_and_written_byte_for_byte(example: str) -> None:
    assert codec.encode(decoded(example)) == EXAMPLES[example]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_golden_payload_obeys_the_published_schema(example: str) -> None:
    Draft202012Validator(schemas()[payload(example)]).validate(json.loads(EXAMPLES[example]))


def test_there_is_a_golden_payload_of_every_kind() -> None:
    tags = {f"command.{kind.__struct_config__.tag}" for kind in typing.get_args(AnyCommand)}
    tags |= {f"event.{kind.__struct_config__.tag}" for kind in typing.get_args(AnyEvent)}
    assert tags <= set(EXAMPLES)
    assert {payload(example) for example in EXAMPLES} == set(PAYLOADS) == {topic.payload for topic in TABLE}
    statuses = {decoded(example).status for example in EXAMPLES if payload(example) == "Reply"}
    assert statuses == {"done", "refused", "invalid"}


def test_every_command_has_somebody_who_may_give_it() -> None:
    assert {kind for kind, _ in WHO} == set(typing.get_args(AnyCommand))


@pytest.mark.parametrize("paper", papers())
def test_the_papers_are_fresh(paper: str) -> None:
    path = ROOT / paper
    assert path.exists(), "run: python -m broker.contracts.papers"
    assert path.read_text("utf-8") == papers()[paper], "run: python -m broker.contracts.papers"


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = json.loads((ROOT / "docs/contract/asyncapi.json").read_text("utf-8"))

    def references(value: Any) -> typing.Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    found = set(references(document))
    assert len(found) > 50
    for reference in found:
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def changed(example: str, **fields: object) -> bytes:
    return json.dumps({**json.loads(EXAMPLES[example]), **fields}).encode()


def test_an_unknown_field_is_an_error_in_a_command_and_nothing_in_an_event_or_a_snapshot() -> None:
    with pytest.raises(ContractError) as caught:
        codec.command(changed("command.call-next", windw=5))
    assert caught.value.field == "$.windw"
    assert caught.value.command_id == json.loads(EXAMPLES["command.call-next"])["id"]
    assert codec.event(changed("event.ticket-called", colour="red")) == decoded("event.ticket-called")
    assert codec.read(PAYLOADS["Snapshot"], changed("snapshot", music="waltz")) == decoded("snapshot")


def test_an_event_of_a_newer_version_keeps_its_place_in_the_journal() -> None:
    assert codec.event(changed("event.ticket-called", type="ticket-sung", seq=9)) == UnknownEvent(9)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (changed("command.call-next", window="5"), "$.window"),
        (changed("command.call-next", window=0), "$.window"),
        (changed("command.call-next", at="2026-11-23T08:00:04"), "$.at"),
        (changed("command.call-next", at="yesterday"), "$.at"),
        (changed("command.take-ticket", service="Residence Registration"), "$.service"),
        (changed("command.call-next", type="call-nxt"), "$.type"),
        (changed("command.call-next", id=None), "$.id"),
        (b"{}", "$.type"),
        (b'{"type":"call-next"', None),
        (b"\xff\xfe", None),
        (b'{"type":"call-next","id":"\xff"}', None),
        (b"", None),
        (b"[" * 60_000, None),
        (b" " * (codec.MAX_BYTES + 1), None),
    ],
)
def test_what_is_wrong_with_a_command_is_said_with_its_field(body: bytes, field: str | None) -> None:
    with pytest.raises(ContractError) as caught:
        codec.command(body)
    assert caught.value.field == field
    assert caught.value.why


def test_a_message_too_large_to_send_is_refused_with_its_kind() -> None:
    refused = msgspec.structs.replace(decoded("did"), picture="x" * codec.MAX_BYTES)
    with pytest.raises(ContractError, match="Did is 65"):
        codec.encode(refused)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("2026-11-23T08:00:04Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def bitten(body: bytes, at: int, bite: bytes) -> bytes:
    at %= len(body)
    return body[:at] + bite + body[at + len(bite) :]


any_bytes = st.one_of(
    st.binary(max_size=200),
    json_values.map(lambda value: json.dumps(value).encode()),
    st.builds(bitten, st.sampled_from(sorted(EXAMPLES.values())), st.integers(0), st.binary(max_size=6)),
    st.builds(
        lambda example, field, value: changed(example, **{field: value}),
        st.sampled_from(sorted(EXAMPLES)),
        st.sampled_from(["id", "at", "type", "seq", "window", "ticket", "lines", "message", "estimate", "status"]),
        json_values,
    ),
)


@settings(max_examples=400, deadline=None)
@given(any_bytes)
def test_any_bytes_are_a_message_or_a_contract_error(body: bytes) -> None:
    readers: list[typing.Callable[[bytes], object]] = [codec.command, codec.event]
    readers += [
        lambda body, kind=kind: codec.read(kind, body)
        for name, kind in PAYLOADS.items()
        if name not in ("Command", "Event")
    ]  # type: ignore[misc]
    for reader in readers:
        try:
            message = reader(body)
        except ContractError:
            continue
        if not isinstance(message, UnknownEvent):
            codec.encode(message)  # type: ignore[arg-type]
