"""Wishes about appointments and about documents that are ready."""

from __future__ import annotations

from broker.contracts.command import Command
from broker.contracts.fields import BookingRef, Case, Day, Id, Language, Moment, Person, Slug, Slugs


class Book(Command, frozen=True, kw_only=True):
    """A place at a slot of a service. `slot`: the moment at which the slot begins."""

    service: Slug
    slot: Moment
    person: Person | None = None
    language: Language = "uk"
    needs: Slugs = ()
    priority: Slug | None = None


class MoveBooking(Command, frozen=True, kw_only=True):
    """Another slot of the same service. `person`, when the day becomes another: digests are kept by the day."""

    booking: BookingRef
    slot: Moment
    person: Person | None = None


class CancelBooking(Command, frozen=True, kw_only=True):
    booking: BookingRef


class ListSlots(Command, frozen=True, kw_only=True):
    """The slots of a day, full ones among them; without `day`, the next free ones."""

    service: Slug
    day: Day | None = None


class ListBookings(Command, frozen=True, kw_only=True):
    """The bookings of a day (without `day`, of today) in order of their slots, at most 100; `after`: the last one had."""

    day: Day | None = None
    after: Id | None = None


class CheckIn(Command, frozen=True, kw_only=True):
    """Whoever booked is here: the booking becomes a ticket."""

    booking: BookingRef


class DocumentReady(Command, frozen=True, kw_only=True):
    """A case's document can be picked up from now on."""

    case: Case


class DocumentHandedOut(Command, frozen=True, kw_only=True):
    """A case's document is with its holder."""

    case: Case


class IsReady(Command, frozen=True, kw_only=True):
    """Whether a case's document can be picked up; changes nothing."""

    case: Case
