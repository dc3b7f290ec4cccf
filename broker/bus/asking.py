"""Ask the queue-master, and ask again with the same id until it answers or the asker's patience ends.

The queue-master answers a repeated id with its first reply, so asking again is always safe.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from random import SystemRandom

from broker.bus.back_off import back_off
from broker.bus.seam import Bus, Message
from broker.contracts import codec
from broker.contracts.commands import Command
from broker.contracts.errors import ContractError, HallError
from broker.contracts.replies import Reply
from broker.contracts.topics import Topics

log = logging.getLogger(__name__)

_chance = SystemRandom().random

OnReply = Callable[[Reply | None], None]


class NoAnswer(HallError):
    """Nobody answered in time. The command MAY still have been carried out: ask again with the same id."""


@dataclass(slots=True)
class _Question:
    body: bytes
    until: float
    again: float
    tries: int = 1
    listeners: list[OnReply] = field(default_factory=list)


class Asker:
    """Asks on `command/<client>` and hears `reply/<client>`.

    `clock` (seconds, monotonic) and `chance` (0…1) are arguments; with `timer=False` nothing happens by itself and
    a story calls `tick` when its time moves on.
    """

    def __init__(
        self,
        bus: Bus,
        *,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = _chance,
        timer: bool = True,
    ) -> None:
        topics = Topics(bus.hall)
        self._bus, self._clock, self._chance = bus, clock, chance
        self._to, self._back = topics.command(bus.client), topics.reply(bus.client)
        self._asked: dict[str, _Question] = {}
        self._changed = threading.Condition()
        self._timer = timer
        self._closed = False
        self._sleeps_until = inf
        self._thread: threading.Thread | None = None
        self._bus_thread: int | None = None
        bus.subscribe(self._back, self._hear)
        bus.on_link(self._on_link)

    def ask(self, command: Command, timeout: float = 5.0) -> Reply:
        """The reply. Blocks up to `timeout` seconds, then NoAnswer. Never in the bus's own thread (RuntimeError)."""
        if threading.get_ident() == self._bus_thread:
            raise RuntimeError("asking in the bus's thread would wait for itself; use ask_later")
        answered = threading.Event()
        replies: list[Reply | None] = []

        def hear(reply: Reply | None) -> None:
            replies.append(reply)
            answered.set()

        self.ask_later(command, hear, timeout)
        answered.wait(timeout + 5.0)
        reply = replies[0] if replies else None
        if reply is None:
            raise NoAnswer(f"no answer to {type(command).__name__} {command.id} within {timeout:g} s")
        return reply

    def ask_later(self, command: Command, on_reply: OnReply, timeout: float = 5.0) -> None:
        """Ask without waiting: `on_reply` hears the reply, or None after `timeout` seconds without one.

        It is called once, in the bus's or the timer's thread. A command that is being asked already is not sent
        twice; both listeners hear the one reply. ContractError when the command is too large.
        """
        body = codec.encode(command)
        now = self._clock()
        with self._changed:
            question = self._asked.get(command.id)
            if question is not None:
                question.listeners.append(on_reply)
                question.until = max(question.until, now + timeout)
                return
            question = _Question(body, now + timeout, now + back_off(1, self._chance()), listeners=[on_reply])
            self._asked[command.id] = question
            if question.again < self._sleeps_until:
                self._changed.notify()
            if self._timer and self._thread is None:
                self._thread = threading.Thread(target=self._keep_time, name="asker", daemon=True)
                self._thread.start()
        try:
            self._send(command.id, body)
        except ContractError:
            self.forget(command.id)
            raise

    def forget(self, command_id: str) -> None:
        """Ask no more; nobody will be called."""
        with self._changed:
            self._asked.pop(command_id, None)

    def only_listen(self, command_id: str, seconds: float) -> None:
        """Ask no more, but go on listening: an answer to what is under way already is still told for `seconds`."""
        with self._changed:
            question = self._asked.get(command_id)
            if question is not None:
                question.again, question.until = inf, self._clock() + seconds

    def close(self) -> None:
        """Ask no more at all and end the timer's thread; who still waits hears None. For askers that come and go."""
        with self._changed:
            questions, self._asked = list(self._asked.values()), {}
            self._closed = True
            self._changed.notify()
        for question in questions:
            _tell(question, None)

    def tick(self) -> float | None:
        """Send again what is due, give up what is late. Seconds until the next time, None when nothing is asked."""
        now = self._clock()
        late: list[_Question] = []
        again: list[tuple[str, bytes]] = []
        with self._changed:
            for command_id, question in list(self._asked.items()):
                if question.until <= now:
                    del self._asked[command_id]
                    late.append(question)
                elif question.again <= now:
                    question.tries += 1
                    question.again = now + back_off(question.tries, self._chance())
                    again.append((command_id, question.body))
        self._send_again(again)
        for question in late:
            _tell(question, None)
        with self._changed:
            due = self._due()
        return None if due == inf else max(0.0, due - self._clock())

    def _due(self) -> float:
        return min((min(q.until, q.again) for q in self._asked.values()), default=inf)

    def _send_again(self, questions: list[tuple[str, bytes]]) -> None:
        for command_id, body in questions:
            try:
                self._send(command_id, body)
            except ContractError as error:  # a broker that came back with a smaller limit
                log.warning("%s cannot be asked again: %s", command_id, error)

    def _send(self, command_id: str, body: bytes) -> None:
        self._bus.publish(self._to, body, response_topic=self._back, correlation=command_id.encode())

    def _hear(self, message: Message) -> None:
        self._bus_thread = threading.get_ident()
        try:
            reply = codec.read(Reply, message.body)
        except ContractError as error:
            log.warning("a reply that cannot be read: %s", error)
            return
        # A command so broken that its id could not be read is answered by its correlation alone.
        command_id = reply.id or message.correlation.decode("utf-8", "replace")
        with self._changed:
            question = self._asked.pop(command_id, None)
        if question is not None:
            _tell(question, reply)

    def _on_link(self, up: bool) -> None:  # noqa: FBT001 - a LinkListener
        if not up:
            return
        now = self._clock()
        with self._changed:
            asked = {command_id: question for command_id, question in self._asked.items() if question.again < inf}
            for question in asked.values():
                question.tries, question.again = 1, now + back_off(1, self._chance())
            bodies = [(command_id, question.body) for command_id, question in asked.items()]
        self._send_again(bodies)

    def _keep_time(self) -> None:
        """Sleeps until something is due; an asker with nothing to ask costs nothing."""
        while True:
            self.tick()
            with self._changed:
                if self._closed:
                    return
                # Later questions are due later: they need not wake this thread, and a thousand a second do not.
                self._sleeps_until = self._due()
                self._changed.wait(None if self._sleeps_until == inf else max(0.0, self._sleeps_until - self._clock()))
                self._sleeps_until = inf


def _tell(question: _Question, reply: Reply | None) -> None:
    for listener in question.listeners:
        try:
            listener(reply)
        except Exception:  # one listener's fault must not take the reply from the others
            log.exception("a listener to a reply failed")
