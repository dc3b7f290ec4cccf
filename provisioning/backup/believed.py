"""At a standby in office, before its backup is taken: who goes on from it has identities that the hall believes.

Those of the first machine came sealed, and are all that a new one would have. Once that machine was let in no more, they
are made anew; the new box has the old one's names. A role of it that a technician has shut out by itself stays out until a
technician lets it in (`cherha enrol own`).
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509

from broker.bus.identity import CERTIFICATE
from broker.standby.kept_files import SEALED
from broker.standby.sealing import Key, WrongWord, seal, unseal
from provisioning.authority.authority import Authority
from provisioning.authority.certificates import name_of


def believe(authority: Authority, identities: Path, word: str | Key, at: datetime) -> tuple[str, ...]:
    """The names that were let in for it. `identities`: as they came, sealed; what another word has sealed is left."""
    made = []
    for sealed in sorted(identities.glob(f"*/{CERTIFICATE}{SEALED}")):
        plain = io.BytesIO()
        try:
            with sealed.open("rb") as source:
                key = unseal(word, source, plain)
        except WrongWord:
            continue
        shown = x509.load_pem_x509_certificate(plain.getvalue())
        member = authority.of(shown)
        if member is None or not member.revoked or member.name in authority.names:
            continue  # or another box has its place by now
        if authority.is_out_on_purpose(member.name):
            continue  # it did not go with its machine
        with TemporaryDirectory(dir=identities, prefix=".") as fresh:
            authority.equip(Path(fresh), name_of(shown), member.role, at)
            for file in Path(fresh).iterdir():
                with file.open("rb") as source, (sealed.parent / f"{file.name}{SEALED}").open("wb") as target:
                    seal(key, source, target)
        made.append(name_of(shown))
    return tuple(made)
