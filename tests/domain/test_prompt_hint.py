"""Hints about prompts: right ones, and few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.prompt_hint import HintKind, hint
from aleph_desktop.domain.prompt_pattern import PATTERNS, put_in
from aleph_desktop.resources import resource

KEEP = " Keep everything else as it is."
K = HintKind

TABLE = [
    # good prompts, left alone
    ("Add a small fairy circling the rabbit's head. Keep the camera as it is.", None),
    ("Remove the man in the background. Keep everything else as it is.", None),
    ("Replace the bicycles with hovering motorbikes, keep the riders", None),
    ("Relight the scene with a warm low sun from the left. Keep the movement.", None),
    ("Turn the scene to a moonlit night. The camera and all movement stay the same.", None),
    ("Restyle the video as a watercolour painting, preserving the composition.", None),
    ("Change only the sky to a dramatic sunset", None),
    ("Make the car red. Everything else remains unchanged.", None),
    ("Make it snow and make the ground white. Keep the camera.", None),
    ("Change the weather to heavy rain, with wet fur and puddles. Keep the rabbit as it is.", None),
    ("Remove the power lines, the sign and the parked cars. Keep the street.", None),
    ("Remove all people without hats. Keep the street.", K.NEGATIVE),
    ("Show the same scene from a low angle on the left.", K.REFRAMES),
    ("Generate the next shot: the rabbit walks into the cave.", K.REFRAMES),
    ("Please add a red balloon in her left hand and leave the rest as is", None),
    ("Add a sign that says “NO ENTRY” beside the door. Keep the street as it is.", None),
    ('Put a poster with "Don\'t panic" on the wall. Keep the wall.', None),
    ("Make the clock read No. 5 in gold. Keep the rest.", None),
    ("The car should be a vintage taxi. Keep the traffic.", None),
    ("Her dress becomes blue silk; her movement stays the same.", None),
    ("I want the sky to be overcast. Keep the ground.", None),
    ("Add a knight and his horse on the hill. Keep the grass as it is.", None),
    ("Give the statue a crown, and let it shine. Keep the camera.", None),
    ("Add a lamp at an odd angle on the desk. Keep the desk.", None),
    ("Relight the scene with hard light from a low angle. Keep the rest.", None),
    ("Continue the scene as the door opens", K.REFRAMES),
    ("Make the man look 80 years old while he keeps walking", None),
    ("Add fog that drifts between the trees; the trees remain.", None),
    ("The rabbit is no longer grey but white. Keep its movement.", None),
    ("Only change the sky to a dramatic sunset", None),
    ("On the table add a vase with tulips. Keep the table.", None),
    ("In the background, add a castle. Keep the people.", None),
    ("Slowly turn the leaves yellow while the camera stays", None),
    ("Make the sky purple and the grass blue. Keep the camera.", None),
    ("Convert it to black and white. Keep everything.", None),
    ("Make it look like a film of 1970, show its grain, keep the faces", None),
    ("Keep the man. Everything else becomes a cartoon.", None),
    ("Make the no-smoking sign green. Keep the wall.", None),
    # too short to say anything, or hardly begun
    ("", None),
    ("Make", None),
    ("Make it", None),
    ("no people", None),
    # not English: nothing is known about it
    ("Füge eine kleine Fee hinzu", None),
    ("Mach den Himmel rot und ersetze das Auto", None),
    ("Ajoute une fée dans le ciel", None),
    ("Pon la escena de noche con luna", None),
    ("夜にしてください、カメラはそのまま", None),
    # what must stay
    ("Make it rain", K.NO_KEEP),
    ("Add a dragon in the sky", K.NO_KEEP),
    ("Replace the car with a horse", K.NO_KEEP),
    ("Turn the day into a moonlit night with stars", K.NO_KEEP),
    # more than one change
    (
        "Turn the scene to a moonlit night. Add a small fairy with blue wings. Keep the camera.",
        K.SEVERAL,
    ),
    ("Remove the man and add a dog. Keep the street.", K.SEVERAL),
    ("Replace the sky, then add birds, keep the sea", K.SEVERAL),
    ("Make the car red. Also remove the bikes. Keep the rest.", K.SEVERAL),
    ("Add rain; change the jacket to leather; keep the face", K.SEVERAL),
    # negative
    ("Make it an empty street, no people, keep the camera", K.NEGATIVE),
    ("Add a lake without boats. Keep the sky.", K.NEGATIVE),
    ("Make it night but avoid stars. Keep the moon.", K.NEGATIVE),
    ("Make it snow. Do not add people. Keep the camera.", K.NEGATIVE),
    ("Make it night, never show the moon, keep the trees", K.NEGATIVE),
    ("Make it night. Don't change the camera.", K.NEGATED_KEEP),
    ("Make it night without changing the rabbit", K.NEGATED_KEEP),
    ("Make it night, dont move the camera", K.NEGATED_KEEP),
    ("Make it night with no changes to the face", K.NEGATED_KEEP),
    # no instruction
    ("a moonlit night with stars", K.NO_VERB),
    ("Watercolour painting style, soft paper texture", K.NO_VERB),
    ("heavy rain at dusk, wet fur, puddles on the rocks", K.NO_VERB),
    ("Slow motion rain falling on the leaves", K.NO_VERB),
    ("black and white", K.NO_VERB),
    ("cinematic, 35mm film, golden hour", K.NO_VERB),
    # long
    ("Make it a night " + "of very many bright stars " * 30 + KEEP, K.LONG),
    # a wording that was not filled in
    ("Add [what, and where]. Keep the camera and everything else as they are.", K.PLACE),
]


@pytest.mark.parametrize(("prompt", "kind"), TABLE, ids=[prompt[:40] for prompt, _ in TABLE])
def test_the_right_hint_or_none(prompt, kind) -> None:
    found = hint(prompt)
    assert (found and found.kind) == kind


def test_a_filled_wording_needs_no_hint() -> None:
    for pattern in PATTERNS:
        put = put_in(pattern, "", "", "")
        words = pattern.wording
        assert hint(put.text).words == f"Fill in {put.selected}"
        while "[" in words:
            head, _, rest = words.partition("[")
            words = head + "a low angle" + rest.partition("]")[2]
        found = hint(words)
        assert found is None if pattern.keeps_framing else found.kind is HintKind.REFRAMES


def test_the_sample_prompt_is_a_good_one() -> None:
    assert hint(resource("sample", "prompt.txt").read_text()) is None


@given(st.text(max_size=1500))
def test_any_text_has_at_most_one_short_line(text) -> None:
    found = hint(text)
    if found and found.kind is not HintKind.PLACE:
        assert len(found.words) <= 50
        assert found.reason


WORDS = st.lists(
    st.sampled_from(("the red car", "a moon", "over hills", "rain", "with soft light", "birds")),
    min_size=3,
    max_size=8,
).map(" ".join)


@given(st.sampled_from(["Add", "Remove", "Replace", "Make", "Turn", "please remove"]), WORDS)
def test_one_instruction_with_what_stays_is_never_questioned(verb, words) -> None:
    assert hint(f"{verb} {words}.{KEEP}") is None
    assert hint(f"{verb} {words}.").kind is HintKind.NO_KEEP


@given(WORDS, st.sampled_from(["no birds", "without birds", "don't add birds", "never birds"]))
def test_what_is_quoted_is_not_asked_for(words, negative) -> None:
    assert hint(f"Add {words}, {negative}.{KEEP}").kind is HintKind.NEGATIVE
    assert hint(f"Add {words} and a sign with “{negative}”.{KEEP}") is None
