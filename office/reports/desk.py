"""What all of the manager's pages share: the hall, its visits, the words, and how a page is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from office.language import remember_language, words_of
from office.live import Live
from office.reports import drawing
from office.reports.asking import Answer, Wish
from office.reports.period import Period, asked
from office.reports.records import Records
from office.reports.saved import SavedReports
from office.reports.words import ReportWords


@dataclass(frozen=True, slots=True)
class ManagersDesk:
    """`records` None: nobody keeps what became of the visits here; then pages say so."""

    live: Live
    records: Records | None
    saved: SavedReports

    def words(self, request: Request) -> ReportWords:
        return ReportWords(words_of(request, self.live.hall.timezone), self.live.hall)

    @property
    def today(self) -> date:
        return self.live.standing().now.date()

    def period(self, request: Request) -> Period:
        return asked(request.query_params, self.today)

    async def ask(self, wish: Wish) -> Answer:
        if self.records is None:
            return Answer(error="no-journal")
        answer = await self.records.ask(wish)
        if not answer.error and self.records.upto.error and not answer.days:
            return Answer(error=self.records.upto.error)
        return answer

    def page(
        self, request: Request, name: str, say: ReportWords, answer: Answer | None = None, **seen: object
    ) -> Response:
        """A page; the language that its address names is kept."""
        records = self.records
        trouble = answer.error if answer is not None else ""
        if answer is not None and not trouble and records is not None:
            trouble = records.upto.error
        shared = {"trouble": trouble, "upto": records.upto if records else None, "today": self.today}
        response = HTMLResponse(drawing.page(name, self.live.standing(), say, **shared, **seen))
        return remember_language(request, response)


def choices(say: ReportWords) -> dict[str, list[tuple[str, str]]]:
    """What filters offer: values of the hall file, each with its words."""
    hall = say.hall
    return {
        "line": [(line.id, say.of(line.name)) for line in hall.line],
        "window": [(str(window.id), say.key("window", str(window.id))) for window in hall.window],
        "priority": [(each, say.key("priority", each)) for each in ("none", *hall.priorities)],
    }
