"""Where the files of `resources/` are: in a checkout, in a wheel, and in the frozen program."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """The path of a resource, for example `resource("models", "gen4_aleph.toml")`.

    A wheel and the frozen program carry the folder inside the package, a checkout beside it.
    """
    inside = _PACKAGE / "resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
