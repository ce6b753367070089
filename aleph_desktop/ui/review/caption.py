"""What is said of a take on a sheet and in a movie, and in file names."""

from dataclasses import dataclass
from datetime import datetime

from aleph_desktop.domain.file_name import result_name
from aleph_desktop.domain.job import Job


@dataclass(frozen=True, slots=True)
class Caption:
    """Of what is on show. Empty: not known, or there is none."""

    clip: str  # the clip's file name
    prompt: str = ""  # in one line
    take: str = ""  # "take 2"; an edit that has one take only has none
    seed: str = ""
    model: str = ""
    date: str = ""  # when the take was made, "2026-11-22 18:30", of this machine's clock

    @property
    def title(self) -> str:
        """ "bigbuckbunny.mp4 · take 2"."""
        return " · ".join(part for part in (self.clip, self.take) if part)

    @property
    def facts(self) -> tuple[str, ...]:
        """ "seed 91827", the model and the date, as far as there are any."""
        seed = f"seed {self.seed}" if self.seed else ""
        return tuple(part for part in (seed, self.model, self.date) if part)

    def file_name(self, *parts: str, take: bool, suffix: str) -> str:
        """ "bigbuckbunny_take2_f0073.png": what every system takes as a file's name."""
        stem = result_name(self.clip, "", None)
        which = (self.take.replace(" ", "") or "edited") if take else ""
        return "_".join(part for part in (stem, which, *parts) if part) + f".{suffix}"


def caption_of(job: Job) -> Caption:
    """Of a job's take."""
    made = datetime.fromtimestamp(job.finished_at or job.created_at).astimezone()
    return Caption(
        clip=job.edit.source.name,
        prompt=" ".join(job.edit.prompt.split()),
        take=f"take {job.take}" if job.shot else "",
        seed="" if job.edit.seed is None else str(job.edit.seed),
        model=job.edit.model_id,
        date=f"{made:%Y-%m-%d %H:%M}",
    )
