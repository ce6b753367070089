"""How much memory this process holds."""

import sys
from pathlib import Path


def resident() -> float | None:
    """MB in RAM at this moment; None where the system has no /proc."""
    if sys.platform != "linux":
        return None
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    return None
