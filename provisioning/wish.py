"""The words of `cherha send` as a command of the contract. Pure.

A moment without an offset (`slot=2026-11-24T09:20`) is by the clock of the hall: in the zone of `at`.

`window=5 lines=residence,passport keep_seniority=false priority=null`: each value is read as its field's type asks.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec.inspect import DateTimeType, Field, Metadata, NoneType, StructType, UnionType, VarTupleType, type_info

from broker.contracts.commands import AnyCommand, Command
from broker.contracts.errors import ContractError
from provisioning.words import say, unknown

KINDS: dict[str, type[Command]] = {str(kind.__struct_config__.tag): kind for kind in AnyCommand.__args__}


def read_wish(words: list[str], new_id: str, at: datetime) -> Command:
    """The command that `words` (its name, then key=value) ask for; `id` and `at` may be among them.

    ContractError, with words for a person, when there is no such command or field, or a value does not fit.
    """
    name, *pairs = words
    if name not in KINDS:
        raise ContractError(unknown("wish", name, list(KINDS)))
    shape = type_info(KINDS[name])
    assert isinstance(shape, StructType)
    fields = {field.name: field for field in shape.fields}
    given: dict[str, Any] = {"id": new_id, "at": at}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ContractError(say("mistake.no-equals", word=pair))
        if key not in fields:
            raise ContractError(unknown("field", key, list(fields)), f"$.{key}")
        given[key] = _value(fields[key], value, at)
    missing = [field.name for field in shape.fields if field.required and field.name not in given]
    if missing:
        raise ContractError(say("mistake.missing", fields=", ".join(missing), command=name), f"$.{missing[0]}")
    try:
        wish: Command = msgspec.convert(given, KINDS[name], strict=False)
    except msgspec.ValidationError as error:
        raise ContractError(say("mistake.value", why=error)) from None
    return wish


def _value(field: Field, text: str, at: datetime) -> str | list[str] | None:
    plain = field.type.type if isinstance(field.type, Metadata) else field.type
    kinds = plain.types if isinstance(plain, UnionType) else (plain,)
    kinds = tuple(kind.type if isinstance(kind, Metadata) else kind for kind in kinds)
    if any(isinstance(kind, DateTimeType) for kind in kinds):
        return _by_the_halls_clock(text, at)
    if text == "null" and any(isinstance(kind, NoneType) for kind in kinds):
        return None
    if any(isinstance(kind, VarTupleType) for kind in kinds):
        return [part for part in text.split(",") if part]
    return text


def _by_the_halls_clock(text: str, at: datetime) -> str:
    """A moment with an offset; what is no moment at all stays as it is, for the reader to complain of."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=at.tzinfo)).isoformat()
