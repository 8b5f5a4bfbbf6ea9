"""Why an account stands in its tier, and what would lift it."""

import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import NOW, Cast

from openkam.core.access import Viewer
from openkam.insight.grading.models import Grade, Verdict
from openkam.records.accounts.models import TierOverride
from openkam.records.users.viewer import viewer_of
from openkam.web.accounts.profile.tiers import TierPart, tier_part

LIFT = {"code": "next_tier", "en": "A way up.", "zh": "往上的路。", "measures": [], "price": False}
KEEP = {"code": "keep_tier", "en": "A way to stay.", "zh": "保住的路。", "measures": [], "price": False}


def told(company: Cast, stands: int, target: str) -> TierPart:
    """The part of an account whose figures ask for a step to the tier `target`."""
    grade = Grade.objects.get(account=company.harbour)
    Grade.objects.filter(pk=grade.pk).update(tier_place=stands)
    kept = Verdict.objects.get(grade=grade)
    body: dict[str, Any] = json.loads(zlib.decompress(bytes(kept.body)))
    body["next_step"] = {"measure": "active_months", "from": 6.0, "to": 9.0, "tier": target}
    body["reasons"] = [LIFT, KEEP]
    Verdict.objects.filter(pk=kept.pk).update(body=zlib.compress(json.dumps(body).encode()))
    return tier_part(reader(company), company.harbour, Grade.objects.get(pk=grade.pk))


def reader(company: Cast) -> Viewer:
    return viewer_of(company.fang, timezone.localdate())


def said(part: TierPart) -> list[str]:
    return [words.en for words, _ in part.reasons]


def decide(company: Cast, tier: str) -> None:
    today = timezone.localdate()
    TierOverride.objects.create(
        account=company.harbour,
        tier=tier,
        reason="They build a plant here.",
        decided_by=company.wei,
        decided_at=NOW,
        since_date=today,
        expires_date=today + timedelta(days=90),
    )


def test_a_step_up_counts_after_two_reviews(company: Cast) -> None:
    part = told(company, 1, "KEY")
    assert part.next_step is not None
    assert "连续两次复评达到后升为" in part.next_step.zh
    assert said(part) == ["A way up.", "A way to stay."]


@pytest.mark.parametrize("stands", [0, 1])
def test_no_step_leads_to_a_tier_that_stands_already(company: Cast, stands: int) -> None:
    part = told(company, stands, "IMPORTANT")
    assert part.next_step is None
    assert said(part) == ["A way to stay."]


def test_no_step_leads_to_a_tier_that_a_person_gave(company: Cast) -> None:
    decide(company, "KEY")
    part = told(company, 1, "KEY")
    assert part.next_step is None
    assert said(part) == []
