"""The folders that the app writes to, and the database that it keeps jobs in."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from aleph_desktop.app.doctor.finding import Finding, failed, ok, warning
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import load_preferences

_LITTLE = 2_000_000_000  # bytes; some hundred results


def check_folders(paths: Paths) -> Iterable[Finding]:
    """Data, cache, log and results. Makes none of them: what is missing is asked for above."""
    preferences, _warnings = load_preferences(paths)
    chosen = preferences.results_dir
    results = Path(chosen) if chosen else paths.default_results_dir
    yield _check_folder("data folder", paths.data_dir, "Start with another: --data-dir DIR.")
    yield _check_folder("cache folder", paths.cache_dir, "Start with another: --data-dir DIR.")
    yield _check_folder("log folder", paths.log_dir, "Start with another: --data-dir DIR.")
    yield _check_folder("results folder", results, "Choose another one in Settings.")


def check_job_list(paths: Paths) -> Iterable[Finding]:
    """SQLite with a write-ahead log, as `store` uses it, on the disk that it will be on."""
    name, version = "job list", sqlite3.sqlite_version
    try:
        mode, kept = _try_database(_nearest(paths.data_dir))
    except (OSError, sqlite3.Error) as error:
        words = f"SQLite {version} can't keep a database in {paths.data_dir}: {error}."
        yield failed(name, words, "Start with a folder on a local disk: --data-dir DIR.")
        return
    if mode != "wal" or not kept:
        words = f"SQLite {version} can't use its write-ahead log in {paths.data_dir}."
        yield failed(name, words, "Start with a folder on a local disk: --data-dir DIR.")
    else:
        yield ok(name, f"SQLite {version} keeps it, with a write-ahead log.")


def _check_folder(name: str, folder: Path, remedy: str) -> Finding:
    place = _nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"aleph_desktop")
            file.flush()
        free = shutil.disk_usage(place).free
    except OSError as error:
        return failed(name, f"{folder} can't be written to: {error.strerror or error}.", remedy)
    words = f"{folder} can be written to, with {free / 1e9:.1f} GB free."
    return ok(name, words) if free >= _LITTLE else warning(name, words, f"Make room. {remedy}")


def _nearest(folder: Path) -> Path:
    """The folder itself, or what of its path is there, in which it will be made."""
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)


def _try_database(place: Path) -> tuple[str, bool]:
    """The journal's mode, and whether a second connection reads what the first has written."""
    with tempfile.TemporaryDirectory(dir=place, prefix="aleph-doctor-") as folder:
        file = Path(folder, "jobs.db")
        with closing(sqlite3.connect(file)) as writer, closing(sqlite3.connect(file)) as reader:
            (mode,) = writer.execute("PRAGMA journal_mode=WAL").fetchone()
            writer.execute("CREATE TABLE jobs (id TEXT) STRICT")
            writer.execute("INSERT INTO jobs VALUES ('one')")
            writer.commit()
            kept = reader.execute("SELECT id FROM jobs").fetchall() == [("one",)]
    return str(mode), kept
