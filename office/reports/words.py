"""How reports say things: names of measures and groups, numbers as the language writes them. Pure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import FIRST, Phrases
from office.reports.measures import MEASURES
from office.reports.table import Cell
from office.words import Words

PHRASES = Phrases.load(Path(__file__).parent / "phrases")
NONE = "—"
_HOUR = 3_600_000


class ReportWords:
    """The office's words with those of reports before them."""

    def __init__(self, say: Words, hall: HallFile) -> None:
        self.office, self.hall, self.language = say, hall, say.language

    def __call__(self, key: str, **slots: object) -> str:
        if key in PHRASES.keys(FIRST):
            return PHRASES.say(self.language, key, **slots)
        return self.office(key, **slots)

    def count(self, key: str, number: int) -> str:
        return PHRASES.count(self.language, key, number)

    def of(self, text: dict[str, str]) -> str:
        return self.office.of(text)

    def clock(self, moment: object) -> str:
        return self.office.clock(moment)  # type: ignore[arg-type]

    # Values

    def value(self, measure: str, cell: Cell) -> str:
        """One cell as people read it."""
        return NONE if cell.value is None else self._kinds(MEASURES[measure].kind, measure, cell.value)

    def _kinds(self, kind: str, measure: str, value: float) -> str:
        match kind:
            case "time":
                return self.lasting(value / 1000)
            case "share":
                return self.percent(value)
            case "hours":
                return self.decimal(value / _HOUR, 1)
            case "grade":
                return self.decimal(value, 2)
            case "number":
                return self.percent(value) if measure in ("occupancy", "told-confidence") else self.decimal(value, 1)
        return self.whole(value)

    def bounds(self, cell: Cell) -> str:
        """ "81–93 %", of a share that was told from few."""
        if cell.low is None or cell.high is None:
            return ""
        return f"{cell.low * 100:.0f}–{cell.high * 100:.0f} %"

    def lasting(self, seconds: float) -> str:
        """Coarse: minutes and seconds below ten minutes, whole minutes above."""
        seconds = round(seconds)
        if seconds >= 600 and seconds < 3600:  # noqa: PLR2004 - ten minutes, an hour
            seconds = round(seconds / 60) * 60
        if seconds >= 3600 and round(seconds / 60) % 60 == 0:  # noqa: PLR2004
            return self("hours", h=round(seconds / 3600))
        return self.office.lasting(seconds)

    def percent(self, share: float) -> str:
        digits = 0 if share == 0 or share >= 0.1 else 1  # noqa: PLR2004 - a tenth
        return f"{self.decimal(share * 100, digits)} %"

    def decimal(self, value: float, digits: int) -> str:
        return f"{value:.{digits}f}".replace(".", self.office("time.decimal"))

    def whole(self, value: float) -> str:
        return f"{round(value):,}".replace(",", "\u00a0")

    # Names

    def measure(self, name: str) -> str:
        return self(f"measure.{name}")

    def group(self, name: str) -> str:
        return self(f"group.{name}")

    def key(self, group: str, value: str | None) -> str:
        """What a group's value is called."""
        if value is None:
            return self("nobody") if group == "operator" else NONE
        match group:
            case "day" | "week" | "month":
                words = self.date(group, value)
            case "hour":
                words = f"{int(value):02}:00"
            case "window":
                words = self("window", window=value)
            case "service" | "line" | "priority":
                words = self._of_hall(group, value)
            case _:
                key = f"{group}.{value}"
                words = self(key) if key in PHRASES.keys(FIRST) else value
        return words

    def date(self, group: str, value: str) -> str:
        if group == "month":
            return f"{self(f'month.{int(value[5:7])}')} {value[:4]}"
        return date.fromisoformat(value).strftime("%d.%m.%Y")

    def short_date(self, group: str, value: str) -> str:
        """For the foot of a picture."""
        if group == "month":
            return self(f"month_short.{int(value[5:7])}")
        if group in ("day", "week"):
            return date.fromisoformat(value).strftime("%d.%m")
        return self.key(group, value)

    def _of_hall(self, group: str, value: str) -> str:
        if group == "priority":
            found = self.hall.priorities.get(value)
            return self.of(found.name) if found else self("no_priority") if value == "none" else value
        named = self.hall.services.get(value) if group == "service" else self.hall.lines.get(value)
        return self.of(named.name) if named else value
