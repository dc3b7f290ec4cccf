"""What the screen says, word for word, as values: a pure picture of a state that Kivy only has to draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from kiosk.info import visit
from kiosk.info.card_face import brief_fee, card_face, code_face
from kiosk.info.catalogue.shape import Service
from kiosk.info.faces import Face, HomeFace, ListFace, SampleFace, SearchFace, TextFace, Tone
from kiosk.info.inputs import (
    Move,
    OpenArticle,
    OpenCard,
    OpenCategories,
    OpenCategory,
    OpenContacts,
    OpenFees,
    OpenHours,
    OpenLaw,
    OpenLifeEvent,
    OpenLifeEvents,
    OpenMap,
    OpenNews,
    OpenSample,
    OpenSearch,
    Zoom,
)
from kiosk.info.map_face import map_face, places_face
from kiosk.info.news.age import age, day
from kiosk.info.paging import Block, cut, page_of, parts
from kiosk.info.saying import Saying, Words
from kiosk.info.tables import contacts_face, hours_face
from kiosk.info.visit import State
from kiosk.touch import frame as touch_frame
from kiosk.touch.faces import ButtonFace
from kiosk.touch.keyboard_face import keyboard_face

FOUND, LARGE_FOUND, LEAST_FOUND = 4, 2, 1  # results beside a keyboard

Frame = touch_frame.Frame[Face]
"""The whole screen."""


def frame(state: State, words: Words) -> Frame:
    """The screen of a state. Equal states give equal frames, so that only a change is drawn."""
    say = _Saying(words, state.language)
    return say.frame(state, say.face(state))


class _Saying(Saying, frozen=True):
    def face(self, state: State) -> Face:  # noqa: PLR0911, C901 - one row a screen
        match state.place:
            case visit.Home():
                return self.home(state)
            case visit.Search() as search:
                return self.search(state, search)
            case visit.Card() as card:
                return card_face(self, state, card)
            case visit.Code() as code:
                return code_face(self, code)
            case visit.Sample() as sample:
                return self.sample(sample)
            case visit.Hours(page):
                return hours_face(self, state, page)
            case visit.Contacts(page):
                return contacts_face(self, state, page)
            case visit.Law(page):
                return self.text(state, self.own("law.title"), self.law(), page)
            case visit.Article() as article:
                return self.article(state, article)
            case visit.Map() as place if self.content.map:
                return map_face(self, state, self.content.map, place)
            case visit.Places() as place if self.content.map:
                return places_face(self, state, self.content.map, place)
        return self.listing(state)

    def home(self, state: State) -> HomeFace:
        told, tone = self.status(state)
        rows: list[tuple[str, Any, str]] = [
            ("categories", OpenCategories(), ""),
            ("life-events", OpenLifeEvents(), ""),
            ("map", OpenMap(), ""),
            ("hours", OpenHours(), ""),
            ("fees", OpenFees(), ""),
            ("law", OpenLaw(), ""),
            ("contacts", OpenContacts(), ""),
            ("news", OpenNews(), self.news_age(state) or self.own("news.none")),
        ]
        there = {
            "categories": bool(self.content.catalogue.service),
            "life-events": bool(self.content.catalogue.life_event),
            "map": self.content.map is not None,
            "law": bool(self.content.catalogue.act),
        }
        return HomeFace(
            title=self.own("home.title"),
            status=told,
            tone=tone,
            search=self.button("home.search", OpenSearch(), icon="arrow-right", kind="primary"),
            buttons=tuple(
                self.button(f"home.{key}", press, note="" if state.large else note or self.own(f"home.note.{key}"))
                for key, press, note in rows
                if there.get(key, True)
            ),
        )

    def status(self, state: State) -> tuple[str, Tone]:
        """Whether the hall receives now. A hall none of whose lines gives tickets is closed for whoever comes."""
        if state.stale or state.hall is None:
            return self.own("status.unknown"), "plain"
        if state.hall == "suspended":
            return self.own("status.suspended"), "closed"
        opens = [line.opens for _, line in state.lines if line.opens and not line.open]
        if state.hall == "closed" or (opens and len(opens) == len(state.lines)):
            when = state.until if state.hall == "closed" else min(opens)
            told = self.own("status.closed-until", when=self.when(when, state)) if when else self.own("status.closed")
            return told, "closed"
        closes = [line.closes for _, line in state.lines if line.closes and line.open]
        if closes:
            return self.own("status.open-until", until=self.until(max(closes), state)), "open"
        return self.own("status.open"), "open"

    def listing(self, state: State) -> ListFace:  # noqa: PLR0911 - one row a list
        catalogue = self.content.catalogue
        match state.place:
            case visit.Categories(page):
                heads = [
                    self.head(c.name, OpenCategory(c.id), self.content.in_category(c.id)) for c in catalogue.category
                ]
                if self.content.other_services:
                    rest = self.content.other_services
                    note = self.count("count.services", len(rest))
                    heads.append(self.button("categories.other", OpenCategory(""), note=note))
                return self.rows(state, self.own("categories.title"), heads, page)
            case visit.LifeEvents(page):
                heads = [
                    self.head(e.name, OpenLifeEvent(e.id), self.content.in_event(e.id)) for e in catalogue.life_event
                ]
                return self.rows(state, self.own("life-events.title"), heads, page)
            case visit.Services() as services:
                return self.services(state, services)
            case visit.Samples(local_no, page):
                return self.samples(state, local_no, page)
            case visit.Fees(page):
                named = sorted(catalogue.service, key=lambda s: self.pick(s.name))
                heads = [ButtonFace(self.pick(s.name), OpenCard(s.local_no), note=brief_fee(self, s)) for s in named]
                return self.rows(state, self.own("fees.title"), heads, page, self.own("fees.note"))
            case visit.NewsList(page):
                return self.news(state, page)
        return self.rows(state, "", [], 0)

    def rows(self, state: State, title: str, rows: Sequence[ButtonFace], page: int, note: str = "") -> ListFace:
        shown, here, pages = page_of(rows, page, state.buttons)
        return ListFace(title, note if rows else self.own("ways.nothing"), shown, self.ways(here, pages))

    def head(self, name: Any, press: Any, services: Sequence[Service]) -> ButtonFace:
        return ButtonFace(self.pick(name), press, note=self.count("count.services", len(services)))

    def service(self, service: Service, state: State) -> ButtonFace:
        """A row that leads to a card, with what decides whether one stays: the fee, and whether it is open."""
        told, tone = self.line_state(self.content.line_of(service), state)
        note = brief_fee(self, service) if tone != "closed" else told
        return ButtonFace(self.pick(service.name), OpenCard(service.local_no), note=note)

    def result(self, service: Service, state: State) -> ButtonFace:
        """As `service`; beside a keyboard large letters leave room for its name alone."""
        row = self.service(service, state)
        return replace(row, note="") if state.large else row

    def services(self, state: State, place: visit.Services) -> ListFace:
        catalogue = self.content.catalogue
        if place.kind == "life-event":
            title, found = self.pick(catalogue.life_events[place.of].name), self.content.in_event(place.of)
        elif place.of:
            title, found = self.pick(catalogue.categories[place.of].name), self.content.in_category(place.of)
        else:
            title, found = self.own("categories.other"), self.content.other_services
        return self.rows(state, title, [self.service(each, state) for each in found], place.page)

    def search(self, state: State, place: visit.Search) -> SearchFace:
        found = self.content.finder.find(place.typed.text, 40) if place.typed.text.strip() else ()
        most = LEAST_FOUND if state.large and state.low else LARGE_FOUND if state.large or state.low else FOUND
        keys, page, pages = page_of(found, place.page, most)
        told = ""
        if place.typed.text.strip():
            told = self.own("search.found-these" if found else "search.found-none")
        return SearchFace(
            title=self.own("search.title"),
            typed=place.typed.text,
            hint=self.shared("keyboard.nothing-yet"),
            told=told,
            results=tuple(self.result(self.content.catalogue.services[key], state) for key in keys),
            keyboard=keyboard_face(place.typed, self.words.shared, self.language),
            ways=self.ways(page, pages),
        )

    def samples(self, state: State, local_no: str, page: int) -> ListFace:
        documents = [self.content.catalogue.documents[d] for d in self.content.catalogue.services[local_no].documents]
        rows = [
            ButtonFace(
                self.pick(d.name),
                OpenSample(d.id) if d.pictures else None,
                note=self.own("samples.has-sample") if d.pictures else self.pick(d.note),
            )
            for d in documents
        ]
        found = self.rows(state, self.own("samples.title"), rows, page)
        return found if rows else ListFace(found.title, self.own("samples.none"), (), found.ways)

    def sample(self, place: visit.Sample) -> SampleFace:
        document = self.content.catalogue.documents[place.document]
        shown, page, pages = page_of(document.pictures, place.page, 1)
        told = self.own("sample.page", page=page + 1, pages=pages)
        return SampleFace(
            title=self.pick(document.name),
            note=told,
            picture=self.content.picture(shown[0]),
            parts=visit.sample_parts(place.zoom, wide=self.content.wide),
            across=place.across,
            up=place.up,
            tools=tuple(self.tools(place)),
            ways=self.ways(page, pages),
        )

    def tools(self, place: visit.Sample) -> Iterator[ButtonFace]:
        columns, rows = visit.sample_parts(place.zoom, wide=self.content.wide)
        yield self.button("sample.bigger", Zoom(place.zoom + 1) if place.zoom < visit.CLOSEST else None, kind="primary")
        yield self.button("sample.smaller", Zoom(place.zoom - 1) if place.zoom > 1 else None)
        if rows > 1:
            yield self.button("sample.up", Move(0, -1) if place.up > 0 else None)
            yield self.button("sample.down", Move(0, 1) if place.up + 1 < rows else None)
        if columns > 1:
            yield self.button("sample.left", Move(-1, 0) if place.across > 0 else None)
            yield self.button("sample.right", Move(1, 0) if place.across + 1 < columns else None)

    def text(self, state: State, title: str, blocks: Sequence[Block], page: int, told: str = "") -> TextFace:
        pages = cut(blocks, self.room(state))
        here = min(page, len(pages) - 1)
        return TextFace(title, pages[here], (), told, self.ways(here, len(pages)))

    def law(self) -> tuple[Block, ...]:
        return tuple(Block("point", self.pick(act.name)) for act in self.content.catalogue.act)

    def news(self, state: State, page: int) -> ListFace:
        rows = [
            ButtonFace(item.title, OpenArticle(item.id), note=self.day_of(item.at, state) if item.at else "")
            for item in state.news.items
        ]
        return self.rows(state, self.own("news.title"), rows, page, self.news_age(state))

    def article(self, state: State, place: visit.Article) -> Face:
        found = next((item for item in state.news.items if item.id == place.id), None)
        if found is None:  # newer news have come; what was read is there no more
            return self.text(state, self.own("news.title"), parts(self.own("ways.nothing")), 0)
        told = " · ".join(filter(None, (self.day_of(found.at, state) if found.at else "", self.news_age(state))))
        blocks = tuple(Block("text", line) for line in found.words.splitlines() if line.strip())
        return self.text(state, found.title, blocks, place.page, told)

    def news_age(self, state: State) -> str:
        return age(state.news.read, state.now, self.content.hall.timezone, self.words.own, self.language)

    def day_of(self, at: Any, state: State) -> str:
        return day(at, state.now, self.content.hall.timezone, self.words.own, self.language)
