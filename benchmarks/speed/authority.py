"""Signs requests under a chain built like Amazon's: a leaf, an authority, and two cross-signed roots.

Amazon's chain has four certificates and ends beside the trusted root, not in it; validating one of that shape
costs what validating the real one does.
"""

import base64
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from skill.web.certificates import CertificateAuthority

CHAIN_URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-bench.pem"
"""Where the chain is said to be. Nothing is ever fetched from there."""
HOST = "echo-api.amazon.com"
"""The name that the leaf carries."""
_KEY_BITS = 2048
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Trusted:
    """What a verifying process needs, as bytes that can be handed to it."""

    root: bytes
    """The trusted root, PEM."""
    chain: bytes
    """Leaf, authority, cross-signed root, cross-signed older root, PEM."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What `write` left in `folder`."""
        return cls((folder / "root.pem").read_bytes(), (folder / "chain.pem").read_bytes())

    def write(self, folder: Path) -> None:
        """Leave it in `folder` for another process."""
        (folder / "root.pem").write_bytes(self.root)
        (folder / "chain.pem").write_bytes(self.chain)

    def fetch(self, url: str) -> bytes:
        """The chain; OSError for any other address."""
        if url != CHAIN_URL:
            raise OSError(f"only {CHAIN_URL} is served")
        return self.chain

    def authority(self) -> CertificateAuthority:
        """What the skill's web application takes."""
        return CertificateAuthority((x509.load_pem_x509_certificate(self.root),), self.fetch)


class Signer:
    """Signs request bodies as Alexa does: RSA, PKCS #1 v1.5, SHA-256, over the body's bytes."""

    def __init__(self) -> None:
        """Make the keys and the chain, valid for a day."""
        names = ("Bench Oldest Root", "Bench Older Root", "Bench Root", "Bench Authority", HOST)
        people = [_Party.named(name) for name in names]
        oldest, older, root, authority, self._leaf = people
        chain = (
            authority.certifies(self._leaf, is_leaf=True),
            root.certifies(authority),
            older.certifies(root),
            oldest.certifies(older),
        )
        self.trusted = Trusted(root.certifies(root), b"".join(chain))

    def headers(self, body: bytes) -> dict[str, str]:
        """The headers that go with `body`."""
        signature = self._leaf.key.sign(body, padding.PKCS1v15(), hashes.SHA256())
        return {
            "SignatureCertChainUrl": CHAIN_URL,
            "Signature-256": base64.b64encode(signature).decode("ascii"),
            "Content-Type": "application/json; charset=utf-8",
        }


@dataclass(frozen=True)
class _Party:
    name: x509.Name
    key: rsa.RSAPrivateKey

    @classmethod
    def named(cls, name: str) -> Self:
        attribute = x509.NameAttribute(NameOID.COMMON_NAME, name)
        return cls(x509.Name([attribute]), rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS))

    def certifies(self, subject: "_Party", *, is_leaf: bool = False) -> bytes:
        """A certificate for `subject`, PEM."""
        now = datetime.fromtimestamp(time.time(), UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject.name)
            .issuer_name(self.name)
            .public_key(subject.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _DAY)
            .not_valid_after(now + _DAY)
            .add_extension(x509.BasicConstraints(ca=not is_leaf, path_length=None), critical=True)
            .add_extension(_usage(is_leaf), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(subject.key.public_key()), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)
        )
        if is_leaf:
            made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        return made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _usage(is_leaf: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=is_leaf,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not is_leaf,
        crl_sign=not is_leaf,
        encipher_only=False,
        decipher_only=False,
    )
