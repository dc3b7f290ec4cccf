"""How a visitor walks through what is offered: lists, search, purposes, the card of a service. Pure, no clock.

`walk` moves from place to place and ends in `Chosen`; a press that does not belong to the screen changes nothing. Every
place but home has the one before it, so «back» always leads there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from broker.contracts.hall_file import Service
from kiosk.dispenser.inputs import ChooseGroup, ChooseMatter, ChooseService, GoOn, OpenBranches, OpenSearch
from kiosk.dispenser.menu import LIFE_EVENTS, Group, Matter, Menu, Offer, pages
from kiosk.touch.presses import Back, More
from kiosk.touch.typing_keys import KeyPress, Typed


class Home(Struct, frozen=True):
    page: int = 0


class Search(Struct, frozen=True):
    """Typing what one came for."""

    typed: Typed = field(default_factory=Typed)
    page: int = 0
    before: Home = Home()


class Services(Struct, frozen=True):
    """A group and what stands in it."""

    group: str
    page: int = 0
    before: Home | Search | Services = Home()


class Purposes(Struct, frozen=True):
    """A matter is chosen; what does the visitor want of it?"""

    matter: str
    before: Home | Search | Services


class Card(Struct, frozen=True):
    """What to know of a service before its ticket: papers, fee, term."""

    service: str
    before: Home | Search | Services | Purposes


class Branches(Struct, frozen=True):
    """How busy the other halls are. `opened`: their ages are told as of this moment (monotonic seconds)."""

    opened: float
    before: Home = Home()


Listing = Home | Services | Search
Browsing = Listing | Purposes | Card | Branches


class Chosen(Struct, frozen=True):
    """A service, and nothing more to ask or to tell about it; `before`: where the visitor came from."""

    service: str
    before: Listing | Purposes | Card


class Around(Struct, frozen=True):
    """What matters of the world: the menu, the buttons of a screen, whether a service gives tickets now, whether other
    halls are known, and the time.
    """

    menu: Menu
    buttons: int
    gives: Callable[[Service], bool]
    branches: bool
    at: float


def results(buttons: int) -> int:
    """How many of what was found stand on one screen, which the keyboard shares."""
    return buttons // 2 + 1


def offers(place: Listing, menu: Menu) -> tuple[Offer, ...]:
    """What stands on a listing, all its pages."""
    match place:
        case Home():
            return menu.home
        case Services(group):
            return menu.groups[group].entries
        case Search(typed):
            return menu.find(typed.text)


def cut(place: Listing, menu: Menu, buttons: int) -> list[tuple[Offer, ...]]:
    """A listing in screens."""
    return pages(offers(place, menu), results(buttons) if isinstance(place, Search) else buttons)


def searchable(menu: Menu) -> bool:
    """Whether there is more than one screen shows."""
    return len(menu.services) > 8  # noqa: PLR2004 - buttons of a screen


def has_card(service: Service) -> bool:
    """Whether there is anything to tell before the ticket."""
    return bool(service.not_needed or service.bring or service.fee or service.term)


def walk(place: Browsing, press: Any, around: Around) -> Browsing | Chosen:
    """Where a press leads."""
    if isinstance(place, Home | Services | Search):
        return _walk_listing(place, press, around)
    match press, place:
        case Back(), _:
            return place.before
        case ChooseService(service), Purposes(matter) if service in {
            s.id for s in around.menu.matters[matter].services
        }:
            return _choose(around.menu.services[service], place, around)
        case GoOn(), Card(service) if around.gives(around.menu.services[service]):
            return Chosen(service, place)
    return place


def _walk_listing(listing: Listing, press: Any, around: Around) -> Browsing | Chosen:
    match press:
        case More() | Back():
            return _turn(listing, press, around)
        case ChooseGroup() | ChooseMatter() | ChooseService():
            return _choose_from(listing, press, around)
    if isinstance(listing, Search) and isinstance(press, KeyPress):
        return replace(listing, typed=listing.typed.after(press), page=0)
    return _open(listing, press, around) if isinstance(listing, Home) else listing


def _turn(listing: Listing, press: More | Back, around: Around) -> Listing:
    """To the next screen of a list, or to what was before."""
    match press:
        case More():
            last = len(cut(listing, around.menu, around.buttons)) - 1
            return replace(listing, page=min(listing.page + 1, last))
        case Back() if listing.page > 0:
            return replace(listing, page=listing.page - 1)
    return listing if isinstance(listing, Home) else listing.before


def _open(home: Home, press: Any, around: Around) -> Home | Search | Services | Branches:
    match press:
        case OpenSearch() if searchable(around.menu):
            return Search(before=home)
        case OpenBranches() if around.branches:
            return Branches(around.at, home)
    return home


def _choose_from(
    listing: Listing, press: ChooseGroup | ChooseMatter | ChooseService, around: Around
) -> Browsing | Chosen:
    menu = around.menu
    if press == ChooseGroup(LIFE_EVENTS) and isinstance(listing, Home) and menu.life_events:
        return Services(LIFE_EVENTS, before=listing)
    for offer in offers(listing, menu):
        match press, offer:
            case ChooseGroup(group), Group(id=found) if group == found:
                return Services(group, before=listing)
            case ChooseMatter(matter), Matter(id=found) if matter == found:
                return Purposes(matter, listing)
            case ChooseService(service), Service(id=found) if service == found:
                return _choose(offer, listing, around)
    return listing


def _choose(service: Service, before: Listing | Purposes, around: Around) -> Browsing | Chosen:
    if not around.gives(service):
        return before
    return Card(service.id, before) if has_card(service) else Chosen(service.id, before)
