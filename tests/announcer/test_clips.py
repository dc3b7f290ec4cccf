"""Clips: how a text is laid out with them, what a set must hold, and what people may record themselves."""

import csv
import io
import random
import wave
import zipfile
from pathlib import Path

import pytest

import announcer
from announcer import phrasing, render_clips
from announcer.clip_texts import clip_texts
from announcer.phrasing import LETTERS, Phrase
from announcer.sound.files import decode, encode
from announcer.sound.finish import finish, to_samples
from announcer.sound.loudness import loudness
from announcer.sound.pcm import RATE, BadSound
from announcer.voices.clip_set import ClipSet
from announcer.voices.clips import SHIPPED, Clips
from announcer.voices.hum import Hum
from announcer.voices.seam import VoiceAway
from announcer.voices.tiling import Spoken, tiles
from broker.contracts.numbers import written
from broker.contracts.phrases import Phrases

pytestmark = pytest.mark.fast

PHRASES = Phrases.load(Path(announcer.__file__).with_name("phrases"))
TEXTS = ("Талон бе,", "сто", "сто сім.", "Пройдіть до вікна номер п'ять.", "сім.")
HOWL = finish(Hum().say(Phrase("uk", "а")))


def a_set(place: Path, texts: tuple[str, ...] = TEXTS, kind: str = "wav") -> None:
    """A set as a person would lay it out: a folder of files and a list of what they say."""
    place.mkdir(parents=True)
    (place / "texts.csv").write_text(render_clips.listed(texts, kind), encoding="utf-8")
    for number, text in enumerate(texts):
        sound = Hum().say(Phrase("uk", text))
        with wave.open(str(place / f"{number:04d}.{kind}"), "wb") as file:
            file.setparams((1, 2, sound.rate, 0, "NONE", ""))
            file.writeframes(sound.samples)


def test_a_text_is_laid_out_with_the_fewest_clips():
    assert tiles("Талон бе, сто сім.", set(TEXTS)) == ("Талон бе,", "сто сім.")
    assert tiles("Талон бе, сто сім.", {*TEXTS} - {"сто сім."}) == ("Талон бе,", "сто", "сім.")


@pytest.mark.parametrize("text", ["", "Талон ве, сто сім.", "Талон бе, сто вісім."])
def test_a_text_of_which_a_part_is_unknown_is_not_laid_out(text: str):
    assert tiles(text, set(TEXTS)) is None


def test_the_sign_at_the_end_need_not_be_the_clips():
    known = Spoken({"сто сім.": "1", "вікно п'ять;": "2"})
    assert tiles("сто сім, вікно п'ять.", known) == ("сто сім,", "вікно п'ять.")
    assert known["сто сім,"] == "1"


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("short", [True, False])
def test_every_call_and_every_fixed_sentence_can_be_laid_out(language: str, *, short: bool):
    known = Spoken({text: text for text in clip_texts(PHRASES, language, short=short)})
    chance = random.Random(1)
    for letter in (*LETTERS, "ПА"):
        for again in (True, False):
            number, window = written(letter, chance.randint(0, 999)), chance.choice((1, 20, 99, 100, 107, 999))
            text = phrasing.call(PHRASES, language, number, window, again=again).text
            assert tiles(text, known), text
    for key in PHRASES.keys(language):
        template = PHRASES.template(language, key)
        if "{" not in template and not key.startswith("problem."):
            assert key.startswith(("letter.", "number.")) or tiles(phrasing.plain(template), known), key


def test_every_number_has_a_clip_of_its_own_and_in_the_short_list_is_joined_from_few():
    long, short = clip_texts(PHRASES, "uk"), clip_texts(PHRASES, "uk", short=True)
    assert "сто сім." in long
    assert {"сто", "сім."} <= set(short)
    assert "сто сім." not in short
    assert len(short) < len(long) / 2


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_shipped_set_says_what_the_phrase_files_ask_for(language: str):
    """When this is red, phrases have changed: `python -m announcer.render_clips` makes what is missing, and no more."""
    shipped = ClipSet(SHIPPED / f"{language}.zip")
    assert sorted(shipped.texts) == sorted(clip_texts(PHRASES, language))


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_call_of_shipped_clips_is_as_loud_as_the_hall_wants(language: str):
    voice = Clips(SHIPPED, (language,))
    sound = voice.say(phrasing.call(PHRASES, language, "Б107", 21, again=True))
    assert 4 < sound.seconds < 11
    assert loudness(to_samples(sound), RATE) == pytest.approx(-16, abs=1.0)
    voice.close()


def test_the_shipped_set_names_its_voice_and_licence():
    assert b"LGPL" in zipfile.ZipFile(SHIPPED / "uk.zip").comment
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 9_200_000


def test_what_a_person_recorded_is_a_voice(tmp_path: Path):
    a_set(tmp_path / "uk")
    voice = Clips(tmp_path, name="recordings")
    heard = voice.say(Phrase("uk", "Талон бе, сто сім. Пройдіть до вікна номер п'ять."))
    assert heard.seconds > 1
    assert voice.title.startswith("recordings uk ")


def test_a_longer_pause_stands_between_sentences_than_within_one(tmp_path: Path):
    a_set(tmp_path / "uk", ("раз", "два"))
    voice = Clips(tmp_path)
    close, comma, stop = (voice.say(Phrase("uk", text)).seconds for text in ("раз два", "раз, два", "раз. два"))
    assert close < comma < stop


def test_a_text_that_the_set_does_not_hold_is_left_to_the_next_voice(tmp_path: Path):
    a_set(tmp_path / "uk")
    with pytest.raises(VoiceAway, match="Увага"):
        Clips(tmp_path).say(Phrase("uk", "Увага!"))
    with pytest.raises(VoiceAway, match="no en"):
        Clips(tmp_path).say(Phrase("en", "Ticket"))


def test_a_missing_or_broken_recording_leaves_the_call_to_the_next_voice(tmp_path: Path):
    a_set(tmp_path / "uk")
    (tmp_path / "uk" / "0002.wav").write_bytes(b"no sound")
    with pytest.raises(VoiceAway, match=r"0002\.wav"):
        Clips(tmp_path).say(Phrase("uk", "сто сім."))
    (tmp_path / "uk" / "0000.wav").unlink()
    with pytest.raises(VoiceAway, match=r"0000\.wav"):
        Clips(tmp_path).say(Phrase("uk", "Талон бе,"))


@pytest.mark.parametrize("listed", [b"", b"name;words\n", b"\xff\xff\xff", b"file,text\n0001.wav\n"])
def test_a_list_that_cannot_be_read_is_told_and_breaks_nothing(tmp_path: Path, listed: bytes):
    (tmp_path / "uk").mkdir()
    (tmp_path / "uk" / "texts.csv").write_bytes(listed)
    try:
        voice = Clips(tmp_path)
    except VoiceAway:
        return
    with pytest.raises(VoiceAway):
        voice.say(Phrase("uk", "сто"))


def test_a_changed_set_has_another_title(tmp_path: Path):
    a_set(tmp_path / "uk")
    before = Clips(tmp_path).title
    with (tmp_path / "uk" / "texts.csv").open("a") as file:
        file.write("0009.wav,двісті\n")
    assert Clips(tmp_path).title != before


def test_opus_keeps_length_and_loudness():
    again = decode(encode(HOWL), "howl")
    assert again.rate == RATE
    assert again.seconds == pytest.approx(HOWL.seconds, abs=0.01)
    assert loudness(to_samples(again), RATE) == pytest.approx(-16, abs=1.5)


def test_what_is_no_sound_is_said_to_be_none():
    with pytest.raises(BadSound, match="noise"):
        decode(b"noise", "noise")


def test_a_set_is_rendered_and_what_is_there_is_not_rendered_again(tmp_path: Path):
    place, voice = tmp_path / "uk.zip", Hum()
    render_clips.render(voice, "uk", ["сто", "сім."], place, "hum, nobody's")
    render_clips.render(voice, "uk", ["сім.", "двісті"], place, "hum, nobody's")
    assert [phrase.text for phrase in voice.said] == ["сто", "сім.", "двісті"]
    assert sorted(ClipSet(place).texts) == ["двісті", "сім."]
    assert Clips(tmp_path).say(Phrase("uk", "двісті сім.")).seconds > 0.5


def test_a_set_of_another_voice_is_rendered_whole(tmp_path: Path):
    place, voice = tmp_path / "uk.zip", Hum()
    render_clips.render(voice, "uk", ["сто"], place, "one")
    render_clips.render(voice, "uk", ["сто"], place, "other")
    assert len(voice.said) == 2


def test_the_list_of_what_to_record_is_a_table(capsys: pytest.CaptureFixture[str]):
    assert render_clips.main(["--script", "uk", "--short"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"file": "0000.wav", "text": "сто"} in rows
