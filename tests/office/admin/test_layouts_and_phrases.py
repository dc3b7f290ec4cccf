"""Layouts of boards and the hall's own phrases, from a browser's side: checked, told in words, drawn and heard, tried, back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from broker.content.beginnings import BEGINNINGS
from broker.content.phrase_areas import shipped
from broker.contracts.hall_phrases import changeable, parse
from office.admin.files.differences import differences
from office.admin.files.drafted import filled, said
from office.admin.files.face import PHRASES
from office.admin.files.kinds import kind_of
from office.words import Words
from tests.broker.halls import MORNING, PLAN
from tests.broker.until import until
from tests.office.admin.drafting import PaperBoard, voice
from tests.office.admin.test_files import Files

pytestmark = pytest.mark.fast

UK, EN = (Words(language, MORNING.tzinfo, PHRASES) for language in ("uk", "en"))  # type: ignore[arg-type]
DARK = '[board]\nlike = "standard"\ntheme = "dark"\n'
OWN = '[board]\nwaiting = { uk = "Чекають" }\n[announcer]\ncall.first = { uk = "{letter}, {number}: вікно {window}" }\n'


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    with ExitStack() as stack:
        yield Files(stack, tmp_path)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def beginning(kind: str) -> str:
    return (BEGINNINGS[kind] / f"{kind}.toml").read_text("utf-8")


def test_both_are_there_from_the_beginning_as_they_came_with_the_software(files: Files) -> None:
    page = files.get("/admin/files").text
    for kind in ("layout", "phrases"):
        assert f'href="/admin/files/{kind}"' in page
        assert files.opened(kind)["texts"] == {f"{kind}.toml": beginning(kind)}
    assert kind_of("layout-hall-2") == "layout"
    assert kind_of("phrases-hall-2") is None, "a hall speaks in one way"


@pytest.mark.parametrize(
    ("kind", "text", "line", "told"),
    [
        ("layout", '[board]\nlike = "standart"\n', 2, 'did you mean "standard"'),
        ("layout", '[board]\nlike = "zone"\nzones = ["hal-1"]\n', 3, 'did you mean "hall-1"'),
        ("phrases", '[board]\nwating = { uk = "x" }\n', 2, 'did you mean "waiting"'),
        ("phrases", '[announcer]\n\ncall.first = { uk = "{leter}" }\n', 3, "there is no {leter} here"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_drawn(
    files: Files, kind: str, text: str, line: int, told: str
) -> None:
    found = files.post(kind, "check", **files.draft(kind, **{f"{kind}.toml": text}))
    assert found["status"] == "mistakes"
    (mistake,) = found["mistakes"]
    assert (mistake["file"], mistake["line"]) == (f"{kind}.toml", line)
    assert told in mistake["what"]
    assert "press &#34;Check&#34;" in found["preview"]


def test_a_changed_layout_is_told_in_words() -> None:
    other = DARK + '[[message]]\ntext = { uk = "Обіду немає" }\n'
    found = differences({"layout.toml": "1"}, {"layout.toml": "2"}, {"layout.toml": DARK}, {"layout.toml": other}, UK)
    assert [each.words for each in found] == ["Додано: Повідомлення внизу «Обіду немає»"]
    lighter = DARK.replace("dark", "light")
    (one,) = differences(
        {"layout.toml": "1"}, {"layout.toml": "2"}, {"layout.toml": DARK}, {"layout.toml": lighter}, UK
    )
    assert one.words == "Табло: кольори: було dark, стане light"


def test_a_changed_phrase_is_told_in_words_and_a_language_that_stays_is_remarked_upon(files: Files) -> None:
    found = files.post("phrases", "check", **files.draft("phrases", **{"phrases.toml": OWN}))
    assert [each["words"] for each in found["changes"]] == ["Added: Board «waiting»", "Added: Voice «call.first»"]
    assert [(each["line"], "not written in English" in each["what"]) for each in found["remarks"]] == [
        (2, True),
        (4, True),
    ]
    assert "а, сорок два: вікно п&#39;ять" in found["preview"]


def test_whatever_may_be_changed_can_be_shown_with_samples() -> None:
    for area, phrases in shipped().items():
        for language, words in (("uk", UK), ("en", EN)):
            for key in set(changeable(phrases)) & phrases.keys(language):
                shown = filled(area, phrases.template(language, key), words)
                assert not re.search(r"\{(letter|number|window|time|count|place|lines)\}", shown), (area, key)
    own = parse(OWN, shipped())
    assert [(each.area, each.now, each.heard) for each in said(own, shipped(), UK)] == [
        ("board", "Чекають", False),
        ("announcer", "а, сорок два: вікно п'ять", True),
    ]


def test_pictures_and_sounds_come_from_the_appliances_of_the_hall(
    files: Files, stack: ExitStack, tmp_path: Path
) -> None:
    draft = files.draft("layout", **{"layout.toml": DARK})
    assert "none is there now" in files.post("layout", "check", **draft)["preview"]
    board = PaperBoard(files.room.client("board-1"), PLAN)
    announcer = voice(stack, files.room.client("announcer-1"), PLAN, tmp_path / "voice")
    machines = files.room.live.standing().machines
    until(lambda: {"board-1", "announcer-1"} <= machines.by_id.keys() and all(m.about for m in machines.all))
    seen = files.post("layout", "check", **draft)["preview"]
    (address, *_) = re.findall(r'src="([^"]+wide-called[^"]+)"', seen)
    picture = files.get(address)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert [(each["layout"], each["size"], each["state"]) for each in board.asked] == [(DARK, [1920, 1080], "busy")]
    assert files.get(address).content == picture.content
    assert len(board.asked) == 1, "what was drawn is kept"
    assert files.get(address.replace("wide-called", "upright-called")).status_code == 503
    assert files.get(address.replace("wide-called", "nobody")).status_code == 404

    heard = files.post("phrases", "check", **files.draft("phrases", **{"phrases.toml": OWN}))["preview"]
    (sound,) = re.findall(r'src="([^"]+\.ogg)"', heard)
    answer = files.get(sound)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/ogg")
    assert answer.content.startswith(b"OggS")
    assert files.get(sound.replace("call.first", "call.nothing")).status_code == 503
    assert "media-src 'self'" in answer.headers["content-security-policy"]
    assert announcer.phrases.say("uk", "calls.next", letter="", number="", window="") == ", , вікно ."


@pytest.mark.parametrize("place", ["drawn/{}/wide-called.jpg", "said/{}/uk/call.first.ogg"])
def test_what_nobody_drafted_is_not_found(files: Files, place: str) -> None:
    for draft in ("0" * 64, "..%2f..%2fhall.toml", "x"):
        assert files.get(f"/admin/files/phrases/{place.format(draft)}").status_code == 404
    assert files.get(f"/admin/files/survey/{place.format('0' * 64)}").status_code == 404


def test_a_phrase_that_is_tried_is_spoken_in_the_hall_and_the_shipped_one_again_when_it_is_taken_back(
    files: Files, stack: ExitStack, tmp_path: Path
) -> None:
    announcer = voice(stack, files.room.client("announcer-1"), PLAN, tmp_path / "voice")
    before = announcer.phrases.template("uk", "call.first")
    tried = files.post("phrases", "try", **files.draft("phrases", **{"phrases.toml": OWN}))
    assert tried["status"] == "done", tried
    until(lambda: announcer.phrases.template("uk", "call.first") == "{letter}, {number}: вікно {window}", 30)
    assert files.post("phrases", "take-back")["status"] == "done"
    until(lambda: announcer.phrases.template("uk", "call.first") == before, 30)
    assert files.opened("phrases")["texts"] == {"phrases.toml": beginning("phrases")}


def test_all_that_can_be_changed_stands_below_the_text(files: Files) -> None:
    page = files.get("/admin/files/phrases?lang=uk").text
    assert page.count('class="small plain" data-area="board"') == len(changeable(shipped()["board"]))
    assert 'data-key="closed.title" data-uk="Прийом завершено"' in page
    assert 'id="shipped"' not in files.get("/admin/files/layout?lang=uk").text
