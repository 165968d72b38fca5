#!/usr/bin/env python3
"""Golden inequality measures, by NumPy and SciPy from their definitions, for src/eval/dispersion.

    python3 -m venv oracles && oracles/bin/pip install numpy==2.4.6 scipy==1.17.1
    oracles/bin/python tools/oracles/dispersion.py src/eval/dispersion/golden.json && npx biome check --write src/eval
"""
import json
import sys

import numpy as np
from scipy import special, stats

rng = np.random.default_rng(9)
cases = []
for n in (2, 3, 6, 11):
    for _ in range(3):
        x = np.round(rng.beta(4, 3, n), 4)
        # Gini from the ranks of the sorted values, another form than the sum over pairs.
        ordered = np.sort(x)
        gini = 2 * np.sum(np.arange(1, n + 1) * ordered) / (n * ordered.sum()) - (n + 1) / n
        cases.append({
            "values": [float(v) for v in x], "range": float(np.ptp(x)), "sd": float(np.std(x)),
            "cv": float(stats.variation(x)), "gini": float(gini), "worst": float(x.min()),
            "worstToBest": float(x.min() / x.max()), "logit": [float(v) for v in special.logit(x)],
        })
with open(sys.argv[1], "w") as file:
    json.dump(cases, file)
