"""Made-up visitors who answer the survey now and then, at the windows that have no tablet in the demo. Pure."""

from __future__ import annotations

from random import Random

from broker.contracts.commands import AnswerSurvey
from broker.contracts.events import Event, ServiceStarted
from provisioning.demo.deed import Deed

WILLING = 0.4  # of those who are served
_GRADES = (4, 4, 4, 3, 3, 3, 3, 2, 2, 1)
_TOPICS = ("seats", "cramped", "temperature", "waiting", "unclear")


class Voters:
    """`hear` events; what they answer is `due` at once. `tablet`: the window whose tablet is left to people."""

    def __init__(self, chance: Random, tablet: int) -> None:
        self._chance, self._tablet = chance, tablet
        self._answers: list[Deed] = []

    def hear(self, event: Event) -> None:
        if not isinstance(event, ServiceStarted) or event.window == self._tablet or self._chance.random() > WILLING:
            return
        grade = self._chance.choice(_GRADES)
        more = {} if grade > 2 else {"topics": (self._chance.choice(_TOPICS),)}  # noqa: PLR2004 - good, or not
        fields = {
            "window": event.window,
            "ticket": event.ticket,
            "survey": "visit",
            "version": "demo",
            "run": f"demo-{event.seq}",
            "answers": {"grade": grade, **more},
        }
        self._answers.append(Deed(f"demo-survey-{event.window}", AnswerSurvey, fields))

    def due(self) -> list[Deed]:
        answers, self._answers = self._answers, []
        return answers
