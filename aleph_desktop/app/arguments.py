"""The command line."""

import argparse
from pathlib import Path
from typing import NamedTuple

SUBCOMMANDS = ("edit", "prepare", "probe", "resume", "doctor", "demo-service")


class Arguments(NamedTuple):
    """What was asked for, checked as far as words go. No dataclass: that costs the start 1 ms."""

    command: str  # "window" or one of SUBCOMMANDS
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
    range: str | None = None  # IN-OUT, as it was written; None: the clip's start
    shape: str = "fit"  # a value of `framing.Shape`
    crop: float = 0.5  # with "fill": where
    takes: int = 1
    fetch: bool = False  # a URL's clip is fetched here, and sent as data
    private: bool = False  # a private address may be asked
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
    if not words or words[0] not in SUBCOMMANDS:
        return _parse_window(argv)
    from aleph_desktop.app.subcommands import PARSERS

    options = argv[: len(argv) - len(words)]
    return PARSERS[words[0]](options + words[1:])


def _skip_global_options(argv: list[str]) -> list[str]:
    rest = list(argv)
    while rest and rest[0].startswith("-"):
        takes_value = rest[0] in ("--data-dir", "--api-base")
        del rest[: 2 if takes_value else 1]
    return rest


def base_parser(name: str, description: str, epilog: str | None = None) -> argparse.ArgumentParser:
    """What all forms have in common."""
    parser = argparse.ArgumentParser(
        prog="aleph-desktop" + (f" {name}" if name else ""),
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say versions and leave")
    return parser


def add_place(parser: argparse.ArgumentParser) -> None:
    """Which jobs, at which service."""
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
    parser = base_parser("", "Change a shot by describing the change.")
    parser.usage = (
        "aleph-desktop [--data-dir DIR] [--api-base URL] [--demo] [--sample] [CLIP ...]\n"
        "       aleph-desktop edit SOURCE PROMPT [options]   (edit --help)\n"
        "       aleph-desktop resume [options]               (resume --help)\n"
        "       aleph-desktop probe SOURCE [options]         (probe --help)\n"
        "       aleph-desktop prepare SOURCE -o PROXY        (prepare --help)\n"
        "       aleph-desktop doctor [options]               (doctor --help)\n"
        "       aleph-desktop demo-service [options]         (demo-service --help)"
    )
    add_place(parser)
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
