"""The page that shows all pictures of `docs/screens`, made from their names and `captions.toml`. Pure, but for `write`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

PAGE, CAPTIONS = "README.md", "captions.toml"
_LANGUAGES = {"uk": "Ukrainian", "en": "English"}
_READINGS = {
    "large": "large text",
    "contrast": "high contrast",
    "low": "low mode",
    "aloud": "speech mode",
    "dark": "dark",
    "phone": "on a phone",
}
_PAPERS = {"58": "58 mm", "80": "80 mm"}
_HEAD = """# Every screen

The hall, its people and its tickets are made up. Made by `./cherha screens`; so is this page.
"""


def caption(name: str, captions: Mapping[str, str]) -> str:
    """The line under the picture `name` (without its ending). KeyError when nobody has written one."""
    known = max((start for start in captions if name == start or name.startswith(f"{start}-")), key=len, default=None)
    if known is None:
        raise KeyError(f"{name}: no line in {CAPTIONS}")
    parts = name.split("-")
    told = [words[part] for words in (_LANGUAGES, _READINGS, _PAPERS) for part in parts if part in words]
    told += [part.replace("x", "×") for part in parts if part.replace("x", "").isdigit() and "x" in part]
    return f"{captions[known]} ({', '.join(told)})"


def index(names: Iterable[str], groups: Mapping[str, Mapping[str, str]]) -> str:
    """The page in Markdown: the pictures of each group of captions, in the order of their names."""
    page, left = [_HEAD], sorted(names)
    for group, captions in groups.items():
        page.append(f"## {group.capitalize()}\n")
        page += [_picture(name, caption(name, captions)) for name in left if f"{name}-".startswith(f"{group}-")]
    return "\n".join(page)


def _picture(name: str, words: str) -> str:
    return f'**`{name}`**<br>\n{words}\n\n<img src="{name}.png" width="480" alt="{words}">\n'


def page_of(folder: Path) -> str:
    """The page for the pictures that lie in `folder`, in the words of its `captions.toml`."""
    groups = tomllib.loads((folder / CAPTIONS).read_text("utf-8"))
    return index((file.stem for file in folder.glob("*.png")), groups)


def write(folder: Path) -> None:
    """Make the page anew, in a folder that has captions."""
    if (folder / CAPTIONS).exists():
        (folder / PAGE).write_text(page_of(folder), "utf-8")
