"""The tasks of a contributor: ``nox --list`` names them, ``nox -s tests_fast lint`` runs two.

Each session makes an environment of its own. ``nox --no-venv -s lint`` runs it in the environment that nox
is installed in (the group ``dev``), which takes no time to build; the sessions that compare environments
(``lowest``, ``without_extras``, ``sdist``, ``schemas``) cannot do that.
"""

from __future__ import annotations

import json
import shutil
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

import nox

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
NOT_FAST = "slow or network"

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["lint", "types", "imports", "tests_fast"]


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests; arguments after -- go to pytest."""
    install(session, "test", "extras")
    pytest(session)


@nox.session
def tests_fast(session: nox.Session) -> None:
    """Run the tests that are neither slow nor need the network."""
    install(session, "test", "extras")
    pytest(session, "-m", f"not ({NOT_FAST})")


@nox.session
def lint(session: nox.Session) -> None:
    """Check lint, format and spelling."""
    install(session, "lint")
    session.run(program(session, "ruff"), "check", ".")
    session.run(program(session, "ruff"), "format", "--check", ".")
    session.run(program(session, "codespell"))


@nox.session
def types(session: nox.Session) -> None:
    """Check the types."""
    install(session, "dev")
    session.run(program(session, "mypy"), *session.posargs)


@nox.session
def imports(session: nox.Session) -> None:
    """Check the contracts on imports, [tool.importlinter] in pyproject.toml."""
    install(session, "lint")
    session.run(program(session, "lint-imports"))


@nox.session
def workflows(session: nox.Session) -> None:
    """Check the workflows with actionlint, which is a Go program and has to be on the PATH."""
    if shutil.which("actionlint") is None:
        session.skip(
            "no actionlint on the PATH: go install github.com/rhysd/actionlint/cmd/actionlint@latest"
        )
    session.run("actionlint", external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the pages of the rules, in the directory after -- or a temporary one."""
    install(session, "extras")
    out = session.posargs[:1] or [str(Path(session.create_tmp()) / "docs")]
    session.run(program(session, "python"), "scripts/build_docs.py", *out)


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure the branches that all tests reach, those of started processes included."""
    install(session, "dev")
    measure = [program(session, "python"), "-m", "coverage"]
    session.run(*measure, "erase")
    session.run(*measure, "run", "-m", "pytest", "-n", "auto", *session.posargs)
    session.run(*measure, "combine", "--quiet")
    session.run(*measure, "report")


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the fast tests on the lowest versions that pyproject.toml allows."""
    own_environment(session)
    session.install("uv")
    groups = ("--group", "test", "--group", "extras")
    interpreter = ("--python", str(Path(session.bin) / "python"))
    session.run(
        *("python", "-m", "uv", "pip", "install", *interpreter),
        *("--resolution", "lowest-direct", "--editable", ".", *groups),
    )
    pytest(session, "-m", f"not ({NOT_FAST})")


@nox.session
def without_extras(session: nox.Session) -> None:
    """Run the fast tests with neither the extra cel nor the extra server."""
    own_environment(session)
    install(session, "test")
    pytest(session, "-m", f"not ({NOT_FAST})")


@nox.session
def sdist(session: nox.Session) -> None:
    """Build the source distribution, unpack it, and run its own fast tests."""
    own_environment(session)
    session.install("build")
    # Not session.create_tmp(): it moves the tests' own temporary files into .nox, which .gitignore hides.
    with TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--sdist", "--outdir", folder)
        (archive,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
        with session.chdir(Path(folder) / archive.name.removesuffix(".tar.gz")):
            install(session, "test", "extras")
            pytest(session, "-m", f"not ({NOT_FAST})")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the speed; arguments after -- go to benchmarks/run.py."""
    install(session, "test", "extras")
    session.run(program(session, "python"), "benchmarks/run.py", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try inputs made at random; arguments after -- go to scripts/fuzz.py, such as --seconds 3600."""
    install(session, "test", "extras")
    session.run(program(session, "python"), "scripts/fuzz.py", *session.posargs)


@nox.session
def mutation(session: nox.Session) -> None:
    """Report changes of the code that no test notices; arguments after -- go to scripts/mutate.py."""
    install(session, "test", "extras", "mutation")
    session.run(program(session, "python"), "scripts/mutate.py", *session.posargs)


@nox.session
def fuzz_bytes(session: nox.Session) -> None:
    """Try bytes chosen by the code that they reach; after --: --kind KIND, --seconds N, --corpus FOLDER."""
    own_environment(session)
    install(session, "test", "extras", "fuzz")
    session.run("python", "scripts/fuzz_bytes.py", *session.posargs)


@nox.session
def schemas(session: nox.Session) -> None:
    """Generate schemas/ again, from the version of kubernetes-validate after -- or the recorded one."""
    own_environment(session)
    recorded = json.loads((ROOT / "schemas" / "SOURCES.json").read_text(encoding="utf-8"))
    (version,) = session.posargs[:1] or [recorded["version"]]
    session.install(f"{recorded['package']}=={version}")
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    libraries = str(session.run("python", "-c", ask, silent=True)).strip()
    session.run("python", "scripts/generate_schemas.py", str(Path(libraries) / "kubernetes_validate"))


@nox.session
def record(session: nox.Session) -> None:
    """Record what Kubernetes' code answers: ``-- verdicts 1.37=PROGRAM``, ``-- rollouts 1.37=PROGRAM``."""
    what, *arguments = session.posargs or [""]
    if what not in ("verdicts", "rollouts"):
        session.error("say what to record: -- verdicts 1.37=PROGRAM, or -- rollouts 1.37=PROGRAM")
    install(session, "test", "extras")
    session.run(program(session, "python"), f"scripts/record_{what}.py", *arguments)


def install(session: nox.Session, *groups: str) -> None:
    """Installs the project and dependency groups, unless the session runs in the present environment."""
    if not shares_environment(session):
        session.install("--editable", ".", *nox.project.dependency_groups(PROJECT, *groups))


def pytest(session: nox.Session, *arguments: str) -> None:
    """Runs pytest on all processors. A later ``-m`` or ``-n`` after -- wins."""
    session.run(program(session, "python"), "-m", "pytest", "-n", "auto", *arguments, *session.posargs)


def program(session: nox.Session, name: str) -> str:
    """Returns the program of the session's environment."""
    return str(Path(sys.executable).parent / name) if shares_environment(session) else name


def shares_environment(session: nox.Session) -> bool:
    """Returns whether the session runs in the environment that nox is installed in."""
    return session.venv_backend == "none"


def own_environment(session: nox.Session) -> None:
    """Ends a session that would change the present environment."""
    if shares_environment(session):
        session.error("needs an environment of its own: run it without --no-venv")
