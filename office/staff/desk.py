"""Where the staff list is changed: each wish is looked at as a whole, carried out once, and told to the journal."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.staff_pins import drawn
from broker.contracts.staffed import StaffDeed
from office.doors.cards import CardTaken, with_card
from office.doors.codes import pin_hash
from office.doors.doorkeeper import Doorkeeper, Signed
from office.doors.person import ROLES, Person, Role, Staff, with_person, without
from office.staff import wishes as w
from office.staff.checking import Mistake, names_of, of_card, of_code, of_name, of_pin, of_roles, plain
from office.staff.naming import code_for
from office.staff.pasted import Newcomer, read_list
from office.staff.rights import manages, shuts_out


class Slip(Struct, frozen=True):
    """What somebody is to be told once. `window`: 0 where none was said."""

    name: str
    code: str
    pin: str
    window: int = 0


class Outcome(Struct, frozen=True):
    """`key` and `slots`: what to say of it. `slips`: PINs that were drawn; they are told here, and never again.

    `people`: who would be added.
    """

    key: str
    slots: dict[str, str] = {}
    slips: tuple[Slip, ...] = ()
    people: tuple[Newcomer, ...] = ()


class Stopped(Exception):
    """Nothing was done. `key` and `slots`: why; or `mistakes`."""

    def __init__(self, key: str = "", mistakes: Collection[Mistake] = (), **slots: str) -> None:
        super().__init__(key or str(mistakes))
        self.key, self.mistakes, self.slots = key, tuple(mistakes), slots


class StaffDesk:
    """`roles`: what people call them, in small letters; `windows`: those of the hall as it is now."""

    def __init__(self, keeper: Doorkeeper, roles: Mapping[str, str], windows: Callable[[], Collection[int]]) -> None:
        self._keeper, self._roles, self._windows = keeper, roles, windows
        # Memory: a PIN that is hashed takes 32 MiB of it.
        self._one = asyncio.Lock()
        self._deeds: dict[type[w.Wish], Callable[[Signed, Any], Awaitable[Outcome]]] = {
            w.Add: self._add,
            w.Change: self._change,
            w.NewPin: self._new_pin,
            w.GiveCard: self._give_card,
            w.Remove: self._remove,
            w.LetIn: self._let_in,
            w.AddAll: self._add_all,
        }

    async def carry_out(self, signed: Signed, wish: w.Wish) -> Outcome:
        """Stopped where a rule says no; ConfigError when the list on the disk is wrong; OSError when the disk is."""
        self._may(self._keeper.staff, signed)
        async with self._one:
            return await self._deeds[type(wish)](signed, wish)

    async def _add(self, signed: Signed, wish: w.Add) -> Outcome:
        name, pin = plain(wish.name), wish.pin if wish.pin is not None else drawn(secrets.randbelow)
        asked, hashed = plain(wish.person), await _hashed(pin, wish.pin)
        made: list[Person] = []

        def change(staff: Staff) -> Staff:
            code = asked or code_for(name, [person.id for person in staff.person])
            _stop(
                *of_name(name, names_of(staff)),
                *of_code(code, staff),
                *of_roles(wish.roles),
                *of_pin(wish.pin),
            )
            made[:] = [Person(id=code, name=name, roles=_in_order(wish.roles), pin=hashed)]
            return with_person(staff, made[0])

        await self._amend(signed, change)
        person = made[0]
        self._note("staff-added", signed, person, person.roles)
        slips = (Slip(name, person.id, pin),) if wish.pin is None else ()
        return Outcome("done.added", {"name": name, "code": person.id}, slips)

    async def _add_all(self, signed: Signed, wish: w.AddAll) -> Outcome:
        def read(staff: Staff) -> tuple[Newcomer, ...]:
            people, mistakes = read_list(wish.text, staff, self._roles, self._windows())
            _stop(*mistakes)
            return people

        people = read(self._keeper.staff)
        if wish.look:
            return Outcome("done.looked", {"count": str(len(people))}, people=people)
        slips = {each.line: drawn(secrets.randbelow) for each in people}
        hashed = await asyncio.to_thread(lambda: {line: pin_hash(pin) for line, pin in slips.items()})

        def change(staff: Staff) -> Staff:
            nonlocal people
            people = read(staff)  # as the list is now: others may have come meanwhile, and codes be taken
            for each in people:
                made = Person(id=each.code, name=each.name, roles=_in_order(each.roles), pin=hashed[each.line])
                staff = with_person(staff, made)
            return staff

        staff = await self._amend(signed, change)
        for each in people:
            self._note("staff-added", signed, staff.of(each.code), _in_order(each.roles))
        told = tuple(Slip(each.name, each.code, slips[each.line], each.window) for each in people)
        return Outcome("done.added-all", {"count": str(len(people))}, told)

    async def _change(self, signed: Signed, wish: w.Change) -> Outcome:
        name, before = plain(wish.name), self._known(self._keeper.staff, wish.person)

        def change(staff: Staff) -> Staff:
            nonlocal before
            before = self._known(staff, wish.person)
            if (before.name, before.roles) != (wish.was_name, wish.was_roles):
                raise Stopped("stopped.changed", name=before.name)
            _stop(*of_name(name, names_of(staff, before)), *of_roles(wish.roles))
            return with_person(staff, replace(before, name=name, roles=_in_order(wish.roles)))

        after = self._known(await self._amend(signed, change), wish.person)
        if set(after.roles) != set(before.roles):
            self._note("staff-roles", signed, after, after.roles)
        if after.name != before.name:
            self._note("staff-renamed", signed, after)
        if "operator" in before.roles and "operator" not in after.roles:
            self._keeper.leave_windows(after)
        return Outcome("done.changed", {"name": after.name})

    async def _new_pin(self, signed: Signed, wish: w.NewPin) -> Outcome:
        pin = wish.pin if wish.pin is not None else drawn(secrets.randbelow)
        hashed = await _hashed(pin, wish.pin)

        def change(staff: Staff) -> Staff:
            person = self._known(staff, wish.person)
            _stop(*of_pin(wish.pin))
            return with_person(staff, replace(person, pin=hashed, told_pin=""))

        person = self._known(await self._amend(signed, change), wish.person)
        self._note("staff-pin", signed, person)
        self._keeper.forgive(person)
        self._out(person, signed)
        slips = (Slip(person.name, person.id, pin),) if wish.pin is None else ()
        return Outcome("done.pin", {"name": person.name}, slips)

    async def _give_card(self, signed: Signed, wish: w.GiveCard) -> Outcome:
        before = self._known(self._keeper.staff, wish.person)

        def change(staff: Staff) -> Staff:
            nonlocal before
            before = self._known(staff, wish.person)
            _stop(*of_card(wish.card))
            try:
                return (
                    with_card(staff, before, wish.card) if wish.card else with_person(staff, replace(before, card=""))
                )
            except CardTaken as taken:
                _stop(Mistake("card", "mistake.card-taken", {"name": taken.holder.name}))
                raise

        person = self._known(await self._amend(signed, change), wish.person)
        self._note("staff-card" if wish.card else "staff-card-gone", signed, person)
        if before.card and before.card != person.card:
            self._out(person, signed)  # whoever found the old one is out, too
        return Outcome("done.card" if wish.card else "done.card-gone", {"name": person.name})

    async def _remove(self, signed: Signed, wish: w.Remove) -> Outcome:
        person = self._known(self._keeper.staff, wish.person)
        await self._amend(signed, lambda staff: without(staff, self._known(staff, wish.person).id))
        self._note("staff-removed", signed, person)
        return Outcome("done.removed", {"name": person.name})

    async def _let_in(self, signed: Signed, wish: w.LetIn) -> Outcome:
        if wish.person is None:
            self._keeper.forgive_address(wish.address)
            self._keeper.audit.note("staff-let-in", signed.person.id)
            return Outcome("done.address", {"address": wish.address})
        person = self._known(self._keeper.staff, wish.person)
        self._keeper.forgive(person)
        self._note("staff-let-in", signed, person)
        return Outcome("done.let-in", {"name": person.name})

    async def _amend(self, signed: Signed, change: Callable[[Staff], Staff]) -> Staff:
        """Changed as the list is by then: also who may, and that somebody may after it."""

        def allowed(staff: Staff) -> Staff:
            self._may(staff, signed)
            after = change(staff)
            if shuts_out(staff, after):
                raise Stopped("stopped.last")
            return after

        return await self._keeper.amend(allowed)

    def _may(self, staff: Staff, signed: Signed) -> None:
        if not manages(staff, staff.of(signed.person.id)):
            self._keeper.audit.note("not-allowed", signed.person.id)
            raise Stopped("stopped.not-yours")

    def _known(self, staff: Staff, identity: str) -> Person:
        person = staff.of(identity)
        if person is None:
            raise Stopped("stopped.gone", code=identity)
        return person

    def _out(self, person: Person, signed: Signed) -> None:
        """All their sessions are over, but the one that has just pressed."""
        self._keeper.end_all(person, but=signed.session)

    def _note(self, what: StaffDeed, signed: Signed, person: Person | None, roles: tuple[str, ...] = ()) -> None:
        if person is not None:
            self._keeper.audit.note(what, signed.person.id, whom=person.id, roles=roles)


async def _hashed(pin: str, typed: str | None) -> str:
    """ "" for what is no PIN: whoever typed it is told so, and nothing is kept."""
    return "" if any(of_pin(typed)) else await asyncio.to_thread(pin_hash, pin)


def _stop(*mistakes: Mistake) -> None:
    if mistakes:
        raise Stopped(mistakes=mistakes)


def _in_order(roles: Collection[str]) -> tuple[Role, ...]:
    """As the list of roles has them, each once."""
    return tuple(role for role in ROLES if role in roles)
