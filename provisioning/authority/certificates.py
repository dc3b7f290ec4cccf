"""Certificates of a hall: how each is made. Pure: keys, serials and time are arguments.

No machine of the hall needs a right clock. Everything is valid from 1970 on, where a machine without a battery clock
begins, and for a hundred years from now: Mosquitto compares dates and cannot be told not to, so a broker whose clock is
years ahead would shut out the whole hall. Keys of machines are not changed by that; who may come in is said by the list of
the revoked.

Browsers take the page's certificate as well. Chrome and Firefox limit only authorities that come with them; Apple takes 825
days from others, but only of certificates that begin after June 2019, and ours begin in 1970.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
FLOOR = datetime(2026, 11, 1, tzinfo=UTC)  # no certificate of a hall was made before: a clock that says so is wrong
LASTS = timedelta(days=36525)
RENEWED_AFTER = timedelta(days=1826)

Key = ec.EllipticCurvePrivateKey


def new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def private_pem(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def authority(key: Key, hall: str, at: datetime) -> x509.Certificate:
    """The hall's authority, by its own word. It signs certificates and the list of the revoked, and nothing below it may."""
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        _begun(_name(f"{hall} hall"), _name(f"{hall} hall"), key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )


def member(
    signing: Key, by: x509.Certificate, name: str, key: CertificatePublicKeyTypes, at: datetime, *, serves: str = ""
) -> x509.Certificate:
    """A certificate for `name`. An appliance may only call with it; what `serves` under a name or an address may only be called."""
    purpose = ExtendedKeyUsageOID.SERVER_AUTH if serves else ExtendedKeyUsageOID.CLIENT_AUTH
    made = (
        _begun(_name(name), by.subject, key, at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    if serves:
        made = made.add_extension(x509.SubjectAlternativeName([_called(serves)]), critical=False)
    return made.sign(signing, SHA256())


def revoked(signing: Key, by: x509.Certificate, serials: Iterable[int], number: int) -> x509.CertificateRevocationList:
    """The list of the revoked. It holds until the next: a list that ran out would shut everybody out."""
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.subject)
        .last_update(BEGIN)
        .next_update(by.not_valid_after_utc)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    for serial in serials:
        one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(BEGIN).build()
        made = made.add_revoked_certificate(one)
    return made.sign(signing, SHA256())


def request(key: Key, hardware: str) -> x509.CertificateSigningRequest:
    """What an appliance asks with: its key, and which box it is. The name is given by the hall."""
    return x509.CertificateSigningRequestBuilder().subject_name(_name(hardware or "box")).sign(key, SHA256())


def name_of(certificate: x509.Certificate | x509.CertificateSigningRequest) -> str:
    """The name in a certificate."""
    (found,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found.value)


def serves(certificate: x509.Certificate) -> str:
    """The name or address under which it is called; "" of an appliance, which calls."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ""
    return str(next(iter(found)).value)


def needs_renewal(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether five years of its time are over. One that was made to last ten years, as all were once, is renewed by every
    clock: a machine that is always in 1970 would not see its end come.
    """
    return at > certificate.not_valid_after_utc - LASTS + RENEWED_AFTER


def _begun(
    subject: x509.Name, issuer: x509.Name, key: CertificatePublicKeyTypes, at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(max(at, FLOOR) + LASTS)
    )


def _called(name: str) -> x509.GeneralName:
    """A name or an address, as a certificate tells them apart."""
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
