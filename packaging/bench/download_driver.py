"""`download_driver.py URL CERTIFICATE FILE`: fetch as the app does, say how long it took."""

import asyncio
import json
import sys
import time
from pathlib import Path

from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.transport import build_download_http, build_tls


async def fetch(url: str, certificate: str, target: str) -> float:
    tls = build_tls()
    tls.load_verify_locations(certificate)
    downloader = FileDownloader(build_download_http(tls))
    begin = time.monotonic()
    await downloader.fetch(url, Path(target), lambda _received, _total: None, 10**9)
    seconds = time.monotonic() - begin
    await downloader.aclose()
    return seconds


begin = time.process_time()
seconds = asyncio.run(fetch(*sys.argv[1:4]))
print(json.dumps({"seconds": seconds, "cpu": time.process_time() - begin}))
