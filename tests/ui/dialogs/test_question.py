"""What is asked before something that costs, or takes something away."""

from aleph_desktop.domain.framing import UNCHANGED, Framing, Shape
from aleph_desktop.jobs.retry_plan import RetryPlan
from aleph_desktop.ui.dialogs.batch_words import batch_words
from aleph_desktop.ui.dialogs.question import bin_question, retry_question, shortened


def ids(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(count))


def test_a_retry_says_what_costs_and_what_does_not() -> None:
    asked = retry_question(RetryPlan(ids(5), ids(4), ids(3), ids(2)), free=False)
    assert asked.text == "Retry 12 failed jobs?"
    assert asked.points == (
        "5 are fetched again, at no cost",
        "4 are sent for the first time",
        "3 would be new runs, charged",
        "2 refused by the safety filter: left out",
    )
    assert asked.note == "7 runs, charged by the service."


def test_a_retry_of_one_kind_says_only_that() -> None:
    asked = retry_question(RetryPlan((), (), ids(1), ()), free=False)
    assert asked.text == "Retry 1 failed job?"
    assert asked.points == ("1 would be a new run, charged",)
    assert asked.note == "1 run, charged by the service."


def test_a_retry_on_the_demo_service_is_free() -> None:
    assert retry_question(RetryPlan((), ids(2), (), ()), free=True).note == (
        "The demo service is free."
    )


def test_the_bin_is_asked_for_by_name() -> None:
    assert bin_question(["night.mp4"]).text == "Move night.mp4 to the bin?"
    many = bin_question([f"{number}.mp4" for number in range(9)])
    assert many.text == "Move 9 results to the bin?"
    assert many.points == (*(f"{number}.mp4" for number in range(6)), "… and 3 more")
    assert "Nothing is deleted" in many.note
    assert len(bin_question(["x" * 300 + ".mp4"]).text) < 90


def test_long_lists_are_shortened() -> None:
    assert shortened(ids(6)) == ids(6)
    assert shortened(ids(1000))[-1] == "… and 994 more"
    assert len(shortened(ids(1000))) == 7


def test_a_batch_says_how_many_and_at_what_cost() -> None:
    words = batch_words(
        [f"{n}.mp4" for n in range(1000)],
        [("notes.txt", "no clip")],
        free=False,
        frame_size=None,
        seed=None,
        price=None,
        references=2,
        clip_seconds=5.0,
        framing=UNCHANGED,
    )
    assert words.heading == "Queue 1,000 clips with this prompt?"
    assert words.button(1) == "Queue 1,000 clips"
    assert words.cost(1) == "1,000 runs, each charged by the service."
    assert words.refused == ("notes.txt: no clip",)
    assert (
        words.options
        == "Frame size matched to each clip · seed random for each · 2 image references"
    )
    assert words.treatment == (
        "Of longer clips the first 5 s are sent. "
        "A clip of another shape than its frame is fitted with black bars."
    )


def test_a_batch_with_a_seed_on_the_demo_service() -> None:
    words = batch_words(
        ["a.mp4", "b.mp4"],
        [],
        free=True,
        frame_size="832:1104",
        seed=7,
        price=None,
        references=0,
        clip_seconds=2.5,
        framing=Framing(Shape.FILL),
    )
    assert words.options == "Frame size 832×1104 · seed 7"
    assert "the first 2.5 s" in words.treatment
    assert "cropped to fill it" in words.treatment
    assert words.cost(1) == "2 runs on the demo service: free."
    assert words.refused_heading == ""
