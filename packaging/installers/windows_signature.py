"""Signing on Windows, where the environment names a certificate:

    ALEPH_WINDOWS_CERTIFICATE   the SHA-1 thumbprint of one in the user's certificate store

The key stays in the store, or in the token or service behind it: no password is on a command line.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TIMESTAMPS = "http://timestamp.digicert.com"  # RFC 3161: valid after the certificate has expired


@dataclass(frozen=True, slots=True)
class Signature:
    tool: str  # signtool.exe
    thumbprint: str

    def signing(self, file: Path) -> list[str]:
        """The command line."""
        return [*self._words(), str(file)]

    def for_inno_setup(self) -> str:
        """The same for its compiler, which has `$f` for the file and `$q` for a quotation mark."""
        tool, *words = self._words()
        return " ".join((f"$q{tool}$q", *words, "$f"))

    def _words(self) -> list[str]:
        command = [self.tool, "sign", "/sha1", self.thumbprint, "/fd", "sha256"]
        return [*command, "/tr", _TIMESTAMPS, "/td", "sha256"]


def read_signature(environ: Mapping[str, str]) -> Signature | None:
    """None: nobody signs. Raises SystemExit where one is asked for and the tool is missing."""
    thumbprint = environ.get("ALEPH_WINDOWS_CERTIFICATE", "")
    if not thumbprint:
        return None
    tool = shutil.which("signtool", path=environ.get("PATH", "")) or _in_windows_kit(environ)
    if not tool:
        raise SystemExit("signtool is missing: it comes with the Windows SDK.")
    return Signature(tool, thumbprint)


def _in_windows_kit(environ: Mapping[str, str]) -> str:
    """The newest one's; its installer leaves PATH alone."""
    kits = Path(environ.get("ProgramFiles(x86)", "")) / "Windows Kits/10/bin"
    found = sorted(kits.glob("10.*/x64/signtool.exe"))
    return str(found[-1]) if found else ""
