"""What must be true after a kill and a start, whatever the point was."""

from collections.abc import Iterator

from kill_lane import Outcome

BROKEN = " (broken).mp4"


def duplicates(outcome: Outcome) -> int:
    """Paid submits beyond one a job."""
    return sum(count - 1 for count in outcome.accepted.values())


def lost(outcome: Outcome) -> set[str]:
    """Jobs that the user was shown, or that were paid for, and that aren't in the list."""
    listed = {job["id"] for job in outcome.end.jobs}
    shown = {job_id for job_id, _, _ in outcome.shown}
    paid = {(client_id or "").removeprefix("aleph-") for client_id in outcome.accepted}
    return (shown | paid) - listed


def lies(outcome: Outcome) -> list[str]:
    """What isn't as it should be, in words."""
    return [
        *outcome.trouble,
        *(f"paid {n} times: {key}" for key, n in outcome.accepted.items() if n > 1),
        *(f"lost: {job_id}" for job_id in lost(outcome)),
        *_files_after_the_kill(outcome),
        *(word for job in outcome.end.jobs for word in _job(outcome, job)),
        *_files_at_the_end(outcome),
    ]


def _files_after_the_kill(outcome: Outcome) -> Iterator[str]:
    for name, mark in outcome.end.found.items():
        if name.endswith(".mp4") and not name.endswith(BROKEN) and mark != outcome.reference:
            yield f"a final name that was not whole: {name}"


def _job(outcome: Outcome, job: dict) -> Iterator[str]:
    state, key = job["state"], job["client_request_id"]
    if key != f"aleph-{job['id']}":
        yield f"{key} is not the id of job {job['id']}"
    if not job["settled"]:
        yield f"not settled: {state}"
    told = [generation_id for id_, _, generation_id in outcome.shown if id_ == job["id"]]
    if {*told, job["generation_id"]} - {None, outcome.ids.get(key)}:
        yield f"generation ids {told}, {job['generation_id']}: the service gave {outcome.ids}"
    cancelled = any(id_ == job["id"] and word == "cancelled" for id_, word, _ in outcome.shown)
    if cancelled and state != "cancelled":
        yield f"cancelled, and yet {state}"
    if state == "done":
        yield from _done(outcome, job)
    elif state == "unconfirmed":
        if outcome.accepted[key]:
            yield "unconfirmed, though it stands in the service's log"
    elif not (state == "cancelled" and "cancels" in outcome.scenario.part):
        yield f"ended as {state}: {job['failure']}"


def _done(outcome: Outcome, job: dict) -> Iterator[str]:
    name = job["result"]
    if outcome.accepted[job["client_request_id"]] != 1:
        yield f"done without having been accepted: {outcome.accepted}"
    if outcome.end.results.get(name) != outcome.reference:
        yield f"done, and its file is not whole: {name} in {outcome.end.results}"
    sidecar = outcome.end.sidecars.get(f"{name}.json", {})
    said = {field: sidecar.get(field) for field in ("prompt", "seed", "generation_id")}
    asked = {
        "prompt": job["edit"]["prompt"],
        "seed": job["edit"]["seed"],
        "generation_id": job["generation_id"],
    }
    if said != asked:
        yield f"the sidecar says {sidecar}"


def _files_at_the_end(outcome: Outcome) -> Iterator[str]:
    aside = {name for name in outcome.end.results if name.endswith(BROKEN)}
    names = {name for name in outcome.end.results if name.endswith(".mp4")} - aside
    belonging = {job["result"] for job in outcome.end.jobs if job["state"] == "done"}
    if names != belonging:
        yield f"results {sorted(names)} of the jobs {sorted(belonging)}"
    if len(aside) > (outcome.scenario.part == "checks_again"):
        yield f"set aside: {sorted(aside)}"
    if any(outcome.end.results[name] == outcome.reference for name in aside):
        yield "a whole file was set aside"
    # what came of a cancelled download may stay: "check again" goes on with it
    unfinished = tuple(
        f"{job['result']}." for job in outcome.end.jobs if job["state"] == "cancelled"
    )
    kept = {n for n in outcome.end.results if unfinished and n.startswith(unfinished)}
    left = outcome.end.results.keys() - names - aside - kept - {f"{name}.json" for name in names}
    if left:
        yield f"left behind: {sorted(left)}"
