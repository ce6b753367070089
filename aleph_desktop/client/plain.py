"""Words of the service, made fit for a window, a log line and a database."""


def plain(text: str, limit: int) -> str:
    """`text` on one line, without control characters, at most `limit` characters long.

    Unprintable ones include those that turn the direction of writing, and lone surrogates, which
    neither SQLite nor a file takes.
    """
    kept = "".join(c if c.isprintable() else " " for c in text[: 4 * limit])
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
