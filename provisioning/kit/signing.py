"""A kit is signed by the hall's authority, whose certificate is in it: what was changed by hand or by a bad card is seen."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.wrong import Told, wrong
from provisioning.kit.schema import FILE, KEYS, signed_words

_CHANGED = Told(f"{FILE}: ", wrong("kit.changed"))


def signed(values: Mapping[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    """The text of a kit with `values`."""
    signature = base64.urlsafe_b64encode(key.sign(signed_words(values), ec.ECDSA(SHA256()))).decode()
    lines = [
        "# A hall kit of Cherha. Copy it, as it is, onto the boot partition of every card of this hall.",
        "# Its token lets appliances ask to be let in: keep it as you keep the key of the hall.",
    ]
    for each in KEYS:
        value = {**values, "signature": signature}.get(each.name)
        if isinstance(value, int):
            lines.append(f"{each.name} = {value}")
        elif value:
            quoted = f'"""\n{value.strip()}\n"""' if "\n" in value.strip() else f'"{value}"'
            lines.append(f"{each.name} = {quoted}")
    return "\n".join([*lines, ""])


def need_unchanged(values: Mapping[str, Any]) -> None:
    """ConfigError when the signature is not of these values."""
    try:
        key = x509.load_pem_x509_certificate(str(values["authority"]).strip().encode()).public_key()
        signature = base64.urlsafe_b64decode(str(values["signature"]))
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise ConfigError([_CHANGED])
        key.verify(signature, signed_words(values), ec.ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        raise ConfigError([_CHANGED]) from None
