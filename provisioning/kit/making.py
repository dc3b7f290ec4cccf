"""Makes a hall kit: a fresh token that the desk knows, and the hall's word for it."""

from __future__ import annotations

import secrets
from pathlib import Path

from provisioning.authority.authority import Authority
from provisioning.enrolment.places import PORT, REGISTER
from provisioning.enrolment.register import Register
from provisioning.kit.schema import VERSION
from provisioning.kit.signing import signed


def kit_text(
    authority: Authority,
    folder: Path,
    hall: str,
    address: str,
    *,
    port: int = PORT,
    technician: str = "",
    token: str = "",
) -> str:
    """A new kit; those made before let nobody in any more, unless it has their `token`. `folder`: of the authority."""
    if not token:
        token = secrets.token_urlsafe(32)
        Register(folder / REGISTER).keep_token(token)
    values = {
        "kit": VERSION,
        "hall": hall,
        "address": address,
        "port": port,
        "technician": technician,
        "token": token,
        "authority": authority.pem,
    }
    return authority.sign_with(lambda key: signed(values, key))
