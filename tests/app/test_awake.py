"""The computer is kept awake, with the real library on a real bus."""

import logging
import threading
import time

import pytest

from aleph_desktop.app.awake import KeepAwake

SUSPEND = 4  # org.gnome.SessionManager: "inhibit suspending the session or computer"


def test_nothing_is_begun_before_there_is_a_job(desktop) -> None:
    awake = KeepAwake()
    awake.update(active=False)
    assert "awake" not in [thread.name for thread in threading.enumerate()]
    awake.close()
    assert desktop.calls == []


def test_kept_awake_while_it_is_wanted_and_no_longer(desktop) -> None:
    awake = KeepAwake()
    for _ in range(2):
        desktop.calls.clear()
        awake.update(active=True)
        awake.update(active=True)
        desktop.until(lambda: desktop.named("Inhibit"))
        name, _window, why, what = desktop.named("Inhibit")[0]
        assert (name, why, what) == ("aleph_desktop", "Jobs are running", SUSPEND)
        assert len(desktop.named("Inhibit")) == 1
        assert not desktop.named("Uninhibit")
        awake.update(active=False)
        desktop.until(lambda: desktop.named("Uninhibit"))
    awake.close()


def test_closing_lets_it_sleep(desktop) -> None:
    awake = KeepAwake()
    awake.update(active=True)
    desktop.until(lambda: desktop.named("Inhibit"))
    awake.close()
    assert desktop.named("Uninhibit")
    awake.update(active=True)
    assert len(desktop.named("Inhibit")) == 1


def test_no_bus_is_logged_once_and_no_error(no_bus, caplog) -> None:
    caplog.set_level(logging.INFO)
    awake = KeepAwake()
    awake.update(active=True)
    end = time.monotonic() + 10
    while "can't be kept awake" not in caplog.text and time.monotonic() < end:
        time.sleep(0.005)
    awake.update(active=False)
    awake.update(active=True)
    awake.close()
    said = [r for r in caplog.records if "can't be kept awake" in r.message]
    assert [record.levelno for record in said] == [logging.INFO]


@pytest.mark.timeout(20)
def test_a_desktop_that_does_not_answer_holds_nobody_up(deaf_desktop) -> None:
    awake = KeepAwake()
    began = time.monotonic()
    awake.update(active=True)
    assert time.monotonic() - began < 0.1
    deaf_desktop.until(lambda: deaf_desktop.named("Inhibit"))
    began = time.monotonic()
    awake.update(active=False)
    assert time.monotonic() - began < 0.1
    awake.close()
    assert time.monotonic() - began < 1
