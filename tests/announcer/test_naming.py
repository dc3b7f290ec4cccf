"""What a hall calls its windows and zones is what visitors hear."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

import announcer
from announcer import render_clips
from announcer.clip_texts import clip_texts
from announcer.line_up import Call, Turn
from announcer.naming import Names
from announcer.phrasing import Phrase
from announcer.together import in_words
from announcer.voices.clips import SHIPPED, Clips
from announcer.voices.hum import Hum
from announcer.voices.seam import ChimeOnly, VoiceAway
from announcer.voices.tiling import Spoken, tiles
from broker.contracts.hall_check import load
from broker.contracts.hall_file import HallFile, HallPart, Window, Zone
from broker.contracts.phrases import FIRST, Phrases
from tests.announcer.test_announcing import Hall, called

pytestmark = pytest.mark.fast

PHRASES = Phrases.load(Path(announcer.__file__).with_name("phrases"))
PLAN = HallFile(
    hall=HallPart(id="test-hall", name={FIRST: "Зала"}),
    zone=(
        Zone(id="hall-1", name={FIRST: "Зала 1"}),
        Zone(id="upstairs", name={FIRST: "Нагорі"}, spoken={"uk": "другий поверх", "en": "second floor"}),
    ),
    window=(
        Window(id=1, zone="hall-1"),
        Window(id=2, zone="hall-1", spoken={"uk": "вікно «Паспорти»", "en": "the passport desk"}),
        Window(id=7, zone="upstairs", spoken={"uk": "кабінет 7"}),
    ),
)
NAMES = Names.of(PLAN)
A_CALL = Call(1, "t", "А042", 1, ("uk", "en"), 0.0, zone="hall-1")


def said(window: int, zone: str = "hall-1", *others: Call, again: bool = False, short: bool = False) -> list[str]:
    turn = Turn(replace(A_CALL, window=window, zone=zone, again=again), 1, others, short=short)
    return [words.phrase.text for words in in_words(PHRASES, turn, NAMES)]


def test_a_window_with_a_spoken_name_is_called_by_it_and_others_by_their_numbers() -> None:
    assert said(2) == [
        "Талон а, сорок два. Вас запрошує вікно Паспорти.",
        "Ticket A, forty-two. Please go to the passport desk.",
    ]
    assert said(1)[0] == "Талон а, сорок два. Пройдіть до вікна номер один."


def test_a_name_is_said_in_a_recall_in_short_words_and_among_other_calls() -> None:
    assert said(2, again=True)[0] == "Повторюємо виклик. Талон а, сорок два. Вас запрошує вікно Паспорти."
    assert said(2, short=True) == ["Талон а, сорок два. вікно Паспорти.", "Ticket A, forty-two. the passport desk."]
    other = replace(A_CALL, seq=2, number="А043", window=3)
    assert said(2, "hall-1", other)[:2] == ["Талони: а, сорок два, вікно Паспорти.", "а, сорок три, вікно три."]


def test_where_a_language_has_no_name_the_number_is_said_and_numbers_within_names_are_words() -> None:
    ukrainian, english = said(7)
    assert ukrainian == "Талон а, сорок два. Вас запрошує кабінет сім."
    assert english == "Ticket A, forty-two. Please go to window number seven."


def test_a_zone_with_a_spoken_name_is_said_after_the_window() -> None:
    assert said(1, "upstairs")[0] == "Талон а, сорок два. Пройдіть до вікна номер один, другий поверх."
    assert said(2, "upstairs", short=True)[1] == "Ticket A, forty-two. the passport desk, second floor."


def test_the_announcer_says_what_the_hall_file_calls_a_window(tmp_path: Path) -> None:
    hall = Hall(tmp_path, plan=PLAN)
    hall.happens(called(1, "А042", 2))
    hall.eventually(lambda: hall.spoken() == ["А042 2"])
    assert "Талон а, сорок два. Вас запрошує вікно Паспорти." in [phrase.text for phrase in hall.voice.said]
    hall.announcer.stop()


def test_shipped_clips_say_that_they_have_no_such_name_and_the_next_voice_says_the_phrase(tmp_path: Path) -> None:
    clips, spare = Clips(SHIPPED, ("uk", "en")), Hum("espeak")
    with pytest.raises(VoiceAway, match=r"clips do not hold all of .*Вас запрошує каса\."):
        clips.say(Phrase("uk", "Талон а, сорок два. Вас запрошує каса."))
    hall = Hall(tmp_path, plan=PLAN, voices=[clips, spare, ChimeOnly()], wanted="best")
    hall.eventually(lambda: hall.problem("voice-lacks-words") is not None)  # before anybody is called there
    hall.happens(called(1, "А042", 2, languages=("uk",)))
    hall.eventually(lambda: hall.spoken() == ["А042 2"])
    assert [phrase.text for phrase in spare.said] == ["Талон а, сорок два. Вас запрошує вікно Паспорти."]
    hall.happens(called(2, "А043", 1, languages=("uk",)))
    hall.eventually(lambda: len(hall.spoken()) == 2)
    assert len(spare.said) == 1  # a number is said by the clips again
    # One steady word of it, not one that comes and goes with each name.
    problem = hall.problem("voice-lacks-words")
    assert problem
    assert "clips" in problem.message["uk"]
    assert "espeak" in problem.message["uk"]
    assert (hall.status(), hall.problem("voice-degraded")) == ("degraded", None)
    hall.announcer.stop()


def test_who_records_clips_for_a_hall_reads_its_names_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = (Path(__file__).parents[1] / "broker" / "hall_files" / "good.toml").read_text("utf-8")
    file = tmp_path / "hall.toml"
    file.write_text(good.replace("[[window]]\nid = 1\n", '[[window]]\nid = 1\nspoken = { uk = "каса" }\n'), "utf-8")
    assert render_clips.main(["--script", "uk", "--short", "--hall", str(file)]) == 0
    texts = {row["text"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert {"каса.", "Вас запрошує каса."} <= texts
    assert load(file).window[0].spoken == {"uk": "каса"}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_set_with_a_halls_names_can_say_all_of_its_calls(language: str) -> None:
    known = Spoken({text: text for text in clip_texts(PHRASES, language, own=tuple(NAMES.all(PHRASES, language)))})
    calls = [replace(A_CALL, window=window, zone=zone) for window in (1, 2, 7) for zone in ("hall-1", "upstairs")]
    for call in calls:
        for turn in (Turn(call, 1), Turn(call, 1, short=True), Turn(call, 1, (replace(call, seq=9, window=7),))):
            for words in in_words(PHRASES, turn, NAMES):
                if words.phrase.language == language:
                    assert tiles(words.phrase.text, known), words.phrase.text
