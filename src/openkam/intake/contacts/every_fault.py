"""All that is wrong with one row, so that it is corrected once: after the first fault the other cells are asked."""

from collections.abc import Callable, Iterator, Sequence

from openkam.intake.contacts.plan import RowFault

Check = Callable[[dict[str, str]], object]
"""Reads some cells of a row and changes nothing. Raises RowFault."""


def every_fault(first: RowFault, checks: Sequence[Check], cells: dict[str, str]) -> list[RowFault]:
    """The fault that was met, then one for each other cell that has one."""
    found = {first.column: first}
    for check in checks:
        for fault in _faults(check, dict(cells)):
            found.setdefault(fault.column, fault)
    return list(found.values())


def _faults(check: Check, cells: dict[str, str]) -> Iterator[RowFault]:
    """What a check says of the row, and of the row without the cell it complained of."""
    while True:
        try:
            check(cells)
        except RowFault as fault:
            yield fault
            if cells.pop(fault.column, None) is None:
                return
        else:
            return
