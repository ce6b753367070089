"""Durations and moments as people say them. Pure: the present is an argument."""

from datetime import UTC, datetime

_MINUTE = 60
_HOUR = 3600
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def spell(seconds: float) -> str:
    """A duration: "45 s", "3 min 22 s", "1 h 5 min"."""
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def spell_left(seconds: float) -> str:
    """A guess at what is left, no finer than the guess is: "about 1 min 40 s left"."""
    if seconds < 5:
        return "a few seconds left"
    if seconds < _MINUTE - 2.5:
        return f"about {round(seconds / 5) * 5} s left"
    tens = round(seconds / 10) * 10
    if tens >= 10 * _MINUTE:
        return f"about {round(seconds / _MINUTE)} min left"
    minutes, rest = divmod(tens, _MINUTE)
    return f"about {minutes} min {rest} s left" if rest else f"about {minutes} min left"


def ago(at: float, now: float) -> str:
    """A past moment, for a list: "2 min ago", "yesterday", "12 Mar". Seconds since 1970, UTC."""
    seconds = max(0.0, now - at)
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min ago"
    then, today = _local(at), _local(now)
    days = (today.date() - then.date()).days
    if days <= 0:
        return f"{int(seconds // _HOUR)} h ago"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{days} days ago"
    day = f"{then.day} {_MONTHS[then.month - 1]}"
    return day if then.year == today.year else f"{day} {then.year}"


def exact(at: float) -> str:
    """A moment to the second, in local time, for a tooltip."""
    return _local(at).strftime("%Y-%m-%d %H:%M:%S")


def _local(at: float) -> datetime:
    return datetime.fromtimestamp(at, tz=UTC).astimezone()
