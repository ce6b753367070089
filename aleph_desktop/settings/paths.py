"""Where the app keeps what it keeps."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from aleph_desktop.errors import FailureKind, KnownError

APP = "aleph_desktop"
APP_ID = "io.github.aleph_desktop.AlephDesktop"  # a Linux desktop's name for our entry and icon


@dataclass(frozen=True, slots=True)
class Paths:
    """All folders and files of ours, absolute. Results alone are for the user's eyes."""

    data_dir: Path
    log_dir: Path
    cache_dir: Path
    default_results_dir: Path  # a preference may name another

    @classmethod
    def find(cls, data_dir: Path | None) -> Self:
        """The system's usual places; everything in the one folder when `data_dir` is given."""
        if data_dir is not None:
            root = data_dir.absolute()
            return cls(root, root / "logs", root / "cache", root / "results")
        import platformdirs  # noqa: PLC0415 - not needed with --data-dir

        return cls(
            platformdirs.user_data_path(APP, appauthor=False),
            platformdirs.user_log_path(APP, appauthor=False),
            platformdirs.user_cache_path(APP, appauthor=False),
            platformdirs.user_videos_path() / APP,
        )

    def for_demo(self) -> Self:
        """The same places, with folders of its own for the demo service's jobs."""
        return replace(self, data_dir=self.data_dir / "demo", cache_dir=self.cache_dir / "demo")

    @property
    def database(self) -> Path:
        return self.data_dir / "jobs.db"

    @property
    def preferences(self) -> Path:
        return self.data_dir / "preferences.json"

    @property
    def updates(self) -> Path:
        """When updates were looked for, and which one is not wanted."""
        return self.data_dir / "updates.json"

    @property
    def sent_dir(self) -> Path:
        """The clips as they were sent."""
        return self.cache_dir / "sent"

    @property
    def fetched_dir(self) -> Path:
        """Clips from the web that are sent as data."""
        return self.cache_dir / "fetched"

    @property
    def references_dir(self) -> Path:
        """The library of image references."""
        return self.data_dir / "references"

    @property
    def prompts(self) -> Path:
        """Prompts that were run, and snippets."""
        return self.data_dir / "prompts.json"

    def create(self) -> None:
        """Make our folders, for this user only. Raises KnownError. The results' is made later."""
        for folder in (self.data_dir, self.log_dir, self.cache_dir, self.sent_dir):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise KnownError(
                    "A folder can't be made",
                    f"{folder}: {error.strerror or error}.",
                    "See that you may write there, or start with another: --data-dir DIR.",
                    kind=FailureKind.DISK,
                ) from error


def make_results_folder(folder: Path) -> None:
    """Make the folder for results, where it isn't there yet. Raises KnownError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(
            "The results folder can't be used",
            f"{folder}: {error.strerror}.",
            "Choose another one in Settings.",
            kind=FailureKind.DISK,
        ) from error
