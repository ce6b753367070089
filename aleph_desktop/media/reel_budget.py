"""The memory that all reels share."""

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from aleph_desktop.media.reel import Reel


class ReelBudget:
    """Counts each reel from when it begins to be read until nobody holds it. For all threads."""

    def __init__(self, total: int, most: int) -> None:
        """Bytes: of all reels together, and of one."""
        self._total = total
        self._most = most
        self._lock = threading.Lock()
        self._shares: dict[int, int] = {}  # bytes, by share

    @property
    def taken(self) -> int:
        """Bytes, of what is alive and what is being read."""
        return sum(list(self._shares.values()))  # a list at one go: reels end in any thread

    @contextmanager
    def share(self) -> Iterator["ReelShare"]:
        """For reading one reel; what it has not kept by the end is given back."""
        share = ReelShare(self)
        try:
            yield share
        finally:
            if not share.is_kept:
                self.put(share, 0)

    def take(self, share: "ReelShare", wanted: int) -> int:
        """Half of what is left at most, so that there is always some for the next one."""
        with self._lock:
            left = max(0, self._total - self.taken)
            granted = min(wanted, self._most, left // 2)
            self.put(share, granted)
            return granted

    def put(self, share: "ReelShare", taken: int) -> None:
        """What a share takes from now on; 0: it is over."""
        if taken:
            self._shares[id(share)] = taken
        else:
            self._shares.pop(id(share), None)


class ReelShare:
    """One reel's part of the memory."""

    def __init__(self, budget: ReelBudget) -> None:
        self._budget = budget
        self.is_kept = False

    def allow(self, wanted: int) -> int:
        """How many of the bytes that it would take it may take."""
        return self._budget.take(self, wanted)

    def keep(self, reel: Reel) -> Reel:
        """The share is this reel's, and ends with it."""
        self._budget.put(self, reel.nbytes)
        self.is_kept = True
        weakref.finalize(reel, self._budget.put, self, 0).atexit = False
        return reel
