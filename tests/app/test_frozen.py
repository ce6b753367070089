"""What the frozen program's start-up has set is not handed on."""

import pytest

from aleph_desktop.app.frozen import give_back

BUNDLE = "/usr/lib/aleph-desktop/_internal"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"LD_LIBRARY_PATH": BUNDLE}, {}),
        (
            {"LD_LIBRARY_PATH": BUNDLE, "LD_LIBRARY_PATH_ORIG": "/opt/lib"},
            {"LD_LIBRARY_PATH": "/opt/lib"},
        ),
        ({"LD_LIBRARY_PATH": f"{BUNDLE}:/opt/lib"}, {"LD_LIBRARY_PATH": "/opt/lib"}),
        ({"QT_PLUGIN_PATH": f"{BUNDLE}/PySide6/Qt/plugins"}, {}),
        ({"XDG_DATA_DIRS": f"{BUNDLE}/share:/usr/share"}, {"XDG_DATA_DIRS": "/usr/share"}),
        ({"_PYI_ARCHIVE_FILE": "/usr/bin/x", "_PYI_PARENT_PROCESS_LEVEL": "1"}, {}),
    ],
)
def test_paths_into_the_bundle_are_taken_out(given, left) -> None:
    give_back(given, BUNDLE)
    assert given == left


def test_everything_else_stays() -> None:
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": "/home/eve",
        "OTHER": f"{BUNDLE}-older",
        "EMPTY": "",
        "EDITOR_ORIG": "vi",
    }
    before = dict(environ)
    give_back(environ, BUNDLE)
    assert environ == before
