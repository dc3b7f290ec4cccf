"""Words without anything that acts: no tags, no scripts, no marks that turn a line round, no signs we have no letter for.

Pure.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

_SILENT = frozenset(
    {"script", "style", "iframe", "object", "svg", "noscript", "template", "head", "form", "video", "audio"}
)
_BREAKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table"}
)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So"})
_NO_LETTERS = range(0x2190, 0x2C00)  # arrows, boxes, dingbats: Noto Sans has none of them
_HIGHEST = 0xFFFF


def plain(html: str, most: int) -> str:
    """The words of a piece of HTML, a line a paragraph, at most so many letters."""
    parser = _Words()
    try:
        parser.feed(html[: most * 40])
        parser.close()
    except (AssertionError, ValueError):  # what the parser makes of the rest, nobody should read
        pass
    return clipped("".join(parser.found), most)


def clipped(text: str, most: int) -> str:
    """Only what has letters to be shown with; cut between words, with a sign that it was cut."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(c if c == "\n" else " " if c.isspace() else c for c in text if c in "\n\t\r\u00a0" or _is_shown(c))
    lines = [re.sub(r"[ ]+", " ", line).strip() for line in kept.split("\n")]
    whole = "\n".join(line for line in lines if line)
    if len(whole) <= most:
        return whole
    cut = whole[: most - 1]
    return cut[: max(cut.rfind(" "), most // 2)].rstrip() + "…"


def _is_shown(letter: str) -> bool:
    code = ord(letter)
    return code <= _HIGHEST and code not in _NO_LETTERS and unicodedata.category(letter) not in _UNSEEN


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # A line of the source is no line of the text.
            self.found.append(re.sub(r"\s+", " ", data))
