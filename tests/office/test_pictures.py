"""Pictures of screens are asked for one at a time, not too often, and only pictures are shown."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from broker.contracts.status import Did
from office.pictures import EVERY, LOST_AFTER, Pictures

pytestmark = pytest.mark.fast

JPEG = b"\xff\xd8\xff\xe0 a picture"


def did(identity: str, picture: bytes | str = JPEG) -> Did:
    text = picture if isinstance(picture, str) else base64.b64encode(picture).decode()
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    return Did(id=identity, what="screenshot", at=at, outcome="done", picture=text)


def test_a_screen_is_asked_once_until_it_answers_or_is_taken_for_lost():
    pictures = Pictures()
    assert pictures.due(["board-1"], 0.0) == ["board-1"]
    pictures.ask("board-1", "a", 0.0)
    assert pictures.due(["board-1"], LOST_AFTER - 0.1) == []
    assert pictures.due(["board-1"], LOST_AFTER) == ["board-1"]


def test_after_an_answer_it_is_asked_again_in_a_while():
    pictures = Pictures()
    pictures.ask("board-1", "a", 0.0)
    assert pictures.hear("board-1", did("a"), 0.3)
    assert pictures.due(["board-1"], EVERY - 0.1) == []
    assert pictures.due(["board-1"], EVERY) == ["board-1"]


def test_the_latest_picture_is_kept_and_counted():
    pictures = Pictures()
    assert pictures.latest("board-1") is None
    for n in (1, 2):
        pictures.ask("board-1", str(n), float(n))
        pictures.hear("board-1", did(str(n), JPEG + bytes([n])), float(n))
    latest = pictures.latest("board-1")
    assert latest
    assert (latest.version, latest.picture) == (2, JPEG + b"\x02")


@pytest.mark.parametrize("picture", ["", "not base64!", b"<html>", b"GIF89a"])
def test_what_is_no_jpeg_is_not_shown_and_frees_the_screen(picture: bytes | str):
    pictures = Pictures()
    pictures.ask("board-1", "a", 0.0)
    assert not pictures.hear("board-1", did("a", picture), 0.1)
    assert pictures.latest("board-1") is None
    assert pictures.due(["board-1"], EVERY) == ["board-1"]


def test_an_answer_to_somebody_elses_wish_is_not_ours():
    pictures = Pictures()
    pictures.ask("board-1", "a", 0.0)
    assert not pictures.hear("board-1", did("b"), 0.1)
    assert not pictures.hear("kiosk-9", did("a"), 0.1)
    assert pictures.due(["board-1"], EVERY) == []
