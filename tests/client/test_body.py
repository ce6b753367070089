import asyncio
import base64
import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.body import PIECE, open_body
from aleph_desktop.client.errors import Unsendable
from aleph_desktop.domain.submission import MediaFile, Submission
from aleph_desktop.errors import FailureKind

CONTRACT = yaml.safe_load((Path(__file__).parents[1] / "openapi.yaml").read_text())
REQUEST = CONTRACT["components"]["schemas"]["Gen4AlephRequest"]


def submission(video, **options):
    return Submission("runway/gen4_aleph", "Make it night", video, "job-1", **options)


async def sent(wanted):
    async with open_body(wanted) as body:
        pieces = [piece async for piece in body]
    data = b"".join(pieces)
    assert len(data) == body.length
    return data, pieces


@given(
    prompt=st.text(st.characters(codec=None), min_size=1, max_size=500),
    frame_size=st.none() | st.sampled_from(REQUEST["properties"]["frame_size"]["enum"]),
    seed=st.none() | st.integers(0, 4294967295),
    references=st.lists(st.just("https://a.example/i.png"), max_size=3).map(tuple),
)
def test_a_request_fulfils_the_contract(prompt, frame_size, seed, references):
    wanted = Submission(
        "runway/gen4_aleph", prompt, "https://a.example/v.mp4", "id", frame_size, seed, references
    )
    data, _ = asyncio.run(sent(wanted))
    payload = json.loads(data)
    jsonschema.validate(payload, REQUEST)
    assert payload["prompt"] == prompt
    assert payload.get("frame_size") == frame_size
    assert payload.get("seed") == seed
    assert [r["url"] for r in payload.get("references", [])] == list(references)


@pytest.mark.asyncio
@pytest.mark.parametrize("size", [1, 2, 3, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 2])
async def test_files_become_data_uris_in_pieces(tmp_path, size):
    clip, image = tmp_path / "clip.mp4", tmp_path / "still.png"
    clip.write_bytes(os.urandom(size))
    image.write_bytes(os.urandom(1000))
    wanted = submission(
        MediaFile(clip, "video/mp4"),
        references=(MediaFile(image, "image/png"), "https://a.b/i.png"),
    )
    data, pieces = await sent(wanted)
    payload = json.loads(data)
    jsonschema.validate(payload, REQUEST)
    head, encoded = payload["video_url"].split(",")
    assert head == "data:video/mp4;base64"
    assert base64.b64decode(encoded, validate=True) == clip.read_bytes()
    assert payload["references"][0]["url"].startswith("data:image/png;base64,")
    assert payload["references"][1] == {"type": "image", "url": "https://a.b/i.png"}
    assert max(map(len, pieces)) <= 4 * PIECE // 3


def grow(path):
    with path.open("ab") as file:
        file.write(b"more")


def shrink(path):
    os.truncate(path, 10)


def touch(path):
    os.utime(path, ns=(1, 1))


@pytest.mark.asyncio
@pytest.mark.parametrize("change", [grow, shrink, touch])
async def test_a_file_that_changes_meanwhile_ends_the_body_before_its_end(tmp_path, change):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(bytes(3 * PIECE))
    sent_bytes = 0
    async with open_body(submission(MediaFile(clip, "video/mp4"))) as body:
        pieces = aiter(body)
        while sent_bytes < PIECE:
            sent_bytes += len(await anext(pieces))
        change(clip)
        with pytest.raises(Unsendable, match="changed while it was sent") as caught:
            sent_bytes += sum([len(piece) async for piece in pieces])
    assert sent_bytes < body.length
    assert caught.value.failure.kind is FailureKind.DISK


@pytest.mark.asyncio
async def test_a_file_that_is_not_there_or_empty_is_told_before_anything_is_sent(tmp_path):
    (tmp_path / "empty.mp4").touch()
    for name, words in (("gone.mp4", "No such file"), ("empty.mp4", "is empty")):
        with pytest.raises(Unsendable, match=words):
            async with open_body(submission(MediaFile(tmp_path / name, "video/mp4"))):
                pytest.fail("opened")


async def longest_stall(work):
    """Seconds in which nothing else ran on the loop while `work` did."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work)
    longest, before = 0.0, loop.time()
    while not task.done():
        await asyncio.sleep(0)
        longest, before = max(longest, loop.time() - before), loop.time()
    await task
    return longest


@pytest.mark.asyncio
async def test_twelve_megabytes_hardly_stall_the_loop(tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(os.urandom(12_000_000))

    async def send():
        async with open_body(submission(MediaFile(clip, "video/mp4"))) as body:
            async for _ in body:
                pass

    # the best of three, since others use this machine too
    assert min([await longest_stall(send()) for _ in range(3)]) < 0.008
