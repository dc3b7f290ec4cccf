"""Bytes to messages and back. Commands are read strictly, everything else tolerantly; nothing over 64 KiB."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from broker.contracts.commands import AnyCommand, Command
from broker.contracts.errors import ContractError
from broker.contracts.events import AnyEvent, Event, UnknownEvent

MAX_BYTES = 64 * 1024

T = TypeVar("T", bound=msgspec.Struct)

_encode = msgspec.json.Encoder(order=None).encode
_command = msgspec.json.Decoder[Command](AnyCommand)
_event = msgspec.json.Decoder[Event](AnyEvent)
_EVENT_TYPES = frozenset(e.__struct_config__.tag for e in AnyEvent.__args__)
_PATH = re.compile(r" - at `(\$[^`]*)`")
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_TOLD = 200  # characters of somebody else's bytes that an answer repeats: it must fit into a message itself


class _Envelope(msgspec.Struct):
    id: str | None = None
    type: str | None = None
    seq: int = 0


_envelope = msgspec.json.Decoder(_Envelope)


def encode(message: msgspec.Struct) -> bytes:
    """The bytes of any message. ContractError when they would not fit into one (64 KiB)."""
    body = _encode(message)
    if len(body) > MAX_BYTES:
        raise ContractError(f"{type(message).__name__} is {len(body)} bytes; at most {MAX_BYTES} fit into a message")
    return body


def command(body: bytes) -> Command:
    """Read a command. ContractError names the field at fault, and the command's id if that much was readable."""
    _check_size(body)
    try:
        read_command: Command = _command.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _explained(error, body) from None
    return read_command


def event(body: bytes) -> Event | UnknownEvent:
    """Read an event; one of a newer version comes back as UnknownEvent, so that its `seq` is not a gap."""
    _check_size(body)
    try:
        read_event: Event = _event.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        try:
            envelope = _envelope.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            envelope = _Envelope()
        if envelope.type is not None and envelope.type not in _EVENT_TYPES:
            return UnknownEvent(envelope.seq)
        raise _explained(error, body) from None
    return read_event


def read(kind: type[T], body: bytes) -> T:
    """Read a reply, snapshot, status, … of a known kind, ignoring what this version does not know."""
    _check_size(body)
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _explained(error, body) from None


def _check_size(body: bytes) -> None:
    if len(body) > MAX_BYTES:
        raise ContractError(f"{len(body)} bytes; a message has at most {MAX_BYTES}")


def _explained(error: Exception, body: bytes) -> ContractError:
    why = str(error)
    where = _PATH.search(why)
    try:
        command_id = _envelope.decode(body).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        command_id = None
    if command_id is not None and not _ID.fullmatch(command_id):
        command_id = None
    field = where.group(1) if where else None
    if field is None and (unknown := re.search(r"(?:unknown|missing required) field `([^`]*)`", why)):
        field = f"$.{unknown.group(1)}"
    return ContractError(_PATH.sub("", why)[:_TOLD], field and field[:_TOLD], command_id)
