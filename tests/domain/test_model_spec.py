"""The model's file, and the frame size that fits a clip."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.model_spec import ModelSpec, find_model_spec, parse_frame_size
from aleph_desktop.errors import KnownError
from aleph_desktop.resources import resource

sides = st.integers(16, 8192)


def test_the_shipped_model_is_what_the_service_documents(aleph: ModelSpec):
    assert aleph.prompt_limit == 1000
    assert aleph.clip_seconds == 5
    assert aleph.seed_limit == 2**32 - 1
    assert aleph.reference_limit == 1
    assert aleph.frame_sizes[0] == "1280:720"
    assert len(set(aleph.frame_sizes)) == 8
    # 16 MB for a clip and 5 MB for an image, even when the base64 of it is what counts
    assert aleph.clip_bytes * 4 / 3 < 16_000_000
    assert aleph.reference_bytes * 4 / 3 < 5_000_000
    assert aleph.typical_seconds > 0


def test_an_unknown_model_is_told_with_those_that_are_known():
    with pytest.raises(KnownError, match="runway/gen4_aleph"):
        find_model_spec(resource("models"), "some/other")


@pytest.mark.parametrize("text", ["", "1280", "1280x720", "a:b", "1:2:3"])
def test_no_frame_size(text: str):
    with pytest.raises(ValueError, match=r"invalid literal|values to unpack"):
        parse_frame_size(text)


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        (1280, 720, "1280:720"),
        (720, 1280, "720:1280"),
        (640, 480, "640:480"),
        (848, 480, "848:480"),
        (1920, 1080, "1280:720"),
        (3840, 2160, "1280:720"),
        (854, 480, "1280:720"),
        (1080, 1920, "720:1280"),
        (1440, 1080, "1104:832"),
        (1080, 1440, "832:1104"),
        (1080, 1080, "960:960"),
        (2048, 858, "1584:672"),
        (4096, 1000, "1584:672"),
        (100, 4000, "720:1280"),
    ],
)
def test_the_frame_size_for_a_clip(aleph: ModelSpec, width: int, height: int, size: str):
    assert aleph.frame_size_for(width, height) == size


def test_each_frame_size_is_its_own(aleph: ModelSpec):
    for size in aleph.frame_sizes:
        assert aleph.frame_size_for(*parse_frame_size(size)) == size


@given(sides, sides)
def test_no_other_size_is_nearer_by_more_than_a_hundredth(width: int, height: int):
    spec = find_model_spec(resource("models"), "runway/gen4_aleph")

    def mismatch(size: str) -> float:
        w, h = parse_frame_size(size)
        ratio = (w / h) / (width / height)
        return max(ratio, 1 / ratio)

    chosen = spec.frame_size_for(width, height)
    assert mismatch(chosen) <= 1.01 * min(map(mismatch, spec.frame_sizes)) + 1e-9


@given(sides, sides)
def test_with_each_size_in_both_directions_a_turned_clip_gets_the_turned_size(
    width: int, height: int
):
    both = ("1280:720", "720:1280", "960:960")
    spec = find_model_spec(resource("models"), "runway/gen4_aleph")
    spec = ModelSpec(
        **{name: getattr(spec, name) for name in spec.__slots__} | {"frame_sizes": both}
    )
    turned = ":".join(reversed(spec.frame_size_for(height, width).split(":")))
    assert spec.frame_size_for(width, height) == turned


def test_a_model_file_without_a_field_fails_loudly(tmp_path: Path):
    (tmp_path / "half.toml").write_text('id = "half"\n')
    with pytest.raises(KeyError):
        find_model_spec(tmp_path, "half")
