"""Who an appliance is: a certificate of the hall's own authority, and how it is shown to the broker.

A folder with `hall.pem` (whom to believe), `certificate.pem` and `key.pem`; written by enrolment, renewed in place. Where
there is a `revoked.pem`, who stands in it is believed no more: a broker whose machine was lost.
"""

from __future__ import annotations

import ssl
from pathlib import Path

BROKER = "broker.cherha"  # the broker's name in its certificate, in every hall
HALL, CERTIFICATE, KEY, REVOKED = "hall.pem", "certificate.pem", "key.pem", "revoked.pem"
BOX = "box"  # the file that says to which hardware the identity was given
# OpenSSL's X509_V_FLAG_NO_CHECK_TIME. A machine without a battery clock starts in 1970, and a hall must not stand still
# because of that: who may come in is said by the list of the revoked, not by a date.
NO_CHECK_TIME = 0x200000


def context(folder: Path) -> ssl.SSLContext:
    """TLS 1.3 with the hall's broker and nobody else. OSError when the folder holds no identity."""
    made = believing((folder / HALL).read_text("ascii"))
    made.load_cert_chain(folder / CERTIFICATE, folder / KEY)
    if (folder / REVOKED).is_file():
        made.load_verify_locations(folder / REVOKED)
        made.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    return made


def believing(hall: str) -> ssl.SSLContext:
    """TLS 1.3 with whoever the authority of the `hall` (its certificate, PEM) has named."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.verify_flags |= ssl.VerifyFlags(NO_CHECK_TIME)
    made.load_verify_locations(cadata=hall)
    return made


def is_there(folder: Path) -> bool:
    """Whether the folder holds a whole identity."""
    return all((folder / name).is_file() for name in (HALL, CERTIFICATE, KEY))
