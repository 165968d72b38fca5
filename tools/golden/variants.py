#!/usr/bin/env python3
"""Golden cases for the variants of transport, made with POT (float64), written to src/ot/golden/variants/.

    python3 -m venv pot && pot/bin/pip install pot==0.9.7.post1 numpy scipy
    pot/bin/python tools/golden/variants.py src/ot/golden/variants && npx biome check --write src/ot/golden

Each file: tokens X, Y (exact in float32), weights a, b, `settings` as in src/kernels/otProblem.ts, and the plan.
The cost matrices are computed here from the tokens, so the cases check ours, too.
"""
import json
import pathlib
import sys

import numpy as np
import ot

OUT = pathlib.Path(sys.argv[1])


def tokens(rng, n, m, d):
    x = rng.standard_normal((n, d)) + 0.7 * rng.standard_normal(d)
    y = x[rng.permutation(max(n, m))[:m] % n] + 0.8 * rng.standard_normal((m, d))
    return [v.astype(np.float32).astype(float) for v in (x, y)]


def weights(rng, count):
    w = rng.random(count) + 0.1
    return w / w.sum()


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def cost_matrix(x, y, kind="cosine", distortion=0.0):
    n, m = len(x), len(y)
    if kind == "cosine":
        cost = 1 - unit(x) @ unit(y).T
    elif kind == "dot":
        cost = -x @ y.T
    else:
        cost = ((x[:, None] - y[None]) ** 2).sum(-1)
    place = (np.arange(n)[:, None] + 0.5) / n - (np.arange(m)[None] + 0.5) / m
    return cost + distortion * place**2


def value_kl(plan, cost, eps, a, b):
    product = np.outer(a, b)
    return float((plan * cost).sum() + eps * (plan * np.log(plan / product) - plan + product).sum())


def write(name, x, y, a, b, settings, plan, cost, **more):
    OUT.mkdir(parents=True, exist_ok=True)
    content = dict(
        name=name, n=len(x), m=len(y), d=x.shape[1], a=a.tolist(), b=b.tolist(),
        X=x.ravel().tolist(), Y=y.ravel().tolist(), settings=settings,
        P=plan.ravel().tolist(), loss=float((plan * cost).sum()), mass=float(plan.sum()), **more,
    )
    (OUT / f"{name}.json").write_text(json.dumps(content))
    print(name, "mass", plan.sum(), "loss", content["loss"])


def partial(seed, n, m, eps, mass):
    x, y = tokens(np.random.default_rng(seed), n, m, 12)
    a, b, cost = np.full(n, 1 / n), np.full(m, 1 / m), cost_matrix(x, y)
    plan = ot.partial.entropic_partial_wasserstein_logscale(
        a, b, cost, eps, m=mass, numItermax=200_000, stopThr=1e-13)
    settings = dict(eps=eps, marginals=dict(kind="partial", mass=mass))
    write(f"partial{mass}", x, y, a, b, settings, plan, cost,
          value=value_kl(plan, cost, eps, a, b))


def unbalanced(seed, n, m, eps, rho_x, rho_y, kind):
    rng = np.random.default_rng(seed)
    x, y = tokens(rng, n, m, 10)
    a, b, cost = weights(rng, n), weights(rng, m), cost_matrix(x, y, kind)
    plan = ot.unbalanced.sinkhorn_unbalanced(
        a, b, cost, eps, (rho_x, rho_y), method="sinkhorn", reg_type="kl",
        numItermax=100_000, stopThr=1e-15)
    settings = dict(eps=eps, cost=kind, marginals=dict(kind="unbalanced", rhoX=rho_x, rhoY=rho_y))
    write(f"unbalanced{rho_x}x{rho_y}", x, y, a, b, settings, plan, cost,
          value=value_kl(plan, cost, eps, a, b))


def balanced(seed, n, m, eps, kind, distortion):
    rng = np.random.default_rng(seed)
    x, y = tokens(rng, n, m, 9)
    a, b, cost = weights(rng, n), weights(rng, m), cost_matrix(x, y, kind, distortion)
    plan = ot.sinkhorn(a, b, cost, eps, method="sinkhorn_log", numItermax=100_000, stopThr=1e-14)
    settings = dict(eps=eps, cost=kind, distortion=distortion)
    write(f"balanced-{kind}", x, y, a, b, settings, plan, cost,
          value=value_kl(plan, cost, eps, a, b))


def exact(seed, n, m):
    rng = np.random.default_rng(seed)
    x, y = tokens(rng, n, m, 8)
    a, b, cost = weights(rng, n), weights(rng, m), cost_matrix(x, y)
    write("exact", x, y, a, b, dict(eps=1.0, schedule=dict(kind="proximal")),
          ot.emd(a, b, cost), cost)


def divergence(seed, n, m, eps):
    """.5 |x - y|^2 of unit vectors is 1 - cos; POT's divergence is of <P, C>, ours of the regularised value."""
    x, y = tokens(np.random.default_rng(seed), n, m, 7)
    a, b = np.full(n, 1 / n), np.full(m, 1 / m)
    half = [unit(v) / np.sqrt(2) for v in (x, y)]
    pot = ot.bregman.empirical_sinkhorn_divergence(
        *half, eps, a, b, metric="sqeuclidean", numIterMax=100_000, stopThr=1e-14)

    def value(p, q, u, v):
        cost = cost_matrix(p, q)
        plan = ot.sinkhorn(u, v, cost, eps, method="sinkhorn_log", numItermax=100_000, stopThr=1e-14)
        return value_kl(plan, cost, eps, u, v), plan, cost

    (xy, plan, cost), (xx, _, _), (yy, _, _) = value(x, y, a, b), value(x, x, a, a), value(y, y, b, b)
    write("divergence", x, y, a, b, dict(eps=eps), plan, cost, value=xy,
          divergence=xy - xx / 2 - yy / 2, divergenceOfLosses=float(pot))


if __name__ == "__main__":
    for seed, mass in ((101, 0.3), (102, 0.6), (103, 0.9)):
        partial(seed, 9, 12, 0.05, mass)
    unbalanced(201, 8, 11, 0.05, 0.1, 0.7, "cosine")
    unbalanced(202, 10, 6, 0.2, 5.0, 0.5, "squared-euclidean")
    balanced(301, 9, 7, 1.5, "squared-euclidean", 0.0)
    balanced(302, 6, 10, 0.8, "dot", 0.0)
    balanced(303, 11, 8, 0.06, "cosine", 0.4)
    exact(401, 9, 11)
    divergence(501, 8, 10, 0.1)
