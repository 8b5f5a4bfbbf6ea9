import numpy as np
import pytest

from openkam.analysis.methods.forecast.lifetime.gamma_poisson import GammaPoisson, pooled_rates
from openkam.analysis.methods.forecast.lifetime.summary import Counts


def test_the_rate_is_shrunk_to_the_pool():
    model = GammaPoisson(2.0, 10.0)
    counts = Counts.of(np.array([0, 8]), np.array([0.0, 38.0]), np.array([40.0, 40.0]))
    assert model.expected(counts, 10.0) == pytest.approx([10 * 2 / 50, 10 * 10 / 50])
    assert model.active(counts, 10.0) == pytest.approx([1 - (50 / 60) ** 2, 1 - (50 / 60) ** 10])


def test_the_pool_is_found_again_from_drawn_accounts():
    rng = np.random.default_rng(2)
    age = rng.uniform(50, 150, 20_000)
    repeats = rng.poisson(rng.gamma(1.5, 1 / 20, 20_000) * age)
    found = pooled_rates(Counts.of(repeats, age, age))
    assert found.r == pytest.approx(1.5, rel=0.05)
    assert found.alpha == pytest.approx(20, rel=0.05)


def test_accounts_all_alike_are_pooled_wholly():
    same = Counts.of(np.full(30, 5), np.full(30, 40.0), np.full(30, 50.0))
    assert pooled_rates(same).expected(same, 10.0) == pytest.approx(np.ones(30), rel=0.2)
