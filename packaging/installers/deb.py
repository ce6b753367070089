"""The Debian package: what is built, in Debian's places, with what it needs from the system."""

import gzip
import hashlib
import os
import shutil
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from installers.dropping import TAKEN_ALONG
from installers.linux_files import lay_out
from installers.recipe import NAME, Recipe

LIBRARY = Path("usr/lib") / NAME

_MAINTAINER = "The aleph_desktop founders <aleph-desktop@users.noreply.github.com>"

# What no library links and the app opens by itself.
_ALSO_NEEDED = ("ca-certificates",)  # the service is reached over HTTPS
_RECOMMENDED = (
    "xdg-utils",  # opens pages and folders
    "xdg-desktop-portal",  # the desktop's own file dialogs
    "dbus-user-session | dbus-x11",  # notifications, the keyring, staying awake
    "gnome-keyring | kwalletmanager | keepassxc",  # keeps the key
    "libenchant-2-2",  # the spell checker
    "libva2",  # decoding by the graphics card
)


def build_deb(recipe: Recipe, work: Path) -> Path:
    """Pack `recipe.bundle`. `work`: a folder for the tree. Raises SystemExit where dpkg fails."""
    tree = work / "deb"
    # Debian brings these itself, and mends them; needed_packages() declares them
    own = shutil.ignore_patterns(
        *(name for name in TAKEN_ALONG if not name.startswith("libpython"))
    )
    shutil.copytree(recipe.bundle, tree / LIBRARY, symlinks=True, ignore=own)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    lay_out(recipe, tree / "usr/share")
    _write_documents(recipe, tree / "usr/share/doc" / NAME)
    control = tree / "DEBIAN"
    control.mkdir()
    needed = needed_packages(tree, work)
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    machine = _said("dpkg", "--print-architecture")
    (control / "control").write_text(control_file(recipe, machine, needed, size), "utf-8")
    (control / "md5sums").write_text(_checksums(tree), "utf-8")
    _settle(tree, recipe.epoch)
    package = recipe.out / f"{NAME}_{recipe.version}_{machine}.deb"
    _run(
        ["dpkg-deb", "-Zxz", "--threads-max=2", "--root-owner-group", "-b", tree, package],
        os.environ | {"SOURCE_DATE_EPOCH": str(recipe.epoch)},
    )
    return package


def control_file(recipe: Recipe, machine: str, needed: str, size: int) -> str:
    """`size`: installed, in KiB."""
    fields = {
        "Package": NAME,
        "Version": recipe.version,
        "Architecture": machine,
        "Maintainer": _MAINTAINER,
        "Installed-Size": str(size),
        "Depends": needed,
        "Recommends": ", ".join(_RECOMMENDED),
        "Section": "video",
        "Priority": "optional",
        "Homepage": "https://github.com/aleph-desktop/aleph-desktop",
        "Description": "change a shot by describing the change\n"
        " Drop a clip, write what should be different, and see the edited clip play\n"
        " beside the reference, on the same frame.\n"
        " .\n"
        " aleph_desktop sends the clip and the prompt to a hosted video-to-video\n"
        " model, follows every job, and keeps the results in a folder of yours. A run\n"
        " costs money, so a job is on the disk before it is sent, and the app never\n"
        " sends it twice. A demo service on your own machine lets you try everything\n"
        " without an account.",
    }
    return "".join(f"{name}: {text}\n" for name, text in fields.items())


def changelog(recipe: Recipe) -> str:
    """In Debian's form. What changes for users is in NEWS.md."""
    return (
        f"{NAME} ({recipe.version}) stable; urgency=medium\n\n"
        f"  * Built from commit {recipe.commit or 'unknown'}; NEWS.md says what is new.\n\n"
        f" -- {_MAINTAINER}  {format_datetime(datetime.fromtimestamp(recipe.epoch, UTC))}\n"
    )


def needed_packages(tree: Path, work: Path) -> str:
    """Debian's own tool finds the packages and their versions from what is linked.

    Fails where a library is neither in the bundle nor in a package of this system.
    """
    (work / "debian").mkdir()
    (work / "debian/control").write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n")
    inside = tree / LIBRARY / "_internal"
    own = sorted({file.parent for file in inside.rglob("*.so*")})
    programs = [tree / LIBRARY / NAME, *sorted(inside.rglob("*.so*"))]
    command = ["dpkg-shlibdeps", "-O", "--warnings=0", "--ignore-missing-info"]
    command += [f"-l{folder}" for folder in own]
    command += [f"-e{program}" for program in programs if not program.is_symlink()]
    said = _said(*command, cwd=work).removeprefix("shlibs:Depends=")
    return ", ".join(sorted({*said.split(", "), *_ALSO_NEEDED}))


def _write_documents(recipe: Recipe, folder: Path) -> None:
    """Debian wants the licences and the changes here."""
    folder.mkdir(parents=True)
    shutil.copyfile(recipe.root / "THIRD_PARTY.md", folder / "THIRD_PARTY.md")
    shutil.copyfile(recipe.root / "packaging/linux/copyright", folder / "copyright")
    shutil.copyfile(recipe.root / "CHANGELOG.md", folder / "NEWS.md")
    (folder / "changelog.gz").write_bytes(gzip.compress(changelog(recipe).encode(), mtime=0))


def _checksums(tree: Path) -> str:
    files = sorted(path for path in (tree / "usr").rglob("*") if path.is_file())
    return "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}"
        f"  {path.relative_to(tree)}\n"
        for path in files
        if not path.is_symlink()
    )


def _settle(tree: Path, epoch: int) -> None:
    """Modes as Debian expects them, whatever the builder's umask was, and one date for all."""
    program = tree / LIBRARY / NAME
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == program else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _said(*command: str, cwd: Path | None = None) -> str:
    return _run(list(command), cwd=cwd).strip()


def _run(
    command: list[str | Path], environ: dict[str, str] | None = None, cwd: Path | None = None
) -> str:
    try:
        done = subprocess.run(
            command, env=environ, cwd=cwd, stdout=subprocess.PIPE, text=True, check=True
        )
    except FileNotFoundError:
        raise SystemExit(f"{command[0]} is missing: please install dpkg-dev.") from None
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{command[0]} failed, see above.") from error
    return done.stdout
