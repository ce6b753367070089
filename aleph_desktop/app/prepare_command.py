"""`aleph-desktop prepare`: the proxy of a clip, made as a job would make it."""

import asyncio
import json
import sys
from pathlib import Path

from aleph_desktop.app.answer import answer
from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.clip_options import describe_clip, edit_of, local_source, not_cut
from aleph_desktop.app.free_file import check_free
from aleph_desktop.app.model_choice import model_of
from aleph_desktop.app.probe_command import plan_object, plan_of
from aleph_desktop.app.web_clip import fetched_source
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.source_url import is_url, url_source
from aleph_desktop.domain.submission import PreparedClip
from aleph_desktop.errors import BugError, KnownError
from aleph_desktop.media.probe import probe
from aleph_desktop.media.proxy import ProxyPreparer


def run_prepare(arguments: Arguments) -> int:
    """Returns the exit code. The proxy's path goes to stdout. Raises KnownError."""
    if arguments.output is None:
        raise BugError("prepare without -o was parsed")
    if arguments.output.suffix.lower() != ".mp4":
        raise KnownError(
            "The proxy is an MP4", f"{arguments.output} isn't named so.", "End it in .mp4."
        )
    check_free(arguments.output)
    spec = model_of(arguments)
    if not is_url(arguments.source):
        source = local_source(arguments.source)
    elif arguments.fetch:
        source = fetched_source(arguments)
    else:
        url_source(arguments.source)  # a wrong one is told as that
        raise not_cut()
    edit = edit_of(arguments, source, spec)
    plan_of(edit, probe(Path(source.location)), spec)  # a wrong frame size is said at once
    made = asyncio.run(_prepare(edit, spec, arguments.output.absolute()))
    if arguments.json:
        found = {"proxy": str(made.file.path), "clip": describe_clip(made.info)}
        answer(json.dumps({**found, "send": plan_object(made.plan)}))
    else:
        answer(str(made.file.path))
    return 0


async def _prepare(edit: Edit, spec: ModelSpec, target: Path) -> PreparedClip:
    preparer = ProxyPreparer()
    said = ""

    def progress(done: int, total: int | None) -> None:
        nonlocal said
        words = f"{done * 10 // (total or done or 1) * 10} % of {total} frames"
        if words != said:
            print(words, file=sys.stderr, flush=True)
            said = words

    try:
        return await preparer.prepare(edit, spec, target, progress=progress)
    finally:
        preparer.close()
