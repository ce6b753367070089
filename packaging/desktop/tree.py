"""A whole Debian in a folder, as bare as it gets, with one user."""

import os
import shutil
import subprocess
from pathlib import Path

USER = "editor"
HOME = Path("/home") / USER
_SOCKETS = "/tmp/.X11-unix"  # noqa: S108 - X's own place
_SOURCES = (Path("/etc/apt/sources.list"), Path("/etc/apt/sources.list.d"))

# What changes without the package's doing: package lists, logs, caches and what runs.
_NOT_COMPARED = (
    "proc", "sys", "dev", "run", "tmp", "home", "var/cache", "var/log", "var/lib/apt",
    "var/lib/dpkg", "var/lib/systemd",
)  # fmt: skip


class Tree:
    """Its mounts end with the mount namespace that this process runs in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._environ: dict[str, str] = {}

    def make(self) -> None:
        """Raises RuntimeError with what mmdebstrap said."""
        codename = _codename()
        sources = [str(file) for file in _source_files()]
        _run("mmdebstrap", "--quiet", "--variant=minbase", codename, str(self.root), *sources)
        for name in ("resolv.conf", "hosts"):
            shutil.copyfile(Path("/etc") / name, self.root / "etc" / name)
        for file in Path("/etc/apt/apt.conf.d").glob("99*"):  # how this machine reaches packages
            shutil.copy(file, self.root / "etc/apt/apt.conf.d")
        self._mount()
        self.run("useradd", "--create-home", "--shell", "/bin/bash", USER)
        assert not list(self.root.glob("usr/bin/python3*")), "the clean Debian has a Python"

    def _mount(self) -> None:
        for name in ("proc", "sys", "dev"):
            (self.root / name).mkdir(exist_ok=True)
        _run("mount", "-t", "proc", "proc", str(self.root / "proc"))
        _run("mount", "--rbind", "/dev", str(self.root / "dev"))
        Path(_SOCKETS).mkdir(exist_ok=True)
        _run("mount", "-t", "tmpfs", "-o", "mode=1777", "sockets", _SOCKETS)  # none of theirs stays
        sockets = self.root / "tmp/.X11-unix"
        sockets.mkdir(parents=True, exist_ok=True)
        _run("mount", "--bind", _SOCKETS, str(sockets))

    def install(self, *packages: str, again: bool = False) -> None:
        """With apt, and with what they need, but nothing that is merely recommended."""
        self.run("apt-get", "update", "-qq")
        self.run(*_APT, "install", *(["--reinstall"] if again else []), *packages)

    def install_file(self, package: Path, *, again: bool = False) -> None:
        """A .deb from outside, as `apt install ./….deb` does it. `again`: over the same version."""
        inside = self.root / "tmp" / package.name
        shutil.copyfile(package, inside)
        try:
            self.install(f"/tmp/{package.name}", again=again)  # noqa: S108 - in the tree
        finally:
            inside.unlink()

    def purge(self, package: str) -> None:
        """Without what came with it: that is other packages' own."""
        self.run(*_APT, "purge", package)

    def run(self, *command: str) -> str:
        """As root. What it printed; raises RuntimeError with that when it fails."""
        return _run("chroot", str(self.root), *command, environ=_BASE)

    def as_user(self, *command: str) -> str:
        """As the editor, in the session that `set_session` told of."""
        return _run(*self._login(), *command, environ=_BASE | self._environ)

    def start_as_user(self, *command: str, log: str = "session.log") -> "subprocess.Popen[bytes]":
        """The same, not waited for; what it prints goes into a file in the home."""
        with (self.home / log).open("ab") as output:
            return subprocess.Popen(
                [*self._login(), *command],
                env=_BASE | self._environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def set_session(self, **environ: str) -> None:
        self._environ = environ | {"HOME": str(HOME), "USER": USER, "XDG_CURRENT_DESKTOP": "LXDE"}

    @property
    def home(self) -> Path:
        """The editor's, seen from outside."""
        return self.inside(HOME)

    def inside(self, path: Path) -> Path:
        """A path in the tree, seen from outside."""
        return self.root / path.relative_to("/")

    def _login(self) -> list[str]:
        return [
            "chroot",
            f"--userspec={USER}:{USER}",
            str(self.root),
            "/usr/bin/env",
            "-C",
            str(HOME),
        ]

    def strays(self) -> set[str]:
        """Files of no installed package."""
        lists = (self.root / "var/lib/dpkg/info").glob("*.list")
        owned = {line[1:] for file in lists for line in file.read_text("utf-8").splitlines()}
        merged = {f"usr/{path}" for path in owned if path.startswith(("bin", "lib", "sbin"))}
        return self._files() - owned - merged

    def _files(self) -> set[str]:
        found = set()
        for folder, names, files in os.walk(self.root):
            place = Path(folder).relative_to(self.root)
            names[:] = [name for name in names if str(place / name) not in _NOT_COMPARED]
            found |= {str(place / name) for name in [*names, *files]}
        return found


_APT = ("apt-get", "-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0")
_BASE = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


def _codename() -> str:
    lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    facts = dict(line.split("=", 1) for line in lines if "=" in line)
    return facts["VERSION_CODENAME"]


def _source_files() -> list[Path]:
    """Where this machine's own packages come from."""
    single, folder = _SOURCES
    files = [single] if single.is_file() and single.stat().st_size else []
    return files + sorted(path for path in folder.glob("*") if path.suffix in (".list", ".sources"))


def _run(*command: str, environ: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stdout + done.stderr)[-2000:]
        raise RuntimeError(f"{' '.join(command)} failed:\n{said}")
    return done.stdout
