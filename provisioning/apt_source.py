"""An apt source for Debian's non-free component, made from the source that the machine has for `main`. Pure.

The mirror, the suite and the key are the machine's own; nothing here names a host.
https://manpages.debian.org/sources.list.5
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

HEADER = "# Made by cherha for the RHVoice voices; it may be removed together with them.\n"
_DEBIAN_KEYS = re.compile(r"(debian|raspbian|raspberrypi)-archive")
_ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^\]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s*(?P<components>[^#]*)")


@dataclass(frozen=True, slots=True)
class Source:
    """One stanza of apt's sources, whichever way it was written. `options` are deb822 fields: Signed-By, …"""

    uris: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str) -> str:
        return dict(self.options).get(name, "")


def read_sources(name: str, text: str) -> list[Source]:
    """The binary sources of a file, `*.sources` being deb822 and everything else one-line; disabled ones left out."""
    return list(_stanzas(text) if name.endswith(".sources") else _lines(text))


def non_free_entry(sources: Iterable[Source], codename: str) -> str | None:
    """A deb822 file that adds `non-free` of suite `codename`; "" when it is there, None when no archive is found.

    Other people's archives may have a suite and a `main` of the same names, so Debian's own is told by its key,
    or by no key of its own together with the `-updates` suite that only Debian has, or at last by being alone.
    """
    sources = list(sources)
    names = {codename, *(("stable",) if not any(codename in s.suites for s in sources) else ())}
    mains = [s for s in sources if "main" in s.components and names & set(s.suites) and _may_be_debian(s)]
    if not mains:
        return None
    updated = {uri for s in sources for uri in s.uris for suite in s.suites if suite.endswith("-updates")}
    best = max(mains, key=lambda s: (bool(_DEBIAN_KEYS.search(s.option("Signed-By"))), bool(updated & set(s.uris))))
    if any("non-free" in s.components and names & set(s.suites) and set(s.uris) & set(best.uris) for s in sources):
        return ""
    fields = {
        "Types": "deb",
        "URIs": " ".join(best.uris),
        "Suites": " ".join(suite for suite in best.suites if suite in names),
        "Components": "non-free",
        **dict(best.options),
    }
    return HEADER + "".join(f"{field}: {value}\n" for field, value in fields.items())


def _may_be_debian(source: Source) -> bool:
    key = source.option("Signed-By")
    return not key or bool(_DEBIAN_KEYS.search(key)) or "BEGIN PGP" in key


def _stanzas(text: str) -> Iterable[Source]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for stanza in re.split(r"\n\s*\n", "\n".join(lines)):
        fields: dict[str, str] = {}
        field = ""
        for line in stanza.splitlines():
            if line[:1].isspace():
                fields[field] += "\n" + line
            elif ":" in line:
                field, _, value = line.partition(":")
                field = field.strip().title().replace("Uris", "URIs")
                fields[field] = value.strip()
        if "deb" not in fields.pop("Types", "").split() or fields.pop("Enabled", "yes").lower() in ("no", "false"):
            continue
        uris, suites, components = (tuple(fields.pop(f, "").split()) for f in ("URIs", "Suites", "Components"))
        yield Source(uris, suites, components, tuple(fields.items()))


# One-line options that have another name in deb822, https://manpages.debian.org/sources.list.5#OPTIONS
_DEB822_NAMES = {"arch": "Architectures", "lang": "Languages", "target": "Targets"}


def _lines(text: str) -> Iterable[Source]:
    for line in text.splitlines():
        found = _ONE_LINE.match(line.strip())
        if not found:
            continue
        options = (word.partition("=") for word in (found["options"] or "").split())
        yield Source(
            (found["uri"],),
            (found["suite"],),
            tuple(found["components"].split()),
            tuple((_DEB822_NAMES.get(name, name.title()), value.replace(",", " ")) for name, _, value in options),
        )
