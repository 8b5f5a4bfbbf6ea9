"""How far each kind of record may be read in this company."""

from typing import Any, Final

from openkam.core.prepared import Prepared


def is_open_to_company(kind: str) -> bool:
    """Whether everybody with the right to see records of this kind sees all of them."""
    return kind in opened_kinds()


def opened_kinds() -> frozenset[str]:
    """The kinds of records of which everybody with the right to see them sees all."""
    return frozenset(_OPENED())


def _opened() -> Any:
    from openkam.records.users.models import ReadLevel

    return ReadLevel.objects.filter(level=ReadLevel.Level.COMPANY).values_list("kind", flat=True)


_OPENED: Final[Prepared[str]] = Prepared(_opened)
