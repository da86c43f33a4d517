"""Two verifiers that validate the certificate chain anew at every request.

One is the SDK's own. Its certificate check does not import beside a current OpenSSL (skill/web/sdk_support.py says
why), so here the one pattern at fault is widened while it is imported; everything else of it runs as published.
The other does the same work with the library that the skill uses too, which is several times faster at it: a
harder anchor, for the case that the SDK ever moves there.
"""

import base64
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store

from benchmarks.speed.authority import CHAIN_URL, HOST, Trusted
from skill.web.sdk_support import AbstractVerifier

STOCK = "stock"
"""The SDK's own verifier."""
PLAIN = "cryptography"
"""The same on the cryptography package."""
VERIFIERS = (STOCK, PLAIN)

_ONE_DIGIT = r"\b(\d\.\d\.\d[a-z]*)\b"
_MORE_DIGITS = r"\b(\d\.\d\.\d+[a-z]*)\b"


def verifier(kind: str, trusted: Trusted) -> AbstractVerifier:
    """One of `VERIFIERS`, which trusts the public roots and that of `trusted`.

    Raises:
        ImportError: the SDK's own cannot be had on this machine.
    """
    warnings.simplefilter("ignore", CryptographyDeprecationWarning)
    return _stock(trusted) if kind == STOCK else RevalidatingVerifier(_roots(trusted), trusted)


def _stock(trusted: Trusted) -> AbstractVerifier:
    module = import_module("ask_sdk_webservice_support.verifier")
    try:
        with _version_pattern_widened():
            trust_list: Any = import_module("oscrypto.trust_list")
            certificate_validator: Any = import_module("certvalidator").CertificateValidator
    except Exception as error:
        raise ImportError(f"the SDK's own verifier cannot be had ({type(error).__name__})") from error
    asn1: Any = import_module("asn1crypto.x509")
    der = x509.load_pem_x509_certificate(trusted.root).public_bytes(Encoding.DER)
    public: Callable[..., list[Any]] = trust_list.get_list
    ours = (asn1.Certificate.load(der), set[str](), set[str]())
    vars(trust_list)["get_list"] = lambda *args, **kwargs: [*public(*args, **kwargs), ours]
    vars(module)["CertificateValidator"] = certificate_validator  # in place of the stand-in
    made = module.RequestVerifier()
    made._cert_cache[CHAIN_URL] = trusted.chain  # as after the first request
    return made


def _roots(trusted: Trusted) -> tuple[x509.Certificate, ...]:
    public = x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())
    return (*public, x509.load_pem_x509_certificate(trusted.root))


@contextmanager
def _version_pattern_widened() -> Iterator[None]:
    search = re.search

    def widened(pattern: Any, text: Any, flags: Any = 0) -> Any:
        return search(_MORE_DIGITS if pattern == _ONE_DIGIT else pattern, text, flags)

    with patch.object(re, "search", widened):
        yield


@dataclass(frozen=True)
class RevalidatingVerifier(AbstractVerifier):
    """Keeps the chain's bytes, and at each request parses and validates them, and checks the signature."""

    roots: tuple[x509.Certificate, ...]
    """The public roots and the bench's own, parsed once, as the SDK's own keeps them."""
    trusted: Trusted
    """The chain."""

    def verify(
        self,
        headers: Mapping[str, str],
        serialized_request_env: str,
        deserialized_request_env: object,  # noqa: ARG002 - the SDK's interface
    ) -> None:
        """Raise what the library raises if the request is not signed as it should be."""
        given = {name.lower(): value for name, value in headers.items()}
        if given["signaturecertchainurl"] != CHAIN_URL:
            raise ValueError("another certificate")
        leaf, *others = x509.load_pem_x509_certificates(self.trusted.chain)
        policy = PolicyBuilder().store(Store(list(self.roots))).time(datetime.now(UTC))
        policy.build_server_verifier(x509.DNSName(HOST)).verify(leaf, others)
        key = leaf.public_key()
        assert isinstance(key, RSAPublicKey)
        signature = base64.b64decode(given["signature-256"])
        key.verify(signature, serialized_request_env.encode("utf-8"), PKCS1v15(), SHA256())
