"""What Windows reads of the programs, and the installer's script. The compiler runs on Windows."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from installers.recipe import NAME, Recipe
from installers.windows import (
    build_installer,
    compiling,
    find_compiler,
    installer_of,
    version_info,
)
from installers.windows_signature import Signature, read_signature

from aleph_desktop.settings.api_key import SERVICE
from aleph_desktop.settings.paths import APP
from aleph_desktop.ui.clip_sort import CLIP_SUFFIXES

SIGNATURE = Signature(r"C:\Kits 10\signtool.exe", "ab" * 20)


@pytest.fixture
def recipe(root: Path) -> Recipe:
    return Recipe(root, root / "dist", "1.2.3rc1", "0123456789ab", 1_790_000_000)


@pytest.fixture
def script(root: Path) -> str:
    return (root / "packaging/windows" / f"{NAME}.iss").read_text("utf-8")


def section(script: str, name: str) -> list[str]:
    """Its lines, without comments and the preprocessor's."""
    inside = re.split(r"^\[(\w+)\]$", script, flags=re.MULTILINE)
    lines = inside[inside.index(name) + 1].splitlines()
    return [line for line in lines if line and line[0] not in ";#"]


def setup(script: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in section(script, "Setup"))


def test_the_version_resource_is_what_pyinstaller_reads(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both are there on Windows alone; they put the resource into a program, reading needs neither.
    monkeypatch.setitem(sys.modules, "pefile", ModuleType("pefile"))
    monkeypatch.setattr("PyInstaller.compat.win32api", None, raising=False)
    from PyInstaller.utils.win32 import versioninfo

    (tmp_path / "version.txt").write_text(version_info(recipe), "utf-8")
    found = versioninfo.load_version_info_from_text_file(str(tmp_path / "version.txt"))
    assert (found.ffi.fileVersionMS, found.ffi.fileVersionLS) == (0x10002, 0x30000)
    strings = {entry.name: entry.val for entry in found.kids[0].kids[0].kids}
    assert strings["FileDescription"] == "aleph_desktop"
    assert strings["FileVersion"] == "1.2.3rc1"
    assert strings["ProductVersion"] == "1.2.3rc1 (0123456789ab)"
    assert strings["LegalCopyright"].startswith("Copyright (c)")


def test_the_compiler_is_told_everything_that_the_script_asks_for(
    recipe: Recipe, script: str
) -> None:
    command = compiling("ISCC.exe", recipe, installer_of(recipe), Path("a.ico"), SIGNATURE)
    told = {word[2:].split("=")[0] for word in command if word.startswith("/D")}
    own = set(re.findall(r"#define (\w+)|#dim (\w+)|#sub (\w+)", script))
    own = {name for names in own for name in names if name}
    asked = set(re.findall(r"\{#(\w+)|#ifdef (\w+)", script))
    assert {name for names in asked for name in names if name} - own == told
    assert "/DVersion=1.2.3rc1" in command
    assert "/DNumbers=1.2.3" in command
    assert Path(command[-1]).is_file()


def test_unsigned_the_compiler_is_told_of_no_signature(recipe: Recipe) -> None:
    command = compiling("ISCC.exe", recipe, installer_of(recipe), Path("a.ico"), None)
    assert not any("igned" in word or word.startswith("/S") for word in command)


def test_the_sign_tool_is_told_in_the_compilers_own_quotes(recipe: Recipe) -> None:
    command = compiling("ISCC.exe", recipe, installer_of(recipe), Path("a.ico"), SIGNATURE)
    tool = next(word for word in command if word.startswith("/S"))
    assert tool.startswith(r"/Saleph=$qC:\Kits 10\signtool.exe$q sign /sha1 abab")
    assert tool.endswith(" $f")
    assert SIGNATURE.signing(Path("a b.exe"))[-1] == "a b.exe"


def test_nobody_signs_unless_the_environment_says_so(tmp_path: Path) -> None:
    assert read_signature({}) is None
    with pytest.raises(SystemExit, match="Windows SDK"):
        read_signature({"ALEPH_WINDOWS_CERTIFICATE": "ab"})
    for version in ("10.0.19041.0", "10.0.22621.0"):
        kit = tmp_path / "Windows Kits/10/bin" / version / "x64"
        kit.mkdir(parents=True)
        (kit / "signtool.exe").touch()
    environ = {"ALEPH_WINDOWS_CERTIFICATE": "ab", "ProgramFiles(x86)": str(tmp_path)}
    assert read_signature(environ) == Signature(str(kit / "signtool.exe"), "ab")


def test_the_compiler_is_found_where_its_installer_puts_it(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"Inno Setup .* is missing"):
        find_compiler({"PATH": ""})
    for place in ("x86/Inno Setup 6", "user/Programs/Inno Setup 6"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "ISCC.exe").touch()
    for_one = {"PATH": "", "LOCALAPPDATA": str(tmp_path / "user")}
    assert Path(find_compiler(for_one)) == tmp_path / "user/Programs/Inno Setup 6/ISCC.exe"
    for_all = for_one | {"ProgramFiles(x86)": str(tmp_path / "x86")}
    assert Path(find_compiler(for_all)) == tmp_path / "x86/Inno Setup 6/ISCC.exe"


def test_for_one_user_on_systems_that_qt_runs_on(script: str) -> None:
    said = setup(script)
    assert said["PrivilegesRequired"] == "lowest"
    assert "PrivilegesRequiredOverridesAllowed" not in said
    assert said["ArchitecturesAllowed"] == "x64compatible"
    assert said["MinVersion"] == "10.0.17763"
    assert said["CloseApplications"] == "yes"


def test_windows_knows_every_version_by_one_name(script: str) -> None:
    """Another one would install a second copy beside the first."""
    assert setup(script)["AppId"] == "{{8D5D8E91-318E-4BAB-984F-357FDCA372F3}"


def test_the_version_is_not_in_the_script(script: str) -> None:
    said = setup(script)
    assert said["AppVersion"] == said["VersionInfoTextVersion"] == "{#Version}"
    assert re.findall(r"\b\d+\.\d+\.\d+\b", script.replace("10.0.17763", "")) == []


def test_files_that_the_script_names_are_there(root: Path, script: str) -> None:
    named = [value for name, value in setup(script).items() if name.endswith("File")]
    own = [value for value in named if not value.startswith("{#")]
    assert own
    for value in own:
        assert (root / "packaging/windows" / value.replace("\\", "/")).is_file(), value


def test_open_with_for_every_kind_of_clip(script: str) -> None:
    kinds = re.search(r"#dim Kinds\[(\d+)\] \{(.*)\}", script)
    assert kinds is not None
    assert tuple(re.findall(r'"([^"]+)"', kinds[2])) == CLIP_SUFFIXES
    assert int(kinds[1]) == len(CLIP_SUFFIXES)


def test_no_file_type_is_taken_over(script: str) -> None:
    """A type's own key stays without values: its default one says what opens it by itself."""
    entries = section(script, "Registry")
    types = [entry for entry in entries if r"Classes\{#Kinds[I]}" in entry]
    assert len(types) == 3
    assert [entry for entry in types if "Value" in entry and "OpenWithProgids" not in entry] == []
    assert all(entry.startswith("Root: HKA; ") for entry in entries)


def test_removing_takes_what_was_installed_and_caches(script: str) -> None:
    places = re.findall(r'Name: "([^"]+)"', "\n".join(section(script, "UninstallDelete")))
    assert places == [
        r"{app}\_internal",
        r"{localappdata}\{#Title}\Cache",
        r"{localappdata}\{#Title}\Logs",
    ]
    assert f'#define Title "{APP}"' in script  # the folder that platformdirs names
    words = next(
        line for line in section(script, "Messages") if line.startswith("ConfirmUninstall")
    )
    assert all(word in words for word in ("results", "job list", "settings", "API key"))
    assert SERVICE == APP


def test_an_upgrade_starts_with_an_empty_folder(script: str) -> None:
    assert section(script, "InstallDelete") == [r'Type: filesandordirs; Name: "{app}\_internal"']


TOOL = """#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
[ "$(basename "$0")" = "$FAILS" ] && exit 1
for word; do case "$word" in /DIcon=*) [ -s "${word#/DIcon=}" ] || exit 2 ;; esac; done
"""


@pytest.fixture
def built(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recipe:
    """What PyInstaller leaves, and Windows's tools, which note how they are called."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("ISCC", "signtool"):
        (tools / name).write_text(TOOL)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("FAILS", "")
    monkeypatch.delenv("ALEPH_WINDOWS_CERTIFICATE", raising=False)
    bundle = tmp_path / "dist/aleph-desktop"
    bundle.mkdir(parents=True)
    for name in ("aleph-desktop.exe", "aleph-desktop-console.exe"):
        (bundle / name).touch()
    return Recipe(root, tmp_path / "dist", "1.2.3", "0123456789ab", 1_790_000_000)


def calls(built: Recipe) -> list[str]:
    return (built.out.parent / "calls").read_text().splitlines()


def test_both_programs_are_signed_before_they_are_packed(
    built: Recipe, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALEPH_WINDOWS_CERTIFICATE", "ab" * 20)
    installer = build_installer(built)
    first, second, last = calls(built)
    assert first.startswith(f"signtool sign /sha1 {'ab' * 20}")
    assert first.endswith("aleph-desktop-console.exe")
    assert second.endswith("aleph-desktop.exe")
    assert last.startswith("ISCC ")
    assert f"/O{installer.parent} /F{installer.stem} /DSigned /Saleph=$q" in last
    assert capsys.readouterr().out == "Signed.\n"


def test_unsigned_it_says_so(built: Recipe, capsys: pytest.CaptureFixture[str]) -> None:
    build_installer(built)
    assert [call.split()[0] for call in calls(built)] == ["ISCC"]
    assert "Not signed" in capsys.readouterr().out


def test_a_script_that_doesnt_compile_fails_the_build(
    built: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILS", "ISCC")
    with pytest.raises(SystemExit, match=r"ISCC failed, see above\."):
        build_installer(built)
