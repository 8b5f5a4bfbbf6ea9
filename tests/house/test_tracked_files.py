"""What is committed names no registry, no machine, and installs only what it has hashed."""

import re

from tests.house.sources import ROOT, files, place

TEXT_FILES = (".py", ".toml", ".md", ".html", ".css", ".txt", ".in", ".json", ".sql", "", ".yml", ".cfg")
HOSTS = [
    "py" + "pi.o" + "rg",
    "python" + "hosted.o" + "rg",
    "registry.npm" + "js",
    "deb.deb" + "ian",
    "mirrors." + "tuna",
    "index" + "-url =",
]
MACHINE = re.compile(r"(^|[^a-z.])/(wo" + r"rk|fa" + r"rm|ro" + r"ot)/")
LOCKED = re.compile(r"^[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+( ; .+)? \\$")


def test_no_registry_and_no_machine_is_named() -> None:
    faults = []
    for path in files(*TEXT_FILES):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if any(host in line for host in HOSTS) or MACHINE.search(line):
                faults.append(f"{place(path)}:{number}")
    assert not faults


def test_every_locked_package_has_its_hashes() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert locks
    for path in locks:
        lines = path.read_text(encoding="utf-8").splitlines()
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            if not line.startswith("    "):
                assert LOCKED.match(line), f"{path.name}: {line}"
                assert following.strip().startswith("--hash=sha256:"), f"{path.name}: {line} has no hash"


def test_every_requirement_is_in_its_lock() -> None:
    for path in sorted((ROOT / "requirements").glob("*.in")):
        locked = path.with_suffix(".txt").read_text(encoding="utf-8")
        for line in path.read_text(encoding="utf-8").splitlines():
            name = re.match(r"[A-Za-z0-9._-]+", line)
            if name and not line.startswith("-"):
                assert f"\n{name.group().lower()}==" in f"\n{locked}", f"{path.name}: run `python3 tasks.py lock`"


def test_only_the_spark_extra_brings_spark() -> None:
    for name in ("base", "dev"):
        assert "pyspark" not in (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
