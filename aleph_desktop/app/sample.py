"""The clip and prompt to try the app with."""

from aleph_desktop.resources import resource

SAMPLE_CLIP = ("sample", "bigbuckbunny.mp4")
SAMPLE_PROMPT = ("sample", "prompt.txt")


def sample_clip() -> str:
    """The path of the sample clip. © 2008 Blender Foundation, CC BY 3.0."""
    return str(resource(*SAMPLE_CLIP))


def sample_prompt() -> str:
    return resource(*SAMPLE_PROMPT).read_text(encoding="utf-8").strip()
