#!/usr/bin/env python3
"""Golden paired tests, adjusted p values and bootstrap intervals, for src/eval/significance.

    python3 -m venv oracles && oracles/bin/pip install numpy==2.4.6 scipy==1.17.1
    oracles/bin/python tools/oracles/significance.py src/eval/significance/golden.json && npx biome check --write src/eval

Differences are whole thousandths, so that the sign patterns can be counted in integers, ties and all.
"""
import json
import sys

import numpy as np
from scipy import stats

rng = np.random.default_rng(6)


def exact_sign_flip(thousandths):
    sums = np.zeros(1, dtype=np.int64)
    for d in thousandths:
        sums = np.concatenate([sums + d, sums - d])
    return float(np.mean(np.abs(sums) >= abs(thousandths.sum())))


def cluster_error(d, clusters):
    """Cluster-robust standard error of a mean, written out by hand."""
    names = sorted(set(clusters))
    parts = [sum(x - d.mean() for x, c in zip(d, clusters) if c == name) for name in names]
    g = len(names)
    return float(np.sqrt(g / (g - 1) * sum(part**2 for part in parts)) / len(d)), g


def paired_case(n, shift, step, zeros):
    a = rng.integers(0, 1001, n) // step * step
    moved = np.clip(a + (rng.normal(shift, 120, n) // step * step).astype(int), 0, 1000)
    b = np.where(rng.random(n) < zeros, a, moved)
    d = b - a
    x, y = b / 1000, a / 1000
    test = stats.ttest_rel(x, y)
    sd = np.std(x - y, ddof=1)
    quantile = lambda p: stats.t.ppf(p, n - 1)
    case = {
        "differences": [int(v) for v in d],
        "mean": float(np.mean(x - y)),
        "sd": float(sd),
        "effectSize": float(np.mean(x - y) / sd),
        "t": float(test.statistic),
        "p": float(test.pvalue),
        "minimumDetectable": float((quantile(0.975) + quantile(0.8)) * sd / np.sqrt(n)),
    }
    moved_units = int(np.sum(d != 0))
    if moved_units <= 20:
        case["exact"] = exact_sign_flip(d[d != 0])
    else:
        result = stats.permutation_test(
            (x - y,), np.mean, permutation_type="samples", n_resamples=400_000,
            batch=20_000, rng=np.random.default_rng(7),
        )
        case["randomised"] = float(result.pvalue)
    clusters = [f"c{i * i % 23}" for i in range(n)]
    error, g = cluster_error(x - y, clusters)
    t = np.mean(x - y) / error
    sums = np.array([int(sum(v for v, c in zip(d, clusters) if c == name)) for name in sorted(set(clusters))])
    case["clustered"] = {
        "clusters": clusters,
        "t": float(t),
        "p": float(2 * stats.t.sf(abs(t), g - 1)),
        "signFlip": exact_sign_flip(sums),
    }
    return case


def holm(ps):
    """By Holm's definition, quadratic."""
    m = len(ps)
    order = sorted(range(m), key=lambda i: (ps[i], i))
    steps = {i: min(1.0, (m - k) * ps[i]) for k, i in enumerate(order)}
    return [max(steps[j] for k, j in enumerate(order) if k <= order.index(i)) for i in range(m)]


def families():
    for m in (1, 2, 7, 48):
        ps = [float(p) for p in np.round(rng.random(m) ** 4, 4 if m < 48 else 2)]
        yield {"p": ps, "holm": holm(ps), "bh": [float(q) for q in stats.false_discovery_control(ps)]}


def bootstrap():
    values = np.round(rng.beta(0.6, 0.4, 150), 3)
    result = stats.bootstrap(
        (values,), np.mean, n_resamples=200_000, method="percentile", batch=20_000,
        rng=np.random.default_rng(8),
    )
    ci = result.confidence_interval
    return {"values": [float(v) for v in values], "ci": [float(ci.low), float(ci.high)],
            "error": float(np.std(values, ddof=1) / np.sqrt(len(values)))}


cases = [paired_case(*spec) for spec in
         [(2, 50, 1, 0), (5, 60, 1, 0), (12, 40, 50, 0.2), (19, 90, 1, 0), (20, 10, 100, 0), (40, 30, 1, 0.6),
          (60, 25, 10, 0.1), (300, 30, 1, 0.3), (300, 3, 1, 0.3)]]
with open(sys.argv[1], "w") as file:
    json.dump({"pairs": cases, "families": list(families()), "bootstrap": bootstrap()}, file)
