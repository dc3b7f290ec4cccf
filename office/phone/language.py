"""In which language a page without sign-in speaks: what was chosen on it, else the phone's own. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from broker.contracts.phrases import FIRST
from office.phone.face import PHRASES


def spoken(chosen: str | None, accepted: str) -> str:
    """`chosen`: a language, or None. `accepted`: the header accept-language, as "en-GB,en;q=0.9,uk;q=0.8"."""
    if chosen in PHRASES.languages:
        return chosen
    wishes = sorted(_wishes(accepted), key=lambda wish: -wish[1])
    return next((language for language, weight in wishes if weight > 0 and language in PHRASES.languages), FIRST)


def _wishes(accepted: str) -> Iterator[tuple[str, float]]:
    for part in accepted.split(",")[:20]:
        name, _, weight = part.strip().partition(";q=")
        try:
            yield name.partition("-")[0].lower(), float(weight or 1)
        except ValueError:
            continue
