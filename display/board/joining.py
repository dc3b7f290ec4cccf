"""The board on the bus: what it hears, and what it does when a technician asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from msgspec import UNSET

from broker.acceptance.taking import Acceptance
from broker.bus.appliance import Appliance
from broker.bus.clock import now
from broker.bus.hall_copy import HallCopy
from broker.bus.hall_phrases import HallPhrases
from broker.bus.link import Link
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.bus.speech import SpeechWatch
from broker.bus.unknown_settings import tell_unknown
from broker.bus.watch import HallWatch
from broker.contracts import codec
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from broker.contracts.shown import Shown
from broker.contracts.status import About
from broker.contracts.topics import Topics
from display.board.board import Board
from display.board.drafting import draw_drafts
from display.board.layout_copy import layout_of_the_hall
from display.board.playing import fill_media
from display.board.presenter import Presenter
from display.board.view import Teller
from display.look.answering import accepted_screen, answer_technicians, screen_size
from display.look.confirming import Confirming
from display.look.frames import after_each_frame
from display.look.patterns import cover_with_patterns
from display.power.attending import ScreenLight

ROLE = "board"


class Given(NamedTuple):
    """What the hall may give a board to show things by. `layout`: the folder of the version that is drawn, if it gave one."""

    phrases: Phrases
    layout: Path | None


def join_hall(
    settings: Settings, hall: HallFile, board: Board, teller: Teller, presenter: Presenter, *, given: Given
) -> Callable[[], None]:
    """Connect, and let the hall's snapshot drive `presenter`. Returns what says goodbye."""
    name = settings.appliance or f"{ROLE}-1"
    link = Link(hall.hall.id, name, settings.broker_host, settings.broker_port, identity=settings.identity)
    about = About(role=ROLE, version=release(), screens=(screen_size(),), place=settings.place or UNSET)
    appliance = Appliance(link, id=name, role=ROLE, version=about.version, about=about, zone=hall.timezone)

    def tell(shown: Shown) -> None:
        link.publish(Topics(link.hall).shown(name), codec.encode(shown), retain=True)

    confirming = Confirming(
        lambda: presenter.shown(appliance.boot), lambda: presenter.moving, tell, lambda: now(hall.timezone)
    )
    after_each_frame(confirming.frame)
    answer_technicians(appliance, lambda: board.identify(teller.identify(name)))
    taken = Acceptance(
        appliance,
        link,
        settings.state_dir,
        hall.timezone,
        {"screen": accepted_screen(lambda: board.identify(teller.identify(name)))},
        place=settings.place,
    )
    cover_with_patterns(board, appliance, taken, hall.timezone, settings.place)

    HallCopy(appliance, link, settings)
    tell_unknown(appliance, settings)
    layout = layout_of_the_hall(link, settings, hall, given.layout, staff=appliance)
    phrases = HallPhrases(
        link,
        settings.state_dir,
        {ROLE: given.phrases},
        staff=appliance,
        release=about.version,
        changed=presenter.said_anew,
    )
    draw_drafts(appliance, hall, settings.diagonal)
    player = fill_media(board, link, settings, hall.timezone, appliance)

    def spoken() -> None:
        presenter.spoken()
        if player:
            player.spoken()

    voice = SpeechWatch(link, spoken, zones=teller.zones.own)
    presenter.listen(voice)
    if player:
        player.listen(voice)
    light = ScreenLight(settings, hall.timezone, appliance, player.dark if player else lambda _dark: None)

    def heard() -> None:
        presenter.heard()
        light.heard()

    source = HallWatch(link, heard)
    presenter.watch(source)
    light.watch(source)
    if player:
        player.start()
    link.start()
    appliance.ready()

    def leave() -> None:
        if player:
            player.stop()
        if layout:
            layout.stop()
        phrases.stop()
        light.stop()
        appliance.stop()
        link.stop()

    return leave
