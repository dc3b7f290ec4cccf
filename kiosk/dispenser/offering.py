"""What the dispenser says of all that it offers, in one language. Pure."""

from __future__ import annotations

from itertools import islice

from msgspec.structs import replace

from broker.contracts.fields import Text
from broker.contracts.hall_file import Service
from broker.contracts.hall_offer import Fee
from broker.contracts.phrases import FIRST, pick
from kiosk.dispenser.browsing import (
    Branches,
    Browsing,
    Card,
    Home,
    Listing,
    Purposes,
    Search,
    Services,
    cut,
    searchable,
)
from kiosk.dispenser.errands.faces import errand_buttons
from kiosk.dispenser.inputs import (
    BranchSeen,
    ChooseGroup,
    ChooseMatter,
    ChooseService,
    GoOn,
    OpenBranches,
    OpenSearch,
)
from kiosk.dispenser.menu import LIFE_EVENTS, Group, Matter, Menu, Offer, services_of
from kiosk.dispenser.offer_faces import BranchesFace, BranchRow, CardFace, MenuFace, SearchFace, Section
from kiosk.dispenser.visit import State
from kiosk.touch import words
from kiosk.touch.faces import ButtonFace
from kiosk.touch.keyboard_face import keyboard_face

SHOWN_BRANCHES = 6
OLD = 3600.0  # seconds after which nobody should go to another hall for what was said of it


class Words(words.Words, frozen=True):
    menu: Menu


class Offering(words.Saying, frozen=True):
    words: Words

    def browsing(self, state: State, place: Browsing) -> MenuFace | SearchFace | CardFace | BranchesFace:
        match place:
            case Search():
                return self.search(state, place)
            case Purposes(matter):
                return self.purposes(state, self.words.menu.matters[matter])
            case Card(service):
                return self.card(state, self.words.menu.services[service])
            case Branches():
                return self.branches(state, place)
        return self.menu(state, place)

    def menu(self, state: State, listing: Home | Services) -> MenuFace:
        title = self.own("menu.title")
        if isinstance(listing, Services):
            title = self.name(self.words.menu.groups[listing.group])
        return MenuFace(
            title=title,
            buttons=self.page(state, listing),
            back=self.back() if listing.page or isinstance(listing, Services) else None,
            banner=self.warning(state),
            tiles=isinstance(listing, Home),
            ways=self.ways(state) if isinstance(listing, Home) else (),
        )

    def page(self, state: State, listing: Listing) -> tuple[ButtonFace, ...]:
        """One screen of a listing."""
        screens = cut(listing, self.words.menu, state.buttons)
        here = screens[min(listing.page, len(screens) - 1)]
        buttons = [self.entry(entry, state) for entry in here]
        if listing.page + 1 < len(screens):
            buttons.append(self.more())
        return tuple(buttons)

    def ways(self, state: State) -> tuple[ButtonFace, ...]:
        """What leads from the first screen elsewhere than into its list."""
        found = []
        if searchable(self.words.menu):
            found.append(self.button("menu.search", OpenSearch(), icon="search", kind="quiet"))
        if self.words.menu.life_events:
            found.append(self.button("menu.life-events", ChooseGroup(LIFE_EVENTS), kind="quiet"))
        if state.branches:
            found.append(self.button("menu.branches", OpenBranches(), kind="quiet"))
        return (*found, *errand_buttons(self, state, self.words.menu.errands))

    def warning(self, state: State) -> str:
        """What a visitor must know before the first touch: the printer is out of paper, a part of the hall stands still."""
        told = [] if state.can_print else [self.own("menu.no-paper")]
        told += [self.own("menu.alone")] if state.alone else []
        concerning = (notice for notice in state.notices if notice.stops or not notice.lines)
        told += [pick(notice.text, self.language) for notice in islice(concerning, 1)]
        return " ".join(told)

    def closed(self, line: str, state: State) -> str:
        """Why a line gives no tickets now."""
        if state.lost and line in state.spent and line not in state.shut_lines:
            return self.own("menu.closed-alone")
        why = next((notice.code for notice in state.notices if notice.stops and line in notice.lines), None)
        if why is None:
            opens = dict(state.opens).get(line)
            return self.own("menu.opens", when=self.moment(opens)) if opens else self.own("menu.closed-line")
        key = f"menu.stopped.{why}"
        return self.own(key if key in self.words.own.keys(FIRST) else "menu.stopped.other")

    def entry(self, entry: Offer, state: State) -> ButtonFace:
        name = self.name(entry)
        if isinstance(entry, Group):
            return ButtonFace(
                name, ChooseGroup(entry.id), note=self.listed([self.name(each) for each in entry.entries])
            )
        services = services_of(entry)
        if all(service.line in state.closed_lines for service in services):
            return ButtonFace(name, None, note=self.closed(services[0].line, state))
        if isinstance(entry, Matter):
            return ButtonFace(name, ChooseMatter(entry.id), note=self.listed([self.purpose(s) for s in services]))
        return ButtonFace(name, ChooseService(entry.id))

    def name(self, offer: Offer) -> str:
        return self.own("menu.life-events") if offer.id == LIFE_EVENTS else pick(offer.name, self.language)

    def listed(self, names: list[str]) -> str:
        """Names in one line, in small letters unless one is an abbreviation («ID-картка»)."""
        inside = ", ".join(name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in names)
        return inside[:1].upper() + inside[1:]

    def purposes(self, state: State, matter: Matter) -> MenuFace:
        """Every purpose of a matter, those whose line is closed with the time when it opens."""
        buttons = []
        for service in matter.services:
            closed = service.line in state.closed_lines
            press, note = (None, self.closed(service.line, state)) if closed else (ChooseService(service.id), "")
            buttons.append(ButtonFace(self.purpose(service), press, note=note))
        title = self.own("purpose.title", matter=self.name(matter))
        return MenuFace(title, tuple(buttons), self.back(), self.warning(state), tiles=False)

    def purpose(self, service: Service) -> str:
        named = self.words.menu.purposes.get(service.purpose)
        return pick(named, self.language) if named else self.own(f"purpose.{service.purpose}")

    def search(self, state: State, place: Search) -> SearchFace:
        found = tuple(
            replace(button, note="") if isinstance(button.press, ChooseGroup) else button  # there is no room for it
            for button in self.page(state, place)
        )
        typed = place.typed.text
        key = ("found" if typed.strip() else "wanted") if found else "nothing" if typed.strip() else "begin"
        return SearchFace(
            typed=typed,
            hint="" if typed else self.shared("keyboard.nothing-yet"),
            message=self.own(f"search.{key}"),
            results=found,
            keyboard=keyboard_face(place.typed, self.words.shared, self.language),
            back=self.back(),
        )

    def card(self, state: State, service: Service) -> CardFace:
        closed = service.line in state.closed_lines
        asked = self.words.menu.asks_about_visitor
        return CardFace(
            service=pick(service.name, self.language),
            sections=tuple(self.sections(service)),
            closed=self.closed(service.line, state) if closed else "",
            go=self.button("card.go-on" if asked else "card.take", None if closed else GoOn(), kind="primary"),
            back=self.back(),
        )

    def sections(self, service: Service) -> list[Section]:
        found = []
        if service.not_needed:
            found.append(Section(self.own("card.not-needed"), self.picked(service.not_needed), "cross"))
        if service.bring:
            found.append(Section(self.own("card.bring"), self.picked(service.bring), "check"))
        if service.fee:
            found.append(Section(self.own("card.fee"), (self.fee(service.fee),)))
        if service.term:
            found.append(Section(self.own("card.term"), (pick(service.term, self.language),)))
        return found

    def picked(self, texts: tuple[Text, ...]) -> tuple[str, ...]:
        return tuple(pick(text, self.language) for text in texts)

    def fee(self, fee: Fee) -> str:
        whole = f"{fee.amount:.0f}" if fee.amount == int(fee.amount) else f"{fee.amount:.2f}"
        comma = self.own("card.decimal")
        amount = self.own("card.hryvnias", amount=whole.replace(".", comma)) if fee.amount else self.own("card.free")
        note = pick(fee.note, self.language)
        return f"{amount}, {note}" if note else amount

    def branches(self, state: State, place: Branches) -> BranchesFace:
        """The least busy first; those of which nothing fresh is known last."""
        known = sorted(state.branches, key=lambda branch: _busy(branch, place.opened))
        rows = tuple(
            self.branch(each, place.opened - each.since) for each in known[: min(SHOWN_BRANCHES, state.buttons)]
        )
        return BranchesFace(self.own("branches.title"), rows, self.back())

    def branch(self, branch: BranchSeen, age: float) -> BranchRow:
        if age > OLD:
            load = self.own("branches.unknown")
        elif not branch.open:
            load = self.own("branches.closed")
        else:
            load = self.words.own.count(self.language, "branches.waiting", branch.waiting)
            if branch.likely is not None:
                load += ", " + self.own("branches.likely", minutes=round(branch.likely))
        minutes = int(age // 60)
        told = self.own("branches.age", minutes=minutes) if minutes else self.own("branches.fresh")
        if age > OLD:
            told = self.own("branches.old", hours=int(age // 3600))
        return BranchRow(pick(branch.name, self.language), pick(branch.address, self.language), load, told)


def _busy(branch: BranchSeen, now: float) -> tuple[bool, bool, float, int]:
    likely = branch.likely if branch.likely is not None else float(branch.waiting)
    return now - branch.since > OLD, not branch.open, likely, branch.waiting
