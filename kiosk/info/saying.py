"""The words of the terminal in one language: ways, moments, windows, what is open. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.contracts.fields import Text
from broker.contracts.phrases import pick
from kiosk.info.content import Content
from kiosk.info.faces import Tone, Ways
from kiosk.info.inputs import GoHome, Turn
from kiosk.info.paging import Room, room
from kiosk.info.visit import State
from kiosk.touch import words
from kiosk.touch.faces import ButtonFace
from kiosk.touch.sizes import LARGE


class Words(words.Words, frozen=True):
    content: Content


class Saying(words.Saying, frozen=True):
    words: Words

    @property
    def content(self) -> Content:
        return self.words.content

    def pick(self, text: Text) -> str:
        return pick(text, self.language) if text else ""

    def room(self, state: State, *, beside: bool = False) -> Room:
        """What a page of text holds for this reader."""
        text = LARGE if state.large else 1.0
        return room(wide=self.content.wide, low=state.low, text=text, beside=beside)

    def count(self, key: str, number: int) -> str:
        return self.words.own.count(self.language, key, number)

    def ways(self, page: int = 0, pages: int = 1) -> Ways:
        """The foot of a screen of which `page` of `pages` is shown."""
        home = ButtonFace(self.own("ways.home"), GoHome(), kind="quiet")
        if pages < 2:  # noqa: PLR2004 - one page has no others
            return Ways(self.back(), home)
        earlier = Turn(page - 1) if page > 0 else None
        later = Turn(page + 1) if page + 1 < pages else None
        return Ways(
            self.back(),
            home,
            ButtonFace(self.own("ways.earlier"), earlier, kind="quiet"),
            ButtonFace(self.own("ways.later"), later, kind="primary"),
            self.own("ways.told", page=page + 1, pages=pages),
        )

    def when(self, moment: datetime, state: State) -> str:
        """«сьогодні о 09:40», or the day and the time."""
        local = moment.astimezone(self.content.hall.timezone)
        if state.now is not None and local.date() == state.now.astimezone(self.content.hall.timezone).date():
            return self.own("status.today", time=f"{local:%H:%M}")
        return self.moment(moment)

    def until(self, moment: datetime, state: State) -> str:
        """«до 18:00», with the day when that is not today."""
        local = moment.astimezone(self.content.hall.timezone)
        today = state.now is None or local - state.now < timedelta(hours=18)
        return self.own("status.until", time=f"{local:%H:%M}" if today else self.moment(moment))

    def windows(self, numbers: tuple[int, ...]) -> str:
        """«вікна 3–5, 9»."""
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        told = ", ".join(
            f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(str(n) for n in run)  # noqa: PLR2004 - two are named
            for run in runs
        )
        return self.own("windows.one" if len(numbers) == 1 else "windows.many", numbers=told)

    def zones(self, windows: tuple[int, ...]) -> str:
        """Where windows are, each zone once."""
        hall = self.content.hall
        zones = dict.fromkeys(hall.windows[w].zone for w in windows if w in hall.windows)
        return ", ".join(self.pick(hall.zones[zone].name) for zone in zones if zone in hall.zones)

    def line_state(self, line: str, state: State) -> tuple[str, Tone]:
        """Whether a line gives tickets now, until when, or from when."""
        now = dict(state.lines).get(line)
        if state.stale or now is None:
            return self.own("hours.state-unknown"), "plain"
        if now.open:
            until = self.own("hours.open-until", until=self.until(now.closes, state)) if now.closes else ""
            return until or self.own("hours.open"), "open"
        opens = self.own("hours.closed-until", when=self.when(now.opens, state)) if now.opens else ""
        return opens or self.own("hours.closed"), "closed"
