"""What is sealed is found changed, missing, exchanged or cut off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from openkam.core.audit.chain import (
    BEGINNING,
    Fault,
    FaultKind,
    Head,
    Line,
    canonical,
    digest_of,
    faults,
    plain,
    seal_of,
)

KEYS = {"one": b"first key", "two": b"second key"}


def sealed(seq: int, previous: str, key_id: str, **content: object) -> Line:
    """A line as `record` writes it."""
    return Line(seq, content, key_id, previous, seal_of(KEYS[key_id], canonical(seq, content, key_id), previous))


def trail(length: int = 6) -> list[Line]:
    """A whole trail; the key changed half-way."""
    lines: list[Line] = []
    for seq in range(1, length + 1):
        before = lines[-1].seal if lines else BEGINNING
        lines.append(sealed(seq, before, "one" if seq <= length / 2 else "two", action=f"act {seq}"))
    return lines


def test_a_whole_trail_has_no_fault_even_after_the_key_was_changed() -> None:
    lines = trail()
    assert list(faults(lines, KEYS, [Head(6, lines[5].seal), Head(2, lines[1].seal)])) == []


def changed(lines: list[Line]) -> list[Line]:
    return [*lines[:2], replace(lines[2], content={"action": "nothing"}), *lines[3:]]


def removed(lines: list[Line]) -> list[Line]:
    return [*lines[:2], *lines[3:]]


def removed_and_renumbered(lines: list[Line]) -> list[Line]:
    return [*lines[:2], *(replace(line, seq=line.seq - 1) for line in lines[3:])]


def exchanged(lines: list[Line]) -> list[Line]:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def exchanged_with_their_numbers(lines: list[Line]) -> list[Line]:
    return [*lines[:2], replace(lines[3], seq=3), replace(lines[2], seq=4), *lines[4:]]


def written_by_somebody_else(lines: list[Line]) -> list[Line]:
    return [*lines, Line(7, {"action": "act 7"}, "three", lines[-1].seal, "0" * 64)]


@pytest.mark.parametrize(
    ("attack", "first"),
    [
        (changed, Fault(3, FaultKind.CHANGED)),
        (removed, Fault(3, FaultKind.MISSING)),
        (removed_and_renumbered, Fault(3, FaultKind.CHANGED)),
        (exchanged, Fault(3, FaultKind.MISSING)),
        (exchanged_with_their_numbers, Fault(3, FaultKind.CHANGED)),
        (written_by_somebody_else, Fault(7, FaultKind.UNKNOWN_KEY)),
    ],
)
def test_every_attack_is_found(attack: Callable[[list[Line]], list[Line]], first: Fault) -> None:
    assert next(faults(attack(trail()), KEYS)) == first


def test_a_cut_end_is_found_by_the_head_only() -> None:
    lines = trail()
    assert list(faults(lines[:4], KEYS)) == []
    assert list(faults(lines[:4], KEYS, [Head(6, lines[5].seal)])) == [Fault(6, FaultKind.TRUNCATED)]


def test_a_trail_written_anew_by_whoever_has_the_key_is_found_by_an_earlier_head() -> None:
    anew = [sealed(1, BEGINNING, "one", action="another")]
    assert list(faults(anew, KEYS, [Head(1, trail()[0].seal)])) == [Fault(1, FaultKind.REPLACED)]


def test_lines_have_one_spelling() -> None:
    east = timezone(timedelta(hours=8))
    assert plain({"b": Decimal("1.50"), "a": datetime(2026, 7, 1, 8, tzinfo=east), "c": 1.5, "d": None}) == {
        "b": "1.50",
        "a": "2026-07-01T00:00:00.000000+00:00",
        "c": "1.5",
        "d": None,
    }
    composed, decomposed = "Ren\u00e9\x00", "Rene\u0301"
    assert canonical(1, {"name": composed}, "one") == canonical(1, {"name": decomposed}, "one")
    assert canonical(1, {"at": datetime(2026, 7, 1, tzinfo=UTC)}, "one").startswith(b'{"at":"2026')
    assert plain({"x": {"b", "a"}, "\ud800": 1}) == {"x": ["a", "b"], "?": 1}


def test_a_digest_tells_equal_from_different_and_nothing_else() -> None:
    assert digest_of(b"k", "lin") == digest_of(b"k", "lin")
    assert digest_of(b"k", "lin") != digest_of(b"other", "lin")
    assert digest_of(b"k", "lin") != digest_of(b"k", "bo")
    assert digest_of(b"k", None) is None
