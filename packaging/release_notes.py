"""What a release says of itself: `python3 packaging/release_notes.py v1.2.3`.

Prints the words under that version in CHANGELOG.md. Ends with 1 where there are none, or where the
tag isn't the version in pyproject.toml: then somebody has forgotten something.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str], root: Path = ROOT) -> int:
    if len(arguments) != 1:
        print("release_notes.py TAG", file=sys.stderr)
        return 2
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if arguments[0] != f"v{version}":
        print(f"The tag is {arguments[0]}, pyproject.toml says {version}.", file=sys.stderr)
        return 1
    words = words_of(version, (root / "CHANGELOG.md").read_text("utf-8"))
    if not words:
        print(f"CHANGELOG.md says nothing under `## {version}`.", file=sys.stderr)
        return 1
    print(words)
    return 0


def words_of(version: str, changelog: str) -> str:
    """Between its heading, which may go on with a date, and the next one."""
    heading = rf"^## \[?{re.escape(version)}\]?(?![\w.-])[^\n]*\n"
    found = re.search(heading + r"(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
