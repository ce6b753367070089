"""Takes the README's pictures from the running app: `.venv/bin/python packaging/screenshots.py`.

Needs a display. Every picture is the real window, on the demo service, with jobs that really ran.
"""

import asyncio
import gc
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from aleph_desktop.app import loop
from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.desktop import Desktop
from aleph_desktop.app.sample import sample_clip, sample_prompt
from aleph_desktop.app.start import show_window
from aleph_desktop.domain.job import JobState
from aleph_desktop.settings.paths import Paths
from aleph_desktop.ui.main_window import MainWindow

PICTURES = Path(__file__).parents[1] / "resources" / "screenshots"
PROMPTS = (
    "Watercolour painting style, soft paper texture",
    "Snow. [demo: fail]",
    sample_prompt(),
    "Old sepia film with grain, keep the rabbit's movement",
    "Mirror the scene",
    "Neon colours at night, wet stones",
)


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(120):
        while not holds():
            await asyncio.sleep(0.05)


async def take(desktop: Desktop, name: str) -> None:
    """Run some jobs; take the picture while two of them still run."""
    window = desktop.window
    running = asyncio.ensure_future(desktop.run())
    try:
        await pose(window)
        window.resize(1440, 900)
        await asyncio.sleep(1)  # the picture shows a moment of playing
        PICTURES.mkdir(exist_ok=True)
        window.grab().save(str(PICTURES / f"{name}.png"))
    finally:
        window.close()
        await running


async def pose(window: MainWindow) -> None:
    composer, model = window.composer, window.job_model
    await until(lambda: "Add a clip" in composer._hint.text())  # noqa: SLF001
    window.clips_given.emit([sample_clip()])
    for number, prompt in enumerate(PROMPTS):
        composer.prompt.set_text(prompt)
        await until(lambda: composer._generate.isEnabled() and not composer._resting)  # noqa: SLF001
        composer.generate()
        await until(lambda wanted=number + 1: model.rowCount() == wanted)
        if number == 2:
            await until(lambda: states(window)[0] is JobState.DONE)
    composer.prompt.set_text(sample_prompt())
    done = model.job_at(model.index(len(PROMPTS) - 3))
    window.jobs.select(done.id)
    await until(lambda: window.review.playback.pairing.edited is not None)
    if not window.review.playback.is_playing:
        window.review.toggle_play()
    await until(lambda: JobState.GENERATING in states(window))


def states(window: MainWindow) -> list[JobState]:
    model = window.job_model
    return [model.job_at(model.index(row)).state for row in range(model.rowCount())]


def main() -> int:
    for theme in ("dark", "light"):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "preferences.json").write_text(json.dumps({"theme": theme}))
            paths = Paths.find(Path(folder))
            paths.create()
            app, desktop = show_window(Arguments("window", data_dir=Path(folder), demo=True), paths)
            loop.run(app, take(desktop, f"window-{theme}"))
            del desktop
            gc.collect()
    return 0


if __name__ == "__main__":
    sys.exit(main())
