"""What is said where no window says it: on the terminal, or without one in the system's own box."""

import sys


def tell(words: str, *, has_box: bool) -> None:
    """On stderr. A windowed program has none on Windows: there a box shows them, when it `has_box`,
    and this returns when the user has closed it. Not Qt's, which may be what is broken."""
    if sys.stderr is not None:
        print(words, file=sys.stderr)
    elif sys.platform == "win32" and has_box:
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, words, "aleph_desktop", 0x30)  # MB_ICONWARNING
