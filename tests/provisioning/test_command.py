"""One command, a table of subcommands; what is wrong is said in plain words."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from broker.contracts.errors import ConfigError
from provisioning import command, subcommands
from provisioning.command import main
from provisioning.run_role import read_settings
from provisioning.words import language

pytestmark = pytest.mark.fast

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "CHERHA_HALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


def test_help_tells_every_subcommand(capsys: pytest.CaptureFixture[str]):
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    for each in subcommands.SUBCOMMANDS:
        assert f"  cherha {each.name} {each.usage}".rstrip() + "\n" in told


def test_no_words_at_all_get_the_help_and_a_failure(capsys: pytest.CaptureFixture[str]):
    assert main([]) == 2
    assert "cherha demo" in capsys.readouterr().out


def test_a_misspelt_command_is_guessed(capsys: pytest.CaptureFixture[str]):
    assert main(["dmeo"]) == 2
    assert "Did you mean “demo”?" in capsys.readouterr().err


def test_a_misspelt_role_is_guessed(capsys: pytest.CaptureFixture[str]):
    assert main(["run", "dispencer"]) == 2
    assert "Did you mean “dispenser”?" in capsys.readouterr().err


def test_a_role_without_its_hall_file_says_how_to_name_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("CHERHA_HALL", "/nowhere/hall.toml")
    assert main(["run", "board"]) == 2
    assert "/nowhere/hall.toml: there is no such hall file. Name it in CHERHA_HALL" in capsys.readouterr().err


def test_a_reader_that_has_enough_is_no_fault():
    many = "import sys, provisioning.command as c; c.found = lambda _: lambda _: print('x\\n' * 100_000); sys.exit(c.main(['doctor']))"
    shown = subprocess.run(
        ["sh", "-c", f'{sys.executable} -c "{many}" | head -1'], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (shown.stdout, shown.stderr) == ("x\n", "")


def test_a_word_like_nothing_gets_the_whole_list(capsys: pytest.CaptureFixture[str]):
    assert main(["xyzzy"]) == 2
    assert "demo, test, run" in capsys.readouterr().err


def test_ukrainian_is_spoken_where_the_terminal_speaks_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    assert main(["dmeo"]) == 2
    assert "Може, «demo»?" in capsys.readouterr().err
    assert language({"LC_ALL": "en_GB.UTF-8", "LANG": "uk_UA.UTF-8"}) == "en"


def test_a_configuration_error_is_printed_whole_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def wrong(_: list[str]) -> int:
        raise ConfigError(["hall.toml:3: one", "hall.toml:9: two"])

    monkeypatch.setattr(command, "found", lambda _: wrong)
    assert main(["check", "hall.toml"]) == 2
    assert capsys.readouterr().err == "hall.toml:3: one\nhall.toml:9: two\n"


def test_check_names_a_missing_file(capsys: pytest.CaptureFixture[str]):
    assert main(["check", "/nowhere/hall.toml"]) == 2
    assert "/nowhere/hall.toml: there is no such file" in capsys.readouterr().err


def test_a_wrong_setting_is_told_by_its_name(tmp_path: Path):
    config = tmp_path / "board.toml"
    config.write_text('broker_port = "twelve"\nprniter = "tape"\n')
    with pytest.raises(ConfigError) as told:
        read_settings(config)
    assert {mistake.partition(":")[0] for mistake in told.value.mistakes} == {str(config)}
    assert ["prniter" in mistake for mistake in told.value.mistakes] == [True, False]


def test_the_command_line_imports_no_role_until_it_is_asked():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, provisioning.command; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"kiosk", "display", "announcer", "office", "kivy", "paho", "pydantic"} & set(loaded)


def test_every_subcommand_has_its_words_and_an_extra_that_exists():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for tongue in ("uk", "en"):
        words = tomllib.loads((ROOT / "provisioning" / "phrases" / f"{tongue}.toml").read_text("utf-8"))
        assert {each.name for each in subcommands.SUBCOMMANDS} <= set(words["command"])
    assert {each.extra for each in subcommands.SUBCOMMANDS} - {""} <= set(extras)
    assert set(subcommands.ROLES) <= set(extras)


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (["demo", "--headless"], "demo"),
        (["test", "-m", "fast"], "test"),
        (["run", "board", "--config", "x"], "board"),
        (["run", "--config", "x", "office"], "office"),
        (["send", "call-next"], ""),
        ([], ""),
        (["nonsense"], ""),
    ],
)
def test_a_command_line_tells_what_it_needs_installed(words: list[str], extra: str):
    assert subcommands.extra_for(words) == extra
