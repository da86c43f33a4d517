"""A certificate authority made for one test run, and the chains an attacker might serve."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SIGNER = "echo-api.amazon.com"
DAY = timedelta(days=1)
YEARS = (NOW - 365 * DAY, NOW + 365 * DAY)
AROUND_NOW = (NOW - 30 * DAY, NOW + 30 * DAY)


@dataclass(frozen=True)
class Holder:
    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def rsa_key(number: int = 0, bits: int = 2048) -> rsa.RSAPrivateKey:  # noqa: ARG001 - tells apart
    """Making one takes a while, so holders share them; `number` asks for a different one."""
    return rsa.generate_private_key(65537, bits)


def certificate(  # noqa: PLR0913 - each is one thing that can be wrong with a certificate
    name: str,
    key: Key,
    issuer: Holder | None,
    *,
    is_ca: bool = False,
    names: tuple[x509.GeneralName, ...] = (),
    valid: tuple[datetime, datetime] = AROUND_NOW,
    signs: bool = True,
) -> Holder:
    """A certificate that differs from a proper one only in what is asked for."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    signing_key = key if issuer is None else issuer.key
    usage = [signs and not is_ca, False, not signs, False, False, is_ca, is_ca, False, False]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        .add_extension(x509.KeyUsage(*usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
            critical=False,
        )
    )
    if not is_ca:
        server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        builder = builder.add_extension(server, critical=False)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return Holder(builder.sign(signing_key, SHA256()), key)


def signature(key: Key, body: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(body, PKCS1v15(), SHA256())
    return key.sign(body, ec.ECDSA(SHA256()))


@dataclass(frozen=True)
class Chain:
    """What a certificate URL serves, and the key that an attacker would sign with."""

    pem: bytes
    key: Key


class ThrowAwayAuthority:
    """One root and one intermediate, and everything that is issued, rightly or not, under them."""

    def __init__(self) -> None:
        self.root = certificate("Test Root", ec_key(), None, is_ca=True, valid=YEARS)
        self.intermediate = certificate("Test Intermediate", ec_key(), self.root, is_ca=True, valid=YEARS)

    def leaf(
        self,
        key: Key | None = None,
        *,
        name: str | None = SIGNER,
        valid: tuple[datetime, datetime] = AROUND_NOW,
        signs: bool = True,
    ) -> Holder:
        names = () if name is None else (x509.DNSName(name),)
        return certificate("Signer", key or rsa_key(), self.intermediate, names=names, valid=valid, signs=signs)

    def chain(self, leaf: Holder, *others: Holder) -> Chain:
        others = others or (self.intermediate, self.root)
        return Chain(b"".join(holder.pem for holder in (leaf, *others)), leaf.key)


def relabelled(pem: bytes, label: bytes) -> bytes:
    return pem.replace(b" CERTIFICATE-----", b" " + label + b"-----")


def served_chains() -> dict[str, Callable[[ThrowAwayAuthority], Chain]]:
    """By name: the good chain, and chains that must not be believed."""

    def crossed(authority: ThrowAwayAuthority) -> Chain:
        other_root = certificate("Other Root", ec_key(), None, is_ca=True)
        cross = certificate("Test Root", authority.root.key, other_root, is_ca=True)
        return authority.chain(authority.leaf(), authority.intermediate, cross)

    def unknown_root(_: ThrowAwayAuthority) -> Chain:
        other = ThrowAwayAuthority()
        return other.chain(other.leaf(rsa_key(1)))

    def self_signed(_: ThrowAwayAuthority) -> Chain:
        names = (x509.DNSName(SIGNER),)
        leaf = certificate("Signer", rsa_key(1), None, names=names)
        return Chain(leaf.pem, leaf.key)

    def issued_by_a_leaf(authority: ThrowAwayAuthority) -> Chain:
        honest = authority.leaf()
        names = (x509.DNSName(SIGNER),)
        leaf = certificate("Signer", rsa_key(1), honest, names=names)
        return authority.chain(leaf, honest, authority.intermediate)

    def another_label(authority: ThrowAwayAuthority) -> Chain:
        trusted = relabelled(authority.chain(authority.leaf()).pem, b"TRUSTED CERTIFICATE")
        forged = self_signed(authority)
        return Chain(trusted + forged.pem, forged.key)

    def old_label(authority: ThrowAwayAuthority) -> Chain:
        forged = self_signed(authority)
        trusted = relabelled(authority.chain(authority.leaf()).pem, b"X509 CERTIFICATE")
        return Chain(trusted + forged.pem, forged.key)

    def leaf_second(authority: ThrowAwayAuthority) -> Chain:
        forged = self_signed(authority)
        return Chain(forged.pem + authority.chain(authority.leaf()).pem, forged.key)

    def forged_second(authority: ThrowAwayAuthority) -> Chain:
        forged = self_signed(authority)
        return Chain(authority.chain(authority.leaf()).pem + forged.pem, forged.key)

    def bytes_only(pem: bytes) -> Callable[[ThrowAwayAuthority], Chain]:
        return lambda _: Chain(pem, rsa_key(1))

    def truncated(authority: ThrowAwayAuthority) -> Chain:
        good = authority.chain(authority.leaf())
        return Chain(good.pem[:300], good.key)

    def padded(authority: ThrowAwayAuthority) -> Chain:
        good = authority.chain(authority.leaf())
        return Chain(good.pem + b"\n" * 65536, good.key)

    def der(authority: ThrowAwayAuthority) -> Chain:
        leaf = authority.leaf()
        return Chain(leaf.certificate.public_bytes(Encoding.DER), leaf.key)

    def leaf_with(**how: object) -> Callable[[ThrowAwayAuthority], Chain]:
        return lambda authority: authority.chain(authority.leaf(**how))  # type: ignore[arg-type]

    return {
        "good": leaf_with(),
        "cross-signed root at the end": crossed,
        "wrong name": leaf_with(name="example.com"),
        "name within a name": leaf_with(name="echo-api.amazon.com.example.com"),
        "wildcard of another level": leaf_with(name="*.echo-api.amazon.com"),
        "wildcard of Amazon's": leaf_with(name="*.amazon.com"),
        "name in capitals": leaf_with(name="Echo-API.Amazon.com"),
        "not for signing": leaf_with(signs=False),
        "no name": leaf_with(name=None),
        "expired leaf": leaf_with(valid=(NOW - 30 * DAY, NOW - DAY)),
        "leaf not yet valid": leaf_with(valid=(NOW + DAY, NOW + 30 * DAY)),
        "EC key": lambda authority: authority.chain(authority.leaf(ec_key())),
        "short RSA key": lambda authority: authority.chain(authority.leaf(rsa_key(2, 1024))),
        "unknown root": unknown_root,
        "self-signed leaf": self_signed,
        "issued by a leaf": issued_by_a_leaf,
        "intermediate missing": lambda authority: authority.chain(authority.leaf(), authority.root),
        "a CA as the signer": lambda authority: Chain(authority.intermediate.pem, authority.intermediate.key),
        "trusted chain under another label": another_label,
        "trusted chain under the old label": old_label,
        "forged leaf before a trusted chain": leaf_second,
        "forged leaf behind a trusted chain": forged_second,
        "not PEM": bytes_only(b"<html>not here</html>"),
        "PEM of something else": bytes_only(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        "nothing": bytes_only(b""),
        "DER": der,
        "truncated": truncated,
        "over 64 KiB": padded,
    }
