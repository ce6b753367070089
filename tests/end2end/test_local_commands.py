"""`probe` and `prepare`: the real program, which sends nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from aleph_desktop.resources import resource

SAMPLE = str(resource("sample", "bigbuckbunny.mp4"))
# nothing may be asked of the network: a proxy that doesn't exist would be an error
OFFLINE = {**os.environ, "https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}


def aleph(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "aleph_desktop", *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=60, env=OFFLINE
    )


def test_probe_says_what_it_is_and_what_is_sent() -> None:
    run = aleph("probe", SAMPLE)
    assert (run.returncode, run.stderr) == (0, "")
    for words in (
        "1280×720 · 25 fps · 5.28 s · h264",
        "converted",
        "only a part is sent",
        "1280×720",
    ):
        assert words in run.stdout


def test_probe_for_scripts() -> None:
    run = aleph("probe", SAMPLE, "--json", "--range", "0:12-2:12", "--frame-size", "960:960")
    found = json.loads(run.stdout)
    assert found["clip"]["codec"] == "h264"
    assert (found["send"]["in"], found["send"]["out"], found["send"]["frames"]) == (0.48, 2.48, 50)
    assert found["send"]["picture"] == [0, 210, 960, 540]
    assert found["send"]["crop"] is None


def test_prepare_makes_just_what_probe_said(tmp_path: Path) -> None:
    options = ("--range", "1-3.5", "--frame-size", "720:1280", "--shape", "fill", "--crop", "1")
    said = json.loads(aleph("probe", SAMPLE, "--json", *options).stdout)["send"]
    target = tmp_path / "proxy.mp4"
    run = aleph("prepare", SAMPLE, "-o", str(target), *options)
    assert (run.returncode, run.stdout) == (0, f"{target}\n"), run.stderr
    assert "100 % of" in run.stderr
    with av.open(str(target)) as made:
        stream = made.streams.video[0]
        assert (stream.width, stream.height, stream.frames) == (720, 1280, said["frames"])
    again = aleph("prepare", SAMPLE, "-o", str(target), *options)
    assert again.returncode == 2
    assert "already there" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["README.md"], "not a video"),
        (["nothing.mp4"], "does not exist"),
        ([""], "There is no such clip"),
        (["x" * 5000], "There is no such clip"),
        (["file:///no/such%20clip.mp4"], "no/such clip.mp4 does not exist".replace("/", os.sep)),
        (["ftp://example.com/a.mp4"], "It doesn't start with https://"),
        ([SAMPLE, "--range", "6-7"], "ends at 00:00:05:07"),
        ([SAMPLE, "--range", "0-5.2"], "At most 5 s"),
        ([SAMPLE, "--range", "3-9"], "ends at 00:00:05:07, before 00:00:09:00"),
        ([SAMPLE, "--range", "1-1.1"], "too short"),
        ([SAMPLE, "--range", "3-1"], "ends before it begins"),
        ([SAMPLE, "--range", "soon"], "IN-OUT"),
        ([SAMPLE, "--range", ""], "“” is no range"),
        ([SAMPLE, "--range", "0:99-2:00"], "no frame 99 at 25 fps"),
        ([SAMPLE, "--frame-size", "1:1"], "Choose one of 1280:720"),
        (["http://example.com/a.mp4"], "This URL can't be used"),
        (["https://example.com/a.mp4", "--shape", "fill"], "--fetch"),
        (["https://example.com/a.mp4", "--range", ""], "--fetch"),
    ],
)
@pytest.mark.parametrize("command", ["probe", "prepare"])
def test_what_cant_be_is_one_sentence_and_exit_2(command, arguments, words, tmp_path) -> None:
    output = ["-o", str(tmp_path / "x.mp4")] if command == "prepare" else []
    run = aleph(command, *arguments, *output)
    assert run.returncode == 2, run.stderr
    assert words in run.stderr
    assert run.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_url_is_a_path() -> None:
    assert aleph("probe", Path(SAMPLE).as_uri()).stdout == aleph("probe", SAMPLE).stdout != ""


@pytest.mark.parametrize("name", ["x.mov", "-", "x"])
def test_a_proxy_is_named_as_what_it_is(name: str, tmp_path: Path) -> None:
    run = aleph("prepare", SAMPLE, "-o", str(tmp_path / name))
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "End it in .mp4" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_gone_is_no_mistake() -> None:
    command = [sys.executable, "-m", "aleph_desktop", "probe", SAMPLE]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=OFFLINE
    ) as run:
        run.stdout.close()
        assert run.stderr.read() == ""
        assert run.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
@pytest.mark.parametrize("command", ["probe", "prepare"])
def test_an_answer_that_cant_be_written_is_one_sentence(command: str, tmp_path: Path) -> None:
    output = ["-o", str(tmp_path / "x.mp4")] if command == "prepare" else []
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "aleph_desktop", command, SAMPLE, *output],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            env=OFFLINE,
        )
    assert run.returncode == 2
    assert "The answer can't be written" in run.stderr
    assert "Traceback" not in run.stderr
