"""The least program with the same parts: what PyInstaller makes of it is the packages' floor."""

import sys

import av
from PySide6.QtMultimedia import QMediaPlayer
from PySide6.QtWidgets import QApplication, QMainWindow

app = QApplication(sys.argv)
window = QMainWindow()
player = QMediaPlayer(window)
window.setWindowTitle(f"{av.ffmpeg_version_info}, {player.playbackState()}")
window.resize(1440, 900)
window.show()
sys.exit(app.exec())
