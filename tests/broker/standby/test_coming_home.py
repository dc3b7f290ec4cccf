"""What was changed where the queue was decided meanwhile holds at home, for whoever reads it there, also after a restart."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from broker.bus.on_disk import keep
from broker.bus.settings import Settings
from broker.contracts.standby import Files, GetPiece, KeptFile, ListFiles, Piece, Register
from broker.queuemaster import run as deciding
from broker.queuemaster import succeeded
from broker.queuemaster.plan_and_calendar import load
from broker.standby import coming_home
from broker.standby import run as following
from broker.standby.coming_home import bring_home, go_on_home
from broker.standby.deposed import step_down
from broker.standby.holding import Own
from broker.standby.kept_files import KeptFiles
from broker.standby.mirroring import Mirror
from broker.standby.second_disk import TERM
from tests.broker.halls import HALL_TOML

pytestmark = pytest.mark.fast
ME = "queue-master"
DAYS = 'exceptions = "days.ics"\n'
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//uk
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260824
SUMMARY:Day
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def hall_text(name: str, also: str = "") -> str:
    return HALL_TOML.replace('id = "test-hall"\n', f'id = "test-hall"\n{also}', 1).replace("Test centre", name)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A queue-master that was succeeded, and what has come beside its journal from who decides."""
    came, content = tmp_path / ME / "backup", tmp_path / "content"
    for folder, name in ((tmp_path, "old"), (came, "new")):
        (folder / "content" / "playlist").mkdir(parents=True)
        (folder / "hall.toml").write_text(hall_text(name, DAYS if name == "new" else ""), "utf-8")
        (folder / "content" / "playlist" / f"{name}.png").write_text(name, "utf-8")
        (folder / "content" / "survey").mkdir()  # a mirror leaves a folder whose files went
    (came / "content" / "survey.zip").write_text("new", "utf-8")
    (content / "survey" / "old.toml").write_text("old", "utf-8")
    (content / "only-here.zip").write_text("old", "utf-8")
    (came / "days.ics").write_text(CALENDAR, "utf-8", newline="")
    step_down(tmp_path / ME)
    return Settings(
        appliance=ME, hall=tmp_path / "hall.toml", content=str(content), state_dir=tmp_path / ME,
        standby="standby-1", witness="witness-1", second_broker="127.0.0.2",
    )  # fmt: skip


def is_home(home: Settings) -> bool:
    content = Path(home.content)
    found = {path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file()}
    return load(home.hall)[0].hall.name["en"] == "new" and found == {"playlist/new.png", "survey.zip", "only-here.zip"}


def test_what_it_decides_by_once_it_is_elected_is_what_it_decides_by_after_a_restart(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided: list[Settings] = []

    def elected(settings: Settings, _home: Settings | None) -> bool:
        bring_home(home)  # as the turn through the files does
        keep(settings.state_dir / TERM, Own(Register(3, ME, 1, (ME,)), alone=True))
        return True

    monkeypatch.setattr(following, "_follow_until_elected", elected)
    monkeypatch.setattr(deciding, "run", decided.append)
    assert succeeded.follows(home)
    assert not succeeded.follows(home), "it decides, also from its next start on"
    assert (decided[0].hall, decided[0].content) == (home.hall, home.content)
    assert is_home(home)


def test_a_power_cut_on_the_way_home_is_gone_on_from(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerCut(BaseException):
        pass

    def at(number: int, real: Callable[..., object]) -> Callable[..., object]:
        calls = iter(range(1000))

        def cut(*given: object, **named: object) -> object:
            if next(calls) == number:
                raise PowerCut
            return real(*given, **named)

        return cut

    root = home.state_dir.parent
    for owner, name, most in ((coming_home, "put", 4), (Path, "replace", 8), (shutil, "copyfile", 2), (os, "sync", 1)):
        for number in range(most):
            shutil.copytree(root, root.with_name("copy"))
            box = Settings(**{
                **{each: getattr(home, each) for each in home.__struct_fields__},
                "hall": root.with_name("copy") / "hall.toml",
                "content": str(root.with_name("copy") / "content"),
                "state_dir": root.with_name("copy") / ME,
            })  # fmt: skip
            with monkeypatch.context() as patched:
                patched.setattr(owner, name, at(number, getattr(owner, name)))
                with pytest.raises(PowerCut):
                    bring_home(box)
            go_on_home(box)
            bring_home(box)
            assert is_home(box), (name, number)
            shutil.rmtree(root.with_name("copy"))


def test_a_hall_file_that_nobody_could_decide_by_stays_away(home: Settings) -> None:
    (home.state_dir / "backup" / "days.ics").unlink()
    bring_home(home)
    assert load(home.hall)[0].hall.name["en"] == "old"


def test_a_place_that_takes_nothing_stops_neither_following_nor_the_hall_file(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A technician has laid the content there as another user."""

    def not_ours(*_given: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfile", not_ours)
        bring_home(home)
    assert load(home.hall)[0].hall.name["en"] == "new"
    bring_home(home)
    assert is_home(home)


def test_what_lay_at_home_is_put_aside(home: Settings) -> None:
    bring_home(home)
    before = home.state_dir / coming_home.BEFORE
    assert (before / "survey" / "old.toml").is_file()
    assert load(before / "hall.toml")[0].hall.name["en"] == "old"


class Asked:
    """A queue-master's files, by word of mouth."""

    def __init__(self, files: KeptFiles) -> None:
        self._files = files

    def ask(self, kind: type, _answer: type, _patience: float, **given: object) -> Files | Piece:
        if kind is ListFiles:
            return Files(number=1, files=tuple(self._files.listed()), more=False)
        assert kind is GetPiece
        data = self._files.piece(str(given["name"]), str(given["sha256"]), int(str(given["offset"])))
        return Piece(number=1, data=data or b"", gone=data is None)


def test_the_days_that_a_hall_file_names_go_with_it(tmp_path: Path) -> None:
    """A standby that has the hall file alone could not decide by it."""
    (tmp_path / "hall.toml").write_text(hall_text("new", DAYS), "utf-8")
    (tmp_path / "days.ics").write_text(CALENDAR, "utf-8", newline="")
    files = KeptFiles(tmp_path / "a", tmp_path / "hall.toml", {}, ())
    mirror = Mirror(tmp_path / "b", Asked(files), lambda: False)  # type: ignore[arg-type]
    mirror.turn()
    assert mirror.whole
    assert load(tmp_path / "b" / "backup" / "hall.toml")


def test_a_bundle_that_is_a_zip_now_is_no_empty_folder_at_the_standby(tmp_path: Path) -> None:
    """That goes before the zip: once it decided, the standby would take the bundle back."""
    (tmp_path / "hall.toml").write_text(HALL_TOML, "utf-8")
    bundle = tmp_path / "content" / "survey"
    (bundle / "pictures").mkdir(parents=True)
    (bundle / "pictures" / "one.png").write_text("one", "utf-8")
    mirror = Mirror(
        tmp_path / "b",
        Asked(KeptFiles(tmp_path / "a", tmp_path / "hall.toml", {"content": bundle.parent}, ())),  # type: ignore[arg-type]
        lambda: False,
    )
    mirror.turn()
    shutil.rmtree(bundle)
    (bundle.parent / "survey.zip").write_text("zip", "utf-8")
    mirror.turn()
    assert [path.name for path in (tmp_path / "b" / "backup" / "content").rglob("*")] == ["survey.zip"]


def test_no_key_is_copied_by_naming_it_in_a_hall_file(tmp_path: Path) -> None:
    for name in ("authority/key.pem", "../key.ics", "/key.ics"):
        (tmp_path / "hall.toml").write_text(hall_text("new", f'exceptions = "{name}"\n'), "utf-8")
        (tmp_path / "authority").mkdir(exist_ok=True)
        (tmp_path / "authority" / "key.pem").write_text("secret", "utf-8")
        listed: list[KeptFile] = KeptFiles(tmp_path / "a", tmp_path / "hall.toml", {}, ()).listed()
        assert [each.name for each in listed] == ["hall.toml"]
