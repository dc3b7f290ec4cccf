"""The way through a survey: which question comes next, given what was answered. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from broker.contracts.surveys.condition import Value
from broker.contracts.surveys.survey import Question, Survey

Answers = Mapping[str, Value]


def asked(survey: Survey, answers: Answers) -> list[Question]:
    """Every question that is asked, as long as the answers are these. An answer that is not asked for counts nothing."""
    seen: dict[str, Value] = {}
    found = []
    for question in survey.questions:
        if question.when is None or question.when.holds(seen):
            found.append(question)
            if question.name in answers:
                seen[question.name] = answers[question.name]
    return found


def after(survey: Survey, name: str, answers: Answers) -> Question | None:
    """The question after the one of this name; None: that was the last."""
    names = [question.name for question in survey.questions]
    place = names.index(name)
    return next((each for each in asked(survey, answers) if names.index(each.name) > place), None)


def before(survey: Survey, name: str, answers: Answers) -> Question | None:
    """The question before it; None: it is the first."""
    names = [question.name for question in survey.questions]
    place = names.index(name)
    return next((each for each in reversed(asked(survey, answers)) if names.index(each.name) < place), None)


def counting(survey: Survey, answers: Answers) -> dict[str, Value]:
    """The answers to questions that are asked: one who went back may have left others behind."""
    names = {question.name for question in asked(survey, answers)}
    return {name: answer for name, answer in answers.items() if name in names}
