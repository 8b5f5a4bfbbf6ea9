"""A short name for the contents of the static files: it stands in their address, so they may be cached for ever."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def release_of(folders: Iterable[Path]) -> str:
    """Ten hexadecimal digits over names and contents of every file below the folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                digest.update(file.relative_to(folder).as_posix().encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:10]
