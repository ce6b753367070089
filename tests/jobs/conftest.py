"""Puts this folder on the path: `virtual_time` and `polling_simulation` are shared modules."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
