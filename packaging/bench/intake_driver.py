"""`intake_driver.py look FILE | ready FILE START TARGET`: bring a clip in as the app does.

Says the seconds that it took, without the program's own start, and its peak memory in MB.
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from aleph_desktop.app.clip_reader import ThreadedClipReader
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.media.probe import probe
from aleph_desktop.media.proxy import ProxyPreparer
from aleph_desktop.resources import resource as resource_path

MODEL = "runway/gen4_aleph"
THUMBNAILS, BOX = 12, (160, 90)


async def look(path: str) -> dict[str, float]:
    """To the first picture of the strip, while the file is probed beside it."""
    reader = ThreadedClipReader()
    shown = asyncio.Event()
    begin = time.perf_counter()
    probing = asyncio.create_task(reader.probe(path))
    strip = asyncio.create_task(
        reader.strip(path, THUMBNAILS, *BOX, lambda _n, _still: shown.set())
    )
    await shown.wait()
    seconds = time.perf_counter() - begin
    await probing
    strip.cancel()
    await asyncio.wait([strip])
    reader.close()
    return {"seconds": seconds}


async def ready(path: str, start: str, target: str) -> dict[str, object]:
    """To the proxy on the disk."""
    spec = find_model_spec(resource_path("models"), MODEL)
    preparer = ProxyPreparer()
    begin = time.perf_counter()
    info = probe(Path(path))
    end = min(info.duration, float(start) + spec.clip_seconds)
    source = ClipSource(SourceKind.FILE, path)
    edit = Edit(source, "Make it night", MODEL, span=TimeRange(float(start), end))
    made = await preparer.prepare(edit, spec, Path(target), progress=lambda _done, _total: None)
    seconds = time.perf_counter() - begin
    preparer.close()
    width, height = made.plan.size
    rate = str(made.plan.rate)
    return {"seconds": seconds, "width": width, "height": height, "rate": rate}


before = time.process_time()
told = asyncio.run({"look": look, "ready": ready}[sys.argv[1]](*sys.argv[2:]))
cpu = time.process_time() - before
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000  # Linux says kilobytes
print(json.dumps(told | {"cpu": cpu, "memory": peak}))
