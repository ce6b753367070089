"""Why a job failed, in words: pure rules from what the service or the machine said."""

from aleph_desktop.domain.generation import Generation
from aleph_desktop.errors import Failure, FailureKind, KnownError

# provider docs, "task errors": the class is the dotted prefix of the name
_BY_NAME: tuple[tuple[str, FailureKind, str, str], ...] = (
    (
        "SAFETY.INPUT",
        FailureKind.MODERATION,
        "The service's safety filter refused the clip or the prompt",
        "Change the prompt or the clip. Sending the same again can get an account suspended.",
    ),
    (
        "SAFETY.OUTPUT",
        FailureKind.MODERATION,
        "The service's safety filter refused the result",
        "Change the prompt. Sending the same again can get an account suspended.",
    ),
    ("SAFETY", FailureKind.MODERATION, "The service's safety filter said no", "Change the prompt."),
    (
        "INTERNAL.BAD_OUTPUT",
        FailureKind.GENERATION,
        "The model made nothing usable",
        "Try again with another seed, or ask for one change only.",
    ),
    (
        "ASSET.INVALID",
        FailureKind.GENERATION,
        "The service could not read the clip",
        "Try it as a file from disk; it is then converted here first.",
    ),
)


def generation_failure(generation: Generation) -> Failure:
    """Words for a generation that the service ended as failed."""
    name = (generation.error_name or "").upper()
    said = generation.error_message or "The service gave no reason."
    if said[-1] not in ".!?…":
        said += "."  # the remedy follows
    for prefix, kind, title, remedy in _BY_NAME:
        if name.startswith(prefix):
            return Failure(kind, title, said, remedy, generation.request_id)
    return Failure(
        FailureKind.GENERATION,
        "The generation failed at the service",
        said,
        "Retry it. Failed generations aren't billed, by the provider's word.",
        generation.request_id,
    )


def without_video(generation: Generation) -> Failure:
    """Words for "completed" without a video."""
    return Failure(
        FailureKind.GENERATION,
        "Finished without a video",
        "The service says that it has finished, but gave no address of a video.",
        "Check again in a minute; if it stays so, give the provider's support the generation id.",
        generation.request_id,
    )


def gave_up(minutes: float) -> Failure:
    """Words for a job that took longer than the user's limit."""
    return Failure(
        FailureKind.TIMEOUT,
        f"No result after {minutes:g} min",
        "The app stopped asking. The service may still finish, and the id is kept.",
        "Check again later: that costs nothing.",
    )


NOT_IN_THE_LOG = "The service's log shows nothing of it."


def unconfirmed(reason: str) -> Failure:
    """Words for a submit whose answer is not known."""
    return Failure(
        FailureKind.NETWORK,
        "It may have been accepted",
        f"{reason} Only the service knows whether the job was accepted, and it may be charged.",
        "Look again costs nothing. To submit it again may cost a second run.",
    )


def missing(path: str) -> Failure:
    """Words for a result that was here, and is not any more."""
    return Failure(
        FailureKind.DISK,
        "Its file is missing",
        f"{path} was moved or deleted, or its disk is not connected.",
        "Fetch again gets it from the service, at no cost, as long as that keeps it.",
    )


def changed_source(name: str) -> Failure:
    """Words for a clip that is not the one that was chosen."""
    return Failure(
        FailureKind.INPUT,
        "The clip has changed",
        f"{name} is not as it was when it was chosen. Nothing was sent.",
        "Edit again takes it as it is now.",
    )


def of(error: BaseException) -> Failure:
    """Words for any exception; an unforeseen one is ours."""
    if isinstance(error, KnownError):
        return error.failure
    return Failure(
        FailureKind.OURS,
        "The app made a mistake",
        f"{type(error).__name__} where none was foreseen; the log has the details.",
        "Retry it, and please report it.",
    )
