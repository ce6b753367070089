"""How wakepy talks D-Bus for us."""

from wakepy.core import DBusMethodCall
from wakepy.dbus_adapters.jeepney import JeepneyDBusAdapter

_OURS = {"wakepy": "aleph_desktop", "wakelock active": "Jobs are running"}


class AwakeBus(JeepneyDBusAdapter):
    """Gives our name to the desktop, which shows its user who keeps it awake."""

    def process(self, call: DBusMethodCall) -> object:
        """One call. Raises what the bus says, and leaves no connection behind then."""
        args = tuple(_OURS.get(arg, arg) if isinstance(arg, str) else arg for arg in call.args)
        try:
            return super().process(DBusMethodCall(call.method, args))
        except BaseException:
            self.close_connections()
            raise

    def close_connections(self) -> None:
        """Without wakepy's full garbage collection, which could end Qt's objects on our thread."""
        while self._connections:
            _bus, connection = self._connections.popitem()
            self.close_connection(connection)
