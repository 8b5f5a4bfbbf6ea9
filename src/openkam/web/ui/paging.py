"""Which rows of a list are shown, and the addresses of the pages beside them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pager:
    """What `c.pager` shows: rows `first` to `latest` of `total`; blank addresses where the list begins and ends."""

    first: int
    latest: int
    total: int
    earlier: str = ""
    later: str = ""


def pager(number: int, size: int, total: int, address: Callable[[int], str]) -> Pager:
    """Page `number` (1 the first) of `total` rows, `size` a page; `address` names a page by its number.

    A number beyond the end shows the latest page.
    """
    latest_number = max(1, -(-total // size))
    number = min(max(1, number), latest_number)
    return Pager(
        first=min(total, (number - 1) * size + 1),
        latest=min(total, number * size),
        total=total,
        earlier=address(number - 1) if number > 1 else "",
        later=address(number + 1) if number < latest_number else "",
    )
