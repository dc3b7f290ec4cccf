"""Between the flow and the world: the hall as it is heard, city news, the printer; each to the screen's thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.appliance import Appliance
from broker.bus.clock import now
from broker.bus.content_store import ContentStore
from broker.bus.seam import Bus
from broker.bus.settings import Settings
from broker.bus.watch import HallWatch
from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.wrong import Said, Told
from broker.contracts.phrases import Phrases
from broker.contracts.status import About
from kiosk.info.card_slip import card_slip
from kiosk.info.catalogue import kept
from kiosk.info.catalogue.kept import CONTENT, KIND
from kiosk.info.inputs import AskPrinter, CardSettled, Effect, HallSeen, Input, NewsRead, PrinterSeen, PrintSlip
from kiosk.info.news.addresses import hosts_of, listed
from kiosk.info.news.fault import FeedFault
from kiosk.info.news.item import News
from kiosk.info.news.newsroom import Newsroom
from kiosk.info.print_desk import PrintDesk
from kiosk.info.saying import Saying, Words
from kiosk.printing.desk import Loan
from kiosk.touch.presses import Passed

if TYPE_CHECKING:
    from kiosk.printing.printer import Printer, PrinterStatus
    from kiosk.printing.slip import Slip

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
_TOLD = 3  # mistakes that a problem names; the log has all of them


class Backstage:
    """Everything the terminal has beside its screen. Made before `bus.start()`; then `start`.

    `tell` is the attendant's, `later` runs a call in the screen's thread, `words` gives what it says now.
    """

    def __init__(
        self,
        bus: Bus,
        settings: Settings,
        words: Callable[[], Words],
        *,
        about: About,
        tell: Callable[[Input], None],
        later: Callable[[Callable[[], None]], None],
        renew: Callable[[Path], None] = lambda _folder: None,
    ) -> None:
        self._bus, self._words, self._tell, self._later = bus, words, tell, later
        self._zone, self._state_dir = words().hall.timezone, settings.state_dir
        self.appliance = Appliance(
            bus, id=bus.client, role=about.role, version=about.version, about=about, zone=self._zone
        )
        self._watch = HallWatch(bus, self._hall_changed)
        self._renew = renew
        self._store = ContentStore(
            bus,
            KIND,
            settings.state_dir / CONTENT,
            check=self._check,
            staff=self.appliance,
            on_change=self._catalogue_changed,
            release=about.version,
        )
        feeds = listed(settings.feeds)
        self._newsroom = Newsroom(
            feeds,
            hosts_of(feeds, settings.feed_hosts),
            settings.state_dir / "news",
            on_news=self._news_read,
            on_fault=self._feeds_at_fault,
            now=lambda: now(self._zone),
        )
        self._desk = (
            None
            if settings.printer == "none"
            else PrintDesk(
                lambda: _opened(settings),
                self._slip,
                settings.paper,
                on_status=self._printer_seen,
                on_settled=self._card_settled,
            )
        )

    def start(self, mistakes: tuple[Told | Said, ...] = ()) -> None:
        """Begin. `mistakes`: what is wrong with the catalogue in its folder, so that an older one is shown."""
        self._bus.start()
        if mistakes:
            self._complain("catalogue", what=ConfigError(mistakes))
        self.appliance.ready()
        self._store.proven()
        if self._desk:
            self._desk.start()
        self._newsroom.start()

    def stop(self) -> None:
        self._newsroom.stop()
        self._store.stop()
        if self._desk:
            self._desk.stop()
        self.appliance.stop()
        self._bus.stop()

    def act(self, effect: Effect) -> None:
        """Do what the flow asks for. In the screen's thread; returns at once."""
        if self._desk is None:
            return
        match effect:
            case PrintSlip():
                self._desk.ask(effect)
            case AskPrinter():
                self._desk.look()

    @property
    def lend_printer(self) -> Callable[[Loan], None] | None:
        """The printer for a moment, for whoever is no visitor; None: there is none."""
        return self._desk.lend if self._desk else None

    def hall_seen(self) -> HallSeen:
        """The hall as the watch holds it, with its age, and the clock."""
        return HallSeen.in_snapshot(self._watch.snapshot, time.monotonic(), now(self._zone), self._watch.age())

    def _hall_changed(self) -> None:
        """The watch's `on_change`: in the bus's thread."""
        self._later(lambda: self._tell(self.hall_seen()))

    def _check(self, folder: Path) -> None:
        """A catalogue that came over the bus, as it will be used. ConfigError with every mistake."""
        kept.check(folder, self._words().hall, self._state_dir)

    def _catalogue_changed(self) -> None:
        """The store's `on_change`: in its thread."""
        folder = self._store.path
        if folder is not None:
            self._renew(folder)
            self._later(lambda: self._tell(Passed(time.monotonic())))

    def _news_read(self, news: News) -> None:
        self._later(lambda: self._tell(NewsRead(time.monotonic(), news)))

    def _feeds_at_fault(self, faults: dict[str, FeedFault]) -> None:
        if not faults:
            self.appliance.clear("news")
            return
        told = {
            language: "; ".join(
                f"{url}: {PHRASES.say(language, f'fault.{fault.code}')} ({fault.about})"
                for url, fault in faults.items()
            )
            for language in PHRASES.languages
        }
        message = {lang: PHRASES.say(lang, "problem.news.message", what=what) for lang, what in told.items()}
        self.appliance.problem("news", message, PHRASES.text("problem.news.remedy"))

    def _complain(self, code: str, **slots: object) -> None:
        said = {
            language: PHRASES.say(
                language,
                f"problem.{code}.message",
                **{k: v.first(_TOLD, language) if isinstance(v, ConfigError) else v for k, v in slots.items()},
            )
            for language in PHRASES.languages
        }
        self.appliance.problem(code, said, PHRASES.text(f"problem.{code}.remedy"))

    def _slip(self, wish: PrintSlip) -> Slip:
        return card_slip(Saying(self._words(), wish.language), wish.local_no, now(self._zone))

    def _printer_seen(self, status: PrinterStatus) -> None:
        """The print desk's `on_status`: in the printer's thread."""
        from kiosk.printing.printer import PROBLEMS, problem, words_for  # noqa: PLC0415 - it loads Pillow

        wrong = problem(status)
        for code in PROBLEMS:
            if code != wrong:
                self.appliance.clear(code)
        if wrong:
            self.appliance.problem(wrong, *words_for(wrong))
        self._later(lambda: self._tell(PrinterSeen(time.monotonic(), status.can_print)))

    def _card_settled(self, wish: str, printed: bool) -> None:  # noqa: FBT001 - the print desk's `on_settled`
        self._later(lambda: self._tell(CardSettled(time.monotonic(), wish, printed)))


def _opened(settings: Settings) -> Printer:
    from kiosk.printing.opening import open_printer  # noqa: PLC0415 - heavy, and in its own thread

    return open_printer(settings.printer, settings.paper, settings.state_dir)
