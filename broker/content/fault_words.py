"""Why a bundle cannot be unpacked, in words that we have in each language. Pure."""

from __future__ import annotations

from broker.bus.unpacking import ContentFault
from broker.contracts.mistakes.wrong import Said, wrong


def reason(fault: ContentFault) -> Said:
    """In a few words; its code, where it is none of what `unpack` raises."""
    why, most, file = (fault.details.get(each, "") for each in ("why", "most", "file"))
    known: dict[str, Said] = {
        "not-whole": wrong("bundle.not-whole", why=why),
        "too-large": wrong("bundle.too-large", most=most),
        "too-many-files": wrong("bundle.too-many-files", most=most),
        "strange-name": wrong("bundle.strange-name", file=file),
        "encrypted": wrong("bundle.encrypted", file=file),
        "twice": wrong("bundle.twice", file=file),
    }
    return known.get(fault.code, fault.code)
