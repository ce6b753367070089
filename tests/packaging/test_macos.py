"""What macOS reads of the app, and the command lines that sign and pack it there."""

import plistlib
from pathlib import Path

import pytest
from installers.macos import build_dmg, info_plist, minimum_system, packing
from installers.macos_signature import (
    Identity,
    code_in,
    notarising,
    read_identity,
    signing,
)
from installers.recipe import APP_ID, Recipe
from installers.release_numbers import release_numbers

from aleph_desktop.ui.clip_sort import CLIP_SUFFIXES

APP = Path("dist/aleph_desktop.app")
KNOWN = Identity("Developer ID Application: Somebody (ABCDE12345)", "key.p8", "1A2B", "an-issuer")

# Which of the system's types each of our clips is: Apple's UTCoreTypes.h and its list of types.
SYSTEM_TYPES = {
    ".mp4": "public.mpeg-4",
    ".mov": "com.apple.quicktime-movie",
    ".m4v": "com.apple.m4v-video",
    ".avi": "public.avi",
    ".mpg": "public.mpeg",
    ".mpeg": "public.mpeg",
    ".ts": "public.mpeg-2-transport-stream",
    ".mts": "public.avchd-mpeg-2-transport-stream",
    ".m2ts": "public.avchd-mpeg-2-transport-stream",
    ".3gp": "public.3gpp",
    ".wmv": "public.movie",  # com.microsoft.windows-media-wmv, which conforms to it
}


def recipe(root: Path, version: str = "1.2.3") -> Recipe:
    return Recipe(root, root / "dist", version, "0123456789ab", 1_790_000_000)


@pytest.fixture
def plist(root: Path) -> dict:
    """As the system reads it: written and read again, so it holds nothing that can't be written."""
    return plistlib.loads(plistlib.dumps(info_plist(recipe(root))))


def test_who_the_app_is(plist: dict) -> None:
    assert plist["CFBundleIdentifier"] == APP_ID
    assert plist["CFBundleShortVersionString"] == plist["CFBundleVersion"] == "1.2.3"
    assert "0123456789ab" in plist["CFBundleGetInfoString"]
    assert plist["NSHumanReadableCopyright"].startswith("Copyright (c)")


def test_dark_sharp_and_no_forms_to_fill_in(plist: dict) -> None:
    assert plist["NSHighResolutionCapable"] is True
    assert plist["NSRequiresAquaSystemAppearance"] is False
    assert plist["ITSAppUsesNonExemptEncryption"] is False
    assert plist["LSApplicationCategoryType"] == "public.app-category.video"


def test_every_kind_of_clip_can_be_opened_and_none_is_taken_over(plist: dict) -> None:
    clips, *dropped = plist["CFBundleDocumentTypes"]
    assert clips["LSHandlerRank"] == "Alternate"
    assert all(kind["LSHandlerRank"] == "None" for kind in dropped)
    imported = {
        f".{suffix}": kind["UTTypeIdentifier"]
        for kind in plist["UTImportedTypeDeclarations"]
        for suffix in kind["UTTypeTagSpecification"]["public.filename-extension"]
    }
    types = {suffix: (SYSTEM_TYPES | imported).get(suffix) for suffix in CLIP_SUFFIXES}
    assert set(types.values()) <= set(clips["LSItemContentTypes"]), types
    assert not SYSTEM_TYPES.keys() & imported.keys()  # the system's own words stay


def test_folders_and_images_can_be_dropped_on_the_dock(plist: dict) -> None:
    types = [name for kind in plist["CFBundleDocumentTypes"] for name in kind["LSItemContentTypes"]]
    assert {"public.folder", "public.image"} <= set(types)


@pytest.mark.parametrize(
    ("tags", "system"),
    [
        (["Tag: cp310-abi3-macosx_13_0_universal2", "Tag: cp311-abi3-macosx_14_0_arm64"], "14.0"),
        (["Tag: cp310-abi3-macosx_13_0_universal2", "Tag: cp39-abi3-macosx_10_9_x86_64"], "13.0"),
        (["Tag: py3-none-any", "Tag: cp311-abi3-manylinux_2_28_x86_64"], "11.0"),
    ],
)
def test_the_oldest_system_is_the_wheels(tags: list[str], system: str) -> None:
    assert minimum_system(tags) == system


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("1.2.3", (1, 2, 3)), ("0.2", (0, 2, 0)), ("1.0.0rc2", (1, 0, 0)), ("2.1.dev3", (2, 1, 0))],
)
def test_numbers_of_a_version(version: str, numbers: tuple[int, int, int]) -> None:
    assert release_numbers(version) == numbers


def test_no_version_has_no_numbers() -> None:
    with pytest.raises(ValueError, match="checkout"):
        release_numbers("checkout")


def test_entitlements_are_few(root: Path) -> None:
    text = (root / "packaging/macos/entitlements.plist").read_bytes()
    assert plistlib.loads(text) == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_code_is_signed_inside_out_and_once(tmp_path: Path) -> None:
    app = tmp_path / "aleph_desktop.app"
    deep = app / "Contents/Frameworks/PySide6/Qt/plugins/platforms/libqcocoa.dylib"
    library = app / "Contents/Frameworks/libpython3.11.dylib"
    framework = app / "Contents/Frameworks/PySide6/Qt/lib/QtCore.framework"
    program = app / "Contents/MacOS/aleph-desktop"
    words = app / "Contents/Resources/notes.txt"
    for file in (deep, library, framework / "Versions/A/QtCore", program, words):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"\xcf\xfa\xed\xfe and more" if file != words else b"words")
    (app / "Contents/Resources/libpython3.11.dylib").symlink_to(library)
    (app / "Contents/Frameworks/QtCore.framework").symlink_to(framework)
    assert code_in(app) == [deep, framework, library]


def test_signing_by_somebody(root: Path) -> None:
    library = APP / "Contents/Frameworks/libpython3.11.dylib"
    inner, outer, look = signing(APP, [library], KNOWN, root)
    for command in (inner, outer):
        assert command[:4] == ["codesign", "--force", "--sign", KNOWN.name]
        assert "--timestamp" in command
        assert command[command.index("--options") + 1] == "runtime"
    assert inner[-1] == str(library)
    assert "--entitlements" not in inner
    assert Path(outer[outer.index("--entitlements") + 1]).is_file()
    assert outer[-1] == str(APP)
    assert look == ["codesign", "--verify", "--deep", "--strict", str(APP)]


def test_signing_ad_hoc_asks_nothing_of_apple(root: Path) -> None:
    nobody = read_identity({})
    assert nobody.is_ad_hoc
    commands = signing(APP, [APP / "x.dylib"], nobody, root)
    assert [command[:4] for command in commands[:2]] == [["codesign", "--force", "--sign", "-"]] * 2
    assert not {"--timestamp", "--options", "--entitlements"} & {w for c in commands for w in c}
    assert notarising(Path("a.dmg"), nobody) == []
    assert "not notarised" in nobody.words


def test_notarising() -> None:
    sign, submit, staple = notarising(Path("a.dmg"), KNOWN)
    assert sign[0] == "codesign"
    assert submit[:4] == ["xcrun", "notarytool", "submit", "a.dmg"]
    assert "--wait" in submit
    assert [submit[submit.index(o) + 1] for o in ("--key", "--key-id", "--issuer")] == [
        "key.p8",
        "1A2B",
        "an-issuer",
    ]
    assert staple == ["xcrun", "stapler", "staple", "a.dmg"]


def test_a_signature_without_a_notary_is_one_all_the_same() -> None:
    identity = read_identity({"ALEPH_MACOS_IDENTITY": KNOWN.name, "ALEPH_NOTARY_KEY": "key.p8"})
    assert [command[0] for command in notarising(Path("a.dmg"), identity)] == ["codesign"]
    assert identity.words == f"Signed by {KNOWN.name}, not notarised."


def test_packing() -> None:
    command = packing(Path("staged"), Path("a.dmg"))
    assert command[:2] == ["hdiutil", "create"]
    assert command[command.index("-srcfolder") + 1] == "staged"
    assert command[-1] == "a.dmg"


TOOL = """#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
[ "$(basename "$0")" = "$FAILS" ] && exit 1
[ "$1" = create ] || exit 0
ls "$5"
ls -l "$5"/*.app/Contents/Frameworks
for image; do :; done
echo dmg >"$image"
"""


@pytest.fixture
def mac(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recipe:
    """What PyInstaller leaves, and macOS's tools, which note how they are called."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("codesign", "hdiutil", "xcrun"):
        (tools / name).write_text(TOOL)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("FAILS", "")
    for name in ("IDENTITY", "NOTARY_KEY", "NOTARY_KEY_ID", "NOTARY_ISSUER"):
        monkeypatch.delenv(f"ALEPH_{name}", raising=False)
        monkeypatch.delenv(f"ALEPH_MACOS_{name}", raising=False)
    contents = tmp_path / "dist/aleph_desktop.app/Contents"
    for folder in ("MacOS", "Frameworks", "Resources"):
        (contents / folder).mkdir(parents=True)
    (contents / "Frameworks/libffi.dylib").write_bytes(b"\xcf\xfa\xed\xfe")
    licences = tmp_path / "dist/aleph-desktop/_internal/licences"
    licences.mkdir(parents=True)
    (licences / "MIT.txt").write_text("may be used")
    return Recipe(root, tmp_path / "dist", "1.2.3", "0123456789ab", 1_790_000_000)


def calls(mac: Recipe) -> list[str]:
    return (mac.out.parent / "calls").read_text().splitlines()


def test_an_image_is_signed_packed_and_notarised_in_this_order(
    mac: Recipe, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALEPH_MACOS_IDENTITY", KNOWN.name)
    monkeypatch.setenv("ALEPH_NOTARY_KEY", KNOWN.notary_key)
    monkeypatch.setenv("ALEPH_NOTARY_KEY_ID", KNOWN.notary_key_id)
    monkeypatch.setenv("ALEPH_NOTARY_ISSUER", KNOWN.notary_issuer)
    image = build_dmg(mac)
    assert image.name.startswith("aleph-desktop-1.2.3-macos-")
    assert image.read_text() == "dmg\n"
    ends = [(line.split()[0], Path(line.split()[-1]).name) for line in calls(mac)]
    assert ends == [
        ("codesign", "libffi.dylib"),
        ("codesign", "aleph_desktop.app"),
        ("codesign", "aleph_desktop.app"),
        ("hdiutil", image.name),
        ("codesign", image.name),
        ("xcrun", "an-issuer"),
        ("xcrun", image.name),
    ]
    said = capfd.readouterr().out
    assert said.splitlines()[:2] == ["Applications", "aleph_desktop.app"]
    assert "licences -> ../Resources/licences" in said
    assert said.splitlines()[-1] == f"Signed by {KNOWN.name}, notarised."


def test_licences_are_in_the_app_before_it_is_signed(mac: Recipe) -> None:
    build_dmg(mac)
    build_dmg(mac)  # once more over it
    app = mac.out / "aleph_desktop.app/Contents"
    assert (app / "Resources/licences/MIT.txt").read_text() == "may be used"
    assert (app / "Frameworks/licences/MIT.txt").read_text() == "may be used"


def test_a_tool_that_fails_ends_it_without_its_arguments(
    mac: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALEPH_MACOS_IDENTITY", KNOWN.name)
    monkeypatch.setenv("FAILS", "codesign")
    with pytest.raises(SystemExit, match=r"^codesign --force failed, see above\.$") as ended:
        build_dmg(mac)
    assert ended.value.__cause__ is None
    assert len(calls(mac)) == 1


def test_elsewhere_a_missing_tool_is_named(mac: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(mac.out))
    with pytest.raises(SystemExit, match="Xcode's command line tools"):
        build_dmg(mac)
