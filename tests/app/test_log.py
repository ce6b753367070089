"""No secret in a log, whichever way it came."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aleph_desktop.app.log import WINDOW_LOG, log_tail, redact, start_log
from aleph_desktop.app.report import Reporter
from aleph_desktop.domain.api_key import ApiKey

CANARY = "sk-canary-1122334455"
SIGNED = "https://cdn.example.com/result.mp4?Signature=canary-signature&Expires=1"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, as it was afterwards."""
    logger = logging.getLogger()
    level, handlers = logger.level, list(logger.handlers)
    yield logger
    for handler in set(logger.handlers) - set(handlers):
        handler.close()
    logger.handlers[:] = handlers
    logger.setLevel(level)


def fail_with(text: str) -> None:
    raise RuntimeError(text)


def test_nothing_secret_is_written(root, tmp_path, capsys) -> None:
    ApiKey(CANARY)
    start_log(tmp_path, WINDOW_LOG)
    log = logging.getLogger("some.room")
    log.warning("sent %s to %s", CANARY, SIGNED)
    log.info("Authorization: Bearer %s", "another-token-of-somebody")
    try:
        fail_with(f"{CANARY} at {SIGNED}")
    except RuntimeError as error:
        Reporter().report(error, f"a task with {CANARY}")
    written = (tmp_path / WINDOW_LOG).read_text() + capsys.readouterr().err
    assert "canary" not in written
    assert "another-token" not in written
    assert written.count("Traceback") == 2  # the file's and the terminal's
    assert "https://cdn.example.com/result.mp4" in written


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a full disk to test with")
def test_a_full_disk_ends_nothing_and_says_nothing(tmp_path) -> None:
    """Logging's own words about it would hold the record as it is."""
    (tmp_path / WINDOW_LOG).symlink_to("/dev/full")
    program = f"""
import logging, sys
from pathlib import Path
from aleph_desktop.app.log import WINDOW_LOG, start_log

start_log(Path(sys.argv[1]), WINDOW_LOG)
logging.getLogger().info("to %s", "{SIGNED}")
print("goes on")
"""
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (run.returncode, run.stdout) == (0, "goes on\n")
    assert "canary" not in run.stderr


def test_a_folder_that_cannot_be_written_to_is_said(root, tmp_path, capsys) -> None:
    (tmp_path / "file").write_text("in the way")
    start_log(tmp_path / "file", WINDOW_LOG)
    assert "There is no log" in capsys.readouterr().err


def test_short_words_are_no_keys() -> None:
    ApiKey("demo")
    assert redact("the demo service") == "the demo service"


def test_the_tail_is_the_end(tmp_path) -> None:
    assert "no log" in log_tail(tmp_path, 3)
    (tmp_path / WINDOW_LOG).write_text("".join(f"line {n}\n" for n in range(20_000)))
    assert log_tail(tmp_path, 2) == "line 19998\nline 19999"


def test_last_words_of_a_program_are_redacted(tmp_path) -> None:
    program = f"""
import sys
from aleph_desktop.app import main
from aleph_desktop.domain.api_key import ApiKey

def broken(arguments):
    raise RuntimeError(ApiKey("{CANARY}").reveal() + " {SIGNED}")

main._run = broken
sys.exit(main.main())
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 1
    assert "RuntimeError: [key]" in run.stderr
    assert "canary-signature" not in run.stderr
