"""What is kept, and what is forgotten."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from aleph_desktop.demo import account
from aleph_desktop.demo.archive import KEPT_SECONDS, Archive
from aleph_desktop.demo.record import Record, Stage, evolve
from aleph_desktop.errors import BugError

NOW = 1_700_000_000.0
RECORD = Record(
    key="k1",
    id="id1:runway/gen4_aleph",
    created_at=NOW,
    prompt="night \ud800 🐰",
    seed=1,
    frame_size="1280:720",
    source_url=None,
    link_key="k",
    request_id="r1",
    client_request_id=None,
)


def reopened(folder: Path, now: float = NOW) -> Archive:
    archive = Archive(folder)
    archive.load(now)
    return archive


def test_a_record_survives(tmp_path: Path) -> None:
    reopened(tmp_path).save(RECORD)

    assert reopened(tmp_path).find(RECORD.id) == RECORD
    assert reopened(tmp_path).by_key("k1") == RECORD


def test_old_ones_go_with_their_files(tmp_path: Path) -> None:
    archive = reopened(tmp_path)
    archive.save(RECORD)
    archive.result("k1").write_bytes(b"clip")

    assert reopened(tmp_path, NOW + KEPT_SECONDS).newest_first() == [RECORD]
    assert reopened(tmp_path, NOW + KEPT_SECONDS + 1).newest_first() == []
    assert list(tmp_path.iterdir()) == []


def test_a_broken_record_hides_no_other(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    reopened(tmp_path).save(RECORD)
    (tmp_path / "broken.json").write_text('{"stage": "queued"')

    with caplog.at_level(logging.WARNING):
        assert reopened(tmp_path).newest_first() == [RECORD]
    assert "broken.json" in caplog.text


def test_what_has_ended_stays_so() -> None:
    ended = evolve(RECORD, Stage.FAILED, error_name="INTERNAL")

    with pytest.raises(BugError):
        evolve(ended, Stage.COMPLETED)


def test_the_balance_pays_for_what_was_completed() -> None:
    done = replace(RECORD, stage=Stage.COMPLETED)
    failed = replace(RECORD, stage=Stage.FAILED)

    assert (
        account.balance([done, done, failed, RECORD]) == account.START_BALANCE - account.PRICE * 2
    )
    paid = [done] * 1019
    assert account.can_pay_one_more(paid)
    assert not account.can_pay_one_more([*paid, RECORD])  # one is still being made
