"""Why the hall's broker and this box do not believe each other: asked by showing the certificate, and saying nothing."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

from broker.bus.identity import BROKER, context

REVOKED, ANOTHER_HALL, BROKER_REVOKED = "certificate-revoked", "certificate-of-another-hall", "broker-revoked"
_REVOKED = 23  # OpenSSL's X509_V_ERR_CERT_REVOKED


def refusal(place: tuple[str, int], identity: Path, patience: float = 2.0) -> str:
    """A problem's code; "" when they believe each other. OSError: nobody answers, or refuses for another reason."""
    shown = context(identity)
    with socket.create_connection(place, timeout=patience) as plain:
        try:
            with shown.wrap_socket(plain, server_hostname=BROKER) as wire:
                wire.recv(1)  # what the broker thinks of our certificate comes after the handshake (TLS 1.3)
        except TimeoutError:
            return ""  # it waits for us to speak
        except ssl.SSLCertVerificationError as error:
            return BROKER_REVOKED if error.verify_code == _REVOKED else ANOTHER_HALL
        except ssl.SSLError as error:
            told = error.reason or ""
            if "CERTIFICATE_REVOKED" in told:
                return REVOKED
            if any(alert in told for alert in ("UNKNOWN_CA", "DECRYPT_ERROR", "BAD_CERTIFICATE")):
                return ANOTHER_HALL
            raise
    return ""
