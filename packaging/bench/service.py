"""The service that is measured against: a process of its own, with a certificate of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import child


@dataclass(frozen=True, slots=True)
class Service:
    """Where it is, and the certificate to trust."""

    base_url: str
    certificate: Path


@contextmanager
def running(folder: Path) -> Iterator[Service]:
    """The service, until the block ends."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    make += ["-nodes", "-days", "1", "-subj", "/CN=localhost"]
    make += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    make += ["-keyout", str(key), "-out", str(certificate)]
    try:
        subprocess.run(make, check=True, capture_output=True)
    except FileNotFoundError:
        raise SystemExit("This measures by TLS and needs openssl: please install it.") from None
    command = [sys.executable, str(child.HERE / "tls_server.py"), str(certificate), str(key)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            port = next(iter(server.stdout or ()), "").strip()
            if not port:
                raise SystemExit("The service to measure against did not start.")
            yield Service(f"https://localhost:{port}", certificate)
        finally:
            if server.stdin:
                server.stdin.close()
