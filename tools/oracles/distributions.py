#!/usr/bin/env python3
"""Golden tails and quantiles of Student's t and chi-square, made with SciPy, for src/eval/special.

    python3 -m venv oracles && oracles/bin/pip install scipy==1.17.1
    oracles/bin/python tools/oracles/distributions.py src/eval/special/golden.json && npx biome check --write src/eval

Each list holds rows [argument, degrees of freedom, (second argument,) value].
"""
import json
import sys

from scipy import special, stats

DF = [1, 2, 3, 4.5, 9, 19, 79, 299, 1236, 4385, 1e6]
# Not nearer to 0: there SciPy's own two-sided tail is off by 3e-9 (t = 1e-8, df = 1, against arctan).
T = [0.01, 0.3, 0.9, 1.0, 1.7, 2.0, 2.6, 3.5, 5, 7.2, 12, 30]
P = [1e-9, 1e-4, 0.025, 0.2, 0.45, 0.5, 0.55, 0.8, 0.9, 0.95, 0.975, 0.995, 0.9999]

two_sided = [[t, df, 2 * stats.t.sf(t, df)] for df in DF for t in T]
quantiles = [[p, df, stats.t.ppf(p, df)] for df in DF for p in P]
chi_square = [
    [x, df, stats.chi2.sf(x, df)]
    for df in [1, 2, 3, 5, 10, 117, 2000.5]
    for x in [1e-9, 0.02, 0.5, 1, 2.3, 4, 8, 11.07, 25, 60, 117, 150, 400, 1990, 2300]
]
# scipy.special.betainc, far from the half-integers of the t distribution.
beta = [
    [a, b, x, special.betainc(a, b, x)]
    for a, b in [(0.1, 0.2), (0.5, 0.5), (1, 3), (2.5, 40), (40, 2.5), (300, 500), (1e5, 2e5)]
    for x in [1 / 1024, 1 / 16, 0.25, 0.3125, 0.375, 0.5, 0.75, 1 - 1 / 16, 1 - 1 / 1024]
]


def keep(rows):
    """Leaves out what is nearly too small for float64."""
    return [row for row in rows if row[-1] > 1e-290]


with open(sys.argv[1], "w") as file:
    json.dump({"studentTwoSided": keep(two_sided), "studentQuantile": quantiles,
               "chiSquareUpper": keep(chi_square), "incompleteBeta": keep(beta)}, file)
