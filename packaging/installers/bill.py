"""The software bill of materials: CycloneDX 1.6, as scanners read it."""

import platform
import re
import sqlite3
import ssl
import uuid
from datetime import UTC, datetime
from importlib.metadata import Distribution
from pathlib import Path

import av
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from PySide6 import __version__ as pyside
from PySide6.QtCore import qVersion

from installers.contents import (
    Library,
    freezer,
    inside,
    native_libraries,
    python_distributions,
)
from installers.recipe import NAME, Recipe

_LICENCES = LicenseFactory()
_AS_A_WHOLE = "GPL-3.0-or-later"  # THIRD_PARTY.md says why

_QT = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"

# Of packages whose metadata name no SPDX expression: read off their texts.
_SPDX = {
    "backports-tarfile": "MIT",
    "certifi": "MPL-2.0",
    "h11": "MIT",
    "httpx": "BSD-3-Clause",
    "jaraco-classes": "MIT",
    "pyenchant": "LGPL-2.1-or-later",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyside6-addons": _QT,
    "pyside6-essentials": _QT,
    "pywin32-ctypes": "BSD-3-Clause",
    "shiboken6": _QT,
    "wakepy": "MIT",
}


def write_bill(recipe: Recipe, path: Path) -> None:
    """Of what is in `recipe.bundle`. The same bytes for the same bundle and commit."""
    bill = Bom()
    bill.metadata.timestamp = datetime.fromtimestamp(recipe.epoch, UTC)
    bill.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{NAME}/{recipe.version}/{recipe.commit}")
    program = _program(recipe)
    bill.metadata.component = program
    found = [*python_distributions(recipe.bundle, recipe.program), freezer()]
    packages = {_key(each.metadata["Name"]): _package(each) for each in found}
    versions = _versions(recipe.bundle)
    natives = [_native(each, versions.get(each.name)) for each in native_libraries(recipe.bundle)]
    for component in (*packages.values(), *natives):
        bill.components.add(component)
    bill.register_dependency(program, [*packages.values(), *natives])
    for each in found:
        names = {_key(text) for text in each.requires or () if "extra ==" not in text}
        needed = [packages[name] for name in sorted(names & packages.keys())]
        bill.register_dependency(packages[_key(each.metadata["Name"])], needed)
    text = JsonV1Dot6(bill).output_as_string(indent=1)
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise SystemExit(f"The bill of materials is no valid CycloneDX: {wrong}")
    path.write_text(text + "\n", "utf-8", newline="\n")


def _program(recipe: Recipe) -> Component:
    return Component(
        name=NAME,
        version=recipe.version,
        type=ComponentType.APPLICATION,
        bom_ref=NAME,
        licenses=[_LICENCES.make_with_expression(_AS_A_WHOLE)],
        purl=PackageURL("generic", None, NAME, recipe.version),
    )


def _package(distribution: Distribution) -> Component:
    name, version = distribution.metadata["Name"], distribution.version
    purl = PackageURL("pypi", None, _key(name), version)
    said = distribution.metadata.json.get("license_expression")
    words = str(said) if said else _SPDX.get(_key(name))
    if words is None:
        raise SystemExit(f"{name} names no licence: enter it in packaging/installers/bill.py.")
    return Component(
        name=name,
        version=version,
        bom_ref=purl.to_string(),
        purl=purl,
        licenses=[_LICENCES.make_with_expression(words)],
    )


def _native(library: Library, version: str | None) -> Component:
    source = ExternalReference(
        type=ExternalReferenceType.SOURCE_DISTRIBUTION, url=XsUri(library.source)
    )
    return Component(
        name=library.name,
        version=version,
        bom_ref=f"native:{library.name}",
        licenses=[_LICENCES.make_with_expression(library.licence)],
        external_references=[source],
    )


def _versions(bundle: Path) -> dict[str, str]:
    """Those that the libraries tell themselves."""
    found = {
        "PySide6": pyside,
        "CPython": platform.python_version(),
        "OpenSSL": ssl.OPENSSL_VERSION.split()[1],
        "SQLite": sqlite3.sqlite_version,
        "Qt": qVersion(),
        "FFmpeg (PyAV's)": str(av.ffmpeg_version_info),
    }
    for library in sorted(
        (inside(bundle) / "PySide6").rglob("*avutil*")
    ):  # it can't be loaded here
        if told := re.search(rb"FFmpeg version n?([0-9.]+)", library.read_bytes()):
            found["FFmpeg (Qt Multimedia's)"] = told[1].decode()
    return found


def _key(requirement: str) -> str:
    """A requirement's name, as PyPA normalizes it."""
    found = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""
