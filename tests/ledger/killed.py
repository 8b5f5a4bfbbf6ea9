"""Runs an action in a process that a failpoint may kill; the processes are forked from one that has imported it all."""

import multiprocessing
import os
from pathlib import Path

_SERVER = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
if hasattr(os, "fork"):
    _SERVER.set_forkserver_preload(["django.core.management", "django.db.migrations.executor", "duckdb", "pytest"])
# Text, because the fork knows neither the tests' folder nor a Django that is set up until it has run these lines.
_ACTION = """
import importlib, os, sys
from pathlib import Path
sys.path.insert(0, root)
os.environ.update(settings)
from openkam.ledger.database import open_database
from openkam.ledger.folder import DataFolder
folder = DataFolder(Path(path))
open_database(folder, create=False)
module, name = job.split(":")
getattr(importlib.import_module(module), name)(folder, action)
"""


def run_action(job: str, folder: Path, action: str, settings: dict[str, str]) -> int | None:
    """The exit code of `module:function(folder, action)` with these settings in its environment; -9 where killed."""
    root = str(Path(__file__).parents[2])
    words = {"root": root, "job": job, "path": str(folder), "action": action, "settings": settings}
    process = _SERVER.Process(target=exec, args=(_ACTION, words))
    process.start()
    process.join()
    return process.exitcode
