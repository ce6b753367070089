"""What runs on GitHub: read here, carried out there."""

import re
from pathlib import Path
from typing import Any

import dev
import pytest
import release_notes
import yaml

SYSTEMS = {"ubuntu": "Linux", "macos": "macOS", "windows": "Windows"}
READ = {"contents": "read"}


@pytest.fixture
def release(root: Path) -> dict[str, Any]:
    return read(root / ".github/workflows/release.yml")


def read(workflow: Path) -> dict[str, Any]:
    found = yaml.safe_load(workflow.read_text("utf-8"))
    found["on"] = found.pop(True)  # YAML 1.1's word for `on`
    return found


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.fixture(params=["ci.yml", "release.yml"])
def workflow(request: pytest.FixtureRequest, root: Path) -> dict[str, Any]:
    return read(root / ".github/workflows" / request.param)


def test_a_workflow_may_read_and_no_more(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == READ
    more = {
        name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job
    }
    assert more in ({}, {"release": {"contents": "write"}})


def test_a_workflow_ends(workflow: dict[str, Any]) -> None:
    assert all(job["timeout-minutes"] <= 90 for job in workflow["jobs"].values())
    assert "concurrency" in workflow


def test_actions_are_githubs_own_and_of_a_known_version(workflow: dict[str, Any]) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", name)] == []


def test_what_a_workflow_starts_is_there(root: Path, workflow: dict[str, Any]) -> None:
    lines = "\n".join(step.get("run", "") for step in steps(workflow))
    files = re.findall(r"(?:packaging/[\w./-]+|\.ci/run)", lines)
    assert files
    assert [name for name in files if not (root / name).is_file()] == []
    commands = re.findall(r"packaging/dev\.py (\w+)", lines)
    assert [name for name in commands if name not in dev.COMMANDS] == []


def test_every_system_is_built_tried_and_kept(release: dict[str, Any]) -> None:
    build = release["jobs"]["build"]
    runners = [row["runs-on"] for row in build["strategy"]["matrix"]["include"]]
    assert {SYSTEMS[runner.partition("-")[0]] for runner in runners} == set(SYSTEMS.values())
    assert sum("intel" in runner for runner in runners) == 1
    lines = [step.get("run", "") for step in build["steps"]]
    package = next(n for n, line in enumerate(lines) if "dev.py package --feed" in line)
    smoke = next(n for n, line in enumerate(lines) if "dev.py smoke" in line)
    assert package < smoke < len(lines) - 1
    kept = build["steps"][-1]["with"]
    assert kept["if-no-files-found"] == "error"
    endings = (".deb", ".tar.zst", ".dmg", "-setup.exe", ".manifest.json", ".cdx.json")
    assert kept["path"].split() == [f"dist/*{ending}" for ending in endings]


def test_a_tag_alone_makes_a_release_and_that_a_draft(release: dict[str, Any]) -> None:
    assert release["on"] == {"push": {"tags": ["v*"]}, "workflow_dispatch": None}
    assert release["jobs"]["release"]["if"] == "github.ref_type == 'tag'"
    assert set(release["jobs"]["release"]["needs"]) == {"words", "build"}
    create = release["jobs"]["release"]["steps"][-1]["run"]
    assert "gh release create" in create
    assert all(word in create for word in ("--draft", "--verify-tag", "SHA256SUMS", "notes.md"))


def test_secrets_are_seen_by_the_steps_that_sign_alone(release: dict[str, Any]) -> None:
    seeing = [step["name"] for step in steps(release) if "secrets." in str(step)]
    assert seeing == ["Who signs, on macOS", "Who signs, on Windows"]
    outside = {key: value for key, value in release.items() if key != "jobs"}
    assert "secrets." not in str(outside)
    assert all("secrets." not in str(job.get("env")) for job in release["jobs"].values())
    assert all("secrets." not in step.get("run", "") for step in steps(release))


CHANGELOG = """# Changelog

## Unreleased

Later.

## 1.2.3 – 2026-02-03

Both.

- **One** thing.

## 1.2

Before.
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    return tmp_path


def test_a_release_says_what_the_changelog_does(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release_notes.main(["v1.2.3"], checkout) == 0
    assert capsys.readouterr().out == "Both.\n\n- **One** thing.\n"
    assert release_notes.words_of("1.2", CHANGELOG) == "Before."


def test_another_tag_than_the_version_is_no_release(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release_notes.main(["v1.2.4"], checkout) == 1
    assert capsys.readouterr().err == "The tag is v1.2.4, pyproject.toml says 1.2.3.\n"
    assert release_notes.main([], checkout) == 2


def test_a_version_without_words_is_no_release(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\nLater.\n")
    assert release_notes.main(["v1.2.3"], checkout) == 1
    assert "CHANGELOG.md says nothing" in capsys.readouterr().err
