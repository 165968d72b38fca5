#!/usr/bin/env python3
"""Golden values of retrieval measures on random runs full of ties, written to src/eval/measures/golden/.

    python3 -m venv oracles && oracles/bin/pip install pytrec_eval-terrier==0.5.11 ranx==0.3.21 ir_measures==0.4.3
    oracles/bin/python tools/oracles/trecMeasures.py src/eval/measures/golden/trecMeasures.json

`trec`: pytrec_eval (trec_eval's own code and tie rule); `insertion`: ranx, whose ties stay in the order given, for
the measures whose definition it shares (its map and mrr take grades from 1). ir_measures must agree with the
former; the script fails if it does not. (Its RR@k comes from another provider with another tie rule: not asked.) Scores are eighths, exact in float32.
"""
import json
import random
import sys

import ir_measures
import pytrec_eval
import ranx

DOCNOS = "d1 d10 d2 d9 D3 é 日 z ａ 😀 d100 a ab B 0 00 - _x d11 d20".split(" ")
PLAIN = {"AP": "map", "AP@5": "map_cut_5", "nDCG": "ndcg", "nDCG@5": "ndcg_cut_5", "RR": "recip_rank",
         "P@5": "P_5", "R@5": "recall_5", "Rprec": "Rprec", "Success@5": "success_5"}
LEVELLED = ["AP", "AP@5", "RR", "P@5", "R@5", "Rprec", "Success@5"]
RANX = {"AP": "map", "AP@5": "map@5", "nDCG": "ndcg", "nDCG@5": "ndcg@5", "nDCG-burges": "ndcg_burges",
        "nDCG-burges@5": "ndcg_burges@5", "RR": "mrr", "RR@5": "mrr@5", "P@5": "precision@5", "R@5": "recall@5",
        "Rprec": "r-precision", "Success@5": "hit_rate@5"}
STABLE = 15  # ranx sorts by numba's quicksort, which keeps the order of equal scores only in lists this short


def case(rng):
    retrieved = rng.sample(DOCNOS, rng.randint(1, len(DOCNOS)))
    levels = rng.choice([1, 2, 3, 6, 40])
    run = [[d, rng.randrange(levels) / 8] for d in retrieved]
    judged = rng.sample(DOCNOS, rng.randint(1, len(DOCNOS)))
    qrels = {d: rng.choice([-1, 0, 0, 1, 1, 2, 3]) for d in judged}
    qrels[judged[0]] = rng.choice([1, 2, 3])  # a query without a relevant document is left out by us
    return run, qrels


def trec(qrels, run, level):
    names = {measure.rsplit("_", 1)[0] + "." + measure.rsplit("_", 1)[1] if measure[-1].isdigit() else measure
             for measure in PLAIN.values()}
    return pytrec_eval.RelevanceEvaluator({"q": qrels}, names, relevance_level=level).evaluate({"q": run})["q"]


def main(path):
    rng = random.Random(20260101)
    cases = []
    for _ in range(40):
        run, qrels = case(rng)
        as_dict = dict(run)
        got = trec(qrels, as_dict, 1)
        values = {ours: got[theirs] for ours, theirs in PLAIN.items()}
        for measure in PLAIN:
            want = ir_measures.calc_aggregate([ir_measures.parse_measure(measure)], {"q": qrels}, {"q": as_dict})
            (value,) = want.values()
            assert abs(value - values[measure]) < 1e-12, (measure, value, values[measure])
        if max(qrels.values()) >= 2:
            got = trec(qrels, as_dict, 2)
            for ours in LEVELLED:
                name, at, k = ours.partition("@")
                values[f"{name}(rel=2){at}{k}"] = got[PLAIN[ours]]
        positive = ranx.Qrels({"q": {d: g for d, g in qrels.items() if g > 0}})
        insertion = ranx.evaluate(positive, ranx.Run({"q": as_dict}), list(RANX.values()))
        insertion = {ours: float(insertion[theirs]) for ours, theirs in RANX.items() if len(run) <= STABLE}
        cases.append({"run": run, "qrels": qrels, "trec": values, "insertion": insertion})
    with open(path, "w", encoding="utf8") as out:
        json.dump({"cases": cases}, out, ensure_ascii=False)


main(sys.argv[1])
