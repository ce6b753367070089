"""What the app asks of the system: trust, keys, words, notices, and staying awake."""

import os
import ssl
import sys
from collections.abc import Iterable
from pathlib import Path

from aleph_desktop.app.doctor.finding import Finding, failed, ok, warning
from aleph_desktop.settings.api_key import VARIABLE

_NO_KEYRING = ("keyring.backends.fail", "keyring.backends.null")
_NOTICES = "org.freedesktop.Notifications"
_DESKTOP_REMEDY = "It comes with a desktop session; over SSH or without one it is missing."


def check_trust() -> Iterable[Finding]:
    """The roots that connections are checked against. Nobody is asked."""
    from aleph_desktop.client.transport import build_tls

    tls = build_tls()
    tls.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="localhost")  # now they load
    if sys.platform in ("darwin", "win32"):
        yield ok("trust", f"Certificates are checked by the system, {ssl.OPENSSL_VERSION}.")
        return
    places = ssl.get_default_verify_paths()
    hashed = len(list(Path(places.capath).glob("*.[0-9]"))) if places.capath else 0
    roots = max(tls.cert_store_stats()["x509_ca"], hashed)
    if roots:
        yield ok("trust", f"The system trusts {roots} certificates, {ssl.OPENSSL_VERSION}.")
    else:
        remedy = "Install the system's certificates (Debian, Ubuntu, Fedora: ca-certificates)."
        yield failed("trust", "The system trusts no certificate, so no service.", remedy)


def check_keyring() -> Iterable[Finding]:
    """Where the key would be kept. Neither it nor any other is read."""
    import keyring

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
    except Exception as error:  # noqa: BLE001 - whatever a bus does: it is no loss
        words = f"There is no session bus ({type(error).__name__}), so none are shown."
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
