"""What is counted is told in its own unit."""

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.ui.queue.state_line import state_line
from aleph_desktop.ui.queue.turn import Turn


def test_a_urls_clip_is_looked_at_and_counted_in_bytes() -> None:
    source = ClipSource(SourceKind.URL, "https://example.com/a.mp4")
    job = Job("1", Edit(source, "night", "m"), 0.0, state=JobState.PREPARING)
    words, bar = state_line(job, None, (600_000, 1_200_000), 0.0, Turn())
    assert words == "Looking at the clip · 0.6 of 1.2 MB"
    assert bar is not None
    assert bar.fraction == 0.5
