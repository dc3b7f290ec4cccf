"""What a page shows of a draft: the rows and slides of its own, or what appliances are asked to draw and to say."""

from __future__ import annotations

from collections.abc import Mapping

from broker.content.phrase_areas import shipped
from broker.contracts.hall_phrases import good
from office.admin.files.drafted import BOARD, DRAFTED, OF_LAYOUT, OF_PHRASES, said
from office.admin.files.kinds import KINDS
from office.admin.files.preview import Preview, preview
from office.words import Words


def previewed(
    kind: str, texts: Mapping[str, str], names: Mapping[str, str], words: Words, *, wrong: bool = False
) -> Preview:
    """`names`: all its files by content. `wrong`: it has mistakes; then no appliance is asked for it."""
    if kind not in DRAFTED:
        return preview(kind, texts, names, words)
    if wrong:
        return Preview()
    if kind == "layout":
        return Preview(drawn="layout", boards=OF_LAYOUT)
    own = good(texts[KINDS[kind].main], shipped())
    return Preview(drawn="phrases", said=said(own, shipped(), words), boards=OF_PHRASES if BOARD in own else ())
