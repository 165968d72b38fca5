/** How far the loss of a regularised plan is above the exact one. */
export interface EntropicBias {
  /** In the unit of cost; not below 0 but for rounding, if the plan has converged. */
  readonly absolute: number;
  /** As a share of the exact loss; undefined where that is 0 (1e-12). */
  readonly relative: number | undefined;
}

/**
 * What the entropy costs: `<P, C>` of an entropic plan against the exact value of `exactEmd`.
 *
 * @throws RangeError if either is not finite.
 */
export function entropicBias(loss: number, emd: number): EntropicBias {
  for (const [name, value] of Object.entries({ loss, emd }))
    if (!Number.isFinite(value))
      throw new RangeError(`entropicBias: ${name} must be finite, got ${value}`);
  const absolute = loss - emd;
  return { absolute, relative: Math.abs(emd) < 1e-12 ? undefined : absolute / Math.abs(emd) };
}
