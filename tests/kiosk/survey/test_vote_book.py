"""A tablet that starts anew in the middle of a visit asks nobody twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.survey import flow
from kiosk.survey.frame import GradeFace, RestFace
from kiosk.survey.inputs import SurveySeen
from kiosk.survey.vote_book import VoteBook
from tests.kiosk.survey.tablets import DEFAULT, Tablet

pytestmark = pytest.mark.fast


def started_again(folder: Path) -> Tablet:
    tablet = Tablet(survey=None)
    tablet.state = flow.started(tablet.at, VoteBook(folder).voted)
    tablet.tell(SurveySeen(tablet.at, DEFAULT))
    return tablet


@pytest.mark.parametrize("answered", [True, False])
def test_whoever_has_given_one_answer_is_not_asked_again_and_whoever_has_not_is(tmp_path: Path, answered: bool) -> None:  # noqa: FBT001
    book, tablet = VoteBook(tmp_path), Tablet()
    tablet.serve("А001")
    if answered:
        tablet.pick("grade", 3)
    book.note(tablet.state.have_voted)
    after = started_again(tmp_path)
    after.serve("А001")
    assert isinstance(after.face, RestFace if answered else GradeFace)


def test_the_next_visitor_is_asked_after_it(tmp_path: Path) -> None:
    book, tablet = VoteBook(tmp_path), Tablet()
    tablet.serve("А001")
    tablet.pick("grade", 3)
    book.note(tablet.state.have_voted)
    after = started_again(tmp_path)
    after.serve("А001")
    after.serve("А002")
    assert isinstance(after.face, GradeFace)


def test_a_broken_book_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "voted.json").write_text('["2026-11-', encoding="utf-8")
    assert VoteBook(tmp_path).voted == ()


def test_a_disk_that_takes_nothing_costs_the_memory_alone(tmp_path: Path) -> None:
    (tmp_path / "gone").write_text("", encoding="utf-8")
    book = VoteBook(tmp_path / "gone")
    book.note(("2026-11-23 А001",))
    assert book.voted == ("2026-11-23 А001",)
