"""What the window's pictures and images stand on, built and closed in one place."""

import asyncio

from aleph_desktop.app.clip_reader import ThreadedClipReader
from aleph_desktop.app.library import open_library
from aleph_desktop.app.web_url_reader import WebUrlReader, tidy
from aleph_desktop.media.lane import Lane
from aleph_desktop.settings.paths import Paths
from aleph_desktop.store.prompt_book import PromptBook
from aleph_desktop.ui.ports import MediaPorts


class MediaRooms:
    """One of each for as long as the window lives."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self.lane = Lane()  # all heavy work, the jobs' too
        library = open_library(paths.references_dir, self.lane)
        self._clips = ThreadedClipReader(library, self.lane)
        self._web = WebUrlReader(paths.fetched_dir, loopback=False)
        self.ports = MediaPorts(self._clips, self._web, library, PromptBook(paths.prompts))

    def set_loopback(self, loopback: bool) -> None:
        """Whether the service is on this machine, and so takes this machine's addresses."""
        self._web.loopback = loopback

    async def tidy(self) -> None:
        """Remove what nobody has used for long."""
        await asyncio.to_thread(tidy, self._paths.fetched_dir)

    async def aclose(self) -> None:
        """What they were asked for must have been cancelled before."""
        await self._web.aclose()
        await asyncio.to_thread(self._clips.close)
