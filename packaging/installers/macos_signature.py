"""Signing and notarising on macOS: who signs comes from the environment, and nobody has to.

    ALEPH_MACOS_IDENTITY   the certificate's name in the keychain: "Developer ID Application: …"
    ALEPH_NOTARY_KEY       a file: App Store Connect's private key (.p8)
    ALEPH_NOTARY_KEY_ID    its number
    ALEPH_NOTARY_ISSUER    whose it is

Without the first the app is signed ad hoc: it runs where it was built, and elsewhere only after the
user has allowed it in System Settings. Without the others Apple isn't asked.
https://developer.apple.com/documentation/security/notarizing-macos-software-before-distribution
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Of a Mach-O file: 64 bits, and several machines' in one.
_MAGIC = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs."""

    name: str = "-"  # codesign's word for ad hoc
    notary_key: str = ""
    notary_key_id: str = ""
    notary_issuer: str = ""

    @property
    def is_ad_hoc(self) -> bool:
        return self.name == "-"

    @property
    def is_notarised(self) -> bool:
        wanted = (self.notary_key, self.notary_key_id, self.notary_issuer)
        return not self.is_ad_hoc and all(wanted)

    @property
    def words(self) -> str:
        if self.is_ad_hoc:
            return "Signed ad hoc, not notarised: elsewhere the user has to allow it first."
        return f"Signed by {self.name}, {'' if self.is_notarised else 'not '}notarised."


def read_identity(environ: Mapping[str, str] = os.environ) -> Identity:
    return Identity(
        environ.get("ALEPH_MACOS_IDENTITY", "") or "-",
        environ.get("ALEPH_NOTARY_KEY", ""),
        environ.get("ALEPH_NOTARY_KEY_ID", ""),
        environ.get("ALEPH_NOTARY_ISSUER", ""),
    )


def code_in(app: Path) -> list[Path]:
    """All within the app that bears a signature of its own, the innermost first; not the app.

    A framework is signed as a whole.
    """
    frameworks = [path for path in app.rglob("*.framework") if not path.is_symlink()]
    files = [
        path
        for path in app.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and not any(parent.suffix == ".framework" for parent in path.parents)
        and path.parent.name != "MacOS"  # the program: the app's signature is its own
        and _is_code(path)
    ]
    return sorted([*frameworks, *files], key=lambda path: (-len(path.parts), path))


def signing(app: Path, code: Sequence[Path], identity: Identity, root: Path) -> list[list[str]]:
    """The command lines: inside out, since a signature covers those within it; then a look at all.

    Ad hoc without the hardened runtime: that loads only libraries of the program's own team, and
    nobody's team is none.
    """
    sign = ["codesign", "--force", "--sign", identity.name]
    program = sign
    if not identity.is_ad_hoc:
        sign = [*sign, "--timestamp", "--options", "runtime"]
        program = [*sign, "--entitlements", str(root / "packaging/macos/entitlements.plist")]
    inner = [[*sign, *map(str, code)]] if code else []
    look = ["codesign", "--verify", "--deep", "--strict", str(app)]
    return [*inner, [*program, str(app)], look]


def notarising(image: Path, identity: Identity) -> list[list[str]]:
    """The command lines: sign the image, have Apple look at it, and put its answer in, for users
    without a connection. The last fails where the answer was no. Nothing where it can't be asked.
    """
    if identity.is_ad_hoc:
        return []
    sign = ["codesign", "--force", "--timestamp", "--sign", identity.name, str(image)]
    if not identity.is_notarised:
        return [sign]
    submit = ["xcrun", "notarytool", "submit", str(image), "--wait", "--timeout", "1h"]
    submit += ["--key", identity.notary_key, "--key-id", identity.notary_key_id]
    submit += ["--issuer", identity.notary_issuer]
    return [sign, submit, ["xcrun", "stapler", "staple", str(image)]]


def _is_code(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _MAGIC
