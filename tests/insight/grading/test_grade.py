"""Grades of whole ledgers: shipped schemes, vectors of the requirements, and what never happens."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.ledger_facts import Line, facts_of, month_end

from openkam.analysis.facts import Facts, months_before
from openkam.analysis.methods.grading.scheme import Gate, Scheme
from openkam.insight.grading.grade import grade_accounts, three_methods
from openkam.insight.grading.grades import Grades
from openkam.insight.grading.schemes import SHIPPED, load_scheme

SINCE = date(2025, 1, 1)


def tiers(grades: Grades, facts: Facts) -> dict[str, str | None]:
    """Tier code by account code."""
    return {str(code): grades.tier_code(index) for index, code in enumerate(facts.code)}


def bought(account: str, amount: float, months: int = 12, cost_share: float | None = 0.7) -> list[Line]:
    """The same amount in each of the latest months."""
    return [
        (account, month_end(back), amount, None if cost_share is None else amount * cost_share)
        for back in range(months)
    ]


def made_ledger(months: int = 36, cost_share: float | None = 0.7, seed: int = 1) -> list[Line]:
    """120 accounts of very different size that buy in most months."""
    draw = random.Random(seed)
    lines = []
    for index in range(120):
        size = draw.lognormvariate(7, 1.3)
        for back in range(months):
            if draw.random() < 0.8:
                amount = round(size * draw.uniform(0.6, 1.4), 2)
                lines.append(
                    (f"C{index:03}", month_end(back), amount, None if cost_share is None else amount * cost_share)
                )
    return lines


def test_postal_bands_are_inclusive_to_the_cent() -> None:
    sales = {
        "A": (5_000_000.00, "DIAMOND"),
        "B": (4_999_999.99, "PLATINUM"),
        "C": (1_000_000.00, "PLATINUM"),
        "D": (999_999.99, "GOLD"),
        "E": (500_000.00, "GOLD"),
        "F": (499_999.99, "VIP"),
        "G": (10_000.00, "VIP"),
        "H": (9_999.99, None),
    }
    facts = facts_of([(code, month_end(1), amount, None) for code, (amount, _) in sales.items()], since=SINCE)
    assert tiers(grade_accounts(facts, load_scheme("postal")), facts) == {
        code: tier for code, (_, tier) in sales.items()
    }


def test_a_national_body_without_sales_is_diamond_and_so_is_a_contract_of_the_whole_group() -> None:
    customers: dict[str, dict[str, object]] = {
        "BODY": {"organisation_level": "NATIONAL", "organisation_kind": "PUBLIC_BODY"},
        "FIRM": {"organisation_level": "NATIONAL", "organisation_kind": "ENTERPRISE"},
        "GROUP": {"contract_kind": "GROUP_CONTRACT"},
        "PARTNER": {"contract_kind": "STRATEGIC_PARTNER"},
        "COUNTY": {"organisation_level": "COUNTY"},
    }
    facts = facts_of([("SHOP", month_end(1), 100.0, None)], since=SINCE, customers=customers)
    grades = grade_accounts(facts, load_scheme("postal"))
    assert tiers(grades, facts) == {
        "BODY": "DIAMOND",
        "FIRM": None,
        "GROUP": "DIAMOND",
        "PARTNER": "VIP",
        "COUNTY": "VIP",
        "SHOP": None,
    }
    assert grades.route[facts.code.tolist().index("BODY")] == "NATIONAL_BODY"


def test_four_accounts_land_in_four_metals() -> None:
    largest, loyal, ordinary = bought("LARGEST", 90_000), bought("LOYAL", 9_000), bought("ORDINARY", 900)
    slim = bought("SLIM", 80_000, cost_share=0.9999)
    facts = facts_of([*largest, *loyal, *ordinary, *slim], since=SINCE)
    found = tiers(grade_accounts(facts, load_scheme("metal")), facts)
    assert [found[code] for code in ("LARGEST", "LOYAL", "ORDINARY", "SLIM")] == ["PLATINUM", "GOLD", "IRON", "LEAD"]


@pytest.mark.parametrize("months", [4, 14, 36])
@pytest.mark.parametrize("cost_share", [None, 0.7])
def test_bare_invoice_lines_are_enough_for_the_default_scheme(months: int, cost_share: float | None) -> None:
    facts = facts_of(made_ledger(months, cost_share))
    grades = grade_accounts(facts, load_scheme())
    assert np.median(grades.coverage) >= 0.6
    assert 5 <= grades.is_key.sum() <= 30
    assert bool(grades.substitutions)
    assert grades.substitutions[0].taken == ("net_sales_12m" if cost_share is None else "gross_profit_12m")


@pytest.mark.parametrize("factor", [0.01, 1000.0])
def test_the_default_scheme_grades_alike_in_any_currency(factor: float) -> None:
    lines = [(code, day, round(amount) * 100.0, None) for code, day, amount, _ in made_ledger(14)]
    facts = facts_of(lines)
    scaled = facts_of([(code, day, amount * factor, None) for code, day, amount, _ in lines])
    one, other = grade_accounts(facts, load_scheme()), grade_accounts(scaled, load_scheme())
    assert abs(int(one.is_key.sum()) - int(other.is_key.sum())) <= 2


@pytest.mark.parametrize("name", SHIPPED)
def test_a_grade_does_not_depend_on_the_order_of_the_rows(name: str) -> None:
    lines = made_ledger(30)
    straight = grade_accounts(facts_of(lines), load_scheme(name))
    random.Random(5).shuffle(lines)
    mixed = grade_accounts(facts_of(lines), load_scheme(name))
    assert mixed.tier.tolist() == straight.tier.tolist()
    assert mixed.reviews.tolist() == straight.reviews.tolist()
    assert np.array_equal(mixed.score, straight.score, equal_nan=True)


@pytest.mark.parametrize("name", ["scorecard", "turnover", "pyramid", "abc", "postal", "segments"])
@settings(deadline=None, max_examples=15)
@given(account=st.integers(0, 119), rise=st.floats(1, 100_000))
def test_a_tier_never_falls_when_only_its_indicator_rises(name: str, account: int, rise: float) -> None:
    """Cuts come from the year before, so that a rise today moves none of them."""
    code = f"C{account:03}"
    more = [line if line[0] != code else (*line[:2], line[2] + round(rise, 2), line[3]) for line in LEDGER_THIS_YEAR]
    before = grade_accounts(LEDGER_FACTS, scheme := load_scheme(name))
    after = grade_accounts(facts_of([*LEDGER_BEFORE, *more]), scheme)
    assert after.scheme == before.scheme
    assert places(after)[account] <= places(before)[account]
    assert places(after, plain=True)[account] <= places(before, plain=True)[account]


def places(grades: Grades, *, plain: bool = False) -> list[int]:
    """Tiers, none as the lowest place."""
    tier = grades.plain_tier if plain else grades.tier
    return np.where(tier < 0, len(grades.scheme.tiers), tier).tolist()


LEDGER = made_ledger(36)
LEDGER_THIS_YEAR = [line for line in LEDGER if line[1].year == 2025]
LEDGER_BEFORE = [line for line in LEDGER if line[1].year < 2025]
LEDGER_FACTS = facts_of(LEDGER)


def test_cuts_come_from_the_year_before_where_there_is_one() -> None:
    calibration = grade_accounts(LEDGER_FACTS, load_scheme()).calibration
    assert calibration is not None
    assert calibration.before
    assert calibration.until == date(2024, 12, 31)
    young = grade_accounts(facts_of(made_ledger(14)), load_scheme()).calibration
    assert young is not None
    assert not young.before


def test_a_grade_with_the_cuts_written_down_is_the_same_grade() -> None:
    grades = grade_accounts(LEDGER_FACTS, load_scheme())
    again = grade_accounts(LEDGER_FACTS, grades.scheme)
    assert not again.calibrated
    assert again.tier.tolist() == grades.tier.tolist()


def test_contributions_add_up_exactly() -> None:
    grades = grade_accounts(LEDGER_FACTS, load_scheme())
    parts = np.round(grades.contributions.parts * 100).sum(axis=1)
    assert (parts == np.round((grades.score - grades.contributions.reference) * 100)).all()


def test_too_little_known_keeps_out_of_the_highest_tier_and_says_so() -> None:
    scheme = replace(load_scheme(), coverage_floor=0.95)
    grades = grade_accounts(LEDGER_FACTS, scheme)
    assert not grades.is_key.any()
    assert ("coverage",) in grades.vetoes


def test_fit_vetoes_a_big_name_at_once() -> None:
    free = grade_accounts(LEDGER_FACTS, load_scheme())
    index = int(np.flatnonzero(free.is_key)[0])
    customers: dict[str, dict[str, object]] = {str(LEDGER_FACTS.code[index]): {"product_fit": False}}
    grades = grade_accounts(facts_of(LEDGER, customers=customers), load_scheme())
    assert grades.vetoes[index] == ("fit",)
    assert grades.tier_code(index) == "GENERAL"


def test_one_huge_order_and_nothing_more_is_no_key_account() -> None:
    facts = facts_of([*LEDGER, ("ONCE", date(2025, 3, 3), 900_000.0, 1_000.0)])
    grades = grade_accounts(facts, load_scheme())
    index = facts.code.tolist().index("ONCE")
    assert not grades.is_key[index]
    ungated = replace(load_scheme(), gates=(Gate("purchase_pattern", "SMALL"),))
    assert grade_accounts(facts, ungated).tier_code(index) == "SMALL"


@pytest.mark.parametrize("name", ["scorecard", "pyramid", "metal", "six_criteria"])
@pytest.mark.parametrize("known", [{}, {"potential_rating": 1.0, "credit_limit_amount": 10_000}])
def test_customers_that_never_bought_move_nobody(name: str, known: dict[str, object]) -> None:
    """60 codes that match no account, or 500 potential customers with ratings of their own."""
    rated: dict[str, dict[str, object]] = {f"C{index:03}": {"potential_rating": 8.0} for index in range(0, 120, 2)}
    strangers = {f"D{index:03}": dict(known) for index in range(500 if known else 60)}
    alone = grade_accounts(facts_of(LEDGER, customers=rated if known else None), load_scheme(name))
    beside = grade_accounts(facts_of(LEDGER, customers={**(rated if known else {}), **strangers}), load_scheme(name))
    assert (beside.scheme, beside.calibration, beside.substitutions) == (
        alone.scheme,
        alone.calibration,
        alone.substitutions,
    )
    assert (beside.missing[:120], beside.next_step[:120]) == (alone.missing, alone.next_step)
    pairs = [(getattr(beside, one)[:120], getattr(alone, one)) for one in ("tier", "score", "figure", "robustness")]
    pairs += [(beside.contributions.parts[:120], alone.contributions.parts), (beside.reviews[:, :120], alone.reviews)]
    assert all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)


def test_a_measure_that_buying_accounts_have_stays_where_a_stranger_table_is_loaded() -> None:
    strangers: dict[str, dict[str, object]] = {f"D{index:03}": {} for index in range(200)}
    grades = grade_accounts(facts_of(LEDGER, customers=strangers), load_scheme())
    assert grades.substitutions == grade_accounts(LEDGER_FACTS, load_scheme()).substitutions
    for code in ("predictability", "growth", "tenure_months"):
        assert np.isfinite(grades.values[code][:120]).mean() > 0.9


def test_an_account_whose_results_collapse_is_key_no_longer_and_a_dent_near_the_cut_changes_nothing() -> None:
    index = int(np.flatnonzero(grade_accounts(LEDGER_FACTS, load_scheme()).is_key)[0])
    code = str(LEDGER_FACTS.code[index])
    kept = sum(line[2] for line in LEDGER_THIS_YEAR if line[0] == code)
    returned: Line = (code, month_end(0), round(-0.98 * kept, 2), round(-0.98 * 0.7 * kept, 2))
    grades = grade_accounts(facts_of([*LEDGER, returned]), replace(load_scheme(), reconstruct_past=True))
    assert not grades.is_key[index]
    assert grades.reviews[-2, index] == 0


def lost_and_large() -> tuple[Facts, int]:
    """A ledger in which one large account bought all but nothing in the latest ten months, and its index."""
    facts = facts_of([*LEDGER, *(("LOST", month_end(back), 90_000.0, 60_000.0) for back in range(9, 36))])
    return facts, facts.code.tolist().index("LOST")


def test_a_first_grading_goes_by_the_latest_figures_and_holds_no_tier_on_a_past_nobody_was_told() -> None:
    facts, lost = lost_and_large()
    first = grade_accounts(facts, load_scheme())
    assert first.review_dates == (facts.until,)
    assert first.tier.tolist() == first.plain_tier.tolist()
    rebuilt = grade_accounts(facts, replace(load_scheme(), reconstruct_past=True))
    assert len(rebuilt.review_dates) > 4
    assert rebuilt.plain_tier.tolist() == first.plain_tier.tolist()
    assert first.tier[lost] >= rebuilt.tier[lost]


def test_a_tier_is_held_from_the_first_grading_that_counted() -> None:
    facts, _ = lost_and_large()
    since = months_before(facts.until, 4)
    grades = grade_accounts(facts, load_scheme(), held_since=since)
    assert grades.review_dates == (since, months_before(facts.until, 3), facts.until)
    then = grade_accounts(facts, load_scheme(), held_since=months_before(facts.until, 60))
    assert then.review_dates == (facts.until,)  # the ledger no longer reaches back to it
    assert grade_accounts(facts, load_scheme(), held_since=facts.until).review_dates == (facts.until,)
    old = replace(load_scheme(), most_reviews=2)
    assert len(grade_accounts(facts, old, held_since=months_before(facts.until, 20)).review_dates) == 2


def test_unknown_potential_is_missing_and_not_zero() -> None:
    grades = grade_accounts(LEDGER_FACTS, load_scheme())
    assert "potential" in grades.missing[0]
    assert grades.low_score[0] < grades.score[0]
    assert grades.high_score[0] > grades.low_score[0]


def test_influence_lifts_an_account_when_its_weight_rises() -> None:
    facts = facts_of(LEDGER, customers={"C005": {"influence_rating": 10.0}})

    def weighed(influence: float) -> Scheme:
        scheme = load_scheme()
        change = {"influence": influence, "results": 49 - influence}
        return replace(
            scheme, criteria=tuple(replace(one, weight=change.get(one.code, one.weight)) for one in scheme.criteria)
        )

    low, high = grade_accounts(facts, weighed(3)), grade_accounts(facts, weighed(23))
    assert high.score[5] > low.score[5]


def test_three_methods_name_the_giant_that_earns_nothing() -> None:
    facts = facts_of([*LEDGER, *bought("GIANT", 60_000, 36, cost_share=1.02)])
    found = three_methods(facts, load_scheme())
    giant = facts.code.tolist().index("GIANT")
    one = next(one for one in found.disagreements if one.account == giant)
    assert one.key_by == ("single",)
    assert one.levels == 3
    assert [abs(row.money) for row in found.disagreements] == sorted(
        (abs(row.money) for row in found.disagreements), reverse=True
    )


def test_the_chosen_scheme_takes_the_place_of_its_method_and_one_figure_alone_warns() -> None:
    chosen = load_scheme("abc")
    found = three_methods(LEDGER_FACTS, chosen)
    assert found.pyramid.scheme.code == "abc"
    assert "dangerous" in found.warnings[0].en
    assert three_methods(LEDGER_FACTS, load_scheme()).warnings == ()


def test_without_costs_the_methods_say_that_they_all_rest_on_sales() -> None:
    found = three_methods(facts_of(made_ledger(14, None)), load_scheme())
    assert found.money_measure == "net_sales_12m"
    assert "Costs are unknown" in found.warnings[0].en


def test_amounts_in_another_currency_warn() -> None:
    facts = replace(LEDGER_FACTS, currency="GBP")
    assert "GBP" in grade_accounts(facts, load_scheme("postal")).warnings[0].en
    assert grade_accounts(LEDGER_FACTS, load_scheme("postal")).warnings == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_ledger_of_one_line_and_one_of_none_can_be_graded(name: str) -> None:
    one = facts_of([("A", date(2025, 12, 30), 12.5, None)])
    assert len(grade_accounts(one, load_scheme(name)).tier) == 1
    assert len(grade_accounts(facts_of([]), load_scheme(name)).tier) == 0
