"""All grades of a run as arrays beside its others: the database is asked for them once, whoever looks at them."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np
from django.db.models import BigIntegerField, ExpressionWrapper, F

from openkam.analysis.column import Array
from openkam.core.fields import MoneyField
from openkam.insight.grading.models import Grade, Run
from openkam.insight.value.standing import Columns
from openkam.ledger.folder import DataFolder

FIGURES: Final = (
    "score",
    "coverage",
    "net_sales_12m",
    "net_sales",
    "gross_profit_12m",
    "gross_profit",
    "margin",
    "profit_share",
    "sales_share",
    "growth",
    "future_value",
    "money_at_risk",
    "overdue_amount",
    "collection_days",
    "share_of_wallet",
    "effort_hours",
    "tenure_months",
    "days_since_purchase",
)
"""Fields of Grade that are numbers."""
WORDS: Final = ("pattern", "movement")
_FOLDER: Final = "grades"
_ABOUT: Final = "words.json"
_CHUNK: Final = 10_000


@dataclass(frozen=True)
class KeptGrades:
    """One row a graded account, by its key. What a viewer may see of them is for the caller to choose.

    account     int64 keys, rising
    tier_place  int16
    figures     float64 by field, NaN unknown; money in units of 1/10,000
    words       int32 by field: index into `vocabulary[field]`, which begins with the blank
    """

    account: Array
    tier_place: Array
    figures: Mapping[str, Array]
    words: Mapping[str, Array]
    vocabulary: Mapping[str, tuple[str, ...]]


def grades_of_run(run: Run, folder: DataFolder) -> KeptGrades | None:
    """The grades of a published run, which never change; None where the run has no folder, or none can be written."""
    home = folder.path / run.columns
    if not run.columns or run.published_at is None or not home.is_dir():
        return None
    try:
        if not (home / _FOLDER).is_dir():
            write_grades(run, home)
        return _opened(home / _FOLDER)
    except OSError:
        return None


def write_grades(run: Run, home: Path) -> None:
    """Write the grades of a run, all of them in the database, beside its other arrays; nobody then waits for it.

    Whole or not at all; where two processes write, the first one's stays, as both wrote the same.
    """
    draft = home / f"{_FOLDER}-{uuid4().hex}"
    draft.mkdir()
    try:
        arrays, vocabulary = _read(run)
        for name, values in arrays.items():
            np.save(draft / f"{name}.npy", values, allow_pickle=False)
        (draft / _ABOUT).write_text(json.dumps(vocabulary, ensure_ascii=False), "utf-8")
        draft.rename(home / _FOLDER)
    except OSError:
        if not (home / _FOLDER).is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@lru_cache(maxsize=4)
def _opened(place: Path) -> KeptGrades:
    """Mapped into memory: all processes of a machine share the pages they read."""
    kept = Columns(place)
    return KeptGrades(
        account=kept["account"],
        tier_place=kept["tier_place"],
        figures={name: kept[name] for name in FIGURES},
        words={name: kept[name] for name in WORDS},
        vocabulary={name: tuple(words) for name, words in json.loads((place / _ABOUT).read_text("utf-8")).items()},
    )


def _read(run: Run) -> tuple[dict[str, Array], dict[str, list[str]]]:
    names = ("account_id", "tier_place", *WORDS, *FIGURES)
    rows = Grade.objects.filter(run=run).values_list(*("account_id", "tier_place", *WORDS), *map(_plain, FIGURES))
    vocabulary: dict[str, dict[str, int]] = {name: {"": 0} for name in WORDS}
    parts: dict[str, list[Array]] = {name: [np.zeros(0, _kind(name))] for name in names}
    for chunk in _chunks(rows.iterator(chunk_size=_CHUNK)):
        for name, values in zip(names, zip(*chunk, strict=True), strict=True):
            numbers = _numbered(values, vocabulary[name]) if name in vocabulary else values
            parts[name].append(np.array(numbers, _kind(name)))
    arrays = {name: np.concatenate(some) for name, some in parts.items()}
    order = np.argsort(arrays["account_id"], kind="stable")
    arrays = {name.removesuffix("_id"): values[order] for name, values in arrays.items()}
    return arrays, {name: list(known) for name, known in vocabulary.items()}


def _numbered(words: Sequence[str], known: dict[str, int]) -> list[int]:
    return [known.setdefault(word, len(known)) for word in words]


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _kind(name: str) -> type[np.generic]:
    if name == "account_id":
        return np.int64
    if name == "tier_place":
        return np.int16
    return np.int32 if name in WORDS else np.float64


def _plain(code: str) -> Any:
    """Money as the whole number the database keeps: a hundred thousand Decimals would take half a second."""
    if isinstance(Grade._meta.get_field(code), MoneyField):
        return ExpressionWrapper(F(code), output_field=BigIntegerField())
    return code
