"""`aleph-desktop edit` on the real demo service: results, words and exit codes."""

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import av
import pytest
from job_folder import JobFolder

KEY = {"AIMLAPI_API_KEY": "sk-canary-0123456789"}


def frames(path: Path) -> tuple[int, int, int]:
    """Width, height and number of frames, by decoding to the last."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return stream.width, stream.height, sum(1 for _ in container.decode(stream))


def states(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "jobs.db")) as database:
        return [row[0] for row in database.execute("select state from jobs order by created_at")]


def test_a_file_becomes_an_edited_file(program, bunny, tmp_path) -> None:
    out, picture = tmp_path / "out.mp4", tmp_path / "out.png"
    run = program(
        "edit", str(bunny), "night rain", "--demo", "-o", str(out), "--picture", str(picture)
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == f"{out}\n"
    for word in ("preparing", "submitting", "generating", "downloading", "done"):
        assert word in run.stderr
    assert frames(out) == (1280, 720, 125)
    with av.open(str(picture)) as container:
        assert container.streams.video[0].width > 2 * 1200
    assert states(tmp_path / "data" / "demo") == ["done"]


def test_json_is_one_object_a_line(program, bikes, demo_service, tmp_path) -> None:
    run = program(
        "edit", str(bikes), "sepia", "--api-base", demo_service, "--json", "--seed", "7",
        "--frame-size", "848:480", **KEY,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told = [json.loads(line) for line in run.stdout.splitlines()]
    done = told[-1]
    assert done["event"] == "done"
    assert (done["seed"], done["frame_size"]) == (7, "848:480")
    assert done["generation_id"]
    assert float(done["cost_usd"]) > 0
    assert done["charge"] == "charged"
    assert frames(Path(done["result"]))[:2] == (848, 480)
    assert KEY["AIMLAPI_API_KEY"] not in run.stdout + run.stderr
    moved = [line["state"] for line in told if line["event"] == "state"]
    assert moved[0] == "queued"
    assert moved[-1] == "done"


@pytest.mark.parametrize("path", ["universal", "older"])
def test_a_url_is_fetched_by_the_service(program, demo_service, tmp_path, path) -> None:
    """The demo service's own result is a clip on the web, as far as it is concerned."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "preferences.json").write_text(json.dumps({"service_path": path}))
    first = program("edit", str(sample()), "mirror", "--api-base", demo_service, "--json", **KEY)
    generation = json.loads(first.stdout.splitlines()[-1])["generation_id"]
    url = result_url(demo_service, generation)
    run = program("edit", url, "blur", "--api-base", demo_service, **KEY)
    assert run.returncode == 0, run.stderr
    assert frames(Path(run.stdout.strip()))[2] == 125


def sample() -> Path:
    from aleph_desktop.resources import resource

    return resource("sample", "bigbuckbunny.mp4")


def result_url(base: str, generation_id: str) -> str:
    import httpx

    answer = httpx.get(
        f"{base}/v2/video/generations",
        params={"generation_id": generation_id},
        headers={"Authorization": "Bearer any"},
        trust_env=False,
    )
    return answer.json()["video"]["url"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["/no/such/clip.mp4", "rain", "--demo"], 2, "does not exist"),
        (["http://example.com/a.mp4", "rain", "--demo"], 2, "https"),
        (["{bunny}", "x" * 1001, "--demo"], 2, "too long"),
        (["{bunny}", " ", "--demo"], 2, "prompt"),
        (["{bunny}", "rain", "--demo", "--frame-size", "1:1"], 2, "frame size"),
        (["{bunny}", "rain", "--demo", "--model", "no/such"], 2, "no/such"),
        (["{bunny}", "rain", "--demo", "-o", "{bunny}"], 2, "exists"),
        (
            ["{bunny}", "rain", "--demo", "-o", "{text}.mp4", "--picture", "{text}.mp4"],
            2,
            "--picture and -o both name",
        ),
        (["{bunny}", "rain", "--demo", "--reference", "{bunny}"], 2, "image"),
        (["{bunny}", "rain", "--demo", "--reference", "http://a.org/b.png"], 2, "with https://"),
        (["https://youtu.be/abc", "rain", "--demo"], 2, "a page of YouTube"),
        (["{text}", "rain", "--demo"], 2, ""),
        (["{bunny}", "rain"], 3, "API key"),
        (["{bunny}", "[demo: fail] rain", "--demo"], 4, "(not billed, by the provider's word)"),
        (["{bunny}", "[demo: moderation] rain", "--demo"], 4, "safety"),
        (["{bunny}", "rain", "--api-base", "http://127.0.0.1:9", "KEY"], 5, "(not charged)"),
        (["{bunny}", "rain", "--api-base", "http://example.com", "KEY"], 2, "https"),
    ],
)
def test_exit_codes(program, bunny, tmp_path, words, code, said) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("not a clip")
    more = KEY if "KEY" in words else {}
    named = [w.format(bunny=bunny, text=text) for w in words if w != "KEY"]
    run = program("edit", *named, **more)
    assert run.returncode == code, run.stderr
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_a_name_that_another_job_will_take_is_refused(program, bunny, tmp_path) -> None:
    out = tmp_path / "out.mp4"
    folder = JobFolder(tmp_path / "data", bunny)
    folder.leave(result_path=str(out))
    run = program(
        "edit", str(bunny), "rain", "--api-base", "http://127.0.0.1:9", "-o", str(out), **KEY
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "The name is taken" in run.stderr
    assert folder.states() == ["queued"]


def test_ctrl_c_before_the_submit_sends_nothing_later(bunny, tmp_path, environment) -> None:
    interrupted(tmp_path, environment, bunny, "preparing")
    assert states(tmp_path / "data" / "demo") == ["cancelled"]


def test_ctrl_c_after_the_submit_keeps_the_id(bunny, tmp_path, environment) -> None:
    said = interrupted(tmp_path, environment, bunny, "waiting")
    assert "its id is" in said
    assert states(tmp_path / "data" / "demo")[0] in ("waiting", "generating")


def interrupted(tmp_path: Path, environment: dict[str, str], clip: Path, word: str) -> str:
    """What stderr says after `word`, where Ctrl+C comes."""
    run = subprocess.Popen(
        [sys.executable, "-m", "aleph_desktop", "edit", str(clip), "rain", "--demo",
         "--data-dir", str(tmp_path / "data")],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment,
    )  # fmt: skip
    with run:
        for line in run.stderr:
            if line.startswith(word):
                break
        run.send_signal(signal.SIGINT)
        rest = run.stderr.read()
        assert run.wait(timeout=10) == 130
    assert "Traceback" not in rest
    return rest


def test_a_reader_that_has_gone_does_not_stop_the_job(bunny, tmp_path, environment) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "aleph_desktop", "edit", str(bunny), "rain", "--demo", "--json",
         "--data-dir", str(tmp_path / "data")],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment,
    )  # fmt: skip
    with run:
        run.stdout.readline()
        run.stdout.close()
        said = run.stderr.read()
        assert run.wait(timeout=60) == 0, said
    assert states(tmp_path / "data" / "demo") == ["done"]


def test_a_url_gets_the_frame_size_of_its_shape(program, demo_service, tmp_path, bunny) -> None:
    portrait = tmp_path / "portrait.mp4"
    with av.open(str(portrait), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 360, 640, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(360, 640, "yuv420p")))
        container.mux(stream.encode())
    first = program("edit", str(portrait), "warm", "--api-base", demo_service, "--json", **KEY)
    url = result_url(demo_service, json.loads(first.stdout.splitlines()[-1])["generation_id"])
    run = program("edit", url, "blur", "--api-base", demo_service, "--json", **KEY)
    assert json.loads(run.stdout.splitlines()[-1])["frame_size"] == "720:1280"
