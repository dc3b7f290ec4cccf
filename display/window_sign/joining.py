"""The sign on the bus: what it hears, and what it does when a technician asks."""

from __future__ import annotations

from collections.abc import Callable

from broker.acceptance.taking import Acceptance
from broker.bus.appliance import Appliance
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
from display.window_sign.face import AREA

ROLE = "window-sign"


class Member:
    """One sign of the hall. `watch` before `start`."""

    def __init__(
        self, settings: Settings, hall: HallFile, *, screens: tuple[str, ...] = (), hardware: str = ""
    ) -> None:
        self._settings, self._timezone = settings, hall.timezone
        name = settings.appliance or f"{ROLE}-{settings.window}"
        self._zone = hall.windows[settings.window].zone
        self._link = Link(hall.hall.id, name, settings.broker_host, settings.broker_port, identity=settings.identity)
        about = About(role=ROLE, version=release(), screens=screens, hardware=hardware)
        self.appliance = Appliance(
            self._link, id=name, role=ROLE, version=about.version, about=about, zone=hall.timezone
        )
        HallCopy(self.appliance, self._link, settings)
        tell_unknown(self.appliance, settings)
        self._own: HallPhrases | None = None

    def accept(self, show: Callable[[], str]) -> Acceptance:
        """Take an acceptance when a technician asks. `show`: the sign's name to its edges. Before `start`."""
        return Acceptance(
            self.appliance,
            self._link,
            self._settings.state_dir,
            self._timezone,
            {"screen": show},
            place=self._settings.place,
        )

    def watch(self, on_change: Callable[[], None]) -> HallWatch:
        return HallWatch(self._link, on_change)

    def listen(self, on_change: Callable[[], None]) -> SpeechWatch:
        """To the voices that are heard where this sign is."""
        return SpeechWatch(self._link, on_change, zones=(self._zone,))

    def speak_for_the_hall(self, phrases: Phrases, on_change: Callable[[], None]) -> None:
        """Say what the hall has words of its own for in those. Before `start`."""
        self._own = HallPhrases(
            self._link,
            self._settings.state_dir,
            {AREA: phrases},
            staff=self.appliance,
            release=self.appliance.version,
            changed=on_change,
        )

    def tell(self, shown: Shown) -> None:
        """What is on the sign now."""
        self._link.publish(Topics(self._link.hall).shown(self.appliance.id), codec.encode(shown), retain=True)

    def start(self) -> None:
        self._link.start()
        self.appliance.ready()

    def stop(self) -> None:
        if self._own is not None:
            self._own.stop()
        self.appliance.stop()
        self._link.stop()
