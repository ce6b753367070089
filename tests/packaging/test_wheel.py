"""The wheel that users get holds the resources and the command."""

import subprocess
import sys
import zipfile
from pathlib import Path


def test_wheel_holds_resources_and_entry_point(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        (entry_points,) = (name for name in held if name.endswith("/entry_points.txt"))
        commands = archive.read(entry_points).decode()
    resources = (path for path in (root / "resources").rglob("*") if path.is_file())
    expected = {f"aleph_desktop/{path.relative_to(root).as_posix()}" for path in resources}
    assert "aleph_desktop/resources/sample/bigbuckbunny.mp4" in expected
    assert expected <= held
    assert "aleph-desktop = aleph_desktop.app.main:main" in commands
    assert any(name.endswith("/licenses/THIRD_PARTY.md") for name in held)
