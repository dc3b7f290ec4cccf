"""Every topic: who publishes it, whether it is kept, how surely it travels. A table; code and docs walk it."""

from __future__ import annotations

from dataclasses import dataclass

MAJOR = 1


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the contract's topic table. `pattern` is below the hall's root; `<x>` is one level."""

    name: str
    pattern: str
    publisher: str
    retained: bool
    payload: str
    qos: int = 1


TABLE = (
    Topic("command", "command/<client>", "that client", retained=False, payload="Command"),
    Topic("reply", "reply/<client>", "queue-master", retained=False, payload="Reply"),
    Topic("event", "event", "queue-master", retained=False, payload="Event"),
    Topic("state", "state/hall", "queue-master", retained=True, payload="Snapshot"),
    Topic("hall-file", "state/hall-file", "queue-master", retained=True, payload="HallText"),
    Topic("branch", "state/branch", "queue-master", retained=True, payload="Branch"),
    Topic("city", "state/city", "who tells of other halls", retained=True, payload="City"),
    Topic("status", "appliance/<id>/status", "that appliance; its will", retained=True, payload="Status"),
    Topic("about", "appliance/<id>/about", "that appliance", retained=True, payload="About"),
    Topic("problem", "appliance/<id>/problem/<code>", "that appliance", retained=True, payload="Problem"),
    Topic("do", "appliance/<id>/do", "technician", retained=False, payload="Do"),
    Topic("did", "appliance/<id>/did", "that appliance", retained=False, payload="Did"),
    Topic("acceptance", "appliance/<id>/acceptance", "that appliance", retained=True, payload="Sheet"),
    Topic("bequest", "appliance/<id>/bequest", "that appliance", retained=True, payload="Bequest"),
    Topic("speaking", "appliance/<id>/speaking", "that appliance", retained=False, payload="Speaking"),
    Topic("shown", "appliance/<id>/shown", "that appliance", retained=True, payload="Shown"),
    Topic("seen", "state/seen", "queue-master", retained=True, payload="Seen"),
    Topic("content", "content/<name>", "queue-master", retained=True, payload="Content"),
    Topic("asking", "enrolment/asking", "desk of enrolment; its will", retained=True, payload="Asking"),
    Topic("desk-wish", "enrolment/wish", "technician", retained=False, payload="DeskWish"),
    Topic("desk-said", "enrolment/said", "desk of enrolment", retained=False, payload="DeskSaid"),
    Topic("standby-ask", "standby/<id>/ask", "that standby", retained=False, payload="Ask"),
    Topic("standby-vote", "standby/<id>/vote", "queue-master, or its standby", retained=False, payload="Vote"),
    Topic("standby-voted", "standby/<id>/voted", "that standby or witness", retained=False, payload="Voted"),
    Topic("standby-told", "standby/<id>/told", "queue-master", retained=False, payload="Told"),
)


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one hall. `Topics("kamianske-centre").command("kiosk-1")`; "+" listens to all."""

    hall: str

    @property
    def root(self) -> str:
        return f"cherha/{MAJOR}/{self.hall}/"

    def command(self, client: str) -> str:
        return f"{self.root}command/{client}"

    def reply(self, client: str) -> str:
        return f"{self.root}reply/{client}"

    @property
    def event(self) -> str:
        return f"{self.root}event"

    @property
    def state(self) -> str:
        return f"{self.root}state/hall"

    @property
    def hall_file(self) -> str:
        return f"{self.root}state/hall-file"

    @property
    def branch(self) -> str:
        return f"{self.root}state/branch"

    @property
    def city(self) -> str:
        return f"{self.root}state/city"

    def status(self, appliance: str) -> str:
        return f"{self.root}appliance/{appliance}/status"

    def about(self, appliance: str) -> str:
        return f"{self.root}appliance/{appliance}/about"

    def problem(self, appliance: str, code: str) -> str:
        return f"{self.root}appliance/{appliance}/problem/{code}"

    def do(self, appliance: str) -> str:
        return f"{self.root}appliance/{appliance}/do"

    def did(self, appliance: str) -> str:
        return f"{self.root}appliance/{appliance}/did"

    def acceptance(self, appliance: str) -> str:
        return f"{self.root}appliance/{appliance}/acceptance"

    def bequest(self, appliance: str) -> str:
        return f"{self.root}appliance/{appliance}/bequest"

    def speaking(self, appliance: str) -> str:
        return f"{self.root}appliance/{appliance}/speaking"

    def shown(self, appliance: str) -> str:
        return f"{self.root}appliance/{appliance}/shown"

    @property
    def seen(self) -> str:
        return f"{self.root}state/seen"

    def content(self, name: str) -> str:
        return f"{self.root}content/{name}"

    @property
    def asking(self) -> str:
        return f"{self.root}enrolment/asking"

    @property
    def desk_wish(self) -> str:
        return f"{self.root}enrolment/wish"

    @property
    def desk_said(self) -> str:
        return f"{self.root}enrolment/said"

    def standby_ask(self, standby: str) -> str:
        return f"{self.root}standby/{standby}/ask"

    def standby_told(self, standby: str) -> str:
        return f"{self.root}standby/{standby}/told"

    def vote(self, voter: str) -> str:
        return f"{self.root}standby/{voter}/vote"

    def voted(self, voter: str) -> str:
        return f"{self.root}standby/{voter}/voted"
