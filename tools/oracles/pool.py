#!/usr/bin/env python3
"""Golden measures of a multilingual pool: PEER by its authors' package, Kruskal-Wallis and Spearman by SciPy.

    python3 -m venv oracles && oracles/bin/pip install numpy==2.4.6 scipy==1.17.1 ir_measures==0.4.3 peer_measure==0.0.1
    oracles/bin/python tools/oracles/pool.py src/eval/multilingualPool/golden.json && npx biome check --write src/eval

`peer` is what the package gives. `peerTail` is PEER with the tail behind the cut-off and the weights of present levels,
computed here from SciPy's chi-square. The package breaks ties by document id ascending, so the runs have none.
"""
import json
import sys

import ir_measures
import numpy as np
import peer_measure
from scipy import stats

# The package asks for a helper that ir_measures 0.4.3 no longer has; here it is given single measures only.
ir_measures.util.flatten_measures = list

rng = np.random.default_rng(4)
LANGUAGES = ["de", "en", "th"]
WEIGHTS = {1: 0.25, 2: 0.75}


def own_peer(documents, k):
    """PEER by its definition, on the places in the list."""
    value = weight = 0.0
    for level, w in WEIGHTS.items():
        own = [d for d in documents if d["level"] == level]
        if not own:
            continue
        weight += w
        missed = sum(d["rank"] is None or d["rank"] > k for d in own)
        ranks = np.array([k + (missed + 1) / 2 if d["rank"] is None or d["rank"] > k else d["rank"] for d in own])
        names = np.array([d["language"] for d in own])
        groups = [ranks[names == name] for name in sorted(set(names))]
        if len(groups) < 2 or missed == len(own):
            value += w
            continue
        spread = np.var(ranks, ddof=1)
        h = sum(len(g) * (g.mean() - ranks.mean()) ** 2 for g in groups) / spread
        value += w * stats.chi2.sf(h, len(groups) - 1)
    return value / weight


def query(size, k, chance, languages, levels):
    names = [f"d{i:03}" for i in range(size)]
    language = {name: str(rng.choice(languages)) for name in names}
    bias = {"de": 0.0, "en": 0.3, "th": -0.3}
    scores = {name: float(rng.random() + bias[language[name]] * rng.random()) for name in names}
    order = sorted(names, key=lambda name: -scores[name])
    listed = order[: int(size * 0.8)]  # the rest is not retrieved at all
    qrels = {name: int(rng.choice(levels)) for name in names if rng.random() < chance}
    if not qrels:
        qrels = {names[0]: levels[0]}
    documents = [
        {"language": language[name], "level": level, "rank": listed.index(name) + 1 if name in listed else None}
        for name, level in qrels.items()
    ]
    # The package looks unjudged documents up at level 0 and needs to have met that level.
    judged = {name: qrels.get(name, 0) for name in names}
    # Its languages must be strings of a mapping over the whole pool.
    measure = peer_measure.PEER(weights=WEIGHTS, lang_mapping=language) @ k
    [result] = list(measure.iter_calc(
        [ir_measures.Qrel("q", name, level) for name, level in judged.items()],
        [ir_measures.ScoredDoc("q", name, scores[name]) for name in listed],
    ))
    return {"k": k, "documents": documents, "peer": float(result.value), "peerTail": float(own_peer(documents, k))}


def kruskal(sizes, step):
    groups = [[float(v) for v in np.round(rng.normal(0.3 * g, 1, n) / step) * step] for g, n in enumerate(sizes)]
    result = stats.kruskal(*groups)
    return {"groups": groups, "h": float(result.statistic), "p": float(result.pvalue)}


def spearman(n, step):
    a = np.round(rng.normal(size=n) / step) * step
    b = np.round((a + rng.normal(size=n)) / step) * step
    return {"a": [float(v) for v in a], "b": [float(v) for v in b], "r": float(stats.spearmanr(a, b).statistic)}


peer = [query(*spec) for spec in [
    (40, 10, 0.4, LANGUAGES, [1, 2]), (40, 20, 0.5, LANGUAGES, [1, 2]), (80, 50, 0.3, LANGUAGES, [1, 2]),
    (30, 30, 0.6, LANGUAGES, [1, 2]), (30, 5, 0.3, LANGUAGES, [2]), (60, 25, 0.3, LANGUAGES[:2], [1]),
    (25, 10, 0.5, LANGUAGES[:1], [1, 2]), (30, 2, 0.1, LANGUAGES, [1, 2]), (90, 60, 0.9, LANGUAGES, [1, 2]),
]]
with open(sys.argv[1], "w") as file:
    json.dump({
        "weights": WEIGHTS,
        "peer": peer,
        "kruskal": [kruskal(sizes, step) for sizes in ([3, 4], [5, 6, 7], [12, 1, 9, 20]) for step in (1e-6, 0.5)],
        "spearman": [spearman(n, step) for n in (3, 20, 60) for step in (1e-6, 0.5)],
    }, file)
