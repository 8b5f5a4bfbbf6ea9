"""The cases of the source: what loads, in which order, and what red flags would have told before it was too late."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import NOW, as_viewer, cast
from tests.web.litany import database_digest

from openkam.analysis.words import Language
from openkam.cli.demo.case_files import CASES, read_case
from openkam.cli.demo.case_loading import Cast, Staging, entry_of, load_cases
from openkam.core.problem import Problem
from openkam.insight.health.flag import Flag
from openkam.insight.health.flags import red_flags
from openkam.records.accounts.models import Account
from openkam.records.activities.actions import note_activity
from openkam.records.activities.development import developments
from openkam.records.activities.models import Activity, Aim
from openkam.records.archive.models import Fact
from openkam.records.contacts.queries import account_people
from openkam.records.needs.causes import causes_to_ask
from openkam.records.needs.models import LossReview, Objection
from openkam.records.opportunities.models import Opportunity
from openkam.web.log.timeline.entries import entries_of

pytestmark = pytest.mark.django_db
BEFORE_ENTRY_12 = date(2025, 12, 1)
BEFORE_THE_BID = date(2026, 5, 19)


class Loaded:
    """The three cases, played by fang under wei under lin."""

    def __init__(self, language: Language = "zh") -> None:
        company = cast()
        self.company, self.viewer = company, as_viewer(company.fang)
        self.cast = Cast(
            as_viewer(company.ops), {"seller": company.fang, "manager": company.wei, "director": company.lin}
        )
        # The tests' fang has no right to load data: sales operations does, and may write everywhere.
        self.y, self.w, self.liao = load_cases(self.cast, language, NOW)

    def flags(self, account: Account, day: date) -> dict[str, Flag]:
        """Those of a day, as the seller would have seen them."""
        return {flag.code: flag for flag in red_flags(self.viewer, [account], day)[account.pk]}


@pytest.fixture
def cases() -> Loaded:
    """Loaded in Chinese."""
    return Loaded()


def entries(account: Account) -> list[Activity]:
    """In the order of the source."""
    return list(Activity.objects.filter(account=account).order_by("happened_date", "sequence"))


def test_the_thirteen_entries_of_y_come_in_order_most_of_them_known_by_the_month_only(cases: Loaded) -> None:
    rows = Activity.objects.filter(account=cases.y).order_by("sequence")
    months = [(one.happened_date.month, one.precision) for one in rows]
    assert [month for month, _ in months] == [10] * 4 + [11] * 5 + [12] * 3 + [1]
    assert [number for number, (_, precision) in enumerate(months, 1) if precision == "DAY"] == [3]
    assert rows[2].happened_date == date(2025, 10, 26)
    assert [one.kind for one in rows][4:8] == ["RELATION", "FEEDBACK", "QUESTIONNAIRE", "RELATION"]


def test_the_timeline_shows_the_entries_of_y_in_the_order_of_the_source(cases: Loaded) -> None:
    shown = sorted(entries_of(cases.viewer, cases.y, most=50), key=lambda one: one.order)
    numbers = [one.entry.activity.sequence for one in shown if one.entry is not None]
    assert numbers == list(range(1, 14))
    assert [one.by_month for one in shown].count(False) == 1


def test_y_keeps_its_facts_six_aims_two_objections_and_a_review_of_three_causes_or_more(cases: Loaded) -> None:
    assert "150家" in Fact.objects.get(account=cases.y, item="business.network").value
    assert Aim.objects.filter(account=cases.y, reached_date=None).count() == 6
    assert Objection.objects.filter(account=cases.y, answered_date=None).count() == 2
    deal = Opportunity.objects.get(account=cases.y)
    review = LossReview.objects.get(opportunity=deal)
    assert deal.outcome == "STALLED"
    assert {"SINGLE_CONTACT", "UNRESOLVED_OBJECTION", "RIVAL", "LATE_BREADTH"} == set(review.causes)


def test_red_flags_of_y_stand_before_its_people_travel_to_the_rival(cases: Loaded) -> None:
    early = cases.flags(cases.y, date(2025, 11, 30))
    assert {"SINGLE_THREAD", "ONE_DEPARTMENT", "NO_DECIDER", "OPEN_OBJECTION"} <= set(early)
    before = cases.flags(cases.y, BEFORE_ENTRY_12)
    assert {*early, "PERSON_LOWERED", "CHANGE_NOTED"} <= set(before)
    assert before["OPEN_OBJECTION"].sentence.zh.count("最终") == 1


def test_w_covers_eight_posts_on_three_levels_in_fourteen_entries_and_is_won(cases: Loaded) -> None:
    found = developments(cases.viewer, [cases.w])[cases.w.pk]
    assert found.entries == len(entries(cases.w)) == 14
    assert len(found.posts) >= 8
    assert len(found.levels) == 3
    assert found.reach[-1].people == found.contacts
    deal = Opportunity.objects.get(account=cases.w)
    assert (deal.outcome, deal.amount_units, deal.currency) == ("WON", 300_000 * 10_000, "CNY")
    assert entries(cases.w)[-1].kind == "PAYMENT"


def test_w_is_ahead_of_y_in_every_measure_of_coverage(cases: Loaded) -> None:
    found = developments(cases.viewer, [cases.y, cases.w])
    y, w = found[cases.y.pk], found[cases.w.pk]
    for one, other in (
        (y.contacts, w.contacts),
        (len(y.levels), len(w.levels)),
        (len(y.departments), len(w.departments)),
        (len(y.posts), len(w.posts)),
        (len(y.roles), len(w.roles)),
        (y.ours, w.ours),
    ):
        assert one < other


def test_four_red_flags_and_more_stand_before_mrs_liaos_bid(cases: Loaded) -> None:
    flags = cases.flags(cases.liao, BEFORE_THE_BID)
    told = {"SINGLE_THREAD", "TENDER_OWNER_CHANGED", "ONE_PROMISE", "NEW_CHIEF", "TECH_GATE_UNMET"}
    assert told <= set(flags)
    assert len(flags) >= 5
    assert "刘振国" in flags["ONE_PROMISE"].sentence.zh


def test_some_of_them_stood_before_anybody_called(cases: Loaded) -> None:
    march = cases.flags(cases.liao, date(2026, 3, 31))
    assert {"ONE_PROMISE", "TECH_GATE_UNMET", "SINGLE_THREAD"} <= set(march)
    assert not {"TENDER_OWNER_CHANGED", "NEW_CHIEF"} & set(march)


def test_the_map_on_a_day_shows_who_sat_where_then(cases: Loaded) -> None:
    def there(day: date) -> dict[str, str]:
        people = account_people(cases.viewer, [cases.liao], day)[cases.liao.pk]
        return {one.name: one.title for one in people.chairs if not one.has_left(day)}

    assert "新任董事总经理（姓名不详）" not in there(date(2026, 4, 30))
    assert there(date(2026, 4, 30))["刘振国"] == "副总经理"
    assert "派往外地" in there(date(2026, 5, 1))["刘振国"]
    assert "新任董事总经理（姓名不详）" in there(date(2026, 5, 1))


def test_price_is_no_cause_of_mrs_liaos_lost_order(cases: Loaded) -> None:
    deal = Opportunity.objects.get(account=cases.liao)
    assert (deal.outcome, deal.lowest_price_was_ours) == ("LOST", True)
    asked = causes_to_ask(lowest_price_was_ours=deal.lowest_price_was_ours)
    assert "PRICE" not in [cause.code for cause in asked]


def test_the_call_under_another_name_is_refused_with_the_policy(cases: Loaded) -> None:
    case = read_case("w", "zh")
    people = {"shop": Activity.objects.filter(account=cases.w, kind="SURVEY").get().attendees.first().person}  # type: ignore[union-attr]
    stage: Any = Staging(case, cases.viewer, cases.w, cases.cast.colleagues, people, "zh", NOW)
    before = database_digest()
    with pytest.raises(Problem) as refused:
        note_activity(**stage.here, entry=entry_of(stage, case.body["refused"], 99))
    assert refused.value.code == "PRETEXT"
    assert "公司规定" in refused.value.what.zh
    assert database_digest() == before


def test_the_cases_are_loaded_once(cases: Loaded) -> None:
    before = database_digest()
    assert load_cases(cases.cast, "zh", NOW + timedelta(days=1)) == [cases.y, cases.w, cases.liao]
    assert database_digest() == before


def test_an_english_installation_gets_english_texts() -> None:
    cases = Loaded("en")
    texts = [one.subject for account in (cases.y, cases.w, cases.liao) for one in entries(account)]
    assert not [text for text in texts if not text.isascii() and not text.replace("·", "").isascii()]
    assert set(CASES) == {"y", "w", "liao"}
