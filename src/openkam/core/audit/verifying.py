"""Whether the trail in the database is the one that was written."""

from collections.abc import Iterable, Iterator

from openkam.core.audit.chain import Fault, Head, Line, faults
from openkam.core.audit.keys import audit_keys, noted_heads
from openkam.core.audit.models import AuditLine


def audit_faults(heads: Iterable[Head] = ()) -> Iterator[Fault]:
    """Every fault of the stored trail, against the heads noted beside the key and those given."""
    return faults(_lines(), audit_keys().by_id, [*noted_heads(), *heads])


def audit_head() -> Head | None:
    """The latest line; None where nothing was done yet."""
    latest = AuditLine.objects.order_by("-seq").values_list("seq", "seal").first()
    return Head(*latest) if latest else None


def _lines() -> Iterator[Line]:
    for line in AuditLine.objects.order_by("seq").iterator(chunk_size=2000):
        yield Line(line.seq, line.content(), line.key_id, line.previous, line.seal)
