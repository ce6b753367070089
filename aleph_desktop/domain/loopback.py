"""Which hosts are this machine."""


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address is this machine."""
    if host is None:
        return False
    if host == "localhost":
        return True
    from ipaddress import ip_address  # noqa: PLC0415  2 ms, which the start doesn't have

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
