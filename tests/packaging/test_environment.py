"""When `.venv` is kept, completed or made again. pip itself is CI's business, on a clean clone."""

import sys
from pathlib import Path

import pytest
from environment import Environment, PackageEnvironment


class Record:
    """Writes down what would be installed; a made folder holds a file as its Python."""

    python: str

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.done: list[str] = []

    def _make(self) -> None:
        self.done.append("make")
        python = Path(self.python)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    def _install(self, lock: str) -> None:
        self.done.append(lock)

    def _pip(self, *arguments: str) -> None:
        self.done.append("project")


class Recorded(Record, Environment):
    pass


class RecordedPackage(Record, PackageEnvironment):
    pass


class Broken(Recorded):
    def _pip(self, *arguments: str) -> None:
        raise SystemExit("no network")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ALEPH_VENV", raising=False)
    (tmp_path / "packaging").mkdir()
    (tmp_path / "pyproject.toml").write_text("first")
    for name in ("requirements", "requirements-dev", "requirements-package", "clips"):
        lock = f"{name}.txt"
        (tmp_path / "packaging" / lock).write_text("first")
    return tmp_path


def prepare(root: Path, *, dev: bool) -> list[str]:
    environment = Recorded(root)
    environment.prepare(dev=dev)
    assert environment.fits(dev=dev)
    return environment.done


DEV = ["requirements-dev.txt", "clips.txt"]


def test_first_run_installs_the_runtime_alone(checkout: Path) -> None:
    assert prepare(checkout, dev=False) == ["make", "requirements.txt", "project"]


def test_second_run_does_nothing(checkout: Path) -> None:
    prepare(checkout, dev=True)
    assert prepare(checkout, dev=True) == []
    assert prepare(checkout, dev=False) == []


def test_work_on_it_completes_what_run_made(checkout: Path) -> None:
    prepare(checkout, dev=False)
    assert prepare(checkout, dev=True) == DEV


def test_changed_runtime_lock_starts_afresh(checkout: Path) -> None:
    prepare(checkout, dev=True)
    (checkout / "packaging" / "requirements.txt").write_text("second")
    assert prepare(checkout, dev=False) == ["make", "requirements.txt", "project"]


@pytest.mark.parametrize("lock", DEV)
def test_changed_dev_lock_starts_afresh_for_work_and_not_for_run(checkout: Path, lock: str) -> None:
    prepare(checkout, dev=True)
    (checkout / "packaging" / lock).write_text("second")
    assert prepare(checkout, dev=False) == []
    assert prepare(checkout, dev=True) == ["make", *DEV, "project"]


def test_changed_pyproject_installs_the_project_again(checkout: Path) -> None:
    prepare(checkout, dev=True)
    (checkout / "pyproject.toml").write_text("second")
    assert prepare(checkout, dev=True) == ["project"]


def test_another_python_starts_afresh(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(checkout, dev=False)
    newer = type("Version", (), {"major": 3, "minor": sys.version_info.minor + 1})
    monkeypatch.setattr("sys.version_info", newer)
    assert "make" in prepare(checkout, dev=False)


def test_moved_folder_starts_afresh(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    prepare(checkout, dev=False)
    moved = tmp_path_factory.mktemp("elsewhere") / "moved"
    checkout.rename(moved)
    assert "make" in prepare(moved, dev=False)


def test_interrupted_install_starts_afresh(checkout: Path) -> None:
    prepare(checkout, dev=False)
    (checkout / "pyproject.toml").write_text("second")
    with pytest.raises(SystemExit):
        Broken(checkout).prepare(dev=False)
    assert "make" in prepare(checkout, dev=False)


def test_vanished_python_starts_afresh(checkout: Path) -> None:
    prepare(checkout, dev=False)
    Path(Environment(checkout).python).unlink()
    assert "make" in prepare(checkout, dev=False)


def test_another_folder_by_name(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALEPH_VENV", ".venv-3.13")
    assert Environment(checkout).folder == checkout / ".venv-3.13"


def test_a_folder_that_is_no_environment_is_left_alone(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALEPH_VENV", "films")
    film = checkout / "films" / "film.mp4"
    film.parent.mkdir()
    film.touch()
    with pytest.raises(SystemExit, match="left alone"):
        Environment(checkout).prepare(dev=False)
    assert film.exists()


def make_package_ready(root: Path) -> list[str]:
    environment = RecordedPackage(root)
    environment.make_ready()
    return environment.done


def test_packages_are_built_in_an_environment_of_their_own(checkout: Path) -> None:
    """Without the project and the tests: PyInstaller would take them along."""
    prepare(checkout, dev=True)
    assert PackageEnvironment(checkout).folder == checkout / ".venv-package"
    assert make_package_ready(checkout) == ["make", "requirements-package.txt"]
    assert make_package_ready(checkout) == []


def test_a_changed_package_lock_starts_afresh(checkout: Path) -> None:
    make_package_ready(checkout)
    (checkout / "packaging" / "requirements-package.txt").write_text("second")
    assert make_package_ready(checkout) == ["make", "requirements-package.txt"]


def test_another_pythons_packages_have_their_own_folder(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALEPH_VENV", ".venv-3.13")
    assert PackageEnvironment(checkout).folder == checkout / ".venv-3.13-package"
