"""`aleph-desktop probe`: what a clip is, and what of it would be sent."""

import json
from pathlib import Path

from aleph_desktop.app.answer import answer
from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.clip_options import describe_clip, edit_of, local_source, not_cut
from aleph_desktop.app.model_choice import model_of
from aleph_desktop.app.web_clip import check_usable, fetched_source, look
from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.edit import Edit, check_frame_size
from aleph_desktop.domain.frame_rate import rate_words
from aleph_desktop.domain.framing import Placement, Shape
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.send_plan import SendPlan, megabytes, plan_send
from aleph_desktop.domain.source_url import is_url
from aleph_desktop.domain.timecode import timecode
from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.media.probe import probe


def run_probe(arguments: Arguments) -> int:
    """Returns the exit code. Raises KnownError for what can't be read."""
    spec = model_of(arguments)
    if is_url(arguments.source) and not arguments.fetch:
        if arguments.range is not None or arguments.shape != Shape.FIT:
            raise not_cut()
        report = look(arguments.source, private=arguments.private)
        words = json.dumps(_report_object(report)) if arguments.json else _report_words(report)
        if words:
            answer(words)
        check_usable(report)
        return 0
    source = (
        fetched_source(arguments) if is_url(arguments.source) else local_source(arguments.source)
    )
    info = probe(Path(source.location))
    edit = edit_of(arguments, source, spec)
    plan = plan_of(edit, info, spec)
    if arguments.json:
        answer(json.dumps({"clip": describe_clip(info), "send": plan_object(plan)}))
    else:
        answer(_words(source.name, info, plan))
    return 0


def plan_of(edit: Edit, info: ClipInfo, spec: ModelSpec) -> SendPlan:
    """Raises KnownError for a frame size that the model doesn't have."""
    check_frame_size(edit.frame_size, spec)
    return plan_send(info, spec, span=edit.span, frame_size=edit.frame_size, framing=edit.framing)


def plan_object(plan: SendPlan) -> dict[str, object]:
    """A plan for scripts."""
    crop, picture = plan.placement.crop, plan.placement.picture
    return {
        "as_it_is": plan.as_it_is,
        "why_converted": list(plan.why),
        "in": round(plan.span.start, 3),
        "out": round(plan.span.end, 3),
        "width": plan.size[0],
        "height": plan.size[1],
        "frame_rate": str(plan.rate),
        "frames": plan.frames,
        "duration": round(plan.seconds, 3),
        "size": plan.size_bytes,
        "size_is_exact": plan.as_it_is,
        "frame_size": plan.frame_size,
        "crop": list(crop) if plan.placement.is_cropped else None,
        "picture": list(picture) if plan.placement.has_bars else None,
        "notes": list(plan.notes),
    }


def _words(name: str, info: ClipInfo, plan: SendPlan) -> str:
    rate = info.frame_rate
    start, end = (timecode(round(float(rate) * at), rate) for at in plan.span)
    lines = [
        ("clip", f"{_one_line(info)} · {'sound' if info.has_audio else 'no sound'}"),
        ("counts", f"{start} to {end}, {plan.span.length:.2f} s"),
        ("sent", plan.words()),
        ("frame size", plan.frame_size.replace(":", "×") + _shape_words(plan.placement)),
    ]
    if plan.why:
        lines.insert(3, ("because", ", ".join(plan.why)))
    lines += [("note", note) for note in plan.notes]
    return "\n".join([name, *(f"  {title:<11}{words}" for title, words in lines)])


def _one_line(info: ClipInfo) -> str:
    return (
        f"{info.width}×{info.height} · {rate_words(info.frame_rate)} · {info.duration:.2f} s · "
        f"{info.codec} {info.pixel_format} · {megabytes(info.size)}"
    )


def _shape_words(placement: Placement) -> str:
    if placement.has_bars:
        return ", with bars"
    return ", with the edges cut off" if placement.is_cropped else ""


def _report_object(report: UrlReport) -> dict[str, object]:
    return {
        "usable": report.is_usable,
        "problem": report.problem or None,
        "remedy": report.remedy or None,
        "steps": [str(step) for step in report.steps],
        "size": report.size,
        "type": report.mime_type or None,
        "clip": None if report.info is None else describe_clip(report.info),
        "notes": list(report.notes),
    }


def _report_words(report: UrlReport) -> str:
    lines = []
    if report.info is not None:
        lines.append(("clip", _one_line(report.info)))
    if report.mime_type:
        lines.append(("type", report.mime_type))
    if report.size is not None:
        lines.append(("size", megabytes(report.size)))
    if report.is_usable:
        lines.append(("sent", "the service fetches it itself, and takes its first seconds"))
    lines += [("note", note) for note in report.notes]
    return "\n".join(f"  {title:<11}{words}" for title, words in lines)
