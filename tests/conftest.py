"""What many tests need: a command line that is run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.complete_examples import complete_examples
from tests.support.runners import Run

# The weekly run tries more.
EXAMPLES = 200 if os.environ.get("STSLINT_LONG_TESTS") else 60
# How long one example takes says more of the machine than of the code.
settings.register_profile("stslint", deadline=None, max_examples=EXAMPLES)
settings.load_profile("stslint")


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keeps what runs keep out of the user's own folder."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STSLINT_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture
def stslint(tmp_path: Path) -> Run:
    """Returns a function that runs ``stslint`` in an empty folder."""

    def run(
        *words: str, stdin: str | bytes = "", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        ran = subprocess.run(
            [sys.executable, "-m", "stslint", *words],
            cwd=cwd or tmp_path,
            input=data,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return subprocess.CompletedProcess(
            ran.args, ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
        )

    return run


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """Returns a folder with every fourth example of a rule, a file each, as whole manifests."""
    for name, text in islice(complete_examples().items(), 0, None, 4):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the recorded verdicts and rollouts, and as slow: they are whole corpora."""
    for item in items:
        if item.path.name == "test_recorded.py":
            item.add_marker(pytest.mark.recorded)
            item.add_marker(pytest.mark.slow)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected outputs anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Returns whether expected outputs are to be written anew."""
    return bool(request.config.getoption("--update"))
