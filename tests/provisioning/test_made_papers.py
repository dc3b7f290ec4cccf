"""What is made from the code is made by modules that are there, and a failure of one is told."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from provisioning import made_papers
from provisioning.subcommands import SUBCOMMANDS

pytestmark = pytest.mark.fast


@pytest.mark.parametrize("module", [*made_papers.DOCUMENTS, *(gallery.module for gallery in made_papers.GALLERIES)])
def test_every_maker_is_there(module: str):
    assert importlib.util.find_spec(module)


@pytest.mark.parametrize("command", [each.name for each in SUBCOMMANDS if each.name != "bench"])
def test_every_subcommand_leads_to_a_module(command: str):
    does = next(each.does for each in SUBCOMMANDS if each.name == command)
    assert importlib.util.find_spec(does.partition(":")[0])


def test_one_failure_fails_the_whole_and_the_others_are_made(monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []

    def make(module: str, *_: object) -> int:
        made.append(module)
        return 1 if len(made) == 1 else 0

    monkeypatch.setattr(made_papers, "_make", make)
    assert made_papers.contract([]) == 1
    assert made == list(made_papers.DOCUMENTS)


@pytest.mark.parametrize(
    ("gallery", "lack"),
    [
        (
            made_papers.Gallery("some.gallery", on_screen=True),
            "some.gallery: not drawn. There is neither a screen nor Xvfb",
        ),
        (made_papers.Gallery("some.gallery", program="chromium"), "some.gallery: not drawn. chromium is not installed"),
        (made_papers.Gallery("some.gallery"), ""),
    ],
)
def test_what_a_gallery_lacks_is_said_in_words(
    gallery: made_papers.Gallery, lack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert made_papers.lacking(gallery, {}).startswith(lack)
    assert bool(made_papers.lacking(gallery, {})) == bool(lack)
