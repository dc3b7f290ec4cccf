"""What may be wrong in a staff list beside its shape: rules like those of the hall file. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from broker.contracts import hall_shape
from broker.contracts.hall_shape import Mistake, did_you_mean
from broker.contracts.hall_tables import names, tables
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
                yield (*path, "id"), f'the id "{identity}" must be 1 to 40 of a-z, 0-9 and "-"; names may be anything'
            if identity in seen:
                yield (*path, "id"), f'somebody has the id "{identity}" already; give this person another one'
            seen.add(identity)
        if table.get("roles") == []:
            yield (*path, "roles"), f"nobody works without a role; {did_you_mean('', ROLES)}"
        for role in names(table, "roles"):
            if role not in ROLES:
                yield (*path, "roles"), f'there is no role "{role}"; {did_you_mean(role, ROLES)}'
        pin = table.get("pin")
        if isinstance(pin, str) and pin and not pin.startswith("$argon2id$"):
            yield (*path, "pin"), '"pin" is no argon2id hash; a PIN is never written down: cherha staff pin ID'


def _cards(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    salt = raw.get("sign_in", {})
    salted = isinstance(salt, dict) and bool(salt.get("card_salt"))
    seen: dict[str, str] = {}
    for path, table in tables(raw, "person"):
        card = table.get("card")
        if not isinstance(card, str) or not card:
            continue
        if not _CARD.fullmatch(card):
            yield (*path, "card"), '"card" is no digest; a card is never written down: cherha staff card ID'
        elif not salted:
            yield (*path, "card"), 'without "card_salt" in [sign_in] no card opens; cherha staff card ID makes both'
        if card in seen:
            yield (*path, "card"), f'this card is that of "{seen[card]}"; a card has one person'
        seen.setdefault(card, str(table.get("id")))
