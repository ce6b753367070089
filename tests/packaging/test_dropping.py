"""What goes into the frozen program, and what doesn't."""

import pytest
from installers.dropping import (
    TAKEN_ALONG,
    drop,
    existing,
    without_hooks,
    without_system_libraries,
)

PDF = ("PySide6/Qt/plugins/imageformats/libqpdf.so", "/venv/libqpdf.so", "BINARY")
JPEG = ("PySide6/Qt/plugins/imageformats/libqjpeg.so", "/venv/libqjpeg.so", "BINARY")
GERMAN = ("PySide6/Qt/translations/qt_de.qm", "/venv/qt_de.qm", "DATA")
ON_WINDOWS = ("PySide6/translations/qt_de.qm", "C:/venv/qt_de.qm", "DATA")


def test_a_name_goes_on_every_system() -> None:
    assert drop([PDF, JPEG, GERMAN], {"PySide6/**/translations/*": "why"}) == [PDF, JPEG]
    assert drop([ON_WINDOWS, JPEG], {"PySide6/**/translations/*": "why"}) == [JPEG]


def test_a_link_to_it_goes_too() -> None:
    library = ("PySide6/Qt/lib/libQt6Pdf.so.6", "/venv/libQt6Pdf.so.6", "BINARY")
    link = ("libQt6Pdf.so.6", "PySide6/Qt/lib/libQt6Pdf.so.6", "SYMLINK")
    assert drop([link, library, JPEG], {"PySide6/Qt/lib/libQt6Pdf.so.6": "why"}) == [JPEG]


def test_a_dead_name_fails_the_build() -> None:
    with pytest.raises(SystemExit, match="libqtga"):
        drop([PDF, JPEG], {"*/libqpdf.so": "why", "*/libqtga.so": "why"})


def test_a_dead_modules_name_fails_the_build() -> None:
    assert existing({"tkinter": "why", "h11": "why"}) == ["tkinter", "h11"]
    with pytest.raises(SystemExit, match="asyncore2"):
        existing({"tkinter": "why", "asyncore2": "why"})


def system(name: str) -> tuple[str, str, str]:
    return (name, f"/lib/x86_64-linux-gnu/{name}", "BINARY")


TAKEN = [system(name.replace("*", "3.11.so.1.0")) for name in TAKEN_ALONG]


def test_the_systems_libraries_stay_where_they_are() -> None:
    ours = ("PySide6/Qt/lib/libQt6Core.so.6", "/venv/libQt6Core.so.6", "BINARY")
    entries = [ours, GERMAN, *TAKEN]
    assert without_system_libraries([*entries, system("libstdc++.so.6")]) == entries


def test_extension_modules_of_a_systems_python_stay() -> None:
    module = ("python3.11/lib-dynload/_ssl.so", "/usr/lib/python3.11/_ssl.so", "BINARY")
    assert module in without_system_libraries([module, *TAKEN])


def test_what_must_go_along_and_was_not_found_fails_the_build() -> None:
    with pytest.raises(SystemExit, match=r"libxcb-cursor\.so\.0"):
        without_system_libraries([entry for entry in TAKEN if "cursor" not in entry[0]])


def test_hooks_that_nobody_needs_are_not_run() -> None:
    scripts = [("pyi_rth_inspect", "/a.py", "PYSOURCE"), ("__main__", "/b.py", "PYSOURCE")]
    assert without_hooks(scripts, {"pyi_rth_inspect": "why"}) == scripts[1:]
    with pytest.raises(SystemExit, match="pyi_rth_gone"):
        without_hooks(scripts, {"pyi_rth_inspect": "why", "pyi_rth_gone": "why"})
