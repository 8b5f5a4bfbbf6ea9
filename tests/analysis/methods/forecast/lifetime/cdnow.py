"""The CDNOW sample as the papers use it: calibration to 1997-09-30, holdout to 1998-06-30."""

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np

from openkam.analysis.methods.forecast.lifetime.summary import Summary
from tests.real_data import data_folder

CUT = date(1997, 9, 30).toordinal()
HOLDOUT_WEEKS = 39


@dataclass(frozen=True)
class Cdnow:
    summary: Summary
    holdout: np.ndarray
    first_age: np.ndarray  # days from each first purchase to the cut
    repeat_mean: np.ndarray  # mean of the repeat orders, NaN without any


def cdnow():
    with gzip.open(data_folder("cdnow") / "cdnow_sample.csv.gz", "rt") as file:
        bought = defaultdict(lambda: defaultdict(float))
        for row in csv.DictReader(file):
            bought[row["customer_id"]][date.fromisoformat(row["date"]).toordinal()] += float(row["amount"])
    seen = [sorted(days) for days in bought.values()]
    known = [[d for d in days if d <= CUT] for days in seen]
    means = [np.mean([m for d, m in sorted(of.items()) if d <= CUT][1:] or [np.nan]) for of in bought.values()]
    summary = Summary(
        np.arange(len(seen)),
        np.array([len(days) - 1 for days in known]),
        np.array([days[-1] - days[0] for days in known]),
        np.array([CUT - days[0] for days in known]),
    )
    holdout = np.array([len(days) - len(before) for days, before in zip(seen, known, strict=True)])
    return Cdnow(summary, holdout, summary.age_days, np.array(means))
