"""Accounts drawn from the models with the published CDNOW parameters, in whole days."""

import numpy as np

from openkam.analysis.methods.forecast.lifetime.pareto_nbd import PARETO_NBD
from openkam.analysis.methods.forecast.lifetime.summary import Summary

TRUE = {
    "bg_nbd": (0.24259, 4.41360, 0.79292, 2.42591),
    "mbg_nbd": (0.52484, 6.18309, 0.89136, 1.61400),
    "pareto_nbd": (0.55328, 10.5777, 0.60624, 11.6687),
}


def histories(model, size, *, seed, weeks=(26.0, 104.0), later=0.0):
    """Repeats, recency, age (weeks, not rounded), whether alive at that age, purchases in `later` weeks after it."""
    rng = np.random.default_rng(seed)
    age = rng.uniform(*weeks, size)
    r, alpha, third, fourth = TRUE[model.code]
    rate = rng.gamma(r, 1 / alpha, size)
    if model is PARETO_NBD:
        life, chance = rng.exponential(1 / np.maximum(rng.gamma(third, 1 / fourth, size), 1e-300)), np.zeros(size)
    else:
        life, chance = np.full(size, np.inf), rng.beta(third, fourth, size)
        life[rng.random(size) < chance * model.first] = 0.0
    clock, repeats, recency, after = np.zeros(size), np.zeros(size, int), np.zeros(size), np.zeros(size, int)
    live = np.arange(size)
    while len(live):
        clock[live] += rng.exponential(1 / np.maximum(rate[live], 1e-300))
        live = live[(clock[live] <= life[live]) & (clock[live] <= age[live] + later)]
        before = live[clock[live] <= age[live]]
        repeats[before] += 1
        recency[before] = clock[before]
        after[live[clock[live] > age[live]]] += 1
        stops = live[rng.random(len(live)) < chance[live]]
        life[stops] = clock[stops]
    return repeats, recency, age, life > age, after


def drawn(model, size, *, seed, weeks=(26.0, 104.0)):
    """The same as a summary in whole days: every day has one purchase at most, as in a ledger."""
    repeats, recency, age, _, _ = histories(model, size, seed=seed, weeks=weeks)
    recency_days, age_days = np.ceil(recency * 7).astype(int), np.ceil(age * 7).astype(int)
    return Summary(np.arange(size), repeats, recency_days, age_days)
