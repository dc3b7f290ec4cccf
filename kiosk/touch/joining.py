"""A touch appliance on the bus: how it introduces itself, and what it does when a technician asks."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from kivy.core.window import Window

from broker.bus.link import Link
from broker.bus.release import release
from broker.contracts.status import About, Do
from display.look.picture import screenshot_jpeg
from display.power.dpms import Dpms
from display.power.keeper import Keeper
from kiosk.touch.help_desk import attend_calls

if TYPE_CHECKING:
    from broker.bus.appliance import Appliance, Outcome
    from kiosk.touch.running import Stage


def link_of(stage: Stage, role: str) -> Link:
    """The link under the appliance's own name. Over it, visitors call a person."""
    settings = stage.settings
    name = settings.appliance or f"{role}-1"
    link = Link(stage.hall.hall.id, name, settings.broker_host, settings.broker_port)
    attend_calls(stage, link)
    return link


def about(role: str, printer: str | None = None) -> About:
    """What the appliance says of itself."""
    return About(role=role, version=release(), screens=(_size(),), printer=printer)


def answer_technicians(appliance: Appliance, stage: Stage) -> None:
    """Teach it to show what is on its screen, and to say over all of it which one it is."""

    def screenshot(_do: Do) -> Outcome:
        return "done", _size(), base64.b64encode(screenshot_jpeg()).decode("ascii")

    def identify(_do: Do) -> Outcome:
        stage.app.later(lambda: stage.panel.identify(stage.attendant.say("identify", name=appliance.id)))
        return "done", appliance.id, ""

    appliance.can("screenshot", screenshot)
    appliance.can("identify", identify)


def switch_light(stage: Stage) -> None:
    """The screen's own light goes off while the panel is dark."""
    power = Keeper([Dpms()])
    stage.panel.bind(dark=lambda _panel, dark: power.light(on=not dark))


def _size() -> str:
    return f"{Window.width}x{Window.height}"
