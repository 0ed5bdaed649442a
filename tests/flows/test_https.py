"""Sites by https: a certificate is vouched for by an authority that is trusted; what is wrong with another is told."""

import ipaddress
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.publishers.web import NotFetched, Web
from tests.flows.ministry import open_site

HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Authority:
    """Who vouches for sites."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def site(self, folder: Path, whose: x509.GeneralName = HERE, days: int = 1) -> ssl.SSLContext:
        """What a site needs to serve by https: a certificate for `whose` name that ends after so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(_name("site"), key, self.name, self.key, days, x509.SubjectAlternativeName([whose]))
        file = folder / "site.pem"
        pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        file.write_bytes(key.private_bytes(PEM, pkcs8, plain) + made.public_bytes(PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def authority(called: str) -> Authority:
    name, key = _name(called), ec.generate_private_key(ec.SECP256R1())
    made = _certificate(name, key, name, key, 2, x509.BasicConstraints(ca=True, path_length=0))
    return Authority(name, key, made)


def _name(called: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called)])


def _certificate(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: x509.Name,
    signer: ec.EllipticCurvePrivateKey,
    days: int,
    says: x509.ExtensionType,
) -> x509.Certificate:
    now = datetime.now(UTC)
    of = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    voucher = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = x509.CertificateBuilder(by, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=9)).not_valid_after(now + timedelta(days=days))
    for extension in (of, voucher):
        builder = builder.add_extension(extension, critical=False)
    return builder.add_extension(says, critical=True).sign(signer, hashes.SHA256())


Sited = Callable[[Authority, Path], ssl.SSLContext]


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this machine trusts."""
    made = authority("trusted")
    file = tmp_path / "authorities.pem"
    file.write_bytes(made.certificate.public_bytes(PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return made


def test_a_site_with_a_good_certificate(trusted: Authority, tmp_path: Path) -> None:
    with open_site(trusted.site(tmp_path)) as site, Web(interval=0) as web:
        site.put("/h26.pdf", b"%PDF-")
        fetched = web.fetch(site.url("/h26.pdf"), {"127.0.0.1"})
        assert fetched.content == b"%PDF-"
        assert fetched.url.startswith("https://")
        assert web.fetch(fetched.url, {"127.0.0.1"}, fetched.headers).content in (None, b"%PDF-")


BAD: dict[str, tuple[Sited, str]] = {
    "unknown authority": (lambda _, folder: authority("nobody's").site(folder), "unable to get local issuer"),
    "another's name": (
        lambda known, folder: known.site(folder, x509.DNSName("www.mext.go.jp")),
        "IP address mismatch",
    ),
    "has ended": (lambda known, folder: known.site(folder, days=-1), "certificate has expired"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_certificate_that_is_not_trusted_says_why(what: str, trusted: Authority, tmp_path: Path) -> None:
    made, why = BAD[what]
    pauses: list[float] = []
    with open_site(made(trusted, tmp_path)) as site, Web(interval=0, pause=pauses.append) as web:
        site.put("/h26.pdf", b"%PDF-")
        with pytest.raises(NotFetched, match=f"the certificate of its host is not trusted: .*{why}"):
            web.fetch(site.url("/h26.pdf"), {"127.0.0.1"})
        assert not site.asked
    assert not pauses, "asking again would not help"
