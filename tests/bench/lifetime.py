"""Fits and scores lifetime models on drawn accounts, beside the library `lifetimes` where a Python has it.

python tests/bench/lifetime.py [--rows 100000 1000000 10000000] [--lifetimes-python PATH]

Prints CPU seconds (user and system, all threads) of fitting and scoring and the peak memory, each in a process of
its own. Accounts are drawn from a BG/NBD, 4 to 156 weeks old, in whole days.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HORIZON_WEEKS = 52.18
PEER_LIMIT = 1_000_000
DRAW_ROWS = 1_000_000

_OURS = """
import json, resource, sys, time
import numpy as np
from openkam.analysis.methods.forecast.lifetime.beta_geometric import BG_NBD, MBG_NBD
from openkam.analysis.methods.forecast.lifetime.fit import FIT_ROWS, fit
from openkam.analysis.methods.forecast.lifetime.pareto_nbd import PARETO_NBD
from openkam.analysis.methods.forecast.lifetime.score import score
from openkam.analysis.methods.forecast.lifetime.summary import Summary
model = {m.code: m for m in (BG_NBD, MBG_NBD, PARETO_NBD)}[sys.argv[2]]
columns = [np.load(f"{sys.argv[1]}/{name}.npy") for name in ("repeats", "recency", "age")]
summary = Summary(np.arange(len(columns[0])), *columns)
start = time.process_time()
found = fit(model, summary.sample(FIT_ROWS).counts())
fitted = time.process_time()
scores = score(model, found.parameters, summary, float(sys.argv[3]))
scored = time.process_time()
print(json.dumps(dict(fit=fitted - start, score=scored - fitted, parameters=[round(p, 4) for p in found.parameters],
    total=float(scores.expected.sum()), memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)))
"""

_PEER = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
from lifetimes import BetaGeoFitter, ModifiedBetaGeoFitter, ParetoNBDFitter
kind = {"bg_nbd": BetaGeoFitter, "mbg_nbd": ModifiedBetaGeoFitter, "pareto_nbd": ParetoNBDFitter}[sys.argv[2]]
repeats, recency, age = (np.load(f"{sys.argv[1]}/{name}.npy") for name in ("repeats", "recency", "age"))
x, tx, t = repeats.astype(float), recency / 7.0, age / 7.0
start = time.process_time()
model = kind()
model.fit(x, tx, t)
fitted = time.process_time()
expected = model.conditional_expected_number_of_purchases_up_to_time(float(sys.argv[3]), x, tx, t)
alive = model.conditional_probability_alive(x, tx, t)
scored = time.process_time()
print(json.dumps(dict(fit=fitted - start, score=scored - fitted, parameters=[round(p, 4) for p in model.params_],
    total=float(np.sum(expected)), memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)))
"""


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--models", nargs="+", default=["mbg_nbd", "bg_nbd"])
    parser.add_argument("--lifetimes-python")
    given = parser.parse_args()
    print("accounts    model       whose      fit CPU s  score CPU s  total CPU s  peak GiB  parameters")  # noqa: T201
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            _draw(Path(folder), rows)
            for model in given.models:
                ours = _measured(sys.executable, _OURS, folder, model)
                _tell(rows, model, "ours", ours)
                if given.lifetimes_python and rows <= PEER_LIMIT:
                    peer = _measured(given.lifetimes_python, _PEER, folder, model)
                    _tell(rows, model, "lifetimes", peer)
                    ratio = (peer["fit"] + peer["score"]) / (ours["fit"] + ours["score"])
                    print(f"{'':36}{ratio:.1f} times less CPU")  # noqa: T201


def _tell(rows: int, model: str, whose: str, seen: dict) -> None:
    total = seen["fit"] + seen["score"]
    print(  # noqa: T201
        f"{rows:<12}{model:<12}{whose:<10}{seen['fit']:>10.2f}{seen['score']:>13.2f}{total:>13.2f}"
        f"{seen['memory']:>10.2f}  {seen['parameters']}",
        flush=True,
    )


def _measured(python: str, script: str, folder: str, model: str) -> dict:
    """What a script reports of itself; one BLAS thread each: with so few parameters threads only wait."""
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [python, "-c", script, folder, model, str(HORIZON_WEEKS)]
    answer = subprocess.run(command, env={**os.environ, **threads}, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])


def _draw(folder: Path, rows: int) -> None:
    rng = np.random.default_rng(7)
    parts = [_part(rng, min(DRAW_ROWS, rows - start)) for start in range(0, rows, DRAW_ROWS)]
    for name, columns in zip(("repeats", "recency", "age"), zip(*parts, strict=True), strict=True):
        np.save(folder / f"{name}.npy", np.concatenate(columns))


def _part(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    age = rng.integers(28, 156 * 7 + 1, size)
    rate, chance = rng.gamma(0.243, 1 / 4.414, size) / 7, rng.beta(0.793, 2.426, size)
    repeats, recency, clock, live = np.zeros(size, int), np.zeros(size), np.zeros(size), np.arange(size)
    while len(live):
        clock[live] += rng.exponential(1 / np.maximum(rate[live], 1e-12))
        live = live[clock[live] <= age[live]]
        repeats[live] += 1
        recency[live] = clock[live]
        live = live[rng.random(len(live)) >= chance[live]]
    return repeats, np.ceil(recency).astype(int), age


if __name__ == "__main__":
    main()
