"""The command line's forms that begin with a word of their own."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aleph_desktop.app.arguments import Arguments, add_place, base_parser
from aleph_desktop.domain.edit import MOST_TAKES
from aleph_desktop.domain.framing import Shape

EXIT_CODES = """exit codes: 0 done; 2 usage, bad input, or the disk; 3 refused (key, credits,
validation); 4 the generation failed; 5 network or time-out; 1 a mistake of the app;
130 interrupted"""
_LOCAL_EXIT_CODES = """exit codes: 0 done; 2 usage, bad input, or the disk; 5 network;
1 a mistake of the app; 130 interrupted"""
_JSON_HELP = "one JSON object a line on stdout"


def _parse_edit(argv: list[str]) -> Arguments:
    parser = base_parser(
        "edit", "Edit one clip without a window. The result's path goes to stdout.", EXIT_CODES
    )
    add_place(parser)
    parser.add_argument("source", metavar="SOURCE", help="a clip: a file or an https URL")
    parser.add_argument("prompt", metavar="PROMPT", help="what should be different")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="the result's file")
    parser.add_argument(
        "--picture",
        type=Path,
        metavar="PNG",
        help="also write both clips side by side as a picture",
    )
    parser.add_argument("--seed", type=_seed, metavar="N", help="repeat a take")
    parser.add_argument(
        "--takes",
        type=_takes,
        default=1,
        metavar="N",
        help="run it 1 to 8 times, each with another seed; each is paid for",
    )
    _add_cut(parser)
    parser.add_argument(
        "--reference", action="append", default=[], metavar="IMAGE", help="an image: file or URL"
    )
    parser.add_argument("--model", metavar="ID", help="the model to use")
    parser.add_argument("--json", action="store_true", help=_JSON_HELP)
    found = parser.parse_args(argv)
    return Arguments(
        command="edit",
        data_dir=found.data_dir,
        api_base=found.api_base,
        demo=found.demo,
        source=found.source,
        prompt=found.prompt,
        output=found.output,
        picture=found.picture,
        seed=found.seed,
        takes=found.takes,
        **_cut(found),
        references=tuple(found.reference),
        model=found.model,
        json=found.json,
    )


def _parse_probe(argv: list[str]) -> Arguments:
    parser = base_parser(
        "probe",
        "Say what a clip is, what of it would be sent, and how. Sends nothing.",
        _LOCAL_EXIT_CODES,
    )
    parser.add_argument("source", metavar="SOURCE", help="a clip: a file or an https URL")
    _add_cut(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    found = parser.parse_args(argv)
    return Arguments(command="probe", source=found.source, json=found.json, **_cut(found))


def _parse_prepare(argv: list[str]) -> Arguments:
    parser = base_parser(
        "prepare",
        "Make the proxy that would be sent of a clip. Sends nothing.",
        _LOCAL_EXIT_CODES,
    )
    parser.add_argument("source", metavar="SOURCE", help="a clip: a file or a URL with --fetch")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="PROXY", required=True, help="the proxy's file (.mp4)"
    )
    _add_cut(parser)
    parser.add_argument("--json", action="store_true", help=_JSON_HELP)
    found = parser.parse_args(argv)
    return Arguments(
        command="prepare",
        source=found.source,
        output=found.output,
        json=found.json,
        **_cut(found),
    )


def _add_cut(parser: argparse.ArgumentParser) -> None:
    """Which part of the clip, in which shape, from where."""
    parser.add_argument(
        "--range",
        metavar="IN-OUT",
        help="what counts of the clip, in seconds or timecode: 2.5-7.5, 0:12:00-0:17:00;\n"
        "without it its first 5 s",
    )
    parser.add_argument(
        "--frame-size", default="auto", metavar="W:H", help="auto (the default) fits the clip"
    )
    parser.add_argument(
        "--shape",
        choices=[str(shape) for shape in Shape],
        default=str(Shape.FIT),
        help="where the frame size has another shape: bars (fit), or the edges cut off (fill)",
    )
    parser.add_argument(
        "--crop",
        type=_position,
        default=0.5,
        metavar="0..1",
        help="with fill: 0 keeps the left or top, 1 the right or bottom, 0.5 the middle",
    )
    parser.add_argument(
        "--fetch", action="store_true", help="download a URL's clip here, and use the file"
    )
    parser.add_argument(
        "--private", action="store_true", help="let a URL name this machine or the local network"
    )


def _cut(found: argparse.Namespace) -> dict[str, Any]:
    return {
        "range": found.range,
        "frame_size": None if found.frame_size == "auto" else found.frame_size,
        "shape": found.shape,
        "crop": found.crop,
        "fetch": found.fetch,
        "private": found.private,
    }


def _parse_resume(argv: list[str]) -> Arguments:
    parser = base_parser(
        "resume",
        "Finish, without a window, whatever is unfinished in the job list: what waits is sent,\n"
        "what the service works on is fetched, lost answers are looked up. Each result's path\n"
        "goes to stdout. It ends when nothing can go on without you.",
        f"{EXIT_CODES}\nof several failures the first of these counts: 1, 3, 5, 2, 4",
    )
    add_place(parser)
    parser.add_argument("--json", action="store_true", help=_JSON_HELP)
    found = parser.parse_args(argv)
    return Arguments(
        command="resume",
        data_dir=found.data_dir,
        api_base=found.api_base,
        demo=found.demo,
        json=found.json,
    )


def _parse_doctor(argv: list[str]) -> Arguments:
    parser = base_parser(
        "doctor",
        "Check what of this installation works here, and say what to do where it doesn't.\n"
        "Asks the service nothing, and reads no key.",
        "exit codes: 0 all that is needed works; 2 something doesn't",
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="check this place for jobs")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    found = parser.parse_args(argv)
    return Arguments(command="doctor", data_dir=found.data_dir, json=found.json)


def _parse_demo_service(argv: list[str]) -> Arguments:
    parser = base_parser("demo-service", "A stand-in for the service on this machine.")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="0: any free one")
    parser.add_argument(
        "--speed",
        type=_speed,
        default=1.0,
        metavar="X",
        help="walk through the states X times faster",
    )
    parser.add_argument(
        "--work-dir",
        type=Path,
        metavar="DIR",
        help="keep generations here; else they are forgotten",
    )
    parser.add_argument(
        "--end-with-stdin", action="store_true", help="end when standard input ends"
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep generations in DIR/demo/service"
    )
    found = parser.parse_args(argv)
    return Arguments(
        command="demo-service",
        port=found.port,
        speed=found.speed,
        work_dir=found.work_dir or (found.data_dir and found.data_dir / "demo" / "service"),
        end_with_stdin=found.end_with_stdin,
    )


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError("a seed is a whole number from 0")
    return int(text)


def _takes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_TAKES:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST_TAKES}")
    return int(text)


def _position(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("a number from 0 to 1")
    return value


def _speed(text: str) -> float:
    value = float(text)
    if not 0.01 <= value <= 1000:
        raise argparse.ArgumentTypeError("from 0.01 to 1000")
    return value


PARSERS: dict[str, Callable[[list[str]], Arguments]] = {
    "edit": _parse_edit,
    "prepare": _parse_prepare,
    "probe": _parse_probe,
    "resume": _parse_resume,
    "doctor": _parse_doctor,
    "demo-service": _parse_demo_service,
}
