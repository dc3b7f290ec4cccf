"""What goes with a card: what is on it, as a list and as SPDX 2.3. Pure: text out of text.

https://spdx.github.io/spdx-spec/v2.3/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import HeaderParser
from urllib.parse import quote


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One package of Debian or of the application. `kind` as package addresses (purl) have it: deb, pypi."""

    kind: str
    name: str
    version: str
    architecture: str = ""
    licence: str = ""

    @property
    def address(self) -> str:
        owner = "debian/" if self.kind == "deb" else ""
        tail = f"?arch={self.architecture}" if self.architecture else ""
        # Of Python's names an address has small letters and dashes alone: by another nobody finds what is known of it.
        name = re.sub(r"[-_.]+", "-", self.name).lower() if self.kind == "pypi" else self.name
        return f"pkg:{self.kind}/{owner}{quote(name)}@{quote(self.version)}{tail}"


def of_debian(status: str) -> list[Part]:
    """The installed packages of a dpkg status file."""
    stanzas = (HeaderParser().parsestr(stanza) for stanza in re.split(r"\n\n+", status.strip()))
    return sorted(
        Part("deb", each["Package"], each["Version"], each["Architecture"])
        for each in stanzas
        if each["Status"] == "install ok installed"
    )


def of_python(metadata: Iterable[str]) -> list[Part]:
    """The packages whose METADATA files these are."""
    read = (HeaderParser().parsestr(text) for text in metadata)
    return sorted(
        Part("pypi", each["Name"], each["Version"], licence=each["License-Expression"] or "") for each in read
    )


def listed(parts: Iterable[Part]) -> str:
    return "".join(f"{part.kind}\t{part.name}\t{part.version}\n" for part in parts)


def spdx(name: str, parts: Iterable[Part], epoch: int) -> str:
    """The bill of materials as JSON. Its name in the world is made of its content, so that two builds agree."""
    parts = list(parts)
    packages = [_package(number, part) for number, part in enumerate(parts)]
    content = hashlib.sha256(listed(parts).encode()).hexdigest()
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        "documentNamespace": f"urn:cherha:image:{name}:{content}",
        "creationInfo": {
            "created": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: cherha image build"],
        },
        "packages": packages,
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": each["SPDXID"]}
            for each in packages
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _package(number: int, part: Part) -> dict[str, object]:
    return {
        "SPDXID": f"SPDXRef-{number}-{re.sub(r'[^A-Za-z0-9.-]', '-', part.name)}",
        "name": part.name,
        "versionInfo": part.version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": part.licence or "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "externalRefs": [
            {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": part.address}
        ],
    }
