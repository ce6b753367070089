"""Programs that are measured run as processes of their own, with this Python."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def compiled(folder: Path) -> dict[str, str]:
    """An environment in which bytecode is kept, as it is for a user, whatever is set here."""
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return environ | {"PYTHONPYCACHEPREFIX": str(folder)}


def run(
    script: str, *arguments: object, environ: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What a script of this folder prints as JSON in its last line."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    answer = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise SystemExit(f"{script} failed:\n{answer.stderr}")
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found
