"""What the app asks of the system: trust, keys, words, notices, and staying awake."""

import os
import ssl
import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from aleph_desktop.app.doctor.finding import REINSTALL, Finding, failed, ok, warning
from aleph_desktop.settings.api_key import VARIABLE

_NO_KEYRING = ("keyring.backends.fail", "keyring.backends.null")
# By Python's names of systems: keyring's own name of its keyring, and what that stands on.
_BACKENDS = {
    "linux": ("SecretService", "secretstorage"),
    "darwin": ("macOS", "keyring.backends.macOS.api"),
    "win32": ("Windows", "win32ctypes.pywin32.win32cred"),
}
_NOTICES = "org.freedesktop.Notifications"
_DESKTOP_REMEDY = "It comes with a desktop session; over SSH or without one it is missing."


def check_trust() -> Iterable[Finding]:
    """The roots that connections are checked against. Nobody is asked."""
    from aleph_desktop.client.transport import build_tls

    bios = (ssl.MemoryBIO(), ssl.MemoryBIO())
    tls = build_tls().wrap_bio(*bios, server_hostname="localhost").context  # now they are loaded
    if sys.platform in ("darwin", "win32"):
        yield ok("trust", f"Certificates are checked by the system, {ssl.OPENSSL_VERSION}.")
        return
    places = ssl.get_default_verify_paths()
    hashed = len(list(Path(places.capath).glob("*.[0-9]"))) if places.capath else 0
    roots = max(tls.cert_store_stats()["x509_ca"], hashed)
    if roots:
        yield ok("trust", f"Roots that the system trusts: {roots}. {ssl.OPENSSL_VERSION}.")
    else:
        remedy = "Install the system's certificates (Debian, Ubuntu, Fedora: ca-certificates)."
        yield failed("trust", "The system trusts no certificate, so no service.", remedy)


def check_keyring() -> Iterable[Finding]:
    """Where the key would be kept. Neither it nor any other is read."""
    import keyring

    yield _check_backends()
    backend = keyring.get_keyring()
    kind = f"{type(backend).__module__}.{type(backend).__name__}"
    given = f"{VARIABLE} is set, and comes first. " if os.environ.get(VARIABLE, "").strip() else ""
    if type(backend).__module__ in _NO_KEYRING:
        remedy = (
            f"Set {VARIABLE}, or install a keyring such as GNOME Keyring, KWallet or KeePassXC."
        )
        words = "The system has no keyring: a key that is entered is kept for one run only."
        yield ok("keyring", f"{given}{words}") if given else warning("keyring", words, remedy)
    else:
        yield ok("keyring", f"{given}The system's keyring is used ({kind}).")


def _check_backends() -> Finding:
    """That the ways to the system's keyring are on board, whether there is one or not."""
    points = {point.name: point for point in entry_points(group="keyring.backends")}
    try:
        points[_BACKENDS[sys.platform][0]].load()
        import_module(_BACKENDS[sys.platform][1])
    except (ImportError, KeyError) as error:
        return failed("key store", f"Its part of the app is missing: {error}.", REINSTALL)
    return ok("key store", f"{len(points)} kinds of keyring are known.")


def check_spelling() -> Iterable[Finding]:
    from aleph_desktop.app.speller import find_speller

    if find_speller() is None:
        remedy = "Install Enchant and a dictionary (Debian, Ubuntu: libenchant-2-2 hunspell-en-us)."
        yield warning("spelling", "There is no spell checker for prompts.", remedy)
    else:
        yield ok("spelling", "The system's spell checker looks at prompts.")


def check_notices() -> Iterable[Finding]:
    """Whether somebody on the session's bus shows notifications, or would be started to."""
    if sys.platform != "linux":
        yield ok("notifications", "The system shows them.")
        return
    from jeepney import message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    try:
        with open_dbus_connection(bus="SESSION") as connection:
            bus = Proxy(message_bus, connection)
            names = [*bus.ListNames()[0], *bus.ListActivatableNames()[0]]
    except Exception:  # noqa: BLE001 - whatever a bus does: it is no loss
        words = "There is no session bus to show them."
        yield warning("notifications", words, _DESKTOP_REMEDY)
        return
    if _NOTICES in names:
        yield ok("notifications", "The desktop shows them.")
    else:
        yield warning("notifications", "Nobody on the session bus shows them.", _DESKTOP_REMEDY)


def check_awake() -> Iterable[Finding]:
    """Asked for, for a moment."""
    from wakepy import keep
    from wakepy.core import DBusAdapter

    adapter: type[DBusAdapter] | None = None
    if sys.platform == "linux":
        from aleph_desktop.app.awake_bus import AwakeBus

        adapter = AwakeBus
    with keep.running(on_fail="pass", dbus_adapter=adapter) as mode:
        way = mode.method
        is_awake = mode.active
    if is_awake:
        yield ok("staying awake", f"The computer stays awake while jobs run ({way}).")
    else:
        words = "The computer can't be kept from sleeping while jobs run."
        yield warning("staying awake", words, _DESKTOP_REMEDY)
