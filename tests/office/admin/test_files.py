"""Surveys, playlists and days that are different, from a browser's side: checked, tried, published, and back."""

from __future__ import annotations

import http.client
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from broker.bus.on_disk import keep, kept
from broker.contracts.surveys.checking import DEFAULT
from office.admin.files.differences import differences
from office.admin.files.face import PHRASES
from office.admin.files.kinds import KINDS, may_lie_there
from office.admin.files.preview import preview
from office.admin.files.store import FRESH, FileStore
from office.admin.trial import Trial
from office.admin.versions import Versions
from office.guard import MOST_OF, UPLOADS
from office.words import Words
from tests.broker.halls import HALL_TOML, MORNING
from tests.broker.until import until
from tests.office.admin.publishing import Publishing
from tests.office.admin.test_trial import Room

pytestmark = pytest.mark.fast

SURVEY = (DEFAULT / "survey.json").read_text("utf-8")
OTHER = SURVEY.replace("Чудово", "Пречудово").replace('"Excellent"', '"Splendid"')
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
SLIDES = '[[slide]]\nfile = "a.png"\nseconds = 10\n'
DAYS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//hall//uk\r\n{}END:VCALENDAR\r\n"
CLOSED = "BEGIN:VEVENT\r\nUID:a@hall\r\nSUMMARY:Ремонт\r\nDTSTART;VALUE=DATE:{}\r\nEND:VEVENT\r\n"


class Files:
    """The files of a hall whose queue-master publishes what lies in `source`."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.source = folder / "content"
        self.source.mkdir()
        hall = HALL_TOML.replace("[policy]", 'exceptions = "days.ics"\n\n[policy]', 1)
        (folder / "days.ics").write_bytes(DAYS.format("").encode())
        self.room = Room(stack, folder, hall, content=self.source)
        bus = self.room.client("queue-master-content")
        self.publishing = Publishing(stack, bus, self.source, folder / "shelf")

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.room.address}{path}", cookies=self.room.signed, timeout=30)

    def opened(self, name: str) -> dict[str, Any]:
        """What a page has when it is opened."""
        page = self.get(f"/admin/files/{name}?lang=en").text
        raw = page.split('<textarea id="opened" hidden>')[1].split("</textarea>")[0]
        opened = json.loads(
            raw.replace("&#34;", '"')
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
        )
        return {**opened, "base": page.split('data-base="')[1].split('"')[0]}

    def post(self, name: str, what: str, **body: Any) -> dict[str, Any]:
        return self.room.post(f"files/{name}/{what}", **body)

    def draft(self, name: str, **texts: str) -> dict[str, Any]:
        now = self.opened(name)
        kept = {file: each["sha256"] for file, each in now["beside"].items()}
        return {
            "texts": {**now["texts"], **{k.replace("_", "."): v for k, v in texts.items()}},
            "kept": kept,
            "base": now["base"],
        }

    def upload(self, name: str, file: str, content: bytes) -> dict[str, Any]:
        answer = requests.post(
            f"{self.room.address}{UPLOADS}{name}?file={file}&lang=en",
            data=content,
            headers={"content-type": "application/octet-stream", "x-cherha": "press"},
            cookies=self.room.signed,
            timeout=60,
        )
        return {**answer.json(), "code": answer.status_code}

    def published(self, name: str) -> str:
        return self.publishing.text(name)

    def fates(self, name: str) -> list[str]:
        document = self.room.folder / "documents" / name / "versions.jsonl"
        return [json.loads(line)["fate"] for line in document.read_text().splitlines()]


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Files]:
    with ExitStack() as stack:
        yield Files(stack, tmp_path)


def test_a_survey_is_checked_with_all_mistakes_at_their_lines_and_nothing_changes(files: Files):
    wrong = SURVEY.replace('"smileys"', '"smilies"').replace("{grade} <= 2", "{grad} <= 2")
    found = files.post("survey", "check", **files.draft("survey", survey_json=wrong))
    assert found["status"] == "mistakes"
    lines = wrong.split("\n")
    assert {("smilies" in lines[m["line"] - 1]) or ("{grad}" in lines[m["line"] - 1]) for m in found["mistakes"]} == {
        True
    }
    assert {mistake["file"] for mistake in found["mistakes"]} == {"survey.json"}
    refused = files.post("survey", "try", **files.draft("survey", survey_json=wrong))
    assert refused["code"] == 409
    assert list(files.source.iterdir()) == []


def test_a_survey_is_told_in_words_published_on_trial_and_stays_when_confirmed(files: Files):
    found = files.post("survey", "check", **files.draft("survey", survey_json=OTHER))
    (change,) = found["changes"]
    assert change["words"].startswith("Question «How are you being served today?»: grades: was Excellent, Good")
    assert "becomes Splendid, Good" in change["words"]
    assert "Splendid" in found["preview"]
    assert list(files.source.iterdir()) == [], "a check changes nothing"
    assert files.post("survey", "try", **files.draft("survey", survey_json=OTHER), why="friendlier")["status"] == "done"
    assert "Пречудово" in files.published("survey")
    again = files.post("survey", "try", **files.draft("survey", survey_json=SURVEY))
    assert (again["status"], "already" in again["message"] or "trial" in again["message"]) == ("refused", True)
    assert files.post("survey", "confirm")["status"] == "done"
    assert files.fates("survey") == ["found", "tried", "confirmed"]
    assert files.opened("survey")["texts"]["survey.json"] == OTHER
    notes = [note[:2] for note in files.room.keeper.audit.notes if note[0].startswith("file-")]  # type: ignore[attr-defined]
    assert notes == [("file-tried", "maria"), ("file-confirmed", "maria")]


def test_what_was_before_is_published_again_when_somebody_says_so_and_can_be_opened_later(files: Files):
    files.post("survey", "try", **files.draft("survey", survey_json=OTHER))
    assert files.post("survey", "take-back")["status"] == "done"
    until(lambda: "Чудово" in files.published("survey"), 30)
    assert files.opened("survey")["texts"]["survey.json"] == SURVEY
    listed = (files.room.folder / "documents" / "survey" / "versions.jsonl").read_text().splitlines()
    tried = json.loads(listed[1])["sha256"]
    version = files.get(f"/admin/files/survey/version/{tried}").json()
    assert version["texts"] == {"survey.json": OTHER}
    packed = files.get(f"/admin/files/survey/download/{tried}").content
    assert zipfile.ZipFile(io.BytesIO(packed)).read("survey.json").decode() == OTHER


def test_nobody_confirms_and_the_office_is_started_anew_meanwhile(files: Files):
    files.post("survey", "try", **files.draft("survey", survey_json=OTHER))
    room = files.room
    room.stop()
    path = room.folder / "documents" / "survey" / "trial.json"
    trial = kept(path, Trial)
    assert trial
    keep(path, msgspec.structs.replace(trial, until=trial.began - timedelta(seconds=1)))
    room.again()
    until(lambda: not path.exists(), 30)
    until(lambda: "Чудово" in files.published("survey"), 30)
    assert files.fates("survey")[-1] == "taken-back"


def test_a_version_that_cannot_be_read_keeps_no_other_trial_from_going_back(files: Files):
    """Of the hall file above all."""
    room = files.room
    files.post("survey", "try", **files.draft("survey", survey_json=OTHER))
    room.attempt(room.path.read_text().replace("recalls = 2", "recalls = 3"))
    room.stop()
    own = room.folder / "documents" / "survey"
    damaged = Versions(own, ".json").keep("no list of files")
    for path, more in ((own / "trial.json", {"before": damaged}), (room.folder / "trial.json", {})):
        trial = kept(path, Trial)
        assert trial
        keep(path, msgspec.structs.replace(trial, until=trial.began - timedelta(seconds=1), **more))
    room.again()
    until(lambda: "recalls = 2" in room.path.read_text(), 30)


def test_what_nobody_publishes_is_not_on_trial(files: Files, monkeypatch: pytest.MonkeyPatch):
    draft = files.draft("survey", survey_json=OTHER)
    files.publishing.at_work = False
    monkeypatch.setattr("office.admin.files.bundle_on_trial.BundleOnTrial.patience", 0.2)
    said = files.post("survey", "try", **draft)
    assert "CHERHA_CONTENT" in said["message"]
    files.publishing.at_work = True
    until(lambda: "Чудово" in files.published("survey"), 30)
    assert not (files.room.folder / "documents" / "survey" / "trial.json").exists()


def test_a_playlist_gets_its_pictures_and_one_that_is_none_is_turned_away(files: Files):
    missing = files.post("playlist", "check", **files.draft("playlist", playlist_toml=SLIDES))
    assert any('there is no file "a.png"' in each["what"] for each in missing["mistakes"])
    for name in ("a.exe", "../a.png", ".a.png", "a/../../b.png"):
        assert files.upload("playlist", name, PNG)["code"] == 409, name
    came = files.upload("playlist", "a.png", PNG)
    assert came["beside"]["a.png"]["size"] == len(PNG)
    draft = files.draft("playlist", playlist_toml=SLIDES)
    draft["kept"] = {"a.png": came["beside"]["a.png"]["sha256"]}
    found = files.post("playlist", "check", **draft)
    assert [each["words"] for each in found["changes"]] == ["Added: file a.png", "Added: file playlist.toml"]
    assert f"picture/{draft['kept']['a.png']}" in found["preview"]
    assert files.get(f"/admin/files/playlist/picture/{draft['kept']['a.png']}").headers["content-type"] == "image/png"
    assert files.post("playlist", "try", **draft)["status"] == "done"
    assert "a.png" in files.published("playlist")
    assert files.post("playlist", "confirm")["status"] == "done"
    assert list(files.opened("playlist")["beside"]) == ["a.png"]
    page = files.get("/admin/files?lang=en").text
    assert "playlist" in page
    assert "Version" in page


def test_a_whole_bundle_comes_as_a_zip_and_a_bomb_or_a_way_out_does_not(files: Files):
    def packed(**names: bytes) -> bytes:
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as bundle:
            for name, content in names.items():
                bundle.writestr(name.replace("__", "/").replace("_", "."), content)
        return body.getvalue()

    came = files.upload("playlist", "mine.zip", packed(playlist_toml=SLIDES.encode(), a_png=PNG))
    assert came["texts"] == {"playlist.toml": SLIDES}
    assert list(came["beside"]) == ["a.png"]
    assert files.upload("playlist", "mine.zip", b"no zip")["code"] == 409
    assert files.upload("playlist", "mine.zip", packed(playlist_toml=b"", **{".___out_toml": b"x"}))["code"] == 409
    assert files.upload("playlist", "mine.zip", packed(playlist_toml=b"", run_sh=b"x"))["code"] == 409
    assert list(files.source.iterdir()) == []


def test_a_bundle_that_somebody_laid_there_as_a_folder_is_kept_aside_and_nothing_is_lost(files: Files):
    own = files.source / "survey"
    own.mkdir()
    (own / "survey.json").write_text(OTHER)
    until(lambda: "Пречудово" in files.published("survey"), 30)
    changed = OTHER.replace("Жахливо", "Кепсько")
    assert files.post("survey", "try", **files.draft("survey", survey_json=changed))["status"] == "done"
    assert "Кепсько" in files.published("survey")
    files.post("survey", "take-back")
    until(lambda: "Жахливо" in files.published("survey"), 30)
    aside = [path for path in files.source.iterdir() if path.name.endswith(".by-hand")]
    assert [(path / "survey.json").read_text() for path in aside] == [OTHER]


def test_days_that_are_different_hold_at_once_and_go_back(files: Files):
    room = files.room
    day = (MORNING + timedelta(days=30)).date()
    assert room.master.calendar.reception(day)
    closed = DAYS.format(CLOSED.format(f"{day:%Y%m%d}")).replace("\r\n", "\n")
    found = files.post("exceptions", "check", **files.draft("exceptions", exceptions_ics=closed))
    assert [each["words"] for each in found["changes"]] == ["Added: Day «Ремонт»"]
    wrong = files.post(
        "exceptions",
        "check",
        **files.draft("exceptions", exceptions_ics=closed.replace("DTSTART;VALUE=DATE:", "DTSTART;VALUE=DATE:x")),
    )
    assert [(each["file"], closed.split("\n")[each["line"] - 1][:7]) for each in wrong["mistakes"]] == [
        ("exceptions.ics", "DTSTART")
    ]
    assert files.post("exceptions", "try", **files.draft("exceptions", exceptions_ics=closed))["status"] == "done"
    assert room.master.calendar.reception(day) == ()
    assert (room.path.parent / "days.ics").read_bytes() == closed.replace("\n", "\r\n").encode()
    assert files.post("exceptions", "take-back")["status"] == "done"
    assert room.master.calendar.reception(day)


def test_what_is_no_draft_or_no_document_is_turned_away(files: Files):
    draft = files.draft("survey", survey_json=OTHER)
    assert files.post("survey", "try", texts={"survey.json": OTHER})["code"] == 400
    for bad in ({"../x.json": "{}"}, {"/etc/x.json": "{}"}, {".x.json": "{}"}, {"x.png": "{}"}):
        assert files.post("survey", "check", **{**draft, "texts": bad})["code"] == 400
    gone = files.post("playlist", "check", **{**files.draft("playlist"), "kept": {"a.png": "0" * 64}})
    assert gone["code"] == 409
    for name in ("staff", "..%2fstaff", "survey%00", "exceptions-2", "Survey", "x" * 60):
        assert files.get(f"/admin/files/{name}").status_code == 404
    assert files.get("/admin/files/survey/version/..%2f..%2ftrial").status_code == 404
    assert files.get(f"/admin/files/survey/picture/{'0' * 64}").status_code == 404


def test_uploads_are_held_to_the_rules_of_every_press(files: Files):
    address = f"{files.room.address}{UPLOADS}playlist?file=a.png"
    good = {"content-type": "application/octet-stream", "x-cherha": "press"}

    def status(headers: dict[str, str], **more: Any) -> int:
        return requests.post(
            address, data=b"x", headers=headers, timeout=20, **{"cookies": files.room.signed, **more}
        ).status_code

    assert status({"content-type": "application/octet-stream"}) == 403
    assert status({**good, "origin": "http://elsewhere.example"}) == 403
    assert status({**good, "content-type": "application/json"}) == 415
    assert status({**good, "content-type": "text/html"}) == 415
    assert status(good, cookies={}) == 401
    assert status(good, cookies=files.room.signed_as("olena")) == 403
    # Its length is believed before a byte of it is read.
    host = files.room.address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.putrequest("POST", f"{UPLOADS}playlist?file=a.png")
    cookies = "; ".join(f"{name}={value}" for name, value in files.room.signed.items())
    for name, value in {**good, "cookie": cookies, "content-length": str(MOST_OF[UPLOADS] + 1)}.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_files_that_no_version_names_go_after_a_day_and_no_others(tmp_path: Path):
    store = FileStore(tmp_path)
    old, named = store.keep(b"old"), store.keep(b"named")
    written = (tmp_path / old).stat().st_mtime
    store.sweep({named}, written + FRESH - 10)
    assert store.path(old)
    store.sweep({named}, written + FRESH + 10)
    assert store.path(old) is None
    assert store.path(named)


@pytest.mark.parametrize(
    "name", ["a\\b.toml", "a/./b.toml", "a//b.toml", "c:x.toml", "a.toml ", "x" * 220 + ".toml", "a\n.toml"]
)
def test_a_strange_path_may_not_lie_anywhere(name: str):
    assert not may_lie_there(KINDS["catalogue"], name)
    assert may_lie_there(KINDS["catalogue"], "samples/заява 1.png")


def test_both_languages_say_the_same_things_with_the_same_slots():
    few = {key for key in PHRASES.keys("uk") if key.endswith(".few")}  # English knows one and many
    assert PHRASES.keys("uk") - few == PHRASES.keys("en")
    for key in PHRASES.keys("en"):
        uk, en = (sorted(re.findall(r"{\w+}", PHRASES.template(language, key))) for language in ("uk", "en"))
        assert uk == en, key


@pytest.mark.parametrize("language", ["uk", "en"])
def test_differences_and_previews_speak_the_language_of_the_page(language: str):
    words = Words(language, MORNING.tzinfo or __import__("datetime").UTC, PHRASES)
    shuffled = SLIDES + '[[slide]]\nfile = "b.mp4"\nvolume = 0.5\n'
    found = differences(
        {"playlist.toml": "1"}, {"playlist.toml": "2"}, {"playlist.toml": SLIDES}, {"playlist.toml": shuffled}, words
    )
    assert [each.words for each in found] == [{"uk": "Додано: Слайд «b.mp4»", "en": "Added: Slide «b.mp4»"}[language]]
    seen = preview("playlist", {"playlist.toml": shuffled}, {"a.png": "1"}, words)
    assert [(slide.picture, slide.about) for slide in seen.slides] == [
        ("1", {"uk": "10 с", "en": "10 s"}[language]),
        ("", {"uk": "зі звуком", "en": "with sound"}[language]),
    ]
    asked = preview("survey", {"survey.json": SURVEY}, {}, words).asked
    assert [choice.mood for choice in asked[0].choices] == [1, 2 / 3, 1 / 3, 0]
    assert asked[1].when == "{grade} <= 2"
    assert preview("survey", {"survey.json": "{"}, {}, words).drawn == ""
