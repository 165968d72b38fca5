"""Measures the TREC files of a study with pytrec_eval and ir_measures and compares MAP with report.json.

  npm run study -- --mtop PATH --train dev --trec --out OUT
  python3 -m venv venv && venv/bin/pip install pytrec_eval-terrier==0.5.11 ir_measures==0.4.3
  venv/bin/python tools/oracles/studyRuns.py OUT

Exit code 1 where a MAP differs by more than 1e-9. T3 counts grade 2, as the report does.
"""

import json
import pathlib
import re
import sys

import ir_measures
import pytrec_eval


def main(out: pathlib.Path) -> int:
    report = json.loads((out / "report.json").read_text())
    trec = out / "trec"
    worst, compared = 0.0, 0
    qrels_of = {}
    for file in sorted(trec.glob("*.run")):
        task, method, language, seed = re.fullmatch(r"(T\d)\.(.+)\.([\w-]+)\.(\d+)\.run", file.name).groups()
        name = f"T4.{language}.qrels" if task == "T4" else f"{task}.qrels"
        if name not in qrels_of:
            with open(trec / name) as lines:
                qrels_of[name] = pytrec_eval.parse_qrel(lines)
        with open(file) as lines:
            run = pytrec_eval.parse_run(lines)
        level = 2 if task == "T3" else 1
        qrels = {q: {d: r for d, r in docs.items()} for q, docs in qrels_of[name].items()}
        qrels = {q: docs for q, docs in qrels.items() if any(r >= level for r in docs.values())}
        evaluator = pytrec_eval.RelevanceEvaluator(qrels, {"map"}, relevance_level=level)
        values = [row["map"] for row in evaluator.evaluate(run).values()]
        found = sum(values) / len(values)
        ap = ir_measures.AP if level == 1 else ir_measures.AP(rel=2)
        again = ir_measures.pytrec_eval.evaluator([ap], qrels).calc_aggregate(run)[ap]
        [row] = [
            row
            for row in report["results"]
            if row["task"] == task
            and row["method"].replace("*", "x") == method
            and row["language"] == language
            and row["seed"] == int(seed)
        ]
        error = max(abs(found - row["map"]), abs(again - row["map"]))
        worst = max(worst, error)
        compared += 1
        if error > 1e-9 or len(values) != row["queries"]:
            print(f"{file.name}: {found} of {len(values)} queries, report {row['map']} of {row['queries']}")
    print(f"{compared} runs, worst difference {worst:.3g}")
    return 1 if worst > 1e-9 or compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
