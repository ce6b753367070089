"""Windows: what its Explorer reads of the programs, and the installer."""

import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from installers.icons import write_ico
from installers.recipe import NAME, TITLE, Recipe
from installers.release_numbers import release_numbers
from installers.windows_signature import Signature, read_signature

_COMPILER = "Inno Setup 6/ISCC.exe"
_INSTALLED_IN = ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")


def version_info(recipe: Recipe) -> str:
    """The version resource in PyInstaller's form: what the file's properties show."""
    numbers = (*release_numbers(recipe.version), 0)
    words = {
        "CompanyName": "The aleph_desktop founders",
        "FileDescription": TITLE,  # the name in the task manager and in "Open with"
        "FileVersion": recipe.version,
        "InternalName": NAME,
        "LegalCopyright": recipe.copyright,
        "ProductName": TITLE,
        "ProductVersion": f"{recipe.version} ({recipe.commit})",
    }
    strings = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0,\n"
        "    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        "  kids=[\n"
        f"    StringFileInfo([StringTable('040904B0', [{strings}])]),\n"  # English, Unicode
        "    VarFileInfo([VarStruct('Translation', [0x409, 0x4B0])]),\n"
        "  ],\n"
        ")\n"
    )


def build_installer(recipe: Recipe) -> Path:
    """Sign the programs where there is a certificate, and pack. Raises SystemExit."""
    compiler = find_compiler(os.environ)
    signature = read_signature(os.environ)
    if signature is not None:
        for program in sorted(recipe.bundle.glob("*.exe")):
            _run(signature.signing(program))
    with tempfile.TemporaryDirectory(prefix="aleph-setup-") as folder:
        icon = Path(folder) / f"{NAME}.ico"
        write_ico(icon)
        installer = installer_of(recipe)
        _run(compiling(compiler, recipe, installer, icon, signature))
    print("Signed." if signature else "Not signed: Windows asks before it starts the installer.")
    return installer


def installer_of(recipe: Recipe) -> Path:
    return recipe.out / f"{NAME}-{recipe.version}-windows-{platform.machine().lower()}-setup.exe"


def compiling(
    compiler: str, recipe: Recipe, installer: Path, icon: Path, signature: Signature | None
) -> list[str]:
    """The command line of Inno Setup's compiler: the script has no version or place of its own."""
    told = {
        "Version": recipe.version,
        "Numbers": ".".join(map(str, release_numbers(recipe.version))),
        "Bundle": str(recipe.bundle),
        "Icon": str(icon),
    }
    command = [compiler, "/Qp", *(f"/D{name}={value}" for name, value in told.items())]
    command += [f"/O{installer.parent}", f"/F{installer.stem}"]
    if signature is not None:  # the installer, and the uninstaller in it
        command += ["/DSigned", f"/Saleph={signature.for_inno_setup()}"]
    return [*command, str(recipe.root / "packaging/windows" / f"{NAME}.iss")]


def find_compiler(environ: Mapping[str, str]) -> str:
    """On PATH, or where its installer puts it. Raises SystemExit."""
    found = shutil.which("ISCC", path=environ.get("PATH", ""))
    if found:
        return found
    folders = [Path(environ[name]) for name in _INSTALLED_IN if environ.get(name)]
    for folder in [*folders, *(folder / "Programs" for folder in folders)]:
        if (folder / _COMPILER).is_file():
            return str(folder / _COMPILER)
    raise SystemExit(
        "Inno Setup 6.3 or newer is missing, which makes the installer. "
        "Please install it (`winget install JRSoftware.InnoSetup`), then try again."
    )


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(f"{command[0]} failed, see above.") from error
