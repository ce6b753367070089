"""The computer doesn't go to sleep over running jobs."""

import logging
import sys
import threading

log = logging.getLogger(__name__)

_CLOSE_SECONDS = 0.5


class KeepAwake:
    """Asks the system not to sleep. A system that doesn't listen is logged once, and that is all.

    wakepy's modes belong to the thread that made them, and D-Bus may take its time: a thread of
    its own, which isn't begun before there is something to stay awake for.
    """

    def __init__(self) -> None:
        self._wanted = False
        self._closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._was_told = False

    def update(self, active: bool) -> None:
        """Whether there is something to stay awake for. Returns at once."""
        if self._thread is None and active and not self._closed:
            self._thread = threading.Thread(target=self._run, name="awake", daemon=True)
            self._thread.start()
        with self._changed:
            self._wanted = active
            self._changed.notify()

    def close(self) -> None:
        """Let the system sleep again. Blocks, for half a second at most."""
        with self._changed:
            self._wanted, self._closed = False, True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        while self._wait_until(wanted=True):
            try:
                self._stay_awake()
            except Exception as error:  # noqa: BLE001 - whatever a system's bus says: it's no loss
                self._tell(repr(error))
                self._wait_until(wanted=False)

    def _stay_awake(self) -> None:
        from wakepy import ActivationResult, keep
        from wakepy.core import DBusAdapter

        adapter: type[DBusAdapter] | None = None
        if sys.platform == "linux":
            from aleph_desktop.app.awake_bus import AwakeBus

            adapter = AwakeBus

        def on_fail(result: ActivationResult) -> None:
            self._tell(result.get_failure_text(style="inline"))

        with keep.running(on_fail=on_fail, dbus_adapter=adapter):
            self._wait_until(wanted=False)

    def _wait_until(self, *, wanted: bool) -> bool:
        """Sleep until that is what is wanted. False once it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted is wanted or self._closed)
            return not self._closed

    def _tell(self, why: str) -> None:
        if not self._was_told:
            self._was_told = True
            log.info("The computer can't be kept awake: %s", why)
