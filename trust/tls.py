"""A site over TLS for as long as a proof lasts: with an authority and a certificate made for it and thrown away."""

import json
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from trust.site import PATIENCE, ROOT, Site

HOST: Final = "localhost"
_DAY: Final = timedelta(days=1)


@contextmanager
def over_tls(site: Site, cookies: Mapping[str, str]) -> Iterator[Path]:
    """Serve a site over TLS as `HOST`; give the certificate of the authority that vouches for it."""
    authority, certificate, key = _certificates(site.folder)
    command = [str(Path(sys.executable).with_name("granian")), "trust.visited:application", "--interface", "wsgi"]
    command += ["--no-ws", "--host", "127.0.0.1", "--port", str(site.port), "--log-level", "critical"]
    command += ["--workers-kill-timeout", "20"]
    command += ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key), "--ssl-protocol-min", "tls1.2"]
    environment = site.environment | {
        "ALLOWED_HOSTS": HOST,
        "SOURCEFIT_HTTPS": "1",
        "TRUST_COOKIES": json.dumps(dict(cookies)),
    }
    with site.log.open("ab") as log:
        site.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    _wait(site, authority)
    yield authority


def _wait(site: Site, authority: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(authority))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        connection = HTTPSConnection(HOST, site.port, timeout=5, context=trusting)
        try:
            connection.request("GET", "/livez")
            connection.getresponse().read()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"the site did not answer over TLS within {PATIENCE:.0f} s: {site.log.read_text()[-2000:]}")


def _certificates(folder: Path) -> tuple[Path, Path, Path]:
    above = ec.generate_private_key(ec.SECP256R1())
    ours = ec.generate_private_key(ec.SECP256R1())
    authority = (
        _begun("SourceFit's throw-away authority", "SourceFit's throw-away authority", above.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(above, hashes.SHA256())
    )
    certificate = (
        _begun(HOST, "SourceFit's throw-away authority", ours.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(above, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    whole = ours.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    contents = {"authority": authority.public_bytes(pem), "certificate": certificate.public_bytes(pem), "key": whole}
    for name, content in contents.items():
        (folder / f"{name}.pem").write_bytes(content)
    return folder / "authority.pem", folder / "certificate.pem", folder / "key.pem"


def _begun(name: str, issuer: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]),
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - _DAY,
        not_valid_after=now + _DAY,
    )
