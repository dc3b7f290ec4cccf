"""What may be wrong in a staff list beside its shape: rules like those of the hall file. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from broker.contracts import hall_shape
from broker.contracts.hall_shape import Mistake, nearest
from broker.contracts.hall_tables import names, tables
from broker.contracts.mistakes.wrong import wrong
from office.doors.person import ROLES, Staff

_SLUG = re.compile(r"[a-z0-9-]{1,40}")
_CARD = re.compile(r"[0-9a-f]{64}")


def mistakes(raw: Mapping[str, Any]) -> list[Mistake]:
    """Everything that is wrong, with where it stands."""
    return [*hall_shape.mistakes(raw, Staff), *_people(raw), *_cards(raw)]


def _people(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, table in tables(raw, "person"):
        identity = table.get("id")
        if isinstance(identity, str):
            if not _SLUG.fullmatch(identity):
                yield (*path, "id"), wrong("staff.id", id=identity)
            if identity in seen:
                yield (*path, "id"), wrong("staff.taken", id=identity)
            seen.add(identity)
        if table.get("roles") == []:
            yield (*path, "roles"), wrong("staff.no-role", near=nearest("", ROLES))
        for role in names(table, "roles"):
            if role not in ROLES:
                yield (*path, "roles"), wrong("staff.role", role=role, near=nearest(role, ROLES))
        pin = table.get("pin")
        if isinstance(pin, str) and pin and not pin.startswith("$argon2id$"):
            yield (*path, "pin"), wrong("staff.pin")


def _cards(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    salt = raw.get("sign_in", {})
    salted = isinstance(salt, dict) and bool(salt.get("card_salt"))
    seen: dict[str, str] = {}
    for path, table in tables(raw, "person"):
        card = table.get("card")
        if not isinstance(card, str) or not card:
            continue
        if not _CARD.fullmatch(card):
            yield (*path, "card"), wrong("staff.card")
        elif not salted:
            yield (*path, "card"), wrong("staff.no-salt")
        if card in seen:
            yield (*path, "card"), wrong("staff.card-taken", id=seen[card])
        seen.setdefault(card, str(table.get("id")))
