"""Whom to trust as the signer of a request, and reading the key out of a certificate chain."""

import ssl
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store

from skill.errors import VerificationError
from skill.web.fetching import MAX_FILE_BYTES, HttpsFetch
from skill.web.reasons import Reason

SIGNER = "echo-api.amazon.com"
"""The name that Amazon's signing certificate bears (same source as the URL rules)."""
MIN_KEY_BITS = 2048
"""What Amazon's keys have, and the least that public authorities may certify."""


class LastUrl(Protocol):
    """Remembers from one start to the next which URL the last good key came from."""

    def read(self) -> str:
        """The URL; empty if none is remembered."""

    def write(self, url: str) -> None:
        """Remember `url`, if that can be done."""


@dataclass(frozen=True)
class CertificateAuthority:
    """Where trust comes from: roots, and the way to a chain that should lead to one of them."""

    roots: tuple[x509.Certificate, ...]
    """The certificates that a signing chain may end in."""
    fetch: Callable[[str], bytes]
    """Gets the chain at a permitted, normalised URL as PEM.

    Raises `VerificationError` where the host answers but does not serve the file; any other
    exception counts as the host being unreachable.
    """
    last_url: LastUrl | None = None
    """Remembers where the last good chain was, so that it is fetched first; None forgets it."""


@dataclass(frozen=True)
class SigningKey:
    """The public key of a signer whose chain has been validated."""

    key: RSAPublicKey
    """What a request's signature is checked with."""
    valid_from: float
    """The latest notBefore in the chain, epoch seconds."""
    valid_until: float
    """The earliest notAfter in the chain, epoch seconds."""


def amazon_authority(last_url: LastUrl | None = None) -> CertificateAuthority:
    """The authority for real requests: the public roots that certifi ships, fetched over HTTPS."""
    bundle = certifi.where()
    with warnings.catch_warnings():
        # Some public roots carry a serial number of zero; that is theirs to mend.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        roots = x509.load_pem_x509_certificates(Path(bundle).read_bytes())
    return CertificateAuthority(tuple(roots), HttpsFetch(ssl.create_default_context(cafile=bundle)), last_url)


def signing_key(roots: tuple[x509.Certificate, ...], pem: bytes, at: float) -> SigningKey:
    """Validate a chain, leaf first, at the moment `at` (epoch seconds) and take the leaf's key.

    One parser reads the file once, and the certificate that is validated is the one whose key is
    taken. Raises `VerificationError` for a chain that is too large, cannot be read, does not lead
    to a root, is out of date, does not name Amazon's signer itself, is not for signing, or holds no
    RSA key of 2,048 bits or more.
    """
    leaf, *others = _parsed(pem)
    chain = _validated(roots, leaf, others, at)
    _check_purpose(leaf)
    key = leaf.public_key()
    # The library holds issuers to a minimum size, but not the leaf.
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_KEY_BITS:
        raise VerificationError(Reason.KEY_UNSUITABLE)
    return SigningKey(
        key=key,
        valid_from=max(link.not_valid_before_utc.timestamp() for link in chain),
        valid_until=min(link.not_valid_after_utc.timestamp() for link in chain),
    )


def _parsed(pem: bytes) -> list[x509.Certificate]:
    if len(pem) > MAX_FILE_BYTES:
        raise VerificationError(Reason.CHAIN_TOO_LARGE)
    try:
        certificates = x509.load_pem_x509_certificates(pem)
    except Exception as error:
        # The bytes come from outside, and the parser's ways of refusing them are many.
        raise VerificationError(Reason.CHAIN_UNREADABLE) from error
    # A block under another label is one that another parser might have read as the leaf.
    labelled = pem.count(b"-----BEGIN CERTIFICATE-----")
    if not len(certificates) == labelled == pem.count(b"-----BEGIN"):
        raise VerificationError(Reason.CHAIN_UNREADABLE)
    return certificates


def _validated(
    roots: tuple[x509.Certificate, ...],
    leaf: x509.Certificate,
    others: list[x509.Certificate],
    at: float,
) -> list[x509.Certificate]:
    try:
        policy = PolicyBuilder().store(Store(list(roots))).time(datetime.fromtimestamp(at, UTC))
        verifier = policy.build_server_verifier(x509.DNSName(SIGNER))
        return verifier.verify(leaf, others)
    except Exception as error:
        # Besides its VerificationError, malformed extensions raise errors of several other kinds.
        raise VerificationError(Reason.CHAIN_UNTRUSTED) from error


def _check_purpose(leaf: x509.Certificate) -> None:
    """A server's certificate may bear a wildcard, and be for key exchange alone; a signer's must not."""
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    if SIGNER not in (name.lower() for name in names.get_values_for_type(x509.DNSName)):
        raise VerificationError(Reason.CHAIN_UNTRUSTED)
    with suppress(x509.ExtensionNotFound):  # a certificate that does not say is for anything (RFC 5280, 4.2.1.3)
        if not leaf.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
            raise VerificationError(Reason.KEY_UNSUITABLE)
