"""The hall file that the queue-master works by, on an appliance: heard on the bus, checked, kept, used from the next start.

A box has a hall file of its own from when it was let in. The copy beside it counts as long as that one stays what it was:
a box that is let in anew, and a file that somebody changes by hand, go before it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from broker.bus.anew import begin_anew
from broker.bus.appliance import Appliance
from broker.bus.hall_place import digest, newest, place
from broker.bus.on_disk import put
from broker.bus.seam import Bus, Message
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts.errors import ConfigError, ContractError
from broker.contracts.hall_check import parse
from broker.contracts.hall_text import HallText, unpacked
from broker.contracts.mistakes.wrong import wrong
from broker.contracts.phrases import Phrases
from broker.contracts.snapshot import Snapshot
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

PHRASES = Path(__file__).parent / "phrases"
UNFIT = "hall-file-unfit"
_TOLD = 3  # mistakes that the problem tells; the log has all of them


class HallCopy:
    """Make it before `bus.start()`. A new file is used from the next start on, which it brings about when the hall is closed."""

    def __init__(
        self, appliance: Appliance, bus: Bus, settings: Settings, end: Callable[[], None] = begin_anew
    ) -> None:
        self._appliance, self._settings, self._end = appliance, settings, end
        self._place = place(settings.state_dir, settings.hall)
        self._runs = digest(newest(settings.state_dir, settings.hall))
        self._due = False  # another file is on the disk than the one that we run
        appliance.runs_hall(self._runs)
        topics = Topics(bus.hall)
        bus.subscribe(topics.hall_file, self._hear)
        bus.subscribe(topics.state, self._look)

    def _hear(self, message: Message) -> None:
        if not message.body:
            return
        try:
            told = codec.read(HallText, message.body)
            text = unpacked(told)
            self._check(text)
        except ContractError as error:
            log.warning("a hall file that cannot be read: %s", error)
            return
        except ConfigError as error:
            log.warning("the hall's new file is not taken: %s", error)
            self._complain(error)
            return
        self._appliance.clear(UNFIT)
        try:
            self._keep(told.sha256, text)
        except OSError as error:
            log.warning("%s: %s", self._place, error)
            return
        self._due = told.sha256 != self._runs

    def _check(self, text: bytes) -> None:
        """Whether this appliance could start with it."""
        plan = parse(text.decode("utf-8-sig", errors="replace"))
        window = self._settings.window
        if window and window not in plan.windows:
            raise ConfigError([wrong("window.not-here", number=window)])

    def _keep(self, wanted: str, text: bytes) -> None:
        if wanted == digest(self._settings.hall):
            self._place.unlink(missing_ok=True)
        elif digest(self._place) != wanted:
            put(self._place, text)
            for other in set(self._place.parent.glob("hall-since-*.toml")) - {self._place}:
                other.unlink(missing_ok=True)

    def _complain(self, wrong: ConfigError) -> None:
        phrases = Phrases.load(PHRASES)
        said = {
            language: phrases.say(language, f"problem.{UNFIT}", what=wrong.first(_TOLD, language))
            for language in phrases.languages
        }
        self._appliance.problem(UNFIT, said, phrases.text(f"remedy.{UNFIT}"))

    def _look(self, message: Message) -> None:
        """Nobody is here to be kept waiting by a new start."""
        if not self._due or message.retained:
            return
        try:
            closed = codec.read(Snapshot, message.body).hall == "closed"
        except ContractError:
            return
        if closed:
            self._due = False
            log.info("the hall is closed: starting anew with its new file")
            self._end()
