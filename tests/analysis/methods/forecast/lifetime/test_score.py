from math import log

import numpy as np
import pytest

from openkam.analysis.methods.forecast.lifetime import score as scoring
from openkam.analysis.methods.forecast.lifetime.beta_geometric import BG_NBD, MBG_NBD, expected_by_sum
from openkam.analysis.methods.forecast.lifetime.fit import fit
from openkam.analysis.methods.forecast.lifetime.gamma_gamma import GammaGamma
from openkam.analysis.methods.forecast.lifetime.pareto_nbd import PARETO_NBD
from openkam.analysis.methods.forecast.lifetime.score import score
from tests.analysis.methods.forecast.lifetime.cdnow import cdnow
from tests.analysis.methods.forecast.lifetime.drawn import TRUE, drawn, histories

MODELS = pytest.mark.parametrize("model", [BG_NBD, MBG_NBD, PARETO_NBD], ids=lambda m: m.code)
BG = np.array([0.243, 4.414, 0.793, 2.426])
PARETO = np.array([0.553, 10.578, 0.606, 11.669])


def row(*values):
    return [np.array([v]) for v in values]


def expected(model, parameters, history, horizon):
    x, tx, t = row(*history)
    return float((model.alive(parameters, x, tx, t) * model.expected_if_alive(parameters, x, t, horizon))[0])


def test_bg_nbd_gives_the_published_spot_values():
    assert expected(BG_NBD, BG, (2, 30.43, 38.86), 39) == pytest.approx(1.226028, abs=1e-5)
    spots = {1 / 7: 0.007828, 1: 0.053268, 3: 0.150865, 31.8571: 1.041996, 32: 1.045243, 78: 1.860519}
    for horizon, purchases in spots.items():
        assert expected(BG_NBD, BG, (0, 0.0, 0.0), horizon) == pytest.approx(purchases, abs=1e-5)


def test_pareto_nbd_gives_the_published_spot_values():
    assert PARETO_NBD.alive(PARETO, *row(26, 30.86, 31.0))[0] == pytest.approx(0.997919, abs=1e-6)
    assert expected(PARETO_NBD, PARETO, (26, 30.86, 31.0), 52) == pytest.approx(25.4585, abs=1e-3)


def test_hundreds_of_purchases_do_not_overflow():
    parameters = np.array([0.5143, 2.8845, 0.2856, 14.1087])
    x = np.array([221, 254, 161, 204])
    recency = np.array([103.42857, 97.14286, 94.71429, 98.57143])
    age = np.array([103.57143, 97.28571, 98, 99.42857])
    alive = PARETO_NBD.alive(parameters, x, recency, age)
    assert alive == pytest.approx([0.999596, 0.999558, 0.749488, 0.994255], abs=2e-6)
    assert np.all(np.isfinite(BG_NBD.alive(parameters, x * 20, recency / 2, age)))
    assert np.all(np.isfinite(BG_NBD.expected_if_alive(parameters, x * 20, age, 52)))
    assert np.all(np.isfinite(PARETO_NBD.alive(PARETO, x * 20, recency / 2, age)))


def test_discounted_purchases_are_the_integral_of_all_to_come():
    found = fit(PARETO_NBD, cdnow().summary.counts())
    rate = log(1.15) / 52.177
    for repeats, recency, whole in ((2, 30.43, 6.51340), (7, 35.0, 20.75244), (0, 0.0, 0.479223)):
        x, tx, t = row(repeats, recency, 38.86)
        alive = PARETO_NBD.alive(found.parameters, x, tx, t)[0]
        total = alive * PARETO_NBD.discounted_if_alive(found.parameters, x, t, rate)[0]
        assert total == pytest.approx(whole, rel=2e-3)
        steps = np.arange(0, 8000, 0.5)
        sums = np.array([PARETO_NBD.expected_if_alive(found.parameters, x, t, h)[0] for h in steps])
        assert alive * (np.diff(sums) * np.exp(-rate * (steps[1:] - 0.25))).sum() == pytest.approx(total, rel=1e-3)


def test_gamma_gamma_gives_the_published_spot_values():
    model = GammaGamma(6.24880, 3.74459, 15.44775)
    means = model.expected(np.array([2, 1, 0]), np.array([22.35, 11.77, 0.0]))
    assert means == pytest.approx([24.6586, 18.9115, 35.1710], abs=1e-3)


def test_a_bg_one_time_buyer_is_always_alive_and_an_mbg_one_is_not():
    x, tx, t = row(0, 0.0, 200.0)
    assert BG_NBD.alive(BG, x, tx, t)[0] == 1
    assert MBG_NBD.alive(np.array(TRUE["mbg_nbd"]), x, tx, t)[0] < 0.4


def test_the_expectation_has_no_hole_where_a_is_one():
    at = [expected(BG_NBD, np.array([0.243, 4.414, a, 2.426]), (2, 30.43, 38.86), 39) for a in (0.9999, 1.0, 1.0001)]
    assert at[0] > at[1] > at[2]
    assert at[0] - at[2] < 1e-3


def test_the_plain_sum_gives_what_the_series_gives():
    x, age = np.array([0, 1, 5, 60]), np.array([3.0, 20.0, 38.86, 90.0])
    for a, b in ((0.793, 2.426), (4.0, 12.0), (9.0, 30.0)):
        parameters = np.array([0.243, 4.414, a, b])
        series = MBG_NBD.expected_if_alive(parameters, x, age, 52.0)
        assert expected_by_sum(parameters, x, x + 1, age, 52.0) == pytest.approx(series, rel=2e-4)


@pytest.mark.parametrize("times", [1e2, 1e5])
def test_accounts_that_hardly_differ_do_not_break_the_expectation(times):
    x, age = np.array([0, 2, 400]), np.array([5.0, 38.86, 100.0])
    alike = np.array([0.243, 4.414, 0.35 * times, 0.65 * times])
    said = BG_NBD.expected_if_alive(alike, np.array([2]), age[1:2], 39.0)
    exact = (1 - (1 + 0.35 * 39 / (4.414 + 38.86)) ** -2.243) / 0.35
    assert said[0] == pytest.approx(exact, rel=0.05)
    for parameters in (alike, np.array([times, 10 * times, 0.8, 2.4]), np.array([times, 10 * times, 30, times])):
        assert np.all(np.isfinite(MBG_NBD.expected_if_alive(parameters, x, age, 52.0)))


@MODELS
def test_accounts_of_today_and_of_this_very_moment_are_scored(model):
    parameters = np.array(TRUE[model.code])
    x, recency, age = np.array([0, 3]), np.array([0.0, 12.0]), np.array([0.0, 12.0])
    alive = model.alive(parameters, x, recency, age)
    assert np.all((alive > 0) & (alive <= 1))
    assert np.all(model.active_if_alive(parameters, x, age, 26) <= 1)


@MODELS
def test_the_future_of_drawn_accounts_is_what_the_true_model_foretells(model):
    parameters, weeks = np.array(TRUE[model.code]), 52.0
    x, recency, age, alive, after = histories(model, 40_000, seed=6, later=weeks)
    chance = model.alive(parameters, x, recency, age)
    forecast = chance * model.expected_if_alive(parameters, x, age, weeks)
    active = chance * model.active_if_alive(parameters, x, age, weeks)
    for group in (x >= 0, x == 0, x == 1, (x > 1) & (x < 6), x >= 6):
        for said, true in ((chance, alive), (forecast, after), (active, after > 0)):
            error = (said - true)[group]
            assert abs(error.mean()) < 3.5 * error.std() / np.sqrt(group.sum()) + 1e-12


@MODELS
def test_chunks_and_tables_change_nothing(model, monkeypatch):
    rows = drawn(model, 5000, seed=3)
    parameters = np.array(TRUE[model.code])
    whole = score(model, parameters, rows, 52.0)
    monkeypatch.setattr(scoring, "CHUNK_ROWS", 700)
    monkeypatch.setattr(scoring, "LARGEST_TABLE", 0)
    pieces = score(model, parameters, rows, 52.0)
    for name in ("alive", "expected", "active"):
        assert np.array_equal(getattr(whole, name), getattr(pieces, name))


def test_the_published_holdout_is_tracked_class_by_class():
    data = cdnow()
    published = {
        BG_NBD: (0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157),
        PARETO_NBD: (0.138, 0.599, 1.196, 1.714, 2.398, 2.907, 3.819, 6.403),
    }
    group = np.minimum(data.summary.repeats, 7)
    size = np.bincount(group)
    actual = np.bincount(group, data.holdout) / size
    assert actual == pytest.approx((0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359), abs=6e-4)
    for model, means in published.items():
        found = fit(model, data.summary.counts())
        said = score(model, found.parameters, data.summary, 39.0).expected
        assert np.bincount(group, said) / size == pytest.approx(means, abs=3e-3)


def test_cumulative_repeats_are_tracked_as_published():
    data = cdnow()
    for model, at_39, at_78 in ((BG_NBD, 2501.5, 4165.7), (PARETO_NBD, 2532.8, 4275.4)):
        found = fit(model, data.summary.counts())
        start = data.summary.age_days.max()
        for weeks, total in ((39, at_39), (78, at_78)):
            horizon = np.maximum(weeks - (start - data.summary.age_days) / 7, 0)
            ages, number = np.unique(horizon, return_counts=True)
            said = sum(
                n * expected(model, found.parameters, (0, 0.0, 0.0), h) for h, n in zip(ages, number, strict=True)
            )
            assert said == pytest.approx(total, rel=2e-3)
