import numpy as np
import pytest

from openkam.analysis.methods.forecast.lifetime.beta_geometric import BG_NBD, MBG_NBD
from openkam.analysis.methods.forecast.lifetime.fit import fit
from openkam.analysis.methods.forecast.lifetime.gamma_gamma import fit_gamma_gamma
from openkam.analysis.methods.forecast.lifetime.pareto_nbd import PARETO_NBD
from openkam.analysis.methods.forecast.lifetime.summary import Counts
from tests.analysis.methods.forecast.lifetime.cdnow import cdnow
from tests.analysis.methods.forecast.lifetime.drawn import drawn

PUBLISHED = {
    BG_NBD: ((0.24259, 4.41360, 0.79292, 2.42591), -9582.4292, (0.01256, 0.3782, 0.1857, 0.7054)),
    MBG_NBD: ((0.52484, 6.18309, 0.89136, 1.61400), -9582.1357, (0.0833, 0.6956, 0.1548, 0.5375)),
    PARETO_NBD: ((0.55328, 10.5777, 0.60624, 11.6687), -9594.9762, (0.04763, 0.84272, 0.18728, 6.211)),
}
MODELS = pytest.mark.parametrize("model", list(PUBLISHED), ids=lambda m: m.code)


@pytest.fixture(scope="module")
def data():
    return cdnow()


def test_the_sample_is_the_published_one(data):
    assert len(data.summary) == 2357
    assert data.summary.repeats.sum() == 2457
    assert (data.summary.repeats == 0).sum() == 1411
    assert data.holdout.sum() == 1882
    assert len(data.summary.counts()) == 1016
    assert len(np.unique(data.summary.age_days)) == 84


@MODELS
def test_parameters_likelihood_and_errors_are_the_published_ones(model, data):
    parameters, log_likelihood, errors = PUBLISHED[model]
    found = fit(model, data.summary.counts())
    assert found.identified
    assert found.accounts == 2357
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=0.01)
    assert found.parameters[:2] == pytest.approx(parameters[:2], rel=1e-3)
    assert found.parameters[2:] == pytest.approx(parameters[2:], rel=2e-3)
    assert found.errors == pytest.approx(errors, rel=1e-2)


def test_gamma_gamma_is_the_published_one(data):
    some = data.summary.repeats > 0
    assert some.sum() == 946
    found, report = fit_gamma_gamma(data.summary.repeats[some], data.repeat_mean[some])
    assert (found.p, found.q, found.gamma) == pytest.approx((6.24957, 3.74422, 15.44352), rel=1e-3)
    assert report.log_likelihood == pytest.approx(-4055.9177, abs=0.01)


@MODELS
def test_the_gradient_is_that_of_the_likelihood(model, data):
    counts = data.summary.counts()
    logs = np.log(PUBLISHED[model][0]) + np.array([0.2, -0.1, 0.15, -0.2])
    _, slope = model.log_likelihood(logs, counts)
    for index in range(4):
        step = np.zeros(4)
        step[index] = 1e-4
        above, below = model.log_likelihood(logs + step, counts)[0], model.log_likelihood(logs - step, counts)[0]
        difference = (above - below) / 2e-4
        assert slope[index] == pytest.approx(difference, rel=1e-5, abs=1e-4)


@MODELS
def test_weights_stand_for_rows(model):
    rows = drawn(MBG_NBD, 3000, seed=2)
    plain = Counts.of(rows.repeats, rows.recency_days / 7, rows.age_days / 7)
    assert len(rows.counts()) < len(plain)
    one, other = fit(model, plain), fit(model, rows.counts())
    assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-8)
    assert one.parameters == pytest.approx(other.parameters, rel=1e-4)


@MODELS
def test_time_in_other_units_scales_the_times_only(model, data):
    counts, factor = data.summary.counts(), 7.0
    weeks, days = fit(model, counts), fit(model, counts.scaled(factor))
    in_days = weeks.parameters.copy()
    in_days[list(model.times)] *= factor
    assert days.parameters == pytest.approx(in_days, rel=1e-3)
    shift = (counts.weight * counts.repeats).sum() * np.log(factor)
    assert days.log_likelihood == pytest.approx(weeks.log_likelihood - shift, abs=0.01)


@MODELS
def test_a_fit_finds_the_parameters_the_rows_were_drawn_from(model):
    rows = drawn(model, 60_000, seed=4)
    found = fit(model, rows.counts())
    true = np.array(PUBLISHED[model][0])
    assert found.identified
    assert np.abs(found.parameters - true).max() < np.abs(4 * found.errors).max()
    assert np.all(np.abs(found.parameters - true) < 4 * found.errors + 0.02 * true)


def test_ten_accounts_are_not_enough_and_the_fit_says_so():
    rows = drawn(MBG_NBD, 10, seed=1)
    found = fit(PARETO_NBD, rows.counts())
    assert not found.identified
    assert np.isnan(found.errors).all()


def test_accounts_that_never_stop_leave_no_drop_out_to_find():
    rng = np.random.default_rng(8)
    age = rng.integers(300, 1000, 3000)
    rate = rng.gamma(3, 1 / 3, 3000) / 30
    repeats = rng.poisson(rate * age)
    recency = np.where(repeats > 0, np.floor(age * rng.random(3000) ** (1 / np.maximum(repeats, 1))), 0)
    found = fit(MBG_NBD, Counts.of(repeats, recency / 7, age / 7))
    assert MBG_NBD.finds_no_drop_out(found.parameters, age.max() / 7) or not found.identified
