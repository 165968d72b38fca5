// Mutations of fusedOtPlain. A row is [why, file, find, replace, tests].

const [SCALE, RESULT] = ['shaders/parts/plainScale.wgsl', 'shaders/parts/plainResult.wgsl'];
const COSINE = 'fusedOtPlain equals float64: cosine$';
const ONE = 'fusedOtPlain equals float64: one iteration$';

const ROWS = [
  [
    'row update with the weights of columns',
    SCALE,
    'let weight = 1.0 / f32(p.n);',
    'let weight = 1.0 / f32(p.m);',
    COSINE,
  ],
  [
    'last column left out of the kernel',
    SCALE,
    '4u * c < vec4u(p.m);',
    '4u * c < vec4u(p.m - 1u);',
    COSINE,
  ],
  [
    'residual of one invocation only',
    SCALE,
    'total = (tileAt(0u).x + tileAt(1u).x) + (tileAt(2u).x + tileAt(3u).x);',
    'total = tileAt(0u).x;',
    'fusedOtPlain equals float64: tolerance$',
  ],
  [
    'stop test the wrong way round',
    'shaders/fusedOtPlain.wgsl',
    'residualOfAll(lane) <= params.tolerance',
    'residualOfAll(lane) >= params.tolerance',
    'fusedOtPlain equals float64: tolerance$',
  ],
  [
    'sum for the projection of the gradient without the cost',
    RESULT,
    'setFour(SUMS + at, mass - moved);',
    'setFour(SUMS + at, mass);',
    COSINE,
  ],
  ['norms of rows forgotten', RESULT, 'e * token(NORM + i));', 'e);', COSINE],
  [
    'row error in the place of the column error',
    RESULT,
    'status[at + 3u] = c.y;',
    'status[at + 3u] = r.y;',
    ONE,
  ],
  ['sign of the dual gap', RESULT, 'gap += f * off;', 'gap -= f * off;', ONE],
  ['loss of one invocation only', RESULT, 'status[at] = c.w;', 'status[at] = tileAt(4u).w;', ONE],
];

export const PLAIN = ROWS.map(([why, file, find, replace, name]) => ({
  ...{ why, file, find, replace, name },
  test: 'src/kernels/fusedOtPlain.test.ts',
}));
