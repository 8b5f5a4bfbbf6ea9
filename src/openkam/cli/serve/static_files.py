"""Stylesheets and scripts, laid out once a release with a compressed copy beside each."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from openkam.ledger.folder import DataFolder


def lay_out(folder: DataFolder) -> None:
    """Every static file of this release into the data folder; older releases go. A second call finds it done."""
    from django.conf import settings

    if settings.DEBUG:
        return  # a developer wants to see what he changes
    release = settings.STATIC_URL.strip("/").rpartition("/")[2]
    place = folder.static / release
    if not place.is_dir():
        draft = folder.static / f"{release}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        _copy_all(draft)
        _compress_all(draft)
        draft.rename(place)
    _remove([one for one in folder.static.iterdir() if one != place])


def _copy_all(place: Path) -> None:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list(None):
            copy = place / name
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(storage.path(name), copy)


def _compress_all(place: Path) -> None:
    from whitenoise.compress import Compressor

    compressor = Compressor(quiet=True)
    for file in [file for file in place.rglob("*") if file.is_file()]:
        if compressor.should_compress(file.name):
            list(compressor.compress(str(file)))


def _remove(outdated: Iterable[Path]) -> None:
    for one in outdated:
        shutil.rmtree(one, ignore_errors=True)
