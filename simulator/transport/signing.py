"""A certificate authority of our own, made in memory, and signatures like Alexa's.

The skill verifies our requests by the same code and rules as Amazon's; only the root it trusts and
the way it fetches the certificate differ, and both are handed to it openly.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from skill.web.certificates import CertificateAuthority

CHAIN_URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-simulator.pem"
"""Where a request says its certificate is; nothing is ever fetched from there."""

HOST = "echo-api.amazon.com"
"""The name that Alexa's signing certificate must carry."""

_KEY_BITS = 2048
_YEARS = timedelta(days=15 * 365)


@dataclass(frozen=True)
class TrustedRoot:
    """What the skill's process needs in order to verify: plain bytes, so it can be sent there."""

    root: bytes
    """The root certificate, PEM."""
    chain: bytes
    """Leaf and root, PEM, as the chain URL would deliver them."""

    def fetch(self, url: str) -> bytes:
        """Return the chain for CHAIN_URL; OSError for any other address."""
        if url != CHAIN_URL:
            raise OSError(f"the simulator serves {CHAIN_URL} alone")
        return self.chain

    def authority(self) -> CertificateAuthority:
        """Return the authority to pass to the skill's web application."""
        return CertificateAuthority((x509.load_pem_x509_certificate(self.root),), self.fetch)


class Signer:
    """Signs request bodies as Alexa does: RSA, PKCS #1 v1.5, SHA-256, over the body's bytes."""

    def __init__(self, start: float) -> None:
        """Make a root and a leaf, valid from a day before `start` (seconds since 1970)."""
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
        self.trusted = _make_chain(self._key, datetime.fromtimestamp(start, tz=UTC))

    def headers(self, body: bytes) -> dict[str, str]:
        """Return the headers that belong to `body`."""
        signature = self._key.sign(body, padding.PKCS1v15(), hashes.SHA256())
        return {
            "SignatureCertChainUrl": CHAIN_URL,
            "Signature-256": base64.b64encode(signature).decode("ascii"),
            "Content-Type": "application/json; charset=utf-8",
        }


def _make_chain(leaf_key: rsa.RSAPrivateKey, start: datetime) -> TrustedRoot:
    root_key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    root_name = _name("Simulator Root")
    root = (
        _builder(root_name, root_name, root_key, start)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), False)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _builder(_name(HOST), root_name, leaf_key, start)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), False)
        .sign(root_key, hashes.SHA256())
    )
    root_pem = root.public_bytes(serialization.Encoding.PEM)
    return TrustedRoot(root_pem, leaf.public_bytes(serialization.Encoding.PEM) + root_pem)


def _builder(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, start: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + _YEARS)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
