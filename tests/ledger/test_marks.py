"""Every mark finds its number, also where several share a slot."""

import numpy as np
import pytest

from openkam.ledger import marks as module
from openkam.ledger.marks import Numbered


@pytest.mark.parametrize("most_bits", [24, 8, 3])
@pytest.mark.parametrize("kind", [np.uint32, np.uint64])
def test_marks_find_their_numbers(most_bits: int, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BITS", most_bits)
    luck = np.random.default_rng(3)
    marks = np.unique(luck.integers(0, np.iinfo(kind).max, 500, dtype=kind, endpoint=True))
    luck.shuffle(marks)
    numbers = luck.integers(0, 400, len(marks))
    asked = luck.integers(0, len(marks), 2000)
    assert Numbered(marks, numbers).of(marks[asked]).tolist() == numbers[asked].tolist()
    assert Numbered(marks[:1], numbers[:1]).of(marks[:1]).tolist() == [numbers[0]]
