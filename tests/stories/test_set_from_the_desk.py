"""A hall of cards: a technician makes a dispenser print on narrow paper at another printer, from the page alone.

Real processes: Mosquitto over TLS, the desk, the queue-master, the office with Chromium before it, a dispenser on a screen of
its own, `cherha pair` as its timer has it, and a printer with a network card.
"""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL.Image import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench import hall as bench_hall
from bench.processes import Started
from bench.replace import CHERHA, HERE, NAME, Dispenser, FoundedHall
from broker.bus.asking import Asker
from broker.bus.clock import new_id
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.enrolling import DeskWish
from kiosk.printing.emulator import NetworkPrinter
from kiosk.printing.layout import WIDTHS
from office.gallery import CHROMIUM, QUIET
from provisioning.demo import ports
from provisioning.pairing.marks import DUE, PROVING, WAITS
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.kill,
    pytest.mark.timeout(300),
    pytest.mark.skipif(PROGRAM is None, reason="mosquitto is not installed"),
]
PIN = "482916"


class Card:
    """A box, and what systemd does on it."""

    def __init__(self, hall: FoundedHall, stack: ExitStack, role: str = "dispenser") -> None:
        self.hall, self.role, self.box = hall, role, Dispenser(hall, "box-1", stack, role)
        self.marks = self.box.state / "marks"

    @property
    def file(self) -> dict[str, object]:
        return tomllib.loads((self.box.state / "roles" / f"{self.role}.toml").read_text("utf-8"))

    def asks(self) -> str:
        """`appliance-pairing.service`."""
        words = ("pair", "--state", str(self.box.state), "--marks", str(self.marks), "--port", str(self.hall.door))
        done = subprocess.run([*CHERHA, *words], capture_output=True, text=True, check=False, timeout=60)
        return done.stdout + done.stderr

    def mark(self, kind: str) -> Path:
        return self.marks / f"{self.role}{kind}"

    def restarts(self) -> None:
        """`libexec/restart-roles`, for what is due."""
        self.mark(WAITS).unlink()
        self.mark(DUE).unlink()
        self.box.dies()
        self.box.is_ready()

    def seen(self, what: str) -> None:
        looks = self.marks.with_name("looks")
        looks.mkdir(exist_ok=True)
        (looks / self.role).write_text(f"{self.mark(PROVING).read_text('ascii').strip()} {what}\n")


@pytest.fixture
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def page_of(hall: FoundedHall, chromium: Browser, stack: ExitStack) -> Page:
    """Signed in as the technician that the founded hall has, at the office's own process."""
    port, config = ports.any_free(), hall.state / "roles" / "office.toml"
    plain = {
        "CHERHA_OFFICE_HOST": HERE, "CHERHA_OFFICE_PORT": str(port), "CHERHA_OFFICE_CERTIFICATE": "",
        "CHERHA_OFFICE_KEY": "", "CHERHA_OFFICE_NAMES": "", "CHERHA_STATE_DIR": str(hall.state / "office"),
    }  # fmt: skip
    words = (*CHERHA, "run", "office", "--config", str(config))
    office = stack.enter_context(Started(words, hall.folder / "office.log", hall.environment | plain))
    until(lambda: office.ended or not ports.is_free(port), 60)
    assert not office.ended, office.words()
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    stack.callback(context.close)
    page = context.new_page()
    page.goto(f"http://{HERE}:{port}/sign-in?lang=uk")
    page.locator('[data-person="technician"]').click()
    page.locator(".pad-pin").first.fill(PIN)
    page.locator("[data-ok]").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"http://{HERE}:{port}/technician?lang=uk")
    return page


def test_a_dispenser_prints_on_narrow_paper_after_a_technician_has_said_so_on_the_page(
    tmp_path: Path, chromium: Browser, stack: ExitStack
) -> None:
    narrow: list[Image] = []
    hall = FoundedHall(tmp_path, stack, page="office-9")
    second = stack.enter_context(NetworkPrinter(58, on_slip=narrow.append))
    card = Card(hall, stack)
    card.box.asks_in()
    hall.says("accept", code=card.box.code, name=NAME, role="dispenser", place="зал 1")
    card.box.begins_with(hall.printer.setting)
    card.box.gives(1)
    hall.printer.wait_for_slips(1)

    page = page_of(hall, chromium, stack)
    page.locator(f'a[href="/technician/settings/{NAME}"]').click()
    page.fill("#set-printer", "lpt1")
    page.select_option("#set-paper", "58")
    page.check("#at-once")
    page.click("#send")
    expect(page.locator("#wrong-printer")).to_contain_text("не принтер")
    before = card.file
    card.asks()
    assert card.file == before
    page.fill("#set-printer", second.setting)
    page.click("#send")
    expect(page.locator("#told")).to_have_class("told good")
    assert "paper, printer" in card.asks()
    assert card.file == {**before, "paper": 58, "printer": second.setting}
    card.restarts()
    card.box.gives(2)
    second.wait_for_slips(1)
    assert narrow[-1].width == WIDTHS[58]
    card.seen("stands")
    card.asks()
    expect(page.locator("#part-standing")).to_contain_text("працює з ними")

    stranger = Link(bench_hall.ID, NAME, HERE, hall.port, identity=str(card.box.state / "identities/dispenser"))
    card.box.dies()
    stranger.start()
    stack.callback(stranger.stop)
    until(lambda: stranger.connected)
    wish = DeskWish(
        id=new_id(), at=datetime.now(UTC), what="set", name=NAME, settings={"paper": "80"}, seen={"paper": "58"}
    )
    stranger.publish(hall.topics.desk_wish, codec.encode(wish))
    hall.says("set", name=NAME, settings={"place": "зал 2"}, seen={"place": "зал 1"})  # the desk has heard all before
    card.asks()
    assert (card.file["paper"], card.file["place"]) == (58, "зал 2"), "a box may not wish"


def test_a_tablet_speaks_for_the_window_that_a_technician_has_given_it(tmp_path: Path, stack: ExitStack) -> None:
    hall = FoundedHall(tmp_path, stack)
    card = Card(hall, stack, "survey")
    card.box.asks_in()
    hall.says("accept", code=card.box.code, name="survey-1", role="survey", window=1)
    card.box.has_settings()
    card.asks()
    tablet = Link(bench_hall.ID, "survey-1", HERE, hall.port, identity=str(card.box.state / "identities/survey"))
    asker = Asker(tablet)
    tablet.start()
    stack.callback(tablet.stop)

    def speaks_for(window: int) -> bool:
        answer = c.AnswerSurvey(
            id=new_id(), at=datetime.now(UTC), window=window, ticket=new_id(), survey="visit", version="1", run=new_id(),
            answers={}, partial=True,
        )  # fmt: skip
        return asker.ask(answer, timeout=30).reason != "not-own-window"

    assert (speaks_for(1), speaks_for(2)) == (True, False)
    hall.says("set", name="survey-1", settings={"window": "2"}, seen={"window": "1"})
    assert (speaks_for(1), speaks_for(2)) == (True, False), "until it knows"
    assert "window" in card.asks()
    assert card.file["window"] == 2
    assert card.mark(DUE).exists()
    until(lambda: speaks_for(2), 30)
    assert not speaks_for(1)
