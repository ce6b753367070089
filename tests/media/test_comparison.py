"""How two clips differ, and whether they show the same view."""

from fractions import Fraction

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.region import Region
from aleph_desktop.media.comparison import compare
from aleph_desktop.media.reel import Reel, load_reel
from aleph_desktop.media.stopped import Stopped

SEPIA = ".393:.769:.189:0:.349:.686:.168:0:.272:.534:.131"


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def reel(bunny) -> Reel:
    return load_reel(bunny, 5, 10**7, 10**9, never)


def reel_of(frames) -> Reel:
    times = tuple(number / 25 for number in range(len(frames)))
    first = frames[0]
    return Reel(frames, times, len(frames) / 25, Fraction(25), (first.width, first.height))


def filtered(reel: Reel, *filters: tuple[str, str | None]) -> Reel:
    """The clip through filters of FFmpeg's, in its own size."""
    graph = av.filter.Graph()
    first = reel.frame(0)
    last = source = graph.add_buffer(
        width=first.width, height=first.height, format=first.format, time_base=Fraction(1, 25)
    )
    for name, options in (*filters, ("scale", f"{first.width}:{first.height}")):
        step = graph.add(name) if options is None else graph.add(name, options)
        last.link_to(step)
        last = step
    sink = graph.add("buffersink")
    last.link_to(sink)
    graph.configure()
    made = []
    for number in range(len(reel)):
        frame = reel.frame(number)
        frame.pts, frame.time_base = number, Fraction(1, 25)
        source.push(frame)
        made.append(sink.pull().reformat(format="yuv420p"))
    return reel_of(made)


def paired(count: int) -> list[tuple[int, int]]:
    return [(number, number) for number in range(count)]


def test_the_same_clip_is_the_same(reel):
    found = compare(reel, reel, paired(len(reel)), never)
    assert max(found.changes()) == 0
    assert found.match == pytest.approx(1)
    assert found.lines_up


@pytest.mark.parametrize(
    "filters",
    [
        [("hue", "h=120")],
        [("negate", None)],
        [("colorchannelmixer", SEPIA)],
        [("lutyuv", "y=val*0.3:u=val+20")],
        [("gblur", "sigma=10")],
        [("noise", "alls=40")],
        [("drawbox", "x=500:y=200:w=300:h=300:color=red:t=fill")],
    ],
    ids=["hue", "negative", "sepia", "night", "blur", "grain", "object"],
)
def test_another_look_of_the_same_view_lines_up(reel, filters):
    found = compare(reel, filtered(reel, *filters), paired(125), never)
    assert found.lines_up
    assert found.match > 0.6
    assert min(found.changes()) > 0.004


@pytest.mark.parametrize(
    "filters",
    [
        [("hflip", None)],
        [("vflip", None)],
        [("crop", "iw/1.5:ih/1.5")],
        [("crop", "iw*0.9:ih:iw*0.1:0")],
        [("rotate", "0.2")],
    ],
    ids=["mirrored", "upside down", "enlarged", "moved", "turned"],
)
def test_another_view_does_not(reel, filters):
    assert not compare(reel, filtered(reel, *filters), paired(125), never).lines_up


def test_another_shot_does_not(reel):
    later = reel_of([reel.frame(number) for number in range(60, 125)])
    assert not compare(reel, later, paired(60), never).lines_up


def test_a_plain_picture_is_no_other_view(reel):
    grey = filtered(reel_of([reel.frame(0)]), ("drawbox", "color=gray:t=fill"))
    assert compare(reel, grey, [(0, 0)], never).lines_up


def test_one_frame_that_flickers_is_found_where_it_is(reel):
    frames = [reel.frame(number) for number in range(len(reel))]
    frames[73] = filtered(reel_of([frames[73]]), ("hue", "h=40")).frame(0)
    changes = compare(reel, reel_of(frames), paired(125), never).changes()
    assert [number for number, change in enumerate(changes) if change > 0] == [73]


def test_change_is_told_inside_the_rectangle_alone(reel):
    boxed = filtered(reel, ("drawbox", "x=640:y=0:w=640:h=720:color=red:t=fill"))
    found = compare(reel, boxed, paired(10), never)
    left, right = Region(0, 0, 0.48, 1), Region(0.52, 0, 1, 1)
    assert max(found.changes(left)) < 0.01
    assert min(found.changes(right)) > 0.2
    whole = found.changes()
    assert found.changes(Region(0, 0, 1, 1)) == pytest.approx(whole)
    halves = zip(
        found.changes(Region(0, 0, 0.5, 1)), found.changes(Region(0.5, 0, 1, 1)), strict=True
    )
    assert [sum(pair) / 2 for pair in halves] == pytest.approx(whole)


@given(st.tuples(*[st.floats(0, 1)] * 4))
def test_any_rectangle_has_an_answer(reel, corners):
    region = Region.between(corners[:2], corners[2:])
    if region is not None:
        black = filtered(reel_of([reel.frame(9)]), ("drawbox", "color=black:t=fill"))
        (change,) = compare(reel, black, [(9, 0)], never).changes(region)
        assert 0 <= change <= 1


def test_other_sizes_and_pairs_are_compared(reel):
    small = filtered(reel, ("scale", "640:360"))
    frames = [small.frame(number).reformat(640, 360) for number in range(0, 125, 2)]
    found = compare(reel, reel_of(frames), [(number * 2, number) for number in range(62)], never)
    assert found.lines_up
    assert max(found.changes()) < 0.02


def test_it_stops(reel):
    with pytest.raises(Stopped):
        compare(reel, reel, paired(3), lambda: True)


def test_another_clip_does_not_line_up(reel, bikes):
    other = load_reel(bikes, 5, 10**7, 10**9, never)
    count = min(len(reel), len(other))
    assert not compare(reel, other, paired(count), never).lines_up
