"""Between a document's files and the page that changes them: texts as texts, the rest by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from broker.bus.unpacking import ContentFault, unpack
from office.admin.files.contents import Contents
from office.admin.files.kinds import MOST_TEXT, PICTURES, Kind, is_text, may_lie_there
from office.admin.files.store import FileStore
from office.admin.wishes import Draft

_MOST_FILES = 400
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def contents_of(draft: Draft, kind: Kind, store: FileStore) -> Contents | None:
    """What a draft is made of, kept; None: something that may not lie there."""
    files = {*draft.texts, *draft.kept}
    if len(files) > _MOST_FILES or len(files) != len(draft.texts) + len(draft.kept):
        return None
    if not all(may_lie_there(kind, each) for each in files) or not all(map(is_text, draft.texts)):
        return None
    return {**draft.kept, **{file: store.keep(_as_written(file, text)) for file, text in draft.texts.items()}}


def opened(contents: Contents, store: FileStore) -> dict[str, Any]:
    """As the page has it: the texts, and what lies beside them."""
    texts, beside = {}, {}
    for file, name in contents.items():
        path = store.path(name)
        text = _text(path) if path and is_text(file) else None
        if text is not None:
            texts[file] = text
        else:
            picture = Path(file).suffix.lower() in PICTURES
            beside[file] = {"sha256": name, "size": path.stat().st_size if path else 0, "picture": picture}
    return {"texts": texts, "beside": beside}


def unpacked(archive: Path, kind: Kind, store: FileStore) -> Contents:
    """What is in a zip, kept. ContentFault when it is no bundle, or has what may not lie there."""
    with store.room() as place:
        folder = Path(place) / "bundle"
        unpack(archive, folder)
        files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        strange = next((file for file in files if not may_lie_there(kind, file)), None)
        if strange is not None or len(files) > _MOST_FILES:
            raise ContentFault("strange-name", file=(strange or "…")[:80])
        return {file: store.keep_file(path) for file, path in files.items()}


def picture_type(path: Path) -> str | None:
    """What a browser is told of it; None: it is no picture, whatever it is called."""
    with path.open("rb") as file:
        head = file.read(8)
    return next((kind for begins, kind in _PICTURES.items() if head.startswith(begins)), None)


def _text(path: Path) -> str | None:
    if path.stat().st_size > 4 * MOST_TEXT:
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    return text if len(text) <= MOST_TEXT else None


def _as_written(file: str, text: str) -> bytes:
    """A browser has lines end in one sign; iCalendar wants two."""
    plain = text.replace("\r\n", "\n")
    return (plain.replace("\n", "\r\n") if file.endswith(".ics") else plain).encode()
