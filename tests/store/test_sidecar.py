"""A result's sidecar: reads back as written, and nothing that is in one breaks anything."""

import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.framing import UNCHANGED, Framing, Shape
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import UNREVIEWED, Mark, Note, Review
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.store.sidecar import LARGEST, Sidecar, plain_url, read_sidecar, sidecar_path

EDIT = Edit(
    ClipSource(SourceKind.FILE, "/clips/rabbit.mp4"), "Make it night", "aleph", seed=7,
    references=("/a.png", "https://u:p@h.example/b.png?token=secret"), span=TimeRange(2.5, 7.0),
    framing=Framing(Shape.FILL, 0.25),
)  # fmt: skip
JOB = Job(
    id="a1",
    edit=EDIT,
    created_at=1_790_000_000.25,
    shot="a1",
    state=JobState.DOWNLOADING,
    service="https://api.example/v2",
    client_request_id="aleph-a1",
    generation_id="g-1",
    frame_size="1280:720",
    submitted_at=1_790_000_010.5,
    generation_seconds=81.5,
    cost_usd=Decimal("0.7875"),
    request_id="r-1",
    review=Review(Mark.STAR, (Note(1.0, 1.5, "The rabbit’s ear flickers"),), 0.04),
)


def sidecar(**changes: Any) -> Sidecar:
    made = Sidecar.of(JOB, sha256="00" * 32, size=4, finished_at=1_790_000_100.0)
    return replace(made, **changes)


def test_it_tells_a_person_and_a_script_how_the_video_was_made() -> None:
    words = json.loads(sidecar().dump())
    assert words == {
        "app": "aleph_desktop",
        "format": 1,
        "job_id": "a1",
        "prompt": "Make it night",
        "model": "aleph",
        "seed": 7,
        "frame_size": "1280:720",
        "source_kind": "file",
        "source": "/clips/rabbit.mp4",
        "references": ["/a.png", "https://h.example/b.png"],
        "in_point": 2.5,
        "out_point": 7.0,
        "shape": "fill",
        "crop_position": 0.25,
        "shot": "a1",
        "take": 1,
        "generation_id": "g-1",
        "client_request_id": "aleph-a1",
        "request_id": "r-1",
        "service": "https://api.example/v2",
        "created": "2026-09-21T14:13:20.250000+00:00",
        "submitted": "2026-09-21T14:13:30.500000+00:00",
        "finished": "2026-09-21T14:15:00+00:00",
        "generation_seconds": 81.5,
        "cost_usd": "0.7875",
        "sha256": "00" * 32,
        "size": 4,
        "review": {
            "mark": "star",
            "notes": [{"start": 1.0, "end": 1.5, "text": "The rabbit’s ear flickers"}],
            "offset": 0.04,
        },
    }


def test_the_job_comes_back_done() -> None:
    job = Sidecar.parse(sidecar().dump()).job(Path("/results/x.mp4"))
    references = ("/a.png", "https://h.example/b.png")
    assert job == replace(
        JOB,
        edit=replace(EDIT, references=references, frame_size="1280:720"),
        state=JobState.DONE,
        state_since=1_790_000_100.0,
        finished_at=1_790_000_100.0,
        position=JOB.created_at,
        result_path="/results/x.mp4",
    )


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://h.example/a/b.mp4?X-Signature=abc#x", "https://h.example/a/b.mp4"),
        ("https://user:pass@h.example:8443/a", "https://h.example:8443/a"),
        ("http://[::1]:80/a?b", "http://[::1]:80/a"),
        ("https://h.example:port/", ""),
        ("https://[", ""),
        ("data:video/mp4;base64,AAAA", ""),
        ("", ""),
    ],
)
def test_a_url_is_written_without_what_may_be_a_secret(url: str, plain: str) -> None:
    assert plain_url(url) == plain
    source = ClipSource(SourceKind.URL, url)
    job = replace(JOB, edit=replace(EDIT, source=source), service=url)
    made = Sidecar.of(job, sha256="", size=0, finished_at=0.0)
    assert (made.source, made.service) == (plain, plain)


def test_half_an_emoji_and_any_path_survive() -> None:
    made = sidecar(prompt="night \ud83d", source="/clips/\udcff.mp4")
    assert Sidecar.parse(made.dump()) == made


def test_times_of_no_year_are_left_out() -> None:
    job = replace(JOB, created_at=1e300, submitted_at=float("inf"))
    made = Sidecar.of(job, sha256="", size=0, finished_at=5.0)
    assert (made.created, made.submitted) == ("1970-01-01T00:00:05+00:00", None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@settings(deadline=None)
@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
@example(b"[" * 100_000)
@example(b'{"app":' * 30_000)
@example(b"1" * 5_000)
@example(b" " * LARGEST + b"{}")
def test_any_bytes_are_refused_with_a_known_error(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kind is the promise, words are for nobody
        Sidecar.parse(content)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(json.loads(sidecar().dump()))), json_values)
@example("generation_seconds", 10**400)
@example("generation_seconds", float("inf"))
@example("seed", 2**63)
@example("created", "0001-01-01T00:00:00+23:59")
@example("cost_usd", "NaN")
def test_a_changed_value_makes_a_job_or_a_known_error(name: str, value: object) -> None:
    words = json.loads(sidecar().dump()) | {name: value}
    try:
        read = Sidecar.parse(json.dumps(words).encode())
    except ValueError:
        return
    job = read.job(Path("/results/x.mp4"))
    assert job.state is JobState.DONE
    assert job.result_path == "/results/x.mp4"  # whatever it says: its own video


def test_only_a_video_of_its_own_size_has_a_sidecar(tmp_path: Path) -> None:
    video = tmp_path / "x.mp4"
    sidecar_path(video).write_bytes(sidecar().dump())
    assert read_sidecar(video) is None  # no video
    video.write_bytes(b"abcd")
    assert read_sidecar(video) == sidecar()
    video.write_bytes(b"abcde")
    assert read_sidecar(video) is None
    video.unlink()
    (tmp_path / "elsewhere").write_bytes(b"abcd")
    video.symlink_to(tmp_path / "elsewhere")
    assert read_sidecar(video) is None


def test_a_pipe_a_folder_or_a_link_for_a_sidecar_is_none(tmp_path: Path) -> None:
    video = tmp_path / "x.mp4"
    video.write_bytes(b"abcd")
    beside = sidecar_path(video)
    os.mkfifo(beside)
    assert read_sidecar(video) is None
    beside.unlink()
    beside.mkdir()
    assert read_sidecar(video) is None
    beside.rmdir()
    (tmp_path / "real.json").write_bytes(sidecar().dump())
    beside.symlink_to(tmp_path / "real.json")
    assert read_sidecar(video) is None


def test_one_that_an_older_version_wrote_is_read() -> None:
    words = json.loads(sidecar().dump())
    for name in ("in_point", "out_point", "shape", "crop_position", "shot", "take", "review"):
        del words[name]
    job = Sidecar.parse(json.dumps(words).encode()).job(Path("/v.mp4"))
    assert (job.edit.span, job.edit.framing, job.shot, job.take) == (None, UNCHANGED, "", 1)
    assert job.review == UNREVIEWED


@settings(deadline=None, max_examples=200)
@given(json_values)
@example({"mark": "gold", "notes": [{"start": 10**400, "end": 10**400, "text": "x"}]})
@example({"offset": -(10**400)})
def test_a_review_that_is_none_costs_no_job(value: object) -> None:
    words = json.loads(sidecar().dump()) | {"review": value}
    try:
        content = json.dumps(words, allow_nan=False).encode()
    except ValueError:  # a whole sidecar with NaN in it is not ours
        return
    job = Sidecar.parse(content).job(Path("/results/x.mp4"))
    assert job == replace(sidecar().job(Path("/results/x.mp4")), review=job.review)
    assert job.review.mark in Mark


def test_what_is_endless_in_a_review_is_not_written() -> None:
    notes = (Note(0.0, float("inf"), "for ever"), Note(1.0, 1.0, "half \ud83d"))
    job = replace(JOB, review=Review(Mark.REJECT, notes, float("nan")))
    made = Sidecar.of(job, sha256="", size=0, finished_at=0.0)
    assert Sidecar.parse(made.dump()).review == Review(Mark.REJECT, notes[1:])


def test_notes_without_end_leave_a_sidecar_that_can_be_read() -> None:
    notes = tuple(Note(float(n), float(n), "x" * 2_000) for n in range(200))
    made = sidecar(review=Review(Mark.STAR, notes, 0.5))
    assert Sidecar.parse(made.dump()).review == Review(Mark.STAR, (), 0.5)
