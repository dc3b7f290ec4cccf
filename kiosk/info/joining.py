"""The information terminal on the bus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broker.contracts.mistakes.wrong import Said, Told
from kiosk.info.attendant import Informing
from kiosk.info.backstage import Backstage
from kiosk.info.saying import Words
from kiosk.service_menu.admitting import admit_technicians
from kiosk.touch.hall_words import speak_for_the_hall
from kiosk.touch.joining import about, answer_technicians, link_of, switch_light
from kiosk.touch.running import Stage

ROLE = "info"


def join_hall(
    stage: Stage, informing: Informing, mistakes: tuple[Told | Said, ...], reread: Callable[[Path], Words]
) -> Callable[[], None]:
    """Connect the bus, the printer and the news to the stage. Returns what says goodbye.

    `reread`: the words of another catalogue's folder.
    """

    def renew(folder: Path) -> None:
        words = reread(folder)
        stage.app.later(lambda: informing.renew(words))

    printer = stage.settings.printer
    bus = link_of(stage, ROLE)
    backstage = Backstage(
        bus,
        stage.settings,
        lambda: informing.words,
        about=about(ROLE, None if printer == "none" else printer),
        tell=stage.attendant.tell,
        later=stage.app.later,
        renew=renew,
    )
    answer_technicians(backstage.appliance, stage)
    speak_for_the_hall(stage, backstage.appliance, bus)
    switch_light(stage, backstage.appliance)
    admit_technicians(stage, backstage.appliance, bus, lend_printer=backstage.lend_printer)
    stage.attendant.serve(backstage.act, backstage.hall_seen)
    backstage.start(mistakes)
    return backstage.stop
