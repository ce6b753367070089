"""What a program wrote to a folder, as `strace` saw it, and what a power cut leaves of it.

Modelled, as ext4, XFS, APFS and NTFS promise it:
- What was written to a file before its last fsync or fdatasync is there; of what was written since
  any part may be, in units of one write call.
- Names (create, link, rename, unlink, mkdir) of one folder change in the order they were asked
  for. An fsync of the folder keeps all so far; an fsync of a file keeps its creation. Of the
  changes since, the first few may be there.
- A file that is cut to a size is cut at once or, like a write, not.
What is mapped into memory (SQLite's index of its log) is not recorded: SQLite makes it anew.
"""

import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "openat,open,creat,write,pwrite64,writev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,"
    "link,linkat,unlink,unlinkat,close,dup,lseek,mkdir"
)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?: .*)?$", re.DOTALL)
_CUT = re.compile(r"(\d+) +(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Write:
    file: int
    place: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    file: int
    size: int


@dataclass(frozen=True)
class Name:
    """In `folder`: `new` is there now, for `file` (None: a folder), and `old` is not."""

    folder: str
    new: str | None
    file: int | None
    old: str | None = None


@dataclass(frozen=True)
class Sync:
    file: int | None = None
    folder: str | None = None


@dataclass(frozen=True)
class Mark:
    """A step of the program has returned."""


Event = Write | Cut | Name | Sync | Mark


def record(folder: Path, command: list[str], log: Path, mark: bytes) -> list[Event]:
    """Run a program, and tell what it did to a folder."""
    subprocess.run(
        ["strace", "-f", "-xx", "-s", "10000000", "-o", log, "-e", f"trace={CALLS}", *command],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    reader = _Reader(str(folder), mark)
    for line in _whole_lines(log):
        reader.read(line)
    return reader.events


def _whole_lines(log: Path) -> Iterator[str]:
    """A call during which another thread made one is in two lines."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as file:
        for line in map(str.rstrip, file):
            if cut := _CUT.match(line):
                begun[cut[1]] = f"{cut[1]} {cut[2]}"
            elif resumed := _RESUMED.match(line):
                yield begun.pop(resumed[1]) + resumed[2]
            else:
                yield line


@dataclass
class _Reader:
    """Follows names and file numbers."""

    root: str
    mark: bytes
    events: list[Event] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)  # by path
    opened: dict[int, list[int]] = field(default_factory=dict)  # number → file, place
    folders: dict[int, str] = field(default_factory=dict)
    count: int = 0

    def read(self, line: str) -> None:
        found = _LINE.match(line)
        if not found or int(found[4]) < 0:
            return
        call, rest, answer = found[2], found[3], int(found[4])
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(rest)]
        numbers = [part.strip() for part in _TEXT.sub("", rest).split(",")]
        if call in ("openat", "open", "creat"):
            self._open(texts[0].decode(), rest, answer)
        elif call in ("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat"):
            self._name(call, [text.decode() for text in texts])
        elif call == "mkdir":
            self._add(Name(_folder(texts[0].decode()), texts[0].decode(), None))
        else:
            self._on_number(call, int(numbers[0]), numbers, texts, answer)

    def _open(self, path: str, flags: str, number: int) -> None:
        self.opened.pop(number, None)
        self.folders.pop(number, None)
        if not path.startswith(self.root):
            return
        if Path(path).is_dir() or "O_DIRECTORY" in flags:
            self.folders[number] = path
            return
        if path not in self.files:
            assert "O_CREAT" in flags, path
            self.count += 1
            self.files[path] = self.count
            self._add(Name(_folder(path), path, self.count))
        elif "O_TRUNC" in flags:
            self._add(Cut(self.files[path], 0))
        self.opened[number] = [self.files[path], 0]

    def _name(self, call: str, paths: list[str]) -> None:
        if not paths[0].startswith(self.root):
            return
        old = None if call.startswith("link") else paths[0]
        new = paths[1] if len(paths) > 1 else None
        file = self.files[paths[0]] if old is None else self.files.pop(paths[0])
        if new is not None:
            assert _folder(new) == _folder(paths[0]), "one folder is enough for this test"
            self.files[new] = file
        self._add(Name(_folder(paths[0]), new, file, old))

    def _on_number(
        self, call: str, number: int, numbers: list[str], texts: list[bytes], answer: int
    ) -> None:
        if call == "close":
            self.opened.pop(number, None)
            self.folders.pop(number, None)
        elif call == "write" and texts == [self.mark]:
            self._add(Mark())
        elif call in ("fsync", "fdatasync") and number in self.folders:
            self._add(Sync(folder=self.folders[number]))
        elif number in self.opened:
            assert call not in ("writev", "dup"), "not followed yet"
            file, place = self.opened[number]
            if call == "pwrite64":
                self._add(Write(file, int(numbers[-1]), texts[0][:answer]))
            elif call == "write":
                self._add(Write(file, place, texts[0][:answer]))
                self.opened[number][1] += answer
            elif call == "lseek":
                self.opened[number][1] = answer
            elif call == "ftruncate":
                self._add(Cut(file, int(numbers[1])))
            else:
                self._add(Sync(file=file))

    def _add(self, event: Event) -> None:
        self.events.append(event)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def leave(events: list[Event], root: str, target: Path, chance: random.Random | None) -> None:
    """Put into `target` what a power cut after these events leaves of the folder `root`.

    `chance` None: nothing of what wasn't synced; else some of it.
    """
    contents = _contents(events, chance)
    for path, file in _names(events, root, chance).items():
        there = target / path.removeprefix(root).lstrip("/")
        if file is None:
            there.mkdir(parents=True, exist_ok=True)
        elif there.parent.exists():
            there.write_bytes(contents.get(file, b""))


def _contents(events: list[Event], chance: random.Random | None) -> dict[int, bytearray]:
    """Of each file."""
    synced = {
        event.file: place
        for place, event in enumerate(events)
        if isinstance(event, Sync) and event.file is not None
    }
    contents: dict[int, bytearray] = {}
    for place, event in enumerate(events):
        if not isinstance(event, Write | Cut):
            continue
        if place < synced.get(event.file, -1) or (chance and chance.random() < 0.5):
            _apply(event, contents.setdefault(event.file, bytearray()))
    return contents


def _names(events: list[Event], root: str, chance: random.Random | None) -> dict[str, int | None]:
    """The files by path; None for a folder."""
    kept = _kept(events, root)
    names: dict[str, int | None] = {}
    lost: set[str] = set()
    for place, event in enumerate(events):
        if not isinstance(event, Name) or event.folder in lost:
            continue
        if place > kept.get(event.folder, -1) and not (chance and chance.random() < 0.7):
            lost.add(event.folder)  # with all that came after it
            continue
        if event.new is not None:
            names[event.new] = event.file
        if event.old is not None:
            names.pop(event.old, None)
    return names


def _kept(events: list[Event], root: str) -> dict[str, int]:
    """For each folder, up to which event its names are on the disk."""
    kept: dict[str, int] = {}
    born: dict[int, tuple[int, str]] = {}
    for place, event in enumerate(events):
        if isinstance(event, Name) and event.file is not None:
            born.setdefault(event.file, (place, event.folder))
        elif isinstance(event, Sync) and event.folder is not None:
            kept[event.folder] = place
        elif isinstance(event, Sync) and event.file is not None:
            begun, folder = born.get(event.file, (-1, root))
            kept[folder] = max(kept.get(folder, -1), begun)
    return kept


def _apply(event: Write | Cut, content: bytearray) -> None:
    if isinstance(event, Cut):
        del content[event.size :]
        content.extend(bytes(event.size - len(content)))
        return
    if len(content) < event.place:
        content.extend(bytes(event.place - len(content)))
    content[event.place : event.place + len(event.data)] = event.data
