"""Where the packages of an image come from: the machine's own Debian mirror, with the suite of the image. Pure.

Nothing here names a host; the keyring is Debian's own, which knows the keys of newer suites.
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioning.apt_source import Source

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def sources_for(suite: str, components: str, machine: Iterable[Source]) -> list[str]:
    """Lines of a sources.list for `suite`; none where the machine's apt knows no Debian archive."""
    main, security = "", ""
    for source in machine:
        if "main" not in source.components or not _of_debian(source):
            continue
        if any(each.endswith("-security") for each in source.suites):
            security = security or source.uris[0]
        elif any(each.endswith("-updates") for each in source.suites) or not main:
            main = source.uris[0]
    if not main:
        return []
    option = f"[signed-by={KEYRING}]"
    lines = [f"deb {option} {main} {each} {components}" for each in (suite, f"{suite}-updates")]
    return [*lines, f"deb {option} {security} {suite}-security {components}"] if security else lines


def _of_debian(source: Source) -> bool:
    key = source.option("Signed-By")
    return not key or "debian-archive" in key
