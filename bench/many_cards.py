"""A catalogue of as many services as a whole city has: for the bench."""

from __future__ import annotations

from pathlib import Path

from bench.many_services import names
from kiosk.info.catalogue import folder, toml_text
from kiosk.info.catalogue.shape import Act, Authority, Catalogue, Category, Document, Head, LifeEvent, Service

CATEGORIES, EVENTS = 40, 20
_WORDS = {
    "uk": "Особисто або через представника; також в електронній формі на державному порталі.",
    "en": "In person or through a representative; also electronically, on the state’s portal.",
}


def write(where: Path, count: int = 700) -> Path:
    """Put such a catalogue into the folder `where`, which is made."""
    documents = [Document(id=f"document-{n}", name={"uk": f"Документ {n}", "en": f"Document {n}"}) for n in range(60)]
    services = [
        Service(
            local_no=f"{n // 100 + 1:02}-{n % 100:02}/01",
            state_id=f"{n + 1:05}",
            name={"uk": uk, "en": en},
            category=(f"category-{n % CATEGORIES}",),
            life_event=(f"event-{n % EVENTS}",),
            authority="council",
            documents=tuple(f"document-{(n * 7 + k) % 60}" for k in range(5)),
            who=_WORDS,
            submit=_WORDS,
            fee=_WORDS,
            term=_WORDS,
            refusal=_WORDS,
            result=_WORDS,
            receive=_WORDS,
            acts=("law",),
        )
        for n, (uk, en) in enumerate(names(count))
    ]
    catalogue = Catalogue(
        catalogue=Head(version="bench", updated="2026-11-23"),
        authority=(Authority(id="council", name={"uk": "Рада", "en": "Council"}),),
        category=tuple(Category(id=f"category-{n}", name={"uk": f"Розділ {n}"}) for n in range(CATEGORIES)),
        life_event=tuple(LifeEvent(id=f"event-{n}", name={"uk": f"Подія {n}"}) for n in range(EVENTS)),
        document=tuple(documents),
        act=(Act(id="law", name={"uk": "Закон"}),),
        service=tuple(services),
    )
    where.mkdir(parents=True, exist_ok=True)
    (where / folder.FILE).write_text(toml_text.written(catalogue), encoding="utf-8")
    return where
