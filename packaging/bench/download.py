"""One large file over TLS: our rate and processor time, beside curl's."""

import os
import subprocess
import tempfile
from pathlib import Path
from statistics import median

import child
import service
from figure import Figure, relative
from tls_server import CLIP_BYTES

REPEATS = 7


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name, service.running(Path(name)) as server:
        ours, curls = [], []
        for repeat in range(REPEATS + 1):
            curl, our = _by_curl(server, Path(name)), _by_us(server, Path(name))
            if repeat:
                curls.append(curl)
                ours.append(our)
    rate, curl_rate = (
        median(CLIP_BYTES / 1e6 / seconds for seconds, _ in runs) for runs in (ours, curls)
    )
    cpu, curl_cpu = (median(cpu for _, cpu in runs) for runs in (ours, curls))
    return [
        relative("download: rate", rate, "MB/s", curl_rate, least=0.5),
        relative("download: processor time for 200 MB", cpu, "s", curl_cpu, most=2.5),
    ]


def _by_curl(server: service.Service, folder: Path) -> tuple[float, float]:
    """(seconds of the transfer, seconds of processor time)"""
    target = folder / "curl.mp4"
    command = ["curl", "--silent", "--show-error", "--fail", "--noproxy", "*"]
    command += ["--cacert", str(server.certificate), "--output", str(target)]
    command += ["--write-out", "%{time_total}", f"{server.base_url}/clip"]
    before = os.times()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = os.times()
    target.unlink()
    user = after.children_user - before.children_user
    return float(said), user + after.children_system - before.children_system


def _by_us(server: service.Service, folder: Path) -> tuple[float, float]:
    target = folder / "ours.mp4"
    said = child.run("download_driver.py", f"{server.base_url}/clip", server.certificate, target)
    if target.stat().st_size != CLIP_BYTES:
        raise SystemExit("download: the file is not whole, so this measured nothing")
    target.unlink()
    return said["seconds"], said["cpu"]
