"""macOS: what its Finder and Dock read of the app, and the disk image that it is dragged from."""

import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from installers.macos_signature import code_in, notarising, read_identity, signing
from installers.recipe import APP_ID, NAME, TITLE, Recipe
from installers.release_numbers import release_numbers

# Types that the system doesn't know by itself: {identifier: (name, suffixes, MIME type)}. Imported:
# they are other people's, and another app's own words for them win.
_IMPORTED = {
    "org.matroska.mkv": ("Matroska Video", ("mkv",), "video/x-matroska"),
    "org.webmproject.webm": ("WebM Video", ("webm",), "video/webm"),
    "org.smpte.mxf": ("MXF Material", ("mxf",), "application/mxf"),
}
# What conforms to public.movie is a clip; the rest by name, where an old system has it otherwise.
_CLIPS = (
    "public.movie",
    "public.mpeg-4",
    "com.apple.quicktime-movie",
    "com.apple.m4v-video",
    "public.avi",
    "public.mpeg",
    "public.mpeg-2-transport-stream",
    "public.avchd-mpeg-2-transport-stream",
    "public.3gpp",
    *_IMPORTED,
)


def info_plist(recipe: Recipe) -> dict[str, object]:
    """What PyInstaller's own entries are overlaid with."""
    version = ".".join(map(str, release_numbers(recipe.version)))
    return {
        "CFBundleIdentifier": APP_ID,
        "CFBundleName": TITLE,
        "CFBundleDisplayName": TITLE,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleGetInfoString": f"{TITLE} {recipe.version} ({recipe.commit})",
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDocumentTypes": _document_types(),
        "UTImportedTypeDeclarations": [_imported(name) for name in _IMPORTED],
        "ITSAppUsesNonExemptEncryption": False,  # HTTPS alone
        "LSApplicationCategoryType": "public.app-category.video",
        "LSMinimumSystemVersion": minimum_system(_wheel_tags()),
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": recipe.copyright,
        "NSRequiresAquaSystemAppearance": False,  # dark where the system is
        "NSSupportsAutomaticGraphicsSwitching": True,  # pictures are painted by the processor
    }


def minimum_system(tags: Iterable[str]) -> str:
    """The oldest macOS that all wheels of the build run on, by tags: `…-macosx_14_0_arm64`."""
    found = [re.search(r"-macosx_(\d+)_(\d+)_", tag) for tag in tags]
    versions = [(int(match[1]), int(match[2])) for match in found if match]
    major, minor = max(versions, default=(11, 0))  # the oldest one on Apple silicon
    return f"{major}.{minor}"


def build_dmg(recipe: Recipe) -> Path:
    """Sign what PyInstaller made, and pack it. Raises SystemExit when a tool fails.

    Whose signature, and whether Apple sees it: see `macos_signature`.
    """
    identity = read_identity()
    app = recipe.out / f"{TITLE}.app"
    _take_licences(recipe.bundle, app)
    image = recipe.out / f"{NAME}-{recipe.version}-macos-{platform.machine()}.dmg"
    for command in signing(app, code_in(app), identity, recipe.root):
        _run(command)
    with tempfile.TemporaryDirectory(prefix="aleph-dmg-") as folder:
        staged = Path(folder)
        shutil.copytree(app, staged / app.name, symlinks=True)
        (staged / "Applications").symlink_to("/Applications")
        _run(packing(staged, image))
    for command in notarising(image, identity):
        _run(command)
    print(identity.words)
    return image


def packing(staged: Path, image: Path) -> list[str]:
    """The command line. ULMO: LZMA, which every macOS from 10.15 reads."""
    command = ["hdiutil", "create", "-volname", TITLE, "-srcfolder", str(staged)]
    return [*command, "-fs", "HFS+", "-format", "ULMO", "-ov", str(image)]


def _document_types() -> list[dict[str, object]]:
    """Clips can be opened with the app, which never becomes the one that opens them by itself.

    Rank None: only dropped, on the Dock's icon.
    """
    return [
        {
            "CFBundleTypeName": "Clip",
            "CFBundleTypeRole": "Editor",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": list(_CLIPS),
        },
        {
            "CFBundleTypeName": "Image reference",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "None",
            "LSItemContentTypes": ["public.image"],
        },
        {
            "CFBundleTypeName": "Folder of clips",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "None",
            "LSItemContentTypes": ["public.folder"],
        },
    ]


def _imported(identifier: str) -> dict[str, object]:
    name, suffixes, mime = _IMPORTED[identifier]
    return {
        "UTTypeIdentifier": identifier,
        "UTTypeDescription": name,
        "UTTypeConformsTo": ["public.movie"],
        "UTTypeTagSpecification": {
            "public.filename-extension": list(suffixes),
            "public.mime-type": mime,
        },
    }


def _wheel_tags() -> list[str]:
    """Of all that is installed in the build's environment."""
    texts = [found.read_text("WHEEL") or "" for found in distributions()]
    return [line for text in texts for line in text.splitlines() if line.startswith("Tag: ")]


def _take_licences(bundle: Path, app: Path) -> None:
    """They are gathered after PyInstaller has made the app from the same files."""
    inside = app / "Contents/Resources/licences"
    shutil.copytree(bundle / "_internal/licences", inside, dirs_exist_ok=True)
    link = app / "Contents/Frameworks/licences"  # where the program looks for its files
    if not link.exists():
        link.symlink_to("../Resources/licences")


def _run(command: list[str]) -> None:
    """Says which command failed, without its arguments: the notary's are nobody's business."""
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError:
        raise SystemExit(
            f"{command[0]} is missing: please install Xcode's command line tools."
        ) from None
    except subprocess.CalledProcessError:
        raise SystemExit(f"{' '.join(command[:2])} failed, see above.") from None
