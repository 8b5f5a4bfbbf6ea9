"""What-ifs from the kept arrays give the plain tiers that grading the ledger gives."""

from dataclasses import replace

import numpy as np
import pytest
from tests.insight.company import Company, company

from openkam.insight.grading.grade import grade_accounts
from openkam.insight.grading.run_scheme import scheme_of
from openkam.insight.grading.schemes import SHIPPED, load_scheme
from openkam.insight.grading.side_by_side import kept_methods, three_tiers
from openkam.insight.grading.standing import standing_of
from openkam.insight.grading.what_if import effect_of, plain_tiers
from openkam.ledger.facts import ledger_facts
from openkam.ledger.tables import open_ledger

__all__ = ["company"]


@pytest.mark.parametrize("name", SHIPPED)
def test_plain_tiers_are_those_of_grading(company: Company, name: str) -> None:
    facts = ledger_facts(open_ledger(company.folder).engine, since=None, until=None)
    standing, scheme = standing_of(company.run, company.folder), load_scheme(name)
    graded = grade_accounts(facts, scheme)
    chosen, places = plain_tiers(standing, scheme)
    rows = np.isin(facts.code, standing.code)
    assert places.tolist() == graded.plain_tier[rows].tolist()
    assert chosen == graded.scheme


def test_the_run_s_own_scheme_gives_its_own_plain_tiers(company: Company) -> None:
    standing, scheme = standing_of(company.run, company.folder), scheme_of(company.run)
    _, places = plain_tiers(standing, scheme)
    assert places.tolist() == standing.plain_place.tolist()
    effect = effect_of(standing, scheme, scheme, before_places=standing.plain_place)
    assert (len(effect.up), len(effect.down)) == (0, 0)
    assert sum(one.now for one in effect.tiers) == standing.count == sum(one.before for one in effect.tiers)


def test_a_lower_cut_moves_accounts_up_the_largest_first(company: Company) -> None:
    standing, scheme = standing_of(company.run, company.folder), scheme_of(company.run)
    lower = replace(scheme, tiers=(scheme.tiers[0], replace(scheme.tiers[1], at_least=30.0), *scheme.tiers[2:]))
    effect = effect_of(standing, lower, scheme)
    assert len(effect.up)
    assert not len(effect.down)
    sales = standing.net[:, -12:].sum(axis=1)[effect.up]
    assert (np.diff(sales) <= 0).all()
    assert all(effect.places[row] < standing.plain_place[row] for row in effect.up)


def test_only_shown_accounts_are_counted_but_all_are_graded(company: Company) -> None:
    standing, scheme = standing_of(company.run, company.folder), load_scheme("pyramid")
    shown = np.arange(standing.count) % 2 == 0
    whole, part = effect_of(standing, scheme, scheme), effect_of(standing, scheme, scheme, shown=shown)
    assert part.places.tolist() == whole.places.tolist()
    assert sum(one.now for one in part.tiers) == int(shown.sum())


def test_three_methods_side_by_side_and_where_they_differ(company: Company) -> None:
    standing, scheme = standing_of(company.run, company.folder), scheme_of(company.run)
    kept, tried = kept_methods(standing, scheme), three_tiers(standing, load_scheme("turnover"))
    assert [one.method for one in kept.methods] == ["single", "pyramid", "scorecard"]
    assert all(sum(one.counts) == standing.count for one in kept.methods)
    assert kept.disagreements
    assert [one.money for one in kept.disagreements] == sorted((one.money for one in kept.disagreements), reverse=True)
    assert any("only" in text.en for text in tried.warnings)
    none = kept_methods(standing, scheme, np.zeros(standing.count, bool))
    assert not none.disagreements
