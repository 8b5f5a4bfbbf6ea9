"""What the tiers of a line were called when it was written: by the scheme that was in force then."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.audit.models import AuditLine
from openkam.insight.grading.models import Run, SchemeVersion
from openkam.insight.grading.run_scheme import scheme_of_text

Tiers = Mapping[str, Text]
_FIELD = "tier"


def tiers_of(viewer: Viewer, lines: Sequence[AuditLine]) -> dict[int, Tiers]:
    """Labels by code, by line; two queries, none where no line speaks of tiers."""
    speaking = [line for line in lines if _FIELD in line.change]
    if not speaking:
        return {}
    runs = Run.objects.visible_to(viewer).exclude(published_at=None).order_by("published_at", "number")
    published = list(runs.values_list("published_at", "scheme"))
    moments = [moment for moment, _ in published if moment]
    placed = {line.seq: bisect_right(moments, line.happened_at) for line in speaking}
    in_force = {seq: published[place - 1][1] for seq, place in placed.items() if place}
    labels = _labels(viewer, set(in_force.values()))
    return {seq: labels.get(scheme, {}) for seq, scheme in in_force.items()}


def _labels(viewer: Viewer, schemes: set[int]) -> dict[int, Tiers]:
    rows = SchemeVersion.objects.visible_to(viewer).filter(pk__in=schemes)
    return {
        version.pk: {tier.code: tier.label for tier in scheme_of_text(version.text, str(version)).tiers}
        for version in rows
    }
