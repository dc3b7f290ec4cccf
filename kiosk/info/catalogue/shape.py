"""The catalogue as values: what the hall does, for whom, with which papers, for how much, how soon, by which acts. Pure.

A service is named by `state_id`, the state's identifier (five digits, a string: it may begin with a nought), and
`local_no`, the municipality's own number, which is one service's alone. An information card and a technological card
are made of a service, in the order that people know from paper.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from msgspec import Struct

from broker.contracts.fields import Text


class Head(Struct, frozen=True, kw_only=True):
    """[catalogue]. `base_url`: where a card can be read on a telephone, with {local_no} and {state_id} in it; absent:
    the terminal gives the essentials of a card as text. `updated`: the day of the last change, as 2026-11-23.
    """

    version: str
    updated: str
    base_url: str = ""


class Contact(Struct, frozen=True, kw_only=True):
    """[[contact]]: one line of the page of contacts."""

    name: Text
    value: Text
    note: Text = {}


class Authority(Struct, frozen=True, kw_only=True):
    """[[authority]]: the body that gives a service."""

    id: str
    name: Text
    address: Text = {}
    hours: Text = {}
    phone: str = ""


class Category(Struct, frozen=True, kw_only=True):
    id: str
    name: Text


class LifeEvent(Struct, frozen=True, kw_only=True):
    id: str
    name: Text


class Document(Struct, frozen=True, kw_only=True):
    """[[document]]: a paper that a visitor brings. `pictures`: a filled sample, a picture a page."""

    id: str
    name: Text
    note: Text = {}
    pictures: tuple[str, ...] = ()


class Act(Struct, frozen=True, kw_only=True):
    """[[act]]: a part of the legal base."""

    id: str
    name: Text


class Service(Struct, frozen=True, kw_only=True):
    """[[service]]. `service`: the hall file's service that a ticket is taken for; `line`: its line, where there is no
    such service. `fee`: words; none: free. `cost`: hryvnias, where it is one sum. `without`: "you do not need this".
    """

    local_no: str
    name: Text
    state_id: str = ""
    service: str = ""
    line: str = ""
    category: tuple[str, ...] = ()
    life_event: tuple[str, ...] = ()
    authority: str = ""
    who: Text = {}
    documents: tuple[str, ...] = ()
    papers: Text = {}
    without: Text = {}
    submit: Text = {}
    fee: Text = {}
    cost: float | None = None
    term: Text = {}
    days: int | None = None
    refusal: Text = {}
    result: Text = {}
    receive: Text = {}
    acts: tuple[str, ...] = ()
    also: Text = {}


Part = Literal["does", "takes-part", "agrees", "approves"]


class Step(Struct, frozen=True, kw_only=True):
    """[[step]]: a row of a technological card: who does what with the case, and until when. `part`: how they do."""

    of: str
    action: Text
    who: Text
    part: Part = "does"
    term: Text = {}


class Catalogue(Struct, frozen=True, kw_only=True, dict=True):
    """A whole catalogue, checked: every id that one part names exists in another."""

    catalogue: Head
    contact: tuple[Contact, ...] = ()
    authority: tuple[Authority, ...] = ()
    category: tuple[Category, ...] = ()
    life_event: tuple[LifeEvent, ...] = ()
    document: tuple[Document, ...] = ()
    act: tuple[Act, ...] = ()
    service: tuple[Service, ...] = ()
    step: tuple[Step, ...] = ()

    @cached_property
    def services(self) -> dict[str, Service]:
        """By local number."""
        return {each.local_no: each for each in self.service}

    @cached_property
    def authorities(self) -> dict[str, Authority]:
        return {each.id: each for each in self.authority}

    @cached_property
    def categories(self) -> dict[str, Category]:
        return {each.id: each for each in self.category}

    @cached_property
    def life_events(self) -> dict[str, LifeEvent]:
        return {each.id: each for each in self.life_event}

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {each.id: each for each in self.document}

    @cached_property
    def acts(self) -> dict[str, Act]:
        return {each.id: each for each in self.act}

    def steps(self, local_no: str) -> tuple[Step, ...]:
        return tuple(step for step in self.step if step.of == local_no)
