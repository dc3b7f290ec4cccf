"""A touch appliance on the bus: how it introduces itself, and what it does when a technician asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broker.bus.link import Link
from broker.bus.release import release
from broker.contracts.status import About
from display.look import answering
from display.power.dpms import Dpms
from display.power.keeper import Keeper
from display.power.replugged import Replugged
from display.power.reporting import Reporter
from kiosk.touch.help_desk import attend_calls

if TYPE_CHECKING:
    from broker.bus.appliance import Appliance
    from kiosk.touch.running import Stage


def link_of(stage: Stage, role: str) -> Link:
    """The link under the appliance's own name. Over it, visitors call a person."""
    settings = stage.settings
    name = settings.appliance or f"{role}-1"
    link = Link(stage.hall.hall.id, name, settings.broker_host, settings.broker_port, identity=settings.identity)
    attend_calls(stage, link)
    return link


def about(role: str, printer: str | None = None) -> About:
    """What the appliance says of itself."""
    return About(role=role, version=release(), screens=(answering.screen_size(),), printer=printer)


def answer_technicians(appliance: Appliance, stage: Stage) -> None:
    """Teach it what every screen does when a technician asks it from afar, and let it tell what is wrong."""
    answering.answer_technicians(
        appliance, lambda: stage.panel.identify(stage.attendant.say("identify", name=appliance.id))
    )
    stage.troubles.tell(appliance)


def switch_light(stage: Stage, appliance: Appliance) -> None:
    """The screen's own light goes off while the panel is dark. A screen that is switched on late, or comes back, is filled."""
    reporter = Reporter(appliance)
    power = Keeper([Dpms()], reporter.power)
    replugged = Replugged(power, reporter.plugs, fills=not stage.settings.window_size)
    stage.panel.bind(dark=lambda _panel, dark: power.light(on=not dark))

    def leave(*_: object) -> None:
        replugged.stop()
        power.stop()

    stage.app.bind(on_stop=leave)
