"""A drafted phrase is heard by who drafts it, in the hall's voice and by nobody else; a phrase of the hall by everybody."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from announcer.announcing import AREA
from announcer.drafting import WHAT, let_drafts_be_heard
from announcer.sound.files import decode
from announcer.sound.pcm import read
from announcer.trying import tried
from broker.bus.clock import new_id
from broker.contracts import codec, hall_phrases
from broker.contracts.hall_file import HallFile, HallPart, Line, Window
from broker.contracts.phrases import Phrases
from broker.contracts.status import Did, Do
from tests.announcer.test_announcing import HALL, TOPICS, Hall, called

pytestmark = pytest.mark.fast

NAMED = HallFile(
    hall=HallPart(id="test-hall", name={"uk": "Зал"}),
    line=(Line(id="residence", letter="А", name={"uk": "Місце проживання"}),),
    window=(Window(id=7, zone="hall-1", spoken={"uk": "каса"}),),
)


@pytest.fixture
def phrases() -> Phrases:
    return Phrases.load(Path("announcer/phrases"))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("call.first", "Талон а, сорок два. Пройдіть до вікна номер п'ять."),
        ("named.call.short", "Талон а, сорок два. каса."),
        ("letter.Щ", "Талон ща, як щука, сорок два. Пройдіть до вікна номер п'ять."),
        ("number.7", "Талон а, сім. Пройдіть до вікна номер п'ять."),
        ("number.hundreds-joint", "Талон а, сто сорок два. Пройдіть до вікна номер п'ять."),
        ("news.unparked.other", "Увага. Відновлено прийом: Місце проживання."),
    ],
)
def test_a_phrase_is_tried_as_the_hall_would_hear_it(phrases: Phrases, key: str, said: str) -> None:
    assert tried(phrases, NAMED, "uk", key).text == said


def test_whatever_a_hall_may_change_can_be_tried(phrases: Phrases) -> None:
    for language in phrases.languages:
        for key in phrases.keys(language):
            if not key.startswith("problem."):
                assert tried(phrases, HALL, language, key).text


def ask(hall: Hall, **arguments: str) -> Did:
    told: list[Did] = []
    hall.other.subscribe(TOPICS.did("announcer-1"), lambda message: told.append(codec.read(Did, message.body)))
    do = Do(id=new_id(), what=WHAT, at=datetime(2026, 11, 23, tzinfo=UTC), arguments=arguments)
    hall.other.publish(TOPICS.do("announcer-1"), codec.encode(do))
    hall.eventually(lambda: bool(told))
    return told[-1]


def test_a_draft_comes_back_as_a_sound_and_is_not_heard_in_the_hall(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    let_drafts_be_heard(hall.announcer, HALL)
    draft = '[announcer]\ncall.first = { uk = "{letter}, {number}, прошу до вікна {window}" }\n'
    did = ask(hall, key="call.first", language="uk", phrases=draft)
    assert (did.outcome, did.message) == ("done", "а, сорок два, прошу до вікна п'ять")
    sound = base64.b64decode(did.sound)
    assert sound.startswith(b"OggS")
    assert decode(sound, "draft").seconds > 0.5
    assert hall.announced() == []
    assert hall.announcer.phrases.template("uk", "call.first") != "{letter}, {number}, прошу до вікна {window}"


def test_a_draft_with_a_mistake_says_so(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    let_drafts_be_heard(hall.announcer, HALL)
    did = ask(hall, key="call.first", language="uk", phrases=f'[{AREA}]\ncall.first = {{ uk = "{{leter}}" }}\n')
    assert did.outcome == "failed"
    assert "there is no {leter} here" in did.message
    assert ask(hall, key="call.firts", language="uk").outcome == "failed"


def test_a_call_is_heard_in_the_halls_own_words_once_it_has_some(tmp_path: Path) -> None:
    hall = Hall(tmp_path)
    own = hall_phrases.parse(
        '[announcer]\ncall.first = { uk = "{letter} {number}: {window}" }\n', {AREA: hall.announcer.phrases}, part=True
    )
    hall.happens(called(1, "А042", 5))
    hall.eventually(lambda: len(hall.announced()) == 1)
    hall.announcer.phrases.speak(own[AREA])
    hall.announcer.said_anew()
    hall.happens(called(2, "А043", 5, at=0.5))
    hall.eventually(lambda: len(hall.announced()) == 2)
    shipped, ours = (read(file).seconds for file in sorted((tmp_path / "out").glob("*.wav")))
    assert [phrase.text for phrase in hall.voice.said][-1] == "а сорок три: п'ять"
    assert ours < shipped - 0.9  # four hums in the place of eight
