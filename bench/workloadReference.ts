/**
 * Losses <P, C> and L1 norms of the gradient by y of the first three problems of W1s after its 10 iterations, in
 * float64; bench/workload.test.ts computes them anew.
 */
export const W1S_FLOAT64 = {
  loss: [0.29259632753280274, 0.2830137026900326, 0.296392636774319],
  g1: [0.5766564071279079, 0.5608484492391427, 0.5619040411857876],
} as const;
