"""What the package puts into a system, needs of it, and leaves behind."""

import json
import shutil
import subprocess
from pathlib import Path

from editing import Editor
from report import Report
from tree import HOME, Tree

NAME = "aleph-desktop"
APP_ID = "io.github.aleph_desktop.AlephDesktop"
LIBRARY = Path("/usr/lib") / NAME

_SHARED = (
    f"usr/share/applications/{APP_ID}.desktop",
    f"usr/share/icons/hicolor/16x16/apps/{APP_ID}.png",
    f"usr/share/icons/hicolor/512x512/apps/{APP_ID}.png",
    f"usr/share/icons/hicolor/scalable/apps/{APP_ID}.svg",
    f"usr/share/metainfo/{APP_ID}.metainfo.xml",
    f"usr/share/man/man1/{NAME}.1.gz",
    f"usr/share/doc/{NAME}/copyright",
)


def install_alone(report: Report, tree: Tree, package: Path) -> None:
    """Nothing else is there: what the package needs, it must have said."""
    with report.step("apt install ./….deb"):
        tree.install_file(package)
    with report.step("no Python came along"):
        found = [str(path) for path in tree.root.glob("usr/bin/python3*")]
        assert not found, found
    with report.step("every library finds what it links"):
        _check_links(tree)
    with report.step("entry, icons, description and manual are in their places"):
        missing = [file for file in _SHARED if not (tree.root / file).is_file()]
        assert not missing, missing
    with report.step("the program says its version, and finds nothing missing"):
        assert f" {version_of(package)} " in tree.as_user(NAME, "--version").splitlines()[0]
        _check_doctor(tree)
    with report.step("apt purge leaves nothing behind"):
        tree.purge(NAME)
        before = tree.strays()  # what came with it stays: some of that makes files of its own
        tree.install_file(package)
        tree.purge(NAME)
        left = tree.strays() - before
        assert not left, sorted(left)[:20]
        assert not [path for path in before if "aleph" in path.lower()]


def upgrade(report: Report, tree: Tree, package: Path, editor: Editor, work: Path) -> None:
    """From an older version that has done a job."""
    older = _older(package, work)
    with report.step("an older version does a job"):
        tree.install_file(older)
        editor.log_in()
        sample = LIBRARY / "_internal/aleph_desktop/resources/sample/bigbuckbunny.mp4"
        result = HOME / "older.mp4"
        tree.as_user(NAME, "edit", str(sample), "Make it night", "--demo", "-o", str(result))
        kept = editor.jobs()
        assert [job.state for job in kept] == ["done"], kept
    with report.step("the new version installs over it, and keeps the job"):
        tree.install_file(package)
        assert f" {version_of(package)} " in tree.as_user(NAME, "--version").splitlines()[0]
        tree.as_user(NAME, "resume", "--demo")
        assert editor.jobs() == kept, editor.jobs()


def purge(report: Report, tree: Tree) -> None:
    """With the data of a user who has worked with it."""
    kept = _own_files(tree)
    with report.step("apt purge leaves the user's files, and those alone"):
        tree.purge(NAME)
        left = [path for path in tree.strays() if "aleph" in path]
        assert not left, left
        listed = [path for path in _lists(tree) if APP_ID.encode() in path.read_bytes()]
        assert not listed, listed
        assert _own_files(tree) == kept
        assert any(path.suffix == ".mp4" for path in kept)
    folders = sorted({str(path.relative_to(tree.home).parent) for path in kept})
    print("        what stays in the user's home: " + ", ".join(folders), flush=True)


def version_of(package: Path) -> str:
    command = ["dpkg-deb", "--field", str(package), "Version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _lists(tree: Tree) -> list[Path]:
    """What the system makes of all packages' entries, icons and descriptions."""
    names = ("applications/*.cache", "icons/hicolor/*.cache", "mime/*.cache")
    return [path for name in names for path in tree.root.glob(f"usr/share/{name}")]


def _own_files(tree: Tree) -> set[Path]:
    """What the app has written into the user's home."""
    files = {path for path in tree.home.rglob("*") if path.is_file()}
    return {path for path in files if "aleph" in str(path.relative_to(tree.home)).lower()}


def _check_links(tree: Tree) -> None:
    """By `ldd`, with the one folder that the program's start-up adds."""
    inside = LIBRARY / "_internal"
    files = [
        "/" + str(path.relative_to(tree.root))
        for path in sorted((tree.root / inside.relative_to("/")).rglob("*.so*"))
        if not path.is_symlink()
    ]
    assert len(files) > 100, "the bundle's libraries were not found"
    said = tree.run("/usr/bin/env", f"LD_LIBRARY_PATH={inside}", "ldd", *files)
    missing = {line.split(" =>")[0].strip() for line in said.splitlines() if "not found" in line}
    assert not missing, sorted(missing)


def _check_doctor(tree: Tree) -> None:
    """Without a session there are warnings; a failure is one of the package's."""
    examined = json.loads(tree.as_user(NAME, "doctor", "--json"))
    failed = [check for check in examined["checks"] if check["verdict"] == "failed"]
    assert not failed, failed
    assert len(examined["checks"]) > 10


def _older(package: Path, work: Path) -> Path:
    """The same program as version 0.0.1, packed in haste."""
    tree = work / "older"
    subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
    control = tree / "DEBIAN/control"
    words = control.read_text("utf-8")
    control.write_text(words.replace(f"\nVersion: {version_of(package)}\n", "\nVersion: 0.0.1\n"))
    older = work / f"{NAME}_0.0.1.deb"
    command = ["dpkg-deb", "-Znone", "--root-owner-group", "-b", str(tree), str(older)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return older
