"""macOS tells files by events: sent here by hand, in a process whose application is ours."""

import subprocess
import sys

_CHILD = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from aleph_desktop.app.file_open import FileOpenApplication
app = FileOpenApplication(["x"])
def send(*urls):
    for url in urls:
        QCoreApplication.postEvent(app, QFileOpenEvent(QUrl(url)))
def heard(texts):
    print(texts)
    if len(texts) == 1:
        app.exit()
    else:
        send("https://example.com/b%20c.mp4?x=1")
app.given.connect(heard)
send("file:///clips/a%20b.mp4", "file:///clips/c.mov")
QTimer.singleShot(50, app.begin)  # they came before anybody heard them
app.exec()
"""


def test_files_are_told_in_one_go_also_those_that_came_early() -> None:
    child = [sys.executable, "-c", _CHILD]
    run = subprocess.run(child, check=False, capture_output=True, text=True, timeout=60)
    assert run.stdout.splitlines() == [
        "['/clips/a b.mp4', '/clips/c.mov']",
        "['https://example.com/b%20c.mp4?x=1']",
    ], run.stderr
