"""An operator's press until the page has confirmed it, in real Chromium; and forty consoles at once, none of them stale.

Mosquitto, the queue-master and the office in processes of their own, as in a hall; the browser is on the same machine
and takes its share of the two cores.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import Any

import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import hall as bench_hall
from bench.figures import Figure, percentile, spread
from bench.processes import role, until
from bench.standing import Standing, standing
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts.status import About
from broker.contracts.topics import Topics
from provisioning.demo import made_up_staff

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")
CONSOLES = 40
STALE = 3500.0  # ms without a beat, after which a page says that it has lost its server
VISIT = (("call-next", "calling"), ("start-service", "serving"), ("finish", "free"))

# From the click until the window's new state stands on the page and the next button may be pressed.
PRESS = """
([type, state]) => new Promise((done, fail) => {
  const root = document.getElementById("console");
  const button = root.querySelector(`button[data-type="${type}"]`);
  const next = { calling: "start-service", serving: "finish", free: "call-next" }[state];
  let begun = 0;
  const look = () => {
    const ready = root.querySelector(`button[data-type="${next}"]`).getAttribute("aria-disabled") === "false";
    if (begun && root.dataset.state === state && ready) {
      seen.disconnect();
      done(performance.now() - begun);
    }
  };
  const seen = new MutationObserver(look);
  seen.observe(root, { attributes: true, subtree: true, childList: true });
  setTimeout(() => fail(new Error(`${type} was not confirmed`)), 20000);
  const press = () => {
    if (button.getAttribute("aria-disabled") === "true") return setTimeout(press, 5);
    begun = performance.now();
    button.click();
  };
  press();
})
"""
# What came when, and how often the page said that it has lost somebody. "catching-up" is no loss.
LISTEN = """
  window.came = [];
  window.doubts = 0;
  const Real = window.EventSource;
  window.EventSource = class extends Real {
    constructor(address) {
      super(address);
      ["view", "beat"].forEach((kind) => this.addEventListener(kind, () => window.came.push(performance.now())));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    const page = document.documentElement;
    new MutationObserver(() => (window.doubts += page.dataset.trust.endsWith("lost"))).observe(page, {
      attributes: true, attributeFilter: ["data-trust"],
    });
  });
"""
GAPS = "window.came.slice(1).map((at, place) => at - window.came[place])"


def run(wishes: Wishes) -> Iterator[Figure]:
    visits, seconds = (10, 5) if wishes.quick else (150, 60)
    chance = Random(wishes.seed)  # noqa: S311 - no secret hangs on it
    with ExitStack() as stack:
        hall = stack.enter_context(standing(bench_hall.toml(windows=CONSOLES, priorities=False)))
        place = Place(hall, stack)
        yield from _presses(place, visits)
        yield from _many(place, seconds, chance)


class Place:
    """The office of a hall that stands, a browser, and a link of our own for what happens elsewhere."""

    def __init__(self, hall: Standing, stack: ExitStack) -> None:
        self._abouts: list[About] = []
        state = hall.folder / "office"
        state.mkdir()
        shutil.copy(made_up_staff.OWN, state / made_up_staff.FILE)
        self.link = Link(bench_hall.ID, "bench-visitors", "127.0.0.1", hall.port)
        topic = Topics(bench_hall.ID).about("office-1")
        self.link.subscribe(topic, lambda message: self._abouts.append(codec.read(About, message.body)))
        self._asker = Asker(self.link)
        self.link.start()
        stack.callback(self.link.stop)
        stack.enter_context(role("office", state, {**hall.environment, "CHERHA_OFFICE_PORT": "0"}))
        until(lambda: self._abouts, what="the office did not start")
        self.address = self._abouts[0].hardware
        playwright = stack.enter_context(sync_playwright())
        self.browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        stack.callback(self.browser.close)
        wish = {"person": "all-roles", "pin": "0000"}
        answer = requests.post(f"{self.address}/sign-in", json=wish, headers={"x-cherha": "press"}, timeout=30)
        self._signed: list[Any] = [{"name": n, "value": v, "url": self.address} for n, v in answer.cookies.items()]

    def ask(self, kind: type[c.Command], **fields: Any) -> None:
        reply = self._asker.ask(kind(id=new_id(), at=now(bench_hall.plan().timezone), **fields), 20)
        if reply.status != "done":
            raise Wrong(f"{kind.__name__}: {reply.reason or reply.field}")

    def wait(self, visitors: int, first: int = 0, lines: int = len(bench_hall.SERVICES)) -> None:
        """So many come, for each of some lines in turn."""
        for each in range(visitors):
            self.ask(c.TakeTicket, service=bench_hall.SERVICES[first + each % lines])

    def console(self, window: int) -> tuple[BrowserContext, Page]:
        """A browser of its own, as each window has."""
        context = self.browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies(self._signed)
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.goto(f"{self.address}/window/{window}?lang=uk")
        page.wait_for_function("() => window.came.length > 0", timeout=60_000)
        return context, page


def _presses(place: Place, visits: int) -> Iterator[Figure]:
    place.ask(c.OpenWindow, window=1)
    place.wait(visits + 5, first=1, lines=2)  # what window 1 serves
    context, page = place.console(1)
    found: dict[str, list[float]] = {kind: [] for kind, _ in VISIT}
    for _ in range(visits):
        for kind, state in VISIT:
            found[kind].append(page.evaluate(PRESS, [kind, state]) / 1000)
    context.close()
    for kind, waits in found.items():
        yield Figure(what=f"{kind}: press to confirmed on the page", values=spread(waits[2:]), unit="ms")
    every = [wait for waits in found.values() for wait in waits[2:]]
    yield Figure(what="any press to confirmed on the page", values=spread(every), unit="ms", target="p99 ≤ 100 ms")


def _many(place: Place, seconds: float, chance: Random) -> Iterator[Figure]:
    for window in range(1, CONSOLES + 1):
        place.ask(c.OpenWindow, window=window)
    place.wait(CONSOLES * 6)
    consoles = [place.console(window) for window in range(1, CONSOLES + 1)]
    pages = [page for _, page in consoles]
    for page in pages:
        page.evaluate("window.came = []; window.doubts = 0")
    waits = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # Ten times as many presses as the fullest hall: some window calls, serves, finishes, all the others look on.
        page = chance.choice(pages)
        waits.append(page.evaluate(PRESS, list(_next(page))) / 1000)
        place.wait(1, first=chance.randrange(len(bench_hall.SERVICES)), lines=1)
    gaps = [gap for page in pages for gap in page.evaluate(GAPS)]
    doubts = sum(page.evaluate("window.doubts") for page in pages)
    for context, _ in consoles:
        context.close()
    yield Figure(
        what=f"any press with {CONSOLES} consoles open", values=spread(waits), unit="ms", note=f"{len(waits)} presses"
    )
    yield Figure(
        what="longest silence of any of them",
        values={"p99": percentile(gaps, 99), "max": max(gaps)},
        unit="ms",
        target=f"max < {STALE:g} ms",
    )
    yield Figure(
        what="views in which one of them said that it had lost somebody",
        values={"times": float(doubts)},
        unit="",
        target="0",
    )


def _next(page: Page) -> tuple[str, str]:
    state = page.evaluate("document.getElementById('console').dataset.state")
    return next(step for step, before in zip(VISIT, ("free", "calling", "serving"), strict=True) if before == state)
