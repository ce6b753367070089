"""The command line."""

import argparse
from pathlib import Path
from typing import NamedTuple

EPILOG = """exit codes of edit: 0 done; 2 usage or bad input; 3 refused (key, credits, validation);
4 the generation failed; 5 network or time-out; 1 a mistake of the app; 130 interrupted"""


class Arguments(NamedTuple):
    """What was asked for, checked as far as words go. No dataclass: that costs the start 1 ms."""

    command: str  # "window", "edit" or "demo-service"
    data_dir: Path | None = None
    api_base: str | None = None
    demo: bool = False
    clips: tuple[str, ...] = ()
    sample: bool = False
    source: str = ""
    prompt: str = ""
    output: Path | None = None
    picture: Path | None = None
    seed: int | None = None
    frame_size: str | None = None  # None: auto
    references: tuple[str, ...] = ()
    model: str | None = None
    json: bool = False
    port: int = 0
    speed: float = 1.0
    work_dir: Path | None = None
    end_with_stdin: bool = False


def parse(argv: list[str]) -> Arguments:
    """Read the arguments; ends the process with 2 and a usage line for wrong ones."""
    # Subcommands are told by the first word that is no option, so that clips can stand there too.
    words = _skip_global_options(argv)
    if words[:1] == ["edit"]:
        return _parse_edit(argv)
    if words[:1] == ["demo-service"]:
        return _parse_demo_service(argv)
    return _parse_window(argv)


def _skip_global_options(argv: list[str]) -> list[str]:
    rest = list(argv)
    while rest and rest[0].startswith("-"):
        takes_value = rest[0] in ("--data-dir", "--api-base")
        del rest[: 2 if takes_value else 1]
    return rest


def _base(name: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aleph-desktop" + (f" {name}" if name else ""),
        description=description,
        epilog=EPILOG if name == "edit" else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say versions and leave")
    return parser


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep jobs and settings here")
    parser.add_argument("--api-base", metavar="URL", help="another address of the service")
    parser.add_argument(
        "--demo",
        action="store_true",
        help="use a demo service on this machine: free, plain filters",
    )


class _Version(argparse.Action):
    """Says the versions at once, whatever else is missing."""

    def __call__(self, *_: object, **__: object) -> None:
        from aleph_desktop.app.version import versions

        print(versions())
        raise SystemExit(0)


def _parse_window(argv: list[str]) -> Arguments:
    parser = _base("", "Change a shot by describing the change.")
    parser.usage = (
        "aleph-desktop [--data-dir DIR] [--api-base URL] [--demo] [--sample] [CLIP ...]\n"
        "       aleph-desktop edit SOURCE PROMPT [options]   (edit --help)\n"
        "       aleph-desktop demo-service [options]         (demo-service --help)"
    )
    _add_place(parser)
    parser.add_argument("--sample", action="store_true", help="fill in the sample clip and prompt")
    parser.add_argument("clips", nargs="*", metavar="CLIP", help="a file or URL to begin with")
    found = parser.parse_args(argv)
    return Arguments(
        command="window",
        data_dir=found.data_dir,
        api_base=found.api_base,
        demo=found.demo,
        clips=tuple(found.clips),
        sample=found.sample,
    )


def _parse_edit(argv: list[str]) -> Arguments:
    parser = _base("edit", "Edit one clip without a window. The result's path goes to stdout.")
    _add_place(parser)
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
    parser.add_argument("--json", action="store_true", help="one JSON object a line on stdout")
    rest = list(argv)
    rest.remove("edit")
    found = parser.parse_args(rest)
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


def _parse_demo_service(argv: list[str]) -> Arguments:
    parser = _base("demo-service", "A stand-in for the service on this machine.")
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
    rest = list(argv)
    rest.remove("demo-service")
    found = parser.parse_args(rest)
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
