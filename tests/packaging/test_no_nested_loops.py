"""No loop within the loop: under one, a sibling coroutine can lose its wake-up for ever."""

import re
from pathlib import Path

ALLOWED = {
    # Qt's loop until the first paint: asyncio's isn't even imported then, so it is in no loop
    ("start.py", "app.exec()"),
    # Qt knows no other way to drag. It begins in a mouse event, so no coroutine is interrupted
    ("file_drag.py", "drag.exec(Qt.DropAction.CopyAction)"),
}


def test_no_nested_loops(root: Path) -> None:
    banned = re.compile(r"processEvents|\.exec_?\(")
    sources = list((root / "aleph_desktop").rglob("*.py"))
    assert sources
    found = [
        f"{source.relative_to(root)}:{number}: {line.strip()}"
        for source in sources
        for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1)
        if banned.search(line) and (source.name, line.strip()) not in ALLOWED
    ]
    assert found == []
