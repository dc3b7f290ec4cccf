"""`cherha run buttons`: the buttons and lamps of one window (`CHERHA_WINDOW`, `CHERHA_PINS`)."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

from broker.acceptance.taking import Acceptance
from broker.bus.appliance import Action, Appliance, Outcome
from broker.bus.hall_copy import HallCopy
from broker.bus.link import Link
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.bus.unknown_settings import tell_unknown
from broker.bus.watchdog import Watchdog
from broker.contracts.errors import ConfigError, HardwareError
from broker.contracts.mistakes.wrong import Said, Told
from broker.contracts.status import About
from office.button_box.desk import Desk
from office.button_box.meaning import BUTTONS, Button
from office.button_box.two_lines.choosing import chosen
from office.button_box.two_lines.telling import Telling
from office.button_box.wiring import Wiring, pins_of

ROLE = "buttons"


def run(settings: Settings) -> None:
    """Serve the buttons until SIGTERM or SIGINT. ConfigError with all that is wrong with the settings."""
    hall = settings.hall_file()
    _check(settings, {each.id for each in hall.window})
    identity = settings.appliance or f"{ROLE}-1"
    link = Link(hall.hall.id, identity, settings.broker_host, settings.broker_port, identity=settings.identity)
    version = release()
    about = About(role=ROLE, version=version, hardware=f"{settings.window}: {settings.pins}")
    appliance = Appliance(link, id=identity, role=ROLE, version=version, about=about, zone=hall.timezone)
    panel = chosen(settings.display)
    telling = Telling(panel, settings.window, hall.hall.languages[0], appliance) if panel else None
    desk = Desk(link, identity, settings.window, hall.timezone, lambda: wiring, display=telling)
    wiring = Wiring(settings.pins, desk.press)

    def light(_do: object) -> Outcome:
        desk.test_lamps()
        return "done", identity, ""

    appliance.can("identify", light)
    appliance.can("self-test", light)

    def lit() -> str:
        desk.test_lamps()
        return settings.pins

    Acceptance(appliance, link, settings.state_dir, hall.timezone, {"buttons": lit})
    HallCopy(appliance, link, settings)
    tell_unknown(appliance, settings)
    if os.environ.get("GPIOZERO_PIN_FACTORY") == "mock":
        # A box without wires, as in the demo, is pressed by asking it.
        for button in BUTTONS:
            appliance.can(f"press-{button}", _pressing(desk, button))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: desk.stop())
    link.start()
    try:
        appliance.ready()
        desk.run(Watchdog())
    finally:
        appliance.stop()
        link.stop()
        wiring.close()
        if panel:
            with suppress(HardwareError):  # whoever goes cannot mend it any more
                panel.close()


def _check(settings: Settings, windows: set[int]) -> None:
    mistakes: list[Told | Said] = []
    if settings.window not in windows:
        known = ", ".join(str(each) for each in sorted(windows))
        mistakes.append(f"CHERHA_WINDOW: there is no window {settings.window}; the hall has {known}")
    try:
        pins_of(settings.pins)
    except ConfigError as error:
        mistakes += error.told
    try:
        chosen(settings.display)
    except ConfigError as error:
        mistakes += error.told
    if mistakes:
        raise ConfigError(mistakes)


def _pressing(desk: Desk, button: Button) -> Action:
    def press(_do: object) -> Outcome:
        desk.press(button, False)
        return "done", "", ""

    return press
