"""Every mistake of a playlist at once; a slide that is good is found with its hours and its seconds."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from broker.content import kinds
from broker.contracts.errors import ConfigError
from broker.contracts.playlists import FILE, load, shown_at

pytestmark = pytest.mark.fast

PNG, MP4 = b"\x89PNG\r\n\x1a\n" + b"0" * 20, b"\0\0\0\x18ftypmp42" + b"0" * 20


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "card.png").write_bytes(PNG)
    (tmp_path / "film.mp4").write_bytes(MP4)
    return tmp_path


def written(bundle: Path, text: str) -> Path:
    (bundle / FILE).write_text(text, "utf-8")
    return bundle


def test_slides_are_read_with_what_is_usual_and_what_is_said(bundle: Path) -> None:
    card, film = load(
        written(
            bundle, '[[slide]]\nfile = "card.png"\n[[slide]]\nfile = "film.mp4"\nhours = "09:00-24:00"\nvolume = 0.5\n'
        )
    )
    assert (card.kind, card.seconds, card.volume) == ("picture", 20.0, 0.0)
    assert (film.kind, film.seconds, film.volume) == ("video", 300.0, 0.5)
    assert Path(film.file) == bundle / "film.mp4"
    assert shown_at((card, film), time(8, 0)) == (card,)
    assert shown_at((card, film), time(23, 59)) == (card, film)


def test_all_mistakes_are_told_at_once_with_their_lines(bundle: Path) -> None:
    text = """
[[slide]]
file = "crad.png"
secnds = 3

[[slide]]
file = "film.mp4"
hours = "9-17"
volume = 2
seconds = 1
"""
    with pytest.raises(ConfigError) as caught:
        load(written(bundle, text))
    told = caught.value.mistakes
    assert [line.split(":")[1] for line in told] == ["3", "4", "8", "9", "10"]
    assert 'did you mean "card.png"?' in told[0]
    assert 'did you mean "seconds"?' in told[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"1 to 100 \[\[slide\]\]"),
        ("slide = 7", r"1 to 100"),
        ("[[slide]]\nseconds = 5", 'no "file"'),
        ('[[slide]]\nfile = "../../etc/passwd"', "a file of this bundle"),
        ('[[slide]]\nfile = "/etc/passwd"', "a file of this bundle"),
        ('[[slide]]\nfile = "playlist.toml"', "no kind that can be shown"),
        ('[[slide]]\nfile = "fake.png"', "not what its name says"),
        ('[[slides]]\nfile = "card.png"', 'no "slides" here'),
        ("[[slide", "playlist.toml"),
    ],
)
def test_a_mistake_is_named(bundle: Path, text: str, says: str) -> None:
    (bundle / "fake.png").write_bytes(MP4)
    with pytest.raises(ConfigError, match=says):
        load(written(bundle, text))


def test_the_publisher_and_the_tablet_look_with_the_same_eyes(bundle: Path) -> None:
    with pytest.raises(ConfigError, match="1 to 100"):
        kinds.checked("playlist-summer", written(bundle, ""))
    kinds.checked("playlist-summer", written(bundle, '[[slide]]\nfile = "card.png"\n'))
