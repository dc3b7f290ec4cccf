"""A technician learns what is wrong with the voice of a hall file, all at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import parse, remarks

pytestmark = pytest.mark.fast

GOOD = (
    (Path(__file__).with_name("hall_files") / "good.toml").read_text("utf-8")
    + """
[announcer]
languages = "hall"
stale = "15 s"

[[output]]
id = "main"
device = "alsa_output.usb-speakers"
loop = "alsa_output.loop"
volume = 90

[[loudness]]
hours = "Sa 08:00-16:00"
outputs = ["main"]
volume = 60
"""
)


def said(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return caught.value.mistakes


def test_the_voice_of_a_hall_is_read() -> None:
    hall = parse(GOOD)
    assert (hall.announcer.languages, hall.announcer.stale) == ("hall", timedelta(seconds=15))
    assert (hall.output[0].loop, hall.loudness[0].volume) == ("alsa_output.loop", 60)
    assert remarks(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ('stale = "15 s"', 'stale = "5 min"', 'from "5 s" to "60 s"'),
        ('stale = "15 s"', "rounds = 7", "from 1 to 3"),
        ('languages = "hall"', 'languages = "all"', '"ticket" or "hall"'),
        ('"alsa_output.usb-speakers"', '"hw:1,0"', "a number that changes"),
        ('"alsa_output.usb-speakers"', '"2"', "write its name"),
        ('loop = "alsa_output.loop"', 'loop = "alsa_output.usb-speakers"', "two voices would speak at once"),
        ("volume = 90", 'zones = ["hall-99"]', "there is no [[zone]]"),
        ("volume = 90", "volume = 130", "percent, from 0 to 100"),
        ("volume = 90", "volum = 90", 'did you mean "volume"?'),
        ('outputs = ["main"]', 'outputs = ["mian"]', 'did you mean "main"?'),
        ('"Sa 08:00-16:00"', '"Saturday"', "no day of opening hours"),
        ('stale = "15 s"', 'wording = "brief"', '"auto" or "full" or "short"'),
        ("[[window]]\nid = 1\n", '[[window]]\nid = 1\nspoken = "каса"\n', "words in each language"),
        ("[[window]]\nid = 1\n", '[[window]]\nid = 1\nspokn = { uk = "каса" }\n', 'did you mean "spoken"?'),
        ("[[window]]\nid = 1\n", '[[window]]\nid = 1\nspoken = { uk = "7" }\n', "has no word in it"),
        ("[[window]]\nid = 1\n", '[[window]]\nid = 1\nspoken = { uk = "каса{x}" }\n', "which no voice can say"),
        ("[[window]]\nid = 1\n", '[[window]]\nid = 1\nspoken = { en = "desk" }\n', "no Ukrainian words"),
        ("[[window]]\nid = 1\n", '[[window]]\nid = 1\nspoken = { uk = "каса", pl = "kasa" }\n', "among the languages"),
        ('id = "hall-1"\n', f'id = "hall-1"\nspoken = {{ uk = "{"зал " * 16}" }}\n', "nobody keeps more than 60"),
        ("[[loudness]]", '[[output]]\nid = "main"\ndevice = "x"\n[[loudness]]', "give this one another id"),
    ],
)
def test_each_mistake_is_told_in_its_line(good: str, bad: str, words: str) -> None:
    assert good in GOOD
    (mistake,) = said(GOOD.replace(good, bad, 1))
    assert words in mistake


def test_all_mistakes_are_told_at_once() -> None:
    wrong = (
        GOOD.replace('stale = "15 s"', 'stale = "5 min"')
        .replace("volume = 90", "volume = 900")
        .replace('"Sa 08', '"Za 08')
    )
    assert len(said(wrong)) == 3


def test_a_zone_that_nobody_speaks_for_is_remarked() -> None:
    more = '\n[[zone]]\nid = "hall-2"\nname = { uk = "Зал 2", en = "Hall 2" }\n'
    (odd,) = remarks(GOOD.replace("volume = 90", 'zones = ["hall-1"]') + more)
    assert "calls are not heard" in odd


def test_a_name_that_two_windows_share_or_that_lacks_a_language_is_remarked() -> None:
    named = GOOD.replace("[[window]]\n", '[[window]]\nspoken = { uk = "каса" }\n')
    assert GOOD.count("[[window]]") > 1
    odd = remarks(named)
    assert sum("visitors cannot tell which is meant" in each for each in odd) == GOOD.count("[[window]]") - 1
    assert sum("no words in en; the number alone will be said" in each for each in odd) == GOOD.count("[[window]]")
