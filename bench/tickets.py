"""Tickets and calls through a real broker, a real queue-master and a real disk, from the client's side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import msgspec

from bench.bare_client import BareClient, Crowd
from bench.figures import Figure, spread
from bench.hall import SERVICES
from bench.processes import until
from bench.standing import Standing, standing
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.asking import Asker
from broker.bus.clock import new_id
from broker.contracts import codec
from broker.contracts import commands as c

DISPENSERS = 20
BURST = 200
CROWDS = (1, 20, 200)
PATIENCE = 30.0  # seconds for an answer, after which it is not slow but lost


class _Answer(msgspec.Struct):
    id: str
    status: str
    ticket: dict[str, Any] | None = None
    reason: str = ""


_read = msgspec.json.Decoder(_Answer).decode


def run(wishes: Wishes) -> Iterator[Figure]:
    chance = Random(wishes.seed)  # noqa: S311 - no secret hangs on it
    numbers = _Numbers()
    with standing() as hall:
        yield Figure(
            what="take-ticket to reply, 20 dispensers, a ticket a second each",
            values=spread(steady(hall, 5 if wishes.quick else 30, chance, numbers)),
            unit="ms",
            target="p50 ≤ 4, p99 ≤ 15",
        )
        bursts = [burst(hall, numbers) for _ in range(2 if wishes.quick else 10)]
        yield Figure(
            what="200 at once, until the last has its answer",
            values={"median": sorted(bursts)[len(bursts) // 2] * 1000, "max": max(bursts) * 1000},
            unit="ms",
            target="≤ 1000, no two numbers alike",
        )
    seconds = 2.0 if wishes.quick else 8.0
    for clients in CROWDS:
        with standing() as hall:
            rate, waits = sustained(hall, clients, seconds, _Taking(hall, numbers))
        yield Figure(
            what=f"tickets a second, {clients} busy clients",
            values={"tickets/s": rate, **spread(waits)},
            unit="ms",
            target="≥ 1200 tickets/s" if clients > 1 else "",
        )
    for clients in CROWDS:
        with standing(windows=clients) as hall:
            working = _Working(hall, clients, waiting=int(2500 * seconds))
            rate, waits = sustained(hall, clients, seconds, working)
            calls = working.calls / seconds
        yield Figure(
            what=f"calls a second, {clients} busy windows (call, start, finish)",
            values={"calls/s": calls, "commands/s": rate, **spread(waits)},
            unit="ms",
        )
    yield Figure(
        what="numbers given out in each hall, and how many of them twice",
        values={"numbers": numbers.count, "twice": 0},
        unit="",
    )


class _Numbers:
    """Every number that a hall gave to a waiting ticket. Wrong when it gives one twice."""

    def __init__(self) -> None:
        self.count = 0
        self._seen: set[tuple[int, str]] = set()

    def take_in(self, hall: Standing, number: str) -> None:
        if (hall.port, number) in self._seen:
            raise Wrong(f"{number} was given out twice")
        self._seen.add((hall.port, number))
        self.count += 1


def steady(hall: Standing, seconds: float, chance: Random, numbers: _Numbers) -> list[float]:
    """Seconds from asking to reply of real dispensers' links, each asking once a second at a moment of its own."""
    waits: list[float] = []
    given: list[str] = []
    links = [hall.link(f"dispenser-{place}") for place in range(1, DISPENSERS + 1)]
    askers = [Asker(link) for link in links]

    def live(asker: Asker, phase: float) -> None:
        begun = time.monotonic() + phase
        for second in range(int(seconds)):
            time.sleep(max(0.0, begun + second - time.monotonic()))
            wish = hall.wish(c.TakeTicket, service=SERVICES[second % len(SERVICES)])
            asked = time.perf_counter()
            reply = asker.ask(wish, PATIENCE)
            waits.append(time.perf_counter() - asked)
            if reply.status != "done" or not reply.ticket:
                raise Wrong(f"a ticket was {reply.status}: {reply.reason}")
            given.append(reply.ticket.number)

    for link in links:
        link.start()
    until(lambda: all(link.connected for link in links))
    lives = [threading.Thread(target=live, args=(asker, chance.random())) for asker in askers]
    for each in lives:
        each.start()
    for each in lives:
        each.join()
    for link in links:
        link.stop()
    if len(waits) != DISPENSERS * int(seconds):
        raise Wrong("some dispenser did not get its tickets")
    for number in given:
        numbers.take_in(hall, number)
    return waits


def burst(hall: Standing, numbers: _Numbers) -> float:
    """Seconds from the first of 200 simultaneous wishes to the last answer."""
    crowd = Crowd(hall.port, hall.plan.hall.id, [f"burst-{place}" for place in range(BURST)])
    bodies = [_take(hall, SERVICES[place % len(SERVICES)]) for place in range(BURST)]
    answers: list[_Answer] = []
    begun = time.perf_counter()
    for client, body in zip(crowd.clients, bodies, strict=True):
        client.ask(body)
    while len(answers) < BURST:
        crowd.turn(lambda _client, body: answers.append(_read(body)))
        if time.perf_counter() - begun > PATIENCE:
            raise Wrong(f"{BURST - len(answers)} of {BURST} got no answer")
    taken = time.perf_counter() - begun
    crowd.close()
    for answer in answers:
        numbers.take_in(hall, _number(answer))
    return taken


class _Taking:
    """Busy dispensers: a ticket, and at its answer the next."""

    def __init__(self, hall: Standing, numbers: _Numbers) -> None:
        self._hall, self._numbers, self._turn = hall, numbers, 0

    def next_wish(self, _client: BareClient) -> bytes:
        self._turn += 1
        return _take(self._hall, SERVICES[self._turn % len(SERVICES)])

    def answered(self, _client: BareClient, answer: _Answer) -> None:
        self._numbers.take_in(self._hall, _number(answer))


class _Working:
    """Busy windows: call, start, finish, and so on while somebody waits."""

    def __init__(self, hall: Standing, windows: int, waiting: int) -> None:
        self._hall = hall
        self.calls = 0
        link = hall.link("bench-opener")
        asker = Asker(link)
        link.start()
        until(lambda: link.connected)
        for window in range(1, windows + 1):
            asker.ask(hall.wish(c.OpenWindow, window=window), PATIENCE)
        filling = _Taking(hall, _Numbers())
        link.stop()
        crowd = Crowd(hall.port, hall.plan.hall.id, [f"filler-{place}" for place in range(50)])
        _keep_busy(crowd, filling.next_wish, filling.answered, lambda count, _: count >= waiting)
        crowd.close()
        self._steps: dict[str, int] = {}

    def next_wish(self, client: BareClient) -> bytes:
        step = self._steps.get(client.name, -1) + 1
        self._steps[client.name] = step
        window = int(client.name.rsplit("-", 1)[1]) + 1
        kind = (c.CallNext, c.StartService, c.Finish)[step % 3]
        return codec.encode(self._hall.wish(kind, window=window))

    def answered(self, client: BareClient, answer: _Answer) -> None:
        if answer.status != "done" or answer.ticket is None:
            raise Wrong(f"a window's wish was {answer.status} ({answer.reason}), or nobody waits any more")
        self.calls += self._steps[client.name] % 3 == 0


def sustained(hall: Standing, clients: int, seconds: float, busy: _Taking | _Working) -> tuple[float, list[float]]:
    """Answers a second of clients that ask again as soon as they are answered, and how long each answer took."""
    crowd = Crowd(hall.port, hall.plan.hall.id, [f"busy-{place}" for place in range(clients)])
    begun = time.perf_counter()
    waits = _keep_busy(crowd, busy.next_wish, busy.answered, lambda _, taken: taken >= seconds)
    rate = len(waits) / (time.perf_counter() - begun)
    crowd.close()
    return rate, waits


def _keep_busy(
    crowd: Crowd,
    next_wish: Callable[[BareClient], bytes],
    answered: Callable[[BareClient, _Answer], None],
    enough: Callable[[int, float], bool],
) -> list[float]:
    """Let each client ask, hear, ask again until `enough(answers, seconds)`; then wait for those under way."""
    asked: dict[str, float] = {}
    waits: list[float] = []
    begun = time.perf_counter()

    def ask(client: BareClient) -> None:
        body = next_wish(client)
        asked[client.name] = time.perf_counter()
        client.ask(body)

    def heard(client: BareClient, body: bytes) -> None:
        moment = time.perf_counter()
        waits.append(moment - asked.pop(client.name))
        answered(client, _read(body))
        if not enough(len(waits), moment - begun):
            ask(client)

    for client in crowd.clients:
        ask(client)
    quiet_since = time.perf_counter()
    before = 0
    while asked:
        crowd.turn(heard)
        if len(waits) != before:
            before, quiet_since = len(waits), time.perf_counter()
        elif time.perf_counter() - quiet_since > PATIENCE:
            raise Wrong(f"{len(asked)} clients got no answer")
    return waits


def _take(hall: Standing, service: str) -> bytes:
    return codec.encode(c.TakeTicket(id=new_id(), at=hall.now(), service=service))


def _number(answer: _Answer) -> str:
    if answer.status != "done" or not answer.ticket:
        raise Wrong(f"a ticket was {answer.status}: {answer.reason}")
    number: str = answer.ticket["number"]
    return number
