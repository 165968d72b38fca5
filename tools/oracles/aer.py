#!/usr/bin/env python3
"""Golden figures for gold alignment, from the definitions alone, in exact fractions. Standard library only:

    python3 tools/oracles/aer.py > src/ot/align/golden/aer.json && npx biome check --write src/ot/align/golden

Definitions: Och & Ney 2003, section 5.1, with counts summed over the corpus; F of Fraser & Marcu 2007.
`simalign` is what SimAlign's calc_align_score.py is known to do: P and R rounded to three digits before F1, sums over at
least 1 (0.01 for F1), sentences that the links lack costing recall alone. Its arithmetic is in floats, as there.
"""
import json
import random
from fractions import Fraction

ALPHAS = (0.0, 0.2, 0.5, 0.75, 1.0)


def sentence(rng, gold_rate, hit_rate, possible_rate):
    """Gold as {(i, j): 'S' | 'P'} and links as {(i, j): score}."""
    n, m = rng.randint(1, 9), rng.randint(1, 9)
    cells = [(i, j) for i in range(n) for j in range(m)]
    gold = {c: "P" if rng.random() < possible_rate else "S" for c in cells if rng.random() < gold_rate}
    links = {}
    for cell in cells:
        if rng.random() < (hit_rate if cell in gold else gold_rate * (1 - hit_rate)):
            links[cell] = round(rng.random(), 2)
    return gold, links


def measures(corpus):
    """corpus: list of (gold, set of links)."""
    a = sum(len(links) for _, links in corpus)
    s = sum(1 for gold, _ in corpus for kind in gold.values() if kind == "S")
    a_and_s = sum(1 for gold, links in corpus for c in links if gold.get(c) == "S")
    a_and_p = sum(1 for gold, links in corpus for c in links if c in gold)
    precision = Fraction(a_and_p, a) if a else Fraction(1)
    recall = Fraction(a_and_s, s) if s else Fraction(1)
    aer = 1 - Fraction(a_and_s + a_and_p, a + s) if a + s else Fraction(0)

    def f(alpha):
        alpha = Fraction(alpha)
        parts = [(w, x) for w, x in ((alpha, precision), (1 - alpha, recall)) if w > 0]
        return Fraction(0) if any(x == 0 for _, x in parts) else 1 / sum(w / x for w, x in parts)

    exact = {
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(f(0.5)),
        "aer": float(aer),
        "counts": {"links": a, "sure": s, "sureHits": a_and_s, "possibleHits": a_and_p},
    }
    p3, r3 = round(a_and_p / max(a, 1.0), 3), round(a_and_s / max(s, 1.0), 3)
    rounded = {
        "precision": p3,
        "recall": r3,
        "f1": round(2 * p3 * r3 / max(p3 + r3, 0.01), 3),
        "aer": round(1 - (a_and_s + a_and_p) / (a + s), 3) if a + s else 0,
    }
    return exact, [float(f(alpha)) for alpha in ALPHAS], rounded


def case(name, corpus, first=0, missing=()):
    """missing: sentences that the links file lacks."""
    def gold_line(gold):
        return " ".join(f"{i + first}{'-' if k == 'S' else 'p'}{j + first}" for (i, j), k in gold.items())

    def link_line(links):
        return " ".join(f"{i}-{j}-{score:.2f}" for (i, j), score in links.items())

    kept = [(gold, {} if at in missing else links) for at, (gold, links) in enumerate(corpus)]
    exact, f_alpha, rounded = measures([(gold, set(links)) for gold, links in kept])
    scores = sorted({score for _, links in kept for score in links.values()})
    curve = [
        {"tau": tau, **measures([(g, {c for c, s in l.items() if s >= tau}) for g, l in kept])[0]}
        for tau in scores[:: max(1, len(scores) // 4)]
    ]
    return {
        "name": name,
        "first": first,
        "gold": "".join(f"s{at}\t{gold_line(gold)}\n" for at, (gold, _) in enumerate(corpus)),
        "links": "".join(
            f"s{at}\t{link_line(links)}\n" for at, (_, links) in enumerate(corpus) if at not in missing
        ),
        "lenient": bool(missing),
        "exact": exact,
        "fAlpha": [[alpha, value] for alpha, value in zip(ALPHAS, f_alpha)],
        "simalign": rounded,
        "curve": curve,
    }


def grid(hits, total, sure):
    """One sentence: `total` links of which `hits` are among `sure` sure links."""
    gold = {(0, j): "S" for j in range(sure)}
    links = {(0, j): 0.5 for j in range(hits)} | {(1, j): 0.5 for j in range(total - hits)}
    return [(gold, links)]


def main():
    rng = random.Random(2003)
    cases = []
    for at in range(24):
        rates = (rng.uniform(0.1, 0.5), rng.uniform(0.05, 0.95), rng.choice([0, 0.3, 0.6, 1]))
        corpus = [sentence(rng, *rates) for _ in range(rng.randint(1, 8))]
        absent = set(rng.sample(range(len(corpus)), len(corpus) // 3)) if at % 3 == 2 else ()
        cases.append(case(f"random {at}", corpus, at % 2, absent))
    # Odd sixteenths are ties in binary: Python rounds them to even.
    for hits in range(1, 16, 2):
        cases.append(case(f"tie {hits}/16", grid(hits, 16, 32)))
    cases.append(case("no links", [({(0, 0): "S", (1, 1): "P"}, {})]))
    cases.append(case("no sure links", [({(0, 0): "P"}, {(0, 0): 0.5, (0, 1): 0.25})]))
    cases.append(case("nothing right", [({(0, 0): "S"}, {(0, 1): 0.5})]))
    cases.append(case("one right of very many", grid(1, 400, 900)))
    print(json.dumps({"cases": cases}))


main()
