"""The command line's forms that begin with a word of their own."""

import argparse
from collections.abc import Callable
from pathlib import Path

from aleph_desktop.app.arguments import Arguments, add_place, base_parser

EXIT_CODES = """exit codes: 0 done; 2 usage, bad input, or the disk; 3 refused (key, credits,
validation); 4 the generation failed; 5 network or time-out; 1 a mistake of the app;
130 interrupted"""
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
        "--frame-size", default="auto", metavar="W:H", help="auto (the default) fits the clip"
    )
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
        frame_size=None if found.frame_size == "auto" else found.frame_size,
        references=tuple(found.reference),
        model=found.model,
        json=found.json,
    )


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


def _speed(text: str) -> float:
    value = float(text)
    if not 0.01 <= value <= 1000:
        raise argparse.ArgumentTypeError("from 0.01 to 1000")
    return value


PARSERS: dict[str, Callable[[list[str]], Arguments]] = {
    "edit": _parse_edit,
    "resume": _parse_resume,
    "demo-service": _parse_demo_service,
}
